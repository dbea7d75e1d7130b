"""``canang checklist``: printed whole to a pipe, walked with the keyboard on a terminal, each answer kept at once."""

import json
import signal
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest
from tests.conftest import TODAY, Canang, runner
from tests.robustness.test_ends_well import damage_lightly
from tests.terminal import at_screen, ended

from canang.cases.register import Register
from canang.cases.walk import items_of
from canang.catalog.database import bundled_path, open_catalog
from canang.catalog.entries import load_entry


class Official:
    """Somebody at a terminal of 80 columns who walks through the fuel pumps."""

    def __init__(self, home: Path, *arguments: str) -> None:
        self.screen = at_screen(home, "checklist", "TDC-01.2", *arguments)

    def at(self, item: str) -> "Official":
        """Wait until an item such as ``Hồ sơ 2`` is asked for."""
        self.screen.expect(f"── {item} · mục")
        self.screen.expect("t thôi")
        return self

    def key(self, key: str) -> "Official":
        self.screen.send(f"{key}\r")
        return self

    def told(self, question: str, answer: str) -> "Official":
        self.screen.expect(question)
        return self.key(answer)

    def sees(self, text: str) -> "Official":
        self.screen.expect(text)
        return self

    def gone(self) -> int | None:
        return ended(self.screen)


def kept(home: Path) -> list[tuple[str, str, str | None]]:
    """What the register holds, read as any other program would."""
    with closing(sqlite3.connect(next(home.glob("*.sqlite")))) as connection:
        return connection.execute(
            "SELECT item, data ->> 'state', data ->> 'note' FROM events WHERE kind = 'answer' ORDER BY position"
        ).fetchall()


def test_a_pipe_gets_the_whole_list_with_boxes(canang: Canang) -> None:
    out = canang("checklist", "TDC-01.2").out
    assert out.count("[ ] ") > 25
    assert "GIẤY TỜ" in out
    assert "CÁC BƯỚC" in out


def test_in_prints_the_list_on_a_terminal_too(canang: Canang) -> None:
    outcome = canang("checklist", "TDC-01.2", "--in", terminal=True, NO_COLOR="1")
    assert outcome.code == 0
    assert outcome.out.count("[ ] ") > 25


@pytest.mark.posix
def test_a_walk_is_kept_and_goes_on_where_it_was_left(tmp_path: Path) -> None:
    first = Official(tmp_path, "--ho-so", "Cửa hàng xăng dầu số 5")
    first.at("Giấy tờ 3").key("").at("Bước 1").key("k").told("Vì sao", "kiểm tra đột xuất")
    first.at("Bước 2").key("g").told("Ghi chú", "bản chụp mờ").at("Bước 2").key("").at("Bước 3").key("t")
    left = len(items_of(load_entry(open_catalog(bundled_path()), "TDC-01.2", TODAY))) - 3
    assert first.sees(f"Còn {left} mục chưa trả lời xong").gone() == 0

    second = Official(tmp_path, "--ho-so", "Cửa hàng xăng dầu số 5").at("Bước 3").key("b")
    assert second.sees("Ghi chú: bản chụp mờ").sees("Đã trả lời: xong").key("t").gone() == 0
    assert [(state, note) for _, state, note in kept(tmp_path)] == [
        ("done", None),
        ("not-applicable", "kiểm tra đột xuất"),
        ("done", None),
    ]


@pytest.mark.posix
def test_a_killed_walk_has_lost_no_answer_that_was_confirmed(tmp_path: Path) -> None:
    walk = Official(tmp_path, "--ho-so", "Kho 'số 1' / đêm").at("Giấy tờ 3").key("")
    for number in range(1, 5):
        walk.at(f"Bước {number}").key("")
    walk.at("Bước 5").screen.kill(signal.SIGKILL)
    walk.gone()
    assert len(kept(tmp_path)) == 5
    assert Official(tmp_path, "--ho-so", "Kho 'số 1' / đêm").at("Bước 5").key("t").gone() == 0


@pytest.mark.posix
@pytest.mark.soak
def test_a_rescue_during_a_walk_takes_nothing_from_it(tmp_path: Path) -> None:
    walk = Official(tmp_path, "--ho-so", "Kho số 1").at("Giấy tờ 3").key("").at("Bước 1").key("").at("Bước 2")
    damage_lightly(tmp_path / "ho-so.sqlite")
    runner(tmp_path)("ho-so", "cuu")
    walk.key("").at("Bước 3").key("t")
    walk.gone()
    assert runner(tmp_path)("ho-so", "cuu").code == 0
    assert len(kept(tmp_path)) == 3


@pytest.mark.posix
def test_practice_keeps_nothing(tmp_path: Path) -> None:
    walk = Official(tmp_path, "--lam-thu").at("Giấy tờ 3").key("").at("Bước 1").key("t")
    assert walk.gone() == 0
    assert list(tmp_path.iterdir()) == []


@pytest.mark.posix
@pytest.mark.soak
def test_a_whole_walk_ends_with_everything_answered(tmp_path: Path) -> None:
    walk = Official(tmp_path, "--ho-so", "Trạm 7")
    for _ in range(60):
        if walk.screen.expect(["t thôi", "Đã qua mọi mục"]):
            break
        walk.key("")
    assert walk.gone() == 0
    items = items_of(load_entry(open_catalog(bundled_path()), "TDC-01.2", TODAY))
    assert len(kept(tmp_path)) == len({item for item, _, _ in kept(tmp_path)}) == len(items)


@pytest.mark.posix
def test_a_case_of_another_procedure_is_not_mixed_in(tmp_path: Path, canang: Canang) -> None:
    home = tmp_path / "chung"
    Official(home, "--ho-so", "Một").at("Giấy tờ 3").key("t").gone()
    outcome = canang("checklist", "TDC-02.1", "--ho-so", "Một", terminal=True, CANANG_HOME=str(home))
    assert outcome.code == 2
    assert "đã mở cho TDC-01.2" in outcome.err


@pytest.mark.parametrize("how", [("--ho-so", "Một"), ("--lam-thu",)])
def test_a_task_of_several_procedures_asks_for_one_of_them(canang: Canang, how: tuple[str, ...]) -> None:
    outcome = canang("checklist", "TDC-02", *how, terminal=True)
    assert outcome.code == 2
    assert "TDC-02.1 (Kiểm tra chất lượng" in outcome.err
    assert "TDC-02.2 (" in outcome.err


def presses(canang: Canang, keys: list[str], *arguments: str) -> tuple[str, int]:
    """What the screen shows to these lines typed at a walk, and how many key presses they took."""
    typed = "".join(f"{key}\n" for key in keys)
    return " ".join(canang(*arguments, terminal=True, stdin=typed, NO_COLOR="1").out.split()), len(typed)


def answers(canang: Canang, name: str) -> dict[str, str]:
    shown = json.loads(canang("ho-so", "xem", name, "--json").out)
    return {item: answer["state"] for item, answer in shown["answers"].items()}


def test_a_clean_shop_takes_at_most_thirty_key_presses(canang: Canang) -> None:
    kept = dict(canang_items(canang))
    keys = ["k" if condition else "" for condition in kept.values()]
    out, count = presses(canang, keys, "checklist", "TDC-01.2", "--ho-so", "Sạch")
    assert "Đã qua mọi mục." in out
    assert count <= 30
    assert set(answers(canang, "Sạch").values()) == {"done", "not-applicable"}


def canang_items(canang: Canang) -> list[tuple[str, str | None]]:
    """The items of the fuel pumps in the order of the walk, each with when it applies."""
    entry = json.loads(canang("xem", "TDC-01.2", "--json").out)
    steps = [(f"step:{step['id']}", step["condition"]) for step in entry["steps"]]
    return [("dossier:chung-chi", None), *steps]


def test_what_fails_is_kept_with_what_was_found_at_the_paper_that_failed(canang: Canang) -> None:
    keys = ["", "", "", "", "l", "1", "tem cột 3 hết hạn", "", "l", "kẹp chì đứt", "t"]
    out, _ = presses(canang, keys, "checklist", "TDC-01.2", "--ho-so", "Số 3")
    assert "Đã ghi không đạt: Dấu, tem" in out
    assert "Không đạt: 2 mục" in out
    assert 'Biên bản: canang export --ho-so "Số 3" --mau 5.BBKT -o bien-ban.docx' in out
    said = json.loads(canang("ho-so", "xem", "Số 3", "--json").out)["answers"]
    assert said["dossier:kiem-dinh"] == {"state": "not-met", "note": "tem cột 3 hết hạn"}
    assert said["step:ho-so-cot-do"] == {"state": "done", "note": None}
    assert said["step:xem-cot-do"] == {"state": "not-met", "note": "kẹp chì đứt"}


def test_what_was_said_last_is_taken_back(canang: Canang) -> None:
    out, _ = presses(canang, ["", "l", "", "sai", "u", "", "u", "u", "u", "t"], "checklist", "TDC-01.2", "--ho-so", "A")
    assert "Đã rút lại: trả lời không đạt" in out
    assert "Không có gì để rút lại" in out
    assert answers(canang, "A") == {}
    assert canang("ho-so", "lich-su", "A").out.count("rút lại") == 3


def test_granting_closes_refusing_and_says_so(canang: Canang) -> None:
    items = items_of(load_entry(open_catalog(bundled_path()), "BC-01.1", TODAY))
    before = [item.part for item in items[: next(n for n, item in enumerate(items) if item.key == "cap")]]
    keys = [key for part in before for key in (["", "tra được"] if part == "unknown" else [""])]
    out, _ = presses(canang, [*keys, "", "t"], "checklist", "BC-01.1", "--ho-so", "Bưu cục")
    assert "đóng lại: hai bước loại trừ nhau" in out or "đóng lại: các bước loại trừ nhau" in out
    assert "step:tu-choi" not in answers(canang, "Bưu cục")


def test_two_steps_that_an_older_program_let_both_be_done_are_chosen_between(canang: Canang, tmp_path: Path) -> None:
    with closing(Register(tmp_path / "home")) as register:
        register.open("Cũ", "BC-01.1", "1", datetime(2026, 11, 2, 8))
        for item in items_of(load_entry(open_catalog(bundled_path()), "BC-01.1", TODAY)):
            register.record("Cũ", "answer", item.id, {"state": "done", "note": "cũ"}, now=datetime(2026, 11, 3, 8))
    out, _ = presses(canang, ["t"], "ho-so", "lam", "Cũ")
    assert "loại trừ nhau mà đều ghi xong" in out and "Đã qua mọi mục" not in out
    clashing = [i.id for i in items_of(load_entry(open_catalog(bundled_path()), "BC-01.1", TODAY)) if i.excludes]
    out, _ = presses(canang, ["", *["k"] * (len(clashing) - 1)], "ho-so", "lam", "Cũ")
    assert "Đã qua mọi mục" in out
    assert answers(canang, "Cũ")["step:tu-choi"] == "not-applicable"


def test_what_has_no_source_is_never_passed_over_in_silence(canang: Canang) -> None:
    out, _ = presses(canang, [""] * 7, "checklist", "NLNT-01.5", "--ho-so", "Phòng khám")
    assert "Đã qua mọi mục" not in out
    assert "3 để sau, 3 phải tra cứu" in out
    assert "Thành phần hồ sơ: cẩm nang chưa có nguồn" in out
    keys = ["", "đơn, bản sao giấy phép; Sở trả lời ngày 20/11", "", "200.000 đồng, Thông tư 287/2016/TT-BTC", "", "10"]
    assert "Đã qua mọi mục" not in presses(canang, [*keys[:2], "t"], "ho-so", "lam", "Phòng khám")[0]
    assert "Đã qua mọi mục" in presses(canang, keys[2:], "ho-so", "lam", "Phòng khám")[0]


def test_practice_of_an_inspection_shows_what_lies_on_the_table(canang: Canang) -> None:
    keys = ["l", "chưa có chứng chỉ", "", "l", "2", "chưa ký", "", "", "l", "1", "cột 3 hết hạn", "t"]
    out, _ = presses(canang, keys, "checklist", "TDC-01.2", "--lam-thu")
    assert "Trên bàn có: Chứng chỉ nghiệp vụ" in out
    assert "Người nộp đưa" not in out
    assert "Tìm ra 3/4 chỗ sai" in out


def test_a_walk_without_a_name_offers_one_before_it_starts(canang: Canang) -> None:
    out, _ = presses(canang, ["Số 9", "", "t"], "checklist", "TDC-01.2")
    assert "mỗi câu trả lời được lưu ngay" in out
    assert answers(canang, "Số 9") == {"dossier:chung-chi": "done"}
    assert "── Bước 1" in presses(canang, ["Số 9", "t"], "checklist", "TDC-01.2")[0]


def test_a_walk_without_a_name_offers_one_before_it_throws_answers_away(canang: Canang, tmp_path: Path) -> None:
    out, _ = presses(canang, ["", "", "k", "đột xuất", "t", ""], "checklist", "TDC-01.2")
    assert "Không lưu gì." in out
    assert not (tmp_path / "home").exists()
    canang("checklist", "TDC-01.2", "--ho-so", "Có rồi", terminal=True, stdin="t\n")
    out, _ = presses(canang, ["", "", "k", "đột xuất", "t", "Có rồi", "Mới"], "checklist", "TDC-01.2")
    assert "Đã có hồ sơ “Có rồi” (TDC-01.2). Chọn tên khác." in out
    assert answers(canang, "Mới") == {"dossier:chung-chi": "done", "step:ke-hoach": "not-applicable"}


@pytest.mark.posix
def test_breaking_off_says_what_is_kept_and_how_to_go_on(tmp_path: Path) -> None:
    walk = Official(tmp_path, "--ho-so", "Trạm 7").at("Giấy tờ 3").key("").at("Bước 1")
    walk.screen.sendintr()
    walk.sees("Đã lưu 1 câu trả lời").sees('canang ho-so lam "Trạm 7"')
    assert walk.gone() == 130
    assert len(kept(tmp_path)) == 1


@pytest.mark.posix
def test_breaking_off_a_trial_still_offers_to_keep_it(tmp_path: Path) -> None:
    walk = Official(tmp_path).told("Tên hồ sơ để lưu", "").at("Giấy tờ 3").key("").at("Bước 1")
    walk.screen.sendintr()
    walk.told("chưa lưu. Tên hồ sơ để lưu lại", "Giữ lại").sees("Đã lưu 1 câu trả lời")
    assert walk.gone() == 130
    assert len(kept(tmp_path)) == 1
