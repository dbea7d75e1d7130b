"""How the finder of doubtful statements cuts a text of law: the clause and the part of an annex it names, no more."""

import gzip
import json
from pathlib import Path

from bench.law_texts import CLAUSE, POINT, Law, cut

from canang.catalog.model import Citation, Level

ARTICLE = """1. Thẩm định trong 10 ngày, trừ trường hợp sau:
a) Hồ sơ phức tạp thì 15 ngày;
b) Hồ sơ của điểm a khoản 2.
2. Cấp giấy phép trong 05 ngày."""

ANNEX = """Phụ lục II
A. LĨNH VỰC VIỄN THÔNG
XVIII. Gia hạn
Trong 7 ngày.
XIX. Cấp đổi
Trong 5 ngày.
Phụ lục III
XIX. Việc khác
"""


def test_a_clause_ends_where_the_next_begins_and_a_point_stays_inside_its_clause() -> None:
    clause = cut(ARTICLE, CLAUSE, "1") or ""
    assert "15 ngày" in clause and "05 ngày" not in clause
    assert cut(clause, POINT, "a") == "a) Hồ sơ phức tạp thì 15 ngày;"
    assert cut(ARTICLE, CLAUSE, "3") is None


def test_a_part_of_an_annex_is_cut_by_every_name_it_has(tmp_path: Path) -> None:
    with gzip.open(tmp_path / "articles.jsonl.gz", "wt", encoding="utf-8") as lines:
        lines.write(json.dumps({"so_hieu": "01/2026/NĐ-CP", "dieu": 4, "noi_dung": ARTICLE}) + "\n")
    (tmp_path / "toan-van").mkdir()
    (tmp_path / "toan-van" / "02-2026-NĐ-CP.txt").write_text(ANNEX, encoding="utf-8")
    law = Law(tmp_path)
    cited = Citation("limit", "02/2026/NĐ-CP", None, None, None, "Phụ lục II, Mục XIX", "", Level.TEXT, None)
    assert (law.text_of(cited) or "").split() == ["XIX.", "Cấp", "đổi", "Trong", "5", "ngày."]
    point = Citation("limit", "01/2026/NĐ-CP", "4", "1", "a", None, "", Level.TEXT, None)
    assert law.text_of(point) == "a) Hồ sơ phức tạp thì 15 ngày;"
