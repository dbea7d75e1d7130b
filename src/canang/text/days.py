"""Days as officials write them, in and out."""

import re
from datetime import date, datetime, timedelta, timezone

from canang.errors import Code, Failure

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_VIETNAMESE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")


EARLIEST, LATEST = 1945, 2200
"""The years that a day may be of; a deadline counted from it still is a day of the calendar."""


VIETNAM = timezone(timedelta(hours=7))
"""The hour of the whole country, all year. Days are counted by it on whatever machine: a server may go by another, and
what is received at six in the morning is not received the day before."""


def today_in_vietnam() -> date:
    """The day it is."""
    return datetime.now(VIETNAM).date()


class BadDay(Failure, ValueError):
    """A text that is no day of the calendar."""

    code = Code.BAD_INPUT


def read_day(text: str) -> date:
    """Read ``2026-03-01`` or ``01/03/2026``.

    Raises:
        BadDay: the text has another shape, or names a day that does not exist (31/02) or is absurdly far.
    """
    cleaned = text.strip()
    if found := _ISO.fullmatch(cleaned):
        year, month, day = (int(part) for part in found.groups())
    elif found := _VIETNAMESE.fullmatch(cleaned):
        day, month, year = (int(part) for part in found.groups())
    else:
        raise BadDay(f"Không đọc được ngày “{cleaned}”. Viết như 2026-03-01 hoặc 01/03/2026.")
    try:
        read = date(year, month, day)
    except ValueError:
        raise BadDay(f"Không có ngày “{cleaned}” trong lịch. Viết như 2026-03-01 hoặc 01/03/2026.") from None
    if not EARLIEST <= read.year <= LATEST:
        raise BadDay(f"Ngày “{cleaned}” quá xa: chỉ nhận từ năm {EARLIEST} đến năm {LATEST}.")
    return read


def show_day(day: date) -> str:
    """The day as Vietnamese papers write it.

    >>> show_day(date(2026, 3, 1))
    '01/3/2026'
    """
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"{day.day:02d}/{month}/{day.year}"
