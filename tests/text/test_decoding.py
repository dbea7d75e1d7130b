"""Files of questions in the codes that Vietnamese Windows has saved them in."""

import json
import unicodedata
from pathlib import Path

import pytest
from tests.conftest import Canang

from canang.text.decoding import decode
from canang.text.font_codes import to_tcvn3

TEXT = "đo lường xăng dầu\nkiểm định phương tiện đo\nmở quán cà phê"


def in_cp1258(text: str) -> bytes:
    """As Windows writes it: the vowel with its mark, then the tone as a sign of its own."""
    out = b""
    for char in unicodedata.normalize("NFC", text):
        try:
            out += char.encode("cp1258")
        except UnicodeEncodeError:
            base, tone = unicodedata.normalize("NFD", char), ""
            tone = next(sign for sign in base if sign in "\u0300\u0301\u0303\u0309\u0323")
            out += (unicodedata.normalize("NFC", base.replace(tone, "")) + tone).encode("cp1258")
    return out


@pytest.mark.parametrize("code", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_each_unicode_is_read(code: str) -> None:
    assert decode(TEXT.encode(code)) == TEXT


def test_the_code_page_of_windows_is_read() -> None:
    assert decode(in_cp1258(TEXT)) == TEXT


def test_an_old_font_is_read() -> None:
    assert decode(to_tcvn3(TEXT).encode("cp1252")) == TEXT


def test_questions_in_any_code_find_the_same(canang: Canang, tmp_path: Path) -> None:
    found = []
    for name, content in (("a", TEXT.encode()), ("b", TEXT.encode("utf-16")), ("c", in_cp1258(TEXT))):
        (tmp_path / name).write_bytes(content)
        found.append(canang("tim", "--tu-tep", str(tmp_path / name)).out)
    assert found[0] == found[1] == found[2]
    assert json.loads(found[0].splitlines()[0])["results"]
