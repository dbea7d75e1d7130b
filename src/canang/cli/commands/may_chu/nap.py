"""``canang may-chu nap``."""

from pathlib import Path
from typing import Annotated

import msgspec
import typer

from canang.cli.commands.ho_so.nhan_goi import show_received
from canang.cli.commands.may_chu.shared import Address, OfficeName, office_of
from canang.cli.terminal.help import VietnameseCommand
from canang.cli.terminal.page import Page
from canang.cli.terminal.session import Session
from canang.desk.province import take_in

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command("nap", cls=VietnameseCommand, epilog='canang may-chu nap E:/an-binh.goi --co-quan "Xã An Bình"')
def nap(
    context: typer.Context,
    tep: Annotated[Path, typer.Argument(metavar="TỆP", help="gói do canang ho-so gui-goi ghi ở cơ quan ấy")],
    co_quan: OfficeName,
    csdl: Address = None,
    tin: Annotated[bool, typer.Option("--tin", help="tin máy gửi, từ nay không hỏi nữa")] = False,
) -> None:
    """Nạp gói hồ sơ một cơ quan nộp lên vào sổ của cơ quan ấy; nạp lại cũng không ghi hai lần."""
    session = Session.of(context)
    province, office = office_of(session, csdl, co_quan)
    received = take_in(session.desk, province, office, tep, trust=tin)
    if session.as_json:
        session.tell("", **msgspec.to_builtins(received))
        return
    show_received(Page(session.environment), received, f"sổ của {office.name}")
