"""``canang du-lieu``: the data itself: what it is, whether it is whole, and building it from the seed."""

from pathlib import Path
from typing import Annotated

import msgspec
import typer

from canang.catalog.overview import Filters, count_documents, list_entries, meta
from canang.cli.errors import ExitCode, Failure
from canang.cli.help import VietnameseCommand, VietnameseGroup
from canang.cli.page import Page
from canang.cli.session import Session

EPILOG = """
canang du-lieu phien-ban
canang du-lieu kiem-tra
canang du-lieu xay --ra data/tasks.sqlite
"""

app = typer.Typer(
    cls=VietnameseGroup,
    help="Dữ liệu của cẩm nang: phiên bản, kiểm tra, nhập, xây từ dữ liệu gốc.",
    epilog=EPILOG,
    rich_markup_mode=None,
    add_completion=False,
    no_args_is_help=False,
    invoke_without_command=True,
)


@app.callback()
def du_lieu(context: typer.Context) -> None:
    """Dữ liệu của cẩm nang: phiên bản, kiểm tra, nhập, xây từ dữ liệu gốc."""
    if context.invoked_subcommand is None:
        Session.of(context).environment.say(context.get_help().rstrip())


@app.command("phien-ban", cls=VietnameseCommand, epilog="canang du-lieu phien-ban")
def phien_ban(context: typer.Context) -> None:
    """Xem dữ liệu là bản nào, tính đến ngày nào, có bao nhiêu mục."""
    session = Session.of(context)
    with session.catalog() as connection:
        known = meta(connection)
        tasks = len(list_entries(connection, Filters(), session.environment.today, "task"))
        procedures = len(list_entries(connection, Filters(), session.environment.today, "procedure"))
        documents = count_documents(connection)
    facts = {
        "version": known["version"],
        "as_of": known["as_of"],
        "tasks": tasks,
        "procedures": procedures,
        "documents": documents,
        "content_hash": known["content_hash"],
        "path": str(session.catalog_path),
    }
    if session.as_json:
        session.print_json(facts)
        return
    labels = ("Phiên bản", "Tính đến ngày", "Nhiệm vụ", "Thủ tục", "Văn bản", "Mã băm", "Tệp")
    Page(session.environment).pairs(tuple(zip(labels, map(str, facts.values()), strict=True)))


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
    from canang.catalog.integrity import check_catalog  # noqa: PLC0415

    session = Session.of(context)
    checks = check_catalog(tep or session.catalog_path)
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


@app.command("xay", cls=VietnameseCommand, epilog="canang du-lieu xay --tu data/seed --ra data/tasks.sqlite")
def xay(
    context: typer.Context,
    tu: Annotated[Path, typer.Option("--tu", metavar="THƯ-MỤC", help="thư mục dữ liệu gốc")] = Path("data/seed"),
    ra: Annotated[Path, typer.Option("--ra", metavar="TỆP", help="tệp SQLite sẽ ghi")] = Path("data/tasks.sqlite"),
) -> None:
    """Xây tệp dữ liệu từ các tệp YAML gốc; gặp lỗi thì nói tệp nào, dòng nào."""
    from canang.seed.build import build_catalog  # noqa: PLC0415  the builder loads sqlite-utils
    from canang.seed.records import SeedFaulty  # noqa: PLC0415

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
