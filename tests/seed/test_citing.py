"""The one-line citations of the seed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canang.seed.citing import BadCitation, read_citation


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("28/2013/TT-BKHCN Điều 20", ("20", None, None, None)),
        ("28/2013/TT-BKHCN khoản 4 Điều 20", ("20", "4", None, None)),
        ("28/2013/TT-BKHCN điểm đ khoản 4 Điều 20", ("20", "4", "đ", None)),
        ("20/2026/NQ-CP Phụ lục I, Phần B, Mục VII", (None, None, None, "Phụ lục I, Phần B, Mục VII")),
        ("20/2026/NQ-CP Phụ lục I, Phần B, Mục VII, khoản 2", (None, "2", None, "Phụ lục I, Phần B, Mục VII")),
        ("20/2026/NQ-CP Phụ lục I, Phần Đ, Mục I, điểm a khoản 3", (None, "3", "a", "Phụ lục I, Phần Đ, Mục I")),
        ("04/2011/QH13", (None, None, None, None)),
    ],
)
def test_a_line_is_taken_apart(line: str, parts: tuple[str | None, ...]) -> None:
    (cited,) = read_citation(line, "trinh-tu")
    assert (cited.article, cited.clause, cited.point, cited.annex) == parts
    assert cited.role == "trinh-tu"
    assert cited.level is None


def test_a_list_of_clauses_gives_one_citation_each() -> None:
    found = read_citation("mau: 28/2013/TT-BKHCN khoản 1, 3 Điều 6 ~tom-tat", "ho-so")
    assert [(cited.role, cited.clause, cited.level) for cited in found] == [
        ("mau", "1", "tom-tat"),
        ("mau", "3", "tom-tat"),
    ]


@given(st.text(max_size=80))
def test_any_other_line_is_refused_and_nothing_else_happens(line: str) -> None:
    try:
        assert all("/" in cited.document for cited in read_citation(line, "ho-so"))
    except BadCitation as error:
        assert "dẫn chiếu" in str(error)
