"""The register of cases over any SQL database: what is asked of it and written into it."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import msgspec

from canang.cases.beside import fold_row
from canang.cases.events import Event, new_id
from canang.cases.incoming import LARGEST_NUMBER
from canang.cases.log_tables import COLUMNS, event_of
from canang.cases.readiness import Have, Needed, needs_of, old_need
from canang.cases.state import Case
from canang.cases.travel import Travel
from canang.cases.verdicts import Outcome
from canang.errors import Code, Failure
from canang.text.days import VIETNAM


class UnknownCase(Failure):
    """No case of the register has this name."""

    code = Code.NOT_FOUND

    def __init__(self, name: str) -> None:
        super().__init__(f"Không có hồ sơ nào tên “{name[:80]}”.", "Xem các hồ sơ: canang ho-so --tat-ca")


class Ledger(Travel):
    """What a register of cases does, whatever keeps it: cases, their logs, difficulties.

    What a call has written is safe when it returns.
    """

    @abstractmethod
    def back_up(self, target: Path) -> None:
        """Copy everything into one file, safe while in use."""

    @abstractmethod
    def close(self) -> None:
        """Let go of it."""

    def names(self) -> list[str]:
        """The names of all cases, newest first."""
        return list(self.entries())

    def entries(self) -> dict[str, str]:
        """The entry of each case by the case's name, newest first."""
        return dict(self._all("SELECT name, entry FROM cases ORDER BY position DESC"))

    def keys(self) -> dict[str, str]:
        """The id of each case by the case's name, newest first."""
        return dict(self._all("SELECT name, id FROM cases ORDER BY position DESC"))

    def find(self, name: str, on: date | None = None) -> Case | None:
        """The case of this name, as it stands now or stood at the end of a day."""
        rows = self._all("SELECT id, name, entry, data_version, opened_at FROM cases WHERE name = ?", name)
        if not rows:
            return None
        log = self._of_case(rows[0][0])
        if on:
            end = datetime.combine(on, time.max, VIETNAM)
            log = [event for event in log if event.at <= end]
        return fold_row(rows[0], log)

    def events(self, name: str) -> list[Event]:
        """The log of a case, oldest first."""
        rows = self._all("SELECT id FROM cases WHERE name = ?", name)
        return self._of_case(rows[0][0]) if rows else []

    def open(self, name: str, entry: str, data_version: str, now: datetime, who: str | None = None) -> Case:
        """The case of this name, made if there is none."""
        with self._writing():
            if not self._all("SELECT 1 FROM cases WHERE name = ?", name):
                data = {"name": name, "entry": entry, "data_version": data_version}
                self._add(self._made(new_id(), "open", None, data, now, who))
        case = self.find(name)
        assert case is not None
        return case

    def record(
        self, name: str, kind: str, item: str | None, data: dict[str, Any], *, now: datetime, who: str | None = None
    ) -> Event:
        """Add an event to the log of a case. When this returns, it is on the disk.

        The times that a machine writes into a log never go back, even where its clock does.

        Raises:
            UnknownCase: there is no case of this name.
            RegisterUnusable: it could not be kept.
        """
        with self._writing():
            return self._record(name, kind, item, data, now, who)

    def rename(self, name: str, new: str, *, now: datetime, who: str | None = None) -> None:
        """Give a case another name; its log keeps the one before.

        Raises:
            UnknownCase: there is no case of this name.
            Failure: another case has the new name.
            RegisterUnusable: it could not be kept.
        """
        with self._writing():
            if self._all("SELECT 1 FROM cases WHERE name = ?", new):
                raise Failure(f"Đã có hồ sơ tên “{new[:80]}”.", "Chọn tên khác.", Code.EXISTS)
            self._record(name, "rename", None, {"from": name, "to": new}, now, who)

    def note_difficulty(
        self,
        entry: str,
        step: str | None,
        kind: str,
        severity: int,
        text: str,
        version: str,
        now: datetime,
        who: str | None = None,
    ) -> int:
        """Keep a difficulty; returns its number."""
        data = {"entry": entry, "step": step, "kind": kind, "severity": severity, "text": text, "data_version": version}
        with self._writing():
            event = self._made(None, "difficulty", None, data, now, who)
            self._add(event)
            return int(self._all("SELECT id FROM difficulties WHERE event = ?", event.id)[0][0])

    def answer_difficulty(self, number: int, text: str, now: datetime, who: str | None = None) -> bool:
        """Mark a difficulty answered; False where there is none of this number."""
        if not 0 < number <= LARGEST_NUMBER:
            return False
        with self._writing():
            of = self._all("SELECT event FROM difficulties WHERE id = ?", number)
            if of:
                self._add(self._made(None, "difficulty-answer", None, {"of": of[0][0], "text": text}, now, who))
            return bool(of)

    def needs(self) -> dict[Needed, Have]:
        """What was said of the office's readiness."""
        rows = self._all(f"SELECT {COLUMNS} FROM events WHERE kind = 'need' ORDER BY clock, device, number")
        return needs_of(map(event_of, rows))

    def say_needs(
        self, said: Mapping[Needed, tuple[bool, str | None]], now: datetime, who: str | None, old: Mapping[Needed, Have]
    ) -> None:
        """Keep whether what tasks need is there, with a note.

        Args:
            old: what a program before 0.3 kept elsewhere; brought over if it is not here yet.
        """
        with self._writing():
            for needed, have in old.items():
                if not self._all("SELECT 1 FROM events WHERE id = ?", old_need(needed, have)):
                    data = {"entry": needed[0], "key": needed[1], "there": have.there, "note": have.note}
                    event = self._made(None, "need", None, data, have.at, have.who)
                    self._add(msgspec.structs.replace(event, id=old_need(needed, have)))
            for (entry, key), (there, note) in said.items():
                data = {"entry": entry, "key": key, "there": there, "note": note}
                self._add(self._made(None, "need", None, data, now, who))

    def leave(self, name: str, office: str, to: str, reason: str, now: datetime, who: str | None) -> bool:
        """Write that a case goes on in another office, by its uuid: here it is closed.

        Returns:
            Whether it was written; it is not where the case is closed.

        Raises:
            UnknownCase: there is no case of this name.
        """
        with self._writing():
            case = self.find(name)
            if case is not None and case.closed:
                return False
            self._record(name, "hand-over", None, {"to": to, "reason": reason, "office": office}, now, who)
            closed = {"day": now.date().isoformat(), "reason": f"Chuyển cho {to}"}
            self._record(name, "close", None, closed, now, who)
        return True

    def went(self, name: str) -> str | None:
        """The uuid of the office in which a case goes on; None where it goes on, or ended, here."""
        there: str | None = None
        for event in self.events(name):
            if event.kind == "hand-over" and event.data.get("office"):
                there = event.data["office"]
            elif event.kind == "reopen":
                there = None
        return there

    def arrive(self, events: Sequence[Event], came: str, source: str, now: datetime, who: str | None) -> int:
        """Keep the log of a case that came from another office, each event once; it is opened again when it comes.

        Args:
            came: the event with which it was handed over.
            source: the other office's name.

        Returns:
            How many events were new.
        """
        with self._writing():
            verdicts = self._take(events, now, sent=True)
            added = [verdict.id for verdict in verdicts if verdict.outcome is Outcome.ADDED]
            if came in added:
                [(name,)] = self._all("SELECT name FROM cases WHERE id = ?", events[0].case)
                said = {"day": now.date().isoformat(), "reason": f"Nhận từ {source}"}
                self._record(name, "reopen", None, said, now, who)
            return len(added)

    def handed_over(self) -> dict[str, tuple[str, str]]:
        """The cases that were handed to an office, by their ids: the last such event, and the office's uuid."""
        rows = self._all(
            f"SELECT {COLUMNS} FROM events WHERE kind = 'hand-over' AND case_id IS NOT NULL"
            " ORDER BY clock, device, number"
        )
        return {
            event.case or "": (event.id, event.data["office"])
            for event in map(event_of, rows)
            if event.data.get("office")
        }

    def _record(
        self, name: str, kind: str, item: str | None, data: dict[str, Any], now: datetime, who: str | None
    ) -> Event:
        rows = self._all("SELECT id FROM cases WHERE name = ?", name)
        if not rows:
            raise UnknownCase(name)
        event = self._made(rows[0][0], kind, item, data, now, who)
        self._add(event)
        return event
