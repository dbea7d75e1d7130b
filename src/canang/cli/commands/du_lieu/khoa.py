"""``canang du-lieu khoa``: the keys whose packs are trusted, and a new key to sign with."""

from pathlib import Path
from typing import Annotated

import typer

from canang.cli.terminal.help import VietnameseCommand
from canang.cli.terminal.page import Page
from canang.cli.terminal.session import Session
from canang.desk.packs import distrust, new_key, trust, trusted_keys

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
    if tao is not None:
        mark = new_key(session.desk, tao)
        public_key = tao.with_suffix(".pub")
        told = (
            f"Đã làm khóa ký {tao}; giữ kín, không gửi cho ai.\n"
            f"Khóa công khai {public_key}, vân tay {mark}: gửi cho nơi nhận."
        )
        session.tell(told, key=str(tao), public_key=str(public_key), fingerprint=mark)
    elif tin is not None:
        mark = trust(session.desk, tin)
        session.tell(f"Đã tin khóa {mark}.", fingerprint=mark, trusted=True)
    elif bo is not None:
        mark = distrust(session.desk, bo)
        session.tell(f"Thôi tin khóa {mark}.", fingerprint=mark, trusted=False)
    else:
        _list(session)


def _list(session: Session) -> None:
    page = Page(session.environment)
    marks = list(trusted_keys(session.desk).all())
    if session.as_json:
        session.print_json(sorted(marks))
        return
    for mark in marks:
        page.line(mark)
    if not marks:
        page.line("Chưa tin khóa nào. Tin một khóa: canang du-lieu khoa --tin TỆP.pub")
