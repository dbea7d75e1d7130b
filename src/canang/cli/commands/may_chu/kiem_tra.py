"""``canang may-chu kiem-tra``."""

from pathlib import Path
from typing import Annotated

import msgspec
import typer

from canang.cli.commands.may_chu.shared import Address
from canang.cli.terminal.help import VietnameseCommand
from canang.cli.terminal.session import Session
from canang.desk.province import address_of
from canang.errors import Code, Failure
from canang.exchange.bounds import check_size
from canang.server.chain import read_head_lines
from canang.server.setup import check, check_beside

app = typer.Typer(add_completion=False, rich_markup_mode=None)


EPILOG = """
canang may-chu kiem-tra --dau dau-so-2026-11-28.txt
canang may-chu kiem-tra --lam-lai
"""


@app.command("kiem-tra", cls=VietnameseCommand, epilog=EPILOG)
def kiem_tra(
    context: typer.Context,
    csdl: Address = None,
    dau: Annotated[
        list[Path] | None, typer.Option("--dau", metavar="TỆP", help="dấu đã giữ ở ngoài; ghi được nhiều lần")
    ] = None,
    lam_lai: Annotated[
        bool, typer.Option("--lam-lai", help="trạng thái ghi sẵn lệch với sổ thì làm lại từ sổ; không việc nào bị đụng")
    ] = False,
) -> None:
    """Kiểm sổ từng cơ quan từ việc đầu tiên: có việc nào bị sửa, xóa, đổi chỗ, dù bởi người quản trị PostgreSQL.

    Cũng so trạng thái ghi sẵn của từng hồ sơ, mà các danh sách đọc, với chính sổ. Chạy bằng vai chủ.
    """
    session = Session.of(context)
    kept: dict[str, dict[int, str]] = {}
    for path in dau or ():
        check_size(path)
        for office, links in read_head_lines(path.read_text(encoding="utf-8", errors="replace")).items():
            kept.setdefault(office, {}).update(links)
    address = address_of(session.desk, csdl)
    count, broken = check(address, kept)
    if broken:
        told = "; ".join(f"{each.name}: từ việc số {each.link}, {each.why}" for each in broken[:10])
        raise Failure(
            f"Sổ không còn nguyên. {told}.", "Giữ nguyên máy chủ, lấy bản sao lưu trước đó ra so.", Code.DATA_DAMAGED
        )
    sound = f"Sổ còn nguyên: {count} việc đã ghi nối liền nhau."
    beside = check_beside(address, again=lam_lai)
    if beside.wrong and not lam_lai:
        raise Failure(
            f"{sound} Nhưng {beside.wrong} trạng thái ghi sẵn lệch với sổ, danh sách có thể sai.",
            "Làm lại từ sổ: canang may-chu kiem-tra --lam-lai",
            Code.DATA_DAMAGED,
        )
    again = beside.old + beside.wrong
    if again and lam_lai:
        sound += f" Đã làm lại {again} trạng thái ghi sẵn."
    elif again:
        sound += f" {again} hồ sơ chưa có trạng thái ghi sẵn của bản này, danh sách chậm: canang may-chu dung"
    told = msgspec.to_builtins(beside)
    session.tell(sound, events=count, heads=sum(map(len, kept.values())), **told)
