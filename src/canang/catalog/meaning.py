"""What a part of an entry means, apart from how it is worded around, ordered, shown or verified.

Digests and outlines are made of this, so that a new label, another order or a better reading is no change of the law.
"""

import hashlib
from datetime import date
from typing import Any

import msgspec

from canang.catalog.model import Citation, Step

VERSION = 2
"""Of the digests and outlines made here. Version 1 was made of rendered Vietnamese."""

_ASIDE = frozenset({"key", "order", "level", "made_at", "shown_at", "pitfall"})
"""Fields that say where a part stands or how far it was checked, not what it says; and the half of a step's remarks
that is read with the other."""


def meaning(value: Any) -> Any:
    """A part of an entry as plain JSON: its fields without those that say nothing, citations by their place alone.

    A field that is None, empty or false is left out, so that a field added later changes no meaning kept before.
    """
    if isinstance(value, Citation):
        return [value.document, value.article, value.clause, value.point, value.annex, value.role]
    if isinstance(value, msgspec.Struct):
        fields = {name: getattr(value, name) for name in value.__struct_fields__ if name not in _ASIDE}
        if isinstance(value, Step):
            fields["note"] = value.remarks
        return {name: meaning(each) for name, each in fields.items() if each or (each == 0 and each is not False)}
    if isinstance(value, (list, tuple)):
        return [meaning(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value


def digest(value: Any) -> str:
    """The version and sixteen hexadecimal digits by which a change of the meaning shows."""
    plain = msgspec.json.encode(meaning(value), order="sorted")
    return f"{VERSION}:{hashlib.sha256(plain).hexdigest()[:16]}"
