"""``canang ho-so tra-loi``."""

from typing import Annotated

import typer

from canang.cases.naming import STATE_WORDS, read_state
from canang.cases.walk import Answer
from canang.cli.commands.ho_so.shared import Hand, Insist, ItemArgument, NameArgument
from canang.cli.terminal.help import VietnameseCommand
from canang.cli.terminal.session import Session
from canang.desk.cases import open_case
from canang.errors import Failure
from canang.export.record import STATES

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(
    "tra-loi",
    cls=VietnameseCommand,
    epilog='canang ho-so tra-loi "Cửa hàng số 5" "bước 5" khong-dat --chu "kẹp chì cột 2 đứt"',
)
def tra_loi(
    context: typer.Context,
    ten: NameArgument,
    muc: ItemArgument,
    tra_loi: Annotated[str, typer.Argument(metavar="TRẢ-LỜI", help="xong, khong-dat, khong-ap-dung, de-sau")],
    chu: Annotated[str, typer.Option("--chu", metavar="CHỮ", help="thấy gì, hoặc vì sao")] = "",
    van_lam: Insist = False,
    nguoi: Hand = None,
) -> None:
    """Trả lời một mục của hồ sơ mà không đi từng bước."""
    session = Session.of(context)
    state = read_state(tra_loi)
    if state is None:
        raise Failure(f"Không có câu trả lời “{tra_loi[:30]}”.", f"Chọn trong: {', '.join(STATE_WORDS)}.")
    with open_case(session.desk.by(nguoi), ten) as work:
        item = work.find_item(muc)
        closes = work.answer(item.id, Answer(state, chu or None), instead=van_lam)
        left = len(work.progress.left)
    told = [f"Đã ghi {STATES[state]}: {item.text}."]
    told += [f"Đóng lại, vì loại trừ nhau: {other.text}." for other in closes]
    said = {"item": item.id, "state": state.value, "note": chu or None, "closes": [other.id for other in closes]}
    session.tell("\n".join([*told, f"Còn {left} mục."]), case=ten, **said, left=left)
