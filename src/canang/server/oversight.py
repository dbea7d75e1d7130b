"""What the province sees of its communes: what is late, what is nearly late, and what officials stumble over."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date

import msgspec

from canang.cases.deadlines import Due, working_days_until
from canang.cases.difficulties import Difficulty
from canang.cases.readiness import Have, Needed
from canang.cases.schedule import whole_due
from canang.cases.state import Case
from canang.catalog.calendar import Calendar
from canang.catalog.model import Entry
from canang.server.province import Office, Province
from canang.text.fold import natural

SOON = 3
"""Working days within which a case is nearly late."""


class Row(msgspec.Struct, frozen=True):
    """Of one office and one procedure: cases that are open, of these late, nearly late, waiting for the applicant, and
    with people who contradict each other; and closed ones."""

    office: str
    entry: str
    name: str
    open: int
    late: int
    soon: int
    waiting: int
    conflicts: int
    closed: int


class Stumble(msgspec.Struct, frozen=True):
    """A difficulty by task and step: how many noted it, in which offices, how many have an answer; what they wrote,
    and the answers."""

    entry: str
    step: str | None
    noted: int
    offices: tuple[str, ...]
    answered: int
    texts: tuple[str, ...]
    answers: tuple[str, ...]


class Ready(msgspec.Struct, frozen=True):
    """How far an office is ready for a task: how much it needs, how much of that was answered, how much is there."""

    office: str
    entry: str
    needs: int
    said: int
    there: int


class Seen(msgspec.Struct, frozen=True):
    """The province on a day."""

    day: date
    offices: int
    rows: tuple[Row, ...]
    stumbles: tuple[Stumble, ...]
    gaps: tuple[tuple[str, str, int, int], ...]
    """What is missing of a machine's events: office, machine, first and last number."""

    ready: tuple[Ready, ...] = ()
    """Of offices that have answered anything, by office and task."""


def oversee(
    province: Province,
    entries: Mapping[str, Entry],
    needed: Mapping[str, Collection[Needed]],
    calendar: Calendar,
    today: date,
) -> Seen:
    """What the registers of all offices say today.

    Args:
        entries: those of the catalogue in use, by id.
        needed: what each entry needs of an office.
    """
    rows: list[Row] = []
    gaps: list[tuple[str, str, int, int]] = []
    told: list[tuple[str, Difficulty]] = []
    ready: list[Ready] = []
    last_days = _LastDays(entries, calendar)
    offices = 0
    own = province.own_devices()
    for office, register in province.registers():
        offices += 1
        cases, closed = register.open_cases(), register.closed_counts()
        told += [(office.name, one) for one in register.difficulties()]
        # Of what came from other offices with a case, only a part was ever to be here.
        missing = [gap for gap in register.gaps() if gap.device in own.get(office.id, ())]
        gaps += [(office.name, gap.device, gap.first, gap.last) for gap in missing]
        rows += _rows(office, cases, closed, last_days, today)
        ready += _ready(office, needed, register.needs())
    return Seen(today, offices, tuple(rows), tuple(_stumbles(told)), tuple(gaps), tuple(ready))


class _LastDays:
    """When cases are due; of many that were received on one day for one entry it is counted once."""

    def __init__(self, entries: Mapping[str, Entry], calendar: Calendar) -> None:
        self.entries, self._calendar = entries, calendar
        self._known: dict[tuple[object, ...], Due | None] = {}

    def of(self, case: Case) -> Due | None:
        """The last day of a case; None where none can be counted."""
        entry = self.entries.get(case.entry)
        if entry is None:
            return None
        key = (case.entry, case.received, case.pauses)
        if key not in self._known:
            self._known[key] = whole_due(entry, case, self._calendar)
        return self._known[key]

    def is_late(self, case: Case, today: date) -> bool:
        """Whether the last day of an open case has passed, and no pause holds it up."""
        last = self.of(case)
        return last is not None and not last.paused and last.day < today

    def is_soon(self, case: Case, today: date) -> bool:
        """Whether it is within ``SOON`` working days."""
        last = self.of(case)
        if last is None or last.paused or last.day < today:
            return False
        return working_days_until(today, last.day, self._calendar) <= SOON


def _rows(
    office: Office, cases: Iterable[Case], closed: Mapping[str, int], last_days: _LastDays, today: date
) -> Iterator[Row]:
    by_entry: dict[str, list[Case]] = {id_: [] for id_ in closed}
    for case in cases:
        by_entry.setdefault(case.entry, []).append(case)
    for id_ in sorted(by_entry, key=natural):
        going = by_entry[id_]
        yield Row(
            office=office.name,
            entry=id_,
            name=last_days.entries[id_].name if id_ in last_days.entries else "",
            open=len(going),
            late=sum(last_days.is_late(case, today) for case in going),
            soon=sum(last_days.is_soon(case, today) for case in going),
            waiting=sum(bool(case.pauses) and case.pauses[-1].end is None for case in going),
            conflicts=sum(bool(case.conflicts) for case in going),
            closed=closed.get(id_, 0),
        )


def _ready(office: Office, needed: Mapping[str, Collection[Needed]], have: Mapping[Needed, Have]) -> Iterator[Ready]:
    for entry in sorted(needed, key=natural):
        said = [have[need] for need in needed[entry] if need in have]
        if said:
            yield Ready(office.name, entry, len(needed[entry]), len(said), sum(each.there for each in said))


def _stumbles(told: Iterable[tuple[str, Difficulty]]) -> list[Stumble]:
    """The same place once, what most offices met first."""
    places: dict[tuple[str, str | None], list[tuple[str, Difficulty]]] = {}
    for office, one in told:
        places.setdefault((one.entry, one.step), []).append((office, one))
    found = [
        Stumble(
            entry=entry,
            step=step,
            noted=len(here),
            offices=tuple(sorted({office for office, _ in here}, key=natural)),
            answered=sum(one.answer is not None for _, one in here),
            texts=tuple(dict.fromkeys(one.text for _, one in here)),
            answers=tuple(dict.fromkeys(one.answer for _, one in here if one.answer)),
        )
        for (entry, step), here in places.items()
    ]
    return sorted(found, key=lambda each: (-len(each.offices), -each.noted, natural(each.entry), each.step or ""))
