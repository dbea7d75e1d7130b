"""What a search gives: entries with their grades."""

import sqlite3
from collections.abc import Iterable
from datetime import date

import msgspec

from canang.catalog.entries import status_on
from canang.catalog.model import Status
from canang.search.ranking import Matched

ANSWER, NEAR = "answer", "near"
"""The grades of a result: it answers, or it comes nearest and may not be meant."""


class Wanted(msgspec.Struct, frozen=True):
    """What else must hold of a result; None asks nothing."""

    field: str | None = None
    level: str | None = None
    type: str | None = None


class Result(msgspec.Struct, frozen=True):
    """One entry that answers the query or comes near it. ``score`` is in 0..1 and falls along those of a grade."""

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
    grade: str = ANSWER
    time_limit: str | None = None
    applicant: str | None = None


class Elsewhere(msgspec.Struct, frozen=True):
    """Whose matter it is that is not ours: the field of the national portal, and the ministry."""

    field: str
    ministry: str


_NOT_IN_FORCE = 0.9
"""What a result counts that is not in force on the day asked for."""


def result_of(row: sqlite3.Row, day: date, score: float, matched: tuple[Matched, ...], grade: str) -> Result:
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
        grade=grade,
        time_limit=row["limit_text"],
        applicant=row["applicant"],
    )


def falling(results: Iterable[Result]) -> list[Result]:
    """The results of one grade in their order, none with a higher score than the one before it.

    What puts entries in order and the chance that is told as their score are two models; the order is the one that was
    measured.
    """
    kept: list[Result] = []
    for result in results:
        score = min(result.score, kept[-1].score) if kept else result.score
        kept.append(msgspec.structs.replace(result, score=score))
    return kept


def one_for_each_matter(results: list[Result], connection: sqlite3.Connection) -> list[Result]:
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
