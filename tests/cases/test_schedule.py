"""A deadline is counted from the receipt of the file only where the rule says so."""

from datetime import date, datetime

import pytest

from canang.cases.schedule import Schedule, schedule
from canang.cases.state import case_of
from canang.catalog.calendar import load_calendar
from canang.catalog.database import bundled_path, open_catalog
from canang.catalog.entries import load_entry


def dues(entry_id: str) -> Schedule:
    """The deadlines of a case opened, and received, on Monday 02/11/2026."""
    connection = open_catalog(bundled_path())
    try:
        entry = load_entry(connection, entry_id, date(2026, 11, 2))
        case = case_of("A", entry_id, "1", datetime(2026, 11, 2, 8), [])
        return schedule(entry, case, load_calendar(connection))
    finally:
        connection.close()


@pytest.mark.parametrize(
    ("entry", "last"),
    [
        ("NLNT-02.1", date(2026, 12, 8)),
        ("BC-04.1", date(2026, 11, 5)),
        ("CDS-04.1", date(2027, 1, 4)),
        ("KHCN-05.1", date(2026, 11, 18)),
    ],
)
def test_the_whole_procedure_is_due_so_long_after_the_receipt(entry: str, last: date) -> None:
    whole = dues(entry).whole
    assert whole is not None
    assert whole.day == last


@pytest.mark.parametrize("entry", ["TDC-01.2", "TDC-01.1", "CDS-05.1", "VT-26.1"])
def test_what_begins_with_something_else_is_not_counted_from_it(entry: str) -> None:
    assert dues(entry).whole is None


def test_steps_are_due_by_their_own_rule() -> None:
    steps = dues("NLNT-09.1").steps
    assert "khai-bao" not in steps
    assert steps["xac-nhan"].day == date(2026, 11, 9)
