"""A damaged register: what can still be read goes into a new one, and the damaged file is kept."""

import sqlite3
from datetime import datetime
from pathlib import Path

import msgspec

from canang.cases.register import Register

_TABLES = ("cases", "events", "difficulties")


class Salvaged(msgspec.Struct, frozen=True):
    """Where the damaged file went, and how many rows of each table were saved."""

    damaged: Path
    rows: dict[str, int]


def salvage(home: Path, now: datetime) -> Salvaged:
    """Move the register aside and fill a new one with every row of it that can be read, one by one.

    Raises:
        FileNotFoundError: there is no register.
    """
    path = home / "ho-so.sqlite"
    aside = path.with_name(f"ho-so.hong-{now:%Y%m%d-%H%M%S}.sqlite")
    path.rename(aside)
    for suffix in ("-wal", "-shm"):
        beside = path.with_name(path.name + suffix)
        if beside.exists():
            beside.rename(aside.with_name(aside.name + suffix))
    register = Register(home)
    damaged = sqlite3.connect(aside)
    rows = {table: _copy(damaged, register.connection, table) for table in _TABLES}
    damaged.close()
    register.close()
    return Salvaged(aside, rows)


def _copy(damaged: sqlite3.Connection, new: sqlite3.Connection, table: str) -> int:
    columns = [row[1] for row in new.execute(f"PRAGMA table_info({table})")]
    names, places = ", ".join(columns), ", ".join("?" for _ in columns)
    saved = unread = 0
    number = 0
    # Past a stretch of a thousand numbers that give nothing, there is nothing more.
    while unread < 1000:
        number += 1
        try:
            row = damaged.execute(f"SELECT {names} FROM {table} WHERE rowid = ?", (number,)).fetchone()
        except sqlite3.DatabaseError:
            row = None
        if row is None:
            unread += 1
            continue
        unread = 0
        try:
            new.execute(f"INSERT INTO {table} ({names}) VALUES ({places})", row)
            saved += 1
        except sqlite3.DatabaseError:
            continue
    return saved
