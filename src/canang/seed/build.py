"""Checked seed to ``tasks.sqlite``: the same seed gives the same content on every machine."""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec
import sqlite_utils

from canang.catalog.integrity import content_hash
from canang.catalog.model import GRANTING
from canang.catalog.tables import create_indexes, create_tables
from canang.files import replacing
from canang.seed.citing import Cited
from canang.seed.companion_rows import companion_rows
from canang.seed.format import ProcedureSeed, TaskSeed
from canang.seed.indexing import index_catalog
from canang.seed.reader import SeedReader
from canang.seed.records import Fault, Seed, SeedFaulty, editions_with_task
from canang.seed.references import check_references, citations_of, document_levels
from canang.seed.reviewing import apply_reviews
from canang.seed.rows import Row, blank_lines, blank_row, document_row, edition_row, iso, procedure_rows
from canang.seed.search_tables import write_search_tables


def build_catalog(seed_folder: Path, target: Path) -> str:
    """Read, check and write; the file appears whole under its name or not at all.

    Returns:
        The hash of the content.

    Raises:
        SeedFaulty: something in the seed is wrong; ``target`` is untouched.
    """
    return write_catalog(SeedReader(seed_folder).read(), target)


def write_catalog(seed: Seed, target: Path) -> str:
    """Check what the files of a seed say of each other, and write the catalogue whole or not at all.

    Returns:
        The hash of the content.

    Raises:
        SeedFaulty: references dangle; ``target`` is untouched.
    """
    if faults := check_references(seed):
        raise SeedFaulty(faults)
    with replacing(target) as temporary:
        return _write(seed, temporary)


def seal(connection: sqlite3.Connection) -> str:
    """Write the hash of the content, which makes the file whole, and close the gaps in it.

    Returns:
        The hash.
    """
    connection.execute("DELETE FROM meta WHERE key = 'content_hash'")
    digest = content_hash(connection)
    connection.execute("INSERT INTO meta VALUES ('content_hash', ?)", (digest,))
    connection.commit()
    connection.execute("VACUUM")
    return digest


def _write(seed: Seed, path: Path) -> str:
    with closing(sqlite3.connect(path)) as connection:
        # The file takes its place only when it is whole and on the disk: until then nothing has to survive a kill.
        connection.execute("PRAGMA synchronous = OFF")
        create_tables(connection)
        db = sqlite_utils.Database(connection)
        _write_documents(db, seed)
        _write_calendar(db, seed)
        _write_entries(db, seed)
        _write_editions(db, seed)
        _write_practice(db, seed)
        _write_blanks(db, seed)
        _write_companions(db, seed)
        _write_layer(db, seed)
        write_search_tables(db, seed)
        _write_meta(db, seed)
        create_indexes(connection)
        if stale := apply_reviews(connection):
            raise SeedFaulty([Fault("reviews", None, line) for line in stale])
        index_catalog(connection)
        return seal(connection)


def _insert(db: Any, table: str, rows: Iterable[Row]) -> None:
    db.table(table).insert_all(rows)


def _insert_numbered(db: Any, table: str, rows: Iterable[Row]) -> None:
    _insert(db, table, ({"id": position, **row} for position, row in enumerate(rows, 1)))


def _write_meta(db: Any, seed: Seed) -> None:
    meta = {"version": seed.catalogue.version, "as_of": seed.catalogue.as_of.isoformat()}
    meta |= {f"reported_{name}": str(number) for name, number in seed.catalogue.reported.items()}
    meta["delegated_by"] = " ".join(seed.catalogue.delegated_by)
    meta["hotline"] = seed.catalogue.hotline
    if seed.catalogue.editors:
        meta["editors"] = seed.catalogue.editors
    if seed.catalogue.audit:
        meta |= {f"audit_{name}": str(said) for name, said in msgspec.to_builtins(seed.catalogue.audit).items()}
    meta["calendar_announced"] = " ".join(str(year) for year in sorted(seed.calendar.announced))
    _insert(db, "meta", ({"key": key, "value": value} for key, value in sorted(meta.items())))


def _write_documents(db: Any, seed: Seed) -> None:
    _insert(db, "fields", ({"id": key, "name": name} for key, name in sorted(seed.catalogue.fields.items())))
    documents = sorted((document for _, document in seed.documents), key=lambda document: document.number)
    _insert(db, "documents", (document_row(document) for document in documents))
    _insert_numbered(
        db,
        "document_changes",
        (
            {
                "document": document.number,
                "by": change.by,
                "change": change.change,
                "effective_from": iso(change.from_),
                "articles": ",".join(change.articles),
                "note": change.note,
            }
            for document in documents
            for change in document.changes
        ),
    )
    _insert(
        db,
        "sources",
        (
            {"id": key, "title": s.title, "publisher": s.publisher, "url": s.url, "read_on": iso(s.read_on)}
            for key, s in sorted(seed.sources.items())
        ),
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
    _insert(db, "days", sorted(off + worked, key=lambda row: str(row["day"])))


def _write_practice(db: Any, seed: Seed) -> None:
    cases = [(Path(file).stem, case) for file, case in sorted(seed.practice, key=lambda named: named[0])]
    _insert(
        db,
        "practice",
        ({"id": id_, "entry": case.entry, "name": case.name, "story": case.story} for id_, case in cases),
    )
    _insert_numbered(
        db,
        "practice_papers",
        (
            {"practice": id_, "item": paper.item, "shows": paper.shows, "wrong": paper.wrong}
            for id_, case in cases
            for paper in case.papers
        ),
    )


def _write_blanks(db: Any, seed: Seed) -> None:
    documents = {document.number: document for _, document in seed.documents}
    blanks = sorted((blank for _, blank in seed.blanks), key=lambda blank: blank.id)
    _insert(db, "blanks", (blank_row(blank) for blank in blanks))
    _insert_numbered(db, "blank_lines", (row for blank in blanks for row in blank_lines(blank, documents)))


def _write_companions(db: Any, seed: Seed) -> None:
    for table, rows in companion_rows(seed).items():
        if table == "questions":
            _insert(db, table, rows)
        else:
            _insert_numbered(db, table, rows)


def _write_layer(db: Any, seed: Seed) -> None:
    """What a layer hides, and what its entries were read from."""
    _insert_numbered(
        db,
        "raw_records",
        ({"entry": raw.entry, "file": raw.file, "format": raw.format, "record": raw.record} for raw in seed.raw),
    )
    _insert(db, "hidden", ({"entry": entry} for entry in sorted(seed.hidden)))


def _write_entries(db: Any, seed: Seed) -> None:
    entries = [("task", task) for task in seed.tasks] + [("procedure", procedure) for procedure in seed.procedures]
    _insert(
        db,
        "entries",
        (
            {"id": e.id, "type": kind, "field": e.field, "task": e.task, "code": e.code, "layer": seed.layer}
            for kind, e in entries
        ),
    )
    _insert_numbered(
        db,
        "everyday",
        ({"entry": e.id, "word": word} for _, e in entries for word in (e.editions[-1].words if e.editions else [])),
    )


def _write_editions(db: Any, seed: Seed) -> None:
    levels = document_levels(seed)
    parts: dict[str, list[Row]] = {name: [] for name in _PARTS}
    for number, (entry_id, edition, task) in enumerate(editions_with_task(seed), 1):
        parts["editions"].append(edition_row(number, entry_id, edition, task))
        sources = edition.sources or (task.sources if task else [])
        parts["edition_sources"] += [{"edition": number, "source": source} for source in sources]
        if isinstance(edition, ProcedureSeed):
            for name, rows in procedure_rows(edition).items():
                parts[name] += [{"edition": number, **row} for row in rows]
        statements = citations_of(edition, levels)
        if task and (basis := _rests_on(task, statements.get("basis", []), levels)):
            statements = {**statements, "basis": basis}
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
    for table, rows in parts.items():
        if table == "editions":
            _insert(db, table, rows)
        else:
            _insert_numbered(db, table, rows)


def _rests_on(task: TaskSeed, own: list[Cited], levels: dict[str, str]) -> list[Cited]:
    """The provisions that a procedure rests on: its own where they grant the power, else its task's and its own.

    What the task says of the time limit is of its main procedure alone, and what a procedure says in a role (what
    it is about, say) takes the place of what its task says in that role.
    """
    roles = {cited.role for cited in own}
    if GRANTING in roles:
        return own
    granting = citations_of(task, levels).get("basis", [])
    return [*(cited for cited in granting if cited.role not in {"thoi-han", *roles}), *own]


_PARTS = ("editions", "edition_sources", "steps", "dossier", "forms", "conditions", "notes", "citations")
