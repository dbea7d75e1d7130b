"""Keystrokes of Telex and VNI typed while the input method was off, and back."""

import unicodedata

from canang.text.fold import fold
from canang.text.syllables import VOWELS, is_syllable, with_tone, without_tone

_TELEX_TONES = {"s": 1, "f": 2, "r": 3, "x": 4, "j": 5, "z": 0}
_HATS = {"a": "â", "e": "ê", "o": "ô"}
_HORNS = {"a": "ă", "o": "ơ", "u": "ư"}
_TELEX = {"â": "aa", "ê": "ee", "ô": "oo", "ă": "aw", "ơ": "ow", "ư": "uw", "đ": "dd"}
_VNI = {"â": "a6", "ê": "e6", "ô": "o6", "ă": "a8", "ơ": "o7", "ư": "u7", "đ": "d9"}
_TONE_KEYS = dict(zip((1, 2, 3, 4, 5), "sfrxj", strict=True))


def from_telex(typed: str) -> str | None:
    """The syllable that Telex keystrokes make; None where they make none, or nothing that is not there already.

    >>> from_telex("luwowngf"), from_telex("ddo"), from_telex("xawng"), from_telex("luong"), from_telex("code")
    ('lường', 'đo', 'xăng', None, None)
    """
    letters: list[str] = []
    tone = None
    for key in typed.lower():
        spoken = any(letter in VOWELS for letter in letters)
        if key in _TELEX_TONES and spoken:
            if tone is not None:
                return None
            tone = _TELEX_TONES[key]
        elif key == "w":
            _horn(letters)
        elif key in _HATS and (place := _last_vowel(letters)) is not None and letters[place] == key:
            letters[place] = _HATS[key]
        elif key == "d" and letters[:1] == ["d"] and (len(letters) == 1 or spoken):
            letters[0] = "đ"
        else:
            letters.append(key)
    return _syllable(typed, "".join(letters), tone or 0)


def from_vni(typed: str) -> str | None:
    """The syllable that VNI keystrokes make; None where they make none.

    >>> from_vni("lu7o7ng2"), from_vni("luong72"), from_vni("d9o"), from_vni("a4x"), from_vni("28")
    ('lường', 'lường', 'đo', None, None)
    """
    letters: list[str] = []
    tone = 0
    for key in typed.lower():
        if key in "12345" and letters:
            if tone:
                return None
            tone = int(key)
        elif key == "6" and (place := _last_vowel(letters)) is not None and letters[place] in _HATS:
            letters[place] = _HATS[letters[place]]
        elif key == "7":
            _horn(letters, "ou")
        elif key == "8":
            _horn(letters, "a")
        elif key == "9" and letters[:1] == ["d"]:
            letters[0] = "đ"
        else:
            letters.append(key)
    return _syllable(typed, "".join(letters), tone)


def to_telex(text: str) -> str:
    """Text as Telex keystrokes, the tone of each word typed last.

    >>> to_telex("đo lường")
    'ddo luwowngf'
    """
    return " ".join(_keys(word, _TELEX, _TONE_KEYS) for word in text.split(" "))


def to_vni(text: str) -> str:
    """Text as VNI keystrokes, the tone of each word typed last.

    >>> to_vni("đo lường")
    'd9o lu7o7ng2'
    """
    return " ".join(_keys(word, _VNI, {tone: str(tone) for tone in range(1, 6)}) for word in text.split(" "))


def _keys(word: str, vowels: dict[str, str], tones: dict[int, str]) -> str:
    letters, tone = without_tone(unicodedata.normalize("NFC", word).lower())
    return "".join(vowels.get(letter, letter) for letter in letters) + tones.get(tone, "")


def _syllable(typed: str, letters: str, tone: int) -> str | None:
    made = with_tone(letters, tone)
    return made if made != fold(made) and made != typed.lower() and is_syllable(made) else None


def _last_vowel(letters: list[str]) -> int | None:
    return next((index for index in reversed(range(len(letters))) if letters[index] in VOWELS), None)


def _horn(letters: list[str], on: str = "aou") -> None:
    """The key w (or 7, 8): it bends the vowel that can be bent, both of uo, and makes ư where there is none."""
    word = "".join(letters)
    if "o" in on and (place := word.rfind("uo")) >= 0 and word[place - 1 : place] != "q":
        letters[place : place + 2] = ["ư", "ơ"]
        return
    if "o" in on and (place := word.rfind("ưo")) >= 0:
        letters[place + 1] = "ơ"
        return
    if "u" in on and (place := word.rfind("ua")) >= 0 and word[place - 1 : place] != "q":
        letters[place] = "ư"
        return
    for index in reversed(range(len(letters))):
        if letters[index] in on:
            letters[index] = _HORNS[letters[index]]
            return
    if "u" in on and "a" in on:
        letters.append("ư")
