"""Readiness: what is missing is said first, and an answer once given is kept whatever happens next."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

from tests.conftest import Canang


def needs(canang: Canang, entry: str = "TDC-01") -> list[dict[str, object]]:
    told = json.loads(canang("san-sang", entry, "--json").out)
    return list(told["needs"])


def test_answers_on_the_line_are_kept_and_told_apart(canang: Canang) -> None:
    keys = [str(need["key"]) for need in needs(canang)]
    done = canang("san-sang", "TDC-01", "--co", keys[0], "--chua", keys[1])
    assert (done.code, done.err) == (0, "")
    assert f"Đã có 1 trong {len(keys)} điều" in done.out
    lacking, known = done.out.index("CÒN THIẾU"), done.out.index("ĐÃ CÓ\n")
    assert lacking < done.out.index("CHƯA TRẢ LỜI") < known
    assert "Ai giúp:" in done.out
    again = {need["key"]: need["there"] for need in needs(canang)}
    assert [again[key] for key in keys[:3]] == [True, False, None]
    assert f"đã có 1 trong {len(keys)} điều" in canang("san-sang").out


def test_a_walk_asks_each_with_the_keys_of_a_case_and_stops_where_one_stops(canang: Canang) -> None:
    keys = [str(need["key"]) for need in needs(canang)]
    typed = "\nhả\nl hẹn tháng sau\ns\nx\nb\nc\nt\n"
    done = canang("san-sang", "TDC-01", stdin=typed, terminal=True, NO_COLOR="1")
    assert done.code == 0 and "Không có phím “hả”." in done.out
    assert "4/" in done.out.split("Chữ rồi Enter:")[-2]
    kept = {need["key"]: (need["there"], need["note"]) for need in needs(canang)}
    assert [kept[key] for key in keys[:4]] == [(True, None), (False, "hẹn tháng sau"), (None, None), (True, None)]
    assert "Lần trước: đã có" in canang("san-sang", "TDC-01", stdin="t\n", terminal=True).out


def test_a_key_means_the_same_in_both_walks(canang: Canang) -> None:
    from canang.cli.terminal.keys import KEYS  # noqa: PLC0415

    walk = canang("checklist", "TDC-01.2", "--lam-thu", stdin="?\nt\n", terminal=True, NO_COLOR="1").out
    readiness = canang("san-sang", "TDC-01", stdin="?\nt\n", terminal=True, NO_COLOR="1").out
    for key in ("Enter", "l", "s", "b", "c", "t"):
        assert KEYS[key] in walk and KEYS[key] in readiness


def test_a_walk_that_loses_its_input_keeps_what_was_said(canang: Canang) -> None:
    canang("san-sang", "TDC-01", stdin="x\nx", terminal=True)
    assert [need["there"] for need in needs(canang)][:3] == [True, True, None]


def test_a_pipe_is_not_asked(canang: Canang) -> None:
    done = canang("san-sang", "TDC-01", stdin="x\nx\n")
    assert done.code == 0 and "Chữ rồi Enter" not in done.out
    assert {need["there"] for need in needs(canang)} == {None}


def test_a_need_of_many_tasks_is_answered_for_each(canang: Canang) -> None:
    """Another task has needs of its own, although the same words."""
    listed = json.loads(canang("san-sang", "--json").out)
    assert len(listed) > 10 and all(item["needs"] > 0 for item in listed)


def test_an_unknown_key_names_the_known_ones_and_keeps_nothing(canang: Canang) -> None:
    keys = [str(need["key"]) for need in needs(canang)]
    done = canang("san-sang", "TDC-01", "--co", keys[0], "--co", "khong-co")
    assert done.code == 2 and keys[0] in done.err
    assert canang("san-sang", "TDC-01", "--co", keys[0], "--chua", keys[0]).code == 2
    assert {need["there"] for need in needs(canang)} == {None}


def test_an_entry_without_needs_is_said_so(canang: Canang) -> None:
    known = {item["id"] for item in json.loads(canang("san-sang", "--json").out)}
    others = [item["id"] for item in json.loads(canang("danh-sach", "--json").out) if item["id"] not in known]
    done = canang("san-sang", others[0])
    assert done.code == 1 and "canang san-sang" in done.err


def test_every_need_says_what_it_rests_on(canang: Canang) -> None:
    for item in json.loads(canang("san-sang", "--json").out):
        out = canang("san-sang", item["id"], "--in").out
        asked = out.count("Khóa:")
        assert asked == item["needs"] == out.count("Căn cứ:") + out.count("Nguồn:")


def test_a_damaged_file_is_left_as_it_is(canang: Canang, tmp_path: Path) -> None:
    canang("san-sang", "TDC-01", "--co", str(needs(canang)[0]["key"]))
    file = tmp_path / "home" / "san-sang.sqlite"
    file.write_bytes(b"khong phai tep du lieu" * 300)
    before = file.read_bytes()
    done = canang("san-sang", "TDC-01", "--in")
    assert done.code == 3 and str(file) in done.err and "giữ nguyên" in done.err
    assert canang("san-sang", "TDC-01", "--co", "kinh-phi").code == 3
    assert file.read_bytes() == before


def test_answers_of_an_older_program_are_brought_over_once(canang: Canang, tmp_path: Path) -> None:
    keys = [str(need["key"]) for need in needs(canang)]
    file = tmp_path / "home" / "san-sang.sqlite"
    file.parent.mkdir(exist_ok=True)
    with closing(sqlite3.connect(file)) as old:
        old.execute(
            "CREATE TABLE answers (entry TEXT NOT NULL, key TEXT NOT NULL, there INTEGER NOT NULL, note TEXT, who TEXT,"
            " at TEXT NOT NULL, PRIMARY KEY (entry, key))"
        )
        old.execute("INSERT INTO answers VALUES ('TDC-01', ?, 0, 'đã xin', 'Mai', '2026-11-23T08:00:00')", (keys[1],))
        old.execute("INSERT INTO answers VALUES ('TDC-01', ?, 1, NULL, 'Mai', '2026-11-23T08:00:00')", (keys[2],))
        old.commit()
    assert [need["there"] for need in needs(canang)][:3] == [None, False, True]
    assert file.exists()  # reading changes nothing
    canang("san-sang", "TDC-01", "--co", keys[1])
    assert [need["there"] for need in needs(canang)][:3] == [None, True, True]
    assert not file.exists() and file.with_name("san-sang.da-chuyen.sqlite").exists()
    file.with_name("san-sang.da-chuyen.sqlite").replace(file)  # as if killed before the file was put aside
    canang("san-sang", "TDC-01", "--co", keys[0])
    assert [need["there"] for need in needs(canang)][:3] == [True, True, True]
    with closing(sqlite3.connect(tmp_path / "home" / "ho-so.sqlite")) as register:
        assert register.execute("SELECT count(*) FROM events WHERE kind = 'need'").fetchone() == (4,)
