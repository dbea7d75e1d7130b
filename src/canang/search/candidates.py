"""The rows of the index that are worth ranking: found by the rarest words and pairs of a query."""

import sqlite3
from collections.abc import Iterable, Sequence

from canang.search.index import COLUMNS, PAIRS
from canang.search.query import Query
from canang.search.ranking import Row
from canang.search.spelling import Vocabulary

RANKED = 40
"""How many rows are handed over to be ranked."""

_READ = 400
"""About how many rows FTS5 may look at: the rarest parts of the query are asked for until it is reached."""

_FEW = 10
"""Where fewer rows than this hold all that was typed side by side, those that hold parts of it are ranked too."""

_KEPT = 2_000
"""So many rows are kept ready; some 10 KB each."""

_WEIGHTS = ", ".join(str(10 * weight) for weight in (*COLUMNS.values(), 1.0))

_TOO_MANY = 20_000
"""A query of which even the rarest part stands in more rows than this is answered without an order among them."""


def candidates(connection: sqlite3.Connection, query: Query, vocabulary: Vocabulary) -> list[int]:
    """The editions of the best rows by FTS5's BM25 over the weighted columns, at most twice ``RANKED``."""
    pairs = [(entries, f'"{both}"') for both in query.pairs if (entries := vocabulary.of_pair(both))]
    words = [
        (entries, f'"{term.word}" *' if term.unfinished else f'"{term.word}"')
        for term in query.terms
        if (entries := vocabulary.entries.get(term.word, int(term.unfinished)))
    ]
    if not words:
        return []
    ordered = min(words)[0] <= _TOO_MANY
    found = []
    if len(pairs) > 1 and len(pairs) == len(query.pairs):
        together = " AND ".join(expression for _, expression in pairs)
        found = _matching(connection, f"{PAIRS} : ({together})", ordered=ordered)
    if len(found) < _FEW:
        asked = [f"{PAIRS} : {expression}" for expression in _rarest(pairs)] + _rarest(words)
        found += _matching(connection, " OR ".join(dict.fromkeys(asked)), ordered=ordered)
    return found


def _matching(connection: sqlite3.Connection, expression: str, *, ordered: bool) -> list[int]:
    order = f"ORDER BY bm25(search, {_WEIGHTS})" if ordered else ""
    rows = connection.execute(f"SELECT rowid FROM search WHERE search MATCH ? {order} LIMIT {RANKED}", (expression,))
    return [edition for (edition,) in rows]


def _rarest(parts: list[tuple[int, str]]) -> list[str]:
    """The rarest parts, as many as may be read, and one in any case."""
    asked: list[str] = []
    read = 0
    for entries, expression in sorted(parts):
        if asked and read + entries > _READ:
            break
        asked.append(expression)
        read += entries
    return asked


class Rows:
    """The rows of the index, each made ready once and kept: query after query is held against the same."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._kept: dict[int, Row] = {}

    def of(self, editions: Iterable[int], entries: Sequence[str] = ()) -> dict[int, Row]:
        """The rows of these editions, then those of the editions of these entries, by their edition."""
        if len(self._kept) > _KEPT:
            self._kept.clear()
        places = ", ".join("?" for _ in entries)
        theirs = self._connection.execute(f"SELECT id FROM editions WHERE entry IN ({places})", entries)
        asked = dict.fromkeys([*editions, *(edition for (edition,) in theirs)])
        self._make([edition for edition in asked if edition not in self._kept])
        return {edition: self._kept[edition] for edition in asked}

    def _make(self, editions: list[int]) -> None:
        places = ", ".join("?" for _ in editions)
        for row in self._connection.execute(
            "SELECT search.rowid AS edition, search.*, editions.entry"
            f" FROM editions JOIN search ON search.rowid = editions.id WHERE editions.id IN ({places})",
            editions,
        ):
            self._kept[row["edition"]] = Row(row, row["entry"])
