"""``canang du-lieu``: the data itself, one module a command."""

import typer

from canang.cli.lazy import CommandTable, LazyGroup
from canang.cli.session import Session

COMMANDS: CommandTable = {
    "phien-ban": ("canang.cli.du_lieu_phien_ban", "Xem dữ liệu là bản nào, tính đến ngày nào, có bao nhiêu mục"),
    "kiem-tra": ("canang.cli.du_lieu_kiem_tra", "Kiểm tra tệp dữ liệu còn nguyên vẹn không"),
    "nhap": (
        "canang.cli.du_lieu_nhap",
        "Nhập thủ tục từ tệp của Cổng dịch vụ công hoặc quyết định công bố (DOCX, PDF)",
    ),
    "xay": ("canang.cli.du_lieu_xay", "Xây tệp dữ liệu từ các tệp YAML gốc; gặp lỗi thì nói tệp nào, dòng nào"),
}

EPILOG = """
canang du-lieu phien-ban
canang du-lieu kiem-tra
canang du-lieu xay --ra data/tasks.sqlite
"""


class DataCommands(LazyGroup):
    """The commands of ``canang du-lieu``."""

    table = COMMANDS


app = typer.Typer(
    cls=DataCommands,
    help="Dữ liệu của cẩm nang: phiên bản, nhập, lớp của tỉnh, so sánh, cập nhật.",
    epilog=EPILOG,
    rich_markup_mode=None,
    add_completion=False,
    no_args_is_help=False,
    invoke_without_command=True,
)


@app.callback()
def du_lieu(context: typer.Context) -> None:
    """Dữ liệu của cẩm nang: phiên bản, nhập, lớp của tỉnh, so sánh, cập nhật."""
    if context.invoked_subcommand is None:
        Session.of(context).environment.say(context.get_help().rstrip())
