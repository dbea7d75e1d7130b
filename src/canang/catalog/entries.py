"""Reading one entry whole, as it stands on a day."""

import sqlite3
from collections.abc import Sequence
from datetime import date

from canang.catalog.database import made_once
from canang.catalog.labels import law_title
from canang.catalog.model import (
    Citation,
    Condition,
    DossierItem,
    EditionSpan,
    Entry,
    Form,
    Level,
    Note,
    Source,
    Status,
    Step,
    TaskProcedure,
    Verification,
)
from canang.catalog.readings import readings_of
from canang.catalog.rows import PLAIN_FACTS, day_of, of_row, time_limit_of
from canang.catalog.validity import Validity
from canang.errors import Code, Failure
from canang.text.identifiers import read_entry_id, read_procedure_code

_LEVELS = list(Level)
_OR_SEARCH = "Hoặc tìm bằng lời: canang tim …"

DOCUMENT_TITLE = "(SELECT title FROM documents WHERE number = document) AS document_title"
"""A column for a query on a table of citations."""


class UnknownEntry(Failure):
    """No entry has this id or code. ``reference`` is what was asked for, ``nearest`` ids and names like it."""

    code = Code.NOT_FOUND

    def __init__(self, reference: str, nearest: list[tuple[str, str]]) -> None:
        like = "\n".join(["Gần nhất:", *(f"  {id_}  {name}" for id_, name in nearest), _OR_SEARCH])
        super().__init__(f"Không có mục nào mang mã “{reference[:80]}”.", like)
        self.reference = reference
        self.nearest = nearest


def resolve(connection: sqlite3.Connection, reference: str) -> str:
    """The id of the entry that a reference means.

    Raises:
        UnknownEntry: nothing has it.
    """
    found = find_entry(connection, reference)
    if found is None:
        raise UnknownEntry(reference, nearest_ids(connection, reference))
    return found


def find_entry(connection: sqlite3.Connection, reference: str) -> str | None:
    """The id that a reference means: an id written in any way, or a code of the national database; None: nothing."""
    if code := read_procedure_code(reference):
        row = connection.execute("SELECT id FROM entries WHERE code = ?", (code,)).fetchone()
    else:
        row = connection.execute("SELECT id FROM entries WHERE id = ?", (read_entry_id(reference),)).fetchone()
    return None if row is None else str(row["id"])


def sole_procedure(connection: sqlite3.Connection, entry_id: str) -> str:
    """The procedure of a task that has just one, else the entry itself: a task with one procedure stands for it."""
    rows = connection.execute("SELECT id FROM entries WHERE task = ? LIMIT 2", (entry_id,)).fetchall()
    return str(rows[0]["id"]) if len(rows) == 1 else entry_id


def edition_on(connection: sqlite3.Connection, entry_id: str, day: date) -> sqlite3.Row:
    """The edition that stands on the day; before the first one the first, after or between them the one that ended."""
    rows = connection.execute("SELECT * FROM editions WHERE entry = ? ORDER BY effective_from", (entry_id,)).fetchall()
    return edition_of(rows, day)


def edition_of(editions: Sequence[sqlite3.Row], day: date) -> sqlite3.Row:
    """Of the editions of one entry, in their order, the one of ``edition_on``."""
    begun = [row for row in editions if row["effective_from"] <= day.isoformat()]
    return begun[-1] if begun else editions[0]


def load_entry(connection: sqlite3.Connection, entry_id: str, day: date) -> Entry:
    """One entry with its steps, dossier, citations and sources, as it stands on the day.

    Args:
        entry_id: an id as ``resolve`` returns it.
    """
    row = edition_on(connection, entry_id, day)
    head = connection.execute(
        "SELECT entries.*, fields.name AS field_name FROM entries JOIN fields ON fields.id = entries.field"
        " WHERE entries.id = ?",
        (entry_id,),
    ).fetchone()
    cited = _citations(connection, row["id"], day)
    level = Level(row["verification_level"])
    return Entry(
        **{name: row[name] for name in PLAIN_FACTS},
        id=entry_id,
        type=head["type"],
        field=head["field"],
        field_name=head["field_name"],
        task=head["task"],
        code=head["code"],
        layer=head["layer"],
        time_limit=time_limit_of(row),
        effective_from=date.fromisoformat(row["effective_from"]),
        effective_to=day_of(row["effective_to"]),
        status=status_on(row, day),
        as_of=day,
        verification=Verification(level, date.fromisoformat(row["checked_on"]), row["verification_note"]),
        readings=readings_of(connection, entry_id, row["effective_from"]),
        steps=tuple(_step(step, cited, level) for step in _rows(connection, "steps", row["id"])),
        dossier=tuple(_dossier_item(item, cited, level) for item in _rows(connection, "dossier", row["id"])),
        conditions=tuple(
            Condition(item["text"], cited.get(f"condition:{item['position']}", ()))
            for item in _rows(connection, "conditions", row["id"])
        ),
        notes=tuple(
            Note(item["text"], cited.get(f"note:{item['position']}", ()))
            for item in _rows(connection, "notes", row["id"])
        ),
        forms=tuple(
            Form(form["code"], form["name"], cited.get(f"form:{form['code']}", ()))
            for form in _rows(connection, "forms", row["id"])
        ),
        citations=tuple(
            citation
            for statement, citations in cited.items()
            if not statement.startswith(("step:", "dossier:", "condition:", "note:", "form:"))
            for citation in citations
        ),
        sources=_sources(connection, row["id"]),
        procedures=_procedures(connection, entry_id, day),
        editions=_spans(connection, entry_id),
    )


def nearest_ids(connection: sqlite3.Connection, reference: str, count: int = 3) -> list[tuple[str, str]]:
    """Ids, with names, that look most like what was asked for."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415  only on the way to an error

    names = {
        str(row["entry"]): str(row["name"])
        for row in connection.execute("SELECT entry, name FROM editions ORDER BY entry, effective_from")
    }
    wanted = read_entry_id(reference) or reference.upper()
    return [
        (found, names[found]) for found, _, _ in process.extract(wanted, list(names), scorer=fuzz.ratio, limit=count)
    ]


def _procedures(connection: sqlite3.Connection, task: str, day: date) -> tuple[TaskProcedure, ...]:
    """The procedures of a task, those to be done on the day first."""
    found = []
    for row in connection.execute("SELECT id FROM entries WHERE task = ? ORDER BY id", (task,)):
        edition = edition_on(connection, row["id"], day)
        start, end = date.fromisoformat(edition["effective_from"]), day_of(edition["effective_to"])
        found.append(TaskProcedure(row["id"], edition["name"], status_on(edition, day), start, end))
    return tuple(sorted(found, key=lambda procedure: procedure.status is not Status.IN_FORCE))


def _rows(connection: sqlite3.Connection, table: str, edition: int) -> list[sqlite3.Row]:
    return connection.execute(f"SELECT * FROM {table} WHERE edition = ? ORDER BY position", (edition,)).fetchall()


def _citations(connection: sqlite3.Connection, edition: int, day: date) -> dict[str, tuple[Citation, ...]]:
    validity = made_once(connection, Validity)
    grouped: dict[str, list[Citation]] = {}
    for row in connection.execute(
        f"SELECT *, {DOCUMENT_TITLE} FROM citations WHERE edition = ? ORDER BY id", (edition,)
    ):
        grouped.setdefault(row["statement"], []).append(citation_of(row, row["statement"], validity, day))
    return {statement: tuple(citations) for statement, citations in grouped.items()}


def citation_of(row: sqlite3.Row, owner: str, validity: Validity, day: date) -> Citation:
    """One row of citations with ``DOCUMENT_TITLE``; ``owner`` names what cites, its kind before a colon."""
    in_force, amended_by = validity.state_of(row["document"], row["article"], day)
    return Citation(
        statement=owner.partition(":")[0],
        document=row["document"],
        article=row["article"],
        clause=row["clause"],
        point=row["point"],
        annex=row["annex"],
        role=row["role"],
        level=Level(row["level"]),
        in_force=in_force,
        amended_by=amended_by,
        law=law_title(row["document_title"]),
    )


def lowest(citations: tuple[Citation, ...], entry_level: Level) -> Level:
    """A statement is checked only as far as the least checked provision that it rests on."""
    return max((citation.level for citation in citations), key=_LEVELS.index, default=entry_level)


def _step(row: sqlite3.Row, cited: dict[str, tuple[Citation, ...]], level: Level) -> Step:
    citations = cited.get(f"step:{row['key']}", ())
    return of_row(
        Step,
        row,
        order=row["position"],
        time_limit=time_limit_of(row),
        forms=tuple((row["forms"] or "").split("\n")) if row["forms"] else (),
        citations=citations,
        level=lowest(citations, level),
    )


def _dossier_item(row: sqlite3.Row, cited: dict[str, tuple[Citation, ...]], level: Level) -> DossierItem:
    citations = cited.get(f"dossier:{row['key']}", ())
    return of_row(
        DossierItem,
        row,
        order=row["position"],
        required=bool(row["required"]),
        citations=citations,
        level=lowest(citations, level),
    )


def _sources(connection: sqlite3.Connection, edition: int) -> tuple[Source, ...]:
    return tuple(
        source_of(row)
        for row in connection.execute(
            "SELECT sources.* FROM sources JOIN edition_sources ON edition_sources.source = sources.id"
            " WHERE edition = ? ORDER BY sources.id",
            (edition,),
        )
    )


def source_of(row: sqlite3.Row) -> Source:
    """One row of sources."""
    return Source(row["title"], row["publisher"], row["url"], date.fromisoformat(row["read_on"]))


def _spans(connection: sqlite3.Connection, entry_id: str) -> tuple[EditionSpan, ...]:
    return tuple(
        EditionSpan(date.fromisoformat(row["effective_from"]), day_of(row["effective_to"]), row["change_note"])
        for row in connection.execute("SELECT * FROM editions WHERE entry = ? ORDER BY effective_from", (entry_id,))
    )


def status_on(row: sqlite3.Row, day: date) -> Status:
    if day.isoformat() < row["effective_from"]:
        return Status.NOT_YET
    if row["effective_to"] is not None and day.isoformat() > row["effective_to"]:
        return Status.ENDED
    return Status.IN_FORCE
