"""What several commands of ``canang ho-so`` take, and how a day is written into a case."""

from typing import Annotated

import typer

from canang.cli.terminal.completion import complete_case
from canang.cli.terminal.prompts import Prompts
from canang.cli.terminal.session import Session
from canang.desk.cases import Doubtful, note_day
from canang.errors import Failure
from canang.export.record import KINDS
from canang.text.days import show_day

NameArgument = Annotated[
    str,
    typer.Argument(metavar="TÊN", help="tên hồ sơ, như đã đặt lúc mở", autocompletion=complete_case),
]
ItemArgument = Annotated[
    str, typer.Argument(metavar="MỤC", help="như “bước 3”, “giấy tờ 2”, step:cap, hoặc số của mục khi đi từng bước")
]
DayOption = Annotated[str | None, typer.Option("--ngay", metavar="NGÀY", help="ngày xảy ra (mặc định: hôm nay)")]
Insist = Annotated[bool, typer.Option("--van-lam", help="vẫn ghi dù ngày hoặc việc còn lại có vẻ chưa đúng")]
Reason = Annotated[str, typer.Option("--ly-do", metavar="CHỮ", help="lý do")]
Hand = Annotated[str | None, typer.Option("--nguoi", metavar="TÊN", help="ghi thay ai (mặc định: người đăng nhập máy)")]


def record_day(
    session: Session, name: str, kind: str, day: str | None, *, reason: str = "", insist: bool, who: str | None
) -> None:
    """Write a day into a case; what speaks against it is asked on a terminal.

    Raises:
        Doubtful: something does, and nobody is there to ask.
        Failure: there is no such case, it is so already, or whoever was asked says no.
    """
    on, desk = session.day(day), session.desk.by(who)
    try:
        note_day(desk, name, kind, on, reason, insist=insist)
    except Doubtful as doubt:
        if not session.environment.interactive or session.as_json:
            raise
        for each in doubt.reasons:
            session.environment.say(f"! {each}")
        if not Prompts(session.environment).agree(f"Vẫn ghi {KINDS[kind]}, ngày {show_day(on)}?"):
            raise Failure("Chưa ghi gì.", "Chọn ngày khác bằng --ngay.") from None
        note_day(desk, name, kind, on, reason, insist=True)
    session.tell(f"Đã ghi: {KINDS[kind]}, ngày {show_day(on)}.", case=name, kind=kind, day=on.isoformat())
