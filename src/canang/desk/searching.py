"""Finding: from everyday words to the entries that answer, or that come nearest."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import msgspec

from canang.catalog.companions import wordings
from canang.catalog.overview import fields, meta
from canang.desk.desk import Desk
from canang.search.engine import Engine
from canang.search.questions import ENOUGH_LIKE, likest
from canang.search.results import ANSWER, Elsewhere, Result, Wanted
from canang.text.identifiers import names_document


class Companion(msgspec.Struct, frozen=True):
    """What answers besides entries: a ``question`` or a legal ``document``, by its id or number, with what it is
    called. ``score`` is in 0..1."""

    id: str
    type: str
    name: str
    score: float


class Answered(msgspec.Struct, frozen=True):
    """What a query found: entries that answer, then those that only come near, each with its grade. ``companions``
    answer besides. ``suggestions`` are words of the catalogue like those asked for, ``elsewhere`` whose matter it is;
    both only where nothing answers."""

    query: str
    results: tuple[Result, ...]
    suggestions: tuple[str, ...]
    elsewhere: Elsewhere | None = None
    companions: tuple[Companion, ...] = ()

    @property
    def is_answered(self) -> bool:
        """Whether anything answers."""
        return bool(self.answers or self.companions)

    @property
    def answers(self) -> tuple[Result, ...]:
        """Those that answer, best first."""
        return tuple(result for result in self.results if result.grade == ANSWER)

    @property
    def near(self) -> tuple[Result, ...]:
        """Those that come near and may not be meant, best first."""
        return tuple(result for result in self.results if result.grade != ANSWER)


class Search:
    """A catalogue open for many queries."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._engine = Engine(connection)
        self._connection = connection
        self._wordings = wordings(connection)
        self.fields = fields(connection)
        self.hotline = meta(connection)["hotline"]

    def find(self, query: str, day: date, wanted: Wanted, limit: int) -> Answered:
        """What answers, at most so many, and what comes near.

        Args:
            day: the day to answer for.
            wanted: what else must hold of a result.
        """
        results = tuple(self._engine.graded(query, day, wanted, limit))
        companions = self._companions(query) if limit > 1 and wanted == Wanted() else ()
        if companions or any(result.grade == ANSWER for result in results):
            return Answered(query, results[: limit - len(companions)], (), companions=companions)
        return Answered(query, results, tuple(self._engine.suggestions(query)), self._engine.elsewhere(query))

    def _companions(self, query: str) -> tuple[Companion, ...]:
        """The document that a query names, and the question that comes near enough to be the one asked."""
        found = []
        if names_document(query):
            from canang.catalog.documents import find_documents, load_document  # noqa: PLC0415  few queries name one

            found += [
                Companion(number, "document", load_document(self._connection, number).title, 1.0)
                for number in find_documents(self._connection, query)[:1]
            ]
        likeliest = likest(query, self._wordings.items(), self._engine.rarity)
        if likeliest and likeliest[1] >= ENOUGH_LIKE:
            id_, likeness = likeliest
            found.append(Companion(id_, "question", self._wordings[id_][0], round(likeness, 5)))
        return tuple(found)

    def written(self, word: str) -> str:
        """A word of the index as people write it."""
        return self._engine.written(word)


@contextmanager
def open_search(desk: Desk) -> Iterator[Search]:
    """Search the catalogue that answers.

    Raises:
        CatalogUnusable: missing, damaged, or of another version.
    """
    with desk.catalog() as connection:
        yield Search(connection)
