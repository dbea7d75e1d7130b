"""A deadline in words."""

from datetime import date

from canang.cases.deadlines import Due, working_days_until
from canang.catalog.calendar import Calendar
from canang.text.days import show_day


def due_text(due: Due, today: date, calendar: Calendar) -> str:
    """The last day, how far it is, and what is not sure about it."""
    left = working_days_until(today, due.day, calendar)
    if due.paused:
        how_far = "đang tạm dừng chờ bổ sung"
    elif left < 0 or due.day < today:
        how_far = f"quá hạn {-left} ngày làm việc"
    elif due.day == today:
        how_far = "hết hôm nay"
    else:
        how_far = f"còn {left} ngày làm việc"
    notes = [how_far]
    if due.moved_from:
        notes.append(f"ngày cuối {show_day(due.moved_from)} là ngày nghỉ nên lùi")
    if not due.announced:
        notes.append("lịch nghỉ của năm ấy chưa công bố, xem lại sau")
    return f"{show_day(due.day)} ({'; '.join(notes)})"
