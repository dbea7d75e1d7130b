"""``canang ho-so chuyen``."""

from typing import Annotated

import typer

from canang.cli.commands.ho_so.shared import Hand, NameArgument, Reason
from canang.cli.terminal.help import VietnameseCommand
from canang.cli.terminal.session import Session
from canang.desk.cases import hand_over

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command("chuyen", cls=VietnameseCommand, epilog='canang ho-so chuyen "Cửa hàng số 5" --cho "Lò Thị Mai"')
def chuyen(
    context: typer.Context,
    ten: NameArgument,
    cho: Annotated[str, typer.Option("--cho", metavar="NGƯỜI", help="người hoặc cơ quan làm tiếp")],
    ly_do: Reason = "",
    nguoi: Hand = None,
) -> None:
    """Ghi rằng người khác làm tiếp hồ sơ này; mọi việc đã ghi giữ nguyên tên người ghi.

    Người ấy ở máy khác thì gửi cả hồ sơ: canang ho-so gui-goi, hoặc canang ho-so dong-bo.
    """
    session = Session.of(context)
    to = hand_over(session.desk.by(nguoi), ten, cho, ly_do)
    session.tell(f"Đã ghi chuyển hồ sơ “{ten[:60]}” cho {to}.", case=ten, to=to)
