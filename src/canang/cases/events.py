"""An event: one line of a case's log, such that it can travel between machines and is still the same line."""

import uuid
from datetime import datetime
from typing import Any

import msgspec


class Event(msgspec.Struct, frozen=True):
    """One line of the log. It is never changed, and means the same on every machine that has it.

    ``id`` and ``case`` are uuids; a difficulty, and what
    an office says of its readiness, belong to no case. ``device`` is the machine that wrote it and
    ``number`` that machine's own running number, from 1 without a gap. ``clock`` is a logical clock (Lamport, 1978):
    larger than that of every event that the machine knew; (clock, device, number) puts the events of all machines in
    one order in which nothing stands before what it answers. ``at`` is the machine's time with its offset from UTC,
    ``who`` the name that it has for its user.

    ``kind`` is one of ``KINDS``; ``item`` names what it is about, ``data`` says the rest. ``seen`` are the events of
    the same item that the writer knew: of two of which neither has seen the other, both stand (``cases.heads``).
    """

    id: str
    case: str | None
    device: str
    number: int
    clock: int
    at: datetime
    who: str | None
    kind: str
    item: str | None
    data: dict[str, Any]
    seen: tuple[str, ...] = ()

    @property
    def order(self) -> tuple[int, str, int]:
        """Its place among the events of all machines."""
        return (self.clock, self.device, self.number)


KINDS = frozenset(
    {
        "open", "answer", "note", "attach", "received", "pause", "resume", "close", "reopen", "follow", "rename",
        "undo", "hand-over", "difficulty", "difficulty-answer", "need",
    }
)  # fmt: skip
"""What can happen. A program that meets another kind keeps and passes on the event, and does not act by it."""

UNDOABLE = frozenset({"answer", "note", "attach", "received", "pause", "resume", "close", "reopen"})
"""Kinds of events that can be taken back."""


def new_id() -> str:
    """An id that nothing else has."""
    return str(uuid.uuid4())


_OLD = uuid.UUID("6f6b1f4e-5d3c-4c0e-9a53-0c1b8d1f7a10")


def old_id(*parts: object) -> str:
    """The id of what an old register kept under a number: the same on every machine that has a copy of it."""
    return str(uuid.uuid5(_OLD, "\x1f".join(map(str, parts))))
