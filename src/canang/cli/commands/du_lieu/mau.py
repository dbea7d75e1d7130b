"""``canang du-lieu mau``: an empty template of ours to fill in and import."""

from pathlib import Path
from typing import Annotated

import typer

from canang.cli.terminal.help import VietnameseCommand
from canang.cli.terminal.output import deliver, may_replace
from canang.cli.terminal.session import Session
from canang.errors import Failure
from canang.exchange.template import template_xlsx, template_yaml

EPILOG = """
canang du-lieu mau mau.xlsx
canang du-lieu mau mau.yaml
"""

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command("mau", cls=VietnameseCommand, epilog=EPILOG)
def mau(
    context: typer.Context,
    tep: Annotated[Path, typer.Argument(metavar="TỆP", help="tệp mẫu sẽ ghi, .xlsx hoặc .yaml")],
    ghi_de: Annotated[bool, typer.Option("--ghi-de", help="thay tệp đã có")] = False,
) -> None:
    """Ghi một mẫu trống để điền thủ tục của địa phương rồi nhập.

    Mẫu Excel có trang hướng dẫn và một ví dụ; điền xong thì chạy canang du-lieu nhap.
    """
    session = Session.of(context)
    made = {".xlsx": template_xlsx, ".yaml": template_yaml, ".yml": template_yaml}.get(tep.suffix.lower())
    if made is None:
        raise Failure(f"Không rõ loại mẫu của {tep.name}.", "Đặt tên tệp kết thúc bằng .xlsx hoặc .yaml")
    may_replace(session, tep, ghi_de)
    deliver(session, str(tep), made())
