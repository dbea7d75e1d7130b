"""What a machine and the server of its province say to each other, as JSON over HTTP: the same for both."""

import msgspec

from canang.cases.events import Event
from canang.cases.verdicts import Gap, Verdict

VERSION = 1
"""Of what is spoken; each side refuses another."""

BATCH = 500
"""Events that go at once, in either direction."""


class Batch(msgspec.Struct, frozen=True):
    """Events that a machine sends: its own, under ``device``, and such as it got from others."""

    device: str
    events: tuple[Event, ...]


class Answer(msgspec.Struct, frozen=True):
    """What became of each event of a batch, and what is missing of the machine that sent it."""

    verdicts: tuple[Verdict, ...]
    gaps: tuple[Gap, ...] = ()


class Fetched(msgspec.Struct, frozen=True):
    """Events behind a cursor, the cursor behind them, and whether there are more. ``anew``: the cursor was of a
    register that was brought back from a backup since; what is here begins at the beginning, and the server may have
    lost what was sent before."""

    events: tuple[Event, ...]
    cursor: str
    more: bool
    anew: bool = False
