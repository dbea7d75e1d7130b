"""The columns of a catalogue that hold codes of a closed list: each must be one that the program has a name for."""

from typing import Any, get_args

from canang.catalog.blanks import Fill, LineKind
from canang.catalog.companions import NeedKind
from canang.catalog.law import Change
from canang.catalog.model import DelegationKind, EntryType, Level, Logic, ProcedureType, Tier, Unit

_LEVELS = tuple(level.value for level in Level)
_LISTS: dict[str, dict[str, Any]] = {
    "entries": {"type": EntryType},
    "editions": {"kind": DelegationKind, "procedure_type": ProcedureType, "level": Tier, "limit_unit": Unit},
    "steps": {"logic": Logic, "limit_unit": Unit},
    "document_changes": {"change": Change},
    "needs": {"kind": NeedKind},
    "blank_lines": {"kind": LineKind, "fill": Fill},
}
_CHECKED = {
    "editions": "verification_level", "documents": "text_read", "citations": "level", "side_citations": "level",
    "blanks": "verification_level", "questions": "verification_level", "reviews": "level",
}  # fmt: skip
"""The tables whose rows say how far they were checked, and the column."""

CODES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    *((table, column, get_args(codes)) for table, columns in _LISTS.items() for column, codes in columns.items()),
    *((table, column, _LEVELS) for table, column in _CHECKED.items()),
)
"""Table, column and the codes that may stand there; beside them nothing, where the column may be empty."""
