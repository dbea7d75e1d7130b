"""``canang ho-so nhan-goi``."""

from pathlib import Path
from typing import Annotated

import msgspec
import typer

from canang.cli.terminal.help import VietnameseCommand
from canang.cli.terminal.page import Page
from canang.cli.terminal.session import Session
from canang.desk.travelling import Received, receive

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command("nhan-goi", cls=VietnameseCommand, epilog="canang ho-so nhan-goi E:/ho-so.goi")
def nhan_goi(
    context: typer.Context,
    tep: Annotated[Path, typer.Argument(metavar="TỆP", help="gói do canang ho-so gui-goi ghi ở máy khác")],
    tin: Annotated[bool, typer.Option("--tin", help="tin máy gửi, từ nay không hỏi nữa")] = False,
) -> None:
    """Nhận hồ sơ từ máy khác: gộp vào sổ, việc đã có thì thôi, hai người ghi khác nhau thì giữ cả hai."""
    session = Session.of(context)
    received = receive(session.desk, tep, trust=tin)
    if session.as_json:
        session.tell("", **msgspec.to_builtins(received))
        return
    show_received(Page(session.environment), received)


def show_received(page: Page, received: Received, where: str = "máy này") -> None:
    """What came in, and what is to be looked at."""
    whose = f" của {received.made_by}" if received.made_by else ""
    page.line(
        f"Đã gộp gói{whose}: {received.added} việc mới, {received.known} đã có, {received.files} tệp.", style="bold"
    )
    if received.new_cases:
        page.hanging(f"Hồ sơ mới ở {where}: ", "; ".join(received.new_cases[:10]))
    for name in received.conflicts[:10]:
        page.hanging("! ", f"{name}: hai người ghi khác nhau, mở hồ sơ để chọn.", style="bold red")
    for problem in received.problems[:10]:
        page.hanging("! ", problem, style="yellow")
    for gap in received.gaps[:5]:
        page.hanging("! ", f"máy {gap.device[:8]}: còn thiếu việc số {gap.first}–{gap.last}", style="yellow")
