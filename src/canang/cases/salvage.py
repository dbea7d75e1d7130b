"""A damaged register: what can still be read goes into a new one, and the damaged file is kept.

Nothing is ever moved away before a whole new register is there: the damaged file is copied, every page that can be read
is read from the copy, the new register is checked, and only then it takes the old one's place, under the lock. A kill
anywhere leaves the register of before or the new one, and the copy.
"""

import contextlib
import filecmp
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path

import msgspec

from canang.cases.register import FILE, Register
from canang.cases.upgrade import VERSION, tables_of
from canang.catalog.database import sqlite_uri
from canang.errors import Code, Failure
from canang.files import PRIVATE_FILE, keep_copy, locked, private_folder, put_in_place, sync, work_folder

_TABLES = ("cases", "events", "difficulties")
"""Of every version; what else a register has is made of these, or is copied where it can be read."""
_BESIDE = ("waiting", "memory")
_FARTHEST = 1 << 22
"""How far past rows that cannot be read the next one is looked for."""


class Salvaged(msgspec.Struct, frozen=True):
    """Where the damaged file was copied to (None: the register is sound and nothing was done), and how many rows of
    each table the register holds now."""

    damaged: Path | None
    rows: dict[str, int]


def salvage(home: Path, now: datetime) -> Salvaged:
    """Put a new register with every row that can be read in the place of a damaged one; a sound one stays as it is.

    Raises:
        FileNotFoundError: there is no register.
        Failure: another command has it open, or is writing into the folder.
        OSError: the folder cannot be written.
    """
    path = home / FILE
    if not path.is_file():
        raise FileNotFoundError(path)
    with locked(home):
        _alone(path)
        if (rows := _sound(path)) is not None:
            return Salvaged(None, rows)
        with work_folder(home) as work:
            rows = _fill(work, _source(path))
            kept = keep_copy(path, "hong", now)
            log = path.with_name(f"{FILE}-wal")
            if log.exists():
                shutil.copyfile(log, kept.with_name(f"{kept.name}-wal"))
                sync(kept.with_name(f"{kept.name}-wal"))
            # A log of the old file must not be replayed into the new one; until it is gone the copy has it too.
            for suffix in ("-wal", "-shm"):
                path.with_name(FILE + suffix).unlink(missing_ok=True)
            (work / "moi" / FILE).chmod(PRIVATE_FILE)
            put_in_place(work / "moi" / FILE, path)
    return Salvaged(kept, rows)


def _source(path: Path) -> Path:
    """What to read from: the register, or, where a rescue was killed after its log was gone, the copy of it with its
    log. A copy of another state than this one is of an earlier rescue, and older.
    """
    if path.with_name(f"{FILE}-wal").exists():
        return path
    logs = sorted(path.parent.glob(f"{FILE}.hong-*-wal"), reverse=True)
    copies = (log.with_name(log.name.removesuffix("-wal")) for log in logs if log.stat().st_size)
    return next((copy for copy in copies if copy.is_file() and filecmp.cmp(copy, path, shallow=False)), path)


def _alone(path: Path) -> None:
    """Nobody else has the register open: SQLite leaves its log mode only to one who is alone.

    Raises:
        Failure: somebody has.
    """
    try:
        with closing(sqlite3.connect(path, timeout=0.5)) as connection:
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("ROLLBACK")
    except sqlite3.DatabaseError as error:
        busy = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in busy:
            raise Failure(
                "Sổ hồ sơ đang mở ở một cửa sổ khác.", "Đóng các cửa sổ canang khác rồi chạy lại.", Code.BUSY
            ) from error


def _sound(path: Path) -> dict[str, int] | None:
    """The rows of each table where the whole file can be read and is right; None where it is damaged."""
    try:
        with closing(sqlite3.connect(sqlite_uri(path.resolve(), "mode=ro"), uri=True)) as connection:
            if connection.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
                return None
            return {table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in _TABLES}
    except sqlite3.DatabaseError:
        return None


def _fill(work: Path, source: Path) -> dict[str, int]:
    """A new register in ``work/moi`` with what can be read of a copy of the damaged one."""
    copy = work / FILE
    shutil.copyfile(source, copy)
    log = source.with_name(f"{source.name}-wal")
    if log.exists():
        shutil.copyfile(log, work / f"{FILE}-wal")
    private_folder(work / "moi")
    with (
        closing(sqlite3.connect(copy)) as damaged,
        closing(sqlite3.connect(work / "moi" / FILE, isolation_level=None)) as new,
    ):
        version = _version(damaged)
        new.executescript(f"{tables_of(version)}; PRAGMA user_version = {version};")
        for table in (*_TABLES, *_BESIDE):
            _copy(damaged, new, table)
    register = Register(work / "moi")
    try:
        register.find_again()
        register.fold_all()
        register.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        register.close()
    rows = _sound(work / "moi" / FILE)
    if rows is None:
        raise Failure("Chưa cứu được sổ hồ sơ: bản mới không đúng. Sổ cũ còn nguyên.", code=Code.DATA_DAMAGED)
    return rows


def _version(damaged: sqlite3.Connection) -> int:
    """The version that wrote the file; today's where even that cannot be read."""
    try:
        (version,) = damaged.execute("PRAGMA user_version").fetchone()
    except sqlite3.DatabaseError:
        return VERSION
    return version if 0 < version <= VERSION else VERSION


def _copy(damaged: sqlite3.Connection, new: sqlite3.Connection, table: str) -> int:
    try:
        there = {row[1] for row in damaged.execute(f"PRAGMA table_info({table})")}
    except sqlite3.DatabaseError:
        return 0
    columns = [row[1] for row in new.execute(f"PRAGMA table_info({table})") if row[1] in there]
    if not columns:
        return 0
    names, places = ", ".join(columns), ", ".join("?" for _ in columns)
    saved = 0
    new.execute("BEGIN")
    for row in _rows(damaged, table, names):
        with contextlib.suppress(sqlite3.DatabaseError):
            new.execute(f"INSERT INTO {table} ({names}) VALUES ({places})", row)
            saved += 1
    new.execute("COMMIT")
    return saved


def _rows(damaged: sqlite3.Connection, table: str, names: str) -> Iterator[tuple[object, ...]]:
    """Every row that can be read, by its number: behind one that cannot, the next is looked for ever farther on."""
    number, stride = 0, 1
    while stride <= _FARTHEST:
        try:
            row = damaged.execute(
                f"SELECT rowid, {names} FROM {table} WHERE rowid > ? ORDER BY rowid LIMIT 1", (number,)
            ).fetchone()
        except (sqlite3.DatabaseError, OverflowError):
            found = None
            with contextlib.suppress(sqlite3.DatabaseError):
                found = damaged.execute(f"SELECT rowid, {names} FROM {table} WHERE rowid = ?", (number + 1,)).fetchone()
            if found is not None:
                yield tuple(found[1:])
                number, stride = number + 1, 1
                continue
            number += 1 if stride < 512 else stride // 256
            stride = stride + 1 if stride < 512 else stride * 2
            continue
        if row is None:
            return
        yield tuple(row[1:])
        number, stride = int(row[0]), 1
