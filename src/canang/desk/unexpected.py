"""What to say where something went wrong that nobody thought of: damaged data, or a fault of the program with a report.

The report can be sent as it is: it holds where in the program the fault lies, and nothing that anybody typed or kept.
"""

import platform
import re
import sqlite3
import traceback
from collections.abc import Sequence
from pathlib import Path

from canang import __version__
from canang.catalog.database import REINSTALL
from canang.catalog.integrity import check_catalog
from canang.desk.desk import Desk
from canang.errors import Code, Failure
from canang.files import private_folder, write_whole

FOLDER = "bao-loi"
"""The folder of such reports within the user's folder."""


def told(desk: Desk, error: Exception, words: Sequence[str]) -> Failure:
    """The failure to show: that the data are damaged, where they are; else that there is a fault, and its report.

    Args:
        words: the command line, of which only commands and names of options go into the report.
    """
    found = _damage(desk)
    if found is not None:
        return found
    kind = type(error).__name__
    try:
        path = _write(desk, error, words)
    except OSError:
        return Failure(
            f"canang gặp lỗi chưa lường trước ({kind}).",
            "Ghi lại lệnh vừa gõ và báo cho người phụ trách.",
            Code.UNEXPECTED,
        )
    return Failure(
        f"canang gặp lỗi chưa lường trước ({kind}). Việc đã ghi trước đó còn nguyên.",
        f"Gửi tệp này cho người phụ trách (trong đó không có dữ liệu hồ sơ): {path}",
        Code.UNEXPECTED,
    )


def _damage(desk: Desk) -> Failure | None:
    try:
        path = desk.catalog_path
        failed = [check for check in check_catalog(path) if not check.passed]
    except Failure as failure:
        return failure
    except (OSError, sqlite3.Error):
        return None
    if not failed:
        return None
    return Failure(f"Tệp dữ liệu hỏng ({failed[0].finding}): {path}", REINSTALL, Code.DATA_DAMAGED)


def _write(desk: Desk, error: Exception, words: Sequence[str]) -> Path:
    folder = desk.home / FOLDER
    private_folder(folder)
    path = folder / f"loi-{desk.now():%Y%m%d-%H%M%S-%f}.txt"
    known = [word for word in words if re.fullmatch(r"--?[a-z][a-z-]*|[a-z]+(?:-[a-z]+)*", word)]
    lines = [
        f"canang {__version__}, Python {platform.python_version()}, {platform.system()} {platform.release()}",
        f"Lệnh: {' '.join(known[:1] + [word for word in known[1:] if word.startswith('-')])}",
        *_places(error),
    ]
    write_whole(path, "\n".join([*lines, ""]).encode(), private=True)
    return path


def _places(error: BaseException) -> list[str]:
    """Where it happened, from the outside in, and the kind of the error; not its words, which may tell of a case."""
    lines = []
    cause = error.__cause__ or error.__context__
    if cause is not None:
        lines += [*_places(cause), "rồi:"]
    for frame in traceback.extract_tb(error.__traceback__):
        lines.append(f"  {'/'.join(Path(frame.filename).parts[-3:])}:{frame.lineno} {frame.name}")
    return [*lines, type(error).__name__]
