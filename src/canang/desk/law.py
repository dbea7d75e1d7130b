"""Legal documents: found by their number, read with what rests on them; and what ends soon."""

import sqlite3
from datetime import date

import msgspec

from canang.catalog.documents import (
    Dependent,
    all_documents,
    dependents,
    entries_by_document,
    find_documents,
    load_document,
    nearest_documents,
)
from canang.catalog.lasting import Lapses
from canang.catalog.law import Document
from canang.desk.desk import Desk
from canang.errors import Code, Failure
from canang.sheet.resting import Ending, ending_within


class DocumentRead(msgspec.Struct, frozen=True):
    """A document with the entries that rest on it, in any of their editions."""

    document: Document
    resting: tuple[Dependent, ...]


def list_documents(desk: Desk, day: date) -> list[tuple[Document, int]]:
    """Every document with how many entries rest on it, in order of what matters on the day: those that most rest on,
    those no longer in force last."""
    with desk.catalog() as connection:
        return _ranked(connection, day)


def read_all_documents(desk: Desk, day: date) -> list[DocumentRead]:
    """Every document with what rests on it, in the same order."""
    with desk.catalog() as connection:
        return [
            DocumentRead(document, tuple(dependents(connection, document.number)))
            for document, _ in _ranked(connection, day)
        ]


def _ranked(connection: sqlite3.Connection, day: date) -> list[tuple[Document, int]]:
    counts = entries_by_document(connection)
    documents = all_documents(connection)
    ranked = sorted(documents, key=lambda each: (each.in_force(day) is False, -counts.get(each.number, 0)))
    return [(each, counts.get(each.number, 0)) for each in ranked]


def read_documents(desk: Desk, number: str, day: date) -> list[DocumentRead]:
    """The documents that a number means, written whole (``28/2013/TT-BKHCN``) or short (``ND 133``); of several, those
    in force on the day first.

    Raises:
        Failure: there is none; names those that look most like it.
    """
    with desk.catalog() as connection:
        numbers = find_documents(connection, number) or _as_read(connection, number)
        if not numbers:
            near = ", ".join(nearest_documents(connection, number))
            raise Failure(f"Không có văn bản “{number[:80]}” trong cẩm nang.", f"Gần nhất: {near}.", Code.NOT_FOUND)
        found = [DocumentRead(load_document(connection, each), tuple(dependents(connection, each))) for each in numbers]
        return sorted(found, key=lambda read: read.document.in_force(day) is False)


def _as_read(connection: sqlite3.Connection, named: str) -> list[str]:
    """The documents that a title means as the search reads it: keystrokes, initials, a slip of the finger."""
    from canang.search.engine import Engine  # noqa: PLC0415  most titles are typed right

    phrases = dict.fromkeys(reading.phrase for reading in Engine(connection).read(named))
    return next((found for phrase in phrases if (found := find_documents(connection, phrase))), [])


def ends_within(desk: Desk, day: date, days: int) -> list[Ending]:
    """The documents, articles and entries that end from the day on within so many days, soonest first."""
    with desk.catalog() as connection:
        return ending_within(connection, day, days)


def lapses(desk: Desk, day: date) -> Lapses:
    """What is known on the day to end or to change after it, of any document."""
    with desk.catalog() as connection:
        return Lapses(connection, day)
