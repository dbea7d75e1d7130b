"""``canang ho-so tam-dung``."""

import typer

from canang.cli.commands.ho_so.shared import DayOption, Hand, Insist, NameArgument, Reason, record_day
from canang.cli.terminal.help import VietnameseCommand
from canang.cli.terminal.session import Session

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command("tam-dung", cls=VietnameseCommand, epilog='canang ho-so tam-dung "Cửa hàng số 5" --ly-do "chờ bổ sung"')
def tam_dung(
    context: typer.Context,
    ten: NameArgument,
    ly_do: Reason = "",
    ngay: DayOption = None,
    van_lam: Insist = False,
    nguoi: Hand = None,
) -> None:
    """Dừng đếm ngày trong khi người nộp bổ sung hồ sơ."""
    record_day(Session.of(context), ten, "pause", ngay, reason=ly_do, insist=van_lam, who=nguoi)
