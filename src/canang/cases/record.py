"""The record of a case on paper: the checklist with what was done, by whom and when, and the log at its end."""

from collections.abc import Mapping

import msgspec

from canang.cases.state import Case, Event
from canang.export.paper import Box, Paper
from canang.text.days import show_day

STATES = {"done": "xong", "not-applicable": "không áp dụng"}
KINDS = {
    "answer": "trả lời", "attach": "đính kèm", "received": "ngày nhận", "pause": "tạm dừng", "resume": "tiếp tục",
    "close": "đóng", "reopen": "mở lại", "follow": "theo dữ liệu",
}  # fmt: skip


def record_of(paper: Paper, case: Case, events: list[Event], deadline: str | None) -> Paper:
    """The paper of the case's entry, filled with what the case's log says.

    Args:
        deadline: the last day in words, if there is one.
    """
    last = {event.item: event for event in events if event.kind == "answer"}
    state = "đã đóng" if case.closed else "đang làm"
    facts = [
        ("Hồ sơ", case.name),
        ("Ngày nhận", show_day(case.received)),
        ("Hạn", deadline or "không tính được từ ngày nhận"),
        ("Tình trạng", f"{state}; {len(case.answers)} mục đã trả lời"),
    ]
    return msgspec.structs.replace(
        paper,
        subtitle=f"Ghi lại việc đã làm · {paper.subtitle}",
        head=(*facts, *paper.head),
        dossier=tuple(_filled(box, "dossier", case, last) for box in paper.dossier),
        steps=tuple(_filled(box, "step", case, last) for box in paper.steps),
        log=tuple((_moment(event), line_of(event, places_of(paper))) for event in events),
    )


def places_of(paper: Paper) -> dict[str, str]:
    """Where each item stands on the paper: ``Bước 2`` for ``step:cap``."""
    parts = (("dossier", "Hồ sơ", paper.dossier), ("step", "Bước", paper.steps))
    return {f"{part}:{box.key}": f"{name} {box.number}" for part, name, boxes in parts for box in boxes}


def line_of(event: Event, places: Mapping[str, str]) -> str:
    """A line of the log in words; an item that is no longer on the paper keeps its key."""
    data = event.data
    match event.kind:
        case "answer":
            said = str(STATES.get(data["state"], data["state"])) + (f", {data['note']}" if data.get("note") else "")
        case "attach":
            said = f"{data['path']} (SHA-256 {data['sha256']})"
        case "follow":
            said = str(data["data_version"])
        case _:
            said = str(data.get("day", "")) + (f", {data['reason']}" if data.get("reason") else "")
    about = f" {places.get(event.item, event.item)}" if event.item else ""
    return f"{event.who or 'không rõ ai'} · {KINDS[event.kind]}{about}: {said}"


def _filled(box: Box, part: str, case: Case, last: dict[str | None, Event]) -> Box:
    item = f"{part}:{box.key}"
    answer, event = case.answers.get(item), last.get(item)
    details = list(box.details)
    if answer is not None:
        note = f": {answer.note}" if answer.note else ""
        details.append(("Đã làm", f"{STATES.get(answer.state, answer.state)}{note}"))
    details += [
        ("Đính kèm", f"{attachment.path} (SHA-256 {attachment.sha256})")
        for attachment in case.attachments
        if attachment.item == item
    ]
    filled = (show_day(event.at.date()), event.who or "") if event else ()
    return msgspec.structs.replace(box, details=tuple(details), ticked=answer is not None, filled=filled)


def _moment(event: Event) -> str:
    return f"{show_day(event.at.date())} {event.at:%H:%M}"
