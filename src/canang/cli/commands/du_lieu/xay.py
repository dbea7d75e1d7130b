"""``canang du-lieu xay``: the YAML of the seed to a catalogue."""

from pathlib import Path
from typing import Annotated

import typer

from canang.cli.terminal.help import VietnameseCommand
from canang.cli.terminal.session import Session
from canang.desk.building import build
from canang.errors import Code, Failure
from canang.seed.records import SeedFaulty

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command("xay", cls=VietnameseCommand, epilog="canang du-lieu xay --tu data/seed --ra data/tasks.sqlite")
def xay(
    context: typer.Context,
    tu: Annotated[Path, typer.Option("--tu", metavar="THƯ-MỤC", help="thư mục dữ liệu gốc")] = Path("data/seed"),
    ra: Annotated[Path, typer.Option("--ra", metavar="TỆP", help="tệp SQLite sẽ ghi")] = Path("data/tasks.sqlite"),
    ghi_de: Annotated[
        bool, typer.Option("--ghi-de", help="thay cả tệp không phải dữ liệu của canang mà không hỏi")
    ] = False,
) -> None:
    """Xây tệp dữ liệu từ các tệp YAML gốc; gặp lỗi thì nói tệp nào, dòng nào."""
    session = Session.of(context)
    try:
        digest = build(tu, ra, overwrite=ghi_de)
    except SeedFaulty as faulty:
        for fault in faulty.faults:
            session.environment.complain(str(fault))
        raise Failure(f"{faulty}; tệp {ra} được giữ nguyên.", code=Code.DATA_DAMAGED) from None
    if session.as_json:
        session.print_json({"file": str(ra), "content_hash": digest})
    else:
        session.environment.say(f"Đã xây {ra}\nMã băm nội dung: {digest}")
