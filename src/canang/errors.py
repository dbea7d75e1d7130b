"""What every failure says, whoever asked: a code for programs, a Vietnamese line for people, and what to do next.

A front chooses how to show it: the terminal an exit code, a page a status, ``--json`` the envelope.
"""

import errno
import sqlite3
import sys
from enum import StrEnum
from typing import Any


class Code(StrEnum):
    """Why something could not be done. Programs rely on these words; new ones may come, none changes its meaning."""

    NOT_FOUND = "not-found"
    WRONG_USE = "wrong-use"
    BAD_INPUT = "bad-input"
    EXISTS = "exists"
    CLOSED = "closed"
    BUSY = "busy"
    TOO_OFTEN = "too-often"
    CANNOT_READ = "cannot-read"
    CANNOT_WRITE = "cannot-write"
    DISK_FULL = "disk-full"
    READ_ONLY = "read-only"
    DATA_DAMAGED = "data-damaged"
    DATA_VERSION = "data-version"
    REFUSED = "refused"
    UNEXPECTED = "unexpected"


NOT_WRITABLE = frozenset({Code.READ_ONLY, Code.CANNOT_WRITE, Code.DISK_FULL})
"""Why nothing can be written in a place that may be read all the same."""


class Failure(Exception):
    """Something cannot be done. ``str()`` says what is wrong, ``hint`` what to do, ``code`` why, for programs.

    A subclass sets ``code`` for all of its kind; an instance may say another.
    """

    code: Code = Code.WRONG_USE

    def __init__(self, message: str, hint: str = "", code: Code | None = None) -> None:
        super().__init__(message)
        self.hint = hint
        if code is not None:
            self.code = code


ENVELOPE_VERSION = 1
"""Of the envelope around what was done, and around every error, as JSON."""


def error_envelope(failure: Failure) -> dict[str, Any]:
    """``{"version": 1, "ok": false, "error": {"code": …, "message": …, "hint": …}}``."""
    error = {"code": failure.code.value, "message": str(failure), "hint": failure.hint or None}
    return {"version": ENVELOPE_VERSION, "ok": False, "error": error}


_GONE = (Code.CANNOT_WRITE, "Ổ đĩa không còn trả lời, có lẽ đã rút ra")

_DISK: dict[int, tuple[Code, str]] = {
    errno.ENOSPC: (Code.DISK_FULL, "Ổ đĩa đã đầy"),
    errno.EACCES: (Code.CANNOT_WRITE, "Không có quyền ghi hoặc đọc"),
    errno.EPERM: (Code.CANNOT_WRITE, "Không có quyền ghi hoặc đọc"),
    errno.EROFS: (Code.READ_ONLY, "Ổ đĩa chỉ cho đọc"),
    errno.ENOENT: (Code.CANNOT_READ, "Không có tệp hoặc thư mục này"),
    errno.EISDIR: (Code.WRONG_USE, "Đây là thư mục, không phải tệp"),
    errno.ENOTDIR: (Code.WRONG_USE, "Một phần của đường dẫn không phải thư mục"),
    errno.ENAMETOOLONG: (Code.WRONG_USE, "Tên tệp quá dài"),
    **dict.fromkeys((errno.EIO, errno.ENODEV, errno.ENXIO), _GONE),
    errno.EEXIST: (Code.EXISTS, "Chỗ này đã có tệp hoặc thư mục"),
}

_WINDOWS: dict[int, tuple[Code, str]] = {
    5: (Code.CANNOT_WRITE, "Không có quyền ghi hoặc đọc, hoặc chương trình khác đang mở"),
    19: (Code.READ_ONLY, "Ổ đĩa chỉ cho đọc"),
    **dict.fromkeys((32, 33, 1224), (Code.BUSY, "Chương trình khác đang mở tệp này")),
    **dict.fromkeys((21, 31, 55, 433, 1117, 1167), _GONE),
    **dict.fromkeys((51, 53, 59, 64, 67, 121, 1203, 1231), (Code.CANNOT_WRITE, "Không tới được ổ trong mạng")),
    123: (Code.WRONG_USE, 'Tên tệp có dấu mà Windows không nhận (\\ / : * ? " < > |)'),
    206: (Code.WRONG_USE, "Tên tệp quá dài: cả đường dẫn, Windows nhận 259 chữ"),
    225: (Code.CANNOT_WRITE, "Trình diệt virus của máy đã chặn tệp này"),
}
"""By the number of Windows, which says more than the one of C that Python makes of it."""

_LONGEST_PATH = 259
"""Characters that Windows takes, unless its administrator allows more; a longer one it calls missing."""

_SQLITE: dict[int, tuple[Code, str]] = {
    sqlite3.SQLITE_FULL: (Code.DISK_FULL, "đĩa đầy"),
    sqlite3.SQLITE_READONLY: (Code.READ_ONLY, "chỉ đọc được"),
    sqlite3.SQLITE_PERM: (Code.CANNOT_WRITE, "không có quyền ghi"),
    sqlite3.SQLITE_AUTH: (Code.CANNOT_WRITE, "không có quyền ghi"),
    sqlite3.SQLITE_BUSY: (Code.BUSY, "chương trình khác đang giữ"),
    sqlite3.SQLITE_LOCKED: (Code.BUSY, "chương trình khác đang giữ"),
    sqlite3.SQLITE_CANTOPEN: (Code.CANNOT_WRITE, "không mở hoặc tạo được tệp"),
    sqlite3.SQLITE_IOERR: (Code.CANNOT_WRITE, "ổ đĩa báo lỗi khi đọc, ghi"),
    sqlite3.SQLITE_NOTADB: (Code.DATA_DAMAGED, "không phải tệp dữ liệu"),
    sqlite3.SQLITE_CORRUPT: (Code.DATA_DAMAGED, "tệp hỏng"),
}
_PRIMARY = 0xFF
"""SQLite's extended codes carry the primary one in their lowest byte."""


def place_of(error: OSError) -> str:
    """The file that the system spoke of; of two, the one that was to be made."""
    return str(error.filename2 or error.filename or "")


def of_system(error: Exception) -> tuple[Code, str]:
    """Why the system or SQLite refused, by the error's number: a code, and words that an official knows.

    An error without a number that is known here keeps its own words.

    >>> of_system(OSError(28, "No space left on device"))
    (<Code.DISK_FULL: 'disk-full'>, 'Ổ đĩa đã đầy')
    """
    if isinstance(error, OSError) and (number := getattr(error, "winerror", None)) is not None:
        too_long = number in {2, 3} and len(place_of(error)) > _LONGEST_PATH
        if (found := _WINDOWS.get(206 if too_long else number)) is not None:
            return found
    if sys.platform == "win32" and isinstance(error, PermissionError):
        return _WINDOWS[5]  # what was opened by way of C has no number of Windows
    if isinstance(error, OSError) and error.errno in _DISK:
        return _DISK[error.errno]
    if isinstance(error, sqlite3.Error):
        number = getattr(error, "sqlite_errorcode", None)
        if number is not None and number & _PRIMARY in _SQLITE:
            return _SQLITE[number & _PRIMARY]
    damaged = isinstance(error, sqlite3.DatabaseError) and not isinstance(error, sqlite3.OperationalError)
    return (Code.DATA_DAMAGED if damaged else Code.CANNOT_WRITE), str(error)
