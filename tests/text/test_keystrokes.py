"""Keystrokes decoded give back the text, and what is no keystrokes is left alone."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.conftest import Canang

from canang.text.keystrokes import from_telex, from_vni, to_telex, to_vni
from canang.text.syllables import is_syllable, sounded, with_tone

ONSETS = "b c ch d đ g h kh l m n ng nh ph r s t th tr v x".split()
RIMES = "a ai am an ang anh ao ap at au ay ă ăm ăn ăng ắt ân âng ây âu e en eo ê êm ênh i in inh iên iêng iêu o oan oang oi ôn ông ơ ơi ơn u uôi uôn uông ua ư ưa ươi ương ưu".split()  # noqa: E501


@st.composite
def syllables(draw: st.DrawFn) -> str:
    """A syllable with marks, of any tone."""
    rime = draw(st.sampled_from([rime for rime in RIMES if rime != "ắt"]))
    return with_tone(draw(st.sampled_from(ONSETS)) + rime, draw(st.integers(0, 5)))


@given(syllables())
def test_what_was_typed_with_keystrokes_is_read_back(word: str) -> None:
    assert is_syllable(word)
    for keys, decode in ((to_telex(word), from_telex), (to_vni(word), from_vni)):
        assert sounded(decode(keys) or keys) == sounded(word)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("luwowngf", "lường"), ("luongwf", "lường"), ("dduwowcj", "được"), ("dduowcj", "được"), ("xawng", "xăng"),
        ("daauf", "dầu"), ("dodf", "đò"), ("nghieepj", "nghiệp"), ("quyeenf", "quyền"), ("giaays", "giấy"),
        ("muaw", "mưa"), ("hoawcj", "hoặc"), ("tw", "tư"),
    ],
)  # fmt: skip
def test_telex_is_read_in_whatever_order_its_keys_came(typed: str, meant: str) -> None:
    assert sounded(from_telex(typed) or "") == sounded(meant)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("lu7o7ng2", "lường"), ("luong72", "lường"), ("d9uo7c5", "được"), ("xa8ng", "xăng"), ("da6u2", "dầu")],
)
def test_vni_is_read_in_whatever_order_its_keys_came(typed: str, meant: str) -> None:
    assert sounded(from_vni(typed) or "") == sounded(meant)


@pytest.mark.parametrize("typed", ["code", "email", "wifi", "h2h", "28", "nd132", "x", "", "luong", "ISO9001"])
def test_what_is_no_keystrokes_is_left_alone(typed: str) -> None:
    assert from_telex(typed) is None
    assert from_vni(typed) is None


@given(st.text())
def test_any_text_is_taken(text: str) -> None:
    from_telex(text)
    from_vni(text)
    to_telex(text)
    to_vni(text)


def test_the_terminal_says_how_keystrokes_were_read(canang: Canang) -> None:
    assert "“luwowngf” → “lường”" in canang("tim", "ddo", "luwowngf", "xawng", "daauf").out


def test_json_says_what_was_typed_for_each_word(canang: Canang) -> None:
    found = json.loads(canang("tim", "ddo", "luwowngf", "--json").out)
    assert {match["word"]: match["typed"] for match in found[0]["matched"]} == {"do": "ddo", "luong": "luwowngf"}
