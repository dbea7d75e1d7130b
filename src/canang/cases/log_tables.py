"""The tables of a register over any SQL database: an append-only log of events, and what cases are found by.

``cases`` and ``difficulties`` are made of events and can be made again. What the log says of names and numbers is the
same whatever keeps it; a store brings the connection, its transactions and its errors.
"""

import json
from abc import ABC, abstractmethod
from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any

import msgspec

from canang.cases.events import Event, new_id
from canang.cases.heads import heads_of, slot_of
from canang.cases.state import standing_events
from canang.text.days import VIETNAM
from canang.text.visible import cleaned

COLUMNS = "id, case_id, device, number, clock, at, who, kind, item, data, seen"
"""Of an event's row, in the order that ``event_of`` reads."""


class LogTables(ABC):
    """Rows in and out."""

    device: str
    """The machine's uuid, under which new events are written; empty before the first."""

    @abstractmethod
    def _all(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """The rows of a query with ``?`` for values."""

    @abstractmethod
    def _run(self, sql: str, *values: object) -> int:
        """Change rows; returns how many."""

    @abstractmethod
    def _writing(self) -> AbstractContextManager[None]:
        """One writer at a time; all that is written within, or nothing, is on the disk at the end."""

    def log(self, ids: Sequence[str] | None = None) -> list[Event]:
        """Every event in order; of some cases by their ids where any are named."""
        if ids is not None:
            return sorted((event for key in ids for event in self._of_case(key)), key=lambda event: event.order)
        return list(map(event_of, self._all(f"SELECT {COLUMNS} FROM events ORDER BY clock, device, number")))

    def find_again(self) -> None:
        """Make again from the log what cases and difficulties are found by, where it is missing."""
        with self._writing():
            for event in self.log():
                match event.kind:
                    case "open":
                        self._place(event)
                    case "rename":
                        self._name_anew(event.case or "")
                    case "difficulty" if not self._all("SELECT 1 FROM difficulties WHERE event = ?", event.id):
                        self._number(event)

    def recall(self, key: str) -> str | None:
        """What was remembered under a key; None where nothing was."""
        found = self._all("SELECT value FROM memory WHERE key = ?", key)
        return found[0][0] if found else None

    def remember(self, key: str, value: str) -> None:
        """Keep a value under a key in place of an earlier one."""
        with self._writing():
            self._remember(key, value)

    def _remember(self, key: str, value: str) -> None:
        self._run("DELETE FROM memory WHERE key = ?", key)
        self._run("INSERT INTO memory (key, value) VALUES (?, ?)", key, value)

    def _new_device(self) -> None:
        """Take a device's id that nobody has; within ``_writing``."""
        self.device = new_id()
        self._remember("device", self.device)

    def _of_case(self, key: str) -> list[Event]:
        every = f"SELECT {COLUMNS} FROM events WHERE case_id = ? ORDER BY clock, device, number"
        return [event_of(row) for row in self._all(every, key)]

    def _made(
        self, case: str | None, kind: str, item: str | None, data: dict[str, Any], now: datetime, who: str | None
    ) -> Event:
        """An event of this machine that follows all that it knows."""
        [(number,)] = self._all("SELECT coalesce(max(number), 0) + 1 FROM events WHERE device = ?", self.device)
        [(clock,)] = self._all("SELECT coalesce(max(clock), 0) + 1 FROM events")
        log = self._of_case(case) if case and kind != "open" else []
        own = [event.at for event in log if event.device == self.device]
        event = Event(
            new_id(), case, self.device, number, clock, max([now.astimezone(VIETNAM), *own]), who, kind, item, data
        )
        slot = slot_of(event)
        heads = heads_of(log, standing_events(log)).get(slot, []) if slot else []
        # Who answers has seen what was taken back, too: it does not come back through somebody who had not.
        seen = [each.id for each in log if slot and slot_of(each) == slot and each not in heads][-1:]
        return msgspec.structs.replace(event, seen=(*(head.id for head in heads), *seen))

    def _add(self, event: Event, *, sent: bool = False) -> None:
        """Write an event; within ``_writing``."""
        self._run(f"INSERT INTO events ({COLUMNS}) VALUES ({', '.join('?' * 11)})", *self._row(event))
        if not sent:
            self._run("INSERT INTO waiting (event) VALUES (?)", event.id)
        self._index(event)

    @staticmethod
    def _row(event: Event) -> tuple[object, ...]:
        """An event under ``COLUMNS``."""
        data, seen = json.dumps(event.data, ensure_ascii=False), " ".join(event.seen)
        at, who = event.at.isoformat(), event.who
        return (
            event.id, event.case, event.device, event.number, event.clock, at, who, event.kind, event.item, data, seen,
        )  # fmt: skip

    def _index(self, event: Event) -> None:
        """What is found by an event."""
        match event.kind:
            case "open":
                self._place(event)
            case "rename":
                self._name_anew(event.case or "")
            case "difficulty":
                self._number(event)

    def _number(self, met: Event) -> None:
        """A difficulty among those that are found by number, and by where they were met."""
        entry, step = met.data["entry"], met.data.get("step")
        self._run("INSERT INTO difficulties (event, entry, step) VALUES (?, ?, ?)", met.id, entry, step)

    def _place(self, opened: Event) -> None:
        """A case among those that are found by name."""
        if self._all("SELECT 1 FROM cases WHERE id = ?", opened.case):
            return
        name, entry, version = opened.data["name"], opened.data["entry"], opened.data["data_version"]
        # A name that nobody can have, until it is settled who has which.
        self._run(
            "INSERT INTO cases (id, name, claimed, entry, data_version, opened_at, clock) VALUES (?, ?, ?, ?, ?, ?, ?)",
            opened.case,
            f"\n{opened.case}",
            name,
            entry,
            version,
            opened.at.isoformat(),
            opened.clock,
        )
        self._settle_names(name)

    def _name_anew(self, key: str) -> None:
        """The name of a case as the last of its log says."""
        before = self._all("SELECT claimed FROM cases WHERE id = ?", key)
        renamed = [event.data["to"] for event in self._of_case(key) if event.kind == "rename"]
        if not before or not renamed or renamed[-1] == before[0][0]:
            return
        self._run("UPDATE cases SET claimed = ?, name = ? WHERE id = ?", renamed[-1], f"\n{key}", key)
        self._settle_names(before[0][0])
        self._settle_names(renamed[-1])

    def _settle_names(self, claimed: str) -> None:
        """Of several cases that want one name, the oldest has it, the others a number behind it: on every machine."""
        wanting = [row[0] for row in self._all("SELECT id FROM cases WHERE claimed = ? ORDER BY clock, id", claimed)]
        for key in wanting:
            self._run("UPDATE cases SET name = ? WHERE id = ?", f"\n{key}", key)
        number = 1
        for key in wanting:
            name = claimed if number == 1 else f"{claimed} ({number})"
            while self._all("SELECT 1 FROM cases WHERE name = ?", name):
                number += 1
                name = f"{claimed} ({number})"
            self._run("UPDATE cases SET name = ? WHERE id = ?", name, key)
            number += 1


def event_of(row: Sequence[Any]) -> Event:
    """The event of a row of ``COLUMNS``."""
    key, case, device, number, clock, at, who, kind, item, data, seen = row
    said = json.loads(data)
    return Event(
        key, case, device, number, clock, local_time(at), who, kind, item, _readable(said), tuple((seen or "").split())
    )


def local_time(at: str) -> datetime:
    """A moment by the hour of the country; one without an offset is of this machine's."""
    return datetime.fromisoformat(at).astimezone(VIETNAM)


def _readable(data: dict[str, Any]) -> dict[str, Any]:
    """What was said, without what programs before 0.3 let in: no paper can hold it."""
    return {key: cleaned(value) if key in {"note", "reason"} and value else value for key, value in data.items()}
