"""Difficulties noted at a task or a step, to be sent to the ministry's hotline and marked when answered."""

from collections.abc import Iterable, Mapping
from datetime import datetime

import msgspec

from canang.cases.events import Event

KINDS = {"quy-dinh": "quy định", "nguon-luc": "nguồn lực"}
"""The two groups in which the ministry collects them: the rules, or the means."""


class Difficulty(msgspec.Struct, frozen=True):
    """One difficulty. ``id`` is its number here; ``severity`` is 1 (can wait) to 3 (stops the work); ``answer`` is None
    until there is one; ``who`` met it."""

    id: int
    at: datetime
    entry: str
    step: str | None
    kind: str
    severity: int
    text: str
    data_version: str
    answer: str | None
    answered_at: datetime | None
    who: str | None = None


def difficulties_of(log: Iterable[Event], numbers: Mapping[str, int]) -> list[Difficulty]:
    """What the events say, in the order of their numbers; of several answers each stands on a line of its own.

    Args:
        numbers: the number of each difficulty by the id of its event.
    """
    found: dict[str, Difficulty] = {}
    for event in log:
        data = event.data
        if event.kind == "difficulty" and event.id in numbers:
            found[event.id] = Difficulty(
                id=numbers[event.id],
                at=event.at,
                entry=data["entry"],
                step=data.get("step"),
                kind=data["kind"],
                severity=data["severity"],
                text=data["text"],
                data_version=data["data_version"],
                answer=None,
                answered_at=None,
                who=event.who,
            )
        elif event.kind == "difficulty-answer" and data["of"] in found:
            one_id = data["of"]
            one, said = found[one_id], str(data["text"])
            before = one.answer.split("\n") if one.answer else []
            answer = one.answer if said in before else "\n".join([*before, said])
            found[one_id] = msgspec.structs.replace(one, answer=answer, answered_at=event.at)
    return sorted(found.values(), key=lambda one: one.id)
