"""The handbook from above: what it holds, the lists of its entries, and what stands about its data."""

from datetime import date

import msgspec

from canang.catalog.model import Status
from canang.catalog.overview import Filters, Listed, everyday_words, fields, list_entries, meanings, meta, utterances
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


def spoken(desk: Desk) -> Spoken:
    """How people call what the handbook holds."""
    with desk.catalog() as connection:
        return Spoken(everyday_words(connection), utterances(connection), meanings(connection))
