"""``canang ho-so nhap``."""

from pathlib import Path
from typing import Annotated

import msgspec
import typer

from canang.cli.commands.ho_so.shared import Hand, Insist
from canang.cli.terminal.help import VietnameseCommand
from canang.cli.terminal.page import Page
from canang.cli.terminal.session import Session
from canang.desk.case_opening import open_list
from canang.errors import Code, Failure

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(
    "nhap", cls=VietnameseCommand, epilog="canang ho-so nhap ho-so-cu.xlsx --thu\ncanang ho-so nhap ho-so-cu.xlsx"
)
def nhap(
    context: typer.Context,
    tep: Annotated[Path, typer.Argument(metavar="TỆP", help="bảng .xlsx hoặc .csv, mỗi hàng một hồ sơ")],
    thu: Annotated[bool, typer.Option("--thu", help="chỉ đọc thử, không mở hồ sơ nào")] = False,
    van_lam: Insist = False,
    nguoi: Hand = None,
) -> None:
    """Mở nhiều hồ sơ từ một bảng Excel hoặc CSV; nói hàng nào chưa hiểu.

    Cột Hồ sơ (tên) và Mã là đủ; thêm được Ngày nhận, Ngày đóng, Lý do, Người. Hồ sơ đã có thì không đụng tới.
    """
    session = Session.of(context)
    found = open_list(session.desk.by(nguoi), tep, try_only=thu, insist=van_lam)
    if not found.opened and not found.already:
        rows = "; ".join(f"hàng {each.row}: {each.why}" for each in found.rejected[:5]) or "không có hàng nào"
        raise Failure(f"Không mở được hồ sơ nào từ {tep.name}: {rows}", "Sửa các hàng ấy rồi nhập lại.", Code.BAD_INPUT)
    if session.as_json:
        session.tell("", tried=thu, **msgspec.to_builtins(found))
        return
    page = Page(session.environment)
    verb = "Sẽ mở" if thu else "Đã mở"
    page.line(f"{verb} {len(found.opened)} hồ sơ; đã có từ trước {len(found.already)}.", style="bold")
    if found.rejected:
        page.line(f"Chưa hiểu {len(found.rejected)} hàng:", style="yellow")
        for each in found.rejected:
            page.hanging(f"  hàng {each.row}: ", each.why)
    if found.unused:
        page.line(f"Cột không dùng: {', '.join(found.unused)}.", style="dim")
