"""What a catalogue already knows, as records of a seed: imports and layers stand on it and do not repeat it."""

import sqlite3
from datetime import date

import msgspec

from canang.catalog.overview import meta
from canang.seed.format import CalendarSeed, CatalogueSeed, DayOffSeed, DocumentSeed, SourceSeed, WorkedDaySeed
from canang.seed.records import Seed

_STANDING = ("kind", "level", "authority", "authority_before", "agency")


class Known(msgspec.Struct, frozen=True):
    """The parts of a catalogue that others may refer to. ``entries`` maps the id of each to its field, and
    ``standing`` to who decides it and at what level, as its newest edition has it.
    """

    catalogue: CatalogueSeed
    calendar: CalendarSeed
    calendar_sources: dict[str, SourceSeed]
    documents: dict[str, DocumentSeed]
    entries: dict[str, str]
    standing: dict[str, dict[str, str | None]]

    def empty_seed(self, layer: str | None) -> Seed:
        """A seed with nothing in it that stands on the catalogue."""
        return Seed(self.catalogue, self.calendar, dict(self.calendar_sources), [], layer=layer)


def read_known(connection: sqlite3.Connection) -> Known:
    """Read them from a catalogue opened for reading."""
    about = meta(connection)
    fields = {row["id"]: row["name"] for row in connection.execute("SELECT * FROM fields")}
    days = connection.execute("SELECT * FROM days ORDER BY day").fetchall()
    used = {row["source"] for row in days}
    return Known(
        CatalogueSeed(
            version=about["version"],
            as_of=date.fromisoformat(about["as_of"]),
            fields=fields,
            reported={},
            hotline=about["hotline"],
        ),
        CalendarSeed(
            announced=[int(year) for year in about["calendar_announced"].split()],
            off=[
                DayOffSeed(day=date.fromisoformat(row["day"]), name=row["name"], source=row["source"])
                for row in days
                if not row["worked"]
            ],
            worked=[
                WorkedDaySeed(
                    day=date.fromisoformat(row["day"]),
                    instead_of=date.fromisoformat(row["instead_of"]),
                    source=row["source"],
                )
                for row in days
                if row["worked"]
            ],
        ),
        {row["id"]: _source(row) for row in connection.execute("SELECT * FROM sources") if row["id"] in used},
        {row["number"]: _document(row) for row in connection.execute("SELECT * FROM documents")},
        {row["id"]: row["field"] for row in connection.execute("SELECT id, field FROM entries")},
        {
            row["entry"]: {name: row[name] for name in _STANDING}
            for row in connection.execute("SELECT * FROM editions ORDER BY effective_from")
        },
    )


def _source(row: sqlite3.Row) -> SourceSeed:
    return SourceSeed(
        title=row["title"], publisher=row["publisher"], url=row["url"], read_on=date.fromisoformat(row["read_on"])
    )


def _document(row: sqlite3.Row) -> DocumentSeed:
    return DocumentSeed(
        number=row["number"],
        type=row["type"],
        issuer=row["issuer"],
        title=row["title"],
        text_read=row["text_read"],
        issued=_day(row["issued"]),
        from_=_day(row["effective_from"]),
        to=_day(row["effective_to"]),
        note=row["note"],
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
