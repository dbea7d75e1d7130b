"""How well one row of the index answers one query."""

import math
from collections.abc import Mapping
from itertools import groupby, pairwise

import msgspec

from canang.search.index import BETWEEN, COLUMNS, MARKED, NAMING, PAIRS, pair
from canang.search.query import Query, Term
from canang.search.spelling import Vocabulary

ENOUGH, NEAR_ENOUGH = 0.5, 0.45
"""The least weighted share of the query's words that an answer must hold, and of its neighbours that stand side by
side there; below them, saying nothing is better. Set by the judged queries that have no answer here."""

_ALL_BUT = 0.95
"""The share of words from which they need not stand side by side, if one of them is telling or they are many."""

_MANY = 4
"""So many words do not all stand in one entry by chance."""

_RUN, _RUN_ENOUGH = 4, 0.4
"""So many neighbouring pairs in a row are a name that was typed out, whatever stands around it: then this share of the
words is enough."""

_SENTENCE, _NAMED, _NAMED_WEIGHT = 5, 0.58, 1.7
"""A sentence of so many words, of which this share stands in what a matter is called and weighs as much as this many
words that stand in one entry only, is about that matter, however freely it is put."""

_LONG, _HELD, _CALLED = 6, 0.65, 0.47
"""A sentence of so many words is also about a matter that holds this share of them, this much in what it is called."""

_TELLING = 0.03
"""A word of a name is telling where at most this share of the entries has it."""

OTHER_MARKS = 0.35
"""What a word counts where it was typed with marks and stands only with others: “hộ” is not “hồ”."""

UNFINISHED = 0.85
"""What the beginning of a word counts against the word."""

_COVERAGE, _NEARNESS, _SHARE, _OWN = 0.58, 0.26, 0.14, 0.02
"""What the words found, their standing side by side, the share of the name that they make up, and their standing in
the entry's own name (and not only in its task's) count together."""


class Matched(msgspec.Struct, frozen=True):
    """Why a result is there: the word looked for, the column that holds it, and what was typed instead."""

    word: str
    column: str
    typed: str | None


class Match(msgspec.Struct, frozen=True):
    """How well a row answers: its score in 0..1, the share of the query's neighbouring words that stand side by side
    there, the most of them in a row that are so in what the matter is called, the words found, the share of them in
    what the matter is called, and whether it is an answer."""

    score: float
    nearness: float
    run: int
    matched: tuple[Matched, ...]
    named: float
    convincing: bool


class Ranker:
    """Scores rows for one query: rare words weigh more, the name more than the steps, neighbours more than words apart.

    Args:
        vocabulary: in how many entries each word stands.
        entries: how many entries the catalogue has.
    """

    def __init__(self, query: Query, vocabulary: Vocabulary, entries: int) -> None:
        self._terms = [
            (term, math.log(1 + (entries + 1) / (_standing(term, vocabulary) + 0.5))) for term in query.terms
        ]
        self._total = sum(rarity for _, rarity in self._terms) or 1.0
        self._phrase = f" {query.phrase} "
        self._pairs = [(f" {a.word} {b.word} ", f" {pair(a.word, b.word)} ") for a, b in pairwise(query.terms)]
        self._rare = _TELLING * entries
        self._much = _NAMED_WEIGHT * math.log(1 + (entries + 1) / 1.5)
        self._frequencies = vocabulary.entries
        self._asked = {term.word for term in query.terms}

    def rank(self, row: Mapping[str, str]) -> Match:
        """Score one row of the index, given by its columns."""
        columns = [(column, weight, f" {row[column]} ") for column, weight in COLUMNS.items()]
        sounds = [f" {row[column]} " for column in MARKED]
        found = named = own = 0.0
        telling = False
        matched = []
        sure = []
        for term, rarity in self._terms:
            column, strength = _best_column(term, columns, sounds)
            sure.append(OTHER_MARKS if column and strength <= COLUMNS[column] * OTHER_MARKS else 1.0)
            if column:
                counts = rarity * strength * term.weight
                found += counts
                named += counts * (column in NAMING)
                own += rarity * (f" {term.word} " in columns[0][2])
                matched.append(Matched(term.word, column, term.typed))
                telling = telling or (strength >= UNFINISHED and self._frequencies.get(term.word, 0) <= self._rare)
        coverage = found / self._total
        there = f" {row[PAIRS]} "
        beside = [both in there for _, both in self._pairs]
        nearness, run = self._nearness(row, sure, beside), _longest(beside)
        score = _COVERAGE * coverage + _NEARNESS * nearness + _SHARE * self._share(row) + _OWN * own / self._total
        convincing = (
            (coverage >= ENOUGH and nearness >= NEAR_ENOUGH)
            or (coverage >= _ALL_BUT and (telling or len(self._terms) >= _MANY))
            or (coverage >= _RUN_ENOUGH and run >= _RUN)
            or self._is_sentence_about(named, coverage)
        )
        return Match(round(score, 5), nearness, run, tuple(dict.fromkeys(matched)), named / self._total, convincing)

    def _is_sentence_about(self, named: float, coverage: float) -> bool:
        if len(self._terms) >= _LONG and coverage >= _HELD and named >= _CALLED * self._total:
            return True
        return len(self._terms) >= _SENTENCE and named >= max(_NAMED * self._total, self._much)

    def _nearness(self, row: Mapping[str, str], sure: list[float], beside: list[bool]) -> float:
        """The share of the query's neighbouring words that stand side by side in a name or an everyday word; those
        that do so only in the steps count half.

        Args:
            sure: for each term how sure it is that it stands there with the marks typed, 0..1.
            beside: for each two neighbours whether they stand so in a name or an everyday word.
        """
        body = f" {row['body']} "
        if not self._pairs:
            named = any(self._phrase in f" {row[column]} " for column in NAMING)
            return sure[0] * (1.0 if named else 0.5 * (self._phrase in body))
        found = [
            min(sure[place : place + 2]) * (1.0 if beside[place] else 0.5 * (apart in body))
            for place, (apart, _) in enumerate(self._pairs)
        ]
        return sum(found) / len(found)

    def _share(self, row: Mapping[str, str]) -> float:
        """How much of the name the query says; all of it where it is an everyday name of the matter."""
        if f"{BETWEEN}{self._phrase}{BETWEEN}" in f"{BETWEEN} {row['words']} {BETWEEN}":
            return 1.0
        words = row["name"].split()
        return len(self._asked.intersection(words)) / len(words) if words else 0.0


def _longest(beside: list[bool]) -> int:
    """The most neighbouring pairs in a row that stand side by side."""
    return max((len(list(run)) for together, run in groupby(beside) if together), default=0)


def _standing(term: Term, vocabulary: Vocabulary) -> int:
    """In how many entries a term stands as it was typed: “hôn” stands nowhere where only “hơn” does."""
    return vocabulary.standing(term.word, None if term.unfinished else term.sound)


def _best_column(term: Term, columns: list[tuple[str, float, str]], sounds: list[str]) -> tuple[str | None, float]:
    """The column that a word counts most in, and how much it counts there."""
    sought = f" {term.word}" if term.unfinished else f" {term.word} "
    best: str | None = None
    most = 0.0
    for column, weight, text in columns:
        if weight <= most or sought not in text:
            continue
        strength = weight * UNFINISHED if term.unfinished else weight
        if term.sound and f" {term.sound} " not in sounds[column not in NAMING]:
            strength *= OTHER_MARKS
        if strength > most:
            best, most = column, strength
            if weight == 1.0 and strength == weight:
                break
    return best, most
