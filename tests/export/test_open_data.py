"""The open data: every entry is as its schema says, the tables are whole, and a plain SQLite file opens anywhere."""

import csv
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from tests.conftest import ROOT, Canang, Once, runner, shares

from canang.catalog.open_tables import OPEN


@pytest.fixture(scope="module", params=["nho", pytest.param("ca-cam-nang", marks=pytest.mark.soak)])
def catalogue(request: pytest.FixtureRequest, small: Path) -> Path:
    """What is opened: the small handbook, and all of it in the soak."""
    return (small if request.param == "nho" else ROOT) / "data" / "tasks.sqlite"


@pytest.fixture
def canang(catalogue: Path, tmp_path: Path) -> Canang:
    return runner(tmp_path / "home", catalogue)


@pytest.fixture(scope="module")
def folder(once: Once, catalogue: Path) -> Path:
    name = "mo" if catalogue.is_relative_to(ROOT) else "mo-nho"
    return once.made(name, lambda made: opened(runner(made.with_name(f"{name}-home"), catalogue), made))


def opened(canang: Canang, folder: Path, **variables: str) -> None:
    assert canang("du-lieu", "mo", str(folder), **variables).code == 0


@pytest.mark.parametrize("share", shares(8))
def test_every_entry_is_as_the_schema_says(canang: Canang, catalogue: Path, folder: Path, share: slice) -> None:
    schema = json.loads((folder / "muc.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    entries = json.loads((folder / "muc.json").read_text(encoding="utf-8"))
    with closing(sqlite3.connect(catalogue)) as connection:
        assert (len(entries),) == connection.execute("SELECT count(*) FROM entries").fetchone()
    looked_at = entries[share]
    faults = [f"{entry['id']}: {fault.message}" for entry in looked_at for fault in validator.iter_errors(entry)]
    assert faults == []
    for procedure in [entry for entry in looked_at if entry["type"] == "procedure"][:1]:
        assert procedure == json.loads(canang("xem", procedure["id"], "--json").out)


def test_the_schema_refuses_what_is_no_entry(folder: Path) -> None:
    validator = Draft202012Validator(json.loads((folder / "muc.schema.json").read_text(encoding="utf-8")))
    entry = json.loads((folder / "muc.json").read_text(encoding="utf-8"))[0]
    for spoilt in ({**entry, "fee": ""}, {**entry, "them": 1}, {**entry, "status": "x"}, {"id": "TDC-01"}):
        assert not validator.is_valid(spoilt)


def test_the_tables_are_whole_in_both_forms(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "canang.db")) as connection:
        for table in OPEN:
            with (folder / "csv" / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
                rows = list(csv.reader(file))
            (count,) = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
            assert len(rows) - 1 == count, table
        names = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")}
        newest, entries = (f"SELECT count(*) FROM {name}" for name in ("muc_hien_hanh", "entries"))
        assert connection.execute(newest).fetchone() == connection.execute(entries).fetchone() != (0,)
    described = set(json.loads((folder / "metadata.json").read_text(encoding="utf-8"))["databases"]["canang"]["tables"])
    assert described <= names


def test_a_folder_of_something_else_is_left_alone(canang: Canang, tmp_path: Path) -> None:
    (tmp_path / "khac").mkdir()
    (tmp_path / "khac" / "thu.txt").write_text("giữ", encoding="utf-8")
    assert canang("du-lieu", "mo", str(tmp_path / "khac"), "--ghi-de").code == 2
    assert (tmp_path / "khac" / "thu.txt").read_text(encoding="utf-8") == "giữ"


@pytest.mark.usefixtures("came_with_it")
def test_open_data_is_written_anew_with_leave_only(canang: Canang, tmp_path: Path) -> None:
    folder = tmp_path / "mo"
    opened(canang, folder, CANANG_DB="")
    assert canang("du-lieu", "mo", str(folder), CANANG_DB="").code == 2
    assert canang("du-lieu", "mo", str(folder), "--ghi-de", CANANG_DB="").code == 0
    assert sorted(path.name for path in folder.parent.iterdir() if path.name.startswith(".")) == []
