"""``canang web``: the handbook in the browser, on this machine."""

from pathlib import Path
from typing import Annotated

import msgspec
import typer

from canang.cli.terminal.help import VietnameseCommand
from canang.cli.terminal.session import Session
from canang.errors import Failure

EPILOG = """
canang web
canang web --khong-mo --cong 8800
canang web --may-chu --cau-hinh /etc/canang/may-chu.toml
"""

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command("web", cls=VietnameseCommand, epilog=EPILOG)
def web(
    context: typer.Context,
    cong: Annotated[
        int | None, typer.Option("--cong", metavar="SỐ", help="cổng trên máy này (mặc định: 8756, hoặc cổng còn trống)")
    ] = None,
    mcp: Annotated[bool, typer.Option("--mcp", help="trả lời cả trợ lý (MCP) ở địa chỉ /mcp/")] = False,
    may_chu: Annotated[
        bool, typer.Option("--may-chu", help="phục vụ cả tỉnh: đăng nhập, sổ của từng cơ quan trong PostgreSQL")
    ] = False,
    csdl: Annotated[
        str | None,
        typer.Option(
            "--csdl", metavar="ĐỊA-CHỈ", help="với --may-chu: địa chỉ PostgreSQL (mặc định: biến CANANG_CSDL)"
        ),
    ] = None,
    cau_hinh: Annotated[
        Path | None, typer.Option("--cau-hinh", metavar="TỆP", help="với --may-chu: tệp cấu hình (docs/trang-tinh.md)")
    ] = None,
    nghe: Annotated[
        str, typer.Option("--nghe", metavar="ĐỊA-CHỈ", help="với --may-chu: nghe ở địa chỉ nào")
    ] = "127.0.0.1",
    khong_mo: Annotated[bool, typer.Option("--khong-mo", help="chỉ in địa chỉ, không tự mở trình duyệt")] = False,
) -> None:
    """Mở cẩm nang trong trình duyệt, trên máy này, không cần mạng.

    Địa chỉ in ra dùng được một lần, cho một trình duyệt. Dừng: Ctrl-C, hoặc nút Tắt ở cuối trang.
    """
    session = Session.of(context)
    if may_chu:
        _serve_province(session, csdl, cau_hinh, nghe, cong)
        return
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


def _serve_province(session: Session, csdl: str | None, file: Path | None, nghe: str, port: int | None) -> None:
    try:
        from canang.desk.province import address_of, province_at  # noqa: PLC0415  only a province needs the database
        from canang.web.office.serving import serve_office  # noqa: PLC0415
        from canang.web.office.settings import FILE, read_settings  # noqa: PLC0415
    except ImportError as missing:
        raise Failure(
            f"Bản cài này chưa có phần máy chủ của tỉnh (thiếu {missing.name}).",
            'Cài thêm: pip install "canang[tinh]"',
        ) from None
    own = session.desk.home / FILE
    port = 8760 if port is None else port
    if file is None and own.is_file():
        file = own
    settings = read_settings(file) if file else None
    province = province_at(address_of(session.desk, csdl))

    def ready(address: str, taken: int) -> None:
        session.tell(f"Đang phục vụ {address} (nghe ở {nghe}:{taken}). Dừng: Ctrl-C.", address=address, port=taken)
        session.environment.stdout.flush()

    serve_office(session.desk_of_today(), province, settings, listen_at=nghe, port=port, ready=ready)


def _open(address: str) -> None:
    import threading  # noqa: PLC0415
    import webbrowser  # noqa: PLC0415

    # Some browsers hold up whoever starts them until they end.
    threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
