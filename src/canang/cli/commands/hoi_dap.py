"""``canang hoi-dap``: questions that officials really had, with their answers; and whom one can ask."""

from collections.abc import Sequence
from typing import Annotated

import typer

from canang.catalog.companions import Contact, Question
from canang.catalog.labels import SHORT_VERIFICATION, cite_all, cite_source
from canang.catalog.public import public
from canang.cli.terminal.errors import ExitCode
from canang.cli.terminal.help import VietnameseCommand
from canang.cli.terminal.options import Day
from canang.cli.terminal.page import Page
from canang.cli.terminal.session import Session
from canang.desk.answers import question_said
from canang.desk.asking import ask, contacts
from canang.text.days import show_day

EPILOG = """
canang hoi-dap
canang hoi-dap "xã chưa có chứng chỉ kiểm tra"
canang hoi-dap TDC-01
canang hoi-dap --lien-he
"""
_WHOLE = 2
"""Up to so many questions are shown with their answers."""

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command("hoi-dap", cls=VietnameseCommand, epilog=EPILOG)
def hoi_dap(
    context: typer.Context,
    tu: Annotated[
        list[str] | None, typer.Argument(metavar="TỪ...", help="vài từ, mã câu hỏi, hoặc mã nhiệm vụ như TDC-01")
    ] = None,
    lien_he: Annotated[bool, typer.Option("--lien-he", help="nơi có thể hỏi, như đã công bố")] = False,
    ngay: Day = None,
) -> None:
    """Hỏi và đáp: những vướng mắc đã gặp thật, và cách gỡ.

    Không ghi từ nào thì liệt kê mọi câu hỏi. Mỗi câu trả lời ghi căn cứ và mức kiểm chứng.
    """
    session = Session.of(context)
    if lien_he:
        hotline, known = contacts(session.desk)
        _contacts(session, known, hotline)
        return
    asked = " ".join(tu or [])
    answered = ask(session.desk, asked, session.day(ngay))
    shown, entry, hotline = answered.questions, answered.entry, answered.hotline
    if session.as_json:
        session.print_json([public(question_said(question)) for question in shown])
    elif not shown:
        page = Page(session.environment)
        if asked:
            page.line(f"Chưa có câu hỏi nào khớp với “{asked[:120]}”.", style="bold")
            page.line("Xem tất cả: canang hoi-dap. Ghi lại để hỏi Bộ: canang vuong-mac ghi MÃ “…”")
        else:
            page.line("Dữ liệu đang dùng không có câu hỏi nào.", style="bold")
        page.line(f"Cần hỏi người: {hotline}", style="dim")
    else:
        with session.paged() as paging:
            if asked and (len(shown) <= _WHOLE or entry is not None):
                show_answers(paging, shown)
            elif asked:
                show_answers(paging, shown[:1])
                _list(paging, shown[1:8], "Câu gần giống")
            else:
                _list(paging, shown, "Câu hỏi đã có")
    if not shown:
        raise typer.Exit(ExitCode.NOTHING_FOUND)


def show_answers(session: Session, questions: Sequence[Question]) -> None:
    """Questions with their answers, one under the other."""
    page = Page(session.environment)
    for position, question in enumerate(questions):
        if position:
            page.gap()
        page.line(question.question, style="bold")
        page.line(question.answer)
        page.gap()
        facts = [
            ("Việc", "; ".join(f"{id_} {name}" for id_, name in question.entries)),
            ("Căn cứ", cite_all(question.citations)),
            ("Gặp ở", question.reported or ""),
            ("Kiểm chứng", _checked(question)),
            # What the law says needs no newspaper beside it.
            *(("Nguồn", cite_source(s, address=False)) for s in question.sources if not question.citations),
        ]
        page.pairs(tuple((label, text) for label, text in facts if text), indent="  ")


def _checked(question: Question) -> str:
    verification = question.verification
    level = f"{SHORT_VERIFICATION[verification.level]} (ngày {show_day(verification.checked_on)})"
    return f"{level}. {verification.note}" if verification.note else level


def _list(session: Session, questions: Sequence[Question], title: str) -> None:
    if not questions:
        return
    page = Page(session.environment)
    page.gap()
    page.line(title.upper(), style="bold")
    for question in questions:
        page.hanging("  - ", question.question)
        page.hanging("    ", f"canang hoi-dap {question.id}", style="dim")


def _contacts(session: Session, contacts: list[Contact], hotline: str) -> None:
    if session.as_json:
        session.print_json(
            [{"name": c.name, "about": c.about, "reach": c.reach, "url": c.source.url} for c in contacts]
        )
        return
    page = Page(session.environment)
    page.line(hotline, style="bold")
    for contact in contacts:
        page.gap()
        page.line(contact.name, style="bold")
        page.line(contact.about)
        page.hanging("  Liên hệ: ", contact.reach)
        page.hanging("  Nguồn: ", cite_source(contact.source), style="dim")
