"""The index of the committed catalogue says of every word in how many entries it stands."""

import sqlite3
from contextlib import closing

from tests.conftest import ROOT

from canang.search.index import COLUMNS, spelled


def test_a_word_counts_once_for_an_entry_however_many_editions_hold_it() -> None:
    with closing(sqlite3.connect(ROOT / "data" / "tasks.sqlite")) as connection:
        holding: dict[str, set[str]] = {}
        for entry, *texts in connection.execute(
            f"SELECT entry, {', '.join(f'search.{column}' for column in COLUMNS)}"
            " FROM search JOIN editions ON editions.id = search.rowid"
        ):
            for word in " ".join(texts).replace("|", " ").split():
                holding.setdefault(word, set()).add(entry)
        for entry, text in connection.execute("SELECT entry, text FROM utterances"):
            for word in spelled(text):
                holding.setdefault(word, set()).add(entry)
        counted = dict(connection.execute("SELECT word, entries FROM vocabulary").fetchall())
    assert counted == {word: len(entries) for word, entries in holding.items()}
