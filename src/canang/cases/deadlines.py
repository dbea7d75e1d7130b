"""When something is due, counted as Vietnamese law counts.

The rule: the first day is the day after the event; where the last day is one on which offices do not work, the time
ends with the next working day (Bộ luật Dân sự 2015, Điều 147 and 148, which repeat Điều 152 and 153 of 2005; the text
of 2015 was not at hand). The time in which the applicant completes the file does not count (Nghị quyết 20/2026/NQ-CP
says so where it cuts dossiers).
"""

import calendar as months
from collections.abc import Callable
from datetime import date, timedelta

import msgspec

from canang.catalog.calendar import Calendar
from canang.catalog.model import TimeLimit

_ONE = timedelta(days=1)


class Pause(msgspec.Struct, frozen=True):
    """Days that do not count: from the day after ``start`` to ``end``; None while it lasts."""

    start: date
    end: date | None


class Due(msgspec.Struct, frozen=True):
    """The last day. ``moved_from`` is the day it fell on before it moved off a day not worked; ``announced`` whether
    the holidays of every year that it passes through are known; ``paused`` whether a pause still lasts."""

    day: date
    moved_from: date | None
    announced: bool
    paused: bool


def due(limit: TimeLimit | None, start: date, calendar: Calendar, pauses: tuple[Pause, ...] = ()) -> Due | None:
    """The last day of a time limit that begins with something that happened on ``start``.

    Args:
        limit: None, or without a number, gives None: there is nothing to count.
        pauses: in any order; they may overlap.
    """
    if limit is None or limit.amount is None:
        return None
    match limit.unit:
        case "ngay-lam-viec":
            day = _count(start, limit.amount, lambda d: calendar.is_worked(d) and not _paused(d, pauses))
        case "ngay":
            day = _count(start, limit.amount, lambda d: not _paused(d, pauses))
        case "gio":
            # A limit in hours is shown as the day on which it runs out at the latest; it does not move.
            day = _count(start, -(-limit.amount // 24), lambda d: not _paused(d, pauses))
            return Due(day, None, _announced(start, day, calendar), _lasts(pauses))
        case "thang":
            day = _months_later(start, limit.amount)
            day = _count(day, _paused_days(start, day, pauses), lambda d: not _paused(d, pauses))
        case _:
            return None
    moved = day
    while not calendar.is_worked(moved):
        moved += _ONE
    return Due(moved, day if moved != day else None, _announced(start, moved, calendar), _lasts(pauses))


def working_days_until(today: date, day: date, calendar: Calendar) -> int:
    """How many working days are left, the last one counted; negative where the day has passed."""
    first, last = sorted((today, day))
    days = sum(calendar.is_worked(first + _ONE * n) for n in range(1, (last - first).days + 1))
    return days if day >= today else -days


def _count(start: date, amount: int, counts: Callable[[date], bool]) -> date:
    day = start
    while amount > 0:
        day += _ONE
        amount -= counts(day)
    return day


def _paused(day: date, pauses: tuple[Pause, ...]) -> bool:
    # A pause that still lasts stops nothing yet: the date shown is that of a file completed today.
    return any(pause.end is not None and pause.start < day <= pause.end for pause in pauses)


def _paused_days(start: date, end: date, pauses: tuple[Pause, ...]) -> int:
    return sum(_paused(start + _ONE * n, pauses) for n in range(1, (end - start).days + 1))


def _lasts(pauses: tuple[Pause, ...]) -> bool:
    return any(pause.end is None for pause in pauses)


def _months_later(start: date, amount: int) -> date:
    month = start.month - 1 + amount
    year, month = start.year + month // 12, month % 12 + 1
    return date(year, month, min(start.day, months.monthrange(year, month)[1]))


def _announced(start: date, end: date, calendar: Calendar) -> bool:
    return set(range(start.year, end.year + 1)) <= calendar.announced
