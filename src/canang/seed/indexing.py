"""The search index written into a catalogue."""

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache

from canang.search.index import COLUMNS, MARKED, NAMING, PAIRS, count_pairs, count_words, index_row
from canang.text.fold import fold, marked_words
from canang.text.syllables import same_spelling

Texts = Mapping[str, Iterable[str | None]]


def write_index(
    connection: sqlite3.Connection, texts: Iterable[tuple[int, Texts]], meanings: Iterable[tuple[str, str]]
) -> None:
    """Make the tables ``search``, ``vocabulary`` and ``pairs``.

    Args:
        texts: the number of each edition with the texts of its columns.
        meanings: everyday words and what they mean; an entry whose name holds an abbreviation is found written out.
    """
    said = [(f" {fold(word)} ", meaning) for word, meaning in meanings if word.isupper()]
    rows = []
    written: dict[str, Counter[str]] = defaultdict(Counter)
    for number, own in texts:
        kept = {column: [text for text in own.get(column, ()) if text] for column in COLUMNS}
        named = f" {' '.join(fold(text) for column in NAMING for text in kept[column])} "
        kept["words"] += [meaning for word, meaning in said if word in named and fold(meaning) not in named]
        rows.append((number, index_row(kept)))
        for column in COLUMNS:
            for text in kept[column]:
                for word in marked_words(text):
                    written[_folded(word)][word] += 1
    indexed = (*COLUMNS, PAIRS)
    kept_only = ", ".join(f"{column} UNINDEXED" for column in MARKED)
    connection.execute(
        f"CREATE VIRTUAL TABLE search USING fts5({', '.join(indexed)}, {kept_only}, tokenize = 'unicode61')"
    )
    places = ", ".join("?" for _ in (*indexed, *MARKED))
    connection.executemany(
        f"INSERT INTO search (rowid, {', '.join((*indexed, *MARKED))}) VALUES (?, {places})",
        ((number, *row.values()) for number, row in rows),
    )
    connection.execute("INSERT INTO search (search) VALUES ('optimize')")
    connection.execute("CREATE TABLE vocabulary (word TEXT PRIMARY KEY, entries INTEGER, written TEXT) WITHOUT ROWID")
    connection.executemany(
        "INSERT INTO vocabulary VALUES (?, ?, ?)",
        ((word, n, _usual(written[word], word)) for word, n in sorted(count_words(row for _, row in rows).items())),
    )
    connection.execute("CREATE TABLE pairs (pair TEXT PRIMARY KEY, entries INTEGER) WITHOUT ROWID")
    connection.executemany("INSERT INTO pairs VALUES (?, ?)", sorted(count_pairs(row for _, row in rows).items()))


@lru_cache(maxsize=8192)
def _folded(word: str) -> str:
    return same_spelling(fold(word))


def _usual(forms: Counter[str], word: str) -> str:
    """How a word is mostly written, marks and all."""
    return min(forms, key=lambda form: (-forms[form], form)) if forms else word
