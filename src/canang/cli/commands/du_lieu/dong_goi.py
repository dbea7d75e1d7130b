"""``canang du-lieu dong-goi``: the catalogue as one signed file."""

from pathlib import Path
from typing import Annotated

import typer

from canang.cli.terminal.help import VietnameseCommand
from canang.cli.terminal.output import may_replace
from canang.cli.terminal.page import Page
from canang.cli.terminal.session import Session
from canang.desk.packs import make

EPILOG = """
canang du-lieu khoa --tao khoa-ky.pem
canang du-lieu dong-goi cap-nhat.canang --khoa khoa-ky.pem
"""

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command("dong-goi", cls=VietnameseCommand, epilog=EPILOG)
def dong_goi(
    context: typer.Context,
    goi: Annotated[Path, typer.Argument(metavar="GÓI", help="tệp gói sẽ ghi, như cap-nhat.canang")],
    khoa: Annotated[Path, typer.Option("--khoa", metavar="TỆP", help="khóa ký (.pem)")],
    tu: Annotated[Path | None, typer.Option("--tu", metavar="TỆP", help="tệp dữ liệu khác")] = None,
    lop: Annotated[str | None, typer.Option("--lop", metavar="TÊN", help="chỉ đóng gói lớp này")] = None,
    ghi_chu: Annotated[str, typer.Option("--ghi-chu", metavar="CHỮ", help="lời nhắn cho người nhận")] = "",
    ghi_de: Annotated[bool, typer.Option("--ghi-de", help="thay tệp đã có")] = False,
) -> None:
    """Đóng dữ liệu thành một gói có chữ ký để chép sang máy khác.

    Đóng dữ liệu đang dùng, hoặc riêng một lớp của tỉnh để gửi về xã. Nơi nhận kiểm chữ ký bằng khóa công khai đi cùng
    khóa ký. Khóa có mật khẩu thì đặt mật khẩu ở biến CANANG_MAT_KHAU_KHOA.
    """
    session = Session.of(context)
    may_replace(session, goi, ghi_de)
    manifest = make(session.desk, goi, khoa, source=tu, layer=lop, note=ghi_chu)
    if session.as_json:
        session.print_json({"file": str(goi), "version": manifest.version, "key": manifest.key})
        return
    page = Page(session.environment)
    page.line(f"Đã đóng gói bản {manifest.version} vào {goi}")
    page.line(f"Ký bằng khóa {manifest.key}. Gửi kèm tệp .pub của khóa này; nơi nhận so vân tay trước khi tin.")
