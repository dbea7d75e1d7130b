"""What README says of the handbook in numbers is what the handbook counts."""

import json
import re

from tests.conftest import ROOT, Canang


def test_the_numbers_of_readme_are_those_of_thong_ke(canang: Canang) -> None:
    said = re.sub(r"\s+", " ", (ROOT / "README.md").read_text(encoding="utf-8"))
    counts = json.loads(canang("thong-ke", "--json").out)
    statements, procedures, audit = counts["statements"], counts["procedures"], counts["audit"]
    levels = procedures["by_verification"]
    in_force = f"{procedures['total']} thủ tục của {counts['tasks']['total']} nhiệm vụ đang áp dụng"
    of_law = f"({levels['van-ban']} trong {procedures['total']} thủ tục)"
    sums = (
        f"Trong {dotted(statements['total'])} điều nêu của {procedures['total']} thủ tục ấy,"
        f" {dotted(statements['by_verification']['van-ban'])} ở mức đã đọc luật,"
        f" {dotted(statements['cited'])} có dẫn điều luật riêng; ban biên tập đã đọc lại"
        f" {dotted(statements['read_again'])} điều nêu của {statements['procedures_read_again']} thủ tục"
    )
    drawn = (
        f"số rút thăm {audit['seed']}",
        f"{audit['statements']} điều nêu do người chưa viết chúng đọc: {audit['wrong']} sai,"
        f" {audit['unsupported']} điều được dẫn không nói thế, {audit['missing']} chỗ thiếu",
    )
    assert [text for text in (in_force, of_law, sums, *drawn) if text not in said] == []


def dotted(number: int) -> str:
    """A number as Vietnamese papers write it."""
    return f"{number:,}".replace(",", ".")
