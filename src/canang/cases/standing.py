"""A case beside its entry: what there is to do, and when it is due."""

from datetime import date

import msgspec

from canang.cases.deadlines import Due
from canang.cases.schedule import Schedule, schedule
from canang.cases.state import Case
from canang.cases.walk import Item, Progress, items_of, progress_of
from canang.catalog.calendar import Calendar
from canang.catalog.model import Entry


class CaseStanding(msgspec.Struct, frozen=True):
    """A case with its entry as of a day and its deadlines; no entry where the catalogue no longer has it.

    ``items`` is how many items there are to answer, ``progress`` how far the case is with them, ``next`` the first
    that is left.
    """

    case: Case
    entry: Entry | None
    schedule: Schedule
    items: int
    progress: Progress

    @property
    def next(self) -> Item | None:
        """The first item that is left; None of a closed case."""
        return next(iter(self.progress.left), None) if not self.case.closed else None

    @property
    def waits_since(self) -> date | None:
        """The day on which a pause that still lasts began."""
        return next((pause.start for pause in self.case.pauses[-1:] if pause.end is None), None)

    def due_next(self) -> tuple[Item, Due] | None:
        """The step still to do whose last day is the nearest, among those with a day of their own."""
        dues = [
            (item, self.schedule.steps[item.key])
            for item in self.progress.left
            if item.part == "step" and item.key in self.schedule.steps
        ]
        return min(dues, key=lambda pair: pair[1].day, default=None)

    @property
    def first_due(self) -> Due | None:
        """The nearest last day, of the whole procedure or of a step that is still to do; None of a closed case."""
        of_step = self.due_next()
        dues = [due for due in (self.schedule.whole, of_step[1] if of_step else None) if due]
        return None if self.case.closed else min(dues, key=lambda due: due.day, default=None)

    def is_late(self, today: date) -> bool:
        """Whether it is open, its last day has passed, and no pause holds it up."""
        last = self.schedule.whole
        return not self.case.closed and last is not None and not last.paused and last.day < today


def stand(case: Case, entry: Entry | None, calendar: Calendar, items: tuple[Item, ...] | None = None) -> CaseStanding:
    """The case as it stands.

    Args:
        items: those of the entry, where they are known already: many cases follow one entry.
    """
    if entry is None:
        return CaseStanding(case, None, Schedule(None, {}), len(case.answers), progress_of((), case.answers))
    items = items_of(entry) if items is None else items
    return CaseStanding(
        case, entry, schedule(entry, case, calendar), len(items), progress_of(items, case.answers, case.conflicts)
    )
