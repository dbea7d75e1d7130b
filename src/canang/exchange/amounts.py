"""Time limits and fees in running text: a number is taken where it is whole and the only one; the words always are."""

import re

from canang.exchange.draft import Limit

UNITS = {"ngày làm việc": "ngay-lam-viec", "ngày": "ngay", "giờ": "gio", "tháng": "thang"}
"""The units of the model by their words."""

_NUMBER = r"(?<![\d.,/½¼¾⅓⅔-])(?P<number>\d{1,3}(?:\.\d{3})+(?![\d])|\d{1,4})(?![\d/])(?![.,]\d)"
_BRACKET = r"(?:\s*\([^)\d]{1,40}\))?"
_UNIT = r"(?P<unit>ngày\s*\(?làm\s+việc\)?|ngày|giờ\s+làm\s+việc|giờ|tháng|tuần|phút|năm)"
_AMOUNT = re.compile(rf"{_NUMBER}{_BRACKET}\s*{_UNIT}(?![\w])(?P<half>\s+rưỡi)?", re.IGNORECASE)
_ANY = re.compile(
    r"(?:\d|[½¼¾⅓⅔]|(?<!\w)(?:nửa|rưỡi|vài|một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)(?!\w))[\d.,/½¼¾⅓⅔]*"
    rf"{_BRACKET}\s*(?:ngày|giờ|tháng|tuần|phút|buổi|năm)(?!\w)",
    re.IGNORECASE,
)
_RANGE = re.compile(
    rf"\d{_BRACKET}\s*(?:ngày(?:\s+làm\s+việc)?|giờ|tháng)?\s*(?:-|–|—|÷|~|đến|tới|hoặc|hay)\s*\d[\d.,/]*{_BRACKET}\s*"
    r"(?:ngày|giờ|tháng|tuần)(?!\w)",
    re.IGNORECASE,
)
_NO_FEE = re.compile(r"(?i)không(?: có| thu| thu phí| phải nộp| mất phí| phí)?(?: phí,? (?:và )?lệ phí)?")
_UNTOLD = re.compile(r"(?i)(?:không|chưa) có thông tin")
_DAY = re.compile(r"(?:ngày|tháng|năm|khoản|điều|điểm|lúc|trước|sau)\s*$", re.IGNORECASE)
"""Before a number that is a date's, a clause's or the clock's (ngày 15 tháng 3; trước 17 giờ)."""
_START = re.compile(
    r"(?:(?:kể|tính|bắt\s+đầu)\s+(?:từ|sau)|(?<!\w)từ(?=\s+(?:khi|ngày|thời\s+điểm|lúc)(?!\s*\d)\s)|(?<!\w)(?=sau\s+(?:khi|ngày)\s))\s*"
    r"(?P<start>[^.;\n()]+)",
    re.IGNORECASE,
)
_START_ENDS = re.compile(
    r",(?!\s*(?:hợp lệ|đầy đủ|đúng|phí|lệ phí|đáp ứng|tính hợp lệ|có))|\s(?:đến|cho đến)\s(?:khi|ngày)\s"
    r"|:\s|\s(?:trường hợp|nếu|đối với)(?:\s|$)",
    re.IGNORECASE,
)


def read_limit(text: str) -> Limit:
    """A sentence about time: all its words, its number where it names just one that is whole, and what starts it.

    A fraction, a range, a date and the clock give no number.

    >>> read_limit("05 ngày làm việc kể từ ngày nhận đủ hồ sơ")
    Limit(text='05 ngày làm việc kể từ ngày nhận đủ hồ sơ', amount=5, unit='ngay-lam-viec', start='ngày nhận đủ hồ sơ')
    >>> read_limit("0,5 ngày").amount, read_limit("từ 3 đến 5 ngày").amount
    (None, None)
    """
    amount, unit = _counted(text)
    return Limit(text, amount, unit, read_start(text))


def read_start(text: str) -> str | None:
    """What a time limit is counted from, in the words of the text; None where it says nothing, or more than one."""
    found = {}
    for match in _START.finditer(text):
        start = " ".join(_START_ENDS.split(match["start"], maxsplit=1)[0].split()).strip(" ,:-–")
        if start and not re.fullmatch(r"(?:ngày\s+)?[\d/.\- ]+", start):
            found[start.lower()] = start
    return next(iter(found.values())) if len(found) == 1 else None


def read_fee(text: str | None) -> str | None:
    """A fee in the words of its cell; “Không” only where it says that there is none, None where it says nothing.

    >>> read_fee("Phí : 1.500.000 Đồng"), read_fee("không thu phí."), read_fee("Không quy định"), read_fee(" - ")
    ('Phí: 1.500.000 Đồng', 'Không', 'Không quy định', None)
    """
    told = re.sub(r"(?i)(?<=phí) :", ":", " ".join((text or "").split())).strip(" ;-–")
    bare = re.sub(r"(?i)^(?:(?:lệ )?phí)(?:,? (?:và )?lệ phí)?\s*:\s*", "", told).strip(" .;:-–")
    if not bare or _UNTOLD.fullmatch(bare):
        return None
    return "Không" if _NO_FEE.fullmatch(bare) else told


def _counted(text: str) -> tuple[int | None, str | None]:
    if _RANGE.search(text):
        return None, None
    named: set[tuple[int, str]] = set()
    spans = []
    for match in _AMOUNT.finditer(text):
        before = text[: match.start()]
        unit = " ".join(re.sub(r"[()]", " ", match["unit"].lower()).split())
        if _DAY.search(before) and unit not in {"ngày làm việc", "ngày"}:
            continue
        spans.append(match.span())
        if match["half"] or (unit not in UNITS and unit != "giờ làm việc"):
            return None, None
        named.add((int(match["number"].replace(".", "")), UNITS["giờ" if unit.startswith("giờ") else unit]))
    others = [found for found in _ANY.finditer(text) if not any(a <= found.start() < b for a, b in spans)]
    others = [found for found in others if not _of_date(text, found)]
    if len(named) != 1 or others:
        return None, None
    (amount, unit), *_ = named
    return (amount, unit) if amount else (None, None)


def _of_date(text: str, found: re.Match[str]) -> bool:
    """Whether a number with a unit behind it is a date's or a clause's, or a word within one that was read."""
    return bool(_DAY.search(text[: found.start()])) or bool(re.search(r"\d[)\s]*\([^)]*$", text[: found.start()]))
