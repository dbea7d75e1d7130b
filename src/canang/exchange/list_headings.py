"""The headings of a list of procedures, however they are written, and the rows that are none of its procedures."""

import re

from canang.text.fold import fold

_PARTS = (
    ("code", r"ma(?: so)?(?: (?:tthc|thu tuc(?: hanh chinh)?|ho so|dinh danh|quoc gia))*|so ho so(?: tthc)?|ma so|ma"),
    ("name", r"ten(?: (?:tthc|thu tuc(?: hanh chinh)?|dich vu cong|thu tuc va dich vu cong))*|thu tuc hanh chinh"),
    ("issuer", r"(?:co quan|don vi) (?:ban hanh|cong bo)|bo nganh|bo, nganh"),
    ("agency", r"(?:co quan|don vi)(?: truc tiep)? (?:thuc hien|giai quyet|xu ly)(?: tthc| thu tuc(?: hanh chinh)?)?"),
    ("field", r"(?:nganh,? )?linh vuc(?: (?:thuc hien|giai quyet|tthc))?"),
    ("level", r"cap(?: (?:thuc hien|giai quyet|hanh chinh|tham quyen))?(?: tthc)?"),
    ("limit", r"thoi (?:han|gian)(?: (?:giai quyet|thuc hien|xu ly))?(?: tthc)?"),
    ("fee", r"(?:muc )?(?:phi|le phi)(?:,? (?:va )?le phi)?"),
    ("documents", r"(?:cac )?(?:can cu phap ly|van ban quy dinh|co so phap ly)"),
)  # fmt: skip
_HEADINGS = tuple((part, re.compile(words)) for part, words in _PARTS)
_NUMBER = re.compile(r"stt|tt|so tt|so thu tu|#|no")
_TOTAL = re.compile(
    r"(?:[ivx\d. ]*)(?:tong(?: cong| so)?|cong)(?: (?:cong|so))?\s*(?:[:(\d].*|(?:so )?(?:tthc|thu tuc).*)?"
)
_NOTE = re.compile(
    r"(?:ghi chu|luu y|noi nhan|nguoi lap|(?:.{0,30}, )?ngay \d*\s*thang|thu truong|kt\.|tm\.|chu tich\b).*"
)
_SECTION = re.compile(
    r"^\s*(?:phần\s+)?(?:[IVXLC]{1,6}|[A-ZĐ]|\d{1,2}(?:\.\d{1,2})*|[a-zđ])\s*[.)/:\-–]\s*(?P<numbered>\S.*)$|"
    r"^\s*(?P<field>lĩnh vực.*|thủ tục hành chính (?:thuộc|cấp|lĩnh vực).*|cấp (?:tỉnh|xã|huyện|trung ương))\s*$",
    re.IGNORECASE,
)
_COUNT = re.compile(r"\s*[(\[:–-]\s*\d+\s*(?:tthc|thủ tục|tt|dvc)?[^()]*[)\]]?\s*$", re.IGNORECASE)


def heading_key(text: str) -> str:
    """A heading as it compares: folded, on one line, without brackets, colons, stars and numbering.

    >>> heading_key("(2) Tên thủ tục\\nhành chính (TTHC):")
    'ten thu tuc hanh chinh'
    """
    plain = re.sub(r"\([^)]*\)|\[[^\]]*\]|[*:.;“”\"]", " ", fold(text))
    return " ".join(re.sub(r"^\s*\d+\s", " ", plain).replace("/", " ").split())


def part_of_heading(text: str) -> str | None:
    """Which part of a procedure stands under a heading; None where it is none that a list is read for."""
    key = heading_key(text)
    return next((part for part, words in _HEADINGS if words.fullmatch(key)), None)


def is_numbering(text: str) -> bool:
    """Whether a heading stands over the numbers of the rows."""
    return bool(_NUMBER.fullmatch(heading_key(text)))


def is_total(text: str) -> bool:
    """Whether the only words of a row add others up.

    >>> is_total("Tổng cộng: 25 thủ tục"), is_total("Cộng đồng doanh nghiệp")
    (True, False)
    """
    return bool(_TOTAL.fullmatch(" ".join(fold(text).split())))


def is_note(text: str) -> bool:
    """Whether the only words of a row are a remark, a date or a signature."""
    return bool(_NOTE.match(" ".join(fold(text).split())))


def section_of(text: str) -> str | None:
    """What a row that heads a section is about, without its number and count; None where it heads none.

    >>> section_of("II. LĨNH VỰC ĐẤT ĐAI (12 TTHC)"), section_of("Cấp thẻ")
    ('Đất đai', None)
    """
    found = _SECTION.match(text)
    if not found:
        return None
    told = _COUNT.sub("", found["numbered"] or found["field"])
    told = re.sub(r"(?i)^(?:các )?(?:thủ tục hành chính )?(?:thuộc )?lĩnh vực\s*:?\s*", "", told).strip(" .:;-–")
    return told.capitalize() if told.isupper() else told[:1].upper() + told[1:]
