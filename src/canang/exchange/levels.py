"""The level that decides, from whole words: what an agency is called, or “cấp xã”; never a part of another word."""

import re

_CAPITAL = r"[A-ZĐÁÀẢÃẠĂẮẰẲẴẶÂẤẦẨẪẬÉÈẺẼẸÊẾỀỂỄỆÍÌỈĨỊÓÒỎÕỌÔỐỒỔỖỘƠỚỜỞỠỢÚÙỦŨỤƯỨỪỬỮỰÝỲỶỸỴ]"
_NAMES = {"xã": "xa", "huyện": "xa", "tỉnh": "tinh", "tinh": "tinh", "trung ương": "bo", "bộ": "bo"}
_SAID = re.compile(
    r"(?<!\w)cấp\s+(?P<level>xã(?!\s+(?:hội|viên))|tỉnh(?!\s+(?:ủy|lộ))|tinh(?=\s*\))|trung\s+ương|huyện|"
    r"bộ(?=\s*(?:[,;.)/:]|$|(?:quản|ban|công|trực|và|hoặc)\s)))(?!\w)",
    re.IGNORECASE,
)
_GRANTED = re.compile(
    r"(?:\(|[-–:]|(?<!\w)(?:ở|tại|của|thuộc|thẩm quyền|ủy ban nhân dân|ubnd|công an))\s*$", re.IGNORECASE
)
"""What must stand before “cấp …” in a name, where “cấp” is mostly the verb."""
_WARD = r"(?:xã(?!\s+hội)|phường|đặc\s+khu|thị\s+trấn)"
_PEOPLE = r"(?:(?:ủy|uỷ)\s+ban\s+nhân\s+dân|ubnd|công\s+an)"
_PLACE = re.compile(r"(?<!\w)tại\s+")
_AGENCY = re.compile(r"(?:Phòng|Công an|Cục|Tổng cục|Sở|Bộ|Ủy ban|Uỷ ban|UBND)\s")
_BUREAU = r"Cục|CỤC|Tổng\s+cục|TỔNG\s+CỤC"
_OF_BUREAU = rf"(?:{_CAPITAL}|cảnh\s+sát\s|quản\s+lý\s)"
_AGENCIES = (
    ("xa", re.compile(rf"(?<!\w){_PEOPLE}\s+{_WARD}(?!\w)", re.I)),
    ("tinh", re.compile(rf"(?<!\w)(?:Sở|SỞ)\s+{_CAPITAL}")),
    ("tinh", re.compile(rf"(?<!\w){_PEOPLE}\s+(?:các\s+)?(?:tỉnh|thành\s+phố)(?!\w)", re.I)),
    ("bo", re.compile(rf"(?<!\w)(?:Bộ|BỘ)(?:\s+(?:trưởng(?!\w)|{_CAPITAL})|,\s+cơ quan ngang)")),
    ("bo", re.compile(rf"(?<!\w)(?<![Cc]hi )(?<!CHI )(?:{_BUREAU})\s+{_OF_BUREAU}(?![^;\n]*\stỉnh(?!\w))")),
)  # fmt: skip


def level_of_agency(agency: str) -> str | None:
    """The level of an agency by its own name, the nearest where it names several; None where it does not say."""
    if found := level_said(agency):
        return found
    return next((level for level, pattern in _AGENCIES if pattern.search(agency)), None)


def level_said(text: str) -> str | None:
    """The level in “cấp xã”, the nearest where several are said; “cấp xã hội” and “cấp bộ tài liệu” say none."""
    found = {_NAMES[" ".join(match["level"].lower().split())] for match in _SAID.finditer(text)}
    return next((level for level in ("xa", "tinh", "bo") if level in found), None)


def level_in_name(name: str) -> str | None:
    """The level that a procedure's name gives in brackets or behind “thẩm quyền”, or by the agency behind “tại”."""
    found = {
        _NAMES[" ".join(match["level"].lower().split())]
        for match in _SAID.finditer(name)
        if _GRANTED.search(name[: match.start()])
    }
    places = _PLACE.split(name)[1:]
    found |= {level for place in places if _AGENCY.match(place) and (level := level_of_agency(place[:120]))}
    return next((level for level in ("xa", "tinh", "bo") if level in found), None)


def level_of_column(text: str) -> str | None:
    """The level in a column for it: “Cấp tỉnh”, “Tỉnh”, “xã”, “UBND cấp xã”, “Sở Y tế”."""
    bare = " ".join(text.lower().split()).strip(" .;:")
    return _NAMES.get(bare) or level_of_agency(text)
