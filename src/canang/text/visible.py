"""Untrusted text: cleaned when it comes in, made visible when it goes out.

Names, notes and papers come from people and from files. Control characters and the marks that turn the direction of
writing have no place in them: they would move a terminal's cursor, and no PDF or Office file can hold them.
"""

import re

_ESCAPES = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]"  # what arrow keys and colours send
    r"|\x1b[\]PX^_].*?(?:\x1b\\|\x07|\x9c|$)"  # titles, the clipboard
    r"|\x1b[ -/]*[0-~]"
    r"|\x9b[0-?]*[ -/]*[@-~]",
    re.DOTALL,
)
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff]")
_HALVES = re.compile("[\ud800-\udfff]")

SIGN = "\ufffd"
"""What stands where a character cannot be shown."""


def cleaned(text: str) -> str:
    """Text as it may be kept: without escape sequences and unseen characters; a line break and a tab stay.

    >>> cleaned("ghi chú\\x1b[D xong\\x07")
    'ghi chú xong'
    """
    return _HALVES.sub("", _UNSEEN.sub("", _ESCAPES.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))))


def one_line(text: str) -> str:
    """The same on one line, without double spaces: a name as somebody typed it.

    >>> one_line(" Lò  Thị\\n Mai\\x07 ")
    'Lò Thị Mai'
    """
    return " ".join(cleaned(text).split())


def visible(text: str) -> str:
    """Text as it may be shown: each unseen character as one that is seen, so that nothing is hidden or obeyed.

    >>> visible("a\\x1b[2Jb")
    'a\ufffd[2Jb'
    """
    if text.isascii() and text.isprintable():
        return text
    return _HALVES.sub(SIGN, _UNSEEN.sub(SIGN, text))


def escaped(json: str) -> str:
    """JSON in which what cannot be seen is written as ``\\uXXXX``; line breaks stay.

    >>> escaped('{"a": "\u202eb"}')
    '{"a": "\\\\u202eb"}'
    """
    if json.isascii():
        return json
    return _HALVES.sub(_code, _UNSEEN.sub(_code, json))


def _code(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"
