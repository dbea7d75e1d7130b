"""What somebody meant who typed no command: one in another spelling, an id to open, or words to search for."""

from collections.abc import Sequence

from canang.desk.desk import Desk
from canang.desk.overview import has_entry
from canang.errors import Failure
from canang.text.fold import fold
from canang.text.identifiers import read_entry_id, read_procedure_code

_HELP = {"help", "trogiup", "giupdo", "huongdan"}
_OTHER_NAMES = {"timkiem": "tim"}
_WITH_AN_ID = {"lam": "checklist", "in": "export", "mo": "xem"}
"""Words that stand for a command in front of an id; else they are words of a search, as in “làm giấy phép”."""

_UPDATE = "capnhat"
"""In front of a place, or alone, the command of ``du-lieu``; else words of a search."""

_GROUPS = {"ho-so", "du-lieu", "vuong-mac", "may-chu"}
"""Commands behind whose name another command follows: “hồ sơ xin giấy phép” is none of those."""

_NEAR = 0.8
"""How like a command a single word must be to be taken for a slip."""


def what_is_meant(args: Sequence[str], commands: Sequence[str], desk: Desk) -> tuple[str, list[str]]:
    """The command and its arguments for a line that begins with none.

    Args:
        args: the words typed, the first of them no command.

    Returns:
        ``("--help", [])`` where help on all is meant.

    Raises:
        Failure: the word is most likely a slip for a command.
    """
    named = {_key(name): name for name in commands} | _OTHER_NAMES
    for taken in (2, 1):
        head, rest = _key(" ".join(args[:taken])), list(args[taken:])
        if len(args) < taken or any(word.startswith("-") for word in args[:taken]):
            continue
        words_follow = bool(rest) and not rest[0].startswith("-")
        if head in named and not (taken == 2 and words_follow and named[head] in _GROUPS):
            return named[head], rest
        if head == _UPDATE and not (words_follow and not _is_place(rest[0])):
            return "du-lieu", ["cap-nhat", *rest]
        if head in _WITH_AN_ID and rest and read_entry_id(rest[0]):
            return _WITH_AN_ID[head], rest
        if head in _HELP and (asked_about := _help(rest, named)):
            return asked_about
    words = [*args]
    options = [n for n, word in enumerate(words) if word.startswith("-")]
    first = options[0] if options else len(words)
    asked = " ".join(words[:first])
    if (read_entry_id(asked) or read_procedure_code(asked)) and (_looks_like_an_id(asked) or has_entry(desk, asked)):
        return "xem", [asked, *words[first:]]
    if first == 1 and (near := _slip(asked, commands)):
        raise Failure(f"Không có lệnh {asked[:40]}. Có phải: canang {near}?", f"Tìm chữ này: canang tim {asked[:40]}")
    return "tim", words


def _help(following: Sequence[str], named: dict[str, str]) -> tuple[str, list[str]] | None:
    """Help on what follows, or on all where nothing does."""
    for taken in (2, 1):
        if (name := named.get(_key(" ".join(following[:taken])))) is not None:
            return name, ["--help"]
    return None if following else ("--help", [])


def _is_place(word: str) -> bool:
    return word.endswith(".canang") or any(sign in word for sign in "/\\:") or word == "."


def _looks_like_an_id(asked: str) -> bool:
    """Letters in capitals with a hyphen and digits, as ids are printed; words of a search hardly ever are."""
    return asked.isascii() and asked.isupper() and "-" in asked


def _slip(word: str, commands: Sequence[str]) -> str | None:
    if not word.isascii() or " " in word or len(word) < 3:
        return None
    from difflib import get_close_matches  # noqa: PLC0415

    return next(iter(get_close_matches(word.lower(), commands, 1, _NEAR)), None)


def _key(word: str) -> str:
    return "".join(letter for letter in fold(word) if letter.isalnum())
