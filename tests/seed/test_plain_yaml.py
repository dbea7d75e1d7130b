"""The quick way to read YAML says what the careful one says, and hands over to it whatever is out of the ordinary."""

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from tests.conftest import ROOT

from canang.seed import plain_yaml
from canang.seed.plain_yaml import DEEPEST, TooDeep, read_plain
from canang.seed.reader import SeedReader
from canang.seed.records import SeedFaulty

PIECES = (
    "a: b\n|  c: d\n|- e\n|  - f\n|- |? |: |, |[|]|{|}|'|\"|&x |*x |<<: |!!str |!x |# g\n|--- \n|...\n|%YAML 1.1\n|"
    "1|1.5|0x1F|0o17|010|1_000|-3|+4|.inf|.vn|1e3|2026-02-30|2026-03-01 10:00:00|12:30|~|null|Null|true|TRUE|yes|off|"
    "=|\n|\n\n| |  |\t|k: >\n  m\n  n\n|k: |-\n  o\n|điểm đ|28/2013/TT-BKHCN Điều 20|\\n|\\x|\0|\ufeff"
).split("|")


def carefully(text: str) -> object:
    slow = YAML(typ="safe", pure=True)
    slow.Constructor = plain_yaml._Plain
    return slow.load(text)


@pytest.mark.filterwarnings("ignore::ruamel.yaml.error.ReusedAnchorWarning")
@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
@example("a: &x {b: 1}\nc: *x\n")
@example("a: &x [*x]\n")
@example("a: 1\na: 2\n")
@example("")
def test_both_ways_say_the_same_of_any_text(text: str) -> None:
    try:
        careful = repr(carefully(text))
    except (YAMLError, ValueError, TypeError) as error:
        with pytest.raises(type(error)):
            read_plain(text)
    else:
        assert repr(read_plain(text)) == careful


FILES = sorted((ROOT / "data" / "seed").rglob("*.yaml"))


@pytest.mark.parametrize("step", [60, pytest.param(1, marks=pytest.mark.soak)])
def test_every_file_of_the_seed_is_read_the_quick_way_and_says_the_same(step: int) -> None:
    for number, file in enumerate(FILES):
        quickly = plain_yaml.read_ordinary(file.read_text(encoding="utf-8"))
        assert number % step or quickly == carefully(file.read_text(encoding="utf-8")), file


def test_an_anchor_is_one_value_in_both_places() -> None:
    read = read_plain("a: &x {b: 1}\nc: *x\n")
    assert read["a"] is read["c"]


@pytest.mark.parametrize("sign", ["[", "{a: ", "- ", "? "])
def test_what_lies_too_deep_is_refused_at_once(sign: str) -> None:
    with pytest.raises(TooDeep):
        read_plain(f"\n{sign * 50_000}")
    nested = "[" * (DEEPEST - 1) + "]" * (DEEPEST - 1)
    assert repr(read_plain(nested)) == nested


def test_a_sign_that_no_text_has_is_a_fault_of_its_file(tmp_path: Path) -> None:
    (tmp_path / "catalogue.yaml").write_text("version: \x07", encoding="utf-8")
    with pytest.raises(SeedFaulty) as told:
        SeedReader(tmp_path).read()
    assert "catalogue.yaml: có ký tự điều khiển mà YAML không nhận" in map(str, told.value.faults)


def test_a_seed_too_deep_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "catalogue.yaml").write_text("version: x\nfields: " + "[" * 5000, encoding="utf-8")
    with pytest.raises(SeedFaulty) as told:
        SeedReader(tmp_path).read()
    assert [str(fault) for fault in told.value.faults if "60" in str(fault)] == [
        "catalogue.yaml, dòng 2: các mục lồng nhau quá 60 tầng"
    ]
