"""``canang may-chu sao-luu``."""

from pathlib import Path
from typing import Annotated

import typer

from canang.cli.commands.may_chu.shared import Address
from canang.cli.terminal.help import VietnameseCommand
from canang.cli.terminal.output import may_replace
from canang.cli.terminal.session import Session
from canang.desk.province import address_of
from canang.server.setup import back_up

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command("sao-luu", cls=VietnameseCommand, epilog="canang may-chu sao-luu -o /sao-luu/tinh-2026-11-29.pgdump")
def sao_luu(
    context: typer.Context,
    ra: Annotated[Path, typer.Option("-o", "--ra", metavar="TỆP", help="tệp bản sao")],
    csdl: Address = None,
    ghi_de: Annotated[bool, typer.Option("--ghi-de", help="thay tệp đã có mà không hỏi")] = False,
) -> None:
    """Chép cả sổ của tỉnh ra một tệp, an toàn cả khi đang có người dùng. Chạy bằng vai chủ."""
    session = Session.of(context)
    may_replace(session, ra, ghi_de)
    back_up(address_of(session.desk, csdl), ra)
    session.tell(f"Đã chép sổ của tỉnh vào {ra}", file=str(ra))
