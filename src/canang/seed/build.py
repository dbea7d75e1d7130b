"""Checked seed to ``tasks.sqlite``: the same seed gives the same content on every machine."""

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from itertools import chain
from pathlib import Path
from typing import Any

import sqlite_utils

from canang.catalog.integrity import content_hash
from canang.catalog.schema import APPLICATION_ID, SCHEMA_VERSION
from canang.search.index import spelled
from canang.seed.format import ProcedureSeed, TaskSeed
from canang.seed.indexing import write_index
from canang.seed.reader import Seed, SeedFaulty, SeedReader, editions_with_task
from canang.seed.references import Statements, check_references, citations_of, document_levels
from canang.seed.rows import Row, blank_lines, blank_row, document_row, edition_row, iso, procedure_rows, search_texts


def build_catalog(seed_folder: Path, target: Path) -> str:
    """Read, check and write; the file appears whole under its name or not at all.

    Returns:
        The hash of the content.

    Raises:
        SeedFaulty: something in the seed is wrong; ``target`` is untouched.
    """
    seed = SeedReader(seed_folder).read()
    if faults := check_references(seed):
        raise SeedFaulty(faults)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=target.name, suffix=".tmp")
    os.close(handle)
    temporary = Path(name)
    try:
        digest = _write(seed, temporary)
        temporary.chmod(0o644)
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)
    return digest


def _write(seed: Seed, path: Path) -> str:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        db = sqlite_utils.Database(connection)
        _write_documents(db, seed)
        _write_calendar(db, seed)
        _write_entries(db, seed)
        _write_practice(db, seed)
        _write_blanks(db, seed)
        _write_search(connection, db, seed)
        meta = {"version": seed.catalogue.version, "as_of": seed.catalogue.as_of.isoformat()}
        meta |= {f"reported_{name}": str(number) for name, number in seed.catalogue.reported.items()}
        meta["hotline"] = seed.catalogue.hotline
        meta["calendar_announced"] = " ".join(str(year) for year in sorted(seed.calendar.announced))
        _table(db, "meta", [{"key": key, "value": value} for key, value in sorted(meta.items())], pk="key")
        connection.row_factory = sqlite3.Row
        digest = content_hash(connection)
        connection.row_factory = None
        db.table("meta").insert({"key": "content_hash", "value": digest})
        connection.commit()
        connection.execute("VACUUM")
    return digest


def _table(db: Any, name: str, rows: list[Row], pk: str, references: dict[str, str] | None = None) -> None:
    """One table from its rows; every column is made even where a first row leaves it empty."""
    columns = {key: _type(key, rows) for row in rows for key in row}
    keys = [(column, table, _KEYS.get(table, "id")) for column, table in (references or {}).items()]
    db.table(name).create(columns, pk=pk, foreign_keys=keys)
    db.table(name).insert_all(rows)


_KEYS = {"documents": "number"}


def _type(key: str, rows: list[Row]) -> type:
    return next((type(row[key]) for row in rows if row.get(key) is not None), str)


def _write_documents(db: Any, seed: Seed) -> None:
    _table(
        db,
        "fields",
        [{"id": key, "name": name} for key, name in sorted(seed.catalogue.fields.items())],
        pk="id",
    )
    documents = sorted((document for _, document in seed.documents), key=lambda document: document.number)
    _table(
        db,
        "documents",
        [document_row(document) for document in documents],
        pk="number",
    )
    changes = [(document, change) for document in documents for change in document.changes]
    _table(
        db,
        "document_changes",
        [
            {
                "id": position,
                "document": document.number,
                "by": change.by,
                "change": change.change,
                "effective_from": iso(change.from_),
                "articles": ",".join(change.articles),
                "note": change.note,
            }
            for position, (document, change) in enumerate(changes, 1)
        ],
        pk="id",
        references={"document": "documents", "by": "documents"},
    )
    _table(
        db,
        "sources",
        [
            {"id": key, "title": s.title, "publisher": s.publisher, "url": s.url, "read_on": iso(s.read_on)}
            for key, s in sorted(seed.sources.items())
        ],
        pk="id",
    )


def _write_calendar(db: Any, seed: Seed) -> None:
    off = [
        {"day": iso(d.day), "worked": 0, "name": d.name, "instead_of": None, "source": d.source}
        for d in seed.calendar.off
    ]
    worked = [
        {"day": iso(d.day), "worked": 1, "name": None, "instead_of": iso(d.instead_of), "source": d.source}
        for d in seed.calendar.worked
    ]
    rows = sorted(off + worked, key=lambda row: str(row["day"]))
    _table(db, "days", rows, pk="day", references={"source": "sources"})


def _write_practice(db: Any, seed: Seed) -> None:
    cases = sorted(seed.practice, key=lambda named: named[0])
    rows = [
        {"id": Path(file).stem, "entry": case.entry, "name": case.name, "story": case.story} for file, case in cases
    ]
    _table(db, "practice", rows, pk="id", references={"entry": "entries"})
    papers = [
        {"practice": Path(file).stem, "item": paper.item, "shows": paper.shows, "wrong": paper.wrong}
        for file, case in cases
        for paper in case.papers
    ]
    numbered = [{"id": position, **paper} for position, paper in enumerate(papers, 1)]
    _table(db, "practice_papers", numbered, pk="id", references={"practice": "practice"})


def _write_blanks(db: Any, seed: Seed) -> None:
    levels = document_levels(seed)
    blanks = sorted((blank for _, blank in seed.blanks), key=lambda blank: blank.id)
    rows = [blank_row(blank) for blank in blanks]
    _table(db, "blanks", rows, pk="id", references={"document": "documents"})
    lines = [row for blank in blanks for row in blank_lines(blank, levels)]
    numbered = [{"id": position, **line} for position, line in enumerate(lines, 1)]
    _table(db, "blank_lines", numbered, pk="id", references={"blank": "blanks"})


def _write_entries(db: Any, seed: Seed) -> None:
    entries = [("task", task) for task in seed.tasks] + [("procedure", procedure) for procedure in seed.procedures]
    _table(
        db,
        "entries",
        [{"id": e.id, "type": kind, "field": e.field, "task": e.task, "code": e.code} for kind, e in entries],
        pk="id",
        references={"field": "fields", "task": "entries"},
    )
    levels = document_levels(seed)
    parts: dict[str, list[Row]] = {name: [] for name in _PARTS}
    for number, (entry_id, edition, task) in enumerate(editions_with_task(seed), 1):
        parts["editions"].append(edition_row(number, entry_id, edition, task))
        parts["edition_sources"] += [
            {"edition": number, "source": source} for source in edition.sources or task.sources
        ]
        if isinstance(edition, ProcedureSeed):
            for name, rows in procedure_rows(edition).items():
                parts[name] += [{"edition": number, **row} for row in rows]
        statements = {**_granted_by(task, levels), **citations_of(edition, levels)}
        parts["citations"] += [
            {
                "edition": number,
                "statement": statement,
                "document": cited.document,
                "article": cited.article,
                "clause": cited.clause,
                "point": cited.point,
                "annex": cited.annex,
                "role": cited.role,
                "level": cited.level,
            }
            for statement, citations in statements.items()
            for cited in citations
        ]
    for name, references in _PARTS.items():
        rows = parts[name] if name == "editions" else [{"id": i, **row} for i, row in enumerate(parts[name], 1)]
        _table(db, name, rows, pk="id", references=references)
        if name != "editions":
            db.table(name).create_index(["edition"])
    everyday = [(e.id, word) for _, e in entries for word in (e.editions[-1].words if e.editions else [])]
    rows = [{"id": i, "entry": entry, "word": word} for i, (entry, word) in enumerate(everyday, 1)]
    _table(db, "everyday", rows, pk="id", references={"entry": "entries"})
    db.table("editions").create_index(["entry"])
    db.table("citations").create_index(["document"])
    db.table("entries").create_index(["task"])


def _granted_by(task: TaskSeed, levels: dict[str, str]) -> Statements:
    """The provisions that grant the power; a procedure rests on those of its task unless it names its own."""
    return {name: citations for name, citations in citations_of(task, levels).items() if name == "basis"}


_PARTS = {
    "editions": {"entry": "entries", "replaced_by": "entries"},
    "edition_sources": {"edition": "editions", "source": "sources"},
    "steps": {"edition": "editions"},
    "dossier": {"edition": "editions"},
    "forms": {"edition": "editions"},
    "conditions": {"edition": "editions"},
    "citations": {"edition": "editions", "document": "documents"},
}


def _write_search(connection: sqlite3.Connection, db: Any, seed: Seed) -> None:
    meanings = [(said, meant) for word in seed.words for said in word.say for meant in word.means]
    rows = [{"said": " ".join(spelled(said)), "means": " ".join(spelled(meant))} for said, meant in meanings]
    _table(db, "words", [{"id": position, **row} for position, row in enumerate(rows, 1)], pk="id")
    write_index(connection, _search_texts(seed), meanings)


def _search_texts(seed: Seed) -> Iterator[tuple[int, dict[str, list[str | None]]]]:
    fields = {entry.id: seed.catalogue.fields[entry.field] for entry in seed.entries}
    for number, (entry_id, edition, task) in enumerate(editions_with_task(seed), 1):
        cited = {citation.document for citation in chain(*citations_of(edition, {}).values())}
        yield number, search_texts(edition, task, fields[entry_id], sorted(cited))
