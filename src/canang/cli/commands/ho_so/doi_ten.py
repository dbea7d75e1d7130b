"""``canang ho-so doi-ten``."""

from typing import Annotated

import typer

from canang.cli.commands.ho_so.shared import Hand, NameArgument
from canang.cli.terminal.help import VietnameseCommand
from canang.cli.terminal.session import Session
from canang.desk.cases import rename_case

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(
    "doi-ten", cls=VietnameseCommand, epilog='canang ho-so doi-ten "Cửa hàng xăng dầu số 8" "Cửa hàng xăng dầu Hoa Mai"'
)
def doi_ten(
    context: typer.Context,
    ten: NameArgument,
    moi: Annotated[str, typer.Argument(metavar="TÊN-MỚI", help="tên mới, chưa hồ sơ nào dùng")],
    nguoi: Hand = None,
) -> None:
    """Đổi tên một hồ sơ; nhật ký giữ tên cũ."""
    session = Session.of(context)
    new = rename_case(session.desk.by(nguoi), ten, moi)
    session.tell(f"Đã đổi tên “{ten}” thành “{new}”.", case=new, before=ten)
