"""The tables of a catalogue: what is of an entry, a step or a paper has the columns that its model has fields."""

import sqlite3

import msgspec

from canang.catalog.model import DossierItem, Entry, Step
from canang.catalog.rows import DOSSIER_FIELDS, EDITION_FIELDS, STEP_FIELDS
from canang.catalog.schema import APPLICATION_ID, SCHEMA_VERSION

_LIMIT = "limit_amount INTEGER, limit_unit TEXT, limit_start TEXT, limit_text TEXT"
_REFERENCES = {"replaced_by": " REFERENCES entries (id)"}


def _of_model(kind: type[msgspec.Struct], names: tuple[str, ...]) -> str:
    """The columns for these fields of a model, in the order in which it declares them."""
    fields = {field.name: field for field in msgspec.structs.fields(kind)}
    return ", ".join(_column(name, msgspec.inspect.type_info(fields[name].type)) for name in names)


def _column(name: str, of: msgspec.inspect.Type) -> str:
    """A column: four of them for a time limit; a list is kept as lines of text."""
    inner = [each for each in _members(of) if not isinstance(each, msgspec.inspect.NoneType)]
    if isinstance(inner[0], msgspec.inspect.StructType):
        return _LIMIT
    if isinstance(inner[0], msgspec.inspect.VarTupleType):
        return f"{name} TEXT"
    whole = isinstance(inner[0], (msgspec.inspect.IntType, msgspec.inspect.BoolType))
    needed = "" if _may_be_none(of) else " NOT NULL"
    return f"{name} {'INTEGER' if whole else 'TEXT'}{needed}{_REFERENCES.get(name, '')}"


def _members(of: msgspec.inspect.Type) -> tuple[msgspec.inspect.Type, ...]:
    """The types that a field may have, out of what describes them."""
    if isinstance(of, msgspec.inspect.Metadata):
        return _members(of.type)
    return of.types if isinstance(of, msgspec.inspect.UnionType) else (of,)


def _may_be_none(of: msgspec.inspect.Type) -> bool:
    members = _members(of)
    return any(isinstance(each, msgspec.inspect.NoneType) for each in members) or any(
        isinstance(each, msgspec.inspect.LiteralType) and None in each.values for each in members
    )


_OF_EDITION = "id INTEGER PRIMARY KEY, edition INTEGER NOT NULL REFERENCES editions (id)"

_OF_MODELS = {"editions": EDITION_FIELDS, "steps": STEP_FIELDS, "dossier": DOSSIER_FIELDS}
"""The tables whose columns follow from models, and the fields."""

COLUMNS = {
    "meta": "key TEXT PRIMARY KEY, value TEXT",
    "fields": "id TEXT PRIMARY KEY, name TEXT NOT NULL",
    "documents": "number TEXT PRIMARY KEY, type TEXT, issuer TEXT, title TEXT, issued TEXT, effective_from TEXT,"
    " effective_to TEXT, text_read TEXT NOT NULL, note TEXT",
    "document_changes": "id INTEGER PRIMARY KEY, document TEXT NOT NULL REFERENCES documents (number),"
    " by TEXT NOT NULL REFERENCES documents (number), change TEXT NOT NULL, effective_from TEXT,"
    " articles TEXT NOT NULL, note TEXT",
    "sources": "id TEXT PRIMARY KEY, title TEXT NOT NULL, publisher TEXT NOT NULL, url TEXT, read_on TEXT NOT NULL",
    "days": "day TEXT PRIMARY KEY, worked INTEGER NOT NULL, name TEXT, instead_of TEXT,"
    " source TEXT REFERENCES sources (id)",
    "entries": "id TEXT PRIMARY KEY, type TEXT NOT NULL, field TEXT NOT NULL REFERENCES fields (id),"
    " task TEXT REFERENCES entries (id), code TEXT, layer TEXT",
    "editions": "id INTEGER PRIMARY KEY, entry TEXT NOT NULL REFERENCES entries (id), effective_from TEXT NOT NULL,"
    f" effective_to TEXT, {_of_model(Entry, EDITION_FIELDS)}, verification_level TEXT NOT NULL,"
    " checked_on TEXT NOT NULL, verification_note TEXT",
    "edition_sources": f"{_OF_EDITION}, source TEXT NOT NULL REFERENCES sources (id)",
    "steps": f"{_OF_EDITION}, position INTEGER NOT NULL, {_of_model(Step, STEP_FIELDS)}",
    "dossier": f"{_OF_EDITION}, position INTEGER NOT NULL, {_of_model(DossierItem, DOSSIER_FIELDS)}",
    "forms": f"{_OF_EDITION}, position INTEGER NOT NULL, code TEXT NOT NULL, name TEXT NOT NULL",
    "conditions": f"{_OF_EDITION}, position INTEGER NOT NULL, text TEXT NOT NULL",
    "notes": f"{_OF_EDITION}, position INTEGER NOT NULL, text TEXT NOT NULL",
    "citations": f"{_OF_EDITION}, statement TEXT NOT NULL, document TEXT NOT NULL REFERENCES documents (number),"
    " article TEXT, clause TEXT, point TEXT, annex TEXT, role TEXT NOT NULL, level TEXT NOT NULL",
    "everyday": "id INTEGER PRIMARY KEY, entry TEXT NOT NULL REFERENCES entries (id), word TEXT NOT NULL",
    "utterances": "id INTEGER PRIMARY KEY, entry TEXT NOT NULL REFERENCES entries (id), text TEXT NOT NULL",
    "practice": "id TEXT PRIMARY KEY, entry TEXT NOT NULL REFERENCES entries (id), name TEXT NOT NULL,"
    " story TEXT NOT NULL",
    "practice_papers": "id INTEGER PRIMARY KEY, practice TEXT NOT NULL REFERENCES practice (id), item TEXT NOT NULL,"
    " shows TEXT NOT NULL, wrong TEXT",
    "blanks": "id TEXT PRIMARY KEY, form TEXT NOT NULL, document TEXT NOT NULL REFERENCES documents (number),"
    " number TEXT NOT NULL, title TEXT NOT NULL, about TEXT NOT NULL, signer TEXT NOT NULL,"
    " verification_level TEXT NOT NULL, checked_on TEXT NOT NULL, verification_note TEXT",
    "blank_lines": "id INTEGER PRIMARY KEY, blank TEXT NOT NULL REFERENCES blanks (id), position INTEGER NOT NULL,"
    " kind TEXT NOT NULL, text TEXT, options TEXT, rows INTEGER NOT NULL, fill TEXT, basis TEXT",
    "questions": "id TEXT PRIMARY KEY, question TEXT NOT NULL, answer TEXT NOT NULL, reported TEXT,"
    " words TEXT NOT NULL, verification_level TEXT NOT NULL, checked_on TEXT NOT NULL, verification_note TEXT",
    "question_entries": "id INTEGER PRIMARY KEY, question TEXT NOT NULL REFERENCES questions (id),"
    " entry TEXT NOT NULL REFERENCES entries (id)",
    "question_sources": "id INTEGER PRIMARY KEY, question TEXT NOT NULL REFERENCES questions (id),"
    " source TEXT NOT NULL REFERENCES sources (id)",
    "needs": "id INTEGER PRIMARY KEY, entry TEXT NOT NULL REFERENCES entries (id), position INTEGER NOT NULL,"
    " key TEXT NOT NULL, kind TEXT NOT NULL, text TEXT NOT NULL, help TEXT, source TEXT REFERENCES sources (id)",
    "contacts": "id INTEGER PRIMARY KEY, name TEXT NOT NULL, about TEXT NOT NULL, reach TEXT NOT NULL,"
    " source TEXT NOT NULL REFERENCES sources (id)",
    "side_citations": "id INTEGER PRIMARY KEY, owner TEXT NOT NULL, document TEXT NOT NULL REFERENCES"
    " documents (number), article TEXT, clause TEXT, point TEXT, annex TEXT, role TEXT NOT NULL, level TEXT NOT NULL",
    "reviews": "id INTEGER PRIMARY KEY, entry TEXT NOT NULL REFERENCES entries (id), effective_from TEXT NOT NULL,"
    " statement TEXT NOT NULL, level TEXT NOT NULL, digest TEXT NOT NULL, reviewer TEXT NOT NULL, day TEXT NOT NULL,"
    " note TEXT",
    "raw_records": "id INTEGER PRIMARY KEY, entry TEXT NOT NULL REFERENCES entries (id), file TEXT NOT NULL,"
    " format TEXT NOT NULL, record TEXT NOT NULL",
    "hidden": "entry TEXT PRIMARY KEY",
    "elsewhere": "id INTEGER PRIMARY KEY, said TEXT NOT NULL, field TEXT NOT NULL, ministry TEXT NOT NULL,"
    " source TEXT NOT NULL REFERENCES sources (id)",
    "weights": "model TEXT NOT NULL, feature TEXT NOT NULL, weight REAL NOT NULL",
    "leanings": "said TEXT PRIMARY KEY, rarity REAL NOT NULL, weights BLOB NOT NULL",
    "words": "id INTEGER PRIMARY KEY, said TEXT NOT NULL, means TEXT NOT NULL, written TEXT NOT NULL,"
    " written_means TEXT NOT NULL",
}
"""The columns of every table but those of the index, in an order in which references come after what they point to."""

_BY_KEY = frozenset({"leanings"})
"""Tables kept in the order of their keys, so that no index holds each key once more."""

INDEXES = {
    "editions": ("entry",), "entries": ("task", "code"), "edition_sources": ("edition",), "steps": ("edition",),
    "dossier": ("edition",), "forms": ("edition",), "conditions": ("edition",), "notes": ("edition",),
    "citations": ("edition", "document"),
    "everyday": ("entry",), "utterances": ("entry",), "raw_records": ("entry",),
    "question_entries": ("entry",), "needs": ("entry",),
    "side_citations": ("owner", "document"), "reviews": ("entry",),
}  # fmt: skip
"""The columns of each table by which it is looked up."""

TABLES = (*COLUMNS, "vocabulary", "sounds", "pairs", "search", "asked", "acts", "initials")
"""Every table that holds content."""


def create_tables(connection: sqlite3.Connection) -> None:
    """Make a file one of ours: its identity and the tables that it does not have yet; not the index of the search."""
    connection.execute("PRAGMA journal_mode = DELETE")
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
    for table, columns in COLUMNS.items():
        kept = " WITHOUT ROWID" if table in _BY_KEY else ""
        connection.execute(f"CREATE TABLE IF NOT EXISTS {table} ({columns}){kept}")


def complete_tables(connection: sqlite3.Connection) -> None:
    """Give a file of an earlier version the tables and the columns that it lacks; the new columns are empty."""
    for table, names in _OF_MODELS.items():
        there = {row[1] for row in connection.execute(f"PRAGMA table_info({table})")}
        for name in names:
            if there and name not in there and name != "time_limit":
                connection.execute(f"ALTER TABLE {table} ADD COLUMN {name} TEXT")
    create_tables(connection)


def create_indexes(connection: sqlite3.Connection) -> None:
    """Make the indexes by which rows are looked up, once the rows are there: that takes half the time."""
    for table, looked_up in INDEXES.items():
        for column in looked_up:
            connection.execute(f"CREATE INDEX {table}_{column} ON {table} ({column})")
