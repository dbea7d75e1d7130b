"""A picture of a procedure: who does what and how long it takes, from the top down, as SVG."""

import textwrap
from collections.abc import Sequence
from html import escape

import msgspec

from canang.sheet.page import Box
from canang.sheet.words import Kind

_WIDTH, _GAP, _LINE, _PAD = 250, 26, 15, 8
_LETTERS = 38
"""How many letters of twelve points fit a box."""


_PAGE_WIDTH, _PAGE_HEIGHT = 467.0, 640.0
"""The room on an A4 page within its margins, in points; less in height, for the heading above."""


class Flow(msgspec.Struct, frozen=True):
    """A drawn flow: its size in points as drawn, and on sheet; ``helps`` there where it branches and fits a page."""

    svg: str
    width: float
    height: float
    branches: bool

    @property
    def paper_width(self) -> float:
        """Its width on sheet: four fifths of what is drawn, or less to fit."""
        return self.width * min(0.8, _PAGE_WIDTH / self.width)

    @property
    def helps(self) -> bool:
        """Whether it is worth its room on sheet."""
        return self.branches and self.height * self.paper_width / self.width <= _PAGE_HEIGHT


def draw_flow(steps: Sequence[Box], title: str, face: str = "Times New Roman") -> Flow:
    """The steps as boxes; those done instead of the one before stand beside it, those with a condition are dashed.

    The picture carries its title and each step's words as text, so that a screen reader says them.
    """
    rows = _rows(steps)
    columns = max((len(row) for row in rows), default=1)
    width = columns * _WIDTH + (columns - 1) * _GAP + 2 * _PAD
    parts: list[str] = []
    y = float(_PAD)
    for number, row in enumerate(rows):
        height = max(_height(box) for box in row)
        for place, box in enumerate(row):
            x = _PAD + place * (_WIDTH + _GAP)
            parts.append(_drawn(box, x, y, height))
            if place:
                middle = y + height / 2
                parts.append(f'<text x="{x - _GAP / 2}" y="{middle + 4}" class="or" text-anchor="middle">hoặc</text>')
        if number + 1 < len(rows):
            centre, below = _PAD + _WIDTH / 2, y + height
            tip, neck = below + _GAP - 1, below + _GAP - 8
            parts.append(f'<path d="M{centre:g} {below:g} V{neck:g}" class="arrow"/>')
            parts.append(f'<path d="M{centre - 4:g} {neck:g} L{centre:g} {tip:g} L{centre + 4:g} {neck:g} Z"/>')
        y += height + _GAP
    total = y - _GAP + _PAD
    style = (
        f"<style>text{{font:12px '{face}',serif}}.who{{font-style:italic;fill:#555}}.limit{{fill:#9a3400}}"
        ".when{font-style:italic;fill:#1d4ed8}.or{font-size:10px;fill:#555}.box{fill:#fff;stroke:#777}"
        ".maybe{stroke-dasharray:5 3}.arrow{stroke:#333;fill:none}</style>"
    )
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {width:g} {total:g}" width="{width:g}"'
        f' height="{total:g}"><title>{escape(title)}</title>{style}{"".join(parts)}</svg>'
    )
    return Flow(svg, width, total, branches=sum(_branches(box) for box in steps) > 1)


def _branches(box: Box) -> bool:
    return box.detail(Kind.INSTEAD) is not None or box.detail(Kind.WHEN) is not None


def _rows(steps: Sequence[Box]) -> list[list[Box]]:
    rows: list[list[Box]] = []
    for box in steps:
        if rows and box.detail(Kind.INSTEAD):
            rows[-1].append(box)
        else:
            rows.append([box])
    return rows


def _lines(box: Box) -> list[tuple[str, str]]:
    """The lines of a box with the class of each."""
    facts = {detail.kind: detail.text for detail in box.details}
    when = facts.get(Kind.WHEN, "")
    parts = [
        ("when", when if when.startswith("khi ") or not when else f"khi {when}"),
        ("", f"{box.number}. {box.text}"),
        ("who", facts.get(Kind.ACTOR, "")),
        ("limit", facts.get(Kind.TIME_LIMIT, "")),
    ]
    return [(kind, line) for kind, text in parts if text for line in textwrap.wrap(text, _LETTERS)]


def _height(box: Box) -> float:
    return len(_lines(box)) * _LINE + 2 * _PAD


def _drawn(box: Box, x: float, y: float, height: float) -> str:
    lines = "".join(
        f'<text x="{x + _PAD:g}" y="{y + _PAD + (place + 0.8) * _LINE:g}" class="{kind}">{escape(line)}</text>'
        for place, (kind, line) in enumerate(_lines(box))
    )
    kind = "box maybe" if box.detail(Kind.WHEN) else "box"
    return f'<rect x="{x:g}" y="{y:g}" width="{_WIDTH}" height="{height:g}" rx="3" class="{kind}"/>{lines}'
