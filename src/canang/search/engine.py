"""Words in, ranked entries out."""

import sqlite3
from collections.abc import Callable
from datetime import date
from typing import Any

import msgspec

from canang.catalog.documents import dependents, find_documents
from canang.catalog.entries import find_entry, status_on
from canang.catalog.model import Status
from canang.search.candidates import candidates
from canang.search.index import spelled
from canang.search.query import Query, typed_words, variants
from canang.search.ranking import Match, Matched, Ranker
from canang.search.reading import read_query, reread
from canang.search.spelling import Vocabulary
from canang.text.identifiers import read_document_query

AS_GOOD = 0.5
"""Results that score less than this share of the best one are left out: they answer something else."""


_NOT_IN_FORCE = 0.9
"""What an answer counts that is not in force on the day asked for."""


NEAR, NEAR_RUN = 0.42, 3
"""What a query that nothing answers must share with what a matter is called to come near it, or so many neighbouring
pairs of words in a row."""


FEW = 4
"""So few words that nothing answers come near nothing: they ask for another matter."""


Ranked = dict[int, tuple[Match, dict[str, Any]]]
"""Editions by their numbers: how well each answers, and its row of the index."""


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
    level: str | None
    authority: str | None
    status: Status
    effective_from: date
    effective_to: date | None
    score: float
    matched: tuple[Matched, ...]
    layer: str | None = None
    task: str | None = None


class Engine:
    """Answers queries on one catalogue; keeps the vocabulary and everyday words between them."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._meanings = [(row[0], row[1]) for row in connection.execute("SELECT said, means FROM words ORDER BY id")]
        self._vocabulary = Vocabulary(connection, {said for said, _ in self._meanings})
        (self._entries,) = connection.execute("SELECT count(DISTINCT entry) FROM editions").fetchone()

    def find(self, text: str, day: date, wanted: Wanted, limit: int) -> list[Result]:
        """The entries that answer a query on a day, best first; empty where nothing answers it well."""
        found = self._by_identifier(text, day, wanted)
        if not found and (query := read_query(text, self._vocabulary)).terms:
            found = self._by_words(query, day, wanted)
        return found[:limit]

    def nearly(self, text: str, day: date, wanted: Wanted, limit: int) -> list[Result]:
        """The entries in force that a query which nothing answers comes nearest to, best first and one of each task:
        they may not be meant."""
        query = read_query(text, self._vocabulary)
        ranked = self._ranked(variants(query, self._meanings), _near) if len(query.terms) > FEW else {}
        near = [result for result in self._results(ranked, day, wanted) if result.status is Status.IN_FORCE]
        one = {result.task or result.id: result for result in sorted(near, key=_order, reverse=True)}
        return sorted(one.values(), key=_order)[:limit]

    def suggestions(self, text: str) -> list[str]:
        """Words of the catalogue, as they are written, near those of a query that the catalogue does not have."""
        words = [word for typed in typed_words(text)[:8] for word in spelled(typed)]
        return self._vocabulary.nearest([word for word in words if not self._vocabulary.knows(word)], 4)

    def written(self, word: str) -> str:
        """How a folded word of a match is mostly written."""
        return self._vocabulary.written(word)

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
        best = self._ranked(variants(query, self._meanings), _convincing)
        if not any(match.nearness == 1.0 for match, _ in best.values()) and (other := reread(query, self._vocabulary)):
            for edition, found in self._ranked([other], _convincing).items():
                if edition not in best or found[0].score > best[edition][0].score:
                    best[edition] = found
        results = self._results(best, day, wanted)
        if _by_chance(query, results):
            return []
        top = max((result.score for result in results), default=0.0)
        results = [result for result in results if result.score >= AS_GOOD * top]
        return _one_for_each_matter(sorted(results, key=_order), self._connection)

    def _results(self, best: Ranked, day: date, wanted: Wanted) -> list[Result]:
        """The ranked editions that stand on the day and are wanted."""
        current = self._editions(dict.fromkeys(row["entry"] for _, row in best.values()), day, wanted)
        return [
            _result(current[row["entry"]], day, match.score, match.matched)
            for edition, (match, row) in best.items()
            if row["entry"] in current and current[row["entry"]]["id"] == edition
        ]

    def _ranked(self, queries: list[Query], worth: Callable[[Match], bool]) -> Ranked:
        """For each edition that is worth it for one of the queries, its best match and its row; the first query counts
        most."""
        best: Ranked = {}
        for position, query in enumerate(queries):
            ranker = Ranker(query, self._vocabulary, self._entries)
            for row in candidates(self._connection, query, self._vocabulary):
                match = ranker.rank(row)
                if not worth(match):
                    continue
                if position:
                    match = msgspec.structs.replace(match, score=round(match.score * 0.98, 5))
                kept = best.get(row["rowid"])
                if kept is None or match.score > kept[0].score:
                    best[row["rowid"]] = (match, row)
        return best

    def _editions(self, ids: dict[str, None], day: date, wanted: Wanted) -> dict[str, sqlite3.Row]:
        """The edition of each entry that stands on the day (before the first one: the first), if it is wanted."""
        places = ", ".join("?" for _ in ids)
        rows = self._connection.execute(
            "SELECT editions.id, editions.entry, editions.effective_from, editions.effective_to,"
            " editions.name, editions.level, editions.authority, entries.type, entries.field, entries.task,"
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


def _convincing(match: Match) -> bool:
    return match.convincing


def _near(match: Match) -> bool:
    return match.named >= NEAR or match.run >= NEAR_RUN


def _by_chance(query: Query, results: list[Result]) -> bool:
    """Whether a word or two stand only in the steps or papers of at most one matter in force: the passport that one
    applicant shows does not make this the place to ask for passports."""
    only_inside = all(found.column == "body" for result in results for found in result.matched)
    matters = {result.task or result.id for result in results if result.status is Status.IN_FORCE}
    return len(query.terms) <= 2 and len(matters) <= 1 and only_inside


def _order(result: Result) -> tuple[float, bool, str]:
    """Best first; of two as good, the procedure before its task."""
    return -result.score, result.type == "task", result.id


def _result(row: sqlite3.Row, day: date, score: float, matched: tuple[Matched, ...]) -> Result:
    status = status_on(row, day)
    return Result(
        id=row["entry"],
        type=row["type"],
        name=row["name"],
        field=row["field"],
        level=row["level"],
        authority=row["authority"],
        status=status,
        effective_from=date.fromisoformat(row["effective_from"]),
        effective_to=date.fromisoformat(row["effective_to"]) if row["effective_to"] else None,
        score=score if status is Status.IN_FORCE else round(score * _NOT_IN_FORCE, 5),
        matched=matched,
        layer=row["layer"],
        task=row["task"],
    )


def _one_for_each_matter(results: list[Result], connection: sqlite3.Connection) -> list[Result]:
    """Leave out a task whose only procedure is there too: they are one matter, and the procedure says more."""
    present = {result.id: result for result in results}
    only = {
        row["task"]: row["id"]
        for row in connection.execute(
            "SELECT task, min(id) AS id FROM entries WHERE task IS NOT NULL GROUP BY task HAVING count(*) = 1"
        )
    }
    one: dict[str, Result] = {}
    for result in results:
        # The procedure stands where the better of the two stood.
        said = present.get(only.get(result.id, ""), result)
        one.setdefault(said.id, msgspec.structs.replace(said, score=result.score))
    return list(one.values())
