"""``canang may-chu``: communes hand in packs, the province sees them all, nothing written is changed unseen."""

import io
import json
import os
import uuid
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest
from openpyxl import load_workbook

from canang.server.register import OfficeRegister
from canang.server.setup import upgrade
from tests.conftest import Canang, Outcome, swept

from .conftest import Database, Server, program

NAME = "Phòng khám Hòa Bình"
Run = Callable[..., Outcome]


@pytest.fixture
def run(canang: Canang, database: Database, tmp_path: Path) -> Run:
    """One command at the province, or of an official of a commune with a folder of its own."""

    def run_it(*arguments: str, at: str = "Sở", dsn: str | None = None) -> Outcome:
        variables = {"CANANG_HOME": str(tmp_path / at), "CANANG_NGUOI": at, "CANANG_CSDL": dsn or database.app}
        return canang(*arguments, **variables)

    return run_it


@pytest.fixture
def handed_in(run: Run, tmp_path: Path) -> Path:
    """A commune's late case and its difficulty, in the province's register."""
    pack = tmp_path / "an-binh.goi"
    assert run("ho-so", "mo", "NLNT-02.1", NAME, "--nhan", "2026-10-01", "--van-lam", at="An").code == 0
    assert run("vuong-mac", "ghi", "TDC-01.2", "thiếu bình chuẩn", "--buoc", "2", at="An").code == 0
    assert run("ho-so", "gui-goi", "-o", str(pack), at="An").code == 0
    got = run("may-chu", "nap", str(pack), "--co-quan", "an binh", "--tin", "--json")
    assert json.loads(got.out)["result"]["added"] == 4, got.err
    return pack


def test_a_commune_hands_in_once_and_the_province_sees_what_is_late(run: Run, handed_in: Path, tmp_path: Path) -> None:
    again = run("may-chu", "nap", str(handed_in), "--co-quan", "Xã An Bình", "--json")
    assert json.loads(again.out)["result"]["added"] == 0
    shown = " ".join(run("may-chu", "tong-hop").out.split())
    assert "Xã An Bình · NLNT-02.1: 1 trễ hạn" in shown
    assert "TDC-01.2 bước 2. Ra quyết định kiểm tra" in shown
    assert "thiếu bình chuẩn" in shown
    seen = json.loads(run("may-chu", "tong-hop", "--json").out)
    assert [(row["office"], row["late"], row["open"]) for row in seen["rows"]] == [("Xã An Bình", 1, 1)]
    assert [(each["entry"], each["offices"]) for each in seen["stumbles"]] == [("TDC-01.2", ["Xã An Bình"])]
    assert run("may-chu", "tong-hop", "-o", str(tmp_path / "tinh.xlsx")).code == 0
    book = load_workbook(io.BytesIO((tmp_path / "tinh.xlsx").read_bytes()))
    assert book.sheetnames == ["Tiến độ", "Vướng mắc", "Sẵn sàng"]
    assert [cell.value for cell in book["Tiến độ"][2]][:5] == [
        "Xã An Bình",
        "NLNT-02.1",
        book["Tiến độ"]["C2"].value,
        1,
        1,
    ]
    assert "Bước" in [cell.value for cell in book["Vướng mắc"][1]]


def test_a_successor_gets_all_that_the_province_has(run: Run, handed_in: Path, tmp_path: Path) -> None:
    pack = tmp_path / "ban-giao.goi"
    assert run("may-chu", "xuat", "--co-quan", "Xã An Bình", "-o", str(pack)).code == 0
    got = run("ho-so", "nhan-goi", str(pack), "--tin", "--json", at="Kế nhiệm")
    assert json.loads(got.out)["result"]["new_cases"] == [NAME]
    assert "thiếu bình chuẩn" in run("vuong-mac", at="Kế nhiệm").out


def test_offices_are_added_and_named_forgivingly(run: Run, tmp_path: Path) -> None:
    assert run("may-chu", "co-quan", "Phường Cầu Giấy").code == 0
    assert run("may-chu", "co-quan", "Phường Cầu Giấy").code == 2
    assert "Phường Cầu Giấy" in run("may-chu", "co-quan").out
    assert "nhiều cơ quan cùng khớp" in run("may-chu", "nap", str(tmp_path), "--co-quan", "xã").err
    assert "chưa có cơ quan này" in run("may-chu", "nap", str(tmp_path), "--co-quan", "Huế").err
    assert run("may-chu", "co-quan", "X", "--cap", "huyện").code == 2
    assert run("may-chu", "co-quan", " \x1b[2J ").code == 2


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("UPDATE events SET data = replace(data, 'thiếu', 'đủ')", "đã bị sửa"),
        ("UPDATE events SET who = 'khác' WHERE link = 2", "đã bị sửa"),
        ("DELETE FROM events WHERE link = 2", "bị lấy mất"),
        ("UPDATE events SET link = CASE link WHEN 1 THEN -2 ELSE -1 END WHERE link IN (1, 2)", "bị lấy mất"),
        ("DELETE FROM events WHERE link = 4", "mất 1 sự kiện cuối"),
        ("DELETE FROM events", "mất 4 sự kiện cuối"),
    ],
)
def test_what_the_superuser_changes_is_found(
    run: Run, handed_in: Path, database: Database, tmp_path: Path, change: str, said: str
) -> None:
    heads = tmp_path / "dau.txt"
    assert run("may-chu", "dau-so", "-o", str(heads), dsn=database.owner).code == 0
    sound = run("may-chu", "kiem-tra", "--dau", str(heads), dsn=database.owner)
    assert (sound.code, "4 việc" in sound.out) == (0, True)
    with closing(psycopg.connect(database.owner)) as connection:
        connection.execute(change)
        connection.commit()
    found = run("may-chu", "kiem-tra", "--dau", str(heads), dsn=database.owner)
    assert found.code == 3
    assert said in found.err


def test_a_chain_computed_anew_differs_from_the_kept_head(
    run: Run, handed_in: Path, database: Database, tmp_path: Path
) -> None:
    heads = tmp_path / "dau.txt"
    assert run("may-chu", "dau-so", "-o", str(heads), dsn=database.owner).code == 0
    said = heads.read_text(encoding="utf-8")
    forged = said.replace(said.split()[6], "0" * 64)
    heads.write_text(forged, encoding="utf-8")
    found = run("may-chu", "kiem-tra", "--dau", str(heads), dsn=database.owner)
    assert (found.code, "tính lại" in found.err) == (3, True)


def test_a_backup_comes_back_whole_in_another_database(
    run: Run, handed_in: Path, database: Database, postgres: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = program("pg_dump")
    assert found is not None
    monkeypatch.setenv("PATH", f"{Path(found).parent}{os.pathsep}{os.environ['PATH']}")
    copy = tmp_path / "tinh.pgdump"
    assert run("may-chu", "sao-luu", "-o", str(copy), dsn=database.owner).code == 0
    name = f"k{uuid.uuid4().hex[:12]}"
    with closing(psycopg.connect(postgres.dsn("postgres"), autocommit=True)) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            restored = run("may-chu", "khoi-phuc", str(copy), dsn=postgres.dsn(name))
            assert restored.code == 0, restored.err
            assert run("may-chu", "khoi-phuc", str(copy), dsn=postgres.dsn(name)).code == 2
            checked = run("may-chu", "kiem-tra", dsn=postgres.dsn(name))
            assert "4 việc" in checked.out
            app = postgres.dsn(name, "canang_app")
            assert (
                NAME
                in run("may-chu", "xuat", "--co-quan", "An Bình", "-o", str(tmp_path / "x.goi"), "--json", dsn=app).out
            )
            # What is written from now on is seen by whoever asks for what is new, and by no old machine's numbers.
            assert (
                json.loads(run("may-chu", "nap", str(handed_in), "--co-quan", "An Bình", "--json", dsn=app).out)[
                    "result"
                ]["known"]
                == 4
            )
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
    cut = tmp_path / "cut.pgdump"
    cut.write_bytes(copy.read_bytes()[:500])
    with closing(psycopg.connect(postgres.dsn("postgres"), autocommit=True)) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            refused = run("may-chu", "khoi-phuc", str(cut), dsn=postgres.dsn(name))
            assert (refused.code, "pg_restore không làm xong" in refused.err) == (2, True)
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_set_up_twice_keeps_all_and_a_newer_schema_is_left_alone(run: Run, handed_in: Path, database: Database) -> None:
    assert "canang_app" in run("may-chu", "dung", "--ten", "Tỉnh mới", dsn=database.owner).out
    assert "1 trễ hạn" in run("may-chu", "tong-hop").out
    with closing(psycopg.connect(database.owner)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    for arguments in (("dung", "--ten", "x"), ("tong-hop",)):
        refused = run("may-chu", *arguments, dsn=database.owner)
        assert (refused.code, "cập nhật canang" in refused.err) == (3, True)


def test_what_is_missing_is_said_plainly(run: Run, postgres: Server) -> None:
    away = run("may-chu", "tong-hop", dsn="postgresql://canang_app@127.0.0.1:1/x")
    assert "không trả lời" in away.err
    empty = run("may-chu", "tong-hop", dsn=postgres.dsn("postgres"))
    assert (empty.code, "chưa dựng sổ" in empty.err) == (3, True)
    refused = run("may-chu", "dung", "--ten", "x", dsn="postgresql://chu@127.0.0.1:1/x")
    assert refused.code != 0
    assert "connection" not in refused.err  # what PostgreSQL says is not Vietnamese


def test_lists_read_no_event(run: Run, handed_in: Path, database: Database) -> None:
    """The province's view does not grow with what happened long ago: it works without the right to read the log."""
    with database.register("Xã An Bình") as register:
        before = register.all_cases()
    with closing(psycopg.connect(database.owner)) as connection:
        connection.execute("CREATE POLICY blind ON events AS RESTRICTIVE TO canang_app USING (false)")
        connection.commit()
    with database.register("Xã An Bình") as register:
        assert register.log() == []
        assert [one.text for one in register.difficulties()] == ["thiếu bình chuẩn"]
        assert register.open_cases() == register.all_cases() == before
        assert register.gaps() == []
    assert "Xã An Bình · NLNT-02.1: 1 trễ hạn" in " ".join(run("may-chu", "tong-hop").out.split())


@pytest.mark.parametrize(
    ("change", "wrong"),
    swept([
        ("UPDATE states SET closed = 1", 1),
        ("UPDATE states SET state = replace(state, '2026-10-01', '2026-11-20')", 1),
        ("UPDATE difficulties SET said = replace(said, 'thiếu', 'đủ')", 1),
        ("UPDATE heard SET kept = 1", 1),
        ("DELETE FROM heard", 1),
        ("INSERT INTO states SELECT office, 'x', entry, closed, disputed, state, made_by FROM states", 1),
    ], each=3),
)  # fmt: skip
def test_a_state_that_is_not_what_the_log_says_is_found_and_made_again(
    run: Run, handed_in: Path, database: Database, change: str, wrong: int
) -> None:
    with closing(psycopg.connect(database.owner)) as connection:
        connection.execute(change)
        connection.commit()
    found = run("may-chu", "kiem-tra", dsn=database.owner)
    assert (found.code, f"{wrong} trạng thái ghi sẵn lệch với sổ" in found.err) == (3, True)
    mended = run("may-chu", "kiem-tra", "--lam-lai", dsn=database.owner)
    assert (mended.code, f"Đã làm lại {wrong}" in mended.out) == (0, True)
    assert run("may-chu", "kiem-tra", dsn=database.owner).code == 0
    assert "Xã An Bình · NLNT-02.1: 1 trễ hạn" in " ".join(run("may-chu", "tong-hop").out.split())


def test_a_filled_database_of_before_is_brought_up_to_date(
    run: Run, handed_in: Path, database: Database, postgres: Server
) -> None:
    """One that kept no states (revision 0002) has them after ``dung``, of every office."""
    with database.register("Xã Bình Minh") as other:
        now = datetime(2026, 11, 2, 8).astimezone()
        other.open("A", "TDC-01.2", "1", now)
        other.record("A", "close", None, {"day": "2026-11-02"}, now=now)
    name = f"c{uuid.uuid4().hex[:12]}"
    with closing(psycopg.connect(postgres.dsn("postgres"), autocommit=True)) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            upgrade(postgres.dsn(name), "0002")
            older = run("may-chu", "tong-hop", dsn=postgres.dsn(name, "canang_app"))
            assert (older.code, "lược đồ 0002" in older.err) == (3, True)
            with (
                closing(psycopg.connect(database.owner)) as source,
                closing(psycopg.connect(postgres.dsn(name))) as target,
            ):
                for table in ("province", "offices", "events", "cases", "difficulties", "memory", "machines"):
                    told = target.execute(f"SELECT * FROM {table} LIMIT 0").description or ()
                    columns = ", ".join(column.name for column in told)
                    with (
                        source.cursor().copy(f"COPY {table} ({columns}) TO STDOUT") as rows,
                        target.cursor().copy(f"COPY {table} ({columns}) FROM STDIN") as put,
                    ):
                        for data in rows:
                            put.write(data)
                target.commit()
            assert run("may-chu", "dung", "--ten", "Tỉnh cũ", dsn=postgres.dsn(name)).code == 0
            checked = run("may-chu", "kiem-tra", "--json", dsn=postgres.dsn(name))
            assert json.loads(checked.out)["result"] == {"events": 6, "heads": 0, "old": 0, "wrong": 0}, checked.err
            seen = json.loads(run("may-chu", "tong-hop", "--json", dsn=postgres.dsn(name, "canang_app")).out)
            assert [(row["office"], row["late"], row["open"], row["closed"]) for row in seen["rows"]] == [
                ("Xã An Bình", 1, 1, 0),
                ("Xã Bình Minh", 0, 0, 1),
            ]
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


RIGHTS: list[tuple[str, Any]] = [
    ("UPDATE events SET who = 'x'", psycopg.errors.InsufficientPrivilege),
    ("DELETE FROM events", psycopg.errors.InsufficientPrivilege),
    ("TRUNCATE events", psycopg.errors.InsufficientPrivilege),
    ("ALTER TABLE events DISABLE ROW LEVEL SECURITY", psycopg.errors.InsufficientPrivilege),
    ("DROP POLICY own ON events", psycopg.errors.InsufficientPrivilege),
    ("SET ROLE chu", psycopg.errors.InsufficientPrivilege),
    ("UPDATE province SET name = 'x'", psycopg.errors.InsufficientPrivilege),
]


@pytest.mark.parametrize(("statement", "error"), RIGHTS)
def test_the_role_that_serves_changes_nothing_that_was_written(
    handed_in: Path, database: Database, statement: str, error: Any
) -> None:
    with closing(psycopg.connect(database.app)) as connection:
        connection.execute("SELECT set_config('canang.office', %s, true)", (database.offices["Xã An Bình"],))
        with pytest.raises(error):
            connection.execute(statement)


def test_an_office_sees_its_own_even_where_the_program_forgets_to_ask(handed_in: Path, database: Database) -> None:
    counts = {}
    for name in ("Xã An Bình", "Xã Bình Minh", None):
        with closing(psycopg.connect(database.app)) as connection:
            if name:
                connection.execute("SELECT set_config('canang.office', %s, true)", (database.offices[name],))
            counts[name] = [
                connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # type: ignore[index]
                for table in ("events", "cases", "difficulties")
            ]
    assert counts == {"Xã An Bình": [4, 1, 1], "Xã Bình Minh": [0, 0, 0], None: [0, 0, 0]}
    with closing(psycopg.connect(database.app)) as connection:
        connection.execute("SELECT set_config('canang.office', %s, true)", (database.offices["Xã Bình Minh"],))
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(
                "INSERT INTO memory (office, key, value) VALUES (%s, 'x', 'y')", (database.offices["Xã An Bình"],)
            )


def test_the_office_of_a_transaction_ends_with_it(handed_in: Path, database: Database) -> None:
    """A connection that a pool hands to the next office carries nothing over."""
    with closing(psycopg.connect(database.app)) as connection:
        first = OfficeRegister(connection, database.offices["Xã An Bình"])
        assert first.names() == [NAME]
        first.close()
        assert connection.execute("SELECT count(*) FROM events").fetchone() == (0,)
        connection.rollback()
        second = OfficeRegister(connection, database.offices["Xã Bình Minh"])
        assert second.names() == []


def test_a_late_commit_is_not_missed(database: Database) -> None:
    """Who reads what is new between two writers sees the slower one's events at the next time."""
    now = datetime(2026, 11, 2, 8).astimezone()
    with (
        closing(psycopg.connect(database.app)) as slow,
        database.register("Xã An Bình") as writer,
        database.register("Xã An Bình") as reader,
    ):
        slow.execute("SELECT pg_current_xact_id()")  # began first, not over yet
        writer.open("A", "TDC-01.2", "1", now)
        assert reader.after((0, 0)) == []
        slow.rollback()
        reader.close()
        seen = reader.after((0, 0))
        assert [event.kind for _, event in seen] == ["open"]
        writer.open("B", "TDC-01.2", "1", now)
        reader.close()
        assert [event.data["name"] for _, event in reader.after(seen[-1][0])] == ["B"]
