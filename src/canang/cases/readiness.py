"""What an office has said of its own readiness: events of its log, and before 0.3 a file of its own."""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import TypeAlias

import msgspec

from canang.cases.events import Event, old_id
from canang.catalog.database import sqlite_uri
from canang.errors import Code, Failure, of_system
from canang.text.days import VIETNAM

FILE = "san-sang.sqlite"
"""Where programs before 0.3 kept the answers; brought over with the first new one."""

BROUGHT_OVER = "san-sang.da-chuyen.sqlite"
"""What that file is called afterwards."""


class AnswersUnusable(Failure):
    """The old answers cannot be read; the file is left as it is."""

    code = Code.DATA_DAMAGED


class Have(msgspec.Struct, frozen=True):
    """Whether something that a task needs is there, what was noted, who said so and when."""

    there: bool
    note: str | None
    who: str | None
    at: datetime


Needed: TypeAlias = tuple[str, str]
"""An entry and the key of one of its needs."""


def needs_of(log: Iterable[Event]) -> dict[Needed, Have]:
    """What was said last of each need."""
    said: dict[Needed, Have] = {}
    for event in log:
        if event.kind == "need":
            data = event.data
            said[(data["entry"], data["key"])] = Have(data["there"], data.get("note"), event.who, event.at)
    return said


def old_answers(home: Path) -> dict[Needed, Have]:
    """What programs before 0.3 kept in a folder; nothing where it was brought over.

    Raises:
        AnswersUnusable: the file is damaged.
    """
    path = home / FILE
    if not path.exists():
        return {}
    try:
        with closing(sqlite3.connect(sqlite_uri(path.resolve(), "mode=ro"), uri=True, timeout=10)) as connection:
            rows = connection.execute("SELECT entry, key, there, note, who, at FROM answers").fetchall()
        return {
            (entry, key): Have(bool(there), note, who, datetime.fromisoformat(at).astimezone(VIETNAM))
            for entry, key, there, note, who, at in rows
        }
    except (sqlite3.Error, ValueError) as error:
        raise AnswersUnusable(
            f"Không đọc được câu trả lời cũ: {path}: {of_system(error)[1]}. Tệp được giữ nguyên.",
            "Sửa quyền đọc, hoặc đổi tên tệp ấy rồi chạy lại để trả lời từ đầu.",
        ) from error


def old_need(needed: Needed, have: Have) -> str:
    """The id of the event of an old answer: the same each time it is brought over."""
    return old_id("need", *needed, have.at.isoformat())
