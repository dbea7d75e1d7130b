"""Checking a catalogue file: SQLite's own structure, dangling references, and the hash of its content."""

import hashlib
import sqlite3
from pathlib import Path

import msgspec

from canang.catalog.codes import CODES
from canang.catalog.database import open_catalog
from canang.catalog.schema import DAYS
from canang.catalog.tables import TABLES


class Check(msgspec.Struct, frozen=True):
    """One thing looked at, whether it was right, and what was found."""

    name: str
    passed: bool
    finding: str


_KINDS = {"TEXT": "'text', 'null'", "INTEGER": "'integer', 'null'", "REAL": "'real', 'integer', 'null'"}
"""What a column of each declared type holds."""

_NEEDED = ("as_of", "calendar_announced", "delegated_by", "hotline", "version")
"""What a catalogue says of itself; a layer leaves it to the catalogue below."""

_UNORDERED = frozenset({"search", "asked", "initials", "weights"})
"""Tables whose rows are told apart by their numbers alone."""


def content_hash(connection: sqlite3.Connection) -> str:
    """SHA-256 over every row of every table, in an order that does not depend on the file or SQLite's version."""
    digest = hashlib.sha256()
    encode = msgspec.json.Encoder().encode
    for table in TABLES:
        order = "rowid" if table in _UNORDERED else "1"
        where = " WHERE key <> 'content_hash'" if table == "meta" else ""
        digest.update(f"\x1e{table}\n".encode())
        columns = "rowid, *" if table in _UNORDERED else "*"
        cursor = connection.cursor()
        cursor.row_factory = None  # plain tuples
        for row in cursor.execute(f"SELECT {columns} FROM {table}{where} ORDER BY {order}"):
            digest.update(encode(row) + b"\n")
    return digest.hexdigest()


def check_catalog(path: Path) -> list[Check]:
    """Look at a file from the outside in; stops at the first thing that makes the next one meaningless.

    Raises:
        CatalogUnusable: it is no catalogue of ours or of our version.
    """
    connection = open_catalog(path)
    checks = [Check("tệp", True, "đúng loại và đúng phiên bản cấu trúc")]
    try:
        (found,) = connection.execute("PRAGMA integrity_check").fetchone()
        checks.append(Check("SQLite", found == "ok", "nguyên vẹn" if found == "ok" else str(found)))
        odd = _odd_values(connection)
        checks.append(Check("kiểu", not odd, f"giá trị sai kiểu ở {odd[0]}" if odd else "đúng kiểu"))
        strange = _strange_codes(connection)
        checks.append(Check("mã", not strange, f"mã lạ ở {strange[0]}" if strange else "đều có trong danh mục"))
        layer = connection.execute("SELECT 1 FROM meta WHERE key = 'layer'").fetchone()
        unsaid = [] if layer else _unsaid(connection)
        checks.append(Check("lời dẫn", not unsaid, f"thiếu {unsaid[0]}" if unsaid else "đủ"))
        # What a layer puts in the place of a procedure may belong to a task that only the catalogue below it has.
        dangling = [
            row for row in connection.execute("PRAGMA foreign_key_check") if not (layer and row["parent"] == "entries")
        ]
        checks.append(
            Check("tham chiếu", not dangling, f"{len(dangling)} tham chiếu treo" if dangling else "không treo")
        )
        stated = connection.execute("SELECT value FROM meta WHERE key = 'content_hash'").fetchone()
        actual = content_hash(connection)
        same = stated is not None and stated["value"] == actual
        checks.append(Check("nội dung", same, actual if same else "mã băm không khớp: tệp đã bị sửa"))
    except sqlite3.DatabaseError as error:
        checks.append(Check("SQLite", False, f"đọc không được: {error}"))
    finally:
        connection.close()
    return checks


def _odd_values(connection: sqlite3.Connection) -> list[str]:
    """The columns that hold a value of another kind than they are declared for, which SQLite itself takes, or no day
    where a day must stand."""
    odd = []
    for table in TABLES:
        for column in connection.execute(f"PRAGMA table_info({table})").fetchall():
            name, kinds = column["name"], _KINDS.get(column["type"])
            if kinds is None:
                continue
            no_day = f" OR date({name}) IS NOT {name}" if name in DAYS else ""
            if connection.execute(
                f"SELECT 1 FROM {table} WHERE typeof({name}) NOT IN ({kinds}){no_day} LIMIT 1"
            ).fetchone():
                odd.append(f"{table}.{name}")
    return odd


def _unsaid(connection: sqlite3.Connection) -> list[str]:
    """What the catalogue should say of itself and does not, or says of a day that is none."""
    said = "SELECT 1 FROM meta WHERE key = ? AND value <> '' AND (key <> 'as_of' OR date(value) IS value)"
    return [key for key in _NEEDED if not connection.execute(said, (key,)).fetchone()]


def _strange_codes(connection: sqlite3.Connection) -> list[str]:
    """The columns that hold a code which is not on their list: nothing here has a name for it."""
    strange = []
    for table, column, codes in CODES:
        places = ", ".join("?" for _ in codes)
        held = f"SELECT 1 FROM {table} WHERE {column} NOT IN ({places}) LIMIT 1"
        if connection.execute(held, codes).fetchone():
            strange.append(f"{table}.{column}")
    return strange
