"""``canang ho-so dong-bo``."""

import msgspec
import typer

from canang.cli.terminal.help import VietnameseCommand
from canang.cli.terminal.page import Page
from canang.cli.terminal.session import Session
from canang.desk.syncing import sync

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command("dong-bo", cls=VietnameseCommand, epilog="canang ho-so dong-bo")
def dong_bo(context: typer.Context) -> None:
    """Gửi việc đã ghi lên máy chủ của tỉnh và lấy việc mới về; đứt mạng giữa chừng thì chạy lại."""
    session = Session.of(context)
    synced = sync(session.desk)
    if session.as_json:
        session.tell("", **msgspec.to_builtins(synced))
        return
    page = Page(session.environment)
    page.line(f"Đã gửi {synced.sent} việc, lấy về {synced.fetched} việc mới.", style="bold")
    if synced.waiting:
        page.hanging("! ", f"Còn {synced.waiting} việc chưa gửi được.", style="yellow")
    if synced.refused:
        page.hanging("! ", f"{synced.refused} việc máy chủ không nhận; còn nguyên ở máy này.", style="red")
    for problem in synced.problems[:10]:
        page.hanging("! ", problem, style="yellow")
    for name in synced.conflicts[:10]:
        page.hanging("! ", f"{name}: hai người ghi khác nhau, mở hồ sơ để chọn.", style="bold red")
    for gap in synced.gaps[:5]:
        page.hanging("! ", f"Máy chủ còn thiếu việc số {gap.first}–{gap.last} của máy này.", style="yellow")
