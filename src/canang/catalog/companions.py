"""What stands around the entries: questions with their answers, what a task needs, and whom one can ask."""

import sqlite3
from datetime import date
from typing import Literal, TypeAlias

import msgspec

from canang.catalog.database import made_once
from canang.catalog.entries import DOCUMENT_TITLE, citation_of, source_of
from canang.catalog.model import Citation, Level, Source, Verification
from canang.catalog.validity import Validity

NeedKind: TypeAlias = Literal["nhan-luc", "chung-chi", "thiet-bi", "du-lieu", "kinh-phi", "van-ban"]


class Question(msgspec.Struct, frozen=True):
    """A question that somebody really had. ``reported`` says where; ``entries`` are ids with their names."""

    id: str
    question: str
    answer: str
    reported: str | None
    words: tuple[str, ...]
    entries: tuple[tuple[str, str], ...]
    citations: tuple[Citation, ...]
    sources: tuple[Source, ...]
    verification: Verification


class Need(msgspec.Struct, frozen=True):
    """Something that must be there before a task can be done; ``help`` says who can help where it is not."""

    entry: str
    key: str
    kind: NeedKind
    text: str
    help: str | None
    citations: tuple[Citation, ...]
    source: Source | None


class Contact(msgspec.Struct, frozen=True):
    """Whom one can ask, as it was published."""

    name: str
    about: str
    reach: str
    source: Source


def load_questions(connection: sqlite3.Connection, day: date, entry: str | None = None) -> list[Question]:
    """All questions, or those of an entry: of a procedure also its task's, of a task also its procedures'."""
    wanted = None if entry is None else _family(connection, entry)
    validity = made_once(connection, Validity)
    found = []
    for row in connection.execute("SELECT * FROM questions ORDER BY id"):
        entries = _named(connection, row["id"])
        if wanted is not None and not wanted & {id_ for id_, _ in entries}:
            continue
        sources = connection.execute(
            "SELECT sources.* FROM sources JOIN question_sources ON question_sources.source = sources.id"
            " WHERE question = ? ORDER BY sources.id",
            (row["id"],),
        )
        found.append(
            Question(
                row["id"],
                row["question"],
                row["answer"],
                row["reported"],
                tuple(filter(None, row["words"].split("\n"))),
                entries,
                _citations(connection, validity, f"question:{row['id']}", day),
                tuple(source_of(source) for source in sources),
                Verification(
                    Level(row["verification_level"]), date.fromisoformat(row["checked_on"]), row["verification_note"]
                ),
            )
        )
    return found


def wordings(connection: sqlite3.Connection) -> dict[str, tuple[str, ...]]:
    """Every question by its id: how it reads, and the other ways in which it is asked."""
    return {
        row["id"]: (row["question"], *filter(None, row["words"].split("\n")))
        for row in connection.execute("SELECT id, question, words FROM questions ORDER BY id")
    }


def load_needs(connection: sqlite3.Connection, entry: str, day: date) -> list[Need]:
    """What an entry needs; a procedure needs what its task needs."""
    return _needs(connection, day, sorted(_upwards(connection, entry)))


def own_needs(connection: sqlite3.Connection, day: date) -> dict[str, list[Need]]:
    """What each entry needs by itself, by the ids of those that need anything."""
    found: dict[str, list[Need]] = {}
    for need in _needs(connection, day, None):
        found.setdefault(need.entry, []).append(need)
    return found


def _needs(connection: sqlite3.Connection, day: date, entries: list[str] | None) -> list[Need]:
    validity = made_once(connection, Validity)
    wanted = "" if entries is None else f"WHERE entry IN ({', '.join('?' for _ in entries)}) "
    return [
        Need(
            row["entry"],
            row["key"],
            row["kind"],
            row["text"],
            row["help"],
            _citations(connection, validity, f"need:{row['entry']}:{row['key']}", day),
            _known_source(connection, row["source"]),
        )
        for row in connection.execute(f"SELECT * FROM needs {wanted}ORDER BY entry, position", entries or [])
    ]


def entries_with_needs(connection: sqlite3.Connection) -> list[tuple[str, str, str | None]]:
    """The entries for which it is known what they need, each with its newest name and its level."""
    rows = connection.execute(
        "SELECT editions.entry, editions.name, editions.level, max(effective_from) FROM editions"
        " WHERE entry IN (SELECT entry FROM needs) GROUP BY editions.entry ORDER BY 1"
    )
    return [(row[0], row[1], row[2]) for row in rows]


def load_contacts(connection: sqlite3.Connection) -> list[Contact]:
    """Whom one can ask."""
    rows = connection.execute("SELECT * FROM contacts ORDER BY id").fetchall()
    found = []
    for row in rows:
        source = _known_source(connection, row["source"])
        assert source is not None
        found.append(Contact(row["name"], row["about"], row["reach"], source))
    return found


def around(connection: sqlite3.Connection, entry: str) -> tuple[int, int]:
    """How many questions there are about an entry, and how many needs."""
    family, upwards = _family(connection, entry), _upwards(connection, entry)
    (questions,) = connection.execute(
        f"SELECT count(DISTINCT question) FROM question_entries WHERE entry IN ({', '.join('?' for _ in family)})",
        sorted(family),
    ).fetchone()
    (needs,) = connection.execute(
        f"SELECT count(*) FROM needs WHERE entry IN ({', '.join('?' for _ in upwards)})", sorted(upwards)
    ).fetchone()
    return int(questions), int(needs)


def _upwards(connection: sqlite3.Connection, entry: str) -> set[str]:
    row = connection.execute("SELECT task FROM entries WHERE id = ?", (entry,)).fetchone()
    return {entry, row["task"]} if row and row["task"] else {entry}


def _family(connection: sqlite3.Connection, entry: str) -> set[str]:
    below = {row["id"] for row in connection.execute("SELECT id FROM entries WHERE task = ?", (entry,))}
    return _upwards(connection, entry) | below


def _named(connection: sqlite3.Connection, question: str) -> tuple[tuple[str, str], ...]:
    rows = connection.execute(
        "SELECT editions.entry, editions.name, max(effective_from) FROM question_entries"
        " JOIN editions ON editions.entry = question_entries.entry WHERE question = ? GROUP BY editions.entry"
        " ORDER BY question_entries.id",
        (question,),
    )
    return tuple((row[0], row[1]) for row in rows)


def _citations(connection: sqlite3.Connection, validity: Validity, owner: str, day: date) -> tuple[Citation, ...]:
    rows = connection.execute(f"SELECT *, {DOCUMENT_TITLE} FROM side_citations WHERE owner = ? ORDER BY id", (owner,))
    return tuple(citation_of(row, owner, validity, day) for row in rows)


def _known_source(connection: sqlite3.Connection, source: str | None) -> Source | None:
    row = connection.execute("SELECT * FROM sources WHERE id = ?", (source,)).fetchone() if source else None
    return source_of(row) if row else None
