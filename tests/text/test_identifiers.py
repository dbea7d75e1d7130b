"""Ids, codes and document numbers are read however they are typed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canang.text.days import BadDay, read_day, show_day
from canang.text.identifiers import read_document_query, read_entry_id, read_procedure_code


@pytest.mark.parametrize("typed", ["TDC-03", "tdc03", "TDC 3", "tdc-3", "Tdc_003", " tdc.3 "])
def test_an_id_is_read_forgivingly(typed: str) -> None:
    assert read_entry_id(typed) == "TDC-03"


@pytest.mark.parametrize("typed", ["TDC-03.1", "tdc 3.1", "tdc-3 1"])
def test_a_procedures_id_is_read_forgivingly(typed: str) -> None:
    assert read_entry_id(typed) == "TDC-03.1"


@pytest.mark.parametrize("typed", ["", "xăng", "TDC", "123", "TDC-1234"])
def test_other_words_are_no_id(typed: str) -> None:
    assert read_entry_id(typed) is None


def test_a_code_of_the_national_database_is_recognised() -> None:
    assert read_procedure_code(" 1.011814 ") == "1.011814"
    assert read_procedure_code("1011814") is None


def test_documents_are_asked_for_by_number_or_by_kind_and_number() -> None:
    assert read_document_query("ND 133") == ("133/", "nd-cp")
    assert read_document_query("Nghị định số 132/2025/NĐ-CP") == ("132/2025/nd-cp", "nd-cp")
    assert read_document_query("133") is None
    assert read_document_query("cây xăng") is None


@given(st.dates(date(1945, 1, 1), date(2200, 12, 31)))
def test_a_day_shown_is_read_back(day: object) -> None:
    assert isinstance(day, date)
    if day.year >= 1945:
        assert read_day(show_day(day)) == day
        assert read_day(day.isoformat()) == day


@pytest.mark.parametrize("typed", ["31/02/2026", "2026-13-01", "hôm qua", ""])
def test_a_day_that_does_not_exist_is_refused_in_vietnamese(typed: str) -> None:
    with pytest.raises(BadDay, match="ngày"):
        read_day(typed)
