"""The register of cases: an append-only log of what was answered, from which the state follows."""

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

import msgspec

from canang.cases.walk import Answer

_VERSION = 1


class RegisterUnusable(Exception):
    """The register cannot be used; ``str()`` says why."""


class Case(msgspec.Struct, frozen=True):
    """A case by its name: the entry it follows, and the data's version and day when it was opened."""

    name: str
    entry: str
    data_version: str
    opened_at: str


class Register:
    """One SQLite file in the user's folder. Every answer is on the disk before the call returns."""

    def __init__(self, home: Path) -> None:
        """Open the register, making it where there is none.

        Raises:
            RegisterUnusable: damaged, or written by a newer version.
            OSError: the folder cannot be made.
        """
        home.mkdir(parents=True, exist_ok=True)
        self.path = home / "ho-so.sqlite"
        try:
            self._connection = sqlite3.connect(self.path, isolation_level=None, timeout=10)
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.execute("PRAGMA synchronous = FULL")
            (version,) = self._connection.execute("PRAGMA user_version").fetchone()
            if version > _VERSION:
                raise RegisterUnusable(f"Sổ hồ sơ {self.path} do bản canang mới hơn ghi; hãy cập nhật canang.")
            if version == 0:
                self._create()
        except sqlite3.DatabaseError as error:
            raise RegisterUnusable(f"Không mở được sổ hồ sơ {self.path} ({error}). Tệp được giữ nguyên.") from error

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def find(self, name: str) -> Case | None:
        """The case of this name."""
        with closing(self._connection.execute("SELECT * FROM cases WHERE name = ?", (name,))) as cursor:
            row = cursor.fetchone()
        return Case(*row) if row else None

    def open(self, name: str, entry: str, data_version: str, now: datetime) -> Case:
        """The case of this name, made if there is none."""
        stamp = now.isoformat(timespec="seconds")
        self._connection.execute("INSERT OR IGNORE INTO cases VALUES (?, ?, ?, ?)", (name, entry, data_version, stamp))
        case = self.find(name)
        assert case is not None
        return case

    def answers(self, name: str) -> dict[str, Answer]:
        """The last answer to each item of a case."""
        rows = self._connection.execute("SELECT item, state, note FROM events WHERE case_name = ? ORDER BY id", (name,))
        return {item: Answer(state, note) for item, state, note in rows}

    def record(self, name: str, item: str, answer: Answer, now: datetime) -> None:
        """Add an answer to the log. When this returns, it is on the disk."""
        self._connection.execute(
            "INSERT INTO events (case_name, item, state, note, at) VALUES (?, ?, ?, ?, ?)",
            (name, item, answer.state, answer.note, now.isoformat(timespec="seconds")),
        )

    def _create(self) -> None:
        self._connection.executescript(
            "BEGIN IMMEDIATE;"
            "CREATE TABLE IF NOT EXISTS cases (name TEXT PRIMARY KEY, entry TEXT NOT NULL, data_version TEXT NOT NULL,"
            " opened_at TEXT NOT NULL);"
            "CREATE TABLE IF NOT EXISTS events (id INTEGER PRIMARY KEY,"
            " case_name TEXT NOT NULL REFERENCES cases (name), item TEXT NOT NULL, state TEXT NOT NULL,"
            " note TEXT, at TEXT NOT NULL);"
            "CREATE INDEX IF NOT EXISTS events_of_case ON events (case_name, id);"
            f"PRAGMA user_version = {_VERSION};"
            "COMMIT;"
        )
