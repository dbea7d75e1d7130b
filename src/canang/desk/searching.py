"""Finding: from everyday words to the entries that answer, or that come nearest."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import msgspec

from canang.catalog.overview import fields, meta
from canang.desk.desk import Desk
from canang.search.engine import Engine, Result, Wanted

NEAREST = 3
"""So many entries are given that come nearest to a query which nothing answers."""


class Answered(msgspec.Struct, frozen=True):
    """What a query found. ``near`` and ``suggestions`` (words of the catalogue like those asked for) only where
    nothing answers."""

    query: str
    results: tuple[Result, ...]
    near: tuple[Result, ...]
    suggestions: tuple[str, ...]


class Search:
    """A catalogue open for many queries."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._engine = Engine(connection)
        self.fields = fields(connection)
        self.hotline = meta(connection)["hotline"]

    def find(self, query: str, day: date, wanted: Wanted, limit: int) -> list[Result]:
        """The entries that answer, best first."""
        return self._engine.find(query, day, wanted, limit)

    def answer(self, query: str, day: date, wanted: Wanted, limit: int) -> Answered:
        """The entries that answer; where none does, those that come nearest."""
        results = self.find(query, day, wanted, limit)
        if results:
            return Answered(query, tuple(results), (), ())
        near = self._engine.nearly(query, day, wanted, NEAREST)
        return Answered(query, (), tuple(near), tuple(self._engine.suggestions(query)))

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
