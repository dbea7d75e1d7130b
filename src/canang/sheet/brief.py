"""An entry on one printed page: its summary laid out as a sheet, whose lines carry no details."""

from collections.abc import Sequence

from msgspec.structs import replace

from canang.sheet.page import Box, Detail, Sheet
from canang.sheet.summary import Line, Summary, shortened
from canang.sheet.summary_words import checked_words, fact_words, line_words
from canang.sheet.words import Kind

LETTERS = 88
"""About how many letters stand on a row of a printed page."""

ROWS = 44
"""How many rows of papers, steps, facts and the rest one page holds for certain, its title aside."""

_HEADINGS = 2
"""Rows that the heading of a list takes."""

_LABEL = 22
"""About how many letters of a row a label takes."""


def brief(sheet: Sheet, summary: Summary) -> Sheet:
    """The sheet of an entry on one page: every paper and step, each in as many words as there is room for.

    What had to be cut is marked with “…”; no line, no condition of a line and no warning is left out.
    """
    for room in (None, 2 * LETTERS, LETTERS):
        page = _with_room(sheet, summary, room)
        if _rows(page) <= ROWS:
            break
    return page


def _with_room(sheet: Sheet, summary: Summary, room: int | None) -> Sheet:
    beside = None if room is None else room - room // LETTERS * _LABEL
    facts = [Detail(fact.kind, _cut(fact_words(fact), beside)) for fact in summary.facts]
    facts += [detail for detail in sheet.head if detail.kind in (Kind.NO_DOSSIER, Kind.CODE, Kind.SPAN)]
    conditions = [replace(box, text=_cut(box.text, room), details=()) for box in sheet.conditions]
    power = [detail for detail in sheet.basis if detail.kind is Kind.POWER and len(detail.text) <= 2 * LETTERS]
    return replace(
        sheet,
        head=tuple(facts),
        conditions=tuple(conditions),
        dossier=_boxes(summary.papers or (), room),
        steps=_boxes(summary.steps or (), room),
        forms=(),
        basis=tuple(power),
        checked=(Detail(Kind.VERIFICATION, checked_words(summary)),),
        procedures=tuple((id_, _cut(name, beside)) for id_, name in sheet.procedures),
        footer=f"Bản gọn · {sheet.footer}",
        brief=True,
    )


def _boxes(lines: Sequence[Line], room: int | None) -> tuple[Box, ...]:
    return tuple(Box(line.key, str(line.number), line_words(line, room), ()) for line in lines)


def _cut(text: str, room: int | None) -> str:
    return text if room is None else shortened(text, room)


def _rows(page: Sheet) -> int:
    """About how many rows a page takes below its title."""
    lists = [boxes for boxes in (page.conditions, page.dossier, page.steps) if boxes]
    texts = [notice.text for notice in page.notices]
    texts += [box.text for boxes in lists for box in boxes]
    beside = [detail.text for part in (page.head, page.basis, page.checked) for detail in part]
    beside += [name for _, name in page.procedures]
    headings = len(lists) + bool(page.procedures) + bool(page.basis) + 1
    rows = sum(1 + (len(text) - 1) // LETTERS for text in texts)
    return rows + sum(1 + (len(text) - 1) // (LETTERS - _LABEL) for text in beside) + _HEADINGS * headings
