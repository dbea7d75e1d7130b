"""``canang may-chu dung``."""

from typing import Annotated

import typer

from canang.cli.commands.may_chu.shared import Address
from canang.cli.terminal.help import VietnameseCommand
from canang.cli.terminal.session import Session
from canang.desk.province import address_of
from canang.server.setup import set_up

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(
    "dung", cls=VietnameseCommand, epilog='canang may-chu dung --csdl postgresql://chu@localhost/tinh --ten "Lào Cai"'
)
def dung(
    context: typer.Context,
    ten: Annotated[str, typer.Option("--ten", metavar="TÊN", help="tên tỉnh, thành phố")],
    csdl: Address = None,
) -> None:
    """Dựng sổ của tỉnh trong một cơ sở dữ liệu PostgreSQL, hoặc nâng sổ cũ lên bản này.

    Chạy bằng vai chủ của cơ sở dữ liệu. In ra địa chỉ cho các lệnh khác: vai ấy không sửa, xóa được việc đã ghi.
    """
    session = Session.of(context)
    address = set_up(address_of(session.desk, csdl), ten)
    session.tell(
        f"Sổ của {ten} đã sẵn sàng. Giữ kín địa chỉ này, đặt vào biến CANANG_CSDL:\n{address}", address=address
    )
