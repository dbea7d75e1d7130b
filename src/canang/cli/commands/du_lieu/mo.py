"""``canang du-lieu mo``: the catalogue as open data."""

from pathlib import Path
from typing import Annotated

import typer

from canang.cli.terminal.help import VietnameseCommand
from canang.cli.terminal.options import Day
from canang.cli.terminal.session import Session
from canang.desk.open_data import write_open_data
from canang.errors import Failure
from canang.files import replacing_folder

EPILOG = """
canang du-lieu mo du-lieu-mo
canang du-lieu mo du-lieu-mo --ghi-de
"""

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command("mo", cls=VietnameseCommand, epilog=EPILOG)
def mo(
    context: typer.Context,
    thu_muc: Annotated[Path, typer.Argument(metavar="THƯ-MỤC", help="thư mục sẽ ghi")],
    ngay: Day = None,
    ghi_de: Annotated[bool, typer.Option("--ghi-de", help="thay thư mục đã có")] = False,
) -> None:
    """Ghi dữ liệu mở: CSV, JSON kèm JSON Schema, và tệp cho Datasette.

    Thư mục có muc.json (mọi mục như xem --json), muc.schema.json, csv/ (mỗi bảng một tệp), canang.db và metadata.json.
    """
    session = Session.of(context)
    if thu_muc.exists() and not (thu_muc.is_dir() and (ghi_de or not any(thu_muc.iterdir()))):
        raise Failure(f"{thu_muc} đã có; giữ nguyên.", "Chọn tên khác, hoặc thêm --ghi-de để thay thư mục.")
    if thu_muc.is_dir() and any(thu_muc.iterdir()) and not (thu_muc / "muc.schema.json").exists():
        raise Failure(f"{thu_muc} có tệp không phải dữ liệu mở; giữ nguyên.", "Chọn thư mục khác.")
    with replacing_folder(thu_muc) as fresh:
        files = write_open_data(session.desk, fresh, session.day(ngay))
    if session.as_json:
        session.print_json({"folder": str(thu_muc), "files": files})
    else:
        session.environment.say(f"Đã ghi {len(files)} tệp vào {thu_muc}. Cách dùng: docs/du-lieu-mo.md")
