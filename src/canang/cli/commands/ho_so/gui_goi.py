"""``canang ho-so gui-goi``."""

from pathlib import Path
from typing import Annotated

import msgspec
import typer

from canang.cli.terminal.help import VietnameseCommand
from canang.cli.terminal.output import may_replace
from canang.cli.terminal.session import Session
from canang.desk.machine_key import in_fours
from canang.desk.travelling import send

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(
    "gui-goi",
    cls=VietnameseCommand,
    epilog='canang ho-so gui-goi -o E:/ho-so.goi\ncanang ho-so gui-goi "Cửa hàng số 5" -o cua-hang-5.goi',
)
def gui_goi(
    context: typer.Context,
    ra: Annotated[Path, typer.Option("-o", "--ra", metavar="TỆP", help="tệp gói, như trên ổ USB")],
    ten: Annotated[
        list[str] | None, typer.Argument(metavar="[TÊN]…", help="tên các hồ sơ (mặc định: tất cả, cả vướng mắc)")
    ] = None,
    ghi_de: Annotated[bool, typer.Option("--ghi-de", help="thay tệp đã có mà không hỏi")] = False,
) -> None:
    """Ghi hồ sơ, đủ nhật ký và tệp đính kèm, vào một gói có chữ ký để mang sang máy khác."""
    session = Session.of(context)
    may_replace(session, ra, ghi_de)
    sent = send(session.desk, ra, ten or ())
    for name in sent.missing:
        session.environment.say(f"! Tệp đính kèm không còn nên không có trong gói: {name}")
    what = f"{len(sent.cases)} hồ sơ, {sent.events} việc đã ghi, {sent.files} tệp"
    session.tell(
        f"Đã ghi {what} vào {ra}. Vân khóa máy này: {in_fours(sent.fingerprint)}",
        **msgspec.to_builtins(sent),
        file=str(ra),
    )
