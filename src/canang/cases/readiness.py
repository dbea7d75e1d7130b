"""What an office has said of its own readiness, kept in one file that is replaced whole after every answer."""

import os
import tempfile
from datetime import datetime
from pathlib import Path

import msgspec

FILE = "san-sang.json"


class AnswersUnusable(Exception):
    """The file cannot be read as answers; it is left as it is."""


class Have(msgspec.Struct, frozen=True):
    """Whether something that a task needs is there, what was noted, who said so and when."""

    there: bool
    note: str | None
    who: str | None
    at: datetime


class Answers:
    """The answers by entry and key of the need."""

    def __init__(self, home: Path) -> None:
        """Read them.

        Raises:
            AnswersUnusable: the file is damaged.
        """
        self._path = home / FILE
        self._kept: dict[str, dict[str, Have]] = {}
        if self._path.exists():
            try:
                self._kept = msgspec.json.decode(self._path.read_bytes(), type=dict[str, dict[str, Have]])
            except msgspec.DecodeError as error:
                raise AnswersUnusable(str(self._path)) from error

    def of(self, entry: str) -> dict[str, Have]:
        """What was said of the needs of an entry, by their keys."""
        return dict(self._kept.get(entry, {}))

    def say(self, entry: str, key: str, have: Have) -> None:
        """Keep an answer; it is on the disk when this returns."""
        self._kept.setdefault(entry, {})[key] = have
        self._path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=self._path.parent, prefix=f".{FILE}.", suffix=".tmp")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(msgspec.json.encode(self._kept))
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(self._path)
        finally:
            Path(name).unlink(missing_ok=True)
