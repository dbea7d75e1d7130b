"""The editions of entries that stand on a day, and what an id, a code or a document's number asks for."""

import sqlite3
from datetime import date

from canang.catalog.documents import dependents, find_documents
from canang.catalog.entries import find_entry
from canang.search.ranking import Matched
from canang.search.results import ANSWER, Result, Wanted, result_of
from canang.text.identifiers import read_document_query


def by_identifier(connection: sqlite3.Connection, text: str, day: date, wanted: Wanted) -> list[Result]:
    """An id, a code or a document's number asks for exactly that."""
    entry = find_entry(connection, text)
    if entry is not None:
        ids, column = [entry], "id"
    elif read_document_query(text) is not None:
        numbers = find_documents(connection, text)
        ids = [found.entry for number in numbers for found in dependents(connection, number)]
        column = "documents"
    else:
        return []
    found = editions_on(connection, dict.fromkeys(ids), day, wanted)
    return [
        result_of(found[entry], day, round(1 - place / 1000, 4), (Matched(text.strip(), column, None),), ANSWER)
        for place, entry in enumerate(entry for entry in dict.fromkeys(ids) if entry in found)
    ]


def editions_on(
    connection: sqlite3.Connection, ids: dict[str, None], day: date, wanted: Wanted
) -> dict[str, sqlite3.Row]:
    """The edition of each entry that stands on the day (before the first one: the first), if it is wanted."""
    places = ", ".join("?" for _ in ids)
    rows = connection.execute(
        "SELECT editions.id, editions.entry, editions.effective_from, editions.effective_to,"
        " editions.name, editions.level, editions.authority, editions.limit_text, editions.applicant,"
        " entries.type, entries.field, entries.task,"
        " entries.layer"
        " FROM editions JOIN entries ON entries.id = editions.entry"
        f" WHERE editions.entry IN ({places}) ORDER BY editions.effective_from",
        list(ids),
    )
    found: dict[str, sqlite3.Row] = {}
    for row in rows:
        if row["entry"] not in found or row["effective_from"] <= day.isoformat():
            found[row["entry"]] = row
    return {
        entry: row
        for entry, row in found.items()
        if wanted.field in (None, row["field"])
        and wanted.level in (None, row["level"])
        and wanted.type in (None, row["type"])
    }
