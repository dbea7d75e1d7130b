"""The identity of a catalogue file, what makes a SQLite file one of ours and of which version, and its tables."""

import sqlite3

APPLICATION_ID = 0x43414E41
"""SQLite's ``application_id`` of every catalogue ("CANA")."""

SCHEMA_VERSION = 5
"""SQLite's ``user_version``. Raised with every change of a table or of what a column means."""

DAYS = ("effective_from", "effective_to", "issued", "read_on", "checked_on", "day", "instead_of")
"""Columns that hold a day as ``YYYY-MM-DD``."""

_LIMIT = "limit_amount INTEGER, limit_unit TEXT, limit_start TEXT, limit_text TEXT"
_OF_EDITION = "id INTEGER PRIMARY KEY, edition INTEGER NOT NULL REFERENCES editions (id)"

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
    " effective_to TEXT, name TEXT NOT NULL, kind TEXT, procedure_type TEXT, level TEXT, authority TEXT,"
    f" authority_before TEXT, agency TEXT, applicant TEXT, submission TEXT, {_LIMIT}, fee TEXT, result TEXT,"
    " result_validity TEXT, replaced_by TEXT REFERENCES entries (id), change_note TEXT,"
    " verification_level TEXT NOT NULL, checked_on TEXT NOT NULL, verification_note TEXT",
    "edition_sources": f"{_OF_EDITION}, source TEXT NOT NULL REFERENCES sources (id)",
    "steps": f"{_OF_EDITION}, position INTEGER NOT NULL, key TEXT NOT NULL, actor TEXT, action TEXT NOT NULL,"
    f" condition TEXT, logic TEXT, {_LIMIT}, output TEXT, note TEXT, forms TEXT",
    "dossier": f"{_OF_EDITION}, position INTEGER NOT NULL, key TEXT NOT NULL, name TEXT NOT NULL, originals INTEGER,"
    " copies INTEGER, required INTEGER NOT NULL, condition TEXT, form TEXT",
    "forms": f"{_OF_EDITION}, position INTEGER NOT NULL, code TEXT NOT NULL, name TEXT NOT NULL",
    "conditions": f"{_OF_EDITION}, position INTEGER NOT NULL, text TEXT NOT NULL",
    "citations": f"{_OF_EDITION}, statement TEXT NOT NULL, document TEXT NOT NULL REFERENCES documents (number),"
    " article TEXT, clause TEXT, point TEXT, annex TEXT, role TEXT NOT NULL, level TEXT NOT NULL",
    "everyday": "id INTEGER PRIMARY KEY, entry TEXT NOT NULL REFERENCES entries (id), word TEXT NOT NULL",
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
    "words": "id INTEGER PRIMARY KEY, said TEXT NOT NULL, means TEXT NOT NULL, written TEXT NOT NULL,"
    " written_means TEXT NOT NULL",
}
"""The columns of every table but those of the index, in an order in which references come after what they point to."""

INDEXES = {
    "editions": ("entry",), "entries": ("task", "code"), "edition_sources": ("edition",), "steps": ("edition",),
    "dossier": ("edition",), "forms": ("edition",), "conditions": ("edition",), "citations": ("edition", "document"),
    "everyday": ("entry",), "raw_records": ("entry",), "question_entries": ("entry",), "needs": ("entry",),
    "side_citations": ("owner", "document"), "reviews": ("entry",),
}  # fmt: skip
"""The columns of each table by which it is looked up."""

TABLES = (*COLUMNS, "vocabulary", "sounds", "pairs", "search")
"""Every table that holds content."""


def create_tables(connection: sqlite3.Connection) -> None:
    """Make an empty file one of ours: its identity and its tables; not the index of the search."""
    connection.execute("PRAGMA journal_mode = DELETE")
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
    for table, columns in COLUMNS.items():
        connection.execute(f"CREATE TABLE {table} ({columns})")


def create_indexes(connection: sqlite3.Connection) -> None:
    """Make the indexes by which rows are looked up, once the rows are there: that takes half the time."""
    for table, looked_up in INDEXES.items():
        for column in looked_up:
            connection.execute(f"CREATE INDEX {table}_{column} ON {table} ({column})")
