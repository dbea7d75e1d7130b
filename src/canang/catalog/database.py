"""Opening a catalogue: read-only, immutable, and only if it is one of ours and of our version."""

import re
import sqlite3
from collections.abc import Callable
from functools import cache, lru_cache
from pathlib import Path, PurePath
from typing import Any, TypeVar
from urllib.parse import quote

from canang.catalog.schema import APPLICATION_ID, SCHEMA_VERSION
from canang.errors import Code, Failure, of_system
from canang.patience import patiently

T = TypeVar("T")


class CatalogUnusable(Failure):
    """The file cannot be used as a catalogue."""

    code = Code.DATA_DAMAGED


REINSTALL = "Cài lại canang, hoặc chỉ tới tệp dữ liệu khác bằng --db."


_LONGEST_VALUE = 50_000_000
"""Bytes of one value of a catalogue. The longest is a record as it was imported."""

_SEARCHED = ("search", "asked")
"""The tables of SQLite's full-text index; its parts stand beside them as ordinary tables."""

_INDEX = r"CREATE INDEX \w+ ON \w+ \(\w+(?:, \w+)*\)"


class OpenCatalog(sqlite3.Connection):
    """A catalogue open for reading. It does not change meanwhile: ``made`` holds what was made of it, by its maker."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.made: dict[Callable[[sqlite3.Connection], Any], Any] = {}


def made_once(connection: sqlite3.Connection, make: Callable[[sqlite3.Connection], T]) -> T:
    """What ``make`` makes of a catalogue; of one that is open for reading, once."""
    if not isinstance(connection, OpenCatalog):
        return make(connection)
    if make not in connection.made:
        connection.made[make] = make(connection)
    made: T = connection.made[make]
    return made


@cache
def bundled_path() -> Path:
    """The catalogue that came with the program: inside the installed package, or in the checkout beside ``src``."""
    package = Path(__file__).resolve().parents[1]
    installed = package / "data" / "tasks.sqlite"
    return installed if installed.exists() else package.parents[1] / "data" / "tasks.sqlite"


def sqlite_uri(path: PurePath, query: str) -> str:
    """The URI under which SQLite opens a file, also one on a share of the network.

    ``Path.as_uri`` puts the server of ``\\\\server\\share`` where SQLite allows only ``localhost``.

    >>> from pathlib import PureWindowsPath
    >>> sqlite_uri(PureWindowsPath("//may/chung/a b.sqlite"), "mode=ro")
    'file:////may/chung/a%20b.sqlite?mode=ro'
    """
    posix = path.as_posix()
    return f"file://{'' if posix.startswith('/') else '/'}{quote(posix, safe='/:')}?{query}"


def identity_of(path: Path) -> tuple[int, int]:
    """A file's ``application_id`` and ``user_version``, from SQLite's header: it is asked for with every command.

    Raises:
        OSError: the file cannot be read.
    """
    with patiently(lambda: path.open("rb")) as file:
        header = file.read(72)
    return int.from_bytes(header[68:72], "big"), int.from_bytes(header[60:64], "big")


def open_catalog(path: Path) -> sqlite3.Connection:
    """Open a catalogue for reading.

    ``mode=ro`` refuses a missing file, ``immutable=1`` takes no locks and leaves no files beside it; the file is only
    ever replaced whole.

    Raises:
        CatalogUnusable: missing, not SQLite, truncated, or of another schema version.
        Failure: another program holds it, or its drive does not answer.
    """
    if not path.is_file():
        raise CatalogUnusable(f"Không thấy tệp dữ liệu: {path}", REINSTALL)
    # SQLite calls a file that is held, or whose drive is gone, by the names of damage: asked before it.
    try:
        patiently(lambda: path.open("rb")).close()
    except OSError as error:
        code, why = of_system(error)
        raise Failure(f"{why}: {path}", "Đợi một lát hoặc cắm lại ổ rồi chạy lại lệnh.", code) from error
    connection = sqlite3.connect(sqlite_uri(path.resolve(), "mode=ro&immutable=1"), uri=True, factory=OpenCatalog)
    try:
        (application,) = connection.execute("PRAGMA application_id").fetchone()
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        (page_size,) = connection.execute("PRAGMA page_size").fetchone()
    except sqlite3.DatabaseError:
        connection.close()
        raise CatalogUnusable(f"Tệp dữ liệu hỏng, hoặc không phải SQLite: {path}", REINSTALL) from None
    problem = ""
    if application != APPLICATION_ID:
        problem = f"Tệp này không phải dữ liệu của canang: {path}"
    elif version != SCHEMA_VERSION:
        problem = (
            f"Tệp dữ liệu có phiên bản cấu trúc {version}, chương trình này đọc phiên bản {SCHEMA_VERSION}: {path}"
        )
    elif pages * page_size > path.stat().st_size:
        problem = f"Tệp dữ liệu bị cụt, có lẽ chép chưa xong: {path}"
    elif _holds_more_than_rows(connection):
        problem = f"Tệp dữ liệu có phần không phải của canang; không mở: {path}"
    if problem:
        connection.close()
        raise CatalogUnusable(problem, REINSTALL)
    connection.row_factory = sqlite3.Row
    return connection


def _holds_more_than_rows(connection: sqlite3.Connection) -> bool:
    """Whether a file has views, triggers, columns that are reckoned, or modules that are none of ours: reading such a
    file runs what its maker wrote, and may never end.
    """
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST_VALUE)
    connection.execute("PRAGMA trusted_schema = OFF")
    try:
        made = connection.execute("SELECT type, name, sql FROM sqlite_schema").fetchall()
    except sqlite3.DatabaseError:
        return True
    return not all(_plain(kind, name, sql) for kind, name, sql in made)


@lru_cache(256)
def _plain(kind: str, name: str, sql: str | None) -> bool:
    if kind == "table" and name in _SEARCHED:
        return re.match(rf"CREATE VIRTUAL TABLE {name} USING fts5\(", sql or "") is not None
    if kind == "table":
        return re.match(r"(?i)CREATE TABLE\b(?!.*(?:\bGENERATED\b|\bAS\s*\())", sql or "", re.DOTALL) is not None
    return kind == "index" and (sql is None or re.fullmatch(_INDEX, sql) is not None)
