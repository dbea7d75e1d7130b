"""``canang tim``: from everyday words to the right procedure."""

import io
import json
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from canang.catalog.labels import LEVELS, NO_LEVEL
from canang.catalog.validity import standing
from canang.cli.terminal.errors import ExitCode
from canang.cli.terminal.help import VietnameseCommand
from canang.cli.terminal.options import Day, FieldOption, KindOption, LevelOption, read_field, read_kind, read_level
from canang.cli.terminal.page import Page
from canang.cli.terminal.session import Session
from canang.desk.searching import Answered, Search, open_search
from canang.errors import Failure
from canang.search.results import Result, Wanted
from canang.text.fold import fold, marked_words
from canang.text.syllables import same_spelling

EPILOG = """
canang tim "đo lường xăng dầu"
canang tim may x quang phong kham --cap tinh
canang tim "thông tư 28"
"""

_SHORT = 80
"""A time limit of more letters is left to the entry itself."""

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command("tim", cls=VietnameseCommand, epilog=EPILOG)
def tim(
    context: typer.Context,
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="TỪ...", help="vài từ thường ngày, có dấu hay không đều được"),
    ] = None,
    linh_vuc: FieldOption = None,
    cap: LevelOption = None,
    loai: KindOption = None,
    n: Annotated[int, typer.Option("-n", metavar="SỐ", help="nhiều nhất bao nhiêu kết quả (mặc định 8)")] = 8,
    ngay: Day = None,
    tu_tep: Annotated[
        str | None,
        typer.Option("--tu-tep", metavar="TỆP", help="mỗi dòng một câu hỏi (- là đầu vào), in mỗi dòng một JSON"),
    ] = None,
) -> None:
    """Tìm thủ tục bằng lời thường ngày.

    Gõ vài từ, có dấu hay không dấu; gõ sai vài chữ cũng được. Số văn bản (28/2013) và mã TTHC cũng tìm được.
    """
    session = Session.of(context)
    if n < 1:
        raise Failure("-n phải từ 1 trở lên.")
    day = session.day(ngay)
    with open_search(session.desk) as search:
        wanted = Wanted(read_field(linh_vuc, search.fields), read_level(cap), read_kind(loai))
        if tu_tep is not None:
            _answer_lines(session, search, _lines(session, tu_tep), day, wanted, n)
            return
        query = " ".join(words or [])
        if not any(char.isalnum() for char in query):
            raise Failure("Chưa có từ để tìm.", 'Gõ vài từ, như: canang tim "đo lường xăng dầu"')
        found = search.find(query, day, wanted, n)
        if session.as_json:
            session.print_json(_objects(found))
        elif found.is_answered:
            with session.paged() as paging:
                _show(paging, search, found)
        else:
            _nothing(session, found, search.hotline)
    if not found.is_answered:
        raise typer.Exit(ExitCode.NOTHING_FOUND)


def _objects(found: Answered) -> list[dict[str, Any]]:
    """The results under the keys of the contract."""
    from canang.catalog.public import public  # noqa: PLC0415  a screen needs no JSON
    from canang.desk.answers import hits  # noqa: PLC0415

    return [public(each) for each in hits(found)]


def _lines(session: Session, name: str) -> Iterable[str]:
    from canang.text.decoding import decode  # noqa: PLC0415  only a file of questions

    if name == "-":
        # What a window of Windows sends is in the code of its screen, whatever a program asks for.
        yield from (decode(line) for line in session.environment.stdin.buffer)
        return
    from canang.exchange.bounds import LARGEST_QUESTIONS, check_size  # noqa: PLC0415

    path = Path(name)
    check_size(path, LARGEST_QUESTIONS)
    # Not splitlines(): a form feed or a line separator within a question ends no line.
    yield from io.StringIO(decode(path.read_bytes()), newline=None)


def _answer_lines(
    session: Session, search: Search, lines: Iterable[str], day: date, wanted: Wanted, limit: int
) -> None:
    for line in lines:
        query = line.rstrip("\r\n")
        results = _objects(search.find(query, day, wanted, limit))
        session.environment.say_json(json.dumps({"query": query, "results": results}, ensure_ascii=False))
        session.environment.stdout.flush()


def _show(session: Session, search: Search, found: Answered) -> None:
    page = Page(session.environment)
    width = max((len(result.id) for result in found.results), default=0)
    for number, result in enumerate(found.answers, 1):
        head = f"{number:>2}. {result.id.ljust(width)}  "
        bold = "bold" if number == 1 else None
        page.hanging(head, result.name, style=bold, head_style="cyan", emphasis=_is_matched(result))
        indent = " " * min(len(head), 8)
        if note := standing(result.status, result.effective_from, result.effective_to):
            page.hanging(indent, note, style="red")
        page.hanging(indent, _told_apart(result), style="dim")
        corrected = _readings(search, result) if number == 1 else []
        if corrected:
            page.hanging(indent, f"Hiểu {', '.join(corrected)}", style="yellow")
    for each in found.companions:
        page.gap()
        what, command = _COMPANIONS[each.type]
        page.hanging(f"{what}: ", each.name, style="bold", head_style="cyan")
        page.hanging("  ", f"Xem: canang {command} {each.id}", style="dim")
    _show_near(page, found, "Có thể cũng là" if found.answers else "Việc gần nhất, có thể không phải")
    page.gap()
    if not found.answers:
        return
    first = found.answers[0].id
    page.line(f"Xem cả: canang xem {first}   ·   Làm theo từng bước: canang checklist {first}", style="dim")


_COMPANIONS = {"question": ("Câu hỏi đã gặp", "hoi-dap"), "document": ("Văn bản", "van-ban")}
"""What answers besides entries: how it is called, and the command that shows it."""


def _told_apart(result: Result) -> str:
    """What tells an entry from its neighbours: who decides, by when, whose it is."""
    limit = f"hạn {result.time_limit}" if result.time_limit and len(result.time_limit) <= _SHORT else ""
    whose = f"lớp {result.layer}" if result.layer else ""
    decides = result.authority or LEVELS.get(result.level or "", NO_LEVEL)
    return " · ".join(part for part in (decides, limit, whose) if part)


def _show_near(page: Page, found: Answered, title: str) -> None:
    if not found.near:
        return
    page.gap()
    page.line(f"{title}:", style="dim")
    for result in found.near:
        page.hanging(f"  {result.id}  ", result.name, head_style="cyan")


def _is_matched(result: Result) -> Callable[[str], bool]:
    """Says of a word of the result's name whether the query asked for it."""
    found = {match.word for match in result.matched}
    return lambda word: same_spelling(fold(word)) in found


def _readings(search: Search, result: Result) -> list[str]:
    """How each word that was read as something else was read."""
    named = {same_spelling(fold(word)): word for word in reversed(marked_words(result.name))}
    read: dict[str, list[str]] = {}
    for matched in result.matched:
        if matched.typed:
            read.setdefault(matched.typed, []).append(named.get(matched.word) or search.written(matched.word))
    return [f"“{typed}” → “{' '.join(words)}”" for typed, words in read.items()]


def _nothing(session: Session, found: Answered, hotline: str) -> None:
    page = Page(session.environment)
    page.line(f"Không tìm thấy việc nào khớp với “{found.query[:120]}”.", style="bold")
    if found.elsewhere:
        whose = found.elsewhere
        page.line(f"Đó là việc của lĩnh vực {whose.field}, {whose.ministry}. Tra ở Cổng Dịch vụ công quốc gia.")
    elif found.suggestions:
        page.line(f"Từ gần nhất có trong cẩm nang: {', '.join(found.suggestions)}.")
    _show_near(page, found, "Gần nhất, có thể không phải việc ấy")
    page.line("Thử ít từ hơn, hoặc xem tất cả: canang danh-sach. Cẩm nang chỉ có việc của ngành khoa học và công nghệ.")
    page.line(f"Cần hỏi người: {hotline}", style="dim")
