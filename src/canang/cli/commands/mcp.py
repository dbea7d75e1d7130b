"""``canang mcp``: the handbook for assistants, by the Model Context Protocol."""

import typer

from canang.cli.terminal.help import VietnameseCommand
from canang.cli.terminal.session import Session
from canang.errors import Failure

EPILOG = """
canang mcp
"""

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command("mcp", cls=VietnameseCommand, epilog=EPILOG)
def mcp(context: typer.Context) -> None:
    """Trả lời trợ lý (MCP) qua đầu vào, đầu ra của lệnh này; chỉ đọc.

    Trợ lý tự gọi lệnh này, người không cần gõ. Cách khai báo: docs/api.md.
    """
    session = Session.of(context)
    try:
        from canang.mcp.serving import serve  # noqa: PLC0415  no other command needs it
    except ImportError as missing:
        raise Failure(
            f"Bản cài này chưa có phần cho trợ lý (thiếu {missing.name}).", 'Cài thêm: pip install "canang[mcp]"'
        ) from None
    serve(session.desk_of_today())
