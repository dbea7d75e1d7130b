"""What a machine sends to its office's register, and what it fetches from it."""

from datetime import datetime
from typing import Any

import msgspec
import psycopg

from canang.cases.events import Event
from canang.cases.protocol import BATCH, Answer, Batch, Fetched
from canang.cases.verdicts import Outcome, Verdict
from canang.errors import Failure
from canang.server.machines import Machine, own_device
from canang.server.register import OfficeRegister


def take(connection: "psycopg.Connection[Any]", machine: Machine, batch: Batch, now: datetime) -> Answer:
    """Keep what a machine sends, each event once.

    An event's author is the person of the machine that wrote it; of one that was only passed on, the machine that did
    is named. What another machine of the office wrote comes from that machine alone.

    Raises:
        Failure: the batch is too large.
    """
    if len(batch.events) > BATCH:
        raise Failure(f"Mỗi lần gửi tối đa {BATCH} việc.")
    register = OfficeRegister(connection, machine.office.id, account=machine.id)
    register.begin()
    owners = own_device(connection, machine, batch.device)
    told: dict[int, Verdict] = {}
    kept: list[tuple[int, Event]] = []
    for place, event in enumerate(batch.events):
        owner = owners.get(event.device)
        if owner not in (None, machine.id):
            told[place] = Verdict(event.id, Outcome.LATER, "máy đã ghi việc này sẽ tự gửi")
        else:
            kept.append((place, msgspec.structs.replace(event, who=_author(event, machine, own=owner is not None))))
    for (place, _), verdict in zip(kept, register.take([event for _, event in kept], now, sent=True), strict=True):
        told[place] = verdict
    # What another machine sends by itself may be here already.
    late = [batch.events[place].id for place, verdict in told.items() if verdict.outcome is Outcome.LATER]
    here = register.known(late)
    verdicts = tuple(
        Verdict(told[place].id, Outcome.KNOWN) if told[place].id in here else told[place] for place in sorted(told)
    )
    gaps = tuple(gap for gap in register.gaps() if gap.device == batch.device)
    register.close()
    return Answer(verdicts, gaps)


def fetch(connection: "psycopg.Connection[Any]", machine: Machine, cursor: str) -> Fetched:
    """The next events of a machine's office."""
    row = connection.execute(
        "SELECT coalesce((SELECT era FROM machines WHERE id = %s), era)::text FROM province", (machine.id,)
    ).fetchone()
    era = row[0] if row else ""
    connection.rollback()
    place, anew = _place(cursor, era)
    register = OfficeRegister(connection, machine.office.id)
    found = register.after(place, BATCH)
    register.close()
    last = found[-1][0] if found else place
    return Fetched(
        tuple(event for _, event in found), f"{era}:{last[0]}:{last[1]}", len(found) == BATCH, anew and bool(cursor)
    )


def _place(cursor: str, era: str) -> tuple[tuple[int, int], bool]:
    """Where to go on, and whether that is the beginning."""
    known, _, place = cursor.partition(":")
    parts = place.split(":")
    if (
        known != era
        or len(parts) != 2
        or not all(part.isascii() and part.isdigit() and len(part) < 19 for part in parts)
    ):
        return (0, 0), True
    return (int(parts[0]), int(parts[1])), False


def _author(event: Event, machine: Machine, *, own: bool) -> str:
    if own or not event.who or event.who == machine.person:
        return machine.person
    suffix = f" (do {machine.person} chuyển)"
    return event.who if event.who.endswith(suffix) else f"{event.who[:500]}{suffix}"
