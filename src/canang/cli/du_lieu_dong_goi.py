"""``canang du-lieu dong-goi``: the catalogue as one signed file."""

from pathlib import Path
from typing import Annotated

import typer

from canang.cli.errors import Failure
from canang.cli.help import VietnameseCommand
from canang.cli.layer_at_hand import layer_file
from canang.cli.output import may_replace
from canang.cli.page import Page
from canang.cli.session import Session
from canang.exchange.keys import BadKey, read_private
from canang.exchange.pack import PackRefused, make_pack
from canang.seed.build import placed_whole

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
    try:
        key = read_private(khoa, session.environment.variables.get("CANANG_MAT_KHAU_KHOA"))
        with placed_whole(goi) as temporary:
            content = layer_file(session, lop) if lop else tu or session.catalog_path
            manifest = make_pack(content, temporary, key, session.environment.today, ghi_chu)
    except BadKey as error:
        raise Failure(str(error), "Làm khóa mới: canang du-lieu khoa --tao khoa-ky.pem") from error
    except PackRefused as error:
        raise Failure(str(error), "Kiểm tra: canang du-lieu kiem-tra") from error
    if session.as_json:
        session.print_json({"file": str(goi), "version": manifest.version, "key": manifest.key})
        return
    page = Page(session.environment)
    page.line(f"Đã đóng gói bản {manifest.version} vào {goi}")
    page.line(f"Ký bằng khóa {manifest.key}. Gửi kèm tệp .pub của khóa này; nơi nhận so vân tay trước khi tin.")
