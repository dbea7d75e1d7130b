"""``canang xem``: one screen on a terminal, the whole a screenful at a time where asked for, the whole in a pipe."""

import re
from contextlib import closing
from datetime import date, datetime
from pathlib import Path

import pexpect
import pytest
from tests.conftest import IDS, Canang, shares
from tests.terminal import at_screen

from canang.cases.register import Register
from canang.catalog.database import bundled_path, open_catalog
from canang.catalog.entries import load_entry
from canang.catalog.validity import Validity, notices
from canang.cli.terminal.glance import Glance
from canang.sheet.summary import Summary, summarise

DAY = date(2026, 11, 29)


@pytest.fixture(scope="module", params=shares(12))
def summaries(request: pytest.FixtureRequest) -> list[Summary]:
    with closing(open_catalog(bundled_path())) as connection:
        ids = IDS[request.param]
        validity = Validity(connection)
        read = [load_entry(connection, id_, DAY) for id_ in ids]
        return [summarise(entry, tuple(notices(entry, validity))) for entry in read]


@pytest.mark.posix
def test_a_screen_says_all_that_is_asked_first_and_what_to_type_next(tmp_path: Path) -> None:
    shown = at_screen(tmp_path, "xem", "TDC-01.2").read()
    rows = shown.rstrip("\r\n").split("\r\n")
    assert len(rows) <= 23
    assert max(map(len, rows)) <= 80
    for said in (
        "! Sắp hết hiệu lực",
        "Ai quyết định:",
        "Ai làm:",
        "Thời hạn:",
        "Phí, lệ phí:",
        "Kết quả:",
        "GIẤY TỜ (12)",
    ):
        assert said in shown
    assert re.search(r"CÁC BƯỚC \(\d+\): còn", shown)
    assert re.search(r"theo bản tóm tắt; đã đọc luật: bước 1–\d+; chưa đối chiếu: bước \d+", shown)
    assert "canang checklist TDC-01.2" in shown
    assert "--day-du" in shown
    assert "http" not in shown


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (110, 24), (60, 20), (50, 20), (36, 20)])
def test_every_entry_keeps_to_its_screen(summaries: list[Summary], columns: int, rows: int) -> None:
    hints = [("canang checklist XXXX-00.0", "làm từng bước"), ("canang xem XXXX-00.0 --day-du", "mọi giấy tờ")] * 3
    for summary in summaries:
        shown = ["".join(text for text, _ in row) for row in Glance(summary, columns, hints).fitted(rows - 1)]
        assert len(shown) < rows, summary.id
        assert max(map(len, shown)) <= columns, summary.id
        text = " ".join(" ".join(shown).split())
        assert "! " in text or not summary.notices
        for red in (notice for notice in summary.notices if notice.severity == "red"):
            assert red.text in text, summary.id
        for lines in (summary.papers, summary.steps):
            assert lines is not None or "chưa có nguồn" in text


def test_what_may_be_done_instead_is_never_left_behind(summaries: list[Summary]) -> None:
    parted = 0
    for summary in (each for each in summaries if each.steps):
        shown = ["".join(text for text, _ in row) for row in Glance(summary, 80, []).fitted(23)]
        start = next(n for n, row in enumerate(shown) if row.startswith("CÁC BƯỚC"))
        kept = [row for row in shown[start:] if row[:2].strip().isdigit() and row[2] == "."]
        steps = summary.steps or ()
        if 0 < len(kept) < len(steps):
            parted += 1
            assert steps[len(kept)].logic is None, summary.id
            assert f"còn {len(steps) - len(kept)} nữa" in shown[start]
    assert parted


@pytest.mark.posix
def test_the_whole_stops_at_each_screenful_and_ends_when_told(tmp_path: Path) -> None:
    screen = at_screen(tmp_path, "xem", "TDC-01.2", "--day-du")
    screen.expect("gõ Enter để xem tiếp")
    assert screen.before is not None
    assert screen.before.count("\r\n") <= 23
    assert screen.before.startswith("Kiểm tra đo lường")
    screen.send("\r")
    screen.expect("gõ Enter để xem tiếp")
    screen.send("t\r")
    screen.expect(pexpect.EOF)
    screen.close()
    assert screen.exitstatus == 0


@pytest.mark.posix
def test_the_whole_comes_to_its_end_by_enter_alone(tmp_path: Path) -> None:
    screen = at_screen(tmp_path, "xem", "TDC-01", "--day-du", columns=60)
    while screen.expect(["gõ Enter để xem tiếp", pexpect.EOF]) == 0:
        screen.send("\r")
    assert screen.before is not None
    assert "canang san-sang TDC-01" in screen.before


def test_a_pipe_gets_the_whole_and_the_sources_only_when_asked(canang: Canang) -> None:
    whole = canang("xem", "TDC-01.2").out
    assert "CÁC BƯỚC" in whole
    assert whole.count("Căn cứ:") > 25
    assert "http" not in whole
    assert "Ghi chú:" not in whole
    sources = canang("xem", "TDC-01.2", "--nguon").out
    assert "https://sohuutritue.net.vn" in sources
    assert "bản nhận dạng chữ" in " ".join(sources.split())


@pytest.mark.posix
def test_the_most_urgent_case_is_never_pushed_off_the_screen(tmp_path: Path) -> None:
    with closing(Register(tmp_path)) as register:
        for number in range(30):
            register.open(f"Hồ sơ thứ {number}", "NLNT-01.1", "1", datetime.now())
        register.open("Phòng khám quá hạn", "NLNT-01.1", "1", datetime(2026, 1, 5, 8))
    screen = at_screen(tmp_path, "ho-so")
    screen.expect("gõ Enter để xem tiếp")
    assert screen.before is not None
    assert "Phòng khám quá hạn" in screen.before.split("\r\n")[0]
    assert screen.before.count("\r\n") <= 23
    screen.send("t\r")
    screen.expect(pexpect.EOF)


@pytest.mark.posix
@pytest.mark.parametrize("command", [["danh-sach"], ["van-ban"], ["tim", "giấy phép"]], ids=" ".join)
def test_a_long_list_begins_at_its_top_and_waits(tmp_path: Path, command: list[str]) -> None:
    screen = at_screen(tmp_path, *command)
    screen.expect("gõ Enter để xem tiếp")
    assert screen.before is not None
    assert screen.before.count("\r\n") <= 23
    screen.send("t\r")
    screen.expect(pexpect.EOF)


def test_a_higher_screen_shows_more_of_the_entry(tmp_path: Path) -> None:
    low = at_screen(tmp_path, "xem", "TDC-01.2").read()
    high = at_screen(tmp_path, "xem", "TDC-01.2", rows=40, columns=120).read()
    assert re.search(r"CÁC BƯỚC \(18\): còn 1\d nữa", low) and re.search(r"CÁC BƯỚC \(18\): còn \d nữa", high)
    assert len(high.splitlines()) <= 40


def test_no_prompt_parts_a_word_on_a_narrow_screen(tmp_path: Path) -> None:
    listed = at_screen(tmp_path, "van-ban", rows=20, columns=50)
    listed.expect("còn nữa: Enter xem tiếp, t rồi Enter thôi ── ")
    listed.close(force=True)
    walk = at_screen(tmp_path, "checklist", "TDC-01.2", "--lam-thu", rows=20, columns=50)
    walk.expect(r"· \?\r\nphím · t thôi\] Chữ rồi Enter:")
    walk.close(force=True)
