"""Reviews that came back, put into effect: each raises or lowers the level of the statement that its reviewer saw."""

import sqlite3
from datetime import date
from typing import Any

from canang.catalog.readings import editors_of
from canang.sheet.statements import WHOLE, Statement, read_statements


def apply_reviews(connection: sqlite3.Connection, after: int = 0) -> list[str]:
    """Set the levels that the table ``reviews`` says: what the editors read first, then the others, oldest first.

    Args:
        after: the number of the last review that is in effect already.

    Returns:
        One Vietnamese line for each review that no longer holds, because the statement has changed since or is gone;
        such a review changes nothing. A reading by the editors that no longer holds is just taken out: they read again.
    """
    stale: list[str] = []
    editors = editors_of(connection)
    connection.row_factory = sqlite3.Row
    reviews = connection.execute(
        "SELECT * FROM reviews WHERE id > ? ORDER BY reviewer IS NOT ?, day, id", (after, editors)
    ).fetchall()
    seen: dict[tuple[str, str], dict[str, Statement]] = {}
    for review in reviews:
        place = (review["entry"], review["effective_from"])
        if place not in seen:
            seen[place] = {
                statement.key: statement
                for statement in read_statements(connection, place[0], date.fromisoformat(place[1]))
            }
        statement = seen[place].get(review["statement"])
        if statement is None or not statement.is_what_was_seen(review["digest"]):
            if review["reviewer"] == editors:
                connection.execute("DELETE FROM reviews WHERE id = ?", (review["id"],))
                continue
            told = f"{review['entry']} “{review['statement']}”"
            stale.append(f"{told}: nội dung đã đổi từ khi {review['reviewer']} duyệt")
            continue
        _apply(connection, review, signed=review["reviewer"] != editors)
    return stale


def _apply(connection: sqlite3.Connection, review: Any, *, signed: bool) -> None:
    """Set what one review says; ``signed`` where its reviewer is to be named beside the level of the whole."""
    (edition,) = connection.execute(
        "SELECT id FROM editions WHERE entry = ? AND effective_from = ?", (review["entry"], review["effective_from"])
    ).fetchone()
    if review["statement"] == WHOLE:
        connection.execute(
            "UPDATE editions SET verification_level = ?, checked_on = ?,"
            " verification_note = rtrim(coalesce(verification_note || ' ', '') || ?) WHERE id = ?",
            (
                review["level"],
                review["day"],
                f"{review['reviewer']} duyệt. {review['note'] or ''}" if signed else "",
                edition,
            ),
        )
        return
    connection.execute(
        "UPDATE citations SET level = ? WHERE edition = ? AND statement = ?",
        (review["level"], edition, review["statement"]),
    )
