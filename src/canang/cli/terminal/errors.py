"""Every way to fail, as the terminal tells it: one or two Vietnamese lines and an exit code. Never a traceback."""

import sqlite3
from enum import IntEnum

from typer._click import exceptions as click_errors

from canang.catalog.database import REINSTALL
from canang.errors import Code, Failure, of_system, place_of


class ExitCode(IntEnum):
    """The exit codes of the contract."""

    DONE = 0
    NOTHING_FOUND = 1
    WRONG_USE = 2
    BAD_DATA = 3
    INTERRUPTED = 130


_EXITS = {
    Code.NOT_FOUND: ExitCode.NOTHING_FOUND,
    Code.DATA_DAMAGED: ExitCode.BAD_DATA,
    Code.DATA_VERSION: ExitCode.BAD_DATA,
    Code.REFUSED: ExitCode.BAD_DATA,
}


def exit_code(failure: Failure) -> ExitCode:
    """The exit code for a failure; what stands in no row is wrong use or bad input."""
    return _EXITS.get(failure.code, ExitCode.WRONG_USE)


def explain(error: BaseException) -> Failure:
    """Anything that went wrong as a failure with its Vietnamese lines."""
    match error:
        case Failure():
            return error
        case sqlite3.DatabaseError():
            return _of_sqlite(error)
        case click_errors.ClickException():
            return _wrong_use(error)
        case OSError():
            code, why = of_system(error)
            what = why if error.errno and why != str(error) else "Không đọc hoặc ghi được"
            place = place_of(error)
            return Failure(f"{what}: {place}" if place else what, "Chọn chỗ khác rồi chạy lại lệnh.", code)
        case _:
            detail = f"{type(error).__name__}: {error}".splitlines()[0][:200]
            return Failure(
                f"canang gặp lỗi chưa lường trước ({detail}).",
                "Ghi lại lệnh vừa gõ và báo cho người phụ trách.",
                Code.UNEXPECTED,
            )


def _of_sqlite(error: sqlite3.DatabaseError) -> Failure:
    code, why = of_system(error)
    if code in {Code.DISK_FULL, Code.READ_ONLY, Code.BUSY}:
        return Failure(f"Chưa ghi được: {why}.", "Dọn chỗ trống, sửa quyền ghi hoặc đợi, rồi chạy lại lệnh.", code)
    return Failure("Dữ liệu hỏng, đọc không được.", REINSTALL, Code.DATA_DAMAGED)


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
