"""``canang may-chu dau-so``."""

from typing import Annotated

import typer

from canang.cli.commands.may_chu.shared import Address
from canang.cli.terminal.help import VietnameseCommand
from canang.cli.terminal.output import deliver, target_of
from canang.cli.terminal.session import Session
from canang.desk.province import address_of
from canang.server.chain import head_lines
from canang.server.setup import heads

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command("dau-so", cls=VietnameseCommand, epilog="canang may-chu dau-so -o dau-so-2026-11-29.txt")
def dau_so(
    context: typer.Context,
    csdl: Address = None,
    ra: Annotated[str, typer.Option("-o", "--ra", metavar="TỆP", help="tệp ghi ra (mặc định: in ra)")] = "-",
    ghi_de: Annotated[bool, typer.Option("--ghi-de", help="thay tệp đã có mà không hỏi")] = False,
) -> None:
    """Ghi dấu cuối ngày của sổ từng cơ quan, để giữ ở ngoài máy chủ: sửa lại sổ về sau thì dấu này lộ ra.

    Chạy bằng vai chủ của cơ sở dữ liệu. In ra giấy, gửi thư hoặc chép sang máy khác; mỗi ngày một lần.
    """
    session = Session.of(context)
    target_of(session, ra, ghi_de)
    lines = head_lines(heads(address_of(session.desk, csdl)), session.desk.now())
    deliver(session, ra, lines.encode())
