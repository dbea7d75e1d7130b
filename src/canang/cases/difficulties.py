"""Difficulties noted at a task or a step, to be sent to the ministry's hotline and marked when answered."""

from datetime import datetime

import msgspec

from canang.cases.register import Register

KINDS = {"quy-dinh": "quy định", "nguon-luc": "nguồn lực"}
"""The two groups in which the ministry collects them: the rules, or the means."""


class Difficulty(msgspec.Struct, frozen=True):
    """One difficulty. ``severity`` is 1 (can wait) to 3 (stops the work); ``answer`` is None until there is one."""

    id: int
    at: datetime
    entry: str
    step: str | None
    kind: str
    severity: int
    text: str
    data_version: str
    answer: str | None
    answered_at: datetime | None


def note(
    register: Register, entry: str, step: str | None, kind: str, severity: int, text: str, version: str, now: datetime
) -> int:
    """Keep a difficulty; returns its number."""
    cursor = register.connection.execute(
        "INSERT INTO difficulties (at, entry, step, kind, severity, text, data_version) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (now.isoformat(timespec="seconds"), entry, step, kind, severity, text, version),
    )
    return int(cursor.lastrowid or 0)


def answer(register: Register, number: int, text: str, now: datetime) -> bool:
    """Mark a difficulty answered; False where there is none of this number."""
    cursor = register.connection.execute(
        "UPDATE difficulties SET answer = ?, answered_at = ? WHERE id = ?",
        (text, now.isoformat(timespec="seconds"), number),
    )
    return cursor.rowcount == 1


def difficulties(register: Register) -> list[Difficulty]:
    """All of them, oldest first."""
    rows = register.connection.execute("SELECT * FROM difficulties ORDER BY id")
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
