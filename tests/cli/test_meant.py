"""What is typed without a command is understood: another spelling, an id, everyday words, a call for help."""

import json
import re
from pathlib import Path

import pexpect
import pytest
from tests.conftest import Canang, runner
from tests.terminal import at_screen, ended


@pytest.mark.parametrize(
    ("typed", "means"),
    [
        (["tìm", "cây", "xăng"], ["tim", "cây xăng"]),
        (["cây xăng"], ["tim", "cây xăng"]),
        (["cây", "xăng", "-n", "2"], ["tim", "cây xăng", "-n", "2"]),
        (["TDC-01"], ["xem", "TDC-01"]),
        (["tdc01.2"], ["xem", "TDC-01.2"]),
        (["TDC", "1.2", "--ngay", "2026-01-01"], ["xem", "TDC-01.2", "--ngay", "2026-01-01"]),
        (["thongke"], ["thong-ke"]),
        (["thống", "kê"], ["thong-ke"]),
        (["Hồ", "sơ"], ["ho-so"]),
        (["danh sách", "--cap", "xa"], ["danh-sach", "--cap", "xa"]),
        (["văn", "bản", "28/2013"], ["van-ban", "28/2013"]),
        (["help"], ["--help"]),
        (["trợ", "giúp"], ["--help"]),
        (["-h"], ["--help"]),
        (["help", "xem"], ["xem", "--help"]),
        (["xem", "-h"], ["xem", "--help"]),
        (["in", "TDC-01.2", "--mau"], ["export", "TDC-01.2", "--mau"]),
        (["hồ", "sơ", "xin", "giấy", "phép", "bưu", "chính"], ["tim", "hồ sơ xin giấy phép bưu chính"]),
        (["làm", "giấy", "phép", "bưu", "chính"], ["tim", "làm giấy phép bưu chính"]),
        (["xăng", "95"], ["tim", "xăng 95"]),
    ],
    ids=" ".join,
)
def test_it_is_the_same_as_the_command(small: Path, tmp_path: Path, typed: list[str], means: list[str]) -> None:
    canang = runner(tmp_path / "home", small / "data" / "tasks.sqlite")
    understood = canang(*typed)
    assert understood == canang(*means)
    assert understood.code != 2


def test_an_id_that_nothing_has_is_answered_with_the_nearest(canang: Canang) -> None:
    outcome = canang("TDC-99")
    assert (outcome.code, "Gần nhất:" in outcome.err) == (1, True)


def test_json_and_words_go_together(canang: Canang) -> None:
    assert json.loads(canang("cây xăng", "--json").out)[0]["id"] == "TDC-01.2"


def in_folder(home: Path, *arguments: str) -> "pexpect.spawn[str]":
    """A command at a terminal, in the folder that also holds the user's data."""
    return at_screen(home, *arguments, cwd=home)


def finished(screen: "pexpect.spawn[str]") -> tuple[int | None, str]:
    code = ended(screen)
    return code, screen.before or ""


@pytest.mark.posix
def test_what_was_read_last_is_what_is_printed_and_done(tmp_path: Path, canang: Canang) -> None:
    home = tmp_path / "home"
    assert finished(in_folder(tmp_path, "xem", "NLNT-01.1"))[0] == 0
    code, shown = finished(in_folder(tmp_path, "export"))
    assert code == 0
    assert "Không ghi mã: lấy mục xem gần nhất, NLNT-01.1" in shown
    assert (tmp_path / "NLNT-01.1.pdf").read_bytes().startswith(b"%PDF")
    walk = in_folder(tmp_path, "checklist")
    walk.expect("lấy mục xem gần nhất, NLNT-01.1")
    walk.expect("Tên hồ sơ để lưu")
    walk.send("\r")
    walk.expect("t thôi")
    walk.send("t\r")
    assert finished(walk)[0] == 0
    assert not home.exists()


@pytest.mark.posix
def test_a_case_walked_last_goes_on(tmp_path: Path) -> None:
    walk = in_folder(tmp_path, "checklist", "TDC-01.2", "--ho-so", "Cây xăng 7")
    walk.expect("t thôi")
    walk.send("\r")
    walk.expect("mục 2/")
    walk.expect("t thôi")
    walk.send("t\r")
    finished(walk)
    again = in_folder(tmp_path, "checklist")
    again.expect("lấy hồ sơ làm gần nhất, “Cây xăng 7”")
    again.expect("mục 2/")
    again.expect("t thôi")
    again.send("t\r")
    assert finished(again)[0] == 0
    assert finished(in_folder(tmp_path, "export", "-o", "a.md"))[0] == 0
    assert "Cây xăng 7" in (tmp_path / "a.md").read_text(encoding="utf-8")


def test_what_a_script_reads_is_not_remembered(canang: Canang, tmp_path: Path) -> None:
    canang("xem", "TDC-01.2")
    assert canang("export").code == 2
    assert not (tmp_path / "home").exists()


def test_a_note_that_cannot_be_read_is_as_none(canang: Canang, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    for odd in ("", "[1]", '{"entry": 3}'):
        (tmp_path / "home" / "gan-day.json").write_text(odd, encoding="utf-8")
        assert canang("checklist").code == 2
    (tmp_path / "home" / "gan-day.json").write_text('{"entry": "XX-99"}', encoding="utf-8")
    outcome = canang("checklist")
    assert (outcome.code, "XX-99, không còn" in outcome.err) == (2, True)


@pytest.mark.posix
@pytest.mark.parametrize("command", [["checklist", "TDC-01"], ["checklist", "TDC-01", "--ho-so", "Chợ"]], ids=len)
def test_a_task_offers_its_procedures_to_be_walked(tmp_path: Path, command: list[str]) -> None:
    walk = in_folder(tmp_path, *command)
    walk.expect("TDC-01.4")
    walk.expect("Gõ số của thủ tục")
    walk.send("9\r")
    walk.expect("Gõ một số từ 1 đến 4")
    walk.send("3\r")
    if "--ho-so" not in command:
        walk.expect("Tên hồ sơ để lưu")
        walk.send("\r")
    walk.expect("t thôi")
    walk.send("t\r")
    assert finished(walk)[0] == 0


@pytest.mark.posix
def test_a_task_offers_its_procedures_to_be_printed(tmp_path: Path) -> None:
    screen = in_folder(tmp_path, "export", "TDC-01", "--dinh-dang", "md")
    screen.expect("Enter để in cả nhiệm vụ")
    screen.send("4\r")
    assert finished(screen)[0] == 0
    assert (tmp_path / "TDC-01.4.md").exists()
    screen = in_folder(tmp_path, "export", "TDC-01", "--dinh-dang", "md")
    screen.expect("Enter để in cả nhiệm vụ")
    screen.send("\r")
    assert finished(screen)[0] == 0
    assert (tmp_path / "TDC-01.md").exists()


@pytest.mark.parametrize("typed", [["TDC-01.2", "--mau"], ["--mau", "TDC-01.2"], ["--mau", "--json", "TDC-01.2"]])
def test_mau_alone_lists_the_forms(canang: Canang, typed: list[str]) -> None:
    outcome = canang("export", *typed)
    assert outcome.code == 0
    assert "5.BBKT" in outcome.out
    assert "8.BBNP" in outcome.out


def test_mau_alone_says_of_a_task_whose_the_forms_are(canang: Canang) -> None:
    assert "TDC-01.2" in canang("export", "TDC-01", "--mau").out
    outcome = canang("export", "NLNT-01.1", "--mau")
    assert (outcome.code, "chưa có tờ điền" in outcome.err) == (1, True)


def test_articles_stand_as_people_count_them(canang: Canang) -> None:
    out = " ".join(canang("van-ban", "28/2013/TT-BKHCN").out.split())
    lists = [[int(number) for number in found.split(", ")] for found in re.findall(r"\(Điều (\d+(?:, \d+)+)\)", out)]
    assert any(len(articles) > 5 and articles[0] < 10 < articles[-1] for articles in lists)
    assert lists == [sorted(articles) for articles in lists]
    assert "sửa đổi Điều 1, 21, 39 từ 12/9/2022" in out
    entries = json.loads(canang("van-ban", "28/2013/TT-BKHCN", "--json").out)["entries"]
    told = [[int(article.removeprefix("Điều ")) for article in entry["articles"]] for entry in entries]
    assert told == [sorted(articles) for articles in told]
    assert any(articles[0] < 10 < articles[-1] for articles in told)
