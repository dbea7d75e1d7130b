"""``canang ho-so lam``."""

import typer

from canang.cli.commands.checklist import go_on
from canang.cli.commands.ho_so.shared import NameArgument
from canang.cli.terminal.help import VietnameseCommand
from canang.cli.terminal.session import Session
from canang.desk.cases import find_case
from canang.errors import Code, Failure

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command("lam", cls=VietnameseCommand, epilog='canang ho-so lam "Cửa hàng số 5"')
def lam(context: typer.Context, ten: NameArgument) -> None:
    """Làm tiếp một hồ sơ từ chỗ đã dừng."""
    session = Session.of(context)
    if find_case(session.desk, ten).cases[0].case.closed:
        raise Failure(f"Hồ sơ “{ten[:80]}” đã đóng.", f'Mở lại: canang ho-so mo-lai "{ten[:80]}"', Code.CLOSED)
    go_on(session, ten)
