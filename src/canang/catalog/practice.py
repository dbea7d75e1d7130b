"""Invented cases to practise on, with sample papers of which some are wrong on purpose."""

import sqlite3

import msgspec


class SamplePaper(msgspec.Struct, frozen=True):
    """What is shown at an item of the walk; ``wrong`` says what is wrong with it, None where nothing is."""

    item: str
    shows: str
    wrong: str | None


class Practice(msgspec.Struct, frozen=True):
    """One invented case of an entry."""

    entry: str
    name: str
    story: str
    papers: tuple[SamplePaper, ...]


def practice_for(connection: sqlite3.Connection, entry_id: str) -> Practice | None:
    """The invented case of an entry, if it has one."""
    row = connection.execute("SELECT * FROM practice WHERE entry = ? ORDER BY id LIMIT 1", (entry_id,)).fetchone()
    if row is None:
        return None
    papers = connection.execute("SELECT * FROM practice_papers WHERE practice = ? ORDER BY id", (row["id"],))
    return Practice(
        entry=row["entry"],
        name=row["name"],
        story=row["story"],
        papers=tuple(SamplePaper(paper["item"], paper["shows"], paper["wrong"]) for paper in papers),
    )


def practised_entries(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    """The entries that have an invented case, each with its name."""
    return [
        (row["entry"], row["name"]) for row in connection.execute("SELECT entry, name FROM practice ORDER BY entry")
    ]
