"""``canang du-lieu cap-nhat``: a signed pack in the place of the catalogue in use, and back."""

from pathlib import Path
from typing import Annotated

import typer

from canang.cli.terminal.help import VietnameseCommand
from canang.cli.terminal.page import Page
from canang.cli.terminal.session import Session
from canang.desk.packs import take, take_back
from canang.errors import Failure

EPILOG = """
canang du-lieu cap-nhat cap-nhat.canang
canang du-lieu cap-nhat --quay-lai
"""

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command("cap-nhat", cls=VietnameseCommand, epilog=EPILOG)
def cap_nhat(
    context: typer.Context,
    goi: Annotated[Path | None, typer.Argument(metavar="GÓI", help="tệp gói, như cap-nhat.canang")] = None,
    quay_lai: Annotated[bool, typer.Option("--quay-lai", help="dùng lại bản trước lần cập nhật cuối")] = False,
) -> None:
    """Cập nhật dữ liệu bằng một gói có chữ ký; gói hỏng, cũ hoặc lạ thì từ chối.

    Gói được kiểm chữ ký, mã băm và cấu trúc trước khi thay; bản trước được giữ lại. Các lớp của địa phương vẫn phủ lên
    bản mới.
    """
    session = Session.of(context)
    if (goi is None) == (not quay_lai):
        raise Failure("Ghi tên gói, hoặc --quay-lai.", "Xem: canang du-lieu cap-nhat --help")
    if goi is None:
        name = take_back(session.desk)
        told = "Đã trở lại bản trước." if name else "Đã trở lại dữ liệu đi kèm chương trình."
        session.tell(told, current=name)
        return
    manifest = take(session.desk, goi)
    if session.as_json:
        session.print_json({"version": manifest.version, "as_of": manifest.as_of, "key": manifest.key})
        return
    page = Page(session.environment)
    what = f"lớp {manifest.layer}" if manifest.layer else f"dữ liệu lên bản {manifest.version}"
    page.line(f"Đã cập nhật {what}, ký bằng khóa {manifest.key}.")
    if manifest.note:
        page.hanging("Lời nhắn: ", manifest.note)
    if manifest.layer:
        page.line("Tệp của lớp trước đó, nếu có, được giữ bên cạnh với đuôi .truoc và ngày giờ.", style="dim")
    else:
        page.line("Trở lại như trước: canang du-lieu cap-nhat --quay-lai", style="dim")
