"""What people say when they need an entry, each utterance a passage of its own: an entry is as good as its best one."""

import math
import sqlite3
from collections.abc import Iterable, Sequence

import msgspec

from canang.search.index import pair
from canang.search.query import Query
from canang.search.spelling import Vocabulary

_READ = 900
"""About how many passages FTS5 may look at: the rarest parts of the query are asked for until it is reached."""

_LOOKED_AT = 70
"""So many passages are held against the query."""

_CROWD = 15
"""So many of the nearest passages are asked whose they are."""

_OTHER_MARKS = 0.35
"""What a word counts that was typed with marks and is said only with others."""


class Said(msgspec.Struct, frozen=True, gc=False):
    """How near the nearest passage of an entry comes to a query, all in 0..1.

    ``likeness`` is the geometric mean of ``asked`` (the weighted share of the query that is said) and ``said`` (that
    of the passage that is asked for); ``together`` the share of the query's neighbours that are neighbours there;
    ``votes`` the mean likeness of its three nearest passages; ``crowd`` its share among the nearest of all entries.
    """

    likeness: float = 0.0
    asked: float = 0.0
    said: float = 0.0
    together: float = 0.0
    votes: float = 0.0
    crowd: float = 0.0


NOTHING = Said()


class Passages:
    """The utterances of a catalogue."""

    def __init__(self, connection: sqlite3.Connection, vocabulary: Vocabulary, entries: int) -> None:
        self._connection = connection
        self._vocabulary = vocabulary
        self._most = entries + 1
        self._rarities: dict[str, float] = {}

    def nearest(self, query: Query, without: int | None = None) -> dict[str, Said]:
        """The entries whose passages come near a query.

        Args:
            without: the number of a passage to leave out, to ask with it what the others answer.
        """
        asked = [(term, self.rarity(term.word) * term.weight) for term in query.terms]
        whole = sum(weight for _, weight in asked)
        if not whole:
            return {}
        pairs = set(query.pairs)
        found: dict[str, list[tuple[float, float, float, float]]] = {}
        for number, entry, words, sounds in self._matching(query):
            if number == without:
                continue
            spoken = words.split()
            held, heard = set(spoken), set(sounds.split())
            shared = sum(
                weight * (1.0 if not term.sound or term.sound in heard else _OTHER_MARKS)
                for term, weight in asked
                if term.word in held
            )
            if not shared:
                continue
            there = sum(map(self.rarity, held))
            share, of_passage = shared / whole, min(1.0, shared / there)
            together = len(pairs.intersection(map(pair, spoken, spoken[1:]))) / len(pairs) if pairs else share
            found.setdefault(entry, []).append((math.sqrt(share * of_passage), share, of_passage, together))
        crowd = sorted(((each[0] ** 2, entry) for entry, near in found.items() for each in near), reverse=True)[:_CROWD]
        every = sum(weight for weight, _ in crowd)
        own: dict[str, float] = {}
        for weight, entry in crowd:
            own[entry] = own.get(entry, 0.0) + weight / every
        return {entry: _best(near, own.get(entry, 0.0)) for entry, near in found.items()}

    def _matching(self, query: Query) -> Iterable[tuple[int, str, str, str]]:
        entries = self._vocabulary.entries
        parts = sorted({(entries[term.word], term.word) for term in query.terms if term.word in entries})
        asked: list[str] = []
        read = 0
        for often, word in parts:
            if asked and read + often * 3 > _READ:
                break
            asked.append(f'"{word}"')
            read += often * 3
        if not asked:
            return []
        return self._connection.execute(
            "SELECT rowid, entry, words, sounds FROM asked WHERE words MATCH ? ORDER BY rank LIMIT ?",
            (" OR ".join(asked), _LOOKED_AT),
        ).fetchall()

    def rarity(self, word: str) -> float:
        """How much a word says of what is meant: the more, the fewer entries it stands in."""
        if word not in self._rarities:
            if len(self._rarities) > 20_000:
                self._rarities.clear()
            self._rarities[word] = math.log(1 + self._most / (self._vocabulary.entries.get(word, 0) + 0.5))
        return self._rarities[word]


def _best(near: Sequence[tuple[float, float, float, float]], crowd: float) -> Said:
    nearest = max(near, key=lambda each: each[0] + 0.3 * each[3])
    likest = sorted((each[0] for each in near), reverse=True)[:3]
    return Said(*nearest, votes=sum(likest) / 3, crowd=crowd)
