"""``canang ho-so mo``."""

from typing import Annotated

import typer

from canang.cli.commands.ho_so.shared import Hand, Insist
from canang.cli.terminal.help import VietnameseCommand
from canang.cli.terminal.options import EntryArgument
from canang.cli.terminal.session import Session
from canang.desk.case_opening import open_new
from canang.text.days import show_day

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(
    "mo",
    cls=VietnameseCommand,
    epilog='canang ho-so mo TDC-01.2 "Cửa hàng xăng dầu số 8" --nhan 2026-11-20 --nguoi "Lò Thị Mai"',
)
def mo(
    context: typer.Context,
    ma: EntryArgument,
    ten: Annotated[str, typer.Argument(metavar="TÊN", help="đặt tên cho hồ sơ, như tên cơ sở")],
    nhan: Annotated[str | None, typer.Option("--nhan", metavar="NGÀY", help="ngày nhận (mặc định: hôm nay)")] = None,
    van_lam: Insist = False,
    nguoi: Hand = None,
) -> None:
    """Mở một hồ sơ mà không đi từng bước."""
    session = Session.of(context)
    received = session.day(nhan) if nhan else None
    standing = open_new(session.desk.by(nguoi), ma, ten, received, insist=van_lam)
    case = standing.case
    told = f"Đã mở hồ sơ “{case.name}” cho {case.entry}, nhận ngày {show_day(case.received)}: {standing.items} mục."
    session.tell(told, case=case.name, entry=case.entry, received=case.received.isoformat(), items=standing.items)
