"""``canang ho-so tiep-tuc``."""

import typer

from canang.cli.commands.ho_so.shared import DayOption, Hand, Insist, NameArgument, record_day
from canang.cli.terminal.help import VietnameseCommand
from canang.cli.terminal.session import Session

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command("tiep-tuc", cls=VietnameseCommand, epilog='canang ho-so tiep-tuc "Cửa hàng số 5"')
def tiep_tuc(
    context: typer.Context,
    ten: NameArgument,
    ngay: DayOption = None,
    van_lam: Insist = False,
    nguoi: Hand = None,
) -> None:
    """Đếm ngày tiếp, kể từ ngày nhận đủ phần bổ sung."""
    record_day(Session.of(context), ten, "resume", ngay, insist=van_lam, who=nguoi)
