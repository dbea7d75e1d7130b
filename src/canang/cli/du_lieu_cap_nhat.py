"""``canang du-lieu cap-nhat``: a signed pack in the place of the catalogue in use, and back."""

from pathlib import Path
from typing import Annotated

import typer

from canang.catalog.database import bundled_path
from canang.catalog.holdings import Holdings
from canang.cli.environment import HOLDINGS
from canang.cli.errors import ExitCode, Failure
from canang.cli.help import VietnameseCommand
from canang.cli.page import Page
from canang.cli.session import Session
from canang.exchange.bounds import Unreadable, check_size
from canang.exchange.keys import TrustedKeys
from canang.exchange.pack import PackRefused
from canang.exchange.updating import NothingBefore, go_back, install

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
    holdings = Holdings(session.environment.home / HOLDINGS)
    if goi is None:
        _go_back(session, holdings)
        return
    try:
        check_size(goi)
        manifest = install(holdings, bundled_path(), goi, TrustedKeys(holdings.folder / "khoa").all())
    except Unreadable as error:
        raise Failure(str(error), error.hint) from error
    except PackRefused as refused:
        kept = "Dữ liệu đang dùng được giữ nguyên."
        raise Failure(f"{refused} {kept}", refused.hint, ExitCode.BAD_DATA) from refused
    if session.as_json:
        session.print_json({"version": manifest.version, "as_of": manifest.as_of, "key": manifest.key})
        return
    page = Page(session.environment)
    what = f"lớp {manifest.layer}" if manifest.layer else f"dữ liệu lên bản {manifest.version}"
    page.line(f"Đã cập nhật {what}, ký bằng khóa {manifest.key}.")
    if manifest.note:
        page.hanging("Lời nhắn: ", manifest.note)
    back = f"canang du-lieu lop {manifest.layer} --bo" if manifest.layer else "canang du-lieu cap-nhat --quay-lai"
    page.line(f"Trở lại như trước: {back}", style="dim")


def _go_back(session: Session, holdings: Holdings) -> None:
    try:
        name = go_back(holdings)
    except NothingBefore:
        raise Failure("Chưa cập nhật lần nào; không có bản trước.", code=ExitCode.NOTHING_FOUND) from None
    session.environment.say("Đã trở lại bản trước." if name else "Đã trở lại dữ liệu đi kèm chương trình.")
