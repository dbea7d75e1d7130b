"""``canang web``: the handbook in the browser, on this machine."""

from typing import Annotated

import msgspec
import typer

from canang.cli.terminal.help import VietnameseCommand
from canang.cli.terminal.session import Session
from canang.errors import Failure

EPILOG = """
canang web
canang web --khong-mo --cong 8800
"""

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command("web", cls=VietnameseCommand, epilog=EPILOG)
def web(
    context: typer.Context,
    cong: Annotated[
        int | None, typer.Option("--cong", metavar="SỐ", help="cổng trên máy này (mặc định: 8756, hoặc cổng còn trống)")
    ] = None,
    mcp: Annotated[bool, typer.Option("--mcp", help="trả lời cả trợ lý (MCP) ở địa chỉ /mcp/")] = False,
    khong_mo: Annotated[bool, typer.Option("--khong-mo", help="chỉ in địa chỉ, không tự mở trình duyệt")] = False,
) -> None:
    """Mở cẩm nang trong trình duyệt, trên máy này, không cần mạng.

    Địa chỉ in ra dùng được một lần, cho một trình duyệt. Dừng: Ctrl-C, hoặc nút Tắt ở cuối trang.
    """
    session = Session.of(context)
    try:
        from canang.web.serving import Told, serve  # noqa: PLC0415  no other command needs a server
    except ImportError as missing:
        raise Failure(
            f"Bản cài này chưa có phần trang web (thiếu {missing.name}).", 'Cài thêm: pip install "canang[web]"'
        ) from None

    def tell(told: Told) -> None:
        if session.as_json:
            session.print_json(msgspec.to_builtins(told))
        else:
            first = "Cẩm nang đang chạy sẵn." if told.already else "Cẩm nang đang chạy. Dừng: Ctrl-C."
            session.environment.say(f"{first}\n{told.address}")
        session.environment.stdout.flush()

    serve(session.desk_of_today(), port=cong, tell=tell, opener=None if khong_mo else _open, mcp=mcp)


def _open(address: str) -> None:
    import threading  # noqa: PLC0415
    import webbrowser  # noqa: PLC0415

    # Some browsers hold up whoever starts them until they end.
    threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
