"""The catalogue from above: its tasks in a list, its counts, and where it stands."""

import sqlite3
from collections import Counter
from datetime import date
from itertools import groupby

import msgspec

from canang.catalog.entries import edition_of, status_on
from canang.catalog.model import GRANTING, Status


class Listed(msgspec.Struct, frozen=True):
    """One row of the list of entries."""

    id: str
    type: str
    name: str
    kind: str | None
    procedure_type: str | None
    field: str
    level: str | None
    authority: str | None
    verification: str
    status: Status
    effective_from: date
    effective_to: date | None
    layer: str | None


class Filters(msgspec.Struct, frozen=True):
    """What to keep of the list; None keeps all."""

    field: str | None = None
    level: str | None = None
    kind: str | None = None
    verification: str | None = None


def fields(connection: sqlite3.Connection) -> dict[str, str]:
    """The fields of work, id to name."""
    return {row["id"]: row["name"] for row in connection.execute("SELECT id, name FROM fields ORDER BY id")}


def meta(connection: sqlite3.Connection) -> dict[str, str]:
    """What the catalogue says of itself: version, day of its data, content hash, counts reported by the ministry."""
    return {row["key"]: row["value"] for row in connection.execute("SELECT key, value FROM meta ORDER BY key")}


def list_entries(connection: sqlite3.Connection, filters: Filters, day: date, entry_type: str) -> list[Listed]:
    """The tasks (or procedures) that pass the filters, as they stand on the day, in the order of their ids."""
    listed = []
    rows = connection.execute(
        "SELECT entries.id, type, field, layer, name, kind, procedure_type, editions.level, authority,"
        " verification_level, editions.effective_from, editions.effective_to"
        " FROM entries JOIN editions ON entry = entries.id WHERE type = ? ORDER BY entries.id, editions.effective_from",
        (entry_type,),
    )
    for _, editions in groupby(rows, key=lambda row: row["id"]):
        edition = edition_of(list(editions), day)
        listed.append(
            Listed(
                edition["id"],
                edition["type"],
                edition["name"],
                edition["kind"],
                edition["procedure_type"],
                edition["field"],
                edition["level"],
                edition["authority"],
                edition["verification_level"],
                status_on(edition, day),
                date.fromisoformat(edition["effective_from"]),
                date.fromisoformat(edition["effective_to"]) if edition["effective_to"] else None,
                edition["layer"],
            )
        )
    return [
        item
        for item in listed
        if filters.field in (None, item.field)
        and filters.level in (None, item.level)
        and filters.kind in (None, item.kind, item.procedure_type)
        and filters.verification in (None, item.verification)
    ]


def count_by(listed: list[Listed], attribute: str) -> dict[str, int]:
    """How many of the entries have each value of an attribute, most first."""
    return dict(Counter(getattr(item, attribute) for item in listed).most_common())


def entries_beginning(connection: sqlite3.Connection, start: str) -> list[tuple[str, str]]:
    """Ids that begin with a text in any case, each with its newest name."""
    return _beginning(
        connection, "SELECT entry, name, max(effective_from) FROM editions WHERE {} GROUP BY entry", "entry", start
    )


def delegated_by(connection: sqlite3.Connection, documents: list[str]) -> set[str]:
    """The ids of the tasks of which any edition rests on one of the documents for the power itself."""
    marks = ", ".join("?" * len(documents))
    rows = connection.execute(
        "SELECT DISTINCT editions.entry FROM citations JOIN editions ON editions.id = citations.edition"
        " JOIN entries ON entries.id = editions.entry WHERE entries.type = 'task' AND citations.statement = 'basis'"
        f" AND citations.role = ? AND citations.document IN ({marks})",
        [GRANTING, *documents],
    )
    return {str(row["entry"]) for row in rows}


def fields_beginning(connection: sqlite3.Connection, start: str) -> list[tuple[str, str]]:
    """Fields whose id begins with a text in any case, each with its name."""
    return _beginning(connection, "SELECT id, name FROM fields WHERE {}", "id", start)


def documents_beginning(connection: sqlite3.Connection, start: str) -> list[tuple[str, str]]:
    """Documents whose number begins with a text in any case, each with its title."""
    return _beginning(connection, "SELECT number, title FROM documents WHERE {}", "number", start)


def everyday_words(connection: sqlite3.Connection) -> dict[str, list[str]]:
    """The everyday words that each entry is known by, by its id."""
    found: dict[str, list[str]] = {}
    for row in connection.execute("SELECT entry, word FROM everyday ORDER BY entry, id"):
        found.setdefault(row["entry"], []).append(row["word"])
    return found


def utterances(connection: sqlite3.Connection) -> dict[str, list[str]]:
    """What people say when they need an entry, by its id."""
    found: dict[str, list[str]] = {}
    for row in connection.execute("SELECT entry, text FROM utterances ORDER BY entry, id"):
        found.setdefault(row["entry"], []).append(row["text"])
    return found


def count_documents(connection: sqlite3.Connection) -> int:
    """How many legal documents the catalogue holds."""
    return int(connection.execute("SELECT count(*) FROM documents").fetchone()[0])


def meanings(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    """Everyday words and what they mean, both folded."""
    return [(str(row[0]), str(row[1])) for row in connection.execute("SELECT said, means FROM words ORDER BY id")]


def hidden_entries(connection: sqlite3.Connection) -> list[str]:
    """The entries below it that a layer hides."""
    return [str(row[0]) for row in connection.execute("SELECT entry FROM hidden ORDER BY entry")]


def layer_counts(connection: sqlite3.Connection) -> dict[str, int]:
    """How many entries and everyday words a layer holds."""
    return {
        table: int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]) for table in ("entries", "words")
    }


def _beginning(connection: sqlite3.Connection, sql: str, column: str, start: str) -> list[tuple[str, str]]:
    rows = connection.execute(sql.format(f"substr({column}, 1, ?) = ?"), (len(start), start.upper()))
    return sorted((str(row[0]), str(row[1])) for row in rows)
