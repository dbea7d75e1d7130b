"""``canang may-chu phuc-vu``."""

from contextlib import closing
from typing import Annotated

import typer

from canang.cli.commands.may_chu.shared import Address, opened
from canang.cli.terminal.help import VietnameseCommand
from canang.cli.terminal.session import Session
from canang.web.sync import THREADS, serve_sync

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command("phuc-vu", cls=VietnameseCommand, epilog="canang may-chu phuc-vu --cong 8760")
def phuc_vu(
    context: typer.Context,
    csdl: Address = None,
    cong: Annotated[int, typer.Option("--cong", metavar="SỐ", min=0, max=65535, help="cổng")] = 8760,
    dia_chi: Annotated[str, typer.Option("--nghe", metavar="ĐỊA-CHỈ", help="nghe ở địa chỉ nào")] = "127.0.0.1",
) -> None:
    """Trả lời các máy đồng bộ. Đặt sau một máy chủ HTTPS; cách làm ở docs/trien-khai.md. Dừng: Ctrl-C."""
    session = Session.of(context)
    province = opened(session, csdl)
    province.keep_connections(THREADS)
    province.offices()  # a database that does not answer is told now, not at the first machine

    def ready(port: int) -> None:
        session.tell(f"Đang trả lời ở http://{dia_chi}:{port}. Dừng: Ctrl-C.", address=dia_chi, port=port)
        session.environment.stdout.flush()

    with closing(province):
        serve_sync(province, session.desk.home, dia_chi, cong, ready)
