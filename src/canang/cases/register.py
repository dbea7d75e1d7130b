"""The register of cases: an append-only log of events in one SQLite file, from which each case's state follows."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from canang.cases.difficulties import Difficulty
from canang.cases.state import Case, Event, case_of
from canang.errors import Code, Failure, of_system
from canang.files import PRIVATE_FILE, private_folder, replacing
from canang.text.visible import cleaned

VERSION = 3
"""Since 3 the log takes back: a program that does not know of it would show what was taken back."""

_LARGEST = 2**63 - 1
"""The largest number that SQLite knows."""

FILE = "ho-so.sqlite"
"""The register's file within the user's folder."""

_TABLES = """
CREATE TABLE IF NOT EXISTS cases (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, entry TEXT NOT NULL, data_version TEXT NOT NULL,
  opened_at TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS events (
  id INTEGER PRIMARY KEY, case_id INTEGER NOT NULL REFERENCES cases (id), at TEXT NOT NULL, who TEXT,
  kind TEXT NOT NULL, item TEXT, data TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS events_of_case ON events (case_id, id);
CREATE TABLE IF NOT EXISTS difficulties (
  id INTEGER PRIMARY KEY, at TEXT NOT NULL, entry TEXT NOT NULL, step TEXT, kind TEXT NOT NULL,
  severity INTEGER NOT NULL, text TEXT NOT NULL, data_version TEXT NOT NULL, answer TEXT, answered_at TEXT);
"""
_FROM_1 = """
ALTER TABLE cases RENAME TO cases_1;
ALTER TABLE events RENAME TO events_1;
DROP INDEX IF EXISTS events_of_case;
{tables}
INSERT INTO cases (name, entry, data_version, opened_at)
  SELECT name, entry, data_version, opened_at FROM cases_1 ORDER BY rowid;
INSERT INTO events (case_id, at, kind, item, data)
  SELECT cases.id, at, 'answer', item, json_object('state', state, 'note', note)
  FROM events_1 JOIN cases ON cases.name = case_name ORDER BY events_1.id;
DROP TABLE events_1;
DROP TABLE cases_1;
"""


class RegisterUnusable(Failure):
    """The register cannot be used, or did not keep what it was given."""

    code = Code.CANNOT_WRITE


class UnknownCase(Failure):
    """No case of the register has this name."""

    code = Code.NOT_FOUND

    def __init__(self, name: str) -> None:
        super().__init__(f"Không có hồ sơ nào tên “{name[:80]}”.", "Xem các hồ sơ: canang ho-so --tat-ca")


class Register:
    """One SQLite file in the user's folder, in WAL mode. What a call has written is on the disk when it returns."""

    def __init__(self, home: Path) -> None:
        """Open the register, making it where there is none, bringing an older one up to date.

        Raises:
            RegisterUnusable: damaged, written by a newer version, or in a place that cannot be written.
        """
        self.path = home / FILE
        try:
            private_folder(home)
            new = not self.path.exists()
            self._connection = sqlite3.connect(self.path, isolation_level=None, timeout=10)
            if new:
                self.path.chmod(PRIVATE_FILE)
            self._connection.row_factory = sqlite3.Row
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.execute("PRAGMA synchronous = FULL")
            self._bring_up_to_date()
        except (sqlite3.OperationalError, OSError) as error:
            self._let_go()
            code, why = of_system(error)
            raise RegisterUnusable(
                f"Không mở được sổ hồ sơ {self.path}: {why}.",
                "Xem quyền ghi và chỗ trống của thư mục, hoặc đặt CANANG_HOME sang thư mục khác.",
                code,
            ) from error
        except sqlite3.DatabaseError as error:
            self._let_go()
            raise RegisterUnusable(
                f"Sổ hồ sơ {self.path} bị hỏng ({error}). Tệp được giữ nguyên.",
                "Cứu những gì còn đọc được: canang ho-so cuu",
                Code.DATA_DAMAGED,
            ) from error

    def _let_go(self) -> None:
        """Close a register that could not be opened: Windows moves no file that somebody holds."""
        if hasattr(self, "_connection"):
            self._connection.close()

    @property
    def connection(self) -> sqlite3.Connection:
        """For what else is kept in the same file."""
        return self._connection

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def names(self) -> list[str]:
        """The names of all cases, newest first."""
        return [row["name"] for row in self._connection.execute("SELECT name FROM cases ORDER BY id DESC")]

    def entries(self) -> dict[str, str]:
        """The entry of each case by the case's name, newest first."""
        return {row["name"]: row["entry"] for row in self._connection.execute("SELECT * FROM cases ORDER BY id DESC")}

    def find(self, name: str, on: date | None = None) -> Case | None:
        """The case of this name, as it stands now or stood at the end of a day."""
        row = self._connection.execute("SELECT * FROM cases WHERE name = ?", (name,)).fetchone()
        if row is None:
            return None
        end = datetime.combine(on, time.max) if on else None
        events = [event for event in self.events(name) if end is None or event.at <= end]
        opened = datetime.fromisoformat(row["opened_at"])
        return case_of(name, row["entry"], row["data_version"], opened, events)

    def events(self, name: str) -> list[Event]:
        """The log of a case, oldest first."""
        rows = self._connection.execute(
            "SELECT events.* FROM events JOIN cases ON cases.id = case_id WHERE name = ? ORDER BY events.id", (name,)
        )
        return [
            Event(
                datetime.fromisoformat(row["at"]),
                row["who"],
                row["kind"],
                row["item"],
                _readable(json.loads(row["data"])),
                row["id"],
            )
            for row in rows
        ]

    def open(self, name: str, entry: str, data_version: str, now: datetime) -> Case:
        """The case of this name, made if there is none."""
        with self._keeping():
            self._connection.execute(
                "INSERT OR IGNORE INTO cases (name, entry, data_version, opened_at) VALUES (?, ?, ?, ?)",
                (name, entry, data_version, now.isoformat(timespec="seconds")),
            )
        case = self.find(name)
        assert case is not None
        return case

    def record(
        self, name: str, kind: str, item: str | None, data: dict[str, Any], *, now: datetime, who: str | None = None
    ) -> None:
        """Add an event to the log of a case. When this returns, it is on the disk.

        The log's times never go back, even where the clock does.

        Raises:
            UnknownCase: there is no case of this name.
            RegisterUnusable: it could not be kept.
        """
        with self._keeping():
            written = self._connection.execute(
                "INSERT INTO events (case_id, at, who, kind, item, data)"
                " SELECT id, max(?, coalesce((SELECT max(at) FROM events WHERE case_id = cases.id), '')), ?, ?, ?, ?"
                " FROM cases WHERE name = ?",
                (now.isoformat(timespec="seconds"), who, kind, item, json.dumps(data, ensure_ascii=False), name),
            )
        if written.rowcount != 1:
            raise UnknownCase(name)

    def rename(self, name: str, new: str, *, now: datetime, who: str | None = None) -> None:
        """Give a case another name; its log keeps the one before. Both or neither is on the disk.

        Raises:
            UnknownCase: there is no case of this name.
            Failure: another case has the new name.
            RegisterUnusable: it could not be kept.
        """
        with self._keeping():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                self.record(name, "rename", None, {"from": name, "to": new}, now=now, who=who)
                self._connection.execute("UPDATE cases SET name = ? WHERE name = ?", (new, name))
                self._connection.execute("COMMIT")
            except sqlite3.IntegrityError:
                self._connection.execute("ROLLBACK")
                raise Failure(f"Đã có hồ sơ tên “{new[:80]}”.", "Chọn tên khác.", Code.EXISTS) from None
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise

    def note_difficulty(
        self, entry: str, step: str | None, kind: str, severity: int, text: str, version: str, now: datetime
    ) -> int:
        """Keep a difficulty; returns its number."""
        with self._keeping():
            cursor = self._connection.execute(
                "INSERT INTO difficulties (at, entry, step, kind, severity, text, data_version)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                (now.isoformat(timespec="seconds"), entry, step, kind, severity, text, version),
            )
        return int(cursor.lastrowid or 0)

    def answer_difficulty(self, number: int, text: str, now: datetime) -> bool:
        """Mark a difficulty answered; False where there is none of this number."""
        if not 0 < number <= _LARGEST:
            return False
        with self._keeping():
            cursor = self._connection.execute(
                "UPDATE difficulties SET answer = ?, answered_at = ? WHERE id = ?",
                (text, now.isoformat(timespec="seconds"), number),
            )
        return cursor.rowcount == 1

    def difficulties(self) -> list[Difficulty]:
        """All difficulties, oldest first."""
        rows = self._connection.execute("SELECT * FROM difficulties ORDER BY id")
        return [
            Difficulty(
                id=row["id"],
                at=datetime.fromisoformat(row["at"]),
                entry=row["entry"],
                step=row["step"],
                kind=row["kind"],
                severity=row["severity"],
                text=row["text"],
                data_version=row["data_version"],
                answer=row["answer"],
                answered_at=datetime.fromisoformat(row["answered_at"]) if row["answered_at"] else None,
            )
            for row in rows
        ]

    def back_up(self, target: Path) -> None:
        """Copy the register whole, safe while it is in use; ``target`` appears whole or not at all."""
        with self._keeping(), replacing(target, private=True) as temporary, closing(sqlite3.connect(temporary)) as copy:
            self._connection.backup(copy)

    def _bring_up_to_date(self) -> None:
        (version,) = self._connection.execute("PRAGMA user_version").fetchone()
        if version > VERSION:
            self._let_go()
            raise RegisterUnusable(
                f"Sổ hồ sơ {self.path} do bản canang mới hơn ghi.", "Hãy cập nhật canang.", Code.DATA_VERSION
            )
        if version < VERSION:
            script = _FROM_1.format(tables=_TABLES) if version == 1 else _TABLES
            self._connection.executescript(f"BEGIN IMMEDIATE; {script} PRAGMA user_version = {VERSION}; COMMIT;")

    @contextmanager
    def _keeping(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.OperationalError, OSError) as error:
            code, why = of_system(error)
            raise RegisterUnusable(
                f"Chưa lưu được vào sổ hồ sơ {self.path}: {why}. Những gì đã lưu trước đó còn nguyên.",
                "Dọn chỗ trống hoặc sửa quyền ghi rồi làm lại bước vừa rồi.",
                code,
            ) from error


def _readable(data: dict[str, Any]) -> dict[str, Any]:
    """What was said, without what programs before 0.3 let in: no paper can hold it."""
    return {key: cleaned(value) if key in {"note", "reason"} and value else value for key, value in data.items()}
