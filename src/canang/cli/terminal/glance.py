"""The first screen of an entry: all that is asked first, in the rows that a terminal has."""

from collections.abc import Iterator, Sequence

from canang.catalog.labels import KINDS, LEVELS, NO_LEVEL, PROCEDURE_TYPES, UNKNOWN
from canang.catalog.model import Level
from canang.catalog.validity import Notice, standing
from canang.cli.terminal.environment import Environment
from canang.cli.terminal.page import COLOURS, Row, hung
from canang.sheet.summary import Fact, Line, Summary, shortened
from canang.sheet.summary_words import checked_words, fact_words, line_words
from canang.sheet.words import CONDITIONS, DOSSIER, LABELS, PROCEDURES, STEPS, Kind

MOST_ROWS = 40
"""More than these are no first glance, however high the screen."""

_ASIDE = (Kind.APPLICANT, Kind.SUBMISSION)
"""Facts that give way where there is little room."""

_TWO_ROWS = (Kind.AUTHORITY, Kind.TIME_LIMIT)
"""Facts that are cut last."""

_MORE = "--day-du"


def show_glance(
    summary: Summary, environment: Environment, hints: Sequence[tuple[str, str]], *, below: int = 1
) -> None:
    """Print the first screen of an entry, at most ``MOST_ROWS`` rows and no more than the terminal has.

    Args:
        hints: commands to type next, each with what it gives, most useful first.
        below: rows to leave for what follows it.
    """
    rows = Glance(summary, environment.width, hints).fitted(min(environment.height, MOST_ROWS) - below)
    for row in rows:
        environment.say_styled(row)


class Glance:
    """A summary in rows of so many columns."""

    def __init__(self, summary: Summary, width: int, hints: Sequence[tuple[str, str]]) -> None:
        self._summary = summary
        self._width = width
        self._hints = hints

    def fitted(self, most: int) -> list[Row]:
        """The most telling rows that fit: everything whole, else single lines, else as many lines as there is room."""
        lists = self._lists()
        every = tuple(len(lines) for _, lines in lists)
        for terse in (0, 1, 2):
            for gaps in (True, False):
                if len(rows := self._rows(terse, every, gaps=gaps)) <= most:
                    return rows
        terse = next((t for t in (2, 3) if len(self._rows(t, [min(2, n) for n in every], gaps=False)) <= most), 3)
        counts = [0 for _ in every]
        if len(self._rows(terse, counts, gaps=False)) > most:
            terse = 4
        while grown := next((c for c in _grown(counts, every) if len(self._rows(terse, c, gaps=False)) <= most), None):
            counts = grown
        return self._rows(terse, counts, gaps=False)

    def _rows(self, terse: int, counts: Sequence[int], *, gaps: bool) -> list[Row]:
        """The rows with so many lines of each list.

        Args:
            terse: 0 for everything whole, 1 for a single row for each line, 2 for single rows of facts too, 3 for a
                screen on which even that is too much, 4 where how far it was checked has a single row as well.
        """
        blocks = [self._head(terse), self._notices(terse), self._facts(terse)]
        blocks += [
            self._list(title, lines, count, terse) for (title, lines), count in zip(self._lists(), counts, strict=True)
        ]
        blocks += [self._checked(terse), self._next(terse)]
        rows: list[Row] = []
        for block in filter(None, blocks):
            rows += [((("", None)),)] if gaps and rows else []
            rows += block
        return rows

    def _head(self, terse: int) -> list[Row]:
        it = self._summary
        kind = PROCEDURE_TYPES.get(it.procedure_type or "", "nhiệm vụ")
        about = [it.id, kind, LEVELS.get(it.level or "", NO_LEVEL), KINDS.get(it.kind or "", "")]
        about += [f"lớp {it.layer}" if it.layer else ""]
        room = {2: self._width * 2 - 8, 3: self._width, 4: self._width}
        name = shortened(it.name, room[terse]) if terse in room else it.name
        told = " · ".join(part for part in about if part)
        return [
            *hung(self._width, "", name, "bold"),
            *hung(self._width, "", told if terse < 2 else shortened(told, self._width), "dim"),
        ]

    def _notices(self, terse: int) -> list[Row]:
        return [
            row
            for notice in self._summary.notices
            for row in hung(self._width, "! ", _notice(notice, terse), COLOURS[notice.severity])
        ]

    def _facts(self, terse: int) -> list[Row]:
        facts = [fact for fact in self._summary.facts if terse < 2 or fact.kind not in _ASIDE]
        pairs: list[tuple[str, str, Fact | None]] = [(LABELS[fact.kind], fact_words(fact), fact) for fact in facts]
        if self._summary.papers is None:
            pairs.append((LABELS[Kind.NO_DOSSIER], UNKNOWN, None))
        if self._summary.steps is None:
            pairs.append((STEPS, UNKNOWN, None))
        conditions = self._summary.conditions if terse < 3 else ()
        if conditions:
            text = "\n".join(f"- {condition}" for condition in conditions)
            pairs.append((CONDITIONS, text if terse < 1 else f"{len(conditions)} điều: {conditions[0]}", None))
        if self._summary.notes and terse < 3:
            notes = self._summary.notes
            text = "\n".join(f"- {note}" for note in notes)
            pairs.append((LABELS[Kind.NOTE], text if terse < 1 else f"{len(notes)} điều: {notes[0]}", None))
        column = max(len(label) for label, _, _ in pairs) + 2
        rows: list[Row] = []
        for label, text, fact in pairs:
            head = f"{label}:".ljust(column) if self._width >= 60 else f"{label}: "
            rows += hung(self._width, head, self._cut(text, len(head), fact, terse), None, "bold")
        return rows

    def _cut(self, text: str, head: int, fact: Fact | None, terse: int) -> str:
        if terse < 1 or (terse == 1 and fact is not None):
            return text
        room = self._width - head
        # Wrapping leaves some of the first row empty.
        return shortened(text, room * 2 - 10 if terse < 3 and fact is not None and fact.kind in _TWO_ROWS else room)

    def _lists(self) -> list[tuple[str, Sequence[Line | str]]]:
        it = self._summary
        names = [
            f"{procedure.id}  {procedure.name}" + (f" ({note})" if note else "")
            for procedure in it.procedures
            for note in [standing(procedure.status, procedure.effective_from, procedure.effective_to)]
        ]
        found: list[tuple[str, Sequence[Line | str]]] = [
            (DOSSIER, it.papers or ()), (PROCEDURES, names), (STEPS, it.steps or ()),
        ]  # fmt: skip
        return [(title, lines) for title, lines in found if lines]

    def _list(self, title: str, lines: Sequence[Line | str], count: int, terse: int) -> list[Row]:
        count = _not_parted(lines, count)
        left = len(lines) - count
        more = f"còn {left} nữa, xem {_MORE}" if count else f"xem {_MORE}"
        counted = f"{title.upper()} ({len(lines)})" + (f": {more}" if left else "")
        rows = hung(self._width, "", counted, "bold")
        for line in lines[:count]:
            head = f"{line.number:>2}. " if isinstance(line, Line) else "  "
            rows += hung(self._width, head, _told(line, None if terse < 1 else self._width - len(head)))
        return rows

    def _checked(self, terse: int) -> list[Row]:
        level = self._summary.verification.level
        style = "green" if level is Level.TEXT else "yellow"
        told = checked_words(self._summary, dated=terse < 2)
        head = "Đã kiểm: "
        room = {3: self._width * 2 - 26, 4: self._width - len(head)}
        return hung(self._width, head, shortened(told, room[terse]) if terse in room else told, style, "bold")

    def _next(self, terse: int) -> list[Row]:
        hints = self._hints if terse < 2 else self._hints[: max(1, 4 - terse)]
        column = max((len(command) for command, _ in hints), default=0) + 3
        rows: list[Row] = []
        for command, gives in hints:
            room = self._width - column
            told = shortened(gives, room) if room > 8 else ""
            rows.append(((command.ljust(column) if told else command, "cyan"), (told, "dim")))
        return rows


def _grown(counts: Sequence[int], every: Sequence[int]) -> Iterator[list[int]]:
    """One line more in one of the lists, to be tried in this order: the list that shows least, the first counted twice,
    because what to do matters more than with what."""
    for i in sorted(range(len(counts)), key=lambda i: (counts[i] * (1 if i else 2), i)):
        if counts[i] < every[i]:
            yield [*counts[:i], counts[i] + 1, *counts[i + 1 :]]


def _told(line: Line | str, room: int | None) -> str:
    if isinstance(line, Line):
        return line_words(line, room)
    return line if room is None else shortened(line, room)


def _notice(notice: Notice, terse: int) -> str:
    """A warning whole; where there is little room, one that is not red without its advice."""
    return notice.text if terse < 2 or notice.severity == "red" else notice.text.partition(". ")[0]


def _not_parted(lines: Sequence[Line | str], count: int) -> int:
    """So many lines or fewer, that a step never stands without what may be done instead of it."""
    kept = count
    while 0 < kept < len(lines):
        following = lines[kept]
        if not (isinstance(following, Line) and following.logic):
            return kept
        kept -= 1
    return kept or count
