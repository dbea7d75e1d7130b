"""``canang may-chu sap-nhap``."""

from typing import Annotated

import typer

from canang.cli.commands.may_chu.shared import Address, opened
from canang.cli.terminal.help import VietnameseCommand
from canang.cli.terminal.session import Session
from canang.desk.province import merge_offices
from canang.errors import Failure

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(
    "sap-nhap", cls=VietnameseCommand, epilog='canang may-chu sap-nhap "Xã An Bình" --vao "Xã Bình Minh" --chac'
)
def sap_nhap(
    context: typer.Context,
    ten: Annotated[str, typer.Argument(metavar="TÊN", help="cơ quan cũ")],
    vao: Annotated[str, typer.Option("--vao", metavar="TÊN", help="cơ quan nhận hết")],
    csdl: Address = None,
    chac: Annotated[bool, typer.Option("--chac", help="làm thật; không có thì chỉ nói sẽ làm gì")] = False,
) -> None:
    """Sáp nhập một cơ quan vào cơ quan khác: hồ sơ, nhật ký, tệp, tài khoản, máy nối đều sang cơ quan nhận."""
    session = Session.of(context)
    province = opened(session, csdl)
    source, target = province.find_office(ten), province.find_office(vao)
    if source == target:
        raise Failure("Hai tên này là một cơ quan.", "Ghi cơ quan cũ, rồi cơ quan nhận sau --vao.")
    if not chac:
        with province.register(source) as register:
            count = len(register.names())
        session.tell(
            f"Sẽ chuyển {count} hồ sơ, cùng mọi tài khoản và máy của {source.name} sang {target.name}. Không lùi lại"
            " được; sao lưu trước. Làm thật: thêm --chac.",
            cases=count,
        )
        return
    copied = merge_offices(session.desk, province, source, target)
    session.tell(f"Đã sáp nhập {source.name} vào {target.name}: {copied} việc đã ghi.", events=copied)
