"""Which entries the words of a query lean to: a linear model over words and neighbouring words, one weight for each
that speaks for or against an entry.

``bench/fit_leanings.py`` fits it to what people say of the entries, their names and their steps, and writes
``data/seed/leanings.tsv``. It sees at once all that is said of an entry, where a passage is one thing said; an entry
that it was not fitted to (one of a province's own) is found by everything else.
"""

import math
import sqlite3
import struct
from collections.abc import Iterable, Sequence
from itertools import pairwise

import msgspec

from canang.search.query import Query

STEP = 1 / 16
"""What one unit of a stored weight counts."""

ENTRIES = ""
"""The row that names, a line each, the entries that the others mean by their numbers."""


class Leaning(msgspec.Struct, frozen=True):
    """How a query leans to an entry: ``chance`` of it among all entries, ``best`` that chance against the highest,
    ``lean`` the logarithm of that, from 0 (none) to 1 (the highest), ``task`` the chance of its task with all its
    procedures. All in 0..1."""

    chance: float = 0.0
    best: float = 0.0
    lean: float = 0.0
    task: float = 0.0


def unfitted(coverage: float) -> Leaning:
    """What stands for the leaning to an entry that nothing was fitted to (a province's own): what its words hold of
    the query, so that it is not put behind for being unknown."""
    return Leaning(chance=coverage / 2, best=coverage, lean=coverage, task=coverage / 2)


_DEEPEST = 8.0
"""Entries whose chance is less than the highest by a factor of more than e to this are told apart no further."""


def spoken_by(words: Sequence[str]) -> list[str]:
    """What of some words speaks for entries: each of them, and each two neighbours, once.

    >>> spoken_by(["cay", "xang", "cay"])
    ['cay', 'xang', 'cay xang', 'xang cay']
    """
    return list(dict.fromkeys([*words, *(f"{a} {b}" for a, b in pairwise(words))]))


def packed(weights: Iterable[tuple[int, int]]) -> bytes:
    """Numbers of entries and weights in units of ``STEP`` (-127..127) as a row of the table holds them."""
    pairs = sorted(weights)
    return struct.pack(f"<{len(pairs)}H{len(pairs)}b", *(n for n, _ in pairs), *(w for _, w in pairs))


def unpacked(row: bytes) -> tuple[Sequence[int], Sequence[int]]:
    """What ``packed`` wrote: the numbers, and the weights beside them."""
    size = len(row) // 3
    values = struct.unpack(f"<{size}H{size}b", row)
    return values[:size], values[size:]


class Leanings:
    """The weights of a catalogue."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        row = connection.execute("SELECT weights FROM leanings WHERE said = ?", (ENTRIES,)).fetchone()
        self.entries: list[str] = bytes(row[0]).decode().split("\n") if row else []

    def towards(self, query: Query) -> dict[str, Leaning]:
        """How a query leans to each entry; empty where none of its words speaks for any."""
        scores = self.scores([term.word for term in query.terms])
        return leanings(self.entries, scores) if scores else {}

    def scores(self, words: Sequence[str]) -> list[float]:
        """What the words come to for each entry, in the order of ``entries``; empty where they say nothing."""
        said = spoken_by(words)
        if not (self.entries and said):
            return []
        places = ", ".join("?" for _ in said)
        rows = self._connection.execute(f"SELECT rarity, weights FROM leanings WHERE said IN ({places})", said)
        scores = [0.0] * len(self.entries)
        length = 0.0
        for rarity, weights in rows:
            length += rarity * rarity
            for number, weight in zip(*unpacked(weights), strict=True):
                scores[number] += rarity * weight
        unit = STEP / math.sqrt(length) if length else 0.0
        return [score * unit for score in scores] if unit else []


def leanings(entries: Sequence[str], scores: Sequence[float]) -> dict[str, Leaning]:
    """The leaning to each entry that follows from what the words come to for it."""
    highest = max(scores)
    parts = [math.exp(score - highest) for score in scores]
    whole = sum(parts)
    tasks: dict[str, float] = {}
    for entry, part in zip(entries, parts, strict=True):
        task = entry.partition(".")[0]
        tasks[task] = tasks.get(task, 0.0) + part
    return {
        entry: Leaning(
            chance=part / whole,
            best=part,
            lean=max(0.0, 1 + (score - highest) / _DEEPEST),
            task=tasks[entry.partition(".")[0]] / whole,
        )
        for entry, score, part in zip(entries, scores, parts, strict=True)
    }
