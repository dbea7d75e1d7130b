"""``canang may-chu nguoi``."""

from typing import Annotated

import msgspec
import typer

from canang.cli.commands.may_chu.shared import Address, opened
from canang.cli.terminal.help import VietnameseCommand
from canang.cli.terminal.session import Session
from canang.errors import Failure
from canang.server.accounts import (
    ROLES,
    Account,
    Role,
    accounts_of,
    add_account,
    close_account,
    find_account,
    invite_again,
)
from canang.text.days import show_day
from canang.text.visible import one_line

EPILOG = """
canang may-chu nguoi "Nguyễn Văn Quản" --vai quan-tri
canang may-chu nguoi "Lò Thị Mai" --co-quan "Xã An Bình"
canang may-chu nguoi --moi-lai mai.lt
canang may-chu nguoi --dong mai.lt
"""

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command("nguoi", cls=VietnameseCommand, epilog=EPILOG)
def nguoi(
    context: typer.Context,
    ten: Annotated[str | None, typer.Argument(metavar="[NGƯỜI]", help="người mới; bỏ trống thì liệt kê")] = None,
    co_quan: Annotated[str | None, typer.Option("--co-quan", metavar="TÊN", help="cơ quan của người mới")] = None,
    vai: Annotated[
        str, typer.Option("--vai", metavar="VAI", help="can-bo, lanh-dao, chuyen-vien (của Sở), quan-tri")
    ] = "can-bo",
    moi_lai: Annotated[
        str | None, typer.Option("--moi-lai", metavar="AI", help="mã mời mới cho người này; mật khẩu cũ hết dùng")
    ] = None,
    dong: Annotated[str | None, typer.Option("--dong", metavar="AI", help="đóng tài khoản của người này")] = None,
    csdl: Address = None,
) -> None:
    """Tài khoản vào trang của tỉnh trong trình duyệt: liệt kê, thêm (in mã mời một lần), mời lại, đóng."""
    session = Session.of(context)
    province = opened(session, csdl)
    if dong is not None:
        closed = close_account(province, find_account(province, dong).id)
        session.tell(f"Đã đóng tài khoản của {closed.person}.", **msgspec.to_builtins(closed))
    elif moi_lai is not None:
        _tell(session, *invite_again(province, find_account(province, moi_lai).id))
    elif ten is None:
        _list(session, accounts_of(province))
    else:
        person = one_line(ten)
        role = next((role for role in Role if role == vai), None)
        if role is None:
            raise Failure(f"--vai không nhận “{vai[:20]}”.", f"Chọn: {', '.join(Role)}.")
        if not person or len(person) > 200:
            raise Failure("Tên người trống hoặc quá dài.", 'Ví dụ: "Lò Thị Mai"')
        office = province.find_office(co_quan) if co_quan is not None else None
        _tell(session, *add_account(province, person, role, office))


def _tell(session: Session, account: Account, invitation: str) -> None:
    session.tell(
        f"Mã mời của {account.person} (chỉ in một lần này, dùng được trong bảy ngày):\n{invitation}\n"
        "Người ấy mở trang đăng nhập của tỉnh, bấm “Tôi có mã mời”.",
        invitation=invitation,
        **msgspec.to_builtins(account),
    )


def _list(session: Session, accounts: list[Account]) -> None:
    if session.as_json:
        session.print_json([msgspec.to_builtins(each) for each in accounts])
        return
    for each in accounts:
        where = f"{each.office.name} · " if each.office else ""
        state = f"vào bằng {each.login}" if each.login else "vào bằng tài khoản của tỉnh"
        if each.closed_at:
            state = f"đã đóng {show_day(each.closed_at.date())}"
        elif each.waits:
            state = "chưa nhận lời mời"
        session.environment.say(f"{each.id[:8]}  {where}{each.person}, {ROLES[each.role].lower()}: {state}")
    if not accounts:
        session.environment.say('Chưa có tài khoản nào. Thêm: canang may-chu nguoi "TÊN" --vai quan-tri')
