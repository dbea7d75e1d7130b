"""How well one row of the index answers one query."""

import math
from collections.abc import Mapping
from itertools import groupby, pairwise

import msgspec

from canang.search.index import BETWEEN, COLUMNS, MARKED, NAMING, PAIRS, pair
from canang.search.query import Query, Term
from canang.search.spelling import Vocabulary

OTHER_MARKS = 0.35
"""What a word counts where it was typed with marks and stands only with others: “hộ” is not “hồ”."""

SURE = 0.9
"""A term that is less sure than this was guessed."""

UNFINISHED = 0.85
"""What the beginning of a word counts against the word."""


class Matched(msgspec.Struct, frozen=True):
    """Why a result is there: the word looked for, the column that holds it, and what was typed instead."""

    word: str
    column: str
    typed: str | None


class Match(msgspec.Struct, frozen=True):
    """How well a row answers, each in 0..1 unless it says otherwise.

    ``coverage`` is the weighted share of the query's words that it holds, ``named`` that of those in what the matter is
    called, ``own`` that of those in the entry's own name; ``nearness`` the share of the query's neighbours that stand
    side by side there, ``run`` (a count) the most of them in a row; ``share`` how much of the name the query says;
    ``guessed`` the share of what it holds that was read as another word than was typed;
    ``surest`` how sure the surest word of more than one letter is that it holds;
    ``missed`` how rare the rarest word is that it does not hold; ``unmarked`` the share of words that stand there only
    with other marks.
    """

    coverage: float
    named: float
    own: float
    nearness: float
    run: int
    share: float
    missed: float
    unmarked: float
    guessed: float
    surest: float
    matched: tuple[Matched, ...]

    @property
    def held(self) -> float:
        """How much of the query is there, to tell which reading of it an entry answers."""
        return self.coverage + self.nearness / 2


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
        # fsum, here and in rank: what holds every word must come to exactly 1, and since 3.12 sum rounds unlike +.
        self._total = math.fsum(rarity for _, rarity in self._terms) or 1.0
        self._phrase = f" {query.phrase} "
        self._pairs = [(f" {a.word} {b.word} ", f" {pair(a.word, b.word)} ") for a, b in pairwise(query.terms)]
        self._rarest = math.log(1 + (entries + 1) / 0.5)
        self._asked = {term.word for term in query.terms}

    def rank(self, row: "Row") -> Match:
        """Score one row of the index."""
        own = missed = surest = 0.0
        counted: list[tuple[float, bool, bool]] = []
        matched = []
        sure = []
        for term, rarity in self._terms:
            column, strength = row.best_column(term)
            sure.append(OTHER_MARKS if column and strength <= COLUMNS[column] * OTHER_MARKS else 1.0)
            if column:
                counted.append((rarity * strength * term.weight, column in NAMING, term.weight < SURE))
                surest = max(surest, term.weight * (len(term.word) > 1))
                own += rarity * (f" {term.word} " in row.columns[0][2])
                matched.append(Matched(term.word, column, term.typed))
            else:
                missed = max(missed, rarity)
        found = math.fsum(counts for counts, _, _ in counted)
        named = math.fsum(counts for counts, names, _ in counted if names)
        guessed = math.fsum(counts for counts, _, guess in counted if guess)
        there = row.pairs
        beside = [both in there for _, both in self._pairs]
        return Match(
            coverage=found / self._total,
            named=named / self._total,
            own=own / self._total,
            nearness=self._nearness(row, sure, beside),
            run=_longest(beside),
            share=self._share(row),
            missed=missed / self._rarest,
            unmarked=sum(each < 1.0 for each in sure) / len(sure) if sure else 0.0,
            guessed=guessed / found if found else 0.0,
            surest=surest,
            matched=tuple(dict.fromkeys(matched)),
        )

    def _nearness(self, row: "Row", sure: list[float], beside: list[bool]) -> float:
        """The share of the query's neighbouring words that stand side by side in a name or an everyday word; those
        that do so only in the steps count half.

        Args:
            sure: for each term how sure it is that it stands there with the marks typed, 0..1.
            beside: for each two neighbours whether they stand so in a name or an everyday word.
        """
        body = row.body
        if not self._pairs:
            named = any(self._phrase in text for column, _, text in row.columns if column in NAMING)
            return sure[0] * (1.0 if named else 0.5 * (self._phrase in body))
        found = [
            min(sure[place : place + 2]) * (1.0 if beside[place] else 0.5 * (apart in body))
            for place, (apart, _) in enumerate(self._pairs)
        ]
        return sum(found) / len(found)

    def _share(self, row: "Row") -> float:
        """How much of the name the query says; all of it where it is an everyday name of the matter."""
        if f"{BETWEEN}{self._phrase}{BETWEEN}" in row.everyday:
            return 1.0
        return len(self._asked.intersection(row.name)) / len(row.name) if row.name else 0.0


class Row:
    """A row of the index made ready: a query is read in several ways, and each is held against the same rows."""

    def __init__(self, row: Mapping[str, str]) -> None:
        self.columns = [(column, weight, f" {row[column]} ") for column, weight in COLUMNS.items()]
        self.pairs = f" {row[PAIRS]} "
        self.body = f" {row['body']} "
        self.everyday = f"{BETWEEN} {row['words']} {BETWEEN}"
        self.name = row["name"].split()
        self._sounds = [f" {row[column]} " for column in MARKED]
        self._known: dict[tuple[str, bool, str | None], tuple[str | None, float]] = {}

    def best_column(self, term: Term) -> tuple[str | None, float]:
        """The column that a word counts most in, and how much it counts there."""
        key = (term.word, term.unfinished, term.sound)
        if key not in self._known:
            self._known[key] = _best_column(term, self.columns, self._sounds)
        return self._known[key]


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
