"""``canang ho-so xem``."""

from pathlib import Path

import typer

from canang.cases.heads import RECEIVED
from canang.cases.standing import CaseStanding
from canang.cases.state import Attachment
from canang.cases.walk import Answer, closed_by, items_of, said_of
from canang.catalog.calendar import Calendar
from canang.cli.commands.ho_so.shared import DayOption, NameArgument
from canang.cli.terminal.help import VietnameseCommand
from canang.cli.terminal.page import Page
from canang.cli.terminal.session import Session
from canang.desk.attachments import what_became_of
from canang.desk.cases import find_case
from canang.export.case_form import case_object, state_of
from canang.export.due_words import due_text
from canang.export.record import STATES, conflict_lines
from canang.text.days import read_day, show_day

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command("xem", cls=VietnameseCommand, epilog='canang ho-so xem "Cửa hàng số 5" --ngay 2026-11-20')
def xem(context: typer.Context, ten: NameArgument, ngay: DayOption = None) -> None:
    """Xem một hồ sơ: đã làm gì, còn gì, hạn nào; hoặc như nó đứng vào một ngày."""
    session = Session.of(context)
    found = find_case(session.desk, ten, read_day(ngay) if ngay else None)
    if session.as_json:
        session.print_json(case_object(found.cases[0], session.desk.today, whole=True))
        return
    with session.paged() as paging:
        show_case(paging, found.cases[0], found.calendar)


def show_case(session: Session, standing: CaseStanding, calendar: Calendar) -> None:
    """A case whole: its facts, then each paper and step with its answer and attachments."""
    page = Page(session.environment)
    _facts(session, page, standing, calendar)
    page.gap()
    _items(session, page, standing, calendar)


_BECAME = {"gone": ": tệp không còn ở chỗ này", "changed": ": nội dung tệp đã đổi từ khi đính kèm"}


def _facts(session: Session, page: Page, standing: CaseStanding, calendar: Calendar) -> None:
    case, progress, today = standing.case, standing.progress, session.desk.today
    page.line(case.name, style="bold")
    whole = standing.schedule.whole
    state = state_of(standing, today)
    since = standing.waits_since or case.closed_on
    state += f" ({show_day(since)}{f': {case.why}' if case.why else ''})" if since else ""
    counts = [f"đã trả lời {len(progress.settled)}/{standing.items} mục"]
    counts += [f"{len(progress.not_met)} không đạt"] if progress.not_met else []
    counts += [f"{len(progress.to_look_up)} phải tra cứu"] if progress.to_look_up else []
    page.pairs(
        (
            ("Thủ tục", f"{case.entry} {standing.entry.name if standing.entry else '(không còn trong dữ liệu)'}"),
            ("Mở", f"{show_day(case.opened_at.date())}, theo dữ liệu {case.data_version}"),
            ("Nhận", show_day(case.received)),
            ("Hạn", due_text(whole, today, calendar) if whole else "không tính được từ ngày nhận"),
            ("Tình trạng", f"{state}; {', '.join(counts)}"),
            *((("Chuyển cho", case.handed_to),) if case.handed_to else ()),
            *((("Tiếp theo", standing.next.text),) if standing.next else ()),
        )
    )
    for line in conflict_lines(case, RECEIVED):
        page.hanging("! ", line, style="bold red")
    if progress.disputed:
        told = f"{len(progress.disputed)} mục có hai người trả lời khác nhau; trả lời lại mục ấy là chọn."
        page.hanging("! ", told, style="bold red")


def _items(session: Session, page: Page, standing: CaseStanding, calendar: Calendar) -> None:
    """Each item and its papers with what was said of them; then what was said of items that are no more."""
    case, today, home = standing.case, session.desk.today, session.desk.home
    answers = case.answers
    for item in items_of(standing.entry) if standing.entry else ():
        closed = "; đóng lại vì đã chọn bước khác" if closed_by(item, answers) else ""
        due = standing.schedule.steps.get(item.key) if item.part == "step" else None
        last = f"; hạn {due_text(due, today, calendar)}" if due and item in standing.progress.left else ""
        _said(home, page, standing, item.id, item.text, answers.get(item.id), f"{closed}{last}")
        for paper in item.papers:
            _said(home, page, standing, paper.id, paper.text, said_of(paper, item, answers), "", "    ")
    for gone in standing.progress.gone:
        _said(home, page, standing, gone, f"{gone}, mục không còn trong thủ tục", answers[gone], "")


def _said(
    home: Path,
    page: Page,
    standing: CaseStanding,
    item: str,
    text: str,
    answer: Answer | None,
    more: str,
    indent: str = "",
) -> None:
    mark = {"done": "x", "not-met": "!", "not-applicable": "-", "later": "…"}.get(answer.state, "x") if answer else " "
    mark = "?" if item in standing.case.conflicts else mark
    note = f": {answer.note}" if answer and answer.note else ""
    said = f" ({STATES.get(answer.state, answer.state)}{note})" if answer else ""
    page.hanging(f"{indent}[{mark}] ", text + said + more, style="red" if mark == "!" else None)
    for each in standing.case.notes.get(item, ()):
        page.hanging(f"{indent}      Ghi chú: ", each, style="dim")
    for line in conflict_lines(standing.case, item):
        page.hanging(f"{indent}      ! ", line, style="bold red")
    for attachment in standing.case.attachments:
        if attachment.item == item:
            page.hanging(f"{indent}      ", _attached(home, attachment), style="dim")


def _attached(home: Path, attachment: Attachment) -> str:
    became = what_became_of(home, attachment)
    return f"{attachment.path} (SHA-256 {attachment.sha256}){_BECAME[became] if became else ''}"
