"""Answers that stand beside each other: given on machines that did not know of one another."""

from collections.abc import Iterable, Mapping

from canang.cases.events import Event

RECEIVED = "received"
"""The slot of the day on which a file was received; every item is a slot of its own."""


def slot_of(event: Event) -> str | None:
    """What an event says something of, in place of what was said before: an item, or the day of receipt."""
    match event.kind:
        case "answer":
            return event.item
        case "received":
            return RECEIVED
        case _:
            return None


def heads_of(log: Iterable[Event], standing: Iterable[Event]) -> dict[str, list[Event]]:
    """What stands in each slot: one event, or several of which none knew another and which do not say the same.

    Args:
        log: all events of a case, also those taken back: through them a later one knew what they had seen.
        standing: those that were not taken back, in order.
    """
    by_id = {event.id: event for event in log}
    told: dict[str, list[Event]] = {}
    for event in standing:
        if slot := slot_of(event):
            told.setdefault(slot, []).append(event)
    return {slot: _newest(events, by_id) for slot, events in told.items()}


def _newest(events: list[Event], by_id: Mapping[str, Event]) -> list[Event]:
    if len(events) == 1:
        return events
    known = _behind(events, by_id)
    heads = [event for event in events if event.id not in known]
    last = heads[-1]
    return [event for event in heads if event is last or event.data != last.data]


def _behind(events: list[Event], by_id: Mapping[str, Event]) -> set[str]:
    """The ids of what the writers of events knew, and of what had been known then."""
    behind: set[str] = set()
    ahead = [seen for event in events for seen in event.seen]
    while ahead:
        one = ahead.pop()
        if one not in behind:
            behind.add(one)
            ahead += by_id[one].seen if one in by_id else ()
    return behind
