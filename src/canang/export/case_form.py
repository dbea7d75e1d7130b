"""A case as JSON and as a row of a table."""

from datetime import date
from typing import Any

import msgspec

from canang.cases.standing import CaseStanding
from canang.cases.state import Event
from canang.catalog.calendar import Calendar
from canang.export.due_words import due_text
from canang.text.days import show_day

HEAD = ("Hồ sơ", "Mã", "Thủ tục", "Ngày nhận", "Hạn", "Tình trạng", "Đã trả lời", "Còn lại", "Dữ liệu", "Sửa lần cuối")
"""The heads of the columns of ``case_row``."""


def case_row(standing: CaseStanding, today: date, calendar: Calendar) -> list[str | int | None]:
    """A case as one row under ``HEAD``."""
    case, entry, whole = standing.case, standing.entry, standing.schedule.whole
    state = "đã đóng" if case.closed else "trễ hạn" if standing.is_late(today) else "đang làm"
    return [
        case.name, case.entry, entry.name if entry else None, show_day(case.received),
        due_text(whole, today, calendar) if whole else None, state, len(standing.progress.settled),
        len(standing.progress.left), case.data_version, case.changed_at.isoformat(sep=" "),
    ]  # fmt: skip


def case_object(standing: CaseStanding, today: date, *, whole: bool = False) -> dict[str, Any]:
    """A case as JSON; ``whole`` with its answers, attachments and the deadlines of its steps."""
    case, schedule, progress = standing.case, standing.schedule, standing.progress
    last = schedule.whole
    plain = {
        "name": case.name, "entry": case.entry, "data_version": case.data_version,
        "opened_at": case.opened_at.isoformat(), "received": case.received.isoformat(), "closed": case.closed,
        "answered": len(progress.settled), "items": standing.items, "left": [item.id for item in progress.left],
        "later": [item.id for item in progress.later], "to_look_up": [item.id for item in progress.to_look_up],
        "not_met": [item.id for item in progress.not_met], "clashes": [item.id for item in progress.clashes],
        "closed_on": case.closed_on.isoformat() if case.closed_on else None, "why": case.why,
        "due": last.day.isoformat() if last else None,
        "late": standing.is_late(today), "paused": bool(last and last.paused),
    }  # fmt: skip
    if whole:
        plain["answers"] = msgspec.to_builtins(case.answers)
        plain["notes"] = msgspec.to_builtins(case.notes)
        plain["attachments"] = msgspec.to_builtins(case.attachments)
        plain["step_dues"] = {key: due.day.isoformat() for key, due in schedule.steps.items()}
    return plain


def event_object(event: Event) -> dict[str, Any]:
    """A line of the log as JSON."""
    return {"at": event.at.isoformat(), "who": event.who, "kind": event.kind, "item": event.item, "data": event.data}
