"""``canang tim`` also knows the questions that officials had, and the legal documents; each with a type of its own."""

import json

import pytest
from tests.conftest import Canang


@pytest.mark.parametrize(
    ("typed", "id_"),
    [
        ("xã chưa có chứng chỉ kiểm tra", "xa-chua-co-chung-chi"),
        ("khong co qua can chuan thi kiem tra the nao", "khong-co-trang-thiet-bi"),
        ("tổ công nghệ số cộng đồng có được trả tiền", "phu-cap-to-cong-nghe-so"),
        ("xã có phải làm trang thông tin riêng không", "mo-trang-tin-rieng"),
    ],
)
def test_a_question_that_was_asked_before_answers(canang: Canang, typed: str, id_: str) -> None:
    done = canang("tim", typed, "--json")
    found = [each for each in json.loads(done.out) if each["type"] == "question"]
    assert (done.code, [each["id"] for each in found]) == (0, [id_])
    assert found[0]["grade"] == "answer"
    assert f"canang hoi-dap {id_}" in canang("tim", typed).out


@pytest.mark.parametrize(
    ("typed", "number"),
    [("luật đo lường", "04/2011/QH13"), ("luat vien thong", "24/2023/QH15"), ("thông tư 28", "28/2013/TT-BKHCN")],
)
def test_a_document_is_named_by_number_or_title(canang: Canang, typed: str, number: str) -> None:
    found = [each for each in json.loads(canang("tim", typed, "--json").out) if each["type"] == "document"]
    assert [each["id"] for each in found] == [number]
    assert number in canang("van-ban", typed).out


def test_grades_and_scores_stay_in_order(canang: Canang) -> None:
    for typed in ("xã chưa có chứng chỉ kiểm tra", "thông tư 28", "luật đo lường"):
        found = json.loads(canang("tim", typed, "-n", "5", "--json").out)
        assert len(found) <= 5
        grades = [each["grade"] for each in found]
        assert grades == sorted(grades)
        for grade in ("answer", "near"):
            scores = [each["score"] for each in found if each["grade"] == grade]
            assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize("typed", ["cây xăng", "giấy phép bưu chính", "đăng ký kết hôn", "luật", "quyết định xử phạt"])
def test_words_that_ask_for_an_entry_or_for_nothing_bring_no_question(canang: Canang, typed: str) -> None:
    assert {each["type"] for each in json.loads(canang("tim", typed, "--json").out)} <= {"task", "procedure"}


def test_what_else_is_asked_for_leaves_them_out(canang: Canang) -> None:
    found = json.loads(canang("tim", "thông tư 28", "--cap", "xa", "--json").out)
    assert {each["type"] for each in found} <= {"task", "procedure"}
