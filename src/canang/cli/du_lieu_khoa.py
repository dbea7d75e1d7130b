"""``canang du-lieu khoa``: the keys whose packs are trusted, and a new key to sign with."""

from pathlib import Path
from typing import Annotated

import typer

from canang.catalog.holdings import Holdings
from canang.cli.environment import HOLDINGS
from canang.cli.errors import ExitCode, Failure
from canang.cli.help import VietnameseCommand
from canang.cli.page import Page
from canang.cli.session import Session
from canang.exchange.keys import BadKey, TrustedKeys, fingerprint, make_key, read_public

EPILOG = """
canang du-lieu khoa
canang du-lieu khoa --tao khoa-moi.pem
canang du-lieu khoa --tin khoa-ky.pub
"""

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command("khoa", cls=VietnameseCommand, epilog=EPILOG)
def khoa(
    context: typer.Context,
    tao: Annotated[Path | None, typer.Option("--tao", metavar="TỆP", help="làm một khóa ký mới")] = None,
    tin: Annotated[Path | None, typer.Option("--tin", metavar="TỆP", help="tin khóa công khai này (.pub)")] = None,
    bo: Annotated[str | None, typer.Option("--bo", metavar="VÂN-TAY", help="thôi tin khóa này")] = None,
) -> None:
    """Các khóa đã tin để nhận gói cập nhật; làm khóa ký mới.

    Chỉ tin khóa sau khi đã so vân tay với nơi phát hành bằng đường khác, như gọi điện.
    """
    session = Session.of(context)
    keys = TrustedKeys(Holdings(session.environment.home / HOLDINGS).folder / "khoa")
    page = Page(session.environment)
    try:
        if tao is not None:
            _make(session, tao)
        elif tin is not None:
            key = read_public(tin)
            keys.trust(key)
            page.line(f"Đã tin khóa {fingerprint(key)}.")
        elif bo is not None:
            gone = keys.distrust(bo)
            if gone is None:
                raise Failure(f"Không có đúng một khóa bắt đầu bằng {bo}.", "Xem: canang du-lieu khoa")
            page.line(f"Thôi tin khóa {gone}.")
        elif session.as_json:
            session.print_json(sorted(keys.all()))
        else:
            for mark in keys.all():
                page.line(mark)
            if not keys.all():
                page.line("Chưa tin khóa nào. Tin một khóa: canang du-lieu khoa --tin TỆP.pub")
    except BadKey as error:
        raise Failure(str(error)) from error


def _make(session: Session, path: Path) -> None:
    if path.suffix.lower() != ".pem":
        raise Failure(f"Tên {path.name} không dùng được.", "Đặt tên khóa ký kết thúc bằng .pem", ExitCode.WRONG_USE)
    for each in (path, path.with_suffix(".pub")):
        if each.exists():
            raise Failure(f"Tệp {each} đã có; khóa không bao giờ ghi đè.", "Đặt tên khác.")
    key = make_key(path, session.environment.variables.get("CANANG_MAT_KHAU_KHOA"))
    page = Page(session.environment)
    page.line(f"Đã làm khóa ký {path}; giữ kín, không gửi cho ai.")
    page.line(f"Khóa công khai {path.with_suffix('.pub')}, vân tay {fingerprint(key)}: gửi cho nơi nhận.")
