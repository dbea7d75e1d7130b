"""The search index written into a catalogue, from what its tables hold."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from canang.search.acts import act_of
from canang.search.acts import learn as learn_acts
from canang.search.index import COLUMNS, MARKED, NAMING, PAIRS, IndexedWords, spelled
from canang.search.initials import learn as learn_initials
from canang.search.initials import rows_of
from canang.text.fold import fold, marked_words
from canang.text.syllables import sounded

Texts = Mapping[str, Iterable[str | None]]
Utterances = Mapping[str, Sequence[tuple[int, str]]]

_BODY = {
    "steps": ("actor", "action", "output", "note", "pitfall"),
    "dossier": ("name",),
    "conditions": ("text",),
    "notes": ("text",),
    "forms": ("name",),
}
"""The tables whose texts are found in the body of an edition, and the columns of each."""


def index_catalog(connection: sqlite3.Connection) -> None:
    """Write the index of every edition, in place of one that is there."""
    for table in ("search", "asked", "acts", "initials", "vocabulary", "sounds", "pairs"):
        connection.execute(f"DROP TABLE IF EXISTS {table}")
    meanings = [(row[0], row[1]) for row in connection.execute("SELECT written, written_means FROM words ORDER BY id")]
    said = _utterances_of(connection)
    write_index(connection, texts_of(connection), meanings, said)
    _write_passages(connection, said)
    _write_acts(connection, said)
    _write_initials(connection)


def _utterances_of(connection: sqlite3.Connection) -> dict[str, list[tuple[int, str]]]:
    """What people say of each entry, with the number of each utterance."""
    said: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for number, entry, text in connection.execute("SELECT id, entry, text FROM utterances ORDER BY id"):
        said[entry].append((number, text))
    return said


def _write_passages(connection: sqlite3.Connection, said: Utterances) -> None:
    """Each utterance as a passage of its own: its folded words, and how they sound."""
    connection.execute(
        "CREATE VIRTUAL TABLE asked USING fts5(words, sounds UNINDEXED, entry UNINDEXED, tokenize = 'unicode61')"
    )
    connection.executemany(
        "INSERT INTO asked (rowid, words, sounds, entry) VALUES (?, ?, ?, ?)",
        (
            (number, " ".join(spelled(text)), " ".join(sorted(map(sounded, set(marked_words(text))))), entry)
            for entry, texts in said.items()
            for number, text in texts
        ),
    )
    connection.execute("INSERT INTO asked (asked) VALUES ('optimize')")


def _write_acts(connection: sqlite3.Connection, said: Utterances) -> None:
    names = connection.execute(
        "SELECT entry, field, name FROM editions JOIN entries ON entries.id = entry ORDER BY entry, effective_from"
    )
    acts = {entry: (field, act_of(name), name) for entry, field, name in names}
    told = [
        (field, act, spelled(text))
        for entry, (field, act, name) in acts.items()
        for text in (name, *(each for _, each in said.get(entry, ())))
    ]
    connection.execute("CREATE TABLE acts (word TEXT, act TEXT, weight REAL, PRIMARY KEY (word, act)) WITHOUT ROWID")
    rows = ((word, act, weight) for (word, act), weight in sorted(learn_acts(told).items()))
    connection.executemany("INSERT INTO acts VALUES (?, ?, ?)", rows)


def _write_initials(connection: sqlite3.Connection) -> None:
    texts = [
        (entry, marked_words(text))
        for table, column in (("editions", "name"), ("everyday", "word"))
        for entry, text in connection.execute(f"SELECT entry, {column} FROM {table}")
    ]
    connection.execute("CREATE TABLE initials (initials TEXT, folded TEXT, term TEXT, entries INTEGER)")
    connection.executemany("INSERT INTO initials VALUES (?, ?, ?, ?)", rows_of(learn_initials(texts)))
    connection.execute("CREATE INDEX initials_folded ON initials (folded)")


def texts_of(connection: sqlite3.Connection) -> Iterator[tuple[int, str, dict[str, list[str | None]]]]:
    """Each edition with its entry and its texts by the column of the index, the editions of an entry together."""
    everyday: dict[str, list[str]] = defaultdict(list)
    for entry, word in connection.execute("SELECT entry, word FROM everyday ORDER BY id"):
        everyday[entry].append(word)
    body: dict[int, list[str | None]] = defaultdict(list)
    for table, columns in _BODY.items():
        for edition, *texts in connection.execute(
            f"SELECT edition, {', '.join(columns)} FROM {table} ORDER BY edition, position"
        ):
            body[edition] += texts
    cited: dict[int, list[str | None]] = defaultdict(list)
    for edition, document in connection.execute("SELECT DISTINCT edition, document FROM citations ORDER BY 1, 2"):
        cited[edition].append(document)
    names: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for entry, start, name in connection.execute("SELECT entry, effective_from, name FROM editions ORDER BY 1, 2"):
        names[entry].append((start, name))
    for number, entry, start, name, authority, agency, applicant, result, task, field_name in connection.execute(
        "SELECT editions.id, editions.entry, editions.effective_from, editions.name, editions.authority,"
        " editions.agency, editions.applicant, editions.result, entries.task, fields.name FROM editions"
        " JOIN entries ON entries.id = editions.entry JOIN fields ON fields.id = entries.field"
        " ORDER BY min(editions.id) OVER (PARTITION BY editions.entry), editions.id"
    ):
        # The task as it stood when the edition began.
        begun = [task_name for task_start, task_name in names.get(task, ()) if task_start <= start]
        task_name = (begun or [name for _, name in names.get(task, [])[:1]])[-1:]
        yield (
            number,
            entry,
            {
                "name": [name],
                "words": [*everyday[entry], *everyday.get(task, ())],
                "task_name": [*task_name],
                "people": [authority, agency, applicant, field_name],
                "body": [*body[number], result],
                "documents": cited[number],
            },
        )


def write_index(
    connection: sqlite3.Connection,
    texts: Iterable[tuple[int, str, Texts]],
    meanings: Iterable[tuple[str, str]],
    utterances: Utterances = MappingProxyType({}),
) -> None:
    """Make the tables ``search``, ``vocabulary``, ``sounds`` and ``pairs``.

    Args:
        texts: the number of each edition, its entry and the texts of its columns; the editions of an entry together.
        meanings: everyday words and what they mean; an entry whose name holds an abbreviation is found written out.
    """
    said = [(f" {fold(word)} ", meaning) for word, meaning in meanings if word.isupper()]
    words = IndexedWords()
    indexed = (*COLUMNS, PAIRS)
    kept_only = ", ".join(f"{column} UNINDEXED" for column in MARKED)
    connection.execute(
        f"CREATE VIRTUAL TABLE search USING fts5({', '.join(indexed)}, {kept_only}, tokenize = 'unicode61')"
    )
    places = ", ".join("?" for _ in (*indexed, *MARKED))
    insert = f"INSERT INTO search (rowid, {', '.join((*indexed, *MARKED))}) VALUES (?, {places})"
    for number, entry, own in texts:
        kept = {column: [text for text in own.get(column, ()) if text] for column in COLUMNS}
        named = f" {' '.join(fold(text) for column in NAMING for text in kept[column])} "
        kept["words"] += [meaning for word, meaning in said if word in named and fold(meaning) not in named]
        spoken = [text for _, text in utterances.get(entry, ())]
        connection.execute(insert, (number, *words.index_row(entry, kept, spoken).values()))
    connection.execute("INSERT INTO search (search) VALUES ('optimize')")
    written = words.written()
    connection.execute("CREATE TABLE vocabulary (word TEXT PRIMARY KEY, entries INTEGER, written TEXT) WITHOUT ROWID")
    connection.executemany(
        "INSERT INTO vocabulary VALUES (?, ?, ?)",
        ((word, often, written.get(word, word)) for word, often in sorted(words.words.items())),
    )
    connection.execute("CREATE TABLE sounds (sound TEXT PRIMARY KEY, entries INTEGER) WITHOUT ROWID")
    connection.executemany("INSERT INTO sounds VALUES (?, ?)", sorted(words.sounds.items()))
    connection.execute("CREATE TABLE pairs (pair TEXT PRIMARY KEY, entries INTEGER) WITHOUT ROWID")
    connection.executemany("INSERT INTO pairs VALUES (?, ?)", sorted(words.pairs.items()))
