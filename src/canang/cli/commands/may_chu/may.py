"""``canang may-chu may``."""

from typing import Annotated

import msgspec
import typer

from canang.cli.commands.may_chu.shared import Address, opened
from canang.cli.terminal.help import VietnameseCommand
from canang.cli.terminal.session import Session
from canang.errors import Failure
from canang.server.machines import add_machine, close_machine, machines_of
from canang.text.days import show_day
from canang.text.visible import one_line

EPILOG = """
canang may-chu may
canang may-chu may "Lò Thị Mai" --co-quan "Xã An Bình"
canang may-chu may --ngung 3f0a91c2
"""

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command("may", cls=VietnameseCommand, epilog=EPILOG)
def may(
    context: typer.Context,
    nguoi: Annotated[
        str | None, typer.Argument(metavar="[NGƯỜI]", help="người dùng máy mới; bỏ trống thì liệt kê")
    ] = None,
    co_quan: Annotated[str | None, typer.Option("--co-quan", metavar="TÊN", help="cơ quan của máy mới")] = None,
    ngung: Annotated[str | None, typer.Option("--ngung", metavar="MÃ", help="ngừng máy có mã bắt đầu như vậy")] = None,
    csdl: Address = None,
) -> None:
    """Các máy được đồng bộ với sổ của tỉnh: liệt kê, thêm một máy (in mã nối một lần), ngừng một máy."""
    session = Session.of(context)
    province = opened(session, csdl)
    if ngung is not None:
        closed = close_machine(province, ngung)
        session.tell(f"Đã ngừng máy của {closed.person}, {closed.office.name}.", **msgspec.to_builtins(closed))
        return
    if nguoi is None:
        machines = machines_of(province)
        if session.as_json:
            session.print_json([msgspec.to_builtins(each) for each in machines])
            return
        for each in machines:
            heard = f"đồng bộ lần cuối {show_day(each.seen_at.date())}" if each.seen_at else "chưa đồng bộ"
            data = f", dữ liệu {each.data_version}" if each.data_version else ""
            state = "đã ngừng" if each.closed_at else heard + data
            session.environment.say(f"{each.id[:8]}  {each.office.name} · {each.person}: {state}")
        if not machines:
            session.environment.say('Chưa có máy nào. Thêm: canang may-chu may "TÊN NGƯỜI" --co-quan "TÊN CƠ QUAN"')
        return
    person = one_line(nguoi)
    if co_quan is None or not person or len(person) > 200:
        raise Failure("Cần tên người và --co-quan.", 'Ví dụ: canang may-chu may "Lò Thị Mai" --co-quan "Xã An Bình"')
    machine, token = add_machine(province, province.find_office(co_quan), person)
    session.tell(
        f"Đã thêm máy của {person}, {machine.office.name}. Ở máy ấy chạy (mã chỉ in một lần này):\n"
        f"canang ho-so noi ĐỊA-CHỈ {token}",
        token=token,
        **msgspec.to_builtins(machine),
    )
