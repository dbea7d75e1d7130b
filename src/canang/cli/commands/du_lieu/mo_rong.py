"""``canang du-lieu mo-rong``: an entry of the seed with all that it inherits, and where each line comes from."""

from pathlib import Path
from typing import Annotated

import typer

from canang.cli.terminal.help import VietnameseCommand
from canang.cli.terminal.page import Page
from canang.cli.terminal.session import Session
from canang.desk.building import expand

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command("mo-rong", cls=VietnameseCommand, epilog="canang du-lieu mo-rong NLNT-02.1 --tu data/seed")
def mo_rong(
    context: typer.Context,
    ma: Annotated[str, typer.Argument(metavar="MÃ", help="mã nhiệm vụ hoặc thủ tục, như NLNT-02.1")],
    tu: Annotated[Path, typer.Option("--tu", metavar="THƯ-MỤC", help="thư mục dữ liệu gốc")] = Path("data/seed"),
) -> None:
    """Xem một mục của dữ liệu gốc với mọi phần thừa kế, mỗi dòng từ tệp nào.

    Dành cho người viết dữ liệu: phần của họ, của nhiệm vụ và của chính mục ấy ghép lại thành gì.
    """
    session = Session.of(context)
    expanded = expand(tu, ma)
    if session.as_json:
        session.print_json([{"id": ma, "line": line.text, "from": line.origin} for line in expanded])
        return
    page = Page(session.environment)
    width = max((len(line.origin) for line in expanded), default=0)
    for line in expanded:
        page.hanging(f"{line.origin.ljust(width)}  ", line.text, head_style="dim")
