"""The shape of the index inside the catalogue: what the builder writes and the engine reads."""

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import pairwise

from canang.text.fold import marked_words, words
from canang.text.syllables import same_spelling, sounded

COLUMNS: Mapping[str, float] = {
    "name": 1.0,
    "words": 1.0,
    "task_name": 0.8,
    "people": 0.6,
    "body": 0.5,
    "documents": 0.5,
}
"""The folded columns of an edition's row, and how much a word found there counts against one in the name."""

NAMING = ("name", "words", "task_name")
"""The columns that say what a matter is called: their neighbouring words are indexed too, and their marks kept."""

BETWEEN = "|"
"""What stands between two texts of one column; no word, and nothing that FTS5 sees."""

PAIRS = "pairs"
"""One more indexed column: the neighbouring words of the naming columns, each pair written as one word."""

MARKED = ("marked", "marked_rest")
"""Two columns kept but not searched: the words of the naming columns, and of the others, as they sound."""


def spelled(text: str) -> list[str]:
    """The folded words of a text in the one spelling that the index knows (i for y)."""
    return [same_spelling(word) for word in words(text)]


def pair(first: str, second: str) -> str:
    """Two neighbouring words as the index writes them."""
    return first + second


def pairs_of(folded: str) -> list[str]:
    """The pairs of neighbouring words of a folded column."""
    found = folded.split()
    return [pair(a, b) for a, b in pairwise(found)]


def index_row(texts: Mapping[str, Iterable[str | None]]) -> dict[str, str]:
    """The row of one edition: every column of ``COLUMNS``, then ``PAIRS``, then those of ``MARKED``.

    Args:
        texts: for each column the texts that go into it; None is left out.
    """
    kept = {column: [text for text in texts.get(column, ()) if text] for column in COLUMNS}
    row = {column: f" {BETWEEN} ".join(" ".join(spelled(text)) for text in kept[column]) for column in COLUMNS}
    pairs = [both for column in NAMING for text in kept[column] for both in pairs_of(" ".join(spelled(text)))]
    naming = {sounded(word) for column in NAMING for text in kept[column] for word in marked_words(text)}
    others = [text for column in COLUMNS if column not in NAMING for text in kept[column]]
    rest = {sounded(word) for text in others for word in marked_words(text)}
    marked = dict(zip(MARKED, (" ".join(sorted(naming)), " ".join(sorted(rest - naming))), strict=True))
    return {**row, PAIRS: " ".join(dict.fromkeys(pairs)), **marked}


def count_words(rows: Iterable[Mapping[str, str]]) -> Counter[str]:
    """In how many of the rows each folded word stands."""
    counts: Counter[str] = Counter()
    for row in rows:
        counts.update({word for column in COLUMNS for word in row[column].split()} - {BETWEEN})
    return counts


def count_pairs(rows: Iterable[Mapping[str, str]]) -> Counter[str]:
    """In how many of the rows each pair of neighbours stands."""
    counts: Counter[str] = Counter()
    for row in rows:
        counts.update(row[PAIRS].split())
    return counts
