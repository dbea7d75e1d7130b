"""``canang ho-so ghi-chu``."""

from typing import Annotated

import typer

from canang.cli.commands.ho_so.shared import Hand, ItemArgument, NameArgument
from canang.cli.terminal.help import VietnameseCommand
from canang.cli.terminal.session import Session
from canang.desk.cases import open_case
from canang.errors import Failure

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command("ghi-chu", cls=VietnameseCommand, epilog='canang ho-so ghi-chu "Cửa hàng số 5" "bước 5" "gọi lại chị Lan"')
def ghi_chu(
    context: typer.Context,
    ten: NameArgument,
    muc: ItemArgument,
    chu: Annotated[str, typer.Argument(metavar="CHỮ", help="điều cần nhớ; không in vào biên bản")],
    nguoi: Hand = None,
) -> None:
    """Ghi chú ở một mục; câu trả lời của mục giữ nguyên."""
    session = Session.of(context)
    with open_case(session.desk.by(nguoi), ten) as work:
        item = work.find_item(muc)
        if not work.note(item.id, chu):
            raise Failure("Ghi chú đang để trống.", "Viết điều cần nhớ trong dấu ngoặc kép.")
    session.tell(f"Đã ghi chú ở: {item.text}.", case=ten, item=item.id, note=chu)
