"""``canang ho-so rut-lai``."""

from typing import Annotated

import typer

from canang.cli.commands.ho_so.shared import Hand, NameArgument
from canang.cli.terminal.help import VietnameseCommand
from canang.cli.terminal.session import Session
from canang.desk.cases import open_case
from canang.errors import Code, Failure
from canang.export.case_form import event_object
from canang.export.record import KINDS

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command("rut-lai", cls=VietnameseCommand, epilog='canang ho-so rut-lai "Cửa hàng số 5"')
def rut_lai(
    context: typer.Context,
    ten: NameArgument,
    muc: Annotated[str | None, typer.Option("--muc", metavar="MỤC", help="chỉ việc ghi ở mục này")] = None,
    nguoi: Hand = None,
) -> None:
    """Rút lại việc ghi sau cùng; nhật ký vẫn giữ cả hai."""
    session = Session.of(context)
    with open_case(session.desk.by(nguoi), ten) as work:
        undone = work.undo(work.find_item(muc).id if muc else None)
    if undone is None:
        raise Failure("Không có gì để rút lại.", f'Xem đã ghi gì: canang ho-so lich-su "{ten[:80]}"', Code.NOT_FOUND)
    told = f"Đã rút lại: {KINDS[undone.kind]}" + (f" ở {undone.item}" if undone.item else "")
    session.tell(f"{told}.", case=ten, undone=event_object(undone))
