"""The catalogue kept open between requests: one search a thread, until the file is another."""

import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from canang.catalog.database import open_catalog
from canang.desk.desk import Desk
from canang.desk.searching import Search

if TYPE_CHECKING:
    from canang.desk.province import CatalogueToday

T = TypeVar("T")


class Shelf:
    """The open searches of the threads that answer; a catalogue that was updated is opened anew."""

    def __init__(self) -> None:
        self._kept = threading.local()
        self._lock = threading.Lock()
        self._made: dict[str, tuple[object, Any]] = {}

    def search(self, desk: Desk) -> Search:
        """The search of this thread over the catalogue in use.

        Raises:
            CatalogUnusable: missing, damaged, or of another version.
        """
        path = desk.catalog_path
        state = _state(path)
        if getattr(self._kept, "state", None) != state:
            connection: sqlite3.Connection = open_catalog(path)
            self._kept.search, self._kept.state = Search(connection), state
        found: Search = self._kept.search
        return found

    def remembered(self, desk: Desk, what: str, make: Callable[[], T]) -> T:
        """What is made of the catalogue alone, made once a day and when the catalogue is another.

        Args:
            what: its name; each is made by one ``make``.

        Raises:
            CatalogUnusable: missing, damaged, or of another version.
        """
        state = (_state(desk.catalog_path), desk.today)
        with self._lock:  # of several who ask at once one makes it
            if self._made.get(what, (None,))[0] != state:
                self._made[what] = (state, make())
            found: T = self._made[what][1]
            return found

    def today(self, desk: Desk) -> "CatalogueToday":
        """What the province's view needs of the catalogue."""
        from canang.desk.province import catalogue_today  # noqa: PLC0415  only a province pays

        return self.remembered(desk, "today", lambda: catalogue_today(desk))


def _state(path: Path) -> tuple[str, int, int, int]:
    """What is another when a file has been replaced."""
    try:
        known = path.stat()
    except OSError:
        return str(path), 0, 0, 0
    return str(path), known.st_ino, known.st_mtime_ns, known.st_size
