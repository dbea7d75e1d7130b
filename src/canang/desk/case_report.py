"""A month of cases for the Sở: how many came, were done in time or late, are open, and why those late are late."""

import calendar as months
from datetime import date

import msgspec

from canang.cases.deadlines import working_days_until
from canang.cases.standing import CaseStanding
from canang.cases.state import standing_events
from canang.catalog.calendar import Calendar
from canang.desk.cases import all_cases, log_of
from canang.desk.desk import Desk
from canang.errors import Code, Failure
from canang.text.fold import natural


class Counts(msgspec.Struct, frozen=True):
    """Of a month: cases received in it, closed in time, closed late, closed without a last day that can be counted,
    and open at its end: late, waiting for the applicant, and all."""

    received: int
    in_time: int
    late: int
    uncounted: int
    open: int
    open_late: int
    waiting: int


class Late(msgspec.Struct, frozen=True):
    """A case past its last day: ``days`` working days late by when it was closed or by the month's end; ``why`` are
    the reasons in its log, oldest first."""

    name: str
    entry: str
    due: date
    closed_on: date | None
    days: int
    why: tuple[str, ...]


class MonthReport(msgspec.Struct, frozen=True):
    """A month, up to ``until`` where it is not over; ``by_entry`` counts each procedure, with its name."""

    first: date
    until: date
    total: Counts
    by_entry: tuple[tuple[str, str, Counts], ...]
    late: tuple[Late, ...]


def read_month(asked: str | None, today: date) -> date:
    """The first day of a month written ``2026-11`` or ``11/2026``; None is the one that is going on.

    Raises:
        Failure: it is none, or has not begun.
    """
    if asked is None:
        return today.replace(day=1)
    parts = asked.strip().replace("/", "-").split("-")
    if len(parts) == 2 and all(part.isascii() and part.isdigit() for part in parts):
        year, month = sorted((int(part) for part in parts), reverse=True)
        if 1 <= month <= 12 and 1945 <= year <= 2200:
            first = date(year, month, 1)
            if first > today:
                raise Failure(f"Tháng {month}/{year} chưa đến.", "Chọn tháng đã qua hoặc tháng này.")
            return first
    raise Failure(f"Không đọc được tháng “{asked[:20]}”.", "Viết như 2026-11 hoặc 11/2026.", Code.BAD_INPUT)


def report_month(desk: Desk, first: date) -> MonthReport:
    """What happened to the cases in the month that begins on this day."""
    last = first.replace(day=months.monthrange(first.year, first.month)[1])
    until = min(last, desk.today)
    found = all_cases(desk)
    counted = [s for s in found.cases if _concerns(s, first, until)]
    entries = sorted({s.case.entry for s in counted}, key=natural)
    names = {s.case.entry: s.entry.name if s.entry else "" for s in counted}
    by_entry = tuple(
        (id_, names[id_], _count([s for s in counted if s.case.entry == id_], first, until)) for id_ in entries
    )
    late = [
        _late(desk, standing, until, found.calendar)
        for standing in sorted(counted, key=lambda s: natural(s.case.name))
        if _is_late(standing, until)
    ]
    return MonthReport(first, until, _count(counted, first, until), by_entry, tuple(late))


def _concerns(standing: CaseStanding, first: date, until: date) -> bool:
    """Whether a case was there in the month, or was closed in it."""
    case = standing.case
    return case.received <= until and (case.closed_on is None or case.closed_on >= first)


def _count(standings: list[CaseStanding], first: date, until: date) -> Counts:
    closed = [s for s in standings if s.case.closed_on and first <= s.case.closed_on <= until]
    going = [s for s in standings if s.case.closed_on is None or s.case.closed_on > until]
    late = [s for s in closed if _is_late(s, until)]
    without = [s for s in closed if s.schedule.whole is None]
    return Counts(
        received=sum(first <= s.case.received <= until for s in standings),
        in_time=len(closed) - len(late) - len(without),
        late=len(late),
        uncounted=len(without),
        open=len(going),
        open_late=sum(_is_late(s, until) for s in going),
        waiting=sum(s.waits_since is not None and s.waits_since <= until for s in going),
    )


def _is_late(standing: CaseStanding, until: date) -> bool:
    """Whether its last day had passed when it was closed, or at the end of the month; not while a pause lasts."""
    whole, closed = standing.schedule.whole, standing.case.closed_on
    if whole is None:
        return False
    if closed and closed <= until:
        return closed > whole.day
    return not whole.paused and whole.day < until


def _late(desk: Desk, standing: CaseStanding, until: date, calendar: Calendar) -> Late:
    whole, closed = standing.schedule.whole, standing.case.closed_on
    assert whole is not None
    end = closed if closed and closed <= until else None
    said = [str(e.data.get("reason") or "") for e in standing_events(log_of(desk, standing.case.name)[1])]
    days = working_days_until(whole.day, end or until, calendar)
    return Late(standing.case.name, standing.case.entry, whole.day, end, days, tuple(filter(None, said)))
