"""Due dates as a calendar file (RFC 5545), made by a kept library."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta


def to_ics(dues: Sequence[tuple[str, str, date]], now: datetime) -> bytes:
    """One whole-day event for each due date, with a reminder the day before.

    Args:
        dues: an identity that stays the same, what is due, and the day.
    """
    from icalendar import Alarm, Calendar, Event  # noqa: PLC0415  only this form needs it

    calendar = Calendar()
    calendar.add("prodid", "-//canang//ho-so//VI")
    calendar.add("version", "2.0")
    for identity, summary, day in dues:
        event = Event()
        event.add("uid", f"{identity}@canang")
        event.add("dtstamp", now.astimezone(UTC))
        event.add("summary", summary)
        event.add("dtstart", day)
        event.add("dtend", day + timedelta(days=1))
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", summary)
        alarm.add("trigger", timedelta(days=-1))
        event.add_component(alarm)
        calendar.add_component(event)
    return bytes(calendar.to_ical())
