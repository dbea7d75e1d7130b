"""How much of what was delegated is here, and how far it was checked."""

import sqlite3
from collections import Counter
from datetime import date
from typing import Any

from canang.catalog.entries import load_entry
from canang.catalog.model import Level, Status
from canang.catalog.overview import Filters, Listed, count_by, count_documents, delegated_by, list_entries, meta
from canang.catalog.readings import readers_of_statements
from canang.desk.desk import Desk
from canang.sheet.statements import WHOLE, statements_of

REPORTED_ON = date(2025, 11, 13)
"""The day up to which the ministry counted the tasks that it reported."""


def count_all(desk: Desk, day: date) -> dict[str, Any]:
    """Tasks and procedures in force on a day by what they are, beside what the ministry reported."""
    with desk.catalog() as connection:
        all_tasks = list_entries(connection, Filters(), day, "task")
        all_procedures = list_entries(connection, Filters(), day, "procedure")
        known = meta(connection)
        reported = _reported(connection, known)
        tasks, procedures = _in_force(all_tasks), _in_force(all_procedures)
        statements = _count_statements(connection, procedures, day)
    return {
        "tasks": {"total": len(tasks)}
        | {f"by_{key}": count_by(tasks, key) for key in ("kind", "field", "level", "verification")},
        "procedures": {"total": len(procedures)}
        | {f"by_{key}": count_by(procedures, key) for key in ("field", "level", "verification")},
        "not_in_force": {
            "tasks": len(all_tasks) - len(tasks),
            "procedures": len(all_procedures) - len(procedures),
        },
        "statements": statements,
        "audit": _audit(known),
        "reported": reported,
        "data_version": known["version"],
        "as_of": day.isoformat(),
    }


def count_held(desk: Desk) -> dict[str, str | int]:
    """Which data answers, as of which day, and how much it holds, whether or not it is in force today."""
    with desk.catalog() as connection:
        known = meta(connection)
        return {
            "version": known["version"],
            "as_of": known["as_of"],
            "tasks": len(list_entries(connection, Filters(), desk.today, "task")),
            "procedures": len(list_entries(connection, Filters(), desk.today, "procedure")),
            "documents": count_documents(connection),
            "content_hash": known["content_hash"],
            "path": str(desk.catalog_path),
        }


def _reported(connection: sqlite3.Connection, known: dict[str, str]) -> dict[str, Any] | None:
    """What the ministry reported beside what is here of it; None where the catalogue knows of no report.

    Found is what the documents delegated that the ministry counted, whether or not it still stands.
    """
    reported = {
        key.removeprefix("reported_"): int(value) for key, value in known.items() if key.startswith("reported_")
    }
    if not reported:
        return None
    documents = known["delegated_by"].split()
    delegated = delegated_by(connection, documents)
    counted = [task for task in list_entries(connection, Filters(), REPORTED_ON, "task") if task.id in delegated]
    return reported | {
        "on": REPORTED_ON.isoformat(),
        "delegated_by": documents,
        "found": len(counted),
        "found_by_kind": count_by(counted, "kind"),
        "found_by_field": count_by(counted, "field"),
    }


def _audit(known: dict[str, str]) -> dict[str, str | int] | None:
    """The last lot that was held against the law; None where the catalogue tells of none."""
    told = {key.removeprefix("audit_"): value for key, value in known.items() if key.startswith("audit_")}
    return {key: value if key == "on" else int(value) for key, value in told.items()} or None


def _count_statements(connection: sqlite3.Connection, procedures: list[Listed], day: date) -> dict[str, Any]:
    """What the procedures state, by how far it was checked; how much cites its law, and how much was read again."""
    levels: Counter[Level] = Counter()
    total = cited = again = read = 0
    for listed in procedures:
        entry = load_entry(connection, listed.id, day)
        readers = readers_of_statements(connection, entry.id, entry.effective_from)
        found = [statement for statement in statements_of(entry) if statement.key != WHOLE]
        levels.update(statement.level for statement in found)
        total += len(found)
        cited += sum(bool(statement.citations) for statement in found)
        again += sum(statement.key in readers for statement in found)
        read += bool(readers)
    return {
        "total": total,
        "by_verification": {level.value: levels[level] for level in Level if levels[level]},
        "cited": cited,
        "read_again": again,
        "procedures_read_again": read,
    }


def _in_force(listed: list[Listed]) -> list[Listed]:
    return [item for item in listed if item.status is Status.IN_FORCE]
