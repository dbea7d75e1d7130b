"""The handbook for other Python programs.

>>> import canang
>>> with canang.open_handbook() as handbook:
...     handbook.search("cây xăng")[0].id
...     handbook.entry("TDC-01.2").authority
...     handbook.entry("tdc 1.2", "2025-01-01").as_of.isoformat()
...     handbook.deadline("BC-01.1", "2026-11-23").due.day.isoformat()
'TDC-01.2'
'Ủy ban nhân dân cấp xã'
'2025-01-01'
'2026-12-08'
"""

import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from types import TracebackType

from canang.catalog.database import open_catalog
from canang.catalog.model import Entry
from canang.desk.answers import deadlines_of, hits
from canang.desk.desk import Desk
from canang.desk.reading import read_entry
from canang.desk.said import Deadlines, Hit
from canang.desk.searching import Search
from canang.search.results import Wanted
from canang.text.days import read_day, today_in_vietnam


class Handbook:
    """A handbook kept open; closed by ``close``, or at the end of a ``with``."""

    def __init__(self, path: Path | str | None = None, *, variables: Mapping[str, str] | None = None) -> None:
        """Open a handbook.

        Args:
            path: a catalogue; None is the one in use on this machine, with its updates and layers.
            variables: of the process, where ``CANANG_HOME`` and ``CANANG_DB`` are looked for; None are its own.

        Raises:
            canang.catalog.database.CatalogUnusable: missing, damaged, or of another version.
        """
        self._desk = Desk(
            today_in_vietnam(), os.environ if variables is None else variables, Path(path) if path else None
        )
        self._connection = open_catalog(self._desk.catalog_path)
        self._search = Search(self._connection)

    def search(
        self,
        words: str,
        day: date | str | None = None,
        *,
        field: str | None = None,
        level: str | None = None,
        limit: int = 8,
    ) -> list[Hit]:
        """Everyday words to entries: those that answer (``grade`` is ``answer``), then those that come near.

        Args:
            words: with or without marks.
            day: the day to answer for, also as ``2026-07-01`` or ``01/7/2026``; None is today.
            field: only of this field, as ``TDC``.
            level: only decided at this level: ``xa``, ``tinh`` or ``bo``.
            limit: at most so many.
        """
        found = self._search.find(words, _day(day), Wanted(field, level), limit)
        return list(hits(found))

    def entry(self, reference: str, day: date | str | None = None) -> Entry:
        """An entry as it stands on a day; a task with one procedure stands for it.

        Args:
            reference: an id written in any way, or a code of the national database.
            day: as of ``search``.

        Raises:
            canang.catalog.entries.UnknownEntry: nothing has it.
        """
        return read_entry(self._desk, reference, _day(day)).entry

    def deadline(self, reference: str, received: date | str) -> Deadlines:
        """When a procedure and its steps are due whose file was received on a day, by Vietnam's working days.

        ``due`` is None where the time does not begin with the receipt, or the law states no number.

        Raises:
            canang.catalog.entries.UnknownEntry: nothing has it.
        """
        return deadlines_of(self._desk, reference, _day(received))

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def __enter__(self) -> "Handbook":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_handbook(path: Path | str | None = None) -> Handbook:
    """The handbook of this machine, or of another catalogue; to be closed, or used in a ``with``."""
    return Handbook(path)


def _day(asked: date | str | None) -> date:
    if asked is None:
        return today_in_vietnam()
    return read_day(asked) if isinstance(asked, str) else asked
