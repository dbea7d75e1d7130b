"""A case as its log of events makes it: what was answered, attached, received, paused, closed."""

from collections.abc import Iterable
from datetime import date, datetime

import msgspec

from canang.cases.deadlines import Pause
from canang.cases.events import Event
from canang.cases.heads import RECEIVED, heads_of
from canang.cases.walk import Answer

FOLD = 1
"""Raised when the same events come to mean another state: what was folded before is then made again."""


class Attachment(msgspec.Struct, frozen=True):
    """A file that was shown at an item: where it lay on the machine that wrote it, and the SHA-256 of what it held."""

    item: str
    path: str
    sha256: str
    size: int


class Said(msgspec.Struct, frozen=True):
    """One of several things that were said of the same by people who did not know of one another.

    ``event`` is the id of the event; ``answer`` is None where it is a day (``day``) that was said.
    """

    event: str
    who: str | None
    at: datetime
    answer: Answer | None
    day: date | None = None


class Case(msgspec.Struct, frozen=True):
    """A case: its id, its name, the entry and the version of the data it follows, and all that its log says.

    ``conflicts`` are items (and ``received``) of which several things stand beside each other, in order; the last of
    them is what ``answers`` has. Whoever answers anew, having seen them, settles it. ``handed_to`` is who goes on with
    it since it was last handed over.

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
    id: str = ""
    conflicts: dict[str, tuple[Said, ...]] = {}
    handed_to: str | None = None


def standing_events(events: Iterable[Event]) -> list[Event]:
    """The events that were not taken back, in order; what takes back is not among them."""
    standing: list[Event] = []
    for event in events:
        if event.kind == "undo":
            standing = [other for other in standing if other.id != event.data.get("of")]
        else:
            standing.append(event)
    return standing


def case_of(
    name: str, entry: str, data_version: str, opened_at: datetime, events: Iterable[Event], *, id: str = ""
) -> Case:
    """The state that the events lead to, in their order."""
    answers: dict[str, Answer] = {}
    notes: dict[str, tuple[str, ...]] = {}
    attachments: list[Attachment] = []
    received, closed_on, why = opened_at.date(), None, None
    handed_to = None
    events = list(events)
    standing = standing_events(events)
    for event in standing:
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
            case "close":
                # Logs of before 0.3 may hold no day.
                closed_on = date.fromisoformat(event.data.get("day") or event.at.date().isoformat())
                why = event.data.get("reason") or None
            case "reopen":
                closed_on, why = None, None
            case "hand-over":
                handed_to = event.data["to"]
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
        pauses=_pauses(standing),
        closed=closed_on is not None,
        changed_at=events[-1].at if events else opened_at,
        notes=notes,
        closed_on=closed_on,
        why=why,
        people=tuple(dict.fromkeys(event.who for event in events if event.who)),
        id=id,
        conflicts=_conflicts(events, standing),
        handed_to=handed_to,
    )


def _pauses(standing: list[Event]) -> tuple[Pause, ...]:
    pauses: list[Pause] = []
    for event in standing:
        going = bool(pauses) and pauses[-1].end is None
        if event.kind == "pause" and not going:
            pauses.append(Pause(date.fromisoformat(event.data["day"]), None))
        elif event.kind == "resume" and going:
            pauses[-1] = Pause(pauses[-1].start, date.fromisoformat(event.data["day"]))
    return tuple(pauses)


def _conflicts(events: list[Event], standing: list[Event]) -> dict[str, tuple[Said, ...]]:
    return {
        slot: tuple(_said(slot, head) for head in heads)
        for slot, heads in heads_of(events, standing).items()
        if len(heads) > 1
    }


def _said(slot: str, event: Event) -> Said:
    if slot == RECEIVED:
        return Said(event.id, event.who, event.at, None, date.fromisoformat(event.data["day"]))
    return Said(event.id, event.who, event.at, Answer(event.data["state"], event.data.get("note")))
