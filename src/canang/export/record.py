"""The record of a case on paper: one table of what was to do, with what was said, by whom and when, and a short log."""

from collections.abc import Mapping

import msgspec

from canang.cases.events import Event
from canang.cases.standing import CaseStanding
from canang.cases.state import Case, Said, standing_events
from canang.cases.walk import Answer, Item, State, closed_by, items_of, said_of
from canang.sheet.page import Box, Detail, Sheet, places_of
from canang.sheet.words import Kind
from canang.text.days import show_day
from canang.text.visible import cleaned

WORK_DONE = "Việc đã làm"
"""The head of the table of a record; a sheet with a log is one."""

STATES = {"done": "xong", "not-met": "không đạt", "not-applicable": "không áp dụng", "later": "để sau"}
"""What was said of an item, in words; a state that a newer version wrote stands as it is."""

KINDS = {
    "answer": "trả lời", "attach": "đính kèm", "received": "ngày nhận", "pause": "tạm dừng", "resume": "tiếp tục",
    "close": "đóng", "reopen": "mở lại", "follow": "theo dữ liệu", "note": "ghi chú", "rename": "đổi tên",
    "undo": "rút lại", "open": "mở", "hand-over": "chuyển giao",
}  # fmt: skip


def record_of(sheet: Sheet, standing: CaseStanding, events: list[Event], deadline: str | None) -> Sheet:
    """A sheet with one table of the case's items and a short log, under the head of its entry.

    Args:
        deadline: the last day in words, if there is one.
    """
    case, progress = standing.case, standing.progress
    state = f"đã đóng ngày {show_day(case.closed_on)}" if case.closed_on else "đang làm"
    state += f" ({case.why})" if case.why else ""
    counts = [
        f"{len(progress.settled)}/{progress.total} mục đã xong",
        f"{len(progress.not_met)} không đạt" if progress.not_met else "",
        f"{len(progress.to_look_up)} còn phải tra cứu" if progress.to_look_up else "",
    ]
    facts = [
        Detail(Kind.CASE, cleaned(case.name)),
        Detail(Kind.RECEIVED, show_day(case.received)),
        Detail(Kind.DUE, deadline or "không tính được từ ngày nhận"),
        Detail(Kind.STATE, f"{state}; {', '.join(filter(None, counts))}"),
    ]
    rows = _Rows(sheet, case, events)
    items = items_of(standing.entry) if standing.entry else ()
    boxes = [rows.of(item, number) for number, item in enumerate(items, 1)]
    boxes += [rows.gone(item, number) for number, item in enumerate(progress.gone, len(items) + 1)]
    return msgspec.structs.replace(
        sheet,
        subtitle=f"Ghi lại việc đã làm · {sheet.subtitle}",
        head=tuple(facts),
        procedures=(),
        conditions=(),
        dossier=(),
        steps=tuple(boxes),
        forms=(),
        basis=(),
        checked=(),
        log=_log(case, events),
    )


def conflict_lines(case: Case, slot: str) -> list[str]:
    """What people wrote of an item (or of the day of receipt) who did not know of one another; empty where none did."""
    return [
        f"{said.who or 'không rõ ai'} ghi {show_day(said.at.date())} {said.at:%H:%M}: {_word(said)}"
        for said in case.conflicts.get(slot, ())
    ]


def _word(said: Said) -> str:
    if said.answer is None:
        return show_day(said.day) if said.day else "?"
    note = f", {said.answer.note}" if said.answer.note else ""
    return f"{STATES.get(said.answer.state, said.answer.state)}{note}"


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
        case "open":
            said = str(data["name"])
        case "hand-over":
            said = f"cho {data['to']}" + (f", {data['reason']}" if data.get("reason") else "")
        case "rename":
            said = f"{data['from']} thành {data['to']}"
        case "undo":
            said = KINDS.get(data["kind"], data["kind"])
        case _:
            said = str(data.get("day", "")) + (f", {data['reason']}" if data.get("reason") else "")
    about = f" {places.get(event.item, event.item)}" if event.item else ""
    return f"{event.who or 'không rõ ai'} · {KINDS.get(event.kind, event.kind)}{about}: {said}"


class _Rows:
    """The rows of the table."""

    def __init__(self, sheet: Sheet, case: Case, events: list[Event]) -> None:
        self._boxes = {f"dossier:{box.key}": box for box in sheet.dossier}
        self._boxes |= {f"step:{box.key}": box for box in sheet.steps}
        self._places = places_of(sheet)
        self._case = case
        self._last = {event.item: event for event in standing_events(events) if event.kind == "answer"}

    def of(self, item: Item, number: int) -> Box:
        """An item with what was said of it and of its papers."""
        answers = self._case.answers
        details = self._said(item, answers.get(item.id))
        closed = closed_by(item, answers)
        if closed and item.id not in answers:
            details.append(Detail(Kind.DONE, f"không làm, vì đã làm {self._places.get(closed, closed)}"))
        for paper in item.papers:
            said = said_of(paper, item, answers)
            # What a step that was done says of all its papers is said once.
            if paper.id in answers:
                details += self._said(paper, said, f"{paper.text}: ")
        return self._row(item.id, item.text, number, details)

    def gone(self, item: str, number: int) -> Box:
        """What was said of an item that the entry no longer has."""
        bare = Item("", item, item)
        said = self._said(bare, self._case.answers[item])
        return self._row(item, f"Mục không còn trong thủ tục ({item})", number, said)

    def _row(self, item: str, text: str, number: int, details: list[Detail]) -> Box:
        answer, event = self._case.answers.get(item), self._last.get(item)
        details += [Detail(Kind.NOTED, note) for note in self._case.notes.get(item, ())]
        filled = (show_day(event.at.date()), event.who or "") if event else ()
        # What two people contradict each other in is not done, whoever wrote last.
        ticked = answer is not None and answer.state == State.DONE and item not in self._case.conflicts
        return Box(item, str(number), text, tuple(details), ticked, filled)

    def _said(self, item: Item, answer: Answer | None, about: str = "") -> list[Detail]:
        details = []
        # A tick says by itself that it is done.
        if answer and (answer.note or about or answer.state != State.DONE):
            note = f": {answer.note}" if answer.note else ""
            details.append(Detail(Kind.DONE, f"{about}{STATES.get(answer.state, answer.state)}{note}"))
        if at_odds := conflict_lines(self._case, item.id):
            details.append(Detail(Kind.DONE, f"{about}hai người ghi khác nhau: {'; '.join(at_odds)}"))
        box = self._boxes.get(item.id)
        basis = box.detail(Kind.BASIS) if box and answer and answer.state == State.NOT_MET else None
        attached = [each for each in self._case.attachments if each.item == item.id]
        return [
            *details,
            *([basis] if basis else []),
            *(Detail(Kind.ATTACHED, f"{cleaned(each.path)} (SHA-256 {each.sha256})") for each in attached),
        ]


_IN_THE_TABLE = frozenset({"open", "answer", "note", "attach", "follow", "undo"})


def _log(case: Case, events: list[Event]) -> tuple[tuple[str, str], ...]:
    """What happened to the case as a whole; what was said of its items stands in the table."""
    opened = (f"{show_day(case.opened_at.date())} {case.opened_at:%H:%M}", f"mở; nay theo dữ liệu {case.data_version}")
    lines = [(_moment(event), line_of(event, {})) for event in events if event.kind not in _IN_THE_TABLE]
    undone = sum(event.kind == "undo" for event in events)
    told = [("Rút lại", f"{undone} lần; đủ từng việc: canang ho-so lich-su")] if undone else []
    return (opened, *lines, *told)


def _moment(event: Event) -> str:
    return f"{show_day(event.at.date())} {event.at:%H:%M}"
