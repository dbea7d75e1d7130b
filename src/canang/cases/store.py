"""What a register of cases has to do, whatever keeps it: one file for an official, a server for a province."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, Protocol

from canang.cases.difficulties import Difficulty
from canang.cases.events import Event
from canang.cases.state import Case
from canang.cases.verdicts import Gap, Verdict


class Store(Protocol):
    """Cases, their logs, and difficulties. What a call has written is safe when it returns."""

    device: str
    """The id under which this register writes; empty before the first event."""

    def names(self) -> list[str]:
        """The names of all cases, newest first."""

    def entries(self) -> dict[str, str]:
        """The entry of each case by the case's name, newest first."""

    def keys(self) -> dict[str, str]:
        """The id of each case by the case's name, newest first."""

    def find(self, name: str, on: date | None = None) -> Case | None:
        """The case of this name, now or at the end of a day."""

    def all_cases(self, on: date | None = None) -> list[Case]:
        """Every case, now or at the end of a day, newest first."""

    def events(self, name: str) -> list[Event]:
        """The log of a case, oldest first."""

    def open(self, name: str, entry: str, data_version: str, now: datetime, who: str | None = None) -> Case:
        """The case of this name, made if there is none."""

    def record(
        self, name: str, kind: str, item: str | None, data: dict[str, Any], *, now: datetime, who: str | None = None
    ) -> Event:
        """Add an event to the log of a case; raises ``UnknownCase`` where there is none of this name."""

    def rename(self, name: str, new: str, *, now: datetime, who: str | None = None) -> None:
        """Give a case another name, which no other has; its log keeps the one before."""

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

    def answer_difficulty(self, number: int, text: str, now: datetime, who: str | None = None) -> bool:
        """Mark a difficulty answered; False where there is none of this number."""

    def difficulties(self) -> list[Difficulty]:
        """All difficulties, oldest first."""

    def outbox(self, limit: int) -> list[Event]:
        """The oldest events that the server does not have yet and has not refused."""

    def unsent(self) -> dict[str, int]:
        """How many events of each case have not gone out, by the case's id; of none under ``""``."""

    def refused(self) -> list[tuple[Event, str]]:
        """The events that the server refused for good, each with its reason."""

    def settle(self, verdicts: Iterable[Verdict]) -> None:
        """Note what the server said of what it was sent."""

    def send_again(self) -> int:
        """Put what was refused into the outbox once more; returns how many events."""

    def take(self, events: Sequence[Event], now: datetime, *, sent: bool) -> list[Verdict]:
        """Keep events that other machines wrote, each once; ``sent`` are those that the server has."""

    def known(self, ids: Sequence[str]) -> set[str]:
        """Those of some events' ids that are here."""

    def await_all(self) -> None:
        """Put every event into the outbox once more."""

    def renew_device(self) -> int:
        """Take another id, also for what has not gone out; returns how many events that is."""

    def gaps(self) -> list[Gap]:
        """What is missing of each machine's events between those that are here."""

    def log(self, ids: Sequence[str] | None = None) -> list[Event]:
        """Every event in order, or those of some cases by their ids."""

    def recall(self, key: str) -> str | None:
        """What was remembered under a key."""

    def remember(self, key: str, value: str) -> None:
        """Keep a value under a key in place of an earlier one."""

    def back_up(self, target: Path) -> None:
        """Copy everything into one file, safe while in use."""

    def close(self) -> None:
        """Let go of it."""
