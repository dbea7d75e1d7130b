"""``canang ho-so sao-luu``."""

from pathlib import Path
from typing import Annotated

import typer

from canang.cli.terminal.help import VietnameseCommand
from canang.cli.terminal.output import may_replace
from canang.cli.terminal.session import Session

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command("sao-luu", cls=VietnameseCommand, epilog="canang ho-so sao-luu -o E:/ho-so-du-phong.sqlite")
def sao_luu(
    context: typer.Context,
    ra: Annotated[str, typer.Option("-o", "--ra", metavar="TỆP", help="tệp bản sao")],
    ghi_de: Annotated[bool, typer.Option("--ghi-de", help="thay tệp đã có mà không hỏi")] = False,
) -> None:
    """Chép cả sổ hồ sơ sang một tệp, an toàn cả khi đang có người dùng."""
    session = Session.of(context)
    may_replace(session, Path(ra), ghi_de)
    with session.desk.register() as register:
        register.back_up(Path(ra))
    session.tell(f"Đã chép sổ hồ sơ vào {ra}", file=ra)
