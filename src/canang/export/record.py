"""The record of a case on paper: the checklist with what was done, by whom and when, and the log at its end."""

from collections.abc import Mapping

import msgspec

from canang.cases.state import Case, Event
from canang.sheet.page import Box, Detail, Sheet, places_of
from canang.sheet.words import Kind
from canang.text.days import show_day

STATES = {"done": "xong", "not-met": "không đạt", "not-applicable": "không áp dụng", "later": "để sau"}
"""What was said of an item, in words; a state that a newer version wrote stands as it is."""

KINDS = {
    "answer": "trả lời", "attach": "đính kèm", "received": "ngày nhận", "pause": "tạm dừng", "resume": "tiếp tục",
    "close": "đóng", "reopen": "mở lại", "follow": "theo dữ liệu", "note": "ghi chú", "rename": "đổi tên",
    "undo": "rút lại",
}  # fmt: skip


def record_of(sheet: Sheet, case: Case, events: list[Event], deadline: str | None) -> Sheet:
    """The sheet of the case's entry, filled with what the case's log says.

    Args:
        deadline: the last day in words, if there is one.
    """
    last = {event.item: event for event in events if event.kind == "answer"}
    state = "đã đóng" if case.closed else "đang làm"
    facts = [
        Detail(Kind.CASE, case.name),
        Detail(Kind.RECEIVED, show_day(case.received)),
        Detail(Kind.DUE, deadline or "không tính được từ ngày nhận"),
        Detail(Kind.STATE, f"{state}; {len(case.answers)} mục đã trả lời"),
    ]
    return msgspec.structs.replace(
        sheet,
        subtitle=f"Ghi lại việc đã làm · {sheet.subtitle}",
        head=(*facts, *sheet.head),
        dossier=tuple(_filled(box, "dossier", case, last) for box in sheet.dossier),
        steps=tuple(_filled(box, "step", case, last) for box in sheet.steps),
        log=tuple((_moment(event), line_of(event, places_of(sheet))) for event in events),
    )


def line_of(event: Event, places: Mapping[str, str]) -> str:
    """A line of the log in words; an item that is no longer on the sheet keeps its key."""
    data = event.data
    match event.kind:
        case "answer":
            said = str(STATES.get(data["state"], data["state"])) + (f", {data['note']}" if data.get("note") else "")
        case "attach":
            said = f"{data['path']} (SHA-256 {data['sha256']})"
        case "follow":
            said = str(data["data_version"])
        case "note":
            said = str(data["note"])
        case "rename":
            said = f"{data['from']} thành {data['to']}"
        case "undo":
            said = KINDS.get(data["kind"], data["kind"])
        case _:
            said = str(data.get("day", "")) + (f", {data['reason']}" if data.get("reason") else "")
    about = f" {places.get(event.item, event.item)}" if event.item else ""
    return f"{event.who or 'không rõ ai'} · {KINDS.get(event.kind, event.kind)}{about}: {said}"


def _filled(box: Box, part: str, case: Case, last: dict[str | None, Event]) -> Box:
    item = f"{part}:{box.key}"
    answer, event = case.answers.get(item), last.get(item)
    details = list(box.details)
    if answer is not None:
        note = f": {answer.note}" if answer.note else ""
        details.append(Detail(Kind.DONE, f"{STATES.get(answer.state, answer.state)}{note}"))
    details += [
        Detail(Kind.ATTACHED, f"{attachment.path} (SHA-256 {attachment.sha256})")
        for attachment in case.attachments
        if attachment.item == item
    ]
    filled = (show_day(event.at.date()), event.who or "") if event else ()
    return msgspec.structs.replace(box, details=tuple(details), ticked=answer is not None, filled=filled)


def _moment(event: Event) -> str:
    return f"{show_day(event.at.date())} {event.at:%H:%M}"
