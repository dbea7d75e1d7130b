"""``canang ho-so mo-lai``."""

import typer

from canang.cli.commands.ho_so.shared import DayOption, Hand, Insist, NameArgument, record_day
from canang.cli.terminal.help import VietnameseCommand
from canang.cli.terminal.session import Session

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command("mo-lai", cls=VietnameseCommand, epilog='canang ho-so mo-lai "Cửa hàng số 5"')
def mo_lai(
    context: typer.Context,
    ten: NameArgument,
    ngay: DayOption = None,
    van_lam: Insist = False,
    nguoi: Hand = None,
) -> None:
    """Mở lại một hồ sơ đã đóng."""
    record_day(Session.of(context), ten, "reopen", ngay, insist=van_lam, who=nguoi)
