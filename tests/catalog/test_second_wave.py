"""Nghị quyết 20/2026/NQ-CP, Phụ lục I: every part is here, with its place, its dates and who had the power before."""

import re
from typing import Any

import pytest
from tests.conftest import Canang

PARTS = {"A": 1, "B": 19, "C": 18, "D": 7, "Đ": 4, "E": 3}
"""How many powers each part of the annex hands over; part A has no sections."""

MINISTRY = "Bộ Khoa học và Công nghệ"
HAD = {"KHCN-02": "Cơ quan cấp giấy chứng nhận đăng ký của tổ chức chủ quản"}
"""Who had a power where it was not the ministry."""


@pytest.fixture
def handed_over(whole_handbook: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The tasks whose power stands in the annex, by part and section."""
    found = {}
    for task in whole_handbook:
        if task["type"] != "task":
            continue
        for citation in task["citations"]:
            place = re.fullmatch(r"Phụ lục I, Phần (\w)(?:, Mục (\w+))?", citation["annex"] or "")
            if citation["document"] == "20/2026/NQ-CP" and place:
                found[f"{place[1]} {place[2] or ''}".strip()] = task
    return found


def test_every_part_of_the_annex_has_its_task(handed_over: dict[str, dict[str, Any]]) -> None:
    counted = {part: sum(place.split()[0] == part for place in handed_over) for part in PARTS}
    assert counted == PARTS
    assert len({task["id"] for task in handed_over.values()}) == sum(PARTS.values())


def test_each_says_who_has_the_power_and_who_had_it(handed_over: dict[str, dict[str, Any]]) -> None:
    for task in handed_over.values():
        assert task["level"] == "tinh"
        assert re.search("cấp tỉnh|tỉnh, thành phố", task["authority"]), task["id"]
        assert task["authority_before"].startswith(HAD.get(task["id"], MINISTRY)), task["id"]
        assert task["effective_to"] == "2027-02-28"
        assert task["verification"]["level"] in {"van-ban", "tom-tat"}


def test_each_has_a_procedure_with_steps_of_which_all_are_cited(
    whole_handbook: list[dict[str, Any]], handed_over: dict[str, dict[str, Any]]
) -> None:
    entries = {entry["id"]: entry for entry in whole_handbook}
    for task in handed_over.values():
        assert task["procedures"]
        for procedure in task["procedures"]:
            entry = entries[procedure["id"]]
            assert entry["steps"], entry["id"]
            assert all(part["citations"] for part in [*entry["steps"], *entry["dossier"]]), entry["id"]


def test_before_its_day_another_still_had_each(canang: Canang, handed_over: dict[str, dict[str, Any]]) -> None:
    for task in handed_over.values():
        shown = " ".join(canang("xem", task["id"], "--ngay", "2026-03-01").out.split())
        assert re.search(r"chưa áp dụng; áp dụng từ (29/5|01/7)/2026", shown), task["id"]
        assert f"Trước ngày đó: {HAD.get(task['id'], MINISTRY)}" in shown, task["id"]
