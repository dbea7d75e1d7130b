"""``canang ho-so nhan``."""

import typer

from canang.cli.commands.ho_so.shared import DayOption, Hand, Insist, NameArgument, record_day
from canang.cli.terminal.help import VietnameseCommand
from canang.cli.terminal.session import Session

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command("nhan", cls=VietnameseCommand, epilog='canang ho-so nhan "Cửa hàng số 5" --ngay 2026-11-20')
def nhan(
    context: typer.Context,
    ten: NameArgument,
    ngay: DayOption = None,
    van_lam: Insist = False,
    nguoi: Hand = None,
) -> None:
    """Ghi ngày nhận hồ sơ, từ đó tính hạn (lúc mở, lấy ngày mở)."""
    record_day(Session.of(context), ten, "received", ngay, insist=van_lam, who=nguoi)
