"""``canang du-lieu xay``: the YAML of the seed to a catalogue."""

from pathlib import Path
from typing import Annotated

import typer

from canang.cli.errors import ExitCode, Failure
from canang.cli.help import VietnameseCommand
from canang.cli.session import Session
from canang.seed.build import build_catalog
from canang.seed.records import SeedFaulty

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command("xay", cls=VietnameseCommand, epilog="canang du-lieu xay --tu data/seed --ra data/tasks.sqlite")
def xay(
    context: typer.Context,
    tu: Annotated[Path, typer.Option("--tu", metavar="THƯ-MỤC", help="thư mục dữ liệu gốc")] = Path("data/seed"),
    ra: Annotated[Path, typer.Option("--ra", metavar="TỆP", help="tệp SQLite sẽ ghi")] = Path("data/tasks.sqlite"),
) -> None:
    """Xây tệp dữ liệu từ các tệp YAML gốc; gặp lỗi thì nói tệp nào, dòng nào."""
    session = Session.of(context)
    if not tu.is_dir():
        raise Failure(f"Không thấy thư mục dữ liệu gốc: {tu}", "Chỉ thư mục bằng --tu.")
    try:
        digest = build_catalog(tu, ra)
    except SeedFaulty as faulty:
        for fault in faulty.faults:
            session.environment.complain(str(fault))
        raise Failure(f"{faulty}; tệp {ra} được giữ nguyên.", code=ExitCode.BAD_DATA) from None
    if session.as_json:
        session.print_json({"file": str(ra), "content_hash": digest})
    else:
        session.environment.say(f"Đã xây {ra}\nMã băm nội dung: {digest}")
