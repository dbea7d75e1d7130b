"""What stays open between requests: the catalogue and a search for each thread, what was made of it for all."""

import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from canang.catalog.database import open_catalog
from canang.desk.desk import Desk
from canang.desk.searching import Search

T = TypeVar("T")


class Shelf:
    """The open catalogues of the threads that answer; a catalogue that was updated is opened anew."""

    def __init__(self) -> None:
        self._kept = threading.local()
        self._lock = threading.Lock()
        self._turns: dict[str, threading.Lock] = {}
        self._made: dict[str, tuple[object, Any]] = {}

    def catalog(self, path: Path) -> sqlite3.Connection:
        """The catalogue of this thread, open for reading; nobody closes it.

        Raises:
            CatalogUnusable: missing, damaged, or of another version.
        """
        state = _state(path)
        if getattr(self._kept, "state", None) != state:
            self._kept.catalog, self._kept.search, self._kept.state = open_catalog(path), None, state
        found: sqlite3.Connection = self._kept.catalog
        return found

    def search(self, desk: Desk) -> Search:
        """The search of this thread over the catalogue in use.

        Raises:
            CatalogUnusable: missing, damaged, or of another version.
        """
        connection = self.catalog(desk.catalog_path)
        if self._kept.search is None:
            self._kept.search = Search(connection)
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
        with self._lock:
            turn = self._turns.setdefault(what, threading.Lock())
        with turn:  # of several who ask at once one makes it
            if self._made.get(what, (None,))[0] != state:
                self._made[what] = (state, make())
            found: T = self._made[what][1]
            return found


def _state(path: Path) -> tuple[str, int, int, int]:
    """What is another when a file has been replaced."""
    try:
        known = path.stat()
    except OSError:
        return str(path), 0, 0, 0
    return str(path), known.st_ino, known.st_mtime_ns, known.st_size
