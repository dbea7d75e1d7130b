"""A case as its log of events makes it: what was answered, attached, received, paused, closed."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

import msgspec

from canang.cases.deadlines import Pause
from canang.cases.walk import Answer


class Event(msgspec.Struct, frozen=True):
    """One line of the log; ``who`` is the name that the machine has for its user.

    ``kind`` is ``answer``, ``note``, ``attach``, ``received``, ``pause``, ``resume``, ``close``, ``reopen``,
    ``follow``, ``rename`` or ``undo``; ``item`` names what it is about, ``data`` says the rest. ``number`` is the
    event's own in the register: an undo names by it what it takes back, which stays in the log.
    """

    at: datetime
    who: str | None
    kind: str
    item: str | None
    data: dict[str, Any]
    number: int = 0


UNDOABLE = frozenset({"answer", "note", "attach", "received", "pause", "resume", "close", "reopen"})
"""Kinds of events that can be taken back."""


class Attachment(msgspec.Struct, frozen=True):
    """A file that was shown at an item, by its path and the SHA-256 of what it held then."""

    item: str
    path: str
    sha256: str
    size: int


class Case(msgspec.Struct, frozen=True):
    """A case: its name, the entry and the version of the data it follows, and all that its log says.

    ``notes`` are the working notes of each item, oldest first; ``closed_on`` is the day on which it was closed and
    ``why`` what was said of that, None while it is open; ``people`` are those whose hands are in its log.
    """

    name: str
    entry: str
    data_version: str
    opened_at: datetime
    answers: dict[str, Answer]
    attachments: tuple[Attachment, ...]
    received: date
    pauses: tuple[Pause, ...]
    closed: bool
    changed_at: datetime
    notes: dict[str, tuple[str, ...]] = {}
    closed_on: date | None = None
    why: str | None = None
    people: tuple[str, ...] = ()


def standing_events(events: Iterable[Event]) -> list[Event]:
    """The events that were not taken back, in order; what takes back is not among them."""
    standing: list[Event] = []
    for event in events:
        if event.kind == "undo":
            standing = [other for other in standing if other.number != event.data.get("of")]
        else:
            standing.append(event)
    return standing


def case_of(name: str, entry: str, data_version: str, opened_at: datetime, events: Iterable[Event]) -> Case:
    """The state that the events lead to, in the order in which they were written."""
    answers: dict[str, Answer] = {}
    notes: dict[str, tuple[str, ...]] = {}
    attachments: list[Attachment] = []
    received, closed_on, why = opened_at.date(), None, None
    pauses: list[Pause] = []
    events = list(events)
    for event in standing_events(events):
        match event.kind:
            case "answer":
                answers[event.item or ""] = Answer(event.data["state"], event.data.get("note"))
            case "note":
                notes[event.item or ""] = (*notes.get(event.item or "", ()), event.data["note"])
            case "attach":
                data = event.data
                attachments.append(Attachment(event.item or "", data["path"], data["sha256"], data["size"]))
            case "received":
                received = date.fromisoformat(event.data["day"])
            case "pause":
                if not pauses or pauses[-1].end is not None:
                    pauses.append(Pause(date.fromisoformat(event.data["day"]), None))
            case "resume":
                if pauses and pauses[-1].end is None:
                    pauses[-1] = Pause(pauses[-1].start, date.fromisoformat(event.data["day"]))
            case "close":
                # Logs of before 0.3 may hold no day.
                closed_on = date.fromisoformat(event.data.get("day") or event.at.date().isoformat())
                why = event.data.get("reason") or None
            case "reopen":
                closed_on, why = None, None
            case "follow":
                data_version = event.data["data_version"]
    return Case(
        name=name,
        entry=entry,
        data_version=data_version,
        opened_at=opened_at,
        answers=answers,
        attachments=tuple(attachments),
        received=received,
        pauses=tuple(pauses),
        closed=closed_on is not None,
        changed_at=events[-1].at if events else opened_at,
        notes=notes,
        closed_on=closed_on,
        why=why,
        people=tuple(dict.fromkeys(event.who for event in events if event.who)),
    )
