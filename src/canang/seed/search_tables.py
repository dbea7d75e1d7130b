"""What the search goes by beside the index: what words mean, what people say, what was fitted, whose a matter is."""

from collections.abc import Iterable
from typing import Any

from canang.search.index import spelled
from canang.search.leaning import ENTRIES, packed
from canang.seed.records import Seed
from canang.seed.rows import Row


def write_search_tables(db: Any, seed: Seed) -> None:
    """Fill ``words``, ``utterances``, ``weights``, ``leanings`` and ``elsewhere``."""
    _words(db, seed)
    _utterances(db, seed)
    _ranking(db, seed)
    _leanings(db, seed)
    _elsewhere(db, seed)


def _insert(db: Any, table: str, rows: Iterable[Row]) -> None:
    db.table(table).insert_all(rows)


def _insert_numbered(db: Any, table: str, rows: Iterable[Row]) -> None:
    _insert(db, table, ({"id": position, **row} for position, row in enumerate(rows, 1)))


def _words(db: Any, seed: Seed) -> None:
    """The words as people wrote them, and folded as the search compares them."""
    _insert_numbered(
        db,
        "words",
        (
            {
                "said": " ".join(spelled(said)),
                "means": " ".join(spelled(meant)),
                "written": said,
                "written_means": meant,
            }
            for word in seed.words
            for said in word.say
            for meant in word.means
        ),
    )


def _utterances(db: Any, seed: Seed) -> None:
    said = {entry: texts for _, file in seed.utterances for entry, texts in file.items()}
    rows = ({"entry": entry, "text": text} for entry in sorted(said) for text in said[entry])
    _insert_numbered(db, "utterances", rows)


def _elsewhere(db: Any, seed: Seed) -> None:
    """The phrases as they are written: the search goes by their marks where somebody typed marks."""
    _insert_numbered(
        db,
        "elsewhere",
        (
            {"said": said.lower(), "field": each.field, "ministry": each.ministry, "source": each.source}
            for each in seed.elsewhere
            for said in each.say
        ),
    )


def _ranking(db: Any, seed: Seed) -> None:
    """What the search has been fitted to: ``bench/fit_search.py`` writes it into the seed."""
    _insert(
        db,
        "weights",
        (
            {"model": model, "feature": feature, "weight": weight}
            for model, weights in sorted(seed.ranking.items())
            for feature, weight in sorted(weights.items())
        ),
    )


def _leanings(db: Any, seed: Seed) -> None:
    """What words lean to: ``bench/fit_leanings.py`` writes it into the seed."""
    rows = (
        {"said": said, "rarity": rarity, "weights": _weights(weights) if said != ENTRIES else _entries(weights)}
        for said, rarity, weights in seed.leanings
    )
    _insert(db, "leanings", rows)


def _entries(named: str) -> bytes:
    return "\n".join(named.split()).encode()


def _weights(written: str) -> bytes:
    pairs = (each.partition(":") for each in written.split())
    return packed((int(number), int(weight)) for number, _, weight in pairs)
