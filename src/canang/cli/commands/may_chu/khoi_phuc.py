"""``canang may-chu khoi-phuc``."""

from pathlib import Path
from typing import Annotated

import typer

from canang.cli.commands.may_chu.shared import Address
from canang.cli.terminal.help import VietnameseCommand
from canang.cli.terminal.session import Session
from canang.desk.province import address_of
from canang.exchange.bounds import check_ordinary
from canang.server.setup import restore

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(
    "khoi-phuc",
    cls=VietnameseCommand,
    epilog="canang may-chu khoi-phuc /sao-luu/tinh-2026-11-29.pgdump --csdl postgresql://chu@localhost/tinh_moi",
)
def khoi_phuc(
    context: typer.Context,
    tep: Annotated[Path, typer.Argument(metavar="TỆP", help="bản sao do canang may-chu sao-luu ghi")],
    csdl: Address = None,
) -> None:
    """Dựng lại sổ của tỉnh từ bản sao, vào một cơ sở dữ liệu trống; rồi chạy dung để có địa chỉ mới."""
    session = Session.of(context)
    check_ordinary(tep)
    restore(address_of(session.desk, csdl), tep)
    session.tell("Đã dựng lại sổ. Lấy địa chỉ mới: canang may-chu dung; kiểm sổ: canang may-chu kiem-tra")
