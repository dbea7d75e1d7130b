"""``canang may-chu``: one register for a province."""

import typer
from typer._click import Command, Context

from canang.cli.terminal.help import command_group
from canang.cli.terminal.lazy import CommandTable, LazyGroup
from canang.cli.terminal.session import Session
from canang.errors import Failure

_HERE = "canang.cli.commands.may_chu"
COMMANDS: CommandTable = {
    "dung": (f"{_HERE}.dung", "Dựng sổ của tỉnh trong một cơ sở dữ liệu PostgreSQL, hoặc nâng sổ cũ lên bản này"),
    "co-quan": (f"{_HERE}.co_quan", "Liệt kê các cơ quan của tỉnh, hoặc thêm một cơ quan"),
    "nap": (
        f"{_HERE}.nap",
        "Nạp gói hồ sơ một cơ quan nộp lên vào sổ của cơ quan ấy; nạp lại cũng không ghi hai lần",
    ),
    "xuat": (f"{_HERE}.xuat", "Ghi mọi hồ sơ của một cơ quan ra gói: cho máy mới, hay người nhận bàn giao"),
    "tong-hop": (
        f"{_HERE}.tong_hop",
        "Cả tỉnh hôm nay: hồ sơ trễ, sắp hết hạn theo cơ quan và thủ tục; vướng mắc nhiều nơi gặp, đã trả lời chưa",
    ),
    "may": (
        f"{_HERE}.may",
        "Các máy được đồng bộ với sổ của tỉnh: liệt kê, thêm một máy (in mã nối một lần), ngừng một máy",
    ),
    "nguoi": (
        f"{_HERE}.nguoi",
        "Tài khoản vào trang của tỉnh trong trình duyệt: liệt kê, thêm (in mã mời một lần), mời lại, đóng",
    ),
    "sap-nhap": (
        f"{_HERE}.sap_nhap",
        "Sáp nhập một cơ quan vào cơ quan khác: hồ sơ, nhật ký, tệp, tài khoản, máy nối đều sang cơ quan nhận",
    ),
    "phuc-vu": (
        f"{_HERE}.phuc_vu",
        "Trả lời các máy đồng bộ. Đặt sau một máy chủ HTTPS; cách làm ở docs/trien-khai.md. Dừng: Ctrl-C",
    ),
    "dau-so": (
        f"{_HERE}.dau_so",
        "Ghi dấu cuối ngày của sổ từng cơ quan, để giữ ở ngoài máy chủ: sửa lại sổ về sau thì dấu này lộ ra",
    ),
    "kiem-tra": (
        f"{_HERE}.kiem_tra",
        "Kiểm sổ từng cơ quan từ việc đầu tiên: có việc nào bị sửa, xóa, đổi chỗ, dù bởi người quản trị PostgreSQL",
    ),
    "du-phong": (
        f"{_HERE}.du_phong",
        "Máy chủ này có máy dự phòng đồng bộ đang theo không, chậm bao nhiêu, có lần ghi nào đang đợi",
    ),
    "sao-luu": (
        f"{_HERE}.sao_luu",
        "Chép cả sổ của tỉnh ra một tệp, an toàn cả khi đang có người dùng. Chạy bằng vai chủ",
    ),
    "khoi-phuc": (
        f"{_HERE}.khoi_phuc",
        "Dựng lại sổ của tỉnh từ bản sao, vào một cơ sở dữ liệu trống; rồi chạy dung để có địa chỉ mới",
    ),
}

EPILOG = """
canang may-chu co-quan "Xã An Bình"
canang may-chu nap E:/an-binh.goi --co-quan "Xã An Bình"
canang may-chu tong-hop -o tinh.xlsx
"""


class ServerCommands(LazyGroup):
    """The commands of ``canang may-chu``."""

    table = COMMANDS

    def get_command(self, ctx: Context, cmd_name: str) -> Command | None:
        """The command of this name.

        Raises:
            Failure: the part of the program for it is not installed.
        """
        try:
            return super().get_command(ctx, cmd_name)
        except ModuleNotFoundError as missing:
            raise Failure(
                f"Bản cài này chưa có phần máy chủ của tỉnh (thiếu {missing.name}).",
                'Cài thêm: pip install "canang[tinh]"',
            ) from None


app = command_group(ServerCommands, EPILOG)


@app.callback()
def may_chu(context: typer.Context) -> None:
    """Sổ chung của tỉnh trong PostgreSQL: cơ quan nộp gói, tổng hợp, sao lưu, kiểm sổ."""
    if context.invoked_subcommand is None:
        Session.of(context).environment.say(context.get_help().rstrip())
