"""The shape of the index inside the catalogue: what the builder writes and the engine reads."""

from collections import Counter
from collections.abc import Iterable, Mapping

COLUMNS: Mapping[str, float] = {
    "name": 1.0,
    "words": 1.0,
    "task_name": 0.8,
    "people": 0.6,
    "body": 0.5,
    "documents": 0.5,
}
"""The folded columns of an edition's row, and how much a word found there counts against one in the name."""

MARKED = "marked"
"""One more column, kept but not searched: the words of all the others with their marks."""


def document_frequencies(rows: Iterable[Mapping[str, str]]) -> dict[str, int]:
    """In how many of the rows each word stands; rows hold folded text."""
    counts: Counter[str] = Counter()
    for row in rows:
        counts.update({word for column in COLUMNS for word in row[column].split()})
    return dict(counts)
