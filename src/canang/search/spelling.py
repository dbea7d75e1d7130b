"""The words of the catalogue, and the ones among them that look most like a word that is not."""

import sqlite3
from bisect import bisect_left
from collections.abc import Set as AbstractSet

from canang.search.index import pair

LIKE_ENOUGH = 0.55
"""Least likeness, 0 to 1, at which another word may stand for the one typed."""

_ALIKE = 70
"""Least likeness, 0 to 100, of a word that is offered where nothing was found."""

_TELLING = 4
"""Letters of a word that is worth an offer: of shorter ones every other looks alike (BTS: ts, bs)."""

_BESIDE = 0.3
"""What a word gains for each neighbour beside which the catalogue has it."""


class Vocabulary:
    """The words of the catalogue with the number of entries each stands in, and what stands beside what.

    ``everyday`` are words that mean others (GP): they are known too, though they may stand nowhere.
    """

    def __init__(self, connection: sqlite3.Connection, everyday: AbstractSet[str] = frozenset()) -> None:
        self._connection = connection
        self.entries: dict[str, int] = dict(connection.execute("SELECT word, entries FROM vocabulary").fetchall())
        self._sorted: list[str] | None = None
        self._long: list[str] | None = None
        self._pairs: dict[str, int] = {}
        self._everyday = everyday

    def knows(self, word: str) -> bool:
        """Whether the word stands somewhere, or means a word that does."""
        return word in self.entries or word in self._everyday

    def means(self, word: str) -> bool:
        """Whether the word is an everyday one that means others."""
        return word in self._everyday

    def begins(self, word: str) -> bool:
        """Whether the word begins one that is known (an official may not have typed it out)."""
        if self._sorted is None:
            self._sorted = sorted(self.entries)
        place = bisect_left(self._sorted, word)
        return place < len(self._sorted) and self._sorted[place].startswith(word)

    def together(self, first: str, second: str) -> int:
        """In how many entries the two words stand side by side in a name."""
        return self.of_pair(pair(first, second))

    def of_pair(self, both: str) -> int:
        """In how many entries a pair, as the index writes it, stands."""
        if both not in self._pairs:
            if len(self._pairs) > 20_000:
                self._pairs.clear()
            row = self._connection.execute("SELECT entries FROM pairs WHERE pair = ?", (both,)).fetchone()
            self._pairs[both] = row[0] if row else 0
        return self._pairs[both]

    def standing(self, word: str, sound: str | None = None) -> int:
        """In how many entries a word stands; one typed with marks, in how many it stands with those marks."""
        entries = self.entries.get(word, 0)
        if not sound or not entries:
            return entries
        row = self._connection.execute("SELECT entries FROM sounds WHERE sound = ?", (sound,)).fetchone()
        return min(entries, row[0] if row else 0)

    def beside(self, word: str, before: str | None, after: str | None) -> int:
        """Beside how many of its two neighbours the catalogue has the word."""
        return bool(before and self.together(before, word)) + bool(after and self.together(word, after))

    def short_for(self, word: str) -> tuple[str, str] | None:
        """The two words that something like ``kdinh`` is short for: a first letter, then a whole word."""
        for length in (1, 2):
            start, rest = word[:length], word[length:]
            if len(rest) >= 3 and rest in self.entries and not any(vowel in start for vowel in "aeiouy"):
                found = [(self.together(first, rest), first) for first in self._beginning(start) if len(first) > 2]
                if found and max(found)[0]:
                    return max(found)[1], rest
        return None

    def likest(self, word: str, before: str | None, after: str | None, least: float = LIKE_ENOUGH) -> tuple[str, float]:
        """The known word that most likely was meant, and how like it is, 0 to 1; ``("", 0)`` where none is.

        Args:
            before: the known word before it, if any; after: the one behind it.
        """
        from rapidfuzz import process  # noqa: PLC0415  most queries are spelt right
        from rapidfuzz.distance import DamerauLevenshtein  # noqa: PLC0415

        near = process.extract(
            word, self._words(), scorer=DamerauLevenshtein.normalized_similarity, score_cutoff=least, limit=12
        )
        if not near:
            return "", 0.0

        def worth(found: tuple[str, float, int]) -> tuple[float, int]:
            candidate, likeness, _ = found
            same_start = 0.05 * (candidate[0] == word[0])
            return likeness + same_start + _BESIDE * self.beside(candidate, before, after), self.entries[candidate]

        best = max(near, key=worth)
        return best[0], best[1]

    def nearest(self, words: list[str], count: int) -> list[str]:
        """Known words, as they are mostly written, that look most like any of the given ones."""
        from rapidfuzz import fuzz, process  # noqa: PLC0415  only where nothing was found

        found = [
            (score, known)
            for word in words
            if len(word) >= _TELLING
            for known, score, _ in process.extract(word, self._words(), scorer=fuzz.ratio, limit=count)
            if score >= _ALIKE and len(known) >= _TELLING
        ]
        return [self.written(known) for known in list(dict.fromkeys(known for _, known in sorted(found)[::-1]))[:count]]

    def written(self, word: str) -> str:
        """How a known word is mostly written, with its marks."""
        row = self._connection.execute("SELECT written FROM vocabulary WHERE word = ?", (word,)).fetchone()
        return row[0] if row else word

    def _beginning(self, start: str) -> list[str]:
        self.begins(start)
        assert self._sorted is not None
        place = bisect_left(self._sorted, start)
        end = bisect_left(self._sorted, start + "\uffff")
        return self._sorted[place:end]

    def _words(self) -> list[str]:
        if self._long is None:
            self._long = [word for word in self.entries if len(word) >= 2 and not word.isdigit()]
        return self._long
