"""``canang may-chu kiem-tra``."""

from pathlib import Path
from typing import Annotated

import typer

from canang.cli.commands.may_chu.shared import Address
from canang.cli.terminal.help import VietnameseCommand
from canang.cli.terminal.session import Session
from canang.desk.province import address_of
from canang.errors import Code, Failure
from canang.exchange.bounds import check_size
from canang.server.chain import read_head_lines
from canang.server.setup import check

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command("kiem-tra", cls=VietnameseCommand, epilog="canang may-chu kiem-tra --dau dau-so-2026-11-28.txt")
def kiem_tra(
    context: typer.Context,
    csdl: Address = None,
    dau: Annotated[
        list[Path] | None, typer.Option("--dau", metavar="TỆP", help="dấu đã giữ ở ngoài; ghi được nhiều lần")
    ] = None,
) -> None:
    """Kiểm sổ từng cơ quan từ việc đầu tiên: có việc nào bị sửa, xóa, đổi chỗ, dù bởi người quản trị PostgreSQL."""
    session = Session.of(context)
    kept: dict[str, dict[int, str]] = {}
    for path in dau or ():
        check_size(path)
        for office, links in read_head_lines(path.read_text(encoding="utf-8", errors="replace")).items():
            kept.setdefault(office, {}).update(links)
    count, broken = check(address_of(session.desk, csdl), kept)
    if broken:
        told = "; ".join(f"{each.name}: từ việc số {each.link}, {each.why}" for each in broken[:10])
        raise Failure(
            f"Sổ không còn nguyên. {told}.", "Giữ nguyên máy chủ, lấy bản sao lưu trước đó ra so.", Code.DATA_DAMAGED
        )
    session.tell(f"Sổ còn nguyên: {count} việc đã ghi nối liền nhau.", events=count, heads=sum(map(len, kept.values())))
