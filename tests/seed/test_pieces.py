"""What several entries say word for word is one piece of a family, and every taker comes out whole."""

import re
from typing import Any

import pytest
import yaml
from tests.conftest import ROOT

from canang.seed.families import Families
from canang.seed.pieces import BadPiece, Pieces

FILES = {
    "chung": {
        "pieces": {
            "han": {"text": "{ngay} ngày", "amount": "{ngay}"},
            "nhan": {"key": "nhan", "action": "Nhận"},
            "cap": {"key": "cap", "action": "Cấp", "limit": {"piece": "chung/han"}},
            "buoc": [{"piece": "chung/nhan"}, {"piece": "chung/cap"}],
            "phi": "Không thu",
        }
    },
    "rieng": {"procedure": {"steps": [{"key": "nhan", "action": "Nhận hồ sơ", "note": "Một bộ"}]}},
}


def put_in(value: Any) -> Any:
    return Pieces(FILES).put_in(value)


def test_a_piece_stands_where_it_is_asked_for() -> None:
    assert put_in({"fee": {"text": {"piece": "chung/phi"}}}) == {"fee": {"text": "Không thu"}}
    assert put_in({"notes": ["a", {"piece": "chung/phi"}]}) == {"notes": ["a", "Không thu"]}


def test_a_piece_may_hold_others() -> None:
    steps = put_in({"steps": {"piece": "chung/buoc"}})["steps"]
    assert [step["key"] for step in steps] == ["nhan", "cap"]
    assert steps[1]["limit"]["text"] == "{ngay} ngày"


def test_a_list_is_one_item_of_the_list_that_it_stands_in() -> None:
    assert len(put_in({"steps": [{"piece": "chung/buoc"}]})["steps"]) == 1


def test_the_words_of_a_piece_are_those_of_its_taker() -> None:
    whole = Families(FILES).apply("procedure", None, {"ngay": "7"}, put_in({"limit": {"piece": "chung/han"}}))
    assert whole == {"limit": {"text": "7 ngày", "amount": 7}}


def test_a_piece_with_a_key_is_laid_over_the_item_of_the_family() -> None:
    own = put_in({"steps": [{"piece": "chung/nhan"}]})
    steps = Families(FILES).apply("procedure", "rieng", {}, own)["steps"]
    assert steps == [{"key": "nhan", "action": "Nhận", "note": "Một bộ"}]


def test_one_taker_leaves_the_piece_as_it_was() -> None:
    pieces = Pieces(FILES)
    pieces.put_in({"step": {"piece": "chung/nhan"}})["step"]["action"] = "Khác"
    assert pieces.put_in({"piece": "chung/nhan"}) == {"key": "nhan", "action": "Nhận"}


@pytest.mark.parametrize(
    ("value", "path", "says"),
    [
        ({"steps": [{"key": "x"}, {"limit": {"piece": "chung/khong-co"}}]}, ".steps[1].limit", "không có mảnh"),
        ({"limit": {"piece": "chung/han", "amount": 3}}, ".limit", "không được ghi thêm"),
        ({"limit": {"piece": "khong-co"}}, ".limit", "“khong-co”"),
    ],
)
def test_what_cannot_be_put_in_is_told_with_its_place(value: Any, path: str, says: str) -> None:
    with pytest.raises(BadPiece, match=says) as told:
        put_in(value)
    assert told.value.path == path


def test_pieces_in_a_circle_are_told_where_the_first_is_asked_for() -> None:
    pieces = Pieces({"vong": {"pieces": {"a": [{"piece": "vong/b"}], "b": {"x": {"piece": "vong/a"}}}}})
    with pytest.raises(BadPiece, match="vong/a, vong/b” dẫn vòng tròn") as told:
        pieces.put_in({"notes": {"piece": "vong/a"}})
    assert told.value.path == ".notes"


def test_a_piece_is_taken_by_an_entry_or_by_another_piece() -> None:
    pieces = Pieces(FILES)
    pieces.put_in({"step": {"piece": "chung/cap"}})
    assert pieces.untaken == [("chung", "nhan"), ("chung", "buoc"), ("chung", "phi")]


def test_what_is_wrong_in_a_piece_is_found_in_it_wherever_its_taker_has_it() -> None:
    pieces = Pieces({"sai": {"pieces": {"han": {"text": "a", "amount": "x"}, "ghi": 5}}})
    record = {"steps": [{"key": "a"}, {"limit": {"amount": "x", "text": "a"}, "note": 5, "amount": "x"}]}
    assert pieces.behind(record, ".steps[1].limit.amount") == ("sai", ".pieces.han.amount")
    assert pieces.behind(record, ".steps[1].note") == ("sai", ".pieces.ghi")
    assert pieces.behind(record, ".steps[1].amount") is None
    assert pieces.behind(record, ".steps[0].actor") is None


def test_what_is_wrong_in_a_piece_is_found_in_it_under_what_a_family_adds_and_with_its_words() -> None:
    pieces = Pieces({"sai": {"pieces": {"buoc": [{"key": "cap", "action": "{Viec}", "limit": {"amount": "x"}}]}}})
    record = {
        "steps": [{"key": "nhan"}, {"key": "cap", "action": "Cấp", "actor": 5, "limit": {"amount": "x", "unit": 1}}]
    }
    assert pieces.behind(record, ".steps[1].limit.amount") == ("sai", ".pieces.buoc[0].limit.amount")
    assert pieces.behind(record, ".steps[1].actor") is None
    assert pieces.behind(record, ".steps[1].limit.unit") is None


def test_no_file_of_the_seed_shares_by_an_anchor() -> None:
    texts = {file: file.read_text(encoding="utf-8") for file in (ROOT / "data" / "seed").rglob("*.yaml")}
    assert [file.name for file, text in texts.items() if re.search(r"[&*]\w", text) and _has_anchor(text)] == []


def _has_anchor(text: str) -> bool:
    return any(
        isinstance(token, (yaml.AnchorToken, yaml.AliasToken)) for token in yaml.scan(text, Loader=yaml.SafeLoader)
    )
