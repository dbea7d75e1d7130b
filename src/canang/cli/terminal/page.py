"""A page on the screen: headings, hanging lines, boxes; the same words in a pipe, without colour."""

import re
import textwrap
from collections.abc import Callable
from itertools import groupby
from typing import TypeAlias

from canang.cli.terminal.environment import Environment
from canang.sheet.page import Box, Sheet, labelled
from canang.sheet.words import BASIS, CHECKED, CONDITIONS, DOSSIER, EDITORS, FORMS, LABELS, PROCEDURES, STEPS, Kind

COLOURS = {"red": "bold red", "yellow": "yellow"}
"""The style of a notice, by its severity."""

_STYLES = {Kind.PITFALL: "yellow", Kind.BASIS: "dim", Kind.CHECKED: "dim"}

Row: TypeAlias = tuple[tuple[str, str | None], ...]
"""One row of the screen in parts, each with its style."""


def show_sheet(sheet: Sheet, environment: Environment, *, tick: bool, sources: bool = False) -> None:
    """Print the page.

    Args:
        tick: whether papers and steps carry an empty box to tick.
        sources: also where it was read, and what its editors noted.
    """
    checked = tuple(detail for detail in sheet.checked if sources or detail.kind not in EDITORS)
    page = Page(environment)
    page.line(sheet.title, style="bold")
    page.line(f"{sheet.id} · {sheet.subtitle}", style="dim")
    page.gap()
    for notice in sheet.notices:
        page.hanging("! ", notice.text, style=COLOURS[notice.severity])
    if sheet.notices:
        page.gap()
    page.pairs(labelled(sheet.head))
    page.section(PROCEDURES, sheet.procedures)
    page.boxes(CONDITIONS, sheet.conditions, tick=tick)
    page.boxes(DOSSIER, sheet.dossier, tick=tick)
    page.boxes(STEPS, sheet.steps, tick=tick)
    page.section(FORMS, sheet.forms)
    page.section(BASIS, labelled(sheet.basis))
    page.section(CHECKED, labelled(checked))
    page.gap()
    page.line(sheet.footer, style="dim")


class Page:
    """Lines of text at the width of the screen."""

    def __init__(self, environment: Environment) -> None:
        self._environment = environment
        self._width = environment.width

    def gap(self) -> None:
        """An empty line."""
        self._environment.say()

    def line(self, text: str, style: str | None = None) -> None:
        """A paragraph from the left edge."""
        self.hanging("", text, style)

    def hanging(
        self,
        head: str,
        text: str,
        style: str | None = None,
        head_style: str | None = None,
        emphasis: Callable[[str], bool] | None = None,
    ) -> None:
        """A paragraph behind a head; further lines stand under the text.

        Args:
            emphasis: says of a word whether it is underlined, where the screen can.
        """
        for row in hung(self._width, head, text, style, head_style, emphasis):
            self._environment.say_styled(row)

    def section(self, title: str, pairs: tuple[tuple[str, str], ...]) -> None:
        """A heading and its pairs; nothing where there are none."""
        if pairs:
            self._heading(title)
            self.pairs(pairs)

    def pairs(self, pairs: tuple[tuple[str, str], ...], indent: str = "") -> None:
        """Labels with their texts in two columns, or one under the other where the screen is narrow."""
        column = min(max((len(label) for label, _ in pairs), default=0), self._width * 2 // 5) + 2
        for label, text in pairs:
            head = f"{indent}{label}: "
            if self._width >= 60 and len(label) < column:
                head = head.ljust(column + len(indent))
            self.hanging(head, text, head_style="bold")

    def boxes(self, title: str, boxes: tuple[Box, ...], *, tick: bool) -> None:
        """A heading and its boxes with their details; nothing where there are none."""
        if not boxes:
            return
        self._heading(title)
        for box in boxes:
            self.box(box, "[ ] " if tick else "")

    def box(self, box: Box, mark: str) -> None:
        """One box: its mark and number, its text, and its details beneath."""
        head = f"{mark}{box.number}. "
        self.hanging(head, box.text)
        for detail in box.details:
            label = f"{' ' * min(len(head), 7)}{LABELS[detail.kind]}: "
            body = "dim" if detail.kind is Kind.BASIS else None
            self.hanging(label, detail.text, style=body, head_style=_STYLES.get(detail.kind, "cyan"))

    def _heading(self, title: str) -> None:
        self.gap()
        self.line(title.upper(), style="bold")


def hung(
    width: int,
    head: str,
    text: str,
    style: str | None = None,
    head_style: str | None = None,
    emphasis: Callable[[str], bool] | None = None,
) -> list[Row]:
    """The rows of a paragraph behind a head, as ``Page.hanging`` prints them on a screen of so many columns."""
    found: list[Row] = []
    for paragraph in text.split("\n"):
        # An address that is broken can be neither clicked nor copied.
        wrapper = textwrap.TextWrapper(
            max(16, width - len(head)), break_on_hyphens=False, break_long_words="://" not in paragraph
        )
        for part in wrapper.wrap(paragraph) or [""]:
            pieces = _emphasised(part, style, emphasis) if emphasis else ((part, style),)
            found.append(((" " * len(head) if found else head, head_style or style), *pieces))
    return found


def _emphasised(text: str, style: str | None, emphasis: Callable[[str], bool]) -> tuple[tuple[str, str | None], ...]:
    """The text in pieces, the words to be emphasised each by itself."""
    strong = f"{style} underline" if style else "underline"
    styled = [(piece, strong if emphasis(piece) else style) for piece in re.split(r"(\w+)", text) if piece]
    return tuple(
        ("".join(piece for piece, _ in run), same) for same, run in groupby(styled, key=lambda piece: piece[1])
    )
