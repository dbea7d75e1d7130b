"""Misspelt words put right against the words of the catalogue."""

import sqlite3

import msgspec

from canang.search.query import Query, Term

CLOSE_ENOUGH = 72.0
"""Least likeness, 0 to 100, at which another word is taken for the one typed."""


class Vocabulary:
    """The words of the catalogue with the number of entries each stands in."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.entries: dict[str, int] = dict(connection.execute("SELECT word, entries FROM vocabulary").fetchall())

    def knows(self, word: str) -> bool:
        """Whether the word stands somewhere, or begins one that does (an official may not have typed it out)."""
        return word in self.entries or (len(word) >= 3 and any(known.startswith(word) for known in self.entries))

    def correct(self, query: Query) -> Query:
        """The query with each unknown word replaced by the nearest known one, if one is near."""
        return msgspec.structs.replace(query, terms=tuple(self._corrected(term) for term in query.terms))

    def nearest(self, words: list[str], count: int) -> list[str]:
        """Known words that look most like any of the given ones, for a user whose search found nothing."""
        from rapidfuzz import fuzz, process  # noqa: PLC0415  only where nothing was found

        found = [
            (score, known)
            for word in words
            for known, score, _ in process.extract(word, self._long_words(), scorer=fuzz.ratio, limit=count)
            if score >= 60
        ]
        return list(dict.fromkeys(known for _, known in sorted(found, reverse=True)))[:count]

    def _corrected(self, term: Term) -> Term:
        if len(term.word) < 3 or term.word.isdigit() or self.knows(term.word):
            return term
        from rapidfuzz import process  # noqa: PLC0415  most queries are spelt right
        from rapidfuzz.distance import DamerauLevenshtein  # noqa: PLC0415

        best = process.extractOne(
            term.word,
            self._long_words(),
            scorer=DamerauLevenshtein.normalized_similarity,
            score_cutoff=CLOSE_ENOUGH / 100,
        )
        return Term(best[0], weight=best[1], typed=term.word) if best else term

    def _long_words(self) -> list[str]:
        return [word for word in self.entries if len(word) >= 2 and not word.isdigit()]
