"""What the province sees of its communes: what is late, what is nearly late, and what officials stumble over."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date

import msgspec

from canang.cases.deadlines import working_days_until
from canang.cases.difficulties import Difficulty
from canang.cases.readiness import Have, Needed
from canang.cases.standing import CaseStanding, stand
from canang.cases.walk import items_of
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
    items = {id_: items_of(entry) for id_, entry in entries.items()}
    offices = 0
    own = province.own_devices()
    for office, register in province.registers():
        offices += 1
        cases, closed = register.open_cases(), register.closed_counts()
        told += [(office.name, one) for one in register.difficulties()]
        # Of what came from other offices with a case, only a part was ever to be here.
        missing = [gap for gap in register.gaps() if gap.device in own.get(office.id, ())]
        gaps += [(office.name, gap.device, gap.first, gap.last) for gap in missing]
        standings = [stand(case, entries.get(case.entry), calendar, items.get(case.entry)) for case in cases]
        rows += _rows(office, standings, closed, entries, calendar, today)
        ready += _ready(office, needed, register.needs())
    return Seen(today, offices, tuple(rows), tuple(_stumbles(told)), tuple(gaps), tuple(ready))


def _rows(
    office: Office,
    standings: list[CaseStanding],
    closed: Mapping[str, int],
    entries: Mapping[str, Entry],
    calendar: Calendar,
    today: date,
) -> Iterator[Row]:
    by_entry: dict[str, list[CaseStanding]] = {id_: [] for id_ in closed}
    for standing in standings:
        by_entry.setdefault(standing.case.entry, []).append(standing)
    for id_ in sorted(by_entry, key=natural):
        going = by_entry[id_]
        yield Row(
            office=office.name,
            entry=id_,
            name=entries[id_].name if id_ in entries else "",
            open=len(going),
            late=sum(standing.is_late(today) for standing in going),
            soon=sum(_is_soon(standing, calendar, today) for standing in going),
            waiting=sum(standing.waits_since is not None for standing in going),
            conflicts=sum(bool(standing.case.conflicts) for standing in going),
            closed=closed.get(id_, 0),
        )


def _ready(office: Office, needed: Mapping[str, Collection[Needed]], have: Mapping[Needed, Have]) -> Iterator[Ready]:
    for entry in sorted(needed, key=natural):
        said = [have[need] for need in needed[entry] if need in have]
        if said:
            yield Ready(office.name, entry, len(needed[entry]), len(said), sum(each.there for each in said))


def _is_soon(standing: CaseStanding, calendar: Calendar, today: date) -> bool:
    whole = standing.schedule.whole
    if whole is None or whole.paused or standing.is_late(today):
        return False
    return working_days_until(today, whole.day, calendar) <= SOON


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
