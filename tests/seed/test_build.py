"""The same seed gives the same catalogue, and it is the committed one."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import ROOT, Canang

from canang.seed.build import build_catalog


def content(path: Path) -> Iterator[tuple[str, str, list[tuple[Any, ...]]]]:
    """Each table with how it was made and its rows, then each index; the pages of a full-text index, which stand in
    tables named after it, differ between SQLite versions, its rows do not.
    """
    with closing(sqlite3.connect(path)) as connection:
        made = connection.execute("SELECT name, type, sql FROM sqlite_schema ORDER BY type DESC, name").fetchall()
        for name, kind, sql in made:
            if kind != "table":
                yield name, sql, []
            elif not name.startswith(("search_", "asked_")):
                number = "" if "WITHOUT ROWID" in sql.upper() else "rowid, "
                yield name, sql, connection.execute(f"SELECT {number}* FROM {name}").fetchall()


def test_the_committed_catalogue_is_what_the_seed_gives(tmp_path: Path) -> None:
    built = tmp_path / "tasks.sqlite"
    build_catalog(ROOT / "data" / "seed", built)
    for (name, sql, rows), committed in zip(content(built), content(ROOT / "data" / "tasks.sqlite"), strict=True):
        assert (name, sql, len(rows)) == (committed[0], committed[1], len(committed[2]))
        differing = next((pair for pair in zip(rows, committed[2], strict=True) if pair[0] != pair[1]), None)
        assert differing is None, name


def test_no_row_points_to_what_is_not_there() -> None:
    with closing(sqlite3.connect(ROOT / "data" / "tasks.sqlite")) as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        keys = {
            table: connection.execute(f"PRAGMA foreign_key_list({table})").fetchall()
            for table in ("editions", "steps", "dossier", "citations", "document_changes")
        }
        assert all(keys.values())


@pytest.mark.parametrize(
    ("command", "granted", "about", "sibling"),
    [
        (("xem", "VT-21.3"), "khoản 2 Điều 4 Nghị định 133/2025/NĐ-CP", "Mục VI Phụ lục I", "Mục V Phụ lục I"),
        (("xem", "TDC-09.3"), "khoản 6 Điều 71 Nghị định 37/2026/NĐ-CP", "Điều 76 Nghị định", "Điều 75 Nghị định"),
        (("xem", "SHTT-06.2"), "khoản 1 Điều 59a Nghị định 65/2023/NĐ-CP", "Điều 29 Nghị định 100", "Điều 61 Nghị"),
        (("xem", "SHTT-06.2", "--ngay", "01/3/2026"), "Điều 37, 42 Nghị định 133/2025/NĐ-CP", "", "Điều 59a Nghị định"),
    ],
)
def test_a_procedure_rests_on_the_power_of_its_task_and_on_the_rules_of_its_own_contents(
    canang: Canang, command: tuple[str, ...], granted: str, about: str, sibling: str
) -> None:
    page = " ".join(canang(*command).out.split())
    basis = page.partition("CĂN CỨ PHÁP LÝ")[2].partition("ĐÃ KIỂM CHỨNG")[0]
    assert granted in basis.partition("Nội dung việc:")[0]
    assert about in basis
    assert sibling not in basis


def test_a_procedure_that_says_null_takes_nothing_from_its_task(canang: Canang) -> None:
    task, own = (
        json.loads(canang("xem", entry, "--ngay", "2025-08-01", "--json").out) for entry in ("CDS-01", "CDS-01.1")
    )
    assert task["authority_before"] and own["authority_before"] is None


def test_what_a_procedure_says_stands_before_what_its_task_says(canang: Canang) -> None:
    task, own = (json.loads(canang("xem", entry, "--json").out) for entry in ("CDS-01", "CDS-01.4"))
    assert own["agency"] != task["agency"]
