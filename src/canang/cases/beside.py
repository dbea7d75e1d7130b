"""What lists need, kept beside the log: the state of each case and difficulty, how far each machine's events have come.

All of it is made of events and can be made again. It is written in the transaction in which the events are, so that a
list reads what is open and not every event that ever was. A state carries by which program it was made: one that
another made is folded from the log instead, and made anew by ``fold_all``.
"""

import time
import zlib
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from canang.cases.difficulties import Difficulty, difficulties_of
from canang.cases.events import Event
from canang.cases.log_tables import COLUMNS, LogTables, event_of, local_time
from canang.cases.state import FOLD, Case, case_of
from canang.cases.verdicts import Gap

_AT_ONCE = 200
"""Cases that are folded together."""

_FIELDS = " ".join((*Case.__struct_fields__, *Difficulty.__struct_fields__))
STAMP = f"{FOLD}.{zlib.crc32(_FIELDS.encode()):x}.{time.timezone}.{time.altzone}"
"""Of a state that this program made: how it folds, what a case holds, and where midnight is on this machine."""

_ROW = "cases.id, cases.name, cases.entry, cases.data_version, cases.opened_at"
_FROM = "FROM states JOIN cases ON cases.id = states.case_id"


class Beside(LogTables):
    """A log with the states that it leads to."""

    def __init__(self) -> None:
        self._changed: set[str] = set()
        self._met: set[str] = set()
        self._came: dict[str, tuple[int, int]] = {}

    def all_cases(self) -> list[Case]:
        """Every case, newest first."""
        return self._stated("FROM cases LEFT JOIN states ON cases.id = states.case_id", "")

    def open_cases(self) -> list[Case]:
        """The cases that are not closed, newest first."""
        return [case for case in self._stated(_FROM, "WHERE states.closed = 0") if not case.closed]

    def disputed(self) -> dict[str, str]:
        """The names of the cases in which people contradict each other, by the case's id, newest first."""
        found = self._stated(_FROM, "WHERE states.disputed > 0")
        return {case.id: case.name for case in found if case.conflicts}

    def closed_counts(self) -> dict[str, int]:
        """How many cases of each entry are closed."""
        return dict(self._all("SELECT entry, count(*) FROM states WHERE closed = 1 GROUP BY entry"))

    def difficulties(self) -> list[Difficulty]:
        """All difficulties, in the order of their numbers."""
        rows = self._all("SELECT id, event, said, made_by FROM difficulties ORDER BY id")
        if all(row[3] == STAMP for row in rows):
            return [msgspec.json.decode(row[2], type=Difficulty) for row in rows]
        return list(self._heard_of({row[1]: row[0] for row in rows}).values())

    def gaps(self) -> list[Gap]:
        """What is missing of each machine's events between those that are here."""
        devices = [row[0] for row in self._all("SELECT device FROM heard WHERE kept < last ORDER BY device")]
        between = (
            "SELECT device, before + 1, number - 1 FROM (SELECT device, number, coalesce(lag(number) OVER"
            " (PARTITION BY device ORDER BY number), 0) AS before FROM events WHERE device = ?) AS written"
            " WHERE number > before + 1 ORDER BY number"
        )
        return [Gap(*row) for device in devices for row in self._all(between, device)]

    def fold_all(self) -> None:
        """Make all of it again from the log."""
        with self._writing():
            self._hear_again(*(row[0] for row in self._all("SELECT DISTINCT device FROM events")))
            self._changed.update(row[0] for row in self._all("SELECT id FROM cases"))
            self._met.update(row[0] for row in self._all("SELECT event FROM difficulties"))

    def _index(self, event: Event) -> None:
        super()._index(event)
        if event.case:
            self._changed.add(event.case)
        if event.kind in {"difficulty", "difficulty-answer"}:
            self._met.add(event.id if event.kind == "difficulty" else event.data["of"])
        last, kept = self._came.get(event.device, (0, 0))
        self._came[event.device] = (max(last, event.number), kept + 1)

    def _hear_again(self, *devices: str) -> None:
        """Count anew what is here of some devices; within ``_writing``."""
        for device in devices:
            self._run("DELETE FROM heard WHERE device = ?", device)
            self._run(
                "INSERT INTO heard (device, last, kept) SELECT device, max(number), count(*) FROM events"
                " WHERE device = ? GROUP BY device",
                device,
            )

    def _forget_changes(self) -> None:
        """What was to be kept is undone."""
        self._changed.clear()
        self._met.clear()
        self._came.clear()

    def _keep_beside(self) -> None:
        """Write what the events of this transaction change; at its end, within ``_writing``."""
        changed = sorted(self._changed)
        for start in range(0, len(changed), _AT_ONCE):
            self._fold(changed[start : start + _AT_ONCE])
        if self._met:
            rows = self._all("SELECT event, id FROM difficulties")
            folded = self._heard_of({event: number for event, number in rows if event in self._met})
            self._run_many(
                "UPDATE difficulties SET said = ?, made_by = ? WHERE event = ?",
                [(*difficulty_row(one), event) for event, one in folded.items()],
            )
        for device, (last, kept) in self._came.items():
            known = self._all("SELECT last, kept FROM heard WHERE device = ?", device)
            if known:
                values = (max(last, known[0][0]), kept + known[0][1], device)
                self._run("UPDATE heard SET last = ?, kept = ? WHERE device = ?", *values)
            else:
                self._run("INSERT INTO heard (device, last, kept) VALUES (?, ?, ?)", device, last, kept)
        self._forget_changes()

    def _fold(self, keys: Sequence[str]) -> None:
        cases = self._folded(self._all(f"SELECT {_ROW} FROM cases WHERE id IN ({_places(keys)})", *keys))
        self._run(f"DELETE FROM states WHERE case_id IN ({_places(keys)})", *keys)
        self._run_many(
            "INSERT INTO states (case_id, entry, closed, disputed, state, made_by) VALUES (?, ?, ?, ?, ?, ?)",
            [state_row(case) for case in cases.values()],
        )

    def _folded(self, rows: Sequence[tuple[str, ...]]) -> dict[str, Case]:
        """Cases from their logs, by their ids."""
        logs: dict[str, list[Event]] = {row[0]: [] for row in rows}
        keys = list(logs)
        for start in range(0, len(keys), _AT_ONCE):
            some = keys[start : start + _AT_ONCE]
            told = f"SELECT {COLUMNS} FROM events WHERE case_id IN ({_places(some)}) ORDER BY clock, device, number"
            for event in map(event_of, self._all(told, *some)):
                logs[event.case or ""].append(event)
        return {row[0]: fold_row(row, logs[row[0]]) for row in rows}

    def _heard_of(self, numbers: Mapping[str, int]) -> dict[str, Difficulty]:
        """Difficulties from the log, by their events."""
        said = self._all(f"SELECT {COLUMNS} FROM events WHERE case_id IS NULL ORDER BY clock, device, number")
        events = {number: event for event, number in numbers.items()}
        return {events[one.id]: one for one in difficulties_of(map(event_of, said), numbers)}

    def _stated(self, source: str, where: str) -> list[Case]:
        """Cases newest first, each from its state or, where another program made that, from its log."""
        rows = self._all(f"SELECT {_ROW}, made_by, state {source} {where} ORDER BY cases.position DESC")
        anew = self._folded([row[:5] for row in rows if row[5] != STAMP])
        return [anew[row[0]] if row[0] in anew else case_stated(row[6], row[1]) for row in rows]

    def _run_many(self, sql: str, rows: Iterable[tuple[object, ...]]) -> None:
        """One change for each of several rows."""
        for row in rows:
            self._run(sql, *row)


def state_row(case: Case) -> tuple[str, str, int, int, str, str]:
    """A case as a row of ``states``: id, entry, closed, how many items are disputed, all of it, who made it."""
    state = msgspec.json.encode(case).decode()
    return case.id, case.entry, int(case.closed), len(case.conflicts), state, STAMP


def difficulty_row(one: Difficulty) -> tuple[str, str]:
    """A difficulty as ``difficulties`` has it: all of it, who made it."""
    return msgspec.json.encode(one).decode(), STAMP


def case_stated(state: str, name: str) -> Case:
    """The case of a row of ``states``; its name is not of its own log alone, and is told beside."""
    return msgspec.structs.replace(msgspec.json.decode(state, type=Case), name=name)


def fold_row(row: Sequence[str], log: Iterable[Event]) -> Case:
    """The case of a row of ``cases`` (id, name, entry, version of the data, when it was opened) and its log."""
    key, name, entry, version, opened_at = row
    return case_of(name, entry, version, local_time(opened_at), log, id=key)


def _places(values: Sequence[object]) -> str:
    return ", ".join("?" for _ in values)
