"""Initials learnt from the catalogue: the first letters of words that stand side by side in names become terms."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping

from canang.text.fold import fold

SHORTEST, LONGEST = 2, 6
"""How many words initials stand for."""

LEAST_ENTRIES = 3
"""Words that stand side by side in fewer entries are no term of the field."""

_MOST_READINGS = 4


def learn(texts: Iterable[tuple[str, list[str]]]) -> dict[str, list[tuple[str, int]]]:
    """The terms that each run of initials can stand for, with in how many entries each stands, most first.

    Args:
        texts: an entry and the marked lower-case words of one of its names or everyday words.
    """
    held: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for entry, words in texts:
        for size in range(SHORTEST, LONGEST + 1):
            for start in range(len(words) - size + 1):
                held[tuple(words[start : start + size])].add(entry)
    found: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for term, entries in held.items():
        if len(entries) >= LEAST_ENTRIES and all(word[0].isalpha() for word in term):
            found["".join(word[0] for word in term)].append((" ".join(term), len(entries)))
    return {
        initials: sorted(terms, key=lambda each: (-each[1], each[0]))[:_MOST_READINGS]
        for initials, terms in found.items()
    }


class Initials:
    """Reads initials against what a catalogue has learnt."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def readings(self, written: str) -> list[tuple[str, int]]:
        """The terms that initials can stand for, in lower case with marks, and in how many entries each stands.

        đ and d are told apart where the catalogue has such a term: ``ĐL`` is đo lường and not dữ liệu.
        """
        lower = written.lower()
        rows = self._connection.execute(
            "SELECT term, entries FROM initials WHERE initials = ? ORDER BY entries DESC, term", (lower,)
        ).fetchall()
        if not rows and fold(lower) == lower:
            rows = self._connection.execute(
                "SELECT term, entries FROM initials WHERE folded = ? ORDER BY entries DESC, term", (lower,)
            ).fetchall()
        return [(row[0], row[1]) for row in rows[:_MOST_READINGS]]


def rows_of(learnt: Mapping[str, list[tuple[str, int]]]) -> list[tuple[str, str, str, int]]:
    """The rows of the table ``initials``."""
    return [
        (initials, fold(initials), term, entries)
        for initials, terms in sorted(learnt.items())
        for term, entries in terms
    ]
