"""How well one row of the index answers one query."""

import math
from collections.abc import Mapping

import msgspec

from canang.search.index import COLUMNS
from canang.search.query import Query

ENOUGH = 0.55
"""The least weighted share of the query's words that an answer must hold; below it, saying nothing is better."""

OTHER_MARKS = 0.5
"""What a word counts where it was typed with marks and stands only with others: “hộ” is not “hồ”."""

_PHRASE_COLUMNS = ("name", "words", "task_name")


class Matched(msgspec.Struct, frozen=True):
    """Why a result is there: the word looked for, the column that holds it, and what was typed instead."""

    word: str
    column: str
    typed: str | None


class Match(msgspec.Struct, frozen=True):
    """A row's score in 0..1, the share of the query that it covers, and the words found."""

    score: float
    coverage: float
    matched: tuple[Matched, ...]


def rank(query: Query, row: Mapping[str, str], frequencies: Mapping[str, int], entries: int) -> Match:
    """Score a row: rare words weigh more, the name more than the steps, words side by side more than apart.

    Args:
        row: the folded columns of the index, and the words of all of them with their marks.
        frequencies: in how many entries each word stands.
        entries: how many rows the index has.
    """
    columns = {column: row[column].split() for column in COLUMNS}
    sets = {column: set(words) for column, words in columns.items()}
    marked = set(row["marked"].split())
    total = found = 0.0
    matched = []
    for term in query.terms:
        rarity = math.log(1 + (entries + 1) / (frequencies.get(term.word, 0) + 0.5))
        total += rarity
        column, strength = _best_column(term.word, columns, sets)
        if column:
            if term.marked and term.marked not in marked:
                strength *= OTHER_MARKS
            found += rarity * strength * term.weight
            matched.append(Matched(term.word, column, term.typed))
    coverage = found / total if total else 0.0
    score = 0.66 * coverage + 0.22 * _nearness(query, row) + 0.12 * _share_of_name(query, sets["name"])
    return Match(round(score, 4), coverage, tuple(matched))


def _best_column(word: str, columns: dict[str, list[str]], sets: dict[str, set[str]]) -> tuple[str | None, float]:
    for column, weight in COLUMNS.items():
        if word in sets[column]:
            return column, weight
    if len(word) >= 3:
        for column, weight in COLUMNS.items():
            if any(candidate.startswith(word) for candidate in columns[column]):
                return column, weight * 0.85
    return None, 0.0


def _nearness(query: Query, row: Mapping[str, str]) -> float:
    """The share of the query's neighbouring words that stand side by side in a name or an everyday word."""
    pairs = [f" {a.word} {b.word} " for a, b in zip(query.terms, query.terms[1:], strict=False)]
    if not pairs:
        return 1.0 if any(f" {query.phrase} " in f" {row[column]} " for column in _PHRASE_COLUMNS) else 0.0
    return max(sum(pair in f" {row[column]} " for pair in pairs) for column in _PHRASE_COLUMNS) / len(pairs)


def _share_of_name(query: Query, name: set[str]) -> float:
    asked = {term.word for term in query.terms}
    return len(asked & name) / len(name) if name else 0.0
