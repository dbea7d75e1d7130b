"""The rows of the index that are worth ranking: found by the rarest words and pairs of a query."""

import sqlite3
from typing import Any

from canang.search.index import COLUMNS, PAIRS
from canang.search.query import Query
from canang.search.spelling import Vocabulary

RANKED = 40
"""How many rows are handed over to be ranked."""

_READ = 400
"""About how many rows FTS5 may look at: the rarest parts of the query are asked for until it is reached."""

_FEW = 10
"""Where fewer rows than this hold all that was typed side by side, those that hold parts of it are ranked too."""

_WEIGHTS = ", ".join(str(10 * weight) for weight in (*COLUMNS.values(), 1.0))

_TOO_MANY = 20_000
"""A query of which even the rarest part stands in more rows than this is answered without an order among them."""


def candidates(connection: sqlite3.Connection, query: Query, vocabulary: Vocabulary) -> list[dict[str, Any]]:
    """The best rows by FTS5's BM25 over the weighted columns, at most ``RANKED``."""
    pairs = [(entries, f'"{both}"') for both in query.pairs if (entries := vocabulary.of_pair(both))]
    words = [
        (entries, f'"{term.word}" *' if term.unfinished else f'"{term.word}"')
        for term in query.terms
        if (entries := vocabulary.entries.get(term.word, int(term.unfinished)))
    ]
    if not words:
        return []
    ordered = min(words)[0] <= _TOO_MANY
    rows = []
    if len(pairs) > 1 and len(pairs) == len(query.pairs):
        together = " AND ".join(expression for _, expression in pairs)
        rows = _matching(connection, f"{PAIRS} : ({together})", ordered=ordered)
    if len(rows) < _FEW:
        asked = [f"{PAIRS} : {expression}" for expression in _rarest(pairs)] + _rarest(words)
        rows += _matching(connection, " OR ".join(dict.fromkeys(asked)), ordered=ordered)
    return list({row["rowid"]: row for row in rows}.values())


def _matching(connection: sqlite3.Connection, expression: str, *, ordered: bool) -> list[dict[str, Any]]:
    order = f"ORDER BY bm25(search, {_WEIGHTS})" if ordered else ""
    rows = connection.execute(
        "SELECT search.rowid AS rowid, search.*, editions.entry AS entry"
        " FROM search JOIN editions ON editions.id = search.rowid"
        f" WHERE search MATCH ? {order} LIMIT {RANKED}",
        (expression,),
    )
    return [dict(row) for row in rows]


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


def rows_of(connection: sqlite3.Connection, entries: list[str]) -> dict[int, dict[str, Any]]:
    """The rows of these entries' editions, by their edition."""
    places = ", ".join("?" for _ in entries)
    rows = connection.execute(
        "SELECT search.rowid AS rowid, search.*, editions.entry AS entry"
        f" FROM editions JOIN search ON search.rowid = editions.id WHERE editions.entry IN ({places})",
        entries,
    )
    return {row["rowid"]: dict(row) for row in rows}
