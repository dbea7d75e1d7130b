"""What goes wrong between machines and a province's server: told in plain words, the rest goes on, nothing is lost."""

import json
import shutil
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import psycopg
import pytest

from canang.cases.events import Event, new_id
from canang.cases.register import Register
from canang.desk.cases import open_case
from canang.desk.desk import Desk
from canang.server.setup import REVISION
from tests.conftest import TODAY, swept

from . import test_sync
from .conftest import Database, Server
from .test_sync import NAME, Run, Running, ask

run, server, joined = test_sync.run, test_sync.server, test_sync.joined
Join = Callable[..., str]


def send(server: Running, token: str, device: str, events: list[Any]) -> dict[str, Any]:
    body = msgspec.json.encode({"device": device, "events": events})
    status, answer = ask(server, token, "POST", "/dong-bo/gui", body)
    assert status == 200, answer
    told: dict[str, Any] = json.loads(answer)
    return told


def note(case: str | None, device: str, number: int, **changes: Any) -> Event:
    now = datetime(2026, 11, 20, 8).astimezone()
    event = Event(new_id(), case, device, number, number, now, "x", "note", "step:a", {"note": f"{number}"})
    return msgspec.structs.replace(event, **changes)


def opened(device: str, number: int = 1) -> Event:
    data = {"name": NAME, "entry": "TDC-01.2", "data_version": "1"}
    return note(new_id(), device, number, kind="open", item=None, data=data)


def test_an_event_of_another_office_stays_in_the_office_of_the_machine(
    joined: Join, server: Running, database: Database
) -> None:
    first, second = joined("An"), joined("Chi", "Xã Bình Minh")
    device = new_id()
    opening = opened(device)
    send(server, first, device, [opening, note(opening.case, device, 2)])
    stranger = new_id()
    said = msgspec.to_builtins(note(opening.case, stranger, 1)) | {"office": database.offices["Xã An Bình"]}
    assert [each["outcome"] for each in send(server, second, stranger, [said])["verdicts"]] == ["later"]
    # The same events under another office are that office's own; the first has what it had.
    assert [each["outcome"] for each in send(server, second, stranger, [opening])["verdicts"]] == ["added"]
    with database.register("Xã An Bình") as register:
        assert next(event.id for event in register.log()) == opening.id
        assert len(register.log()) == 2
    with database.register("Xã Bình Minh") as register:
        assert [event.case for event in register.log()] == [opening.case]


def test_of_a_batch_with_everything_wrong_in_it_the_rest_arrives(
    joined: Join, server: Running, database: Database
) -> None:
    token, device = joined("An"), new_id()
    opening = opened(device)
    case = opening.case
    now = datetime.now().astimezone()
    batch = [
        opening,
        note(case, device, 2, data={"note": "x" * 10_000_000}),
        note(case, device, 3, at=now + timedelta(days=366)),
        note(case, device, 4, at=now - timedelta(days=366)),
        note(case, device, 1_000_000),
        note(case, device, 2**53),
        note(case, device, 5, item="step:\x00a"),
        note(case, device, 6, data={"note": "a\x00b\x1b[2J"}),
        note(case, device, 7, at=datetime.fromisoformat("9999-12-31T23:00:00-12:00")),
        note(case, device, 8, at=datetime.fromisoformat("0001-01-01T00:00:00+14:00")),
        note(case, device, 9, who="a\x00b"),
        note(case, device, 10, kind="attach", item="step:a", data={"path": "a", "sha256": "0" * 64, "size": 2**70}),
        note(case, device, 11, kind="k\x00"),
        note(case, device, 3),
        note(case, device, 12),
    ]
    told = send(server, token, device, batch)
    outcomes = [each["outcome"] for each in told["verdicts"]]
    assert outcomes == [
        "added", "refused", "added", "added", "added", "refused", "refused", "added", "refused", "refused", "added",
        "refused", "refused", "refused", "added",
    ]  # fmt: skip
    assert "dài quá" in told["verdicts"][1]["reason"]
    assert "đồng hồ của máy ghi đi trước" in told["verdicts"][2]["reason"]
    assert {(gap["first"], gap["last"]) for gap in told["gaps"]} >= {(13, 999_999)}
    again = send(server, token, device, batch)
    assert [each["outcome"] for each in again["verdicts"]] == [
        "known" if outcome == "added" else "refused" for outcome in outcomes
    ]
    with database.register("Xã An Bình") as register:
        assert len(register.log()) == outcomes.count("added")
        assert register.all_cases() == [register.find(NAME)]


def test_a_folder_that_was_copied_with_its_token_sends_under_an_id_of_its_own(
    run: Run, joined: Join, database: Database, tmp_path: Path
) -> None:
    joined("An")
    run("An", "ho-so", "mo", "TDC-01.2", NAME)
    run("An", "ho-so", "dong-bo")
    shutil.copytree(tmp_path / "An", tmp_path / "Chép")
    with closing(psycopg.connect(database.owner)) as connection:  # a copy that keeps the place's name: a disk image
        before = connection.execute("SELECT count(*) FROM events").fetchone()
    with closing(Register(tmp_path / "Chép")) as copied:
        copied.connection.execute(
            "UPDATE memory SET value = replace(value, 'An/ho-so', 'Chép/ho-so') WHERE key = 'place'"
        )
    for at, step in (("An", "bước 1"), ("Chép", "bước 2")):
        assert run(at, "ho-so", "tra-loi", NAME, step, "xong").code == 0
    for at in ("An", "Chép", "An"):
        told = run(at, "ho-so", "dong-bo")
        assert told.code == 0, told.err
    with database.register("Xã An Bình") as register:
        log = register.log()
        assert len(log) == (before or (0,))[0] + 2
        assert len({event.device for event in log}) == 2
        assert register.gaps() == []
    shown = json.loads(run("An", "ho-so", "xem", NAME, "--json").out)
    assert shown["conflicts"] == {}


def test_a_server_of_a_newer_schema_is_told_and_nothing_is_lost(run: Run, joined: Join, database: Database) -> None:
    joined("An")
    run("An", "ho-so", "mo", "TDC-01.2", NAME)
    with closing(psycopg.connect(database.owner)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
        refused = run("An", "ho-so", "dong-bo")
        assert (refused.code, "lược đồ 9999" in refused.err, "Traceback" in refused.err) == (3, True, False)
        assert "chưa gửi lên máy chủ" in run("An", "ho-so").out
        connection.execute("UPDATE alembic_version SET version_num = %s", (REVISION,))
        connection.commit()
    assert "Đã gửi 2 việc" in run("An", "ho-so", "dong-bo").out


def test_a_full_disk_of_the_server_is_told_and_what_was_not_kept_is_sent_again(
    run: Run, joined: Join, database: Database, postgres: Server
) -> None:
    """The table's file is put on a device that is full: PostgreSQL meets the system's own error."""
    joined("An")
    assert run("An", "ho-so", "mo", "TDC-01.2", NAME).code == 0
    with closing(psycopg.connect(database.owner, autocommit=True)) as connection:
        found = connection.execute("SELECT pg_relation_filepath('events')").fetchone()
        assert found is not None
        file = postgres.folder / "du-lieu" / found[0]
        connection.execute("CHECKPOINT")
        aside = file.with_suffix(".aside")
        file.rename(aside)
        file.symlink_to("/dev/full")
        hang_up = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'canang_app' AND datname = %s"
        try:
            connection.execute(hang_up, (database.name,))
            refused = run("An", "ho-so", "dong-bo")
            assert refused.code == 2
            assert "Máy chủ hết chỗ trống" in refused.err
            assert "chưa gửi lên máy chủ 2 việc" in " ".join(run("An", "ho-so").out.split())
        finally:
            file.unlink()
            aside.rename(file)
        connection.execute(hang_up, (database.name,))
    assert "Đã gửi 2 việc" in run("An", "ho-so", "dong-bo").out


@pytest.fixture
def attached(run: Run, joined: Join, tmp_path: Path) -> Path:
    """A file that one machine showed at a case and sent: where the server keeps it."""
    joined("An")
    run("An", "ho-so", "mo", "TDC-01.2", NAME)
    paper = tmp_path / "giấy.pdf"
    paper.write_bytes(b"con dau")
    with open_case(Desk(TODAY, {"CANANG_HOME": str(tmp_path / "An")}), NAME) as work:
        work.attach(work.items[0].id, paper)
    assert run("An", "ho-so", "dong-bo").code == 0
    [kept] = (tmp_path / "may-chu").rglob("dinh-kem/*/*")
    return kept


@pytest.mark.parametrize("content", swept([b"khac han", None], each=2))
def test_a_file_that_the_server_no_longer_has_whole_is_told_and_fetched_once_it_has(
    run: Run, joined: Join, attached: Path, tmp_path: Path, content: bytes | None
) -> None:
    joined("Bình")
    if content is None:
        attached.unlink()
    else:
        attached.write_bytes(content)
    told = run("Bình", "ho-so", "dong-bo")
    assert told.code == 0
    assert ("không đúng mã" if content else "chưa có tệp này") in " ".join(told.out.split())
    assert not list((tmp_path / "Bình").rglob("dinh-kem/*/*"))
    attached.write_bytes(b"con dau")
    assert "tệp giấy" not in run("Bình", "ho-so", "dong-bo").out
    assert [path.read_bytes() for path in (tmp_path / "Bình").rglob("dinh-kem/*/*")] == [b"con dau"]
