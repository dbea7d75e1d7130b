"""What a register of cases has to do, whatever keeps it: one file for an official, one day a server for a province."""

from datetime import date, datetime
from pathlib import Path
from typing import Any, Protocol

from canang.cases.difficulties import Difficulty
from canang.cases.state import Case, Event


class Store(Protocol):
    """Cases, their logs, and difficulties. What a call has written is safe when it returns."""

    def names(self) -> list[str]:
        """The names of all cases, newest first."""

    def entries(self) -> dict[str, str]:
        """The entry of each case by the case's name, newest first."""

    def find(self, name: str, on: date | None = None) -> Case | None:
        """The case of this name, now or at the end of a day."""

    def events(self, name: str) -> list[Event]:
        """The log of a case, oldest first."""

    def open(self, name: str, entry: str, data_version: str, now: datetime) -> Case:
        """The case of this name, made if there is none."""

    def record(
        self, name: str, kind: str, item: str | None, data: dict[str, Any], *, now: datetime, who: str | None = None
    ) -> None:
        """Add an event to the log of a case; raises ``UnknownCase`` where there is none of this name."""

    def rename(self, name: str, new: str, *, now: datetime, who: str | None = None) -> None:
        """Give a case another name, which no other has; its log keeps the one before."""

    def note_difficulty(
        self, entry: str, step: str | None, kind: str, severity: int, text: str, version: str, now: datetime
    ) -> int:
        """Keep a difficulty; returns its number."""

    def answer_difficulty(self, number: int, text: str, now: datetime) -> bool:
        """Mark a difficulty answered; False where there is none of this number."""

    def difficulties(self) -> list[Difficulty]:
        """All difficulties, oldest first."""

    def back_up(self, target: Path) -> None:
        """Copy everything into one file, safe while in use."""

    def close(self) -> None:
        """Let go of it."""
