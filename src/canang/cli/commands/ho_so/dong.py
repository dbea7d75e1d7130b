"""``canang ho-so dong``."""

import typer

from canang.cli.commands.ho_so.shared import DayOption, Hand, Insist, NameArgument, Reason, record_day
from canang.cli.terminal.help import VietnameseCommand
from canang.cli.terminal.session import Session

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(
    "dong", cls=VietnameseCommand, epilog='canang ho-so dong "Cửa hàng số 5" --ly-do "cơ sở đã giải thể" --van-lam'
)
def dong(
    context: typer.Context,
    ten: NameArgument,
    ly_do: Reason = "",
    ngay: DayOption = None,
    van_lam: Insist = False,
    nguoi: Hand = None,
) -> None:
    """Đóng một hồ sơ đã xong; mọi thứ đã ghi được giữ nguyên.

    Còn mục chưa xong thì hỏi lại, hoặc từ chối khi không có ai để hỏi; --van-lam thì vẫn đóng.
    """
    record_day(Session.of(context), ten, "close", ngay, reason=ly_do, insist=van_lam, who=nguoi)
