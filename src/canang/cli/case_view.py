"""Cases as they stand today, on the screen, in a row and as JSON."""

import hashlib
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from canang.cases.record import STATES, places_of
from canang.cases.schedule import Schedule, schedule
from canang.cases.state import Attachment, Case, Event
from canang.cases.store import Store
from canang.catalog.calendar import Calendar
from canang.catalog.entries import UnknownEntry, load_entry, resolve
from canang.catalog.model import Entry
from canang.cli.due import due_text, is_late
from canang.cli.errors import ExitCode, Failure
from canang.cli.page import Page
from canang.cli.registers import calendar_of, opened
from canang.cli.session import Session
from canang.export.paper import lay_out
from canang.text.days import show_day
from canang.text.fold import fold

HEAD = ("Hồ sơ", "Mã", "Thủ tục", "Ngày nhận", "Hạn", "Tình trạng", "Đã trả lời", "Còn lại", "Dữ liệu", "Sửa lần cuối")


class Standing(msgspec.Struct, frozen=True):
    """A case with its entry as of today and its deadlines; no entry where the catalogue no longer has it."""

    case: Case
    entry: Entry | None
    schedule: Schedule
    items: int


def case_named(register: Store, name: str, on: date | None) -> Case:
    """The case of this name, now or on a day.

    Raises:
        Failure: there is none; names those that are like it.
    """
    case = register.find(name, on)
    if case is not None:
        return case
    near = [other for other in register.names() if fold(name) in fold(other)][:3]
    hint = f"Gần giống: {'; '.join(near)}" if near else "Xem các hồ sơ: canang ho-so --tat-ca"
    raise Failure(f"Không có hồ sơ nào tên “{name[:80]}”.", hint, ExitCode.NOTHING_FOUND)


def all_standing(session: Session) -> tuple[list[Standing], Calendar]:
    """Every case, newest first, and the calendar by which they are due."""
    with opened(session.environment) as register:
        cases = [case for name in register.names() if (case := register.find(name))]
    with session.catalog() as connection:
        calendar = calendar_of(connection, session.environment)
        known: dict[str, Entry | None] = {}
        for case in cases:
            if case.entry not in known:
                known[case.entry] = _entry(session, case.entry)
    return [_stand(case, known[case.entry], calendar) for case in cases], calendar


def standing_of(session: Session, case: Case) -> tuple[Standing, Calendar]:
    """One case as it stands, and the calendar."""
    with session.catalog() as connection:
        calendar = calendar_of(connection, session.environment)
    return _stand(case, _entry(session, case.entry), calendar), calendar


def _entry(session: Session, entry_id: str) -> Entry | None:
    with session.catalog() as connection:
        try:
            return load_entry(connection, resolve(connection, entry_id), session.environment.today)
        except UnknownEntry:
            return None


def _stand(case: Case, entry: Entry | None, calendar: Calendar) -> Standing:
    if entry is None:
        return Standing(case, None, Schedule(None, {}), len(case.answers))
    return Standing(case, entry, schedule(entry, case, calendar), len(entry.dossier) + len(entry.steps))


def show_case(session: Session, standing: Standing, calendar: Calendar) -> None:
    """A case whole: its facts, then each paper and step with its answer and attachments."""
    page, case, today = Page(session.environment), standing.case, session.environment.today
    page.line(case.name, style="bold")
    whole = standing.schedule.whole
    facts = [
        ("Thủ tục", f"{case.entry} {standing.entry.name if standing.entry else '(không còn trong dữ liệu)'}"),
        ("Mở", f"{show_day(case.opened_at.date())}, theo dữ liệu {case.data_version}"),
        ("Nhận", show_day(case.received)),
        ("Hạn", due_text(whole, today, calendar) if whole else "không tính được từ ngày nhận"),
        ("Tình trạng", "đã đóng" if case.closed else f"đã trả lời {len(case.answers)}/{standing.items} mục"),
    ]
    page.pairs(tuple(facts))
    page.gap()
    parts = [(f"dossier:{item.key}", item.name) for item in standing.entry.dossier] if standing.entry else []
    parts += [(f"step:{step.key}", step.action) for step in standing.entry.steps] if standing.entry else []
    for item, text in parts or [(item, item) for item in case.answers]:
        answer = case.answers.get(item)
        said = f" ({STATES[answer.state]}{': ' + answer.note if answer.note else ''})" if answer else ""
        page.hanging(f"[{'x' if answer else ' '}] ", text + said)
        for attachment in case.attachments:
            if attachment.item == item:
                gone = _what_became_of(attachment)
                page.hanging("      ", f"{attachment.path} (SHA-256 {attachment.sha256}){gone}", style="dim")


def places_in(session: Session, case: Case) -> dict[str, str]:
    """Where each item of a case stands on the paper of its entry; empty where the catalogue no longer has that."""
    entry = _entry(session, case.entry)
    return places_of(lay_out(entry, [], "")) if entry else {}


def _what_became_of(attachment: Attachment) -> str:
    """Says of an attached file that it is no longer there, or no longer what it was; else nothing."""
    try:
        with Path(attachment.path).open("rb") as file:
            same = hashlib.file_digest(file, "sha256").hexdigest() == attachment.sha256
    except OSError:
        return ": tệp không còn ở chỗ này"
    return "" if same else ": nội dung tệp đã đổi từ khi đính kèm"


def row_of(standing: Standing, today: date, calendar: Calendar) -> list[str | int | None]:
    """A case as one row under ``HEAD``."""
    case, whole = standing.case, standing.schedule.whole
    state = "đã đóng" if case.closed else "trễ hạn" if is_late(whole, today) else "đang làm"
    return [
        case.name, case.entry, standing.entry.name if standing.entry else None, show_day(case.received),
        due_text(whole, today, calendar) if whole else None, state, len(case.answers),
        max(0, standing.items - len(case.answers)), case.data_version, case.changed_at.isoformat(sep=" "),
    ]  # fmt: skip


def object_of(standing: Standing, today: date, *, whole: bool = False) -> dict[str, Any]:
    """A case as JSON; ``whole`` with its answers, attachments and the deadlines of its steps."""
    case, last = standing.case, standing.schedule.whole
    plain = {
        "name": case.name, "entry": case.entry, "data_version": case.data_version,
        "opened_at": case.opened_at.isoformat(), "received": case.received.isoformat(), "closed": case.closed,
        "answered": len(case.answers), "items": standing.items, "due": last.day.isoformat() if last else None,
        "late": is_late(last, today) and not case.closed, "paused": bool(last and last.paused),
    }  # fmt: skip
    if whole:
        plain["answers"] = msgspec.to_builtins(case.answers)
        plain["attachments"] = msgspec.to_builtins(case.attachments)
        plain["step_dues"] = {key: due.day.isoformat() for key, due in standing.schedule.steps.items()}
    return plain


def event_object(event: Event) -> dict[str, Any]:
    """A line of the log as JSON."""
    return {"at": event.at.isoformat(), "who": event.who, "kind": event.kind, "item": event.item, "data": event.data}


def text_of(standing: Standing) -> str:
    """All of a case that one may look for."""
    notes = " ".join(answer.note or "" for answer in standing.case.answers.values())
    return f"{standing.case.name} {standing.case.entry} {standing.entry.name if standing.entry else ''} {notes}"
