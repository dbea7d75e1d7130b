"""The identity of a catalogue file: what makes a SQLite file one of ours, and of which version."""

APPLICATION_ID = 0x43414E41
"""SQLite's ``application_id`` of every catalogue ("CANA")."""

SCHEMA_VERSION = 4
"""SQLite's ``user_version``. Raised with every change of a table or of what a column means."""

TABLES = (
    "meta", "fields", "documents", "document_changes", "sources", "days", "entries", "editions", "edition_sources",
    "steps", "dossier", "forms", "conditions", "citations", "everyday", "practice", "practice_papers",
    "blanks", "blank_lines", "words", "vocabulary", "pairs", "search",
)  # fmt: skip
"""Every table that holds content, in an order in which references come after what they point to."""
