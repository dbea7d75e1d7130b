"""Words in, ranked entries out."""

import sqlite3
from datetime import date
from typing import Any

import msgspec

from canang.catalog.documents import dependents, find_documents
from canang.catalog.entries import find_entry, status_on
from canang.catalog.model import Status
from canang.search.index import COLUMNS
from canang.search.query import Query, Term, read_query, variants
from canang.search.ranking import ENOUGH, Match, Matched, rank
from canang.search.spelling import Vocabulary
from canang.text.identifiers import read_document_query

CANDIDATES = 80
"""How many rows FTS5 hands over to be ranked."""


class Wanted(msgspec.Struct, frozen=True):
    """What else must hold of a result; None asks nothing."""

    field: str | None = None
    level: str | None = None
    type: str | None = None


class Result(msgspec.Struct, frozen=True):
    """One entry that answers the query. ``score`` is in 0..1 and falls along the list."""

    id: str
    type: str
    name: str
    field: str
    level: str
    authority: str | None
    status: Status
    effective_from: date
    effective_to: date | None
    score: float
    matched: tuple[Matched, ...]


class Engine:
    """Answers queries on one catalogue; keeps the vocabulary and everyday words between them."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._vocabulary = Vocabulary(connection)
        self._meanings = [(row[0], row[1]) for row in connection.execute("SELECT said, means FROM words ORDER BY id")]
        (self._rows,) = connection.execute("SELECT count(*) FROM search").fetchone()

    def find(self, text: str, day: date, wanted: Wanted, limit: int) -> list[Result]:
        """The entries that answer a query on a day, best first; empty where nothing answers it well."""
        query = read_query(text)
        if not query.terms:
            return []
        return (self._by_identifier(text, day, wanted) or self._by_words(query, day, wanted))[:limit]

    def suggestions(self, text: str) -> list[str]:
        """Words of the catalogue near those of a query that found nothing."""
        return self._vocabulary.nearest([term.word for term in read_query(text).terms[:8]], 4)

    def _by_identifier(self, text: str, day: date, wanted: Wanted) -> list[Result]:
        """An id, a code or a document's number asks for exactly that."""
        entry = find_entry(self._connection, text)
        if entry is not None:
            ids, column = [entry], "id"
        elif read_document_query(text) is not None:
            numbers = find_documents(self._connection, text)
            ids = [found.entry for number in numbers for found in dependents(self._connection, number)]
            column = "documents"
        else:
            return []
        found = self._editions(dict.fromkeys(ids), day, wanted)
        return [
            _result(found[entry], day, round(1 - position / 1000, 4), (Matched(text.strip(), column, None),))
            for position, entry in enumerate(entry for entry in dict.fromkeys(ids) if entry in found)
        ]

    def _by_words(self, query: Query, day: date, wanted: Wanted) -> list[Result]:
        best: dict[int, tuple[Match, dict[str, Any]]] = {}
        for position, variant in enumerate(variants(query, self._meanings)):
            corrected = self._vocabulary.correct(variant)
            for row in self._candidates(corrected):
                match = rank(corrected, row, self._vocabulary.entries, self._rows)
                if match.coverage < ENOUGH:
                    continue
                score = match.score if position == 0 else match.score * 0.98
                kept = best.get(row["rowid"])
                if kept is None or score > kept[0].score:
                    best[row["rowid"]] = (Match(round(score, 4), match.coverage, match.matched), row)
        current = self._editions(dict.fromkeys(row["entry"] for _, row in best.values()), day, wanted)
        results = [
            _result(current[row["entry"]], day, match.score, match.matched)
            for edition, (match, row) in best.items()
            if row["entry"] in current and current[row["entry"]]["id"] == edition
        ]
        return _one_for_each_matter(sorted(results, key=lambda result: (-result.score, result.id)), self._connection)

    def _candidates(self, query: Query) -> list[dict[str, Any]]:
        if not query.terms:
            return []
        match = " OR ".join(_fts_term(term) for term in query.terms)
        weights = ", ".join(str(10 * weight) for weight in COLUMNS.values())
        rows = self._connection.execute(
            "SELECT search.rowid AS rowid, search.*, editions.entry AS entry"
            " FROM search JOIN editions ON editions.id = search.rowid"
            f" WHERE search MATCH ? ORDER BY bm25(search, {weights}) LIMIT {CANDIDATES}",
            (match,),
        )
        return [dict(row) for row in rows]

    def _editions(self, ids: dict[str, None], day: date, wanted: Wanted) -> dict[str, sqlite3.Row]:
        """The edition of each entry that stands on the day (before the first one: the first), if it is wanted."""
        places = ", ".join("?" for _ in ids)
        rows = self._connection.execute(
            "SELECT editions.id, editions.entry, editions.effective_from, editions.effective_to,"
            " editions.name, editions.level, editions.authority, entries.type, entries.field"
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


def _fts_term(term: Term) -> str:
    """A word quoted for FTS5, with its beginnings where it is long enough to be one."""
    return f'"{term.word}" *' if len(term.word) >= 3 else f'"{term.word}"'


def _result(row: sqlite3.Row, day: date, score: float, matched: tuple[Matched, ...]) -> Result:
    return Result(
        id=row["entry"],
        type=row["type"],
        name=row["name"],
        field=row["field"],
        level=row["level"],
        authority=row["authority"],
        status=status_on(row, day),
        effective_from=date.fromisoformat(row["effective_from"]),
        effective_to=date.fromisoformat(row["effective_to"]) if row["effective_to"] else None,
        score=score,
        matched=matched,
    )


def _one_for_each_matter(results: list[Result], connection: sqlite3.Connection) -> list[Result]:
    """Leave out a task whose only procedure is there too: they are one matter, and the procedure says more."""
    present = {result.id for result in results}
    only = {
        row["task"]: row["id"]
        for row in connection.execute(
            "SELECT task, min(id) AS id FROM entries WHERE task IS NOT NULL GROUP BY task HAVING count(*) = 1"
        )
    }
    return [result for result in results if only.get(result.id) not in present]
