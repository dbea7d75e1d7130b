"""The same seed gives the same catalogue, and it is the committed one."""

import sqlite3
from contextlib import closing
from pathlib import Path

from tests.conftest import ROOT

from canang.seed.build import build_catalog


def dump(path: Path) -> list[str]:
    """The content as SQL; the pages of an FTS index differ between SQLite versions, its rows do not."""
    with closing(sqlite3.connect(path)) as connection:
        lines = [line for line in connection.iterdump() if "search_" not in line and "search" not in line]
        return lines + [str(row) for row in connection.execute("SELECT rowid, * FROM search ORDER BY rowid")]


def test_the_committed_catalogue_is_what_the_seed_gives(tmp_path: Path) -> None:
    built = tmp_path / "tasks.sqlite"
    build_catalog(ROOT / "data" / "seed", built)
    assert dump(built) == dump(ROOT / "data" / "tasks.sqlite")


def test_no_row_points_to_what_is_not_there() -> None:
    with closing(sqlite3.connect(ROOT / "data" / "tasks.sqlite")) as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        keys = {
            table: connection.execute(f"PRAGMA foreign_key_list({table})").fetchall()
            for table in ("editions", "steps", "dossier", "citations", "document_changes")
        }
        assert all(keys.values())
