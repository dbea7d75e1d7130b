"""The typed page: sections of details and boxes. A renderer puts labels and colours on them by their kind."""

from enum import Enum
from typing import TypeVar

import msgspec

from canang.catalog.model import Citation
from canang.catalog.validity import Notice
from canang.sheet.words import EDITORS, ITEM_PLACES, LABELS, Kind
from canang.text.visible import visible

T = TypeVar("T")


class Detail(msgspec.Struct, frozen=True):
    """One thing said: what it is, in which words, and on which provisions it stands (those of ``BASIS`` alone)."""

    kind: Kind
    text: str
    citations: tuple[Citation, ...] = ()


class Box(msgspec.Struct, frozen=True):
    """A line with a box to tick: a condition, a paper of the file or a step.

    ``ticked`` says whether it is done, ``filled`` what stands in the columns that are else left empty for a pen.
    """

    key: str
    number: str
    text: str
    details: tuple[Detail, ...]
    ticked: bool = False
    filled: tuple[str, ...] = ()

    def detail(self, kind: Kind) -> Detail | None:
        """Its detail of a kind, where it has one."""
        return next((detail for detail in self.details if detail.kind is kind), None)


class Sheet(msgspec.Struct, frozen=True):
    """A checklist or an entry, section by section, as plain text without markup.

    ``forms`` are codes with names, ``procedures`` ids with names, ``log`` moments with what was done. ``brief`` is one
    to be set on a single page: small, without columns for a pen, without a picture.
    """

    id: str
    title: str
    subtitle: str
    notices: tuple[Notice, ...]
    head: tuple[Detail, ...]
    conditions: tuple[Box, ...]
    dossier: tuple[Box, ...]
    steps: tuple[Box, ...]
    forms: tuple[tuple[str, str], ...]
    basis: tuple[Detail, ...]
    checked: tuple[Detail, ...]
    procedures: tuple[tuple[str, str], ...]
    footer: str
    log: tuple[tuple[str, str], ...] = ()
    brief: bool = False


def shown(part: T) -> T:
    """A sheet, or a part of one, with every text as it may be shown, on whatever it is printed."""
    if isinstance(part, Enum):
        return part
    if isinstance(part, str):
        return visible(part)  # type: ignore[return-value]
    if isinstance(part, tuple):
        return tuple(map(shown, part))  # type: ignore[return-value]
    if isinstance(part, msgspec.Struct):
        fields = {name: shown(getattr(part, name)) for name in part.__struct_fields__}
        return msgspec.structs.replace(part, **fields)
    return part


def without_sources(sheet: Sheet) -> Sheet:
    """The sheet with a count in place of where each thing was read, which would fill a page of its own, and without
    what editors noted."""
    kept = tuple(detail for detail in sheet.checked if detail.kind not in EDITORS)
    left = sum(detail.kind is Kind.SOURCE for detail in sheet.checked)
    if len(kept) == len(sheet.checked):
        return sheet
    # Behind the level, not on a line of its own, which might be all that stands on a last page.
    told = f"; {left} nguồn: canang xem {sheet.id} --nguon" if left else ""
    checked = (msgspec.structs.replace(d, text=d.text + told) if d.kind is Kind.VERIFICATION else d for d in kept)
    return msgspec.structs.replace(sheet, checked=tuple(checked))


def labelled(details: tuple[Detail, ...]) -> tuple[tuple[str, str], ...]:
    """Details as pairs of a label and a text."""
    return tuple((LABELS[detail.kind], detail.text) for detail in details)


def places_of(sheet: Sheet) -> dict[str, str]:
    """Where each item stands on the page: ``Bước 2`` for ``step:cap``."""
    parts = (("dossier", sheet.dossier), ("step", sheet.steps))
    return {f"{part}:{box.key}": f"{ITEM_PLACES[part]} {box.number}" for part, boxes in parts for box in boxes}
