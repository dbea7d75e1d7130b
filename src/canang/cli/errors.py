"""Every way to fail, as one or two Vietnamese lines and an exit code. Never a traceback."""

import errno
import sqlite3
from enum import IntEnum

from typer._click import exceptions as click_errors

from canang.catalog.database import REINSTALL, CatalogUnusable
from canang.catalog.entries import UnknownEntry
from canang.text.days import BadDay


class ExitCode(IntEnum):
    """The exit codes of the contract."""

    DONE = 0
    NOTHING_FOUND = 1
    WRONG_USE = 2
    BAD_DATA = 3
    INTERRUPTED = 130


class Failure(Exception):
    """A command cannot go on. ``str()`` says what is wrong; ``hint`` what to do."""

    def __init__(self, message: str, hint: str = "", code: ExitCode = ExitCode.WRONG_USE) -> None:
        super().__init__(message)
        self.hint = hint
        self.code = code


_OR_SEARCH = "Hoặc tìm bằng lời: canang tim …"
_DISK = {
    errno.ENOSPC: "Ổ đĩa đã đầy",
    errno.EACCES: "Không có quyền ghi hoặc đọc",
    errno.EPERM: "Không có quyền ghi hoặc đọc",
    errno.EROFS: "Ổ đĩa chỉ cho đọc",
    errno.ENOENT: "Không có tệp hoặc thư mục này",
    errno.EISDIR: "Đây là thư mục, không phải tệp",
    errno.ENOTDIR: "Một phần của đường dẫn không phải thư mục",
    errno.ENAMETOOLONG: "Tên tệp quá dài",
}


def explain(error: BaseException) -> Failure:
    """The Vietnamese lines and the exit code for anything that went wrong."""
    match error:
        case Failure():
            return error
        case BadDay():
            return Failure(str(error))
        case UnknownEntry():
            return Failure(
                f"Không có mục nào mang mã “{error.reference[:80]}”.",
                "\n".join(["Gần nhất:", *(f"  {id_}  {name}" for id_, name in error.nearest), _OR_SEARCH]),
                ExitCode.NOTHING_FOUND,
            )
        case CatalogUnusable():
            return Failure(str(error), error.hint, ExitCode.BAD_DATA)
        case sqlite3.DatabaseError():
            return Failure("Dữ liệu hỏng, đọc không được.", REINSTALL, ExitCode.BAD_DATA)
        case click_errors.UsageError() | click_errors.ClickException():
            return _wrong_use(error)
        case OSError():
            what = _DISK.get(error.errno or 0, "Không đọc hoặc ghi được")
            place = f": {error.filename}" if error.filename else ""
            return Failure(f"{what}{place}", "Chọn chỗ khác rồi chạy lại lệnh.")
        case _:
            detail = f"{type(error).__name__}: {error}".splitlines()[0][:200]
            return Failure(
                f"canang gặp lỗi chưa lường trước ({detail}).",
                "Ghi lại lệnh vừa gõ và báo cho người phụ trách.",
            )


def _wrong_use(error: click_errors.ClickException) -> Failure:
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "canang"
    hint = f"Xem cách dùng: {command} --help"
    match error:
        case click_errors.NoSuchOption():
            near = f" Có phải: {', '.join(sorted(error.possibilities))}?" if error.possibilities else ""
            return Failure(f"Không có tùy chọn {error.option_name}.{near}", hint)
        case click_errors.MissingParameter():
            name = error.param.make_metavar(context) if error.param is not None and context is not None else ""
            return Failure(f"Còn thiếu {name}.", hint)
        case click_errors.BadParameter():
            return Failure(_bad_value(error), hint)
        case click_errors.BadOptionUsage():
            return Failure(f"Tùy chọn {error.option_name} cần một giá trị đi kèm, hoặc không nhận giá trị.", hint)
        case _:
            text = error.format_message()
            if text.startswith("No such command"):
                return Failure(f"Không có lệnh {text.split(chr(39))[1]}.", hint)
            return Failure("Lệnh gõ chưa đúng: thừa hoặc thiếu tham số.", hint)


def _bad_value(error: click_errors.BadParameter) -> str:
    name = error.param.opts[0] if error.param is not None and error.param.opts else ""
    english = error.message.startswith(("'", "Invalid", "Value"))
    return f"Giá trị của {name} không dùng được." if english else error.message
