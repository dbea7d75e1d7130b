"""Untrusted text: cleaned when it comes in, made visible when it goes out.

Names, notes and papers come from people and from files. Control characters and the marks that turn the direction of
writing have no place in them: they would move a terminal's cursor, and no PDF or Office file can hold them.
"""

import re

# Patterns and not compiled ones: compiling costs more than all else in here, and most texts hold nothing of this.
_ESCAPES = (
    r"\x1b\[[0-?]*[ -/]*[@-~]"  # what arrow keys and colours send
    r"|\x1b[\]PX^_](?s:.*?)(?:\x1b\\|\x07|\x9c|$)"  # titles, the clipboard
    r"|\x1b[ -/]*[0-~]"
    r"|\x9b[0-?]*[ -/]*[@-~]"
)
_UNSEEN = r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff]"
_HALVES = "[\ud800-\udfff]"

SIGN = "\ufffd"
"""What stands where a character cannot be shown."""


def cleaned(text: str) -> str:
    """Text as it may be kept: without escape sequences and unseen characters; a line break and a tab stay.

    >>> cleaned("ghi chú\\x1b[D xong\\x07")
    'ghi chú xong'
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if _is_seen(text):
        return text
    return re.sub(_HALVES, "", re.sub(_UNSEEN, "", re.sub(_ESCAPES, "", text)))


def one_line(text: str) -> str:
    """The same on one line, without double spaces: a name as somebody typed it.

    >>> one_line(" Lò  Thị\\n Mai\\x07 ")
    'Lò Thị Mai'
    """
    return " ".join(cleaned(text).split())


def whole(text: str) -> str:
    """Text of whole characters: what the system handed over as bytes of no text, each as a sign that can be kept.

    >>> whole("a\\udcff")
    'a�'
    """
    return text if text.isascii() else re.sub(_HALVES, SIGN, text)


def visible(text: str) -> str:
    """Text as it may be shown: each unseen character as one that is seen, so that nothing is hidden or obeyed.

    >>> visible("a\\x1b[2Jb")
    'a\ufffd[2Jb'
    """
    return text if _is_seen(text) else whole(re.sub(_UNSEEN, SIGN, text))


def escaped(json: str) -> str:
    """JSON in which what cannot be seen is written as ``\\uXXXX``; line breaks stay.

    >>> escaped('{"a": "\u202eb"}')
    '{"a": "\\\\u202eb"}'
    """
    if json.isascii() or _is_seen(json):
        return json
    return re.sub(_HALVES, _code, re.sub(_UNSEEN, _code, json))


def _is_seen(text: str) -> bool:
    """Whether all of a text but its line breaks can be seen: what ``_UNSEEN`` and ``_HALVES`` name cannot."""
    return text.replace("\n", "").isprintable()


def _code(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"
