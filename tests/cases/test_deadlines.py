"""Deadlines fall on the day that a clerk with a wall calendar would find."""

from datetime import date, timedelta

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from canang.cases.deadlines import Pause, due, working_days_until
from canang.catalog.calendar import load_calendar
from canang.catalog.database import bundled_path, open_catalog
from canang.catalog.model import TimeLimit

CALENDAR = load_calendar(open_catalog(bundled_path()))
DAYS = st.dates(min_value=date(2020, 1, 1), max_value=date(2030, 12, 31))
ONE = timedelta(days=1)


def limit(amount: int, unit: str) -> TimeLimit:
    return TimeLimit(amount, unit, None, f"{amount} {unit}")


@pytest.mark.parametrize(
    ("amount", "unit", "start", "last"),
    [
        (5, "ngay-lam-viec", date(2025, 12, 31), date(2026, 1, 9)),
        (8, "ngay-lam-viec", date(2025, 12, 31), date(2026, 1, 13)),
        (5, "ngay-lam-viec", date(2026, 2, 13), date(2026, 2, 27)),
        (15, "ngay", date(2026, 2, 5), date(2026, 2, 23)),
        (1, "ngay-lam-viec", date(2026, 4, 24), date(2026, 4, 28)),
        (3, "ngay-lam-viec", date(2026, 4, 29), date(2026, 5, 6)),
        (3, "ngay-lam-viec", date(2026, 8, 20), date(2026, 8, 24)),
        (2, "ngay-lam-viec", date(2026, 8, 28), date(2026, 9, 4)),
        (10, "ngay", date(2026, 8, 21), date(2026, 9, 3)),
        (3, "ngay-lam-viec", date(2026, 11, 23), date(2026, 11, 27)),
        (5, "ngay-lam-viec", date(2027, 2, 3), date(2027, 2, 17)),
        (1, "thang", date(2026, 1, 31), date(2026, 3, 2)),
        (24, "gio", date(2026, 2, 13), date(2026, 2, 14)),
    ],
)
def test_days_counted_by_hand(amount: int, unit: str, start: date, last: date) -> None:
    found = due(limit(amount, unit), start, CALENDAR)
    assert found is not None
    assert found.day == last


def test_a_deadline_in_a_year_not_yet_announced_says_so() -> None:
    assert not due(limit(30, "ngay-lam-viec"), date(2026, 12, 20), CALENDAR).announced  # type: ignore[union-attr]
    assert due(limit(3, "ngay-lam-viec"), date(2026, 11, 20), CALENDAR).announced  # type: ignore[union-attr]


def test_a_limit_without_a_number_has_no_deadline() -> None:
    assert due(None, date(2026, 1, 5), CALENDAR) is None
    assert due(TimeLimit(None, None, None, "ngay"), date(2026, 1, 5), CALENDAR) is None


@given(DAYS, st.integers(1, 120))
def test_working_days_are_as_many_as_were_given(start: date, amount: int) -> None:
    found = due(limit(amount, "ngay-lam-viec"), start, CALENDAR)
    assert found is not None
    assert CALENDAR.is_worked(found.day)
    assert working_days_until(start, found.day, CALENDAR) == amount


@given(DAYS, st.integers(1, 120), st.integers(1, 120), st.sampled_from(["ngay", "ngay-lam-viec", "thang"]))
def test_a_longer_limit_never_ends_earlier(start: date, amount: int, more: int, unit: str) -> None:
    short, long = due(limit(amount, unit), start, CALENDAR), due(limit(amount + more, unit), start, CALENDAR)
    assert short is not None
    assert long is not None
    assert start < short.day <= long.day


@given(DAYS, st.integers(1, 90))
def test_a_limit_in_days_ends_on_its_day_or_on_the_next_one_worked(start: date, amount: int) -> None:
    found = due(limit(amount, "ngay"), start, CALENDAR)
    assert found is not None
    last = start + ONE * amount
    between = [last + ONE * n for n in range((found.day - last).days)]
    assert CALENDAR.is_worked(found.day)
    assert not any(CALENDAR.is_worked(day) for day in between)
    assert found.moved_from == (last if between else None)


@given(DAYS, st.integers(1, 30), st.integers(0, 20), st.integers(1, 20), st.sampled_from(["ngay", "ngay-lam-viec"]))
def test_a_pause_never_brings_the_deadline_forward(
    start: date, amount: int, after: int, length: int, unit: str
) -> None:
    pause = Pause(start + ONE * after, start + ONE * (after + length))
    plain, paused = due(limit(amount, unit), start, CALENDAR), due(limit(amount, unit), start, CALENDAR, (pause,))
    assert plain is not None
    assert paused is not None
    assert paused.day >= plain.day


def test_a_pause_that_lasts_is_told_and_one_that_ended_is_added() -> None:
    five = limit(5, "ngay-lam-viec")
    lasting = due(five, date(2026, 3, 2), CALENDAR, (Pause(date(2026, 3, 4), None),))
    ended = due(five, date(2026, 3, 2), CALENDAR, (Pause(date(2026, 3, 4), date(2026, 3, 10)),))
    assert lasting is not None
    assert lasting.paused
    assert ended is not None
    assert (ended.day, ended.paused) == (date(2026, 3, 13), False)


UNLIKE_THE_LIBRARY = {
    date(2026, 1, 2): "the library lacks the day off that 12729/VPCP-KGVX of 25/12/2025 swapped for 10/01/2026",
    date(2026, 1, 10): "the Saturday worked for it",
}


def test_the_table_is_that_of_a_kept_library_but_for_named_days() -> None:
    library = holidays.country_holidays("VN", years=range(2025, 2028))
    day, differ = date(2025, 1, 1), set()
    while day.year < 2028:
        if CALENDAR.is_worked(day) != library.is_working_day(day):
            differ.add(day)
        day += ONE
    assert differ == set(UNLIKE_THE_LIBRARY)


def test_a_province_adds_days_of_its_own() -> None:
    own = CALENDAR.with_own({date(2026, 12, 24): "Lễ riêng"}, frozenset({date(2026, 11, 28)}))
    assert not own.is_worked(date(2026, 12, 24))
    assert own.is_worked(date(2026, 11, 28))
