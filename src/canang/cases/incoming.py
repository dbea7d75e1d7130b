"""Events from elsewhere are checked before they are kept: each kind says what it must, in bounds, or is refused."""

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import msgspec

from canang.cases.events import KINDS, Event
from canang.cases.walk import State
from canang.text.visible import cleaned

LONGEST_TEXT = 100_000
"""Characters of one event's data. The longest note that anybody typed is a few pages."""

LONGEST_NAME = 2_000
"""Characters of a case's name, of a person's, of an item's."""

MOST_SEEN = 200
"""Events that one can have seen at an item: more heads than people in an office."""

LARGEST_NUMBER = 2**53 - 1
"""The largest number that every program reads exactly from JSON."""


class _Open(msgspec.Struct):
    name: str
    entry: str
    data_version: str


class _Answer(msgspec.Struct):
    state: str
    note: str | None = None


class _Note(msgspec.Struct):
    note: str


class _Attach(msgspec.Struct):
    path: str
    sha256: str
    size: int


class _Day(msgspec.Struct):
    day: date
    reason: str | None = None


class _Closed(msgspec.Struct):
    day: date | None = None
    reason: str | None = None


class _Follow(msgspec.Struct):
    data_version: str
    outline: dict[str, Any]


class _Rename(msgspec.Struct):
    to: str


class _Undo(msgspec.Struct):
    of: str
    kind: str


class _HandOver(msgspec.Struct):
    to: str
    reason: str | None = None
    office: str | None = None


class _Need(msgspec.Struct):
    entry: str
    key: str
    there: bool
    note: str | None = None


class _Difficulty(msgspec.Struct):
    entry: str
    kind: str
    severity: int
    text: str
    data_version: str
    step: str | None = None


class _DifficultyAnswer(msgspec.Struct):
    of: str
    text: str


_SHAPES: dict[str, type[msgspec.Struct]] = {
    "open": _Open, "answer": _Answer, "note": _Note, "attach": _Attach, "received": _Day, "pause": _Day,
    "resume": _Day, "close": _Closed, "reopen": _Closed, "follow": _Follow, "rename": _Rename, "undo": _Undo,
    "hand-over": _HandOver, "difficulty": _Difficulty, "difficulty-answer": _DifficultyAnswer, "need": _Need,
}  # fmt: skip
_STATES = frozenset(State)
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII)
_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)
_AT_AN_ITEM = frozenset({"answer", "note", "attach"})
_WITHOUT_CASE = frozenset({"difficulty", "difficulty-answer", "need"})


def fault_of(event: Event) -> str | None:
    """Why an event cannot be kept, in words; None where nothing is wrong with it."""
    checks: tuple[Callable[[Event], str | None], ...] = (_identity, _length, _shape, _meaning)
    return next((fault for check in checks if (fault := check(event))), None)


def tidy(event: Event) -> Event:
    """The event without control characters in what people read, and without places on another machine's disk.

    Of an attached file only the name stays: its place means nothing here, and must not be looked at.
    """
    data = {key: cleaned(value) if isinstance(value, str) else value for key, value in event.data.items()}
    if event.kind == "attach":
        data["path"] = data["path"].replace("\\", "/").rpartition("/")[2]
    who = cleaned(event.who).replace("\n", " ") if event.who else event.who
    return msgspec.structs.replace(event, data=data, who=who)


def _identity(event: Event) -> str | None:
    ids = (event.id, event.device, *event.seen, *((event.case,) if event.case else ()))
    if not all(map(_is_uuid, ids)):
        return "mã của sự kiện, hồ sơ hoặc máy không đúng dạng"
    if not (0 < event.number <= LARGEST_NUMBER and 0 < event.clock <= LARGEST_NUMBER):
        return "số thứ tự không đúng"
    if event.at.tzinfo is None:
        return "giờ ghi không kèm múi giờ"
    if not 1900 < event.at.year < 9000:  # at the ends of the calendar no other offset can be told
        return "giờ ghi không có thật"
    return None


def _length(event: Event) -> str | None:
    # The outline of the largest entry is some hundred kilobytes of fields; only words of people are short.
    most = LONGEST_TEXT * (20 if event.kind == "follow" else 1)
    if len(msgspec.json.encode(event.data)) > 4 * most or len(event.seen) > MOST_SEEN:
        return f"phần chữ dài quá {LONGEST_TEXT:,} ký tự".replace(",", ".")
    if any(len(text or "") > LONGEST_NAME for text in (event.who, event.item, event.kind)):
        return "tên người hoặc tên mục quá dài"
    if any(cleaned(text) != text for text in (event.kind, event.item or "")):
        return "tên mục có ký tự không in được"
    return None


def _shape(event: Event) -> str | None:
    if event.kind not in KINDS:
        return None
    if (event.case is None) != (event.kind in _WITHOUT_CASE):
        return "sự kiện không nói của hồ sơ nào" if event.case is None else "vướng mắc, sẵn sàng không thuộc hồ sơ nào"
    if event.kind in _AT_AN_ITEM and not event.item:
        return "không nói là mục nào"
    try:
        msgspec.convert(event.data, _SHAPES[event.kind])
    except msgspec.ValidationError:
        return f"nội dung của “{event.kind}” không đúng dạng"
    return None


def _meaning(event: Event) -> str | None:
    data = event.data
    match event.kind:
        case "answer" if data["state"] not in _STATES:
            return "câu trả lời không có trong cẩm nang này; hãy cập nhật canang"
        case "open" | "rename":
            name = data["name" if event.kind == "open" else "to"]
            if not name.strip() or len(name) > LONGEST_NAME or "\n" in name:
                return "tên hồ sơ trống hoặc quá dài"
        case "attach":
            digest = str(data["sha256"])
            if (
                len(digest) != 64
                or not set(digest) <= set("0123456789abcdef")
                or not 0 <= data["size"] <= LARGEST_NUMBER
            ):
                return "tệp đính kèm không nêu đúng mã nội dung"
    return None


def clock_remark(event: Event, now: datetime) -> str | None:
    """What is odd about an event's time, in words: the machine's clock is a day or more away from ours.

    Its order does not hang on it, so that it is kept.
    """
    ahead = (event.at - now).total_seconds() / 86_400
    return f"đồng hồ của máy ghi đi trước {ahead:.0f} ngày" if ahead >= 1 else None


def _is_uuid(text: str) -> bool:
    return _UUID.fullmatch(text) is not None
