"""When the parts of a case are due: the whole procedure, and each step whose time begins with the receipt."""

from functools import lru_cache

import msgspec

from canang.cases.deadlines import Due, due
from canang.cases.state import Case
from canang.catalog.calendar import Calendar
from canang.catalog.model import Entry, TimeLimit
from canang.text.fold import words

_FILE = ("ho so", "don", "don de nghi", "phieu khai bao", "van ban de nghi")
"""What an applicant hands in, folded."""


class Schedule(msgspec.Struct, frozen=True):
    """The last day of the whole procedure, and of steps by their key; what cannot be counted is absent."""

    whole: Due | None
    steps: dict[str, Due]


def schedule(entry: Entry, case: Case, calendar: Calendar) -> Schedule:
    """The deadlines of a case, counted from the day on which its file was received."""
    steps = {}
    for step in entry.steps:
        if starts_with_receipt(step.time_limit):
            last = due(step.time_limit, case.received, calendar, case.pauses)
            if last is not None:
                steps[step.key] = last
    return Schedule(whole_due(entry, case, calendar), steps)


def whole_due(entry: Entry, case: Case, calendar: Calendar) -> Due | None:
    """The last day of the whole procedure, counted from the day on which the file was received."""
    if not starts_with_receipt(entry.time_limit):
        return None
    return due(entry.time_limit, case.received, calendar, case.pauses)


def starts_with_receipt(limit: TimeLimit | None) -> bool:
    """Whether the time begins with the receipt of the file, by the words of the rule; where in doubt, it does not.

    “ngày nhận báo cáo của đoàn” is the receipt of something else, “ngày tiếp nhận” may be that of a source or device.
    """
    return limit is not None and limit.start is not None and _is_receipt(limit.start)


@lru_cache(maxsize=1024)
def _is_receipt(start: str) -> bool:
    said = f" {' '.join(words(start))} "
    return " nhan " in said and any(f" {paper} " in said for paper in _FILE)
