"""The program: a list of commands, one way in and one way out."""

import errno
import json
import os
import sys
from collections.abc import Sequence
from contextlib import redirect_stdout
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Annotated

import typer
from typer._click import Command, Context

from canang.cli.terminal.environment import Environment
from canang.cli.terminal.errors import ExitCode, exit_code, explain
from canang.cli.terminal.lazy import CommandTable, LazyGroup
from canang.cli.terminal.session import Session
from canang.errors import Code, Failure, error_envelope

COMMANDS: CommandTable = {
    "tim": ("canang.cli.commands.tim", "Tìm thủ tục bằng lời thường ngày"),
    "xem": ("canang.cli.commands.xem", "Xem một nhiệm vụ hoặc thủ tục: một màn hình gọn, hoặc trọn vẹn"),
    "checklist": ("canang.cli.commands.checklist", "Làm theo từng bước một thủ tục"),
    "ho-so": ("canang.cli.commands.ho_so.group", "Các hồ sơ đang làm: hạn, việc trễ, lịch sử, xuất ra bảng"),
    "vuong-mac": (
        "canang.cli.commands.vuong_mac",
        "Ghi vướng mắc để gửi đường dây nóng của Bộ, đánh dấu khi đã được trả lời",
    ),
    "hoi-dap": ("canang.cli.commands.hoi_dap", "Hỏi và đáp: những vướng mắc đã gặp thật, và cách gỡ"),
    "san-sang": ("canang.cli.commands.san_sang", "Xã, Sở đã sẵn sàng làm việc này chưa: còn thiếu gì, ai giúp được"),
    "co-quan": ("canang.cli.commands.co_quan", "Cơ quan của bạn: nơi nhận hồ sơ, điện thoại, tài khoản nộp phí, ai ký"),
    "export": ("canang.cli.commands.export", "In phiếu ra PDF, DOCX, HTML, Markdown hoặc JSON"),
    "danh-sach": ("canang.cli.commands.danh_sach", "Liệt kê các nhiệm vụ đã giao về địa phương"),
    "thong-ke": ("canang.cli.commands.thong_ke", "Đếm nhiệm vụ và thủ tục theo loại, lĩnh vực, cấp, mức kiểm chứng"),
    "web": ("canang.cli.commands.web", "Mở cẩm nang trong trình duyệt, trên máy này, không cần mạng"),
    "mcp": ("canang.cli.commands.mcp", "Trả lời trợ lý (MCP) qua đầu vào, đầu ra của lệnh này; chỉ đọc"),
    "may-chu": (
        "canang.cli.commands.may_chu.group",
        "Sổ chung của tỉnh trong PostgreSQL: cơ quan nộp gói, tổng hợp, sao lưu, kiểm sổ",
    ),
    "van-ban": ("canang.cli.commands.van_ban", "Xem một văn bản còn hiệu lực không, và việc nào dựa vào nó"),
    "du-lieu": (
        "canang.cli.commands.du_lieu.group",
        "Dữ liệu của cẩm nang: phiên bản, nhập, lớp của tỉnh, so sánh, cập nhật",
    ),
}


class Commands(LazyGroup):
    """The commands of canang; what is none is an id to open, or words to search for."""

    table = COMMANDS

    def resolve_command(self, ctx: Context, args: list[str]) -> tuple[str | None, Command | None, list[str]]:
        """The command typed, in any spelling; else what was most likely meant."""
        if args[0] in self.table:
            return super().resolve_command(ctx, args)
        from canang.cli.terminal.meant import what_is_meant  # noqa: PLC0415  only where no command was typed

        name, rest = what_is_meant(args, list(self.table), Session.begin(ctx.obj, ctx.params["db"], as_json=False).desk)
        return super().resolve_command(ctx, [name, *rest])


app = typer.Typer(
    cls=Commands,
    rich_markup_mode=None,
    invoke_without_command=True,
    context_settings={"help_option_names": ["--help", "-h"]},
    help="Cẩm nang của cán bộ địa phương về nhiệm vụ khoa học và công nghệ đã giao về tỉnh và xã.",
    epilog='canang tim "đo lường xăng dầu"\ncanang checklist TDC-01.2\ncanang export TDC-01.2 -o phieu.pdf',
)


@app.callback()
def canang(
    context: typer.Context,
    db: Annotated[Path | None, typer.Option("--db", metavar="TỆP", help="đọc tệp dữ liệu khác")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="in JSON")] = False,
    version: Annotated[bool, typer.Option("--version", help="hiện phiên bản rồi thôi")] = False,
) -> None:
    """Cẩm nang của cán bộ địa phương về nhiệm vụ khoa học và công nghệ đã giao về tỉnh và xã."""
    environment = context.ensure_object(Environment)
    context.obj = session = Session.begin(environment, db, as_json)
    if version:
        from canang import __version__  # noqa: PLC0415

        environment.say(f"canang {__version__}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        _begin(session)


def _begin(session: Session) -> None:
    """``canang`` alone: the menu where somebody sits at a terminal that can draw one, else the greeting."""
    if session.environment.interactive and not session.as_json:
        from canang.cli.terminal.picker import can_pick  # noqa: PLC0415  nothing else draws

        if can_pick(session.environment):
            from canang.cli.commands.home import home  # noqa: PLC0415

            home(session)
            return
    from canang.cli.commands.greeting import greet  # noqa: PLC0415  only ``canang`` alone greets

    greet(session)


def run(arguments: Sequence[str], environment: Environment) -> int:
    """Run one command line and return its exit code; everything that goes wrong becomes Vietnamese lines."""
    command, arguments = _whole(), hoist(arguments)
    try:
        with redirect_stdout(environment.stdout):
            code = command.main(
                args=arguments,
                prog_name="canang",
                standalone_mode=False,
                obj=environment,
                max_content_width=environment.width,
                terminal_width=environment.width,
            )
        environment.stdout.flush()
        # Typer turns Ctrl-C inside a command into this code without a word.
        return _interrupted(environment) if code == ExitCode.INTERRUPTED else int(code or ExitCode.DONE)
    except (KeyboardInterrupt, typer.Abort):
        return _interrupted(environment)
    except (BrokenPipeError, SystemExit) as ending:
        # Typer ends the process itself after a closed pipe (1) and after writing a completion script (0).
        if isinstance(ending, BrokenPipeError) or ending.code:
            _close_quietly(environment)
        return ExitCode.DONE
    except Exception as error:
        if _is_closed_pipe(error, environment):
            _close_quietly(environment)
            return ExitCode.DONE
        if environment.variables.get("CANANG_DEBUG"):
            raise
        return _fail(error, environment, arguments)


def hoist(arguments: Sequence[str]) -> list[str]:
    """Move the options that every command takes to the front, so that they may stand anywhere before ``--``.

    >>> hoist(["xem", "TDC-01", "--json"])
    ['--json', 'xem', 'TDC-01']
    """
    front: list[str] = []
    rest: list[str] = []
    waiting = list(arguments)
    while waiting:
        argument = waiting.pop(0)
        if argument == "--":
            rest += [argument, *waiting]
            break
        if argument == "--json":
            front.append(argument)
        elif argument.startswith("--db="):
            front += ["--db", argument.removeprefix("--db=")]
        elif argument == "--db":
            front += [argument, *waiting[:1]]
            del waiting[:1]
        else:
            rest.append(argument)
    return front + rest


def _interrupted(environment: Environment) -> int:
    environment.complain("\nĐã dừng theo yêu cầu.")
    return ExitCode.INTERRUPTED


def _fail(error: Exception, environment: Environment, arguments: Sequence[str]) -> int:
    failure = explain(error)
    if failure.code is Code.UNEXPECTED and not isinstance(error, Failure):
        from canang.desk.unexpected import told  # noqa: PLC0415  nobody hopes for it

        chosen = next((Path(file) for word, file in pairwise(arguments) if word == "--db"), None)
        failure = told(Session.begin(environment, chosen, as_json=False).desk, error, arguments)
    try:
        if "--json" in arguments:
            environment.say_json(json.dumps(error_envelope(failure), ensure_ascii=False, indent=2))
        environment.stdout.flush()
    except OSError:
        _close_quietly(environment)
    environment.complain(f"Lỗi: {failure}" if failure.code is not Code.NOT_FOUND else str(failure))
    if failure.hint:
        environment.complain(failure.hint)
    return exit_code(failure)


def _is_closed_pipe(error: Exception, environment: Environment) -> bool:
    """Windows has no name of its own for a pipe whose reader has gone: the C library calls it a wrong argument."""
    unnamed = isinstance(error, OSError) and error.errno == errno.EINVAL and error.filename is None
    return sys.platform == "win32" and unnamed and not environment.on_terminal


def _close_quietly(environment: Environment) -> None:
    """Give a broken output a place to go, or Python complains once more while it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), environment.stdout.fileno())


@cache
def _whole() -> Command:
    """The program as one command; who runs several command lines in one process builds it once."""
    command = typer.main.get_command(app)
    _translate_completion(command)
    return command


def _translate_completion(command: object) -> None:
    words = {
        "install_completion": "cài gợi ý phím Tab cho cửa sổ lệnh đang dùng",
        "show_completion": "hiện đoạn lệnh gợi ý phím Tab để tự chép",
    }
    for parameter in getattr(command, "params", []):
        if parameter.name in words:
            parameter.help = words[parameter.name]
