"""A case as its log of events makes it: what was answered, attached, received, paused, closed."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

import msgspec

from canang.cases.deadlines import Pause
from canang.cases.walk import Answer


class Event(msgspec.Struct, frozen=True):
    """One line of the log; ``who`` is the name that the machine has for its user.

    ``kind`` is ``answer``, ``attach``, ``received``, ``pause``, ``resume``, ``close``, ``reopen`` or ``follow``;
    ``item`` names what it is about, ``data`` says the rest.
    """

    at: datetime
    who: str | None
    kind: str
    item: str | None
    data: dict[str, Any]


class Attachment(msgspec.Struct, frozen=True):
    """A file that was shown at an item, by its path and the SHA-256 of what it held then."""

    item: str
    path: str
    sha256: str
    size: int


class Case(msgspec.Struct, frozen=True):
    """A case: its name, the entry and the version of the data it follows, and all that its log says."""

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


def case_of(name: str, entry: str, data_version: str, opened_at: datetime, events: Iterable[Event]) -> Case:
    """The state that the events lead to, in the order in which they were written."""
    answers: dict[str, Answer] = {}
    attachments: list[Attachment] = []
    received, changed_at, closed = opened_at.date(), opened_at, False
    pauses: list[Pause] = []
    for event in events:
        changed_at = event.at
        match event.kind:
            case "answer":
                answers[event.item or ""] = Answer(event.data["state"], event.data.get("note"))
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
            case "close" | "reopen":
                closed = event.kind == "close"
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
        closed=closed,
        changed_at=changed_at,
    )
