"""Questions and answers: found by everyday words, by entry, by their own id; and whom one can ask."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.conftest import TODAY, Canang, examples

from canang.catalog.companions import load_questions
from canang.catalog.database import bundled_path, open_catalog
from canang.search.engine import Engine
from canang.search.questions import find_questions


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        ("xã chưa có chứng chỉ kiểm tra", "xa-chua-co-chung-chi"),
        ("xa chua co chung chi", "xa-chua-co-chung-chi"),
        ("chứng chỉ", "xa-chua-co-chung-chi"),
        ("tiền lấy mẫu ai trả", "tien-lay-mau"),
        ("ai thẩm định thiết kế", "ai-tham-dinh-thiet-ke-o-xa"),
        ("mất văn bằng của chủ cũ", "mat-van-bang-chu-cu"),
        ("phí thu ở đâu", "phi-thu-o-dau"),
        ("xã chưa có chứng chir", "xa-chua-co-chung-chi"),
        ("tieenf laays maaux ai trar", "tien-lay-mau"),
        ("sau tháng 3 năm 2027 thì sao", "sau-thang-3-2027"),
    ],
)
def test_the_right_question_comes_first(canang: Canang, typed: str, right: str) -> None:
    found = json.loads(canang("hoi-dap", typed, "--json").out)
    assert found[0]["id"] == right


def test_an_answer_says_what_it_rests_on(canang: Canang) -> None:
    out = canang("hoi-dap", "xa-chua-co-chung-chi").out
    assert "Căn cứ:" in out and "Kiểm chứng:" in out and "TDC-01" in out


def test_every_question_stands_on_a_citation_or_a_source(canang: Canang) -> None:
    for question in json.loads(canang("hoi-dap", "--json").out):
        assert question["citations"] or question["sources"], question["id"]
        assert question["entries"], question["id"]
        cited = {citation["verification"] for citation in question["citations"]}
        if question["verification"]["level"] == "van-ban":
            assert "van-ban" in cited, question["id"]


def test_a_procedure_has_the_questions_of_its_task(canang: Canang) -> None:
    task = json.loads(canang("hoi-dap", "TDC-01", "--json").out)
    procedure = json.loads(canang("hoi-dap", "tdc1.2", "--json").out)
    assert {question["id"] for question in procedure} <= {question["id"] for question in task}
    assert "canang hoi-dap TDC-01.2" in canang("xem", "TDC-01.2").out


def test_nothing_found_says_what_to_do(canang: Canang) -> None:
    done = canang("hoi-dap", "thủ tục ly hôn thuận tình")
    assert done.code == 1
    assert "vuong-mac ghi" in done.out


def test_whom_one_can_ask_is_as_published(canang: Canang) -> None:
    contacts = json.loads(canang("hoi-dap", "--lien-he", "--json").out)
    assert contacts and all(contact["reach"] and contact["url"].startswith("https://") for contact in contacts)


@settings(deadline=None, max_examples=examples(600))
@given(st.text(max_size=80))
def test_any_words_give_questions_or_none(typed: str) -> None:
    with open_catalog(bundled_path()) as connection:
        every = load_questions(connection, TODAY)
        engine = Engine(connection)
        found = find_questions(engine.readings(typed), every, engine.rarity)
    assert len({question.id for question in found}) == len(found) <= len(every)
