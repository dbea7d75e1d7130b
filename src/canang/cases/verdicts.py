"""What a register says of an event that another machine wrote: taken, known, not yet, or refused, and why."""

from enum import StrEnum

import msgspec


class Outcome(StrEnum):
    """What became of an event that came from elsewhere. Other programs rely on these words."""

    ADDED = "added"
    KNOWN = "known"
    LATER = "later"
    REFUSED = "refused"


class Verdict(msgspec.Struct, frozen=True):
    """What became of one event, by its id; ``reason`` is for people, of what was not taken (or was, with a remark).

    ``later``: nothing is wrong with it, but what it builds on is not here yet. ``refused`` is for good.
    """

    id: str
    outcome: Outcome
    reason: str | None = None

    @property
    def arrived(self) -> bool:
        """Whether the other side has it now."""
        return self.outcome in {Outcome.ADDED, Outcome.KNOWN}


TWO_WITH_ONE_ID = "hai máy dùng chung một số máy (thư mục dữ liệu đã bị chép sang máy khác)"
"""The reason of which a machine can cure itself: it takes another id for what has not gone out yet."""


class Gap(msgspec.Struct, frozen=True):
    """Events of a machine that are not here, from one running number to another."""

    device: str
    first: int
    last: int
