"""The catalogue kept open between requests: one search a thread, until the file is another."""

import sqlite3
import threading
from pathlib import Path

from canang.catalog.database import open_catalog
from canang.desk.desk import Desk
from canang.desk.searching import Search


class Shelf:
    """The open searches of the threads that answer; a catalogue that was updated is opened anew."""

    def __init__(self) -> None:
        self._kept = threading.local()

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


def _state(path: Path) -> tuple[str, int, int, int]:
    """What is another when a file has been replaced."""
    try:
        known = path.stat()
    except OSError:
        return str(path), 0, 0, 0
    return str(path), known.st_ino, known.st_mtime_ns, known.st_size
