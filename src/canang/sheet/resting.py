"""What rests on a legal document, article by article and statement by statement; and what ends soon."""

import sqlite3
from datetime import date, timedelta

import msgspec

from canang.catalog.documents import as_counted
from canang.sheet.statements import Statement, read_statements


class Resting(msgspec.Struct, frozen=True):
    """A statement that rests on a document. ``place`` is the article or the place in an annex; ``edition`` the day on
    which the edition of the entry begins."""

    place: str
    entry: str
    name: str
    edition: date
    statement: Statement


class Ending(msgspec.Struct, frozen=True):
    """Something that ends: a document (whole, or some of its articles), or an edition of an entry, and on which day.

    ``entries`` are those in force on the day asked for that rest on it.
    """

    day: date
    what: str
    kind: str
    name: str
    articles: tuple[str, ...]
    entries: tuple[str, ...]


def resting_on(connection: sqlite3.Connection, number: str, day: date) -> list[Resting]:
    """What rests on the document in editions that stand on the day or later, in the order of its articles."""
    found: dict[tuple[str, str, str, str], Resting] = {}
    kept: dict[tuple[str, str], dict[str, Statement]] = {}
    for row in connection.execute(
        "SELECT editions.entry, editions.name, editions.effective_from, citations.statement, citations.article,"
        " citations.annex FROM citations JOIN editions ON editions.id = citations.edition"
        " WHERE citations.document = ? AND (editions.effective_to IS NULL OR editions.effective_to >= ?)",
        (number, day.isoformat()),
    ):
        edition = (row["entry"], row["effective_from"])
        if edition not in kept:
            statements = read_statements(connection, row["entry"], date.fromisoformat(row["effective_from"]))
            kept[edition] = {statement.key: statement for statement in statements}
        statement = kept[edition].get(row["statement"])
        place = f"Điều {row['article']}" if row["article"] else row["annex"] or "toàn văn bản"
        if statement is not None:
            resting = Resting(place, row["entry"], row["name"], date.fromisoformat(row["effective_from"]), statement)
            found.setdefault((place, *edition, row["statement"]), resting)
    return sorted(found.values(), key=lambda resting: (as_counted(resting.place), resting.entry, resting.edition))


def ending_within(connection: sqlite3.Connection, day: date, days: int) -> list[Ending]:
    """What ends from the day on within so many days, soonest first."""
    first, last = day.isoformat(), (day + timedelta(days=days)).isoformat()
    found = []
    for row in connection.execute(
        "SELECT number, title, effective_to FROM documents WHERE effective_to BETWEEN ? AND ?", (first, last)
    ):
        entries = _entries_on(connection, row["number"], None, day)
        end = date.fromisoformat(row["effective_to"])
        found.append(Ending(end, row["number"], "document", row["title"], (), entries))
    for row in connection.execute(
        "SELECT document, articles, document_changes.effective_from, title FROM document_changes JOIN documents"
        " ON documents.number = document_changes.document"
        " WHERE change IN ('thay-the', 'bai-bo') AND articles <> ''"
        " AND document_changes.effective_from BETWEEN ? AND ?",
        (first, last),
    ):
        articles = tuple(row["articles"].split(","))
        end = date.fromisoformat(row["effective_from"]) - timedelta(days=1)
        entries = _entries_on(connection, row["document"], articles, day)
        found.append(Ending(end, row["document"], "articles", row["title"], articles, entries))
    for row in connection.execute(
        "SELECT entry, name, effective_to FROM editions WHERE effective_to BETWEEN ? AND ? AND effective_from <= ?"
        " AND NOT EXISTS (SELECT 1 FROM editions AS later WHERE later.entry = editions.entry"
        " AND later.effective_from > editions.effective_from)",
        (first, last, first),
    ):
        end = date.fromisoformat(row["effective_to"])
        found.append(Ending(end, row["entry"], "entry", row["name"], (), ()))
    return sorted(found, key=lambda ending: (ending.day, ending.kind, ending.what))


def _entries_on(
    connection: sqlite3.Connection, number: str, articles: tuple[str, ...] | None, day: date
) -> tuple[str, ...]:
    rows = connection.execute(
        "SELECT DISTINCT editions.entry, citations.article FROM citations JOIN editions"
        " ON editions.id = citations.edition WHERE citations.document = ? AND editions.effective_from <= ?"
        " AND (editions.effective_to IS NULL OR editions.effective_to >= ?) ORDER BY 1",
        (number, day.isoformat(), day.isoformat()),
    )
    return tuple(dict.fromkeys(row["entry"] for row in rows if articles is None or row["article"] in articles))
