"""``canang du-lieu cap-nhat``: a signed pack in the place of the catalogue in use, and back."""

from datetime import date
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from canang.cli.terminal.help import VietnameseCommand
from canang.cli.terminal.output import quoted
from canang.cli.terminal.page import Page
from canang.cli.terminal.prompts import Prompts
from canang.cli.terminal.session import Session
from canang.desk.offers import Offer, find_offer
from canang.desk.packs import take, take_back
from canang.errors import Failure
from canang.text.days import show_day

EPILOG = """
canang du-lieu cap-nhat cap-nhat.canang
canang du-lieu cap-nhat E:/ --xem
canang du-lieu cap-nhat --quay-lai
"""

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command("cap-nhat", cls=VietnameseCommand, epilog=EPILOG)
def cap_nhat(
    context: typer.Context,
    goi: Annotated[Path | None, typer.Argument(metavar="GÓI", help="tệp gói, hay thư mục, USB, ổ chung có gói")] = None,
    xem: Annotated[bool, typer.Option("--xem", help="chỉ xem gói đổi gì ở các hồ sơ đang làm, chưa cập nhật")] = False,
    quay_lai: Annotated[bool, typer.Option("--quay-lai", help="dùng lại bản trước lần cập nhật cuối")] = False,
) -> None:
    """Cập nhật dữ liệu bằng một gói có chữ ký; gói hỏng, cũ hoặc lạ thì từ chối.

    Chỉ tới một thư mục, USB hay ổ chung thì gói mới nhất dùng được ở đó được kể ra: đổi gì ở các hồ sơ đang làm, rồi
    mới hỏi. Không bao giờ tự tìm qua mạng.

    Gói được kiểm chữ ký, mã băm và cấu trúc trước khi thay; bản trước được giữ lại. Các lớp của địa phương vẫn phủ lên
    bản mới.
    """
    session = Session.of(context)
    if (goi is None) == (not quay_lai) or (xem and quay_lai):
        raise Failure("Ghi tên gói, hoặc --quay-lai.", "Xem: canang du-lieu cap-nhat --help")
    if goi is None:
        name = take_back(session.desk)
        told = "Đã trở lại bản trước." if name else "Đã trở lại dữ liệu đi kèm chương trình."
        session.tell(told, current=name)
        return
    if xem or goi.is_dir():
        offer = find_offer(session.desk, goi)
        if not _shown(session, offer, only=xem):
            return
        goi = offer.path
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


def _shown(session: Session, offer: Offer, *, only: bool) -> bool:
    """Tell what a pack would change; whether it is to be taken in.

    Raises:
        Failure: nobody is there to be asked.
    """
    manifest = offer.manifest
    if session.as_json:
        if only:
            session.print_json(
                {"pack": str(offer.path), "version": manifest.version, "as_of": manifest.as_of, "key": manifest.key,
                 "layer": manifest.layer or None, "note": manifest.note or None,
                 "cases": [msgspec.to_builtins(each) for each in offer.cases]}
            )  # fmt: skip
        return not only
    page = Page(session.environment)
    what = f"lớp {manifest.layer}" if manifest.layer else f"dữ liệu bản {manifest.version}"
    day = show_day(date.fromisoformat(manifest.as_of))
    page.line(f"{offer.path}: {what}, tính đến {day}, ký bằng khóa {manifest.key}.", style="bold")
    if manifest.note:
        page.hanging("Lời nhắn: ", manifest.note)
    for each in offer.cases:
        change = f"đổi {each.changes} điều" if each.changes is not None else "không còn trong bản mới"
        page.hanging("  - ", f"Hồ sơ “{each.case[:80]}” ({each.entry}): {change}")
    if not offer.cases and not manifest.layer:
        page.line("Không đổi gì ở các hồ sơ đang làm.", style="dim")
    if only:
        page.line(f"Dùng gói này: canang du-lieu cap-nhat {quoted(str(offer.path))}", style="dim")
        return False
    if not session.environment.interactive:
        raise Failure("Gói tìm thấy chưa được dùng.", f"Dùng gói: canang du-lieu cap-nhat {quoted(str(offer.path))}")
    if not Prompts(session.environment).agree("Dùng gói này?"):
        page.line("Giữ dữ liệu đang dùng.")
        return False
    return True
