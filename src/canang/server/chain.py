"""The chain: each event of an office carries a digest over itself and the one before it.

Who changes, takes out or reorders a row, be it as the database's superuser, breaks every digest behind it; who computes
them all anew is found by the last digests of earlier days that were kept elsewhere. Digests are SHA-256.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec

from canang.cases.events import Event

FIRST = "0" * 64
"""What stands before the first event."""


class Head(msgspec.Struct, frozen=True):
    """The last event of an office at a moment: how many there were, and its digest."""

    office: str
    name: str
    link: int
    hash: str


class Broken(msgspec.Struct, frozen=True):
    """Where a chain does not hold: ``link`` is the first event that cannot be trusted, ``why`` in words."""

    office: str
    name: str
    link: int
    why: str


def link_of(
    last: tuple[int, str], office: str, event: Event, account: str | None, received: datetime
) -> tuple[int, str]:
    """The number and digest of the event that follows ``last``."""
    said = [
        office, event.id, event.case, event.device, event.number, event.clock, event.at.astimezone(UTC).isoformat(),
        event.who, event.kind, event.item, event.data, list(event.seen), account, received.astimezone(UTC).isoformat(),
    ]  # fmt: skip
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return last[0] + 1, hashlib.sha256(f"{last[1]}\n{text}".encode()).hexdigest()


class Linked(msgspec.Struct, frozen=True):
    """An event as the database has it."""

    event: Event
    account: str | None
    received: datetime
    link: int
    hash: str


def check_chain(
    office: str, name: str, rows: Iterable[Linked], kept: Mapping[int, str], expected: int
) -> Broken | None:
    """The first place at which the chain of an office does not hold; None where it does.

    Args:
        rows: in the order of their links.
        kept: digests that were kept elsewhere, by link.
        expected: the highest link among those.
    """
    last: tuple[int, str] = (0, FIRST)
    for row in rows:
        if row.link != last[0] + 1:
            return Broken(office, name, last[0] + 1, "có sự kiện bị lấy mất hoặc đổi chỗ")
        last = link_of(last, office, row.event, row.account, row.received)
        if last[1] != row.hash:
            return Broken(office, name, row.link, "sự kiện đã bị sửa")
        if kept.get(row.link, row.hash) != row.hash:
            return Broken(office, name, row.link, "khác dấu đã giữ ở ngoài: cả chuỗi đã bị tính lại")
    if last[0] < expected:
        return Broken(office, name, last[0] + 1, f"mất {expected - last[0]} sự kiện cuối so với dấu đã giữ ở ngoài")
    return None


def head_lines(heads: Iterable[Head], at: datetime) -> str:
    """Heads as text to be kept elsewhere, one office a line: printed, mailed, or on another machine."""
    lines = [f"# canang dau-so {at.isoformat(timespec='seconds')}"]
    return "\n".join([*lines, *(f"{h.office} {h.link} {h.hash} {h.name}" for h in heads)]) + "\n"


def read_head_lines(text: str) -> dict[str, dict[int, str]]:
    """Digests by office and link, of text that ``head_lines`` wrote; other lines are passed over."""
    kept: dict[str, dict[int, str]] = {}
    for line in text.splitlines():
        parts: list[Any] = line.split(" ", 3)
        if len(parts) >= 3 and parts[1].isdigit() and len(parts[2]) == 64:
            kept.setdefault(parts[0], {})[int(parts[1])] = parts[2]
    return kept
