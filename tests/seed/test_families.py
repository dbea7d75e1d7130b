"""What the variants of one licence share is written once, and each variant comes out whole."""

import re
from typing import Any

import pytest
from tests.conftest import ROOT

from canang.seed.families import BadFamily, Families

FAMILIES = Families(
    {
        "chung": {
            "with": {"here": "20/2026/NQ-CP Phụ lục I, {muc}", "Viec": "Cấp giấy phép"},
            "task": {"level": "tinh"},
            "procedure": {
                "words": ["giấy phép"],
                "limit": {"text": "{ngay} ngày", "amount": "{ngay}", "cite": "{here}, khoản 2"},
                "forms": [{"code": "Mẫu 02", "name": "Giấy phép"}],
                "steps": [
                    {"key": "nhan", "action": "Nhận"},
                    {"key": "cap", "action": "{Viec}", "limit": {"text": "{ngay} ngày", "amount": "{ngay}"}},
                ],
            },
        },
        "rieng": {"family": "chung", "with": {"ngay": "25"}, "procedure": {"words": ["bức xạ"]}},
    }
)
MUC = {"muc": "Phần C, Mục I"}


def test_a_variant_takes_what_it_does_not_say() -> None:
    whole = FAMILIES.apply("procedure", "rieng", MUC, {"name": "Cấp"})
    assert whole["name"] == "Cấp"
    assert whole["words"] == ["bức xạ", "giấy phép"]
    assert whole["limit"] == {
        "text": "25 ngày",
        "amount": 25,
        "cite": "20/2026/NQ-CP Phụ lục I, Phần C, Mục I, khoản 2",
    }
    assert [step["action"] for step in whole["steps"]] == ["Nhận", "Cấp giấy phép"]


def test_a_variant_changes_one_step_in_its_place_and_keeps_the_rest_of_it() -> None:
    own = {"steps": [{"key": "cap", "limit": {"text": "nửa thời hạn"}}]}
    steps = FAMILIES.apply("procedure", "rieng", MUC, own)["steps"]
    assert [step["key"] for step in steps] == ["nhan", "cap"]
    assert steps[1] == {"key": "cap", "action": "Cấp giấy phép", "limit": {"text": "nửa thời hạn", "amount": 25}}


def test_a_step_that_names_other_forms_than_its_family_has_them_alone() -> None:
    families = Families({"mau": {"procedure": {"steps": [{"key": "cap", "action": "Cấp", "forms": ["Mẫu 02"]}]}}})
    own = {"steps": [{"key": "cap", "forms": ["Mẫu 02", "Mẫu 03"]}]}
    assert families.apply("procedure", "mau", {}, own)["steps"] == [
        {"key": "cap", "action": "Cấp", "forms": ["Mẫu 02", "Mẫu 03"]}
    ]


def test_a_new_step_goes_where_the_variant_says() -> None:
    own = {
        "steps": [
            {"key": "xem", "before": "nhan", "action": "Xem"},
            {"key": "hoi", "after": "nhan", "action": "Hỏi"},
            {"key": "gui", "action": "Gửi"},
        ]
    }
    steps = FAMILIES.apply("procedure", "rieng", MUC, own)["steps"]
    assert [step["key"] for step in steps] == ["xem", "nhan", "hoi", "cap", "gui"]
    assert all("after" not in step and "before" not in step for step in steps)


def test_a_variant_drops_what_it_does_not_have() -> None:
    own = {"forms": [{"code": "Mẫu 02", "drop": True}], "steps": [{"key": "nhan", "drop": True}]}
    whole = FAMILIES.apply("procedure", "rieng", MUC, own)
    assert whole["forms"] == []
    assert [step["key"] for step in whole["steps"]] == ["cap"]


def test_one_variant_leaves_the_family_as_it_was() -> None:
    FAMILIES.apply("procedure", "rieng", MUC, {"steps": [{"key": "cap", "action": "Khác"}], "words": ["thêm"]})
    whole = FAMILIES.apply("procedure", "rieng", MUC, {})
    assert whole["steps"][1]["action"] == "Cấp giấy phép"
    assert whole["words"] == ["bức xạ", "giấy phép"]


def test_a_word_that_nobody_gives_is_told() -> None:
    with pytest.raises(BadFamily, match=r"\{muc\}"):
        FAMILIES.apply("procedure", "rieng", {}, {})


def test_an_entry_without_a_family_is_itself() -> None:
    assert FAMILIES.apply("task", None, {}, {"name": "Cấp", "steps": []}) == {"name": "Cấp", "steps": []}


def test_no_word_is_left_unfilled_in_the_catalogue(whole_handbook: list[dict[str, Any]]) -> None:
    assert "{" not in "".join(value for entry in whole_handbook for value in _texts(entry))


def test_the_families_of_the_seed_are_all_used() -> None:
    families = {file.stem for file in (ROOT / "data/seed/families").glob("*.yaml")}
    users = [*(ROOT / "data/seed/tasks").glob("*/*.yaml"), *(ROOT / "data/seed/families").glob("*.yaml")]
    texts = [file.read_text(encoding="utf-8") for file in users]
    named = {name for text in texts for name in re.findall(r"(?:^ *family: |\{piece: )([\w-]+)", text, re.MULTILINE)}
    assert families == named


def _texts(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for item in value.values() for text in _texts(item)]
    if isinstance(value, list):
        return [text for item in value for text in _texts(item)]
    return [value] if isinstance(value, str) else []
