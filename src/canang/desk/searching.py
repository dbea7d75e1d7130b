"""Finding: from everyday words to the entries that answer, or that come nearest."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import msgspec

from canang.catalog.overview import fields, meta
from canang.desk.desk import Desk
from canang.search.engine import Engine
from canang.search.results import ANSWER, Elsewhere, Result, Wanted


class Answered(msgspec.Struct, frozen=True):
    """What a query found: entries that answer, then those that only come near, each with its grade. ``suggestions``
    are words of the catalogue like those asked for, ``elsewhere`` whose matter it is; both only where nothing
    answers."""

    query: str
    results: tuple[Result, ...]
    suggestions: tuple[str, ...]
    elsewhere: Elsewhere | None = None

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
        self.fields = fields(connection)
        self.hotline = meta(connection)["hotline"]

    def find(self, query: str, day: date, wanted: Wanted, limit: int) -> Answered:
        """What answers, at most so many, and what comes near.

        Args:
            day: the day to answer for.
            wanted: what else must hold of a result.
        """
        results = tuple(self._engine.graded(query, day, wanted, limit))
        answered = any(result.grade == ANSWER for result in results)
        if answered:
            return Answered(query, results, ())
        return Answered(query, results, tuple(self._engine.suggestions(query)), self._engine.elsewhere(query))

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
