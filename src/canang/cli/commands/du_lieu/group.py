"""``canang du-lieu``: the data itself, one module a command."""

import typer

from canang.cli.terminal.help import command_group
from canang.cli.terminal.lazy import CommandTable, LazyGroup
from canang.cli.terminal.session import Session

COMMANDS: CommandTable = {
    "phien-ban": (
        "canang.cli.commands.du_lieu.phien_ban",
        "Xem dữ liệu là bản nào, tính đến ngày nào, có bao nhiêu mục",
    ),
    "kiem-tra": ("canang.cli.commands.du_lieu.kiem_tra", "Kiểm tra tệp dữ liệu còn nguyên vẹn không"),
    "nhap": (
        "canang.cli.commands.du_lieu.nhap",
        "Nhập thủ tục từ Cổng dịch vụ công, quyết định công bố (DOCX, PDF) hoặc mẫu của cẩm nang",
    ),
    "mau": ("canang.cli.commands.du_lieu.mau", "Ghi một mẫu trống để điền thủ tục của địa phương rồi nhập"),
    "lop": (
        "canang.cli.commands.du_lieu.lop",
        "Các lớp dữ liệu của địa phương phủ lên cẩm nang: thêm, thay hoặc ẩn mục",
    ),
    "so-sanh": ("canang.cli.commands.du_lieu.so_sanh", "So sánh hai tệp dữ liệu: thêm, bỏ, đổi gì, từng điều một"),
    "sap-het-han": (
        "canang.cli.commands.du_lieu.sap_het_han",
        "Liệt kê văn bản và mục sắp hết hiệu lực, việc nào dựa vào chúng",
    ),
    "doi-chieu": (
        "canang.cli.commands.du_lieu.doi_chieu",
        "Làm phiếu để luật sư duyệt từng điều của một mục, hoặc nhận phiếu đã duyệt",
    ),
    "dong-goi": ("canang.cli.commands.du_lieu.dong_goi", "Đóng dữ liệu thành một gói có chữ ký để chép sang máy khác"),
    "cap-nhat": (
        "canang.cli.commands.du_lieu.cap_nhat",
        "Cập nhật dữ liệu bằng một gói có chữ ký; gói hỏng, cũ hoặc lạ thì từ chối",
    ),
    "khoa": ("canang.cli.commands.du_lieu.khoa", "Các khóa đã tin để nhận gói cập nhật; làm khóa ký mới"),
    "mo": ("canang.cli.commands.du_lieu.mo", "Ghi dữ liệu mở: CSV, JSON kèm JSON Schema, và tệp cho Datasette"),
    "mo-rong": (
        "canang.cli.commands.du_lieu.mo_rong",
        "Xem một mục của dữ liệu gốc với mọi phần thừa kế, mỗi dòng từ tệp nào",
    ),
    "xay": (
        "canang.cli.commands.du_lieu.xay",
        "Xây tệp dữ liệu từ các tệp YAML gốc; gặp lỗi thì nói tệp nào, dòng nào",
    ),
}

EPILOG = """
canang du-lieu phien-ban
canang du-lieu kiem-tra
canang du-lieu xay --ra data/tasks.sqlite
"""


class DataCommands(LazyGroup):
    """The commands of ``canang du-lieu``."""

    table = COMMANDS


app = command_group(DataCommands, EPILOG)


@app.callback()
def du_lieu(context: typer.Context) -> None:
    """Dữ liệu của cẩm nang: phiên bản, nhập, lớp của tỉnh, so sánh, cập nhật."""
    if context.invoked_subcommand is None:
        Session.of(context).environment.say(context.get_help().rstrip())
