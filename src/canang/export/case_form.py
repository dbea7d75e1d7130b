"""A case as JSON and as a row of a table."""

from datetime import date
from typing import Any

import msgspec

from canang.cases.events import Event
from canang.cases.standing import CaseStanding
from canang.catalog.calendar import Calendar
from canang.export.due_words import due_text
from canang.export.tables import Cell

HEAD = (
    "Hồ sơ", "Mã", "Thủ tục", "Ngày nhận", "Hạn", "Về hạn", "Tình trạng", "Đã xong", "Còn lại", "Không đạt",
    "Tiếp theo", "Tạm dừng từ", "Ngày đóng", "Lý do", "Người", "Dữ liệu", "Sửa lần cuối",
)  # fmt: skip
"""The heads of the columns of ``case_row``."""


def case_row(standing: CaseStanding, today: date, calendar: Calendar) -> list[Cell]:
    """A case as one row under ``HEAD``; days are days."""
    case, entry, whole, progress = standing.case, standing.entry, standing.schedule.whole, standing.progress
    return [
        case.name, case.entry, entry.name if entry else None, case.received, whole.day if whole else None,
        due_text(whole, today, calendar) if whole and not case.closed else None, state_of(standing, today),
        len(progress.settled), len(progress.left), len(progress.not_met),
        standing.next.text if standing.next else None, standing.waits_since, case.closed_on, case.why,
        ", ".join(case.people) or None, case.data_version, case.changed_at.date(),
    ]  # fmt: skip


def state_of(standing: CaseStanding, today: date) -> str:
    """How a case stands, in words."""
    if standing.case.closed:
        return "đã đóng"
    if standing.waits_since:
        return "tạm dừng"
    return "trễ hạn" if standing.is_late(today) else "đang làm"


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
    of_step = standing.due_next()
    plain["paused_since"] = standing.waits_since.isoformat() if standing.waits_since else None
    plain["next"] = {"item": standing.next.id, "text": standing.next.text} if standing.next else None
    plain["next_step_due"] = {"item": of_step[0].id, "due": of_step[1].day.isoformat()} if of_step else None
    plain["people"] = list(case.people)
    plain["id"], plain["handed_to"] = case.id, case.handed_to
    plain["conflicts"] = msgspec.to_builtins(case.conflicts)
    if whole:
        plain["answers"] = msgspec.to_builtins(case.answers)
        plain["notes"] = msgspec.to_builtins(case.notes)
        plain["attachments"] = msgspec.to_builtins(case.attachments)
        plain["step_dues"] = {key: due.day.isoformat() for key, due in schedule.steps.items()}
    return plain


def event_object(event: Event) -> dict[str, Any]:
    """A line of the log as JSON."""
    plain = {"at": event.at.isoformat(), "who": event.who, "kind": event.kind, "item": event.item, "data": event.data}
    return {**plain, "id": event.id, "device": event.device, "number": event.number, "seen": list(event.seen)}
