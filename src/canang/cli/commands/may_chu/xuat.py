"""``canang may-chu xuat``."""

from pathlib import Path
from typing import Annotated

import msgspec
import typer

from canang.cli.commands.may_chu.shared import Address, OfficeName, office_of
from canang.cli.terminal.help import VietnameseCommand
from canang.cli.terminal.output import may_replace
from canang.cli.terminal.session import Session
from canang.desk.province import give_back

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command("xuat", cls=VietnameseCommand, epilog='canang may-chu xuat --co-quan "Xã An Bình" -o E:/an-binh.goi')
def xuat(
    context: typer.Context,
    co_quan: OfficeName,
    ra: Annotated[Path, typer.Option("-o", "--ra", metavar="TỆP", help="tệp gói")],
    csdl: Address = None,
    ghi_de: Annotated[bool, typer.Option("--ghi-de", help="thay tệp đã có mà không hỏi")] = False,
) -> None:
    """Ghi mọi hồ sơ của một cơ quan ra gói: cho máy mới, hay người nhận bàn giao."""
    session = Session.of(context)
    may_replace(session, ra, ghi_de)
    province, office = office_of(session, csdl, co_quan)
    sent = give_back(session.desk, province, office, ra)
    session.tell(
        f"Đã ghi {len(sent.cases)} hồ sơ của {office.name} vào {ra}.", **msgspec.to_builtins(sent), file=str(ra)
    )
