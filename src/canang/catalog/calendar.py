"""Which days are worked: weekends, public holidays, and the Saturdays that the government swaps for them."""

import sqlite3
from collections.abc import Mapping
from datetime import date

import msgspec

_SATURDAY = 5


class Calendar(msgspec.Struct, frozen=True):
    """The days that differ from an ordinary week, and the years whose holidays were announced.

    ``off`` has a name for each weekday off; ``worked`` are Saturdays or Sundays on which offices work.
    """

    off: Mapping[date, str]
    worked: frozenset[date]
    announced: frozenset[int]

    def is_worked(self, day: date) -> bool:
        """Whether offices work on the day."""
        if day in self.worked:
            return True
        return day not in self.off and day.weekday() < _SATURDAY

    def with_own(self, off: Mapping[date, str], worked: frozenset[date]) -> "Calendar":
        """The same with a province's own days, which win."""
        kept = {day: name for day, name in self.off.items() if day not in worked}
        return Calendar({**kept, **off}, (self.worked | worked) - off.keys(), self.announced)


def load_calendar(connection: sqlite3.Connection) -> Calendar:
    """The calendar of the catalogue."""
    rows = connection.execute("SELECT day, worked, name FROM days ORDER BY day").fetchall()
    (years,) = connection.execute("SELECT value FROM meta WHERE key = 'calendar_announced'").fetchone()
    return Calendar(
        {date.fromisoformat(row["day"]): row["name"] for row in rows if not row["worked"]},
        frozenset(date.fromisoformat(row["day"]) for row in rows if row["worked"]),
        frozenset(int(year) for year in years.split()),
    )
