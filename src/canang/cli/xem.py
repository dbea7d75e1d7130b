"""``canang xem``: one entry, whole."""

import typer

from canang.catalog.blanks import blanks_of
from canang.catalog.companions import around
from canang.catalog.entries import load_entry, resolve, sole_procedure
from canang.catalog.overview import meta
from canang.catalog.validity import Validity, notices
from canang.cli.help import VietnameseCommand
from canang.cli.options import Day, EntryArgument
from canang.cli.page import Page, show_paper
from canang.cli.session import Session
from canang.export.json_form import entry_object
from canang.export.paper import lay_out

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
    with session.catalog() as connection:
        found = sole_procedure(connection, resolve(connection, ma))
        entry = load_entry(connection, found, session.day(ngay))
        if session.as_json:
            session.print_json(entry_object(entry))
            return
        paper = lay_out(entry, notices(entry, Validity(connection)), meta(connection)["version"])
        questions, needs = around(connection, entry.id)
        blanks = [blank.form.removeprefix("Mẫu ") for blank in blanks_of(connection, entry)]
    show_paper(paper, session.environment, tick=False)
    page = Page(session.environment)
    if blanks:
        hint = f"canang export {entry.id} --mau {blanks[0]} (có: {', '.join(blanks)})"
        page.hanging("Tờ để điền: ", hint, head_style="bold")
    if questions:
        page.hanging("Hỏi và đáp: ", f"canang hoi-dap {entry.id} (có {questions} câu)", head_style="bold")
    if needs:
        page.hanging("Đã sẵn sàng chưa: ", f"canang san-sang {entry.id} ({needs} điều cần có)", head_style="bold")
