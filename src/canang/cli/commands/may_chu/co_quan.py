"""``canang may-chu co-quan``."""

from typing import Annotated

import msgspec
import typer

from canang.cli.commands.may_chu.shared import Address, opened
from canang.cli.terminal.help import VietnameseCommand
from canang.cli.terminal.session import Session
from canang.errors import Failure
from canang.text.visible import one_line

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command("co-quan", cls=VietnameseCommand, epilog='canang may-chu co-quan\ncanang may-chu co-quan "Xã An Bình"')
def co_quan(
    context: typer.Context,
    ten: Annotated[str | None, typer.Argument(metavar="[TÊN]", help="cơ quan mới; bỏ trống thì liệt kê")] = None,
    cap: Annotated[str, typer.Option("--cap", metavar="CẤP", help="xa hoặc tinh")] = "xa",
    csdl: Address = None,
) -> None:
    """Liệt kê các cơ quan của tỉnh, hoặc thêm một cơ quan."""
    session = Session.of(context)
    province = opened(session, csdl)
    if ten is None:
        offices = province.offices()
        if session.as_json:
            session.print_json([msgspec.to_builtins(office) for office in offices])
            return
        for office in offices:
            session.environment.say(f"{'tỉnh' if office.level == 'tinh' else 'xã  '}  {office.name}")
        if not offices:
            session.environment.say('Chưa có cơ quan nào. Thêm: canang may-chu co-quan "TÊN"')
        return
    name = one_line(ten)
    if cap not in {"xa", "tinh"}:
        raise Failure(f"--cap không nhận “{cap[:20]}”.", "Chọn xa hoặc tinh.")
    if not name or len(name) > 200:
        raise Failure("Tên cơ quan trống hoặc quá dài.", "Ví dụ: Xã An Bình")
    office = province.add_office(name, cap)
    session.tell(f"Đã thêm {office.name}.", **msgspec.to_builtins(office))
