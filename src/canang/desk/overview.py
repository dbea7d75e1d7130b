"""The handbook from above: what it holds, the lists of its entries, and what stands about its data."""

from datetime import date

import msgspec

from canang.catalog.entries import find_entry
from canang.catalog.model import Status
from canang.catalog.overview import (
    Filters,
    Listed,
    documents_beginning,
    entries_beginning,
    everyday_words,
    fields,
    fields_beginning,
    list_entries,
    meanings,
    meta,
    utterances,
)
from canang.catalog.practice import practised_entries
from canang.desk.desk import Desk
from canang.text.days import read_day


class Overview(msgspec.Struct, frozen=True):
    """What the handbook holds on a day: ``fields`` are names by id, ``tasks`` and ``procedures`` count those in force,
    ``as_of`` is the day of the data, ``practices`` are ids with the names of the invented cases."""

    fields: dict[str, str]
    tasks: int
    procedures: int
    version: str
    as_of: date
    hotline: str
    practices: tuple[tuple[str, str], ...]


class Spoken(msgspec.Struct, frozen=True):
    """How people call things: the everyday words and the utterances of each entry by its id, and everyday words with
    what they mean, both folded."""

    everyday: dict[str, list[str]]
    utterances: dict[str, list[str]]
    meanings: list[tuple[str, str]]


def overview(desk: Desk, day: date) -> Overview:
    """The handbook as it stands on a day."""
    return desk.kept("overview", lambda: _count(desk, day)) if day == desk.today else _count(desk, day)


def _count(desk: Desk, day: date) -> Overview:
    with desk.catalog() as connection:
        known = meta(connection)
        tasks, procedures = (
            sum(item.status is Status.IN_FORCE for item in list_entries(connection, Filters(), day, type_))
            for type_ in ("task", "procedure")
        )
        return Overview(
            fields(connection),
            tasks,
            procedures,
            known["version"],
            read_day(known["as_of"]),
            known["hotline"],
            tuple(practised_entries(connection)),
        )


def list_of(desk: Desk, filters: Filters, day: date, type_: str) -> list[Listed]:
    """The tasks (``task``) or procedures (``procedure``) that pass the filters, as they stand on the day."""
    with desk.catalog() as connection:
        return list_entries(connection, filters, day, type_)


def field_names(desk: Desk) -> dict[str, str]:
    """The fields of work, id to name."""
    with desk.catalog() as connection:
        return fields(connection)


def about(desk: Desk) -> dict[str, str]:
    """What the data says of itself: version, day, content hash."""

    def read() -> dict[str, str]:
        with desk.catalog() as connection:
            return meta(connection)

    return desk.kept("meta", read)


def has_entry(desk: Desk, reference: str) -> bool:
    """Whether a reference, an id or a code written in any way, means an entry."""
    with desk.catalog() as connection:
        return find_entry(connection, reference) is not None


def beginning(desk: Desk, what: str, start: str) -> list[tuple[str, str]]:
    """What begins with a text in any case, each with what it is called.

    Args:
        what: ``entry``, ``field`` or ``document``.
    """
    find = {"entry": entries_beginning, "field": fields_beginning, "document": documents_beginning}[what]
    with desk.catalog() as connection:
        return find(connection, start)


def spoken(desk: Desk) -> Spoken:
    """How people call what the handbook holds."""
    with desk.catalog() as connection:
        return Spoken(everyday_words(connection), utterances(connection), meanings(connection))
