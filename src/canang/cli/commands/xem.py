"""``canang xem``: one entry, whole."""

import typer

from canang.catalog.model import Entry
from canang.catalog.public import public
from canang.cli.terminal.help import VietnameseCommand
from canang.cli.terminal.options import Day, EntryArgument
from canang.cli.terminal.page import Page, show_sheet
from canang.cli.terminal.session import Session
from canang.desk.reading import look_around, read_entry

EPILOG = """
canang xem TDC-01
canang xem tdc1.1 --ngay 2025-11-13
canang xem TDC-01 --json
"""

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command("xem", cls=VietnameseCommand, epilog=EPILOG)
def xem(context: typer.Context, ma: EntryArgument, ngay: Day = None) -> None:
    """Xem trọn một nhiệm vụ hoặc thủ tục.

    Ai quyết định, ai làm, hồ sơ, các bước, thời hạn, căn cứ từng điều khoản, và đã kiểm chứng đến đâu.
    """
    session = Session.of(context)
    reading = read_entry(session.desk, ma, session.day(ngay))
    if session.as_json:
        session.print_json(public(reading.entry))
        return
    show_sheet(reading.sheet, session.environment, tick=False)
    _show_around(session, reading.entry)


def _show_around(session: Session, entry: Entry) -> None:
    page, there = Page(session.environment), look_around(session.desk, entry)
    if there.blanks:
        hint = f"canang export {entry.id} --mau {there.blanks[0]} (có: {', '.join(there.blanks)})"
        page.hanging("Tờ để điền: ", hint, head_style="bold")
    if there.questions:
        page.hanging("Hỏi và đáp: ", f"canang hoi-dap {entry.id} (có {there.questions} câu)", head_style="bold")
    if there.needs:
        hint = f"canang san-sang {entry.id} ({there.needs} điều cần có)"
        page.hanging("Đã sẵn sàng chưa: ", hint, head_style="bold")
