"""What a case follows, small enough to be kept with it: to see later what changed under it."""

import msgspec

from canang.export.paper import Paper


class Change(msgspec.Struct, frozen=True):
    """One thing that differs: ``kind`` is ``added``, ``removed`` or ``changed``; ``text`` is what it says now (or
    said, where it was removed)."""

    kind: str
    item: str
    text: str


def outline(paper: Paper) -> dict[str, str]:
    """The items of a checklist by their id, each with all that it says."""
    parts = (("dossier", paper.dossier), ("step", paper.steps))
    return {
        f"{part}:{box.key}": "\n".join([box.text, *(f"{label}: {text}" for label, text in box.details)])
        for part, boxes in parts
        for box in boxes
    }


def changes(before: dict[str, str], now: dict[str, str]) -> list[Change]:
    """What differs between two outlines, in the order of the new one, then what is gone."""
    found = [
        Change("added" if item not in before else "changed", item, text)
        for item, text in now.items()
        if before.get(item) != text
    ]
    return found + [Change("removed", item, text) for item, text in before.items() if item not in now]
