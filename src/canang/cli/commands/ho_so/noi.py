"""``canang ho-so noi``."""

from typing import Annotated

import typer

from canang.cli.terminal.help import VietnameseCommand
from canang.cli.terminal.session import Session
from canang.desk.syncing import join

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command("noi", cls=VietnameseCommand, epilog="canang ho-so noi https://canang.tinh.gov.vn MÃ-NỐI")
def noi(
    context: typer.Context,
    dia_chi: Annotated[str, typer.Argument(metavar="ĐỊA-CHỈ", help="địa chỉ máy chủ của tỉnh")],
    ma: Annotated[str, typer.Argument(metavar="MÃ", help="mã nối của máy này, người quản trị của tỉnh cho")],
) -> None:
    """Nối máy này với sổ của cơ quan trên máy chủ của tỉnh; một lần là đủ."""
    session = Session.of(context)
    address = join(session.desk, dia_chi, ma)
    session.tell(f"Đã nối với {address}. Từ nay: canang ho-so dong-bo", address=address)
