"""``canang checklist``: the case walked step by step on a terminal; the whole list elsewhere."""

from datetime import datetime
from typing import Annotated

import typer

from canang.cases.walk import Answer, Item, Walk
from canang.catalog.entries import load_entry, resolve, sole_procedure
from canang.catalog.overview import meta
from canang.catalog.validity import Validity, notices
from canang.cli.errors import Failure
from canang.cli.help import VietnameseCommand
from canang.cli.options import Day, EntryArgument
from canang.cli.page import Page, show_paper
from canang.cli.session import Session
from canang.export.json_form import entry_object
from canang.export.paper import Paper, lay_out

EPILOG = """
canang checklist TDC-01.2
canang checklist TDC-01.2 --in
canang checklist TDC-01.2 --ho-so "Cửa hàng xăng dầu số 5"
"""

app = typer.Typer(add_completion=False, rich_markup_mode=None)

_KEYS = "Enter xong · k không áp dụng · s để sau · g ghi chú · b lùi · t thôi"
_STATES = {"done": "xong", "not-applicable": "không áp dụng"}


@app.command("checklist", cls=VietnameseCommand, epilog=EPILOG)
def checklist(
    context: typer.Context,
    ma: EntryArgument,
    in_: Annotated[bool, typer.Option("--in", help="in cả danh sách thay vì đi từng bước")] = False,
    ho_so: Annotated[
        str | None,
        typer.Option("--ho-so", metavar="TÊN", help="tên hồ sơ: lưu từng câu trả lời, lần sau làm tiếp"),
    ] = None,
    lam_thu: Annotated[bool, typer.Option("--lam-thu", help="đi thử, không lưu gì")] = False,
    ngay: Day = None,
) -> None:
    """Làm theo từng bước một thủ tục.

    Trên màn hình: đi từng giấy tờ, từng bước, bằng bàn phím. Với --in, hoặc khi chuyển sang tệp: in cả danh sách.
    """
    session = Session.of(context)
    if ho_so is not None and lam_thu:
        raise Failure("--ho-so và --lam-thu không đi cùng nhau.", "--lam-thu thì không lưu gì.")
    if ho_so is not None and not ho_so.strip():
        raise Failure("Tên hồ sơ đang để trống.", 'Ví dụ: --ho-so "Cửa hàng xăng dầu số 5"')
    with session.catalog() as connection:
        found = sole_procedure(connection, resolve(connection, ma))
        entry = load_entry(connection, found, session.day(ngay))
        version = meta(connection)["version"]
        paper = lay_out(entry, notices(entry, Validity(connection)), version)
    if not paper.steps and (ho_so is not None or lam_thu):
        named = "; ".join(f"{number} ({name})" for number, name in paper.procedures[:6])
        raise Failure(
            f"{paper.id} không phải một thủ tục để đi từng bước.",
            f"Chọn một: {named}" if named else f"Xem nó: canang xem {paper.id}",
        )
    if session.as_json:
        session.print_json(entry_object(entry))
    elif in_ or not session.environment.interactive:
        show_paper(paper, session.environment, tick=True)
    elif not paper.steps:
        show_paper(paper, session.environment, tick=False)
    else:
        Walker(session, paper, None if lam_thu else ho_so, version).walk()


class Walker:
    """The walk on a terminal: shows an item, reads a key, keeps the answer, shows the next."""

    def __init__(self, session: Session, paper: Paper, case: str | None, data_version: str) -> None:
        self._session = session
        self._page = Page(session.environment)
        self._paper = paper
        self._case = case
        self._walk = Walk.through(paper)
        self._register = None
        if case is not None:
            from canang.cases.register import Register, RegisterUnusable  # noqa: PLC0415  practice needs none

            try:
                self._register = Register(session.environment.home)
            except RegisterUnusable as error:
                raise Failure(str(error)) from error
            opened = self._register.open(case, paper.id, data_version, datetime.now())
            if opened.entry != paper.id:
                raise Failure(f"Hồ sơ “{case}” đã mở cho {opened.entry}.", "Chọn tên khác, hoặc đúng mã của hồ sơ ấy.")
            self._walk.answers = self._register.answers(case)
            self._walk.resume()

    def walk(self) -> None:
        """From the first open item to the last, or until the user leaves."""
        self._page.line(self._paper.title, style="bold")
        for notice in self._paper.notices:
            self._page.hanging("! ", notice.text, style="bold red" if notice.severity == "red" else "yellow")
        kept = f"Hồ sơ “{self._case}”: mỗi câu trả lời được lưu ngay." if self._case else "Đi thử: không lưu gì."
        self._page.line(f"{kept} {len(self._walk.items)} mục.", style="dim")
        while (item := self._walk.current) is not None:
            self._show(item)
            if not self._act(item):
                break
        self._finish()

    def _show(self, item: Item) -> None:
        part = "Hồ sơ" if item.part == "dossier" else "Bước"
        self._page.gap()
        self._page.line(
            f"── {part} {item.box.number} · mục {self._walk.position + 1}/{len(self._walk.items)} ──", "cyan"
        )
        answer = self._walk.answers.get(item.id)
        self._page.box(item.box, f"[{'x' if answer else ' '}] ")
        if answer:
            note = f": {answer.note}" if answer.note else ""
            self._page.line(f"Đã trả lời: {_STATES.get(answer.state, answer.state)}{note}", style="green")

    def _act(self, item: Item) -> bool:
        """Read one key and follow it; False where the user leaves."""
        key = self._ask(f"[{_KEYS}] ")
        if key is None or key.lower() in {"t", "q"}:
            return False
        match key.lower():
            case "" | "x":
                self._keep(item, Answer("done", self._note_of(item)))
            case "k":
                self._keep(item, Answer("not-applicable", self._ask("Vì sao không áp dụng: ") or None))
            case "g":
                self._keep(item, Answer("done", self._ask("Ghi chú: ") or None))
            case "s":
                self._walk.skip()
            case "b":
                self._walk.back()
            case _:
                self._page.line(f"Không có phím “{key[:10]}”.", style="yellow")
        return True

    def _note_of(self, item: Item) -> str | None:
        answer = self._walk.answers.get(item.id)
        return answer.note if answer else None

    def _keep(self, item: Item, answer: Answer) -> None:
        if self._register is not None and self._case is not None:
            self._register.record(self._case, item.id, answer, datetime.now())
        self._walk.answer(answer)

    def _ask(self, question: str) -> str | None:
        """A line from the user; None at the end of the input."""
        environment = self._session.environment
        environment.stdout.write(question)
        environment.stdout.flush()
        line = environment.stdin.readline()
        return line.strip() if line else None

    def _finish(self) -> None:
        left = self._walk.open_items
        self._page.gap()
        if not left:
            self._page.line("Đã qua mọi mục.", style="bold green")
        else:
            self._page.line(f"Còn {len(left)} mục chưa trả lời.", style="bold")
            for item in left[:5]:
                self._page.hanging("  - ", item.box.text, style="dim")
        if self._case:
            self._page.line(f'Làm tiếp: canang checklist {self._paper.id} --ho-so "{self._case}"', style="dim")
        self._page.line(f"In phiếu: canang export {self._paper.id} -o phieu.pdf", style="dim")
