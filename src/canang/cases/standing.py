"""A case beside its entry: what there is to do, and when it is due."""

from datetime import date

import msgspec

from canang.cases.schedule import Schedule, schedule
from canang.cases.state import Case
from canang.cases.walk import items_of
from canang.catalog.calendar import Calendar
from canang.catalog.model import Entry


class CaseStanding(msgspec.Struct, frozen=True):
    """A case with its entry as of a day and its deadlines; no entry where the catalogue no longer has it.

    ``items`` is how many papers and steps there are to answer.
    """

    case: Case
    entry: Entry | None
    schedule: Schedule
    items: int

    def is_late(self, today: date) -> bool:
        """Whether it is open, its last day has passed, and no pause holds it up."""
        last = self.schedule.whole
        return not self.case.closed and last is not None and not last.paused and last.day < today


def stand(case: Case, entry: Entry | None, calendar: Calendar) -> CaseStanding:
    """The case as it stands."""
    if entry is None:
        return CaseStanding(case, None, Schedule(None, {}), len(case.answers))
    return CaseStanding(case, entry, schedule(entry, case, calendar), len(items_of(entry)))
