"""How well one row of the index answers one query."""

import math
import sqlite3
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

_MOST_FOR_NEARNESS = 0.5
"""How much it adds to what is held that all words stand side by side."""

_KEPT = 400
"""So many words, and pairs of them, a row remembers."""

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
        return _held(self.coverage, self.nearness)


class Ranker:
    """Scores rows for one query: rare words weigh more, the name more than the steps, neighbours more than words apart.

    Args:
        vocabulary: in how many entries each word stands.
        entries: how many entries the catalogue has.
    """

    def __init__(self, query: Query, vocabulary: Vocabulary, entries: int) -> None:
        self._terms = [
            (term, _key(term), math.log(1 + (entries + 1) / (_standing(term, vocabulary) + 0.5)))
            for term in query.terms
        ]
        # fsum, here and in hold: what holds every word must come to exactly 1, and since 3.12 sum rounds unlike +.
        self._total = math.fsum(rarity for _, _, rarity in self._terms) or 1.0
        self._phrase = f" {query.phrase} "
        self._pairs = [(f" {a.word} {b.word} ", f" {pair(a.word, b.word)} ") for a, b in pairwise(query.terms)]
        self._rarest = math.log(1 + (entries + 1) / 0.5)
        self._asked = {term.word for term in query.terms}

    def hold(self, row: "Row", more_than: float = -1.0) -> "Held | None":
        """How much of the query a row holds; None where that is not more than so much.

        Many rows are held against many readings of a query, and few of them are the better for it.
        """
        places = [row.places.get(key) or row.place(key, term) for term, key, _ in self._terms]
        found = math.fsum(
            rarity * place.strength * term.weight
            for (term, _, rarity), place in zip(self._terms, places, strict=True)
            if place.column
        )
        coverage = found / self._total
        if coverage + _MOST_FOR_NEARNESS <= more_than:
            return None
        nearness = self._nearness(row, places)
        return Held(coverage, nearness, found, places) if _held(coverage, nearness) > more_than else None

    def match(self, row: "Row", held: "Held") -> Match:
        """What there is to say of a row of the index and the query."""
        own = missed = surest = 0.0
        names: list[float] = []
        guesses: list[float] = []
        matched = []
        for (term, _, rarity), place in zip(self._terms, held.places, strict=True):
            if place.column is None:
                missed = max(missed, rarity)
                continue
            counts = rarity * place.strength * term.weight
            if place.column in NAMING:
                names.append(counts)
            if term.weight < SURE:
                guesses.append(counts)
            surest = max(surest, term.weight * (len(term.word) > 1))
            own += rarity * (f" {term.word} " in row.columns[0][2])
            matched.append(Matched(term.word, place.column, term.typed))
        named, guessed = math.fsum(names), math.fsum(guesses)
        return Match(
            coverage=held.coverage,
            named=named / self._total,
            own=own / self._total,
            nearness=held.nearness,
            run=_longest([row.beside(apart, both) == 1.0 for apart, both in self._pairs]),
            share=self._share(row),
            missed=missed / self._rarest,
            unmarked=sum(place.sure < 1.0 for place in held.places) / len(held.places) if held.places else 0.0,
            guessed=guessed / held.found if held.found else 0.0,
            surest=surest,
            matched=tuple(dict.fromkeys(matched)),
        )

    def _nearness(self, row: "Row", places: "list[Place]") -> float:
        """The share of the query's neighbouring words that stand side by side in a name or an everyday word; those
        that do so only in the steps count half.

        Args:
            places: for each term where it stands, and how sure it is that it does so with the marks typed.
        """
        if not self._pairs:
            named = any(self._phrase in text for column, _, text in row.columns if column in NAMING)
            return places[0].sure * (1.0 if named else 0.5 * (self._phrase in row.body))
        found = [
            (first.sure if first.sure < second.sure else second.sure) * row.beside(apart, both)
            for (apart, both), first, second in zip(self._pairs, places, places[1:], strict=False)
        ]
        return sum(found) / len(found)

    def _share(self, row: "Row") -> float:
        """How much of the name the query says; all of it where it is an everyday name of the matter."""
        if f"{BETWEEN}{self._phrase}{BETWEEN}" in row.everyday:
            return 1.0
        return len(self._asked.intersection(row.name)) / len(row.name) if row.name else 0.0


class Place(msgspec.Struct, frozen=True, gc=False):
    """The column that a word counts most in (None: it stands nowhere), how much it counts there, and how ``sure`` it is
    that it stands there with the marks typed, in 0..1."""

    column: str | None
    strength: float
    sure: float


class Held(msgspec.Struct, frozen=True):
    """How much of a query a row holds: ``coverage`` and ``nearness`` as in ``Match``; ``found`` the weight of the words
    that are there, and where each word stands."""

    coverage: float
    nearness: float
    found: float
    places: list[Place]

    @property
    def held(self) -> float:
        """As of a ``Match``."""
        return _held(self.coverage, self.nearness)


class Row:
    """The row of one of an entry's editions made ready: every reading of a query is held against the same rows."""

    def __init__(self, row: Mapping[str, str] | sqlite3.Row, entry: str) -> None:
        self.entry = entry
        self.columns = [(column, weight, f" {row[column]} ") for column, weight in COLUMNS.items()]
        self.body = f" {row['body']} "
        self.everyday = f"{BETWEEN} {row['words']} {BETWEEN}"
        self.name = row["name"].split()
        self.places: dict[str, Place] = {}
        self._pairs = f" {row[PAIRS]} "
        self._sounds = [f" {row[column]} " for column in MARKED]
        self._beside: dict[str, float] = {}

    def place(self, key: str, term: Term) -> Place:
        """Where a word stands; looked up in ``places`` first."""
        if len(self.places) > _KEPT:
            self.places.clear()
        column, strength = _best_column(term, self.columns, self._sounds)
        sure = OTHER_MARKS if column and strength <= COLUMNS[column] * OTHER_MARKS else 1.0
        self.places[key] = found = Place(column, strength, sure)
        return found

    def beside(self, apart: str, both: str) -> float:
        """How much it counts that two words stand side by side: in a naming column (1), in the steps (a half), not (0).

        Args:
            apart: the words as the columns have them; ``both`` as a pair.
        """
        found = self._beside.get(apart)
        if found is None:
            if len(self._beside) > _KEPT:
                self._beside.clear()
            self._beside[apart] = found = 1.0 if both in self._pairs else 0.5 * (apart in self.body)
        return found


def _held(coverage: float, nearness: float) -> float:
    return coverage + nearness * _MOST_FOR_NEARNESS


def _longest(beside: list[bool]) -> int:
    """The most neighbouring pairs in a row that stand side by side."""
    return max((len(list(run)) for together, run in groupby(beside) if together), default=0)


def _standing(term: Term, vocabulary: Vocabulary) -> int:
    """In how many entries a term stands as it was typed: “hôn” stands nowhere where only “hơn” does."""
    return vocabulary.standing(term.word, None if term.unfinished else term.sound)


def _key(term: Term) -> str:
    """What a word is looked up by: as it is spelled, whether it is whole, and how it sounds."""
    return f"{term.word}{'*' * term.unfinished} {term.sound or ''}"


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
