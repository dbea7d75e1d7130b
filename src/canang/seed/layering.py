"""Layers over a catalogue, made into one: a province adds, overrides and hides, and everybody reads one file."""

import shutil
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from canang.catalog.database import identity_of, open_catalog
from canang.catalog.overview import meta
from canang.catalog.schema import APPLICATION_ID, BROUGHT_UP
from canang.catalog.tables import COLUMNS, complete_tables
from canang.errors import Code, Failure
from canang.files import replacing
from canang.seed.build import seal
from canang.seed.indexing import index_catalog
from canang.seed.reviewing import apply_reviews
from canang.text.fold import fold

_OF_EDITION = ("edition_sources", "steps", "dossier", "forms", "conditions", "notes", "citations")


class LayerClash(Failure):
    """Two layers, or a layer and what it lies on, claim the same id; ``str()`` says which."""

    code = Code.DATA_DAMAGED


def compose(base: Path, layers: Sequence[Path], target: Path) -> list[str]:
    """Write the catalogue that the base and its layers are together; whole or not at all.

    An entry of a layer takes the place of one below it only where the layer's ``overrides`` names it.

    Returns:
        A Vietnamese line for each review of a layer that no longer holds.

    Raises:
        LayerClash: ids clash.
        CatalogUnusable: a layer cannot be read.
    """
    with replacing(target) as temporary:
        shutil.copyfile(base, temporary)
        with closing(sqlite3.connect(temporary)) as connection:
            connection.row_factory = sqlite3.Row
            connection.execute("PRAGMA journal_mode = MEMORY")
            (reviewed,) = connection.execute("SELECT coalesce(max(id), 0) FROM reviews").fetchone()
            for layer in layers:
                with closing(open_catalog(layer)) as upper:
                    _Merge(connection, upper).run()
            _drop_hidden(connection)
            stale = apply_reviews(connection, reviewed)
            names = " ".join(layer.stem for layer in layers)
            connection.execute("INSERT OR REPLACE INTO meta VALUES ('layers', ?)", (names,))
            index_catalog(connection)
            seal(connection)
    return stale


def change_layer(path: Path, change: Callable[[sqlite3.Connection], None]) -> None:
    """Change a catalogue file by a copy that takes its place whole."""
    with replacing(path) as temporary:
        shutil.copyfile(path, temporary)
        with closing(sqlite3.connect(temporary)) as connection:
            connection.row_factory = sqlite3.Row
            change(connection)
            index_catalog(connection)
            seal(connection)


def bring_up(path: Path) -> None:
    """Make a layer of a schema version that can be brought up a layer of this one; leave every other file as it is.

    Versions 6 to 8 only added tables and columns, which an older layer has nothing for.

    Raises:
        OSError: the file cannot be replaced.
    """
    application, version = identity_of(path)
    if application == APPLICATION_ID and version in BROUGHT_UP:
        change_layer(path, complete_tables)


class _Merge:
    """One layer into the catalogue below it."""

    def __init__(self, lower: sqlite3.Connection, upper: sqlite3.Connection) -> None:
        self._lower = lower
        self._upper = upper
        about = meta(upper)
        self._layer = about.get("layer", "")
        self._overrides = set(about.get("overrides", "").split())

    def run(self) -> None:
        self._add_documents()
        renamed = self._add_sources()
        self._add_entries(self._add_fields())
        editions = self._copy("editions", {})
        for table in _OF_EDITION:
            self._copy(table, {"edition": editions, "source": renamed} if table != "steps" else {"edition": editions})
        self._add_missing("questions", "id")
        around = ("everyday", "utterances", "raw_records", "question_entries", "question_sources", "needs", "contacts")
        for table in around:
            self._copy(table, {"source": renamed})
        for table in ("side_citations", "reviews"):
            self._copy(table, {})
        self._copy_words()
        self._lower.executemany("INSERT OR IGNORE INTO hidden VALUES (?)", self._rows("SELECT entry FROM hidden"))

    def _rows(self, sql: str) -> list[Any]:
        return [tuple(row) for row in self._upper.execute(sql)]

    def _add_missing(self, table: str, key: str) -> None:
        known = {row[0] for row in self._lower.execute(f"SELECT {key} FROM {table}")}
        for row in self._upper.execute(f"SELECT * FROM {table}"):
            if row[key] not in known:
                _insert(self._lower, table, dict(row))

    def _add_fields(self) -> dict[str, str]:
        """Fields under new ids where another field has theirs; a field of the same name is the same. New ids by old."""
        names = {row["id"]: row["name"] for row in self._lower.execute("SELECT * FROM fields")}
        ids = {fold(name): id_ for id_, name in names.items()}
        renamed: dict[str, str] = {}
        for row in self._upper.execute("SELECT * FROM fields ORDER BY id"):
            if same := ids.get(fold(row["name"])):
                renamed[row["id"]] = same
                continue
            id_, number = row["id"], 1
            while id_ in names:
                number += 1
                id_ = f"{row['id']}{number}"
            names[id_] = row["name"]
            renamed[row["id"]] = id_
            _insert(self._lower, "fields", {"id": id_, "name": row["name"]})
        return renamed

    def _add_documents(self) -> None:
        """What is known below stands, but for the end that a layer gives a document with the change that ends it."""
        self._add_missing("documents", "number")
        for change in self._upper.execute("SELECT * FROM document_changes ORDER BY id"):
            same = self._lower.execute(
                'SELECT 1 FROM document_changes WHERE document = ? AND "by" = ? AND change = ? AND articles = ?',
                (change["document"], change["by"], change["change"], change["articles"]),
            ).fetchone()
            if same:
                continue
            _insert(self._lower, "document_changes", {**dict(change), "id": None})
            self._lower.execute(
                "UPDATE documents SET effective_to = ? WHERE number = ?",
                (
                    self._upper.execute(
                        "SELECT effective_to FROM documents WHERE number = ?", (change["document"],)
                    ).fetchone()[0],
                    change["document"],
                ),
            )

    def _add_sources(self) -> dict[str, str]:
        """Sources under names that say whose they are, where another source has the name; new names by old ones."""
        known = {row["id"]: tuple(row) for row in self._lower.execute("SELECT * FROM sources")}
        renamed: dict[str, str] = {}
        for row in self._upper.execute("SELECT * FROM sources"):
            if known.get(row["id"]) == tuple(row):
                continue
            name = row["id"]
            if name in known:
                renamed[name] = name = f"{self._layer}/{name}"
            _insert(self._lower, "sources", {**dict(row), "id": name})
        return renamed

    def _add_entries(self, fields: dict[str, str]) -> None:
        there = {row[0] for row in self._lower.execute("SELECT id FROM entries")}
        rows = [dict(row) for row in self._upper.execute("SELECT * FROM entries ORDER BY type DESC, id")]
        clashing = [row["id"] for row in rows if row["id"] in there - self._overrides]
        if clashing:
            more = f" và {len(clashing) - 1} mã nữa" if len(clashing) > 1 else ""
            raise LayerClash(f"Lớp {self._layer} dùng mã {clashing[0]}{more}, đã có ở bên dưới.")
        for row in rows:
            if row["id"] in there:
                _remove(self._lower, row["id"], keep_companions=True)
            _insert(self._lower, "entries", {**row, "field": fields[row["field"]]})

    def _copy_words(self) -> None:
        there = {tuple(row) for row in self._lower.execute("SELECT written, written_means FROM words")}
        for row in self._upper.execute("SELECT * FROM words ORDER BY id"):
            if (row["written"], row["written_means"]) not in there:
                _insert(self._lower, "words", {**dict(row), "id": None})

    def _copy(self, table: str, references: dict[str, dict[Any, Any]]) -> dict[int, int]:
        """The rows of a table under new numbers, what they refer to by its new name; new numbers by old ones."""
        (last,) = self._lower.execute(f"SELECT coalesce(max(id), 0) FROM {table}").fetchone()
        numbers: dict[int, int] = {}
        for row in self._upper.execute(f"SELECT * FROM {table} ORDER BY id"):
            last += 1
            numbers[row["id"]] = last
            kept = {name: _renamed(references, name, value) for name, value in dict(row).items()}
            _insert(self._lower, table, {**kept, "id": last})
        return numbers


def _renamed(references: dict[str, dict[Any, Any]], column: str, value: Any) -> Any:
    return references[column].get(value, value) if column in references else value


def _insert(connection: sqlite3.Connection, table: str, row: dict[str, Any]) -> None:
    assert table in COLUMNS
    columns = ", ".join(f'"{name}"' for name in row)
    places = ", ".join("?" for _ in row)
    connection.execute(f"INSERT INTO {table} ({columns}) VALUES ({places})", tuple(row.values()))


def _drop_hidden(connection: sqlite3.Connection) -> None:
    """Take out what a layer hides; with a task its procedures."""
    hidden = {row[0] for row in connection.execute("SELECT entry FROM hidden")}
    hidden |= {
        row["id"] for row in connection.execute("SELECT id, task FROM entries ORDER BY id") if row["task"] in hidden
    }
    asked = "SELECT DISTINCT question FROM question_entries"
    before = {row[0] for row in connection.execute(asked)}
    for entry in sorted(hidden, reverse=True):
        _remove(connection, entry, keep_companions=False)
    for question in before - {row[0] for row in connection.execute(asked)}:
        connection.execute("DELETE FROM question_sources WHERE question = ?", (question,))
        connection.execute("DELETE FROM side_citations WHERE owner = ?", (f"question:{question}",))
        connection.execute("DELETE FROM questions WHERE id = ?", (question,))


def _remove(connection: sqlite3.Connection, entry: str, *, keep_companions: bool) -> None:
    """Take an entry out with all that hangs on it; what stands around it stays where another takes its place."""
    editions = "SELECT id FROM editions WHERE entry = ?"
    for table in _OF_EDITION:
        connection.execute(f"DELETE FROM {table} WHERE edition IN ({editions})", (entry,))
    papers = "SELECT id FROM practice WHERE entry = ?"
    connection.execute(f"DELETE FROM practice_papers WHERE practice IN ({papers})", (entry,))
    for table in ("practice", "editions", "everyday", "utterances", "raw_records", "reviews"):
        connection.execute(f"DELETE FROM {table} WHERE entry = ?", (entry,))
    if not keep_companions:
        for table in ("needs", "question_entries"):
            connection.execute(f"DELETE FROM {table} WHERE entry = ?", (entry,))
        connection.execute("DELETE FROM side_citations WHERE owner LIKE ? || ':%'", (f"need:{entry}",))
        connection.execute("UPDATE editions SET replaced_by = NULL WHERE replaced_by = ?", (entry,))
    connection.execute("DELETE FROM entries WHERE id = ?", (entry,))
