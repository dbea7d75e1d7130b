"""Passwords of local accounts: kept as Argon2id, and none that is guessed first. OWASP ASVS 5.0, 6.2 and 11.4.2."""

import functools
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from zxcvbn import zxcvbn

from canang.errors import Code, Failure
from canang.text.fold import fold

SHORTEST, LONGEST = 12, 100
"""Characters; what is longer is refused and never cut."""

_WEAKEST = 3
"""Of zxcvbn's five grades (0 to 4): about a hundred million guesses, far more than may be tried here in a life."""


def hash_password(password: str, known: tuple[str, ...] = ()) -> str:
    """A password as it is kept.

    Args:
        known: words that anybody would try first: the person's name, the office, the login.

    Raises:
        Failure: it is too short, too long, or would be guessed.
    """
    password = _same(password)
    if not SHORTEST <= len(password) <= LONGEST:
        raise Failure(
            f"Mật khẩu phải có từ {SHORTEST} đến {LONGEST} ký tự.",
            "Dễ nhớ và chắc: bốn, năm từ không liên quan với nhau, có dấu cách cũng được.",
            Code.BAD_INPUT,
        )
    if zxcvbn(password[:72], _words(known))["score"] < _WEAKEST:
        raise Failure(
            "Mật khẩu này dễ đoán: nhiều người dùng, lặp lại, hoặc có tên của bạn.",
            "Chọn bốn, năm từ không liên quan với nhau.",
            Code.BAD_INPUT,
        )
    return _hasher().hash(password)


def is_password(kept: str | None, password: str) -> bool:
    """Whether a password is the one that was kept; it takes as long where none was."""
    try:
        return _hasher().verify(kept or _of_nobody(), _same(password)[: LONGEST + 1]) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


def _words(known: tuple[str, ...]) -> list[str]:
    """What would be tried: each word, with and without marks, and all of them run together."""
    said = [form for each in known for form in (each.lower(), fold(each))]
    return ["canang", "matkhau", *(word for each in said for word in (*each.split(), each.replace(" ", "")))]


def _same(password: str) -> str:
    """Vietnamese letters come composed or decomposed, by the keyboard."""
    return unicodedata.normalize("NFC", password)


@functools.cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()  # RFC 9106, low memory: 64 MiB, 3 passes


@functools.cache
def _of_nobody() -> str:
    return _hasher().hash("không ai có mật khẩu này")
