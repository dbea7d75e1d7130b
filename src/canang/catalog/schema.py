"""The identity of a catalogue file: what makes a SQLite file one of ours, and of which version."""

APPLICATION_ID = 0x43414E41
"""SQLite's ``application_id`` of every catalogue ("CANA")."""

SCHEMA_VERSION = 8
"""SQLite's ``user_version``. Raised with every change of a table or of what a column means."""

BROUGHT_UP = range(5, SCHEMA_VERSION)
"""The versions whose layers become layers of this one when they are given the tables and columns that they lack."""

DAYS = ("effective_from", "effective_to", "issued", "read_on", "checked_on", "day", "instead_of")
"""Columns that hold a day as ``YYYY-MM-DD``."""
