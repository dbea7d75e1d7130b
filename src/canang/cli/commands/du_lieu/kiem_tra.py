"""``canang du-lieu kiem-tra``: is a catalogue file whole."""

from pathlib import Path
from typing import Annotated

import msgspec
import typer

from canang.cli.terminal.errors import ExitCode
from canang.cli.terminal.help import VietnameseCommand
from canang.cli.terminal.page import Page
from canang.cli.terminal.session import Session
from canang.desk.comparing import check_file

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(
    "kiem-tra",
    cls=VietnameseCommand,
    epilog="canang du-lieu kiem-tra\ncanang du-lieu kiem-tra ban-khac.sqlite",
)
def kiem_tra(
    context: typer.Context,
    tep: Annotated[Path | None, typer.Argument(metavar="TỆP", help="tệp dữ liệu (mặc định: tệp đang dùng)")] = None,
) -> None:
    """Kiểm tra tệp dữ liệu còn nguyên vẹn không."""
    session = Session.of(context)
    checks = check_file(session.desk, tep)
    if session.as_json:
        session.print_json([msgspec.to_builtins(check) for check in checks])
    else:
        page = Page(session.environment)
        for check in checks:
            style = "green" if check.passed else "bold red"
            page.hanging(
                f"{'đạt ' if check.passed else 'HỎNG'}  {check.name.ljust(10)} ",
                check.finding,
                head_style=style,
            )
    if not all(check.passed for check in checks):
        raise typer.Exit(ExitCode.BAD_DATA)
