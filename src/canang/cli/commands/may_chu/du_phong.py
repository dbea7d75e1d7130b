"""``canang may-chu du-phong``."""

import msgspec
import typer

from canang.cli.commands.may_chu.shared import Address
from canang.cli.terminal.help import VietnameseCommand
from canang.cli.terminal.page import Page
from canang.cli.terminal.session import Session
from canang.desk.province import address_of
from canang.errors import Code, Failure
from canang.server.standby import Replication, Standby, replication

app = typer.Typer(add_completion=False, rich_markup_mode=None)

_SYNC = {
    "sync": "đồng bộ",
    "quorum": "đồng bộ",
    "potential": "chờ thay máy đồng bộ",
    "async": "không đồng bộ",
}


@app.command("du-phong", cls=VietnameseCommand, epilog="canang may-chu du-phong")
def du_phong(context: typer.Context, csdl: Address = None) -> None:
    """Máy chủ này có máy dự phòng đồng bộ đang theo không, chậm bao nhiêu, có lần ghi nào đang đợi.

    Chạy bằng vai có quyền pg_monitor. Mã thoát 0: mọi việc đã nhận đều có ở máy dự phòng; 1: chưa; 2: máy chủ không
    trả lời.
    """
    session = Session.of(context)
    found = replication(address_of(session.desk, csdl))
    if session.as_json and not found.problem:
        session.tell("", **msgspec.to_builtins(found))
        return
    if not session.as_json:
        _show(Page(session.environment), found)
    if found.problem:
        raise Failure(
            f"{found.problem[0].upper()}{found.problem[1:]}.",
            "Cách dựng, cách gỡ: docs/trien-khai.md, mục “Máy dự phòng”.",
            Code.NOT_FOUND,
        )


def _show(page: Page, found: Replication) -> None:
    if not found.primary:
        behind = "chưa nhận việc nào" if found.behind_seconds is None else f"việc cuối {_ago(found.behind_seconds)}"
        page.line(f"Đây là máy dự phòng, chỉ đọc được; {behind}.", style="bold")
        return
    page.line(
        f"Máy chủ chính. Đòi xác nhận: {found.wanted or 'không'} (synchronous_commit = {found.commit}).", style="bold"
    )
    for each in found.standbys:
        page.hanging("  ", _standby(each), style="" if each.is_waited_for else "yellow")
    if found.waiting:
        page.hanging("! ", f"{found.waiting} lần ghi đang đợi, lâu nhất {found.longest:.0f} giây", style="yellow")
    if found.kept_bytes > 1_000_000_000:
        kept = f"{found.kept_bytes / 1e9:.1f}".replace(".", ",")
        page.hanging("! ", f"đang giữ {kept} GB nhật ký cho máy dự phòng không nối vào", style="yellow")


def _standby(each: Standby) -> str:
    following = "đang theo" if each.state == "streaming" else f"chưa theo kịp ({each.state})"
    seconds = f"{each.behind_seconds:.1f}".replace(".", ",")
    sync = _SYNC.get(each.sync, each.sync)
    return f"{each.name} ({each.address}): {following}, {sync}, chậm {each.behind_bytes} byte, {seconds} giây"


def _ago(seconds: float) -> str:
    return f"{seconds:.0f} giây trước" if seconds < 120 else f"{seconds / 60:.0f} phút trước"
