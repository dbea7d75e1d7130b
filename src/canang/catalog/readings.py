"""Who read the statements of an entry again, and when: the reviews that hold, by reader and by statement."""

import sqlite3
from collections import defaultdict
from datetime import date

from canang.catalog.model import Reading


def editors_of(connection: sqlite3.Connection) -> str | None:
    """The name under which the editors of the handbook sign what they read; None where none is stated."""
    row = connection.execute("SELECT value FROM meta WHERE key = 'editors'").fetchone()
    return None if row is None else str(row[0])


def readings_of(connection: sqlite3.Connection, entry_id: str, effective_from: str) -> tuple[Reading, ...]:
    """Who read this edition of an entry, oldest reading first."""
    rows = connection.execute(
        "SELECT reviewer, day, count(DISTINCT statement) AS read FROM reviews WHERE entry = ? AND effective_from = ?"
        " GROUP BY reviewer, day ORDER BY day, reviewer",
        (entry_id, effective_from),
    ).fetchall()
    editors = editors_of(connection) if rows else None
    return tuple(Reading(who, date.fromisoformat(day), read, who == editors) for who, day, read in rows)


def readers_of_statements(
    connection: sqlite3.Connection, entry_id: str, effective_from: date
) -> dict[str, tuple[Reading, ...]]:
    """Who read each statement of this edition, by the key of the statement."""
    editors = editors_of(connection)
    found: dict[str, list[Reading]] = defaultdict(list)
    for statement, who, day in connection.execute(
        "SELECT statement, reviewer, day FROM reviews WHERE entry = ? AND effective_from = ? ORDER BY day, id",
        (entry_id, effective_from.isoformat()),
    ):
        found[statement].append(Reading(who, date.fromisoformat(day), 1, who == editors))
    return {statement: tuple(readings) for statement, readings in found.items()}
