"""What an office has said of its own readiness, kept in one SQLite file; every answer is on the disk at once."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import msgspec

from canang.errors import Code, Failure, of_system
from canang.files import private_folder

FILE = "san-sang.sqlite"
_TABLE = """
CREATE TABLE IF NOT EXISTS answers (
  entry TEXT NOT NULL, key TEXT NOT NULL, there INTEGER NOT NULL CHECK (there IN (0, 1)), note TEXT, who TEXT,
  at TEXT NOT NULL, PRIMARY KEY (entry, key))
"""


class AnswersUnusable(Failure):
    """The answers cannot be read or kept; the file is left as it is."""

    code = Code.DATA_DAMAGED


class Have(msgspec.Struct, frozen=True):
    """Whether something that a task needs is there, what was noted, who said so and when."""

    there: bool
    note: str | None
    who: str | None
    at: datetime


class Answers:
    """The answers by entry and key of the need."""

    def __init__(self, home: Path) -> None:
        """Where they are kept; the file is made with the first answer."""
        self._path = home / FILE

    def of(self, entry: str) -> dict[str, Have]:
        """What was said of the needs of an entry, by their keys.

        Raises:
            AnswersUnusable: damaged.
        """
        if not self._path.exists():
            return {}
        try:
            with self._opened() as connection:
                rows = connection.execute("SELECT key, there, note, who, at FROM answers WHERE entry = ?", (entry,))
                return {
                    key: Have(bool(there), note, by, datetime.fromisoformat(at)) for key, there, note, by, at in rows
                }
        except (sqlite3.Error, ValueError) as error:
            raise self._unusable(error) from error

    def say(self, entry: str, key: str, have: Have) -> None:
        """Keep an answer in place of an earlier one; it is on the disk when this returns.

        Raises:
            AnswersUnusable: damaged, or not writable.
        """
        try:
            private_folder(self._path.parent)
            with self._opened() as connection:
                connection.execute(_TABLE)
                connection.execute(
                    "INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?, ?, ?)",
                    (entry, key, have.there, have.note, have.who, have.at.isoformat()),
                )
        except (sqlite3.Error, OSError) as error:
            raise self._unusable(error) from error

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        connection = sqlite3.connect(self._path, isolation_level=None, timeout=10)
        try:
            connection.execute("PRAGMA synchronous = FULL")
            yield connection
        finally:
            connection.close()

    def _unusable(self, error: Exception) -> AnswersUnusable:
        return AnswersUnusable(
            f"Không đọc, ghi được câu trả lời: {self._path}: {of_system(error)[1]}. Tệp được giữ nguyên.",
            "Sửa quyền ghi, hoặc đổi tên tệp ấy rồi chạy lại để trả lời từ đầu.",
        )
