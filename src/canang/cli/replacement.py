"""``canang van-ban SỐ --thay-bang``: what must be looked at again, in the catalogue and among the cases at work."""

from datetime import date
from itertools import groupby
from pathlib import Path

from canang.catalog.documents import find_documents, nearest_documents
from canang.catalog.resting import Resting, resting_on
from canang.cli.errors import ExitCode, Failure
from canang.cli.layer_at_hand import layer_at_hand
from canang.cli.output import may_replace
from canang.cli.page import Page
from canang.cli.registers import opened
from canang.cli.review_file import review_file
from canang.cli.session import Session
from canang.exchange.known import read_known
from canang.exchange.replacing import NotInSeed, replace_in_seed, replacing_statements
from canang.exchange.review_sheet import Line
from canang.export.writing import write_whole
from canang.text.days import read_day, show_day


def replace_document(
    session: Session,
    old: str | None,
    new: str,
    start: str | None,
    *,
    lop: str | None,
    seed: Path | None,
    output: Path | None,
    overwrite: bool,
) -> None:
    """Tell what rests on the old document, write the sheet for the review, and record the replacement where asked to.

    Raises:
        Failure: the document is not known, or the day is missing.
    """
    if not old or not start:
        raise Failure(
            "Còn thiếu số văn bản cũ hoặc ngày áp dụng.",
            "Như: canang van-ban 73/2019/NĐ-CP --thay-bang 224/2026/NĐ-CP --tu 2026-07-01",
        )
    day = read_day(start)
    if output is not None:
        may_replace(session, output, overwrite)
    with session.catalog() as connection:
        numbers = find_documents(connection, old)
        if len(numbers) != 1:
            near = ", ".join(numbers or nearest_documents(connection, old))
            what = "nhiều văn bản khớp" if numbers else "không có văn bản này trong cẩm nang"
            raise Failure(f"“{old}”: {what}.", f"Ghi đủ số: {near}.", ExitCode.NOTHING_FOUND)
        number = numbers[0]
        resting = resting_on(connection, number, day)
        known = read_known(connection)
    cases = _cases(session, {each.entry for each in resting})
    recorded = None
    if lop is not None:
        at_hand = layer_at_hand(session, lop)
        at_hand.layer.change(at_hand.known, at_hand.prefix, replacing_statements(known, number, new, day))
        recorded = f"lớp {at_hand.layer.name}"
    if seed is not None:
        try:
            recorded = str(replace_in_seed(seed, known, number, new, day))
        except NotInSeed as error:
            raise Failure(
                f"Không tệp nào trong {seed}/documents có {number}.", "Chỉ đúng thư mục data/seed."
            ) from error
    if output is not None:
        _write_sheet(output, f"{number} được thay bằng {new} từ {show_day(day)}", resting)
    if session.as_json:
        sheet = str(output) if output else None
        session.print_json({**_object(number, new, day, resting, cases), "recorded": recorded, "sheet": sheet})
        return
    _show(session, number, new, day, resting, cases, recorded)
    if output is not None:
        session.environment.say(f"Đã ghi phiếu cần xem lại: {output}")


def _cases(session: Session, entries: set[str]) -> list[tuple[str, str]]:
    """The open cases of these entries: name and entry."""
    with opened(session.environment) as store:
        found = [case for name in store.names() if (case := store.find(name))]
    return [(case.name, case.entry) for case in found if case.entry in entries and not case.closed]


def _object(old: str, new: str, day: date, resting: list[Resting], cases: list[tuple[str, str]]) -> dict[str, object]:
    return {
        "document": old,
        "replaced_by": new,
        "from": day.isoformat(),
        "statements": [
            {
                "place": each.place,
                "entry": each.entry,
                "edition": each.edition.isoformat(),
                "statement": each.statement.key,
                "label": each.statement.label,
                "text": each.statement.text,
                "cited": each.statement.cited,
            }
            for each in resting
        ],
        "cases": [{"name": name, "entry": entry} for name, entry in cases],
    }


def _show(
    session: Session,
    old: str,
    new: str,
    day: date,
    resting: list[Resting],
    cases: list[tuple[str, str]],
    recorded: str | None,
) -> None:
    page = Page(session.environment)
    page.line(f"{old} được thay bằng {new} từ {show_day(day)}", style="bold")
    entries = {each.entry for each in resting}
    page.line(f"{len(resting)} điều nêu của {len(entries)} mục dựa vào {old}, phải xem lại từng điều:")
    for place, group in groupby(resting, key=lambda each: each.place):
        page.gap()
        page.line(place, style="bold")
        for each in group:
            said = " ".join(each.statement.text.split())
            page.hanging(f"  {each.entry}  ", f"{each.statement.label}: {said[:160]}", head_style="cyan")
    page.section("Hồ sơ đang làm", tuple((name, entry) for name, entry in cases))
    page.gap()
    if recorded:
        page.line(f"Đã ghi việc thay vào {recorded}; các mục trên báo đỏ từ {show_day(day)}.")
    else:
        page.line("Chưa ghi gì. Ghi vào lớp: thêm --lop TÊN; vào dữ liệu gốc: --goc data/seed.", style="dim")


def _write_sheet(path: Path, title: str, resting: list[Resting]) -> None:
    ordered = sorted(resting, key=lambda each: (each.entry, each.edition))
    seen = dict.fromkeys((each.entry, each.edition, each.statement) for each in ordered)
    write_whole(path, review_file(path, title, [Line(*each) for each in seen]))
