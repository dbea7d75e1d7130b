"""The tables of the register, and registers of older versions brought to them with nothing lost."""

import json
import sqlite3
from datetime import datetime
from typing import Any

from canang.cases.events import new_id, old_id

VERSION = 5
"""Since 3 the log takes back, since 4 its events travel, since 5 what lists need is kept beside it: an older program
would show, or leave, what is not so."""

TABLES_4 = """
CREATE TABLE events (
  position INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, case_id TEXT, device TEXT NOT NULL, number INTEGER NOT NULL,
  clock INTEGER NOT NULL, at TEXT NOT NULL, who TEXT, kind TEXT NOT NULL, item TEXT, data TEXT NOT NULL, seen TEXT,
  UNIQUE (device, number));
CREATE INDEX events_of_case ON events (case_id, clock, device, number);
CREATE INDEX events_in_order ON events (clock, device, number);
CREATE TABLE waiting (event TEXT PRIMARY KEY REFERENCES events (id), refused TEXT);
CREATE TABLE cases (
  position INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL UNIQUE, claimed TEXT NOT NULL,
  entry TEXT NOT NULL, data_version TEXT NOT NULL, opened_at TEXT NOT NULL, clock INTEGER NOT NULL);
CREATE INDEX cases_claimed ON cases (claimed);
CREATE TABLE difficulties (
  id INTEGER PRIMARY KEY, event TEXT NOT NULL UNIQUE REFERENCES events (id), entry TEXT NOT NULL, step TEXT);
CREATE TABLE memory (key TEXT PRIMARY KEY, value TEXT NOT NULL);
"""

BESIDE = """
CREATE TABLE states (
  case_id TEXT PRIMARY KEY, entry TEXT NOT NULL, closed INTEGER NOT NULL,
  disputed INTEGER NOT NULL, state TEXT NOT NULL, made_by TEXT NOT NULL);
CREATE INDEX states_closed ON states (closed, entry);
CREATE INDEX states_disputed ON states (disputed) WHERE disputed > 0;
ALTER TABLE difficulties ADD COLUMN said TEXT;
ALTER TABLE difficulties ADD COLUMN made_by TEXT;
CREATE TABLE heard (device TEXT PRIMARY KEY, last INTEGER NOT NULL, kept INTEGER NOT NULL);
"""

TABLES = TABLES_4 + BESIDE

TABLES_3 = """
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
"""Those of versions 2 and 3."""

TABLES_1 = """
CREATE TABLE cases (name TEXT PRIMARY KEY, entry TEXT NOT NULL, data_version TEXT NOT NULL, opened_at TEXT NOT NULL);
CREATE TABLE events (
  id INTEGER PRIMARY KEY, case_name TEXT NOT NULL, item TEXT NOT NULL, state TEXT NOT NULL, note TEXT,
  at TEXT NOT NULL);
"""

_FROM_1 = """
ALTER TABLE cases RENAME TO cases_1;
ALTER TABLE events RENAME TO events_1;
DROP INDEX IF EXISTS events_of_case;
{tables};
INSERT INTO cases (name, entry, data_version, opened_at)
  SELECT name, entry, data_version, opened_at FROM cases_1 ORDER BY rowid;
INSERT INTO events (case_id, at, kind, item, data)
  SELECT cases.id, at, 'answer', item, json_object('state', state, 'note', note)
  FROM events_1 JOIN cases ON cases.name = case_name ORDER BY events_1.id;
DROP TABLE events_1;
DROP TABLE cases_1
"""


def tables_of(version: int) -> str:
    """The tables of a register of a version; of one that nobody knows, today's."""
    return {1: TABLES_1, 2: TABLES_3, 3: TABLES_3, 4: TABLES_4}.get(version, TABLES)


def bring_up_to_date(connection: sqlite3.Connection) -> None:
    """Make the tables where there are none, and bring what an older version wrote to them; all or nothing.

    Args:
        connection: without transactions of its own (``isolation_level=None``).
    """
    connection.execute("BEGIN IMMEDIATE")
    try:
        # Another process may have come first.
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version == 0:
            _script(connection, TABLES)
        elif version < VERSION:
            if version == 1:
                _script(connection, _FROM_1.format(tables=TABLES_3))
            if version < 4:
                _from_3(connection)
            _script(connection, BESIDE)
        connection.execute(f"PRAGMA user_version = {VERSION}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _script(connection: sqlite3.Connection, script: str) -> None:
    """Several statements, within the transaction that is open: ``executescript`` would end it."""
    for statement in filter(str.strip, script.split(";")):
        connection.execute(statement)


def _from_3(connection: sqlite3.Connection) -> None:
    names = ("cases", "events", "difficulties")
    there = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    for name in names:
        if name in there:
            connection.execute(f"ALTER TABLE {name} RENAME TO {name}_3")
    connection.execute("DROP INDEX IF EXISTS events_of_case")
    _script(connection, TABLES_4)
    rows = [
        (*row[:-1], json.loads(row[-1]))
        for row in connection.execute("SELECT id, case_id, at, who, kind, item, data FROM events_3 ORDER BY id")
    ]
    first_names = {row[1]: row[-1]["from"] for row in reversed(rows) if row[4] == "rename"}
    log = _Log(connection)
    keys: dict[int, str] = {}
    for number, name, entry, version, at in connection.execute(
        "SELECT id, name, entry, data_version, opened_at FROM cases_3 ORDER BY id"
    ).fetchall():
        keys[number] = log.open(number, first_names.get(number, name), name, entry, version, at)
    ids: dict[int, str] = {}
    last: dict[tuple[int, str | None], str] = {}
    for number, case, at, who, kind, item, data in rows:
        if case not in keys:  # its case was lost to damage
            lost = f"Hồ sơ {case} (mất tên)"
            keys[case] = log.open(case, lost, lost, "?", "?", at)
        if kind == "undo" and isinstance(data.get("of"), int):
            data["of"] = ids.get(data["of"]) or old_id("event", data["of"])
        slot = (case, item if kind == "answer" else kind)
        ids[number] = old_id("event", keys[case], number, at, kind)
        log.add(ids[number], keys[case], at, who, kind, item, data, last.get(slot, ""))
        last[slot] = ids[number]
    if "difficulties" in there:
        log.difficulties()
    for name in names:
        connection.execute(f"DROP TABLE IF EXISTS {name}_3")


class _Log:
    """The new log, written as one machine."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._device = new_id()
        self._number = 0

    def add(
        self, key: str, case: str | None, at: str, who: str | None, kind: str, item: str | None, data: dict[str, Any],
        seen: str = "",
    ) -> None:  # fmt: skip
        """An event with its own moment, that is yet to be sent."""
        self._number += 1
        moment = datetime.fromisoformat(at).astimezone().isoformat()
        text = json.dumps(data, ensure_ascii=False)
        self._connection.execute(
            "INSERT INTO events (id, case_id, device, number, clock, at, who, kind, item, data, seen)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (key, case, self._device, self._number, self._number, moment, who, kind, item, text, seen),
        )
        self._connection.execute("INSERT INTO waiting (event) VALUES (?)", (key,))

    def open(self, number: int, first: str, name: str, entry: str, version: str, at: str) -> str:
        """A case that was opened under its first name and has another now, or the same; returns its id."""
        key = old_id("case", number, entry, at)
        said = {"name": first, "entry": entry, "data_version": version}
        self.add(old_id("open", key), key, at, None, "open", None, said)
        moment = datetime.fromisoformat(at).astimezone().isoformat()
        self._connection.execute(
            "INSERT INTO cases (id, name, claimed, entry, data_version, opened_at, clock) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (key, name, name, entry, version, moment, self._number),
        )
        return key

    def difficulties(self) -> None:
        """What was kept in place: each as what was met and what was answered."""
        columns = "id, at, entry, step, kind, severity, text, data_version, answer, answered_at"
        for row in self._connection.execute(f"SELECT {columns} FROM difficulties_3 ORDER BY id").fetchall():
            number, at, entry, step, kind, severity, text, version, answer, answered_at = row
            data = {"entry": entry, "step": step, "kind": kind, "severity": severity, "text": text}
            key = old_id("difficulty", number, at, entry, text)
            self.add(key, None, at, None, "difficulty", None, {**data, "data_version": version})
            self._connection.execute("INSERT INTO difficulties VALUES (?, ?, ?, ?)", (number, key, entry, step))
            if answer is not None:
                said = {"of": key, "text": answer}
                self.add(
                    old_id("answer", key, answered_at), None, answered_at or at, None, "difficulty-answer", None, said
                )
