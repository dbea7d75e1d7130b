"""Rows of the catalogue's tables to its models: a field is read from the column of its name."""

import sqlite3
from datetime import date
from functools import cache
from typing import Any, TypeVar

import msgspec

from canang.catalog.model import DossierItem, Entry, Step, TimeLimit

Model = TypeVar("Model", bound=msgspec.Struct)

_WORKED_OUT = {
    "id", "type", "field", "field_name", "task", "code", "layer", "steps", "dossier", "conditions", "notes", "forms",
    "citations", "sources", "verification", "readings", "effective_from", "effective_to", "status", "as_of",
    "procedures", "editions",
}  # fmt: skip
"""Fields of an entry that are no column of its edition, or none that is read as it stands."""

EDITION_FIELDS = tuple(name for name in Entry.__struct_fields__ if name not in _WORKED_OUT)
"""The fields of an entry that its editions keep, in order; ``time_limit`` in four columns."""

PLAIN_FACTS = tuple(name for name in EDITION_FIELDS if name != "time_limit")
"""Those that are read as they stand."""

STEP_FIELDS = tuple(name for name in Step.__struct_fields__ if name not in {"order", "citations", "level"})
DOSSIER_FIELDS = tuple(name for name in DossierItem.__struct_fields__ if name not in {"order", "citations", "level"})
"""The fields of steps and papers that have columns of their own, in order."""


def of_row(kind: type[Model], row: sqlite3.Row, **given: Any) -> Model:
    """A model out of a row; what is ``given`` is not read, a ``time_limit`` comes from its four columns.

    Values are taken as SQLite has them: fields of another type (days, levels) are given by the caller.
    """
    read = {name: row[name] for name in _names(kind) if name not in given}
    return kind(**read, **given)


def time_limit_of(row: sqlite3.Row) -> TimeLimit | None:
    """The time limit of an edition or a step; None where none is stated."""
    if row["limit_text"] is None:
        return None
    return TimeLimit(row["limit_amount"], row["limit_unit"], row["limit_start"], row["limit_text"])


def day_of(text: str | None) -> date | None:
    """A day as the catalogue keeps it."""
    return date.fromisoformat(text) if text else None


@cache
def _names(kind: type[msgspec.Struct]) -> tuple[str, ...]:
    return kind.__struct_fields__
