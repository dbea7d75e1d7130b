"""What codes of the model are called in Vietnamese, on screen and on paper."""

from typing import TypeAlias

from canang.catalog.model import Citation, Level, Reading, Source
from canang.text.days import show_day

LEVELS = {"xa": "cấp xã", "tinh": "cấp tỉnh", "bo": "cấp bộ", "khac": "cơ quan khác"}
NO_LEVEL = "chưa rõ cấp"
KINDS = {"phan-quyen": "phân quyền", "phan-cap": "phân cấp", "phan-dinh": "phân định thẩm quyền"}
PROCEDURE_TYPES = {
    "tthc": "thủ tục hành chính",
    "kiem-tra": "kiểm tra nhà nước",
    "noi-bo": "quy trình nội bộ",
}
TYPES = {"task": "nhiệm vụ", "procedure": "thủ tục"}
VERIFICATION = {
    Level.TEXT: "đã đọc nguyên văn điều được dẫn",
    Level.SUMMARY: "đọc qua bản tóm tắt, chưa đọc nguyên văn",
    Level.UNCHECKED: "chưa đối chiếu",
}
NO_LAWYER = "không phải luật sư, không phải cơ quan nhà nước"
"""What the editors of the handbook are not, said wherever they are named as readers."""

SHORT_VERIFICATION = {
    Level.TEXT: "đã đọc luật",
    Level.SUMMARY: "theo bản tóm tắt",
    Level.UNCHECKED: "chưa đối chiếu",
}
CHANGES = {"thay-the": "thay thế", "sua-doi": "sửa đổi", "bai-bo": "bãi bỏ"}
NEEDS = {
    "nhan-luc": "Người",
    "chung-chi": "Chứng chỉ",
    "thiet-bi": "Thiết bị",
    "du-lieu": "Dữ liệu",
    "kinh-phi": "Kinh phí",
    "van-ban": "Giấy tờ",
}
"""The kinds of what a task needs."""

UNKNOWN = "chưa có nguồn; hỏi Sở Khoa học và Công nghệ"
"""What stands where nobody has a source for a statement."""

UNSTATED = "các điều đã đọc không ghi; hỏi Sở Khoa học và Công nghệ"
"""What stands where the articles that an entry cites were read and say nothing of it."""


_Place: TypeAlias = tuple[str | None, str | None]
"""An article of a document, or a place in its annex."""

_Clauses: TypeAlias = dict[str | None, list[str]]
"""The clauses cited of a place, each with the points cited of it."""

_WHOLE = ""
"""In a place: the articles that are cited whole, which then stand together."""

_DOCUMENT_TYPES = (
    ("QH", "Luật"),
    ("NĐ-CP", "Nghị định"),
    ("NQ-CP", "Nghị quyết"),
    ("QĐ", "Quyết định"),
    ("TT", "Thông tư"),
)


def spans(numbers: tuple[int, ...]) -> str:
    """Numbers in rising order, those in a row as a span.

    >>> spans((1, 2, 3, 5, 7, 8))
    '1–3, 5, 7, 8'
    """
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 2 else ", ".join(map(str, run)) for run in runs)


def cite_source(source: Source, *, address: bool = True) -> str:
    """Where something was read, by whom it was published and when it was read; its address unless told not."""
    told = f"{source.title} – {source.publisher}, đọc ngày {show_day(source.read_on)}"
    return f"{told}: {source.url}" if address and source.url else told


def cite_all(citations: tuple[Citation, ...], *, dated: bool = True) -> str:
    """Citations as Vietnamese papers write them: an article, a document and a remark are each named once.

    Args:
        dated: say of a document that it was not in force on the day; not where the whole entry was not.

    >>> one = Citation("step", "28/2013/TT-BKHCN", "37", "2", None, None, "trinh-tu", Level.TEXT, True)
    >>> two = Citation("step", "28/2013/TT-BKHCN", "37", "3", None, None, "trinh-tu", Level.TEXT, True)
    >>> cite_all((one, two))
    'khoản 2, 3 Điều 37 Thông tư 28/2013/TT-BKHCN'
    >>> from msgspec.structs import replace
    >>> cite_all((replace(one, clause=None), replace(two, clause=None, article="38")))
    'Điều 37, 38 Thông tư 28/2013/TT-BKHCN'
    >>> cite_all((one, replace(two, clause="3", article="38")))
    'khoản 2 Điều 37, khoản 3 Điều 38 Thông tư 28/2013/TT-BKHCN'

    A clause that is cited as a whole is more than a point of it:

    >>> cite_all((one, replace(one, point="a"))), cite_all((replace(one, point="a"), replace(one, point="b")))
    ('khoản 2 Điều 37 Thông tư 28/2013/TT-BKHCN', 'điểm a, b khoản 2 Điều 37 Thông tư 28/2013/TT-BKHCN')
    """
    documents: dict[tuple[str, str], dict[_Place, _Clauses]] = {}
    entire: set[tuple[object, _Place, str | None]] = set()
    for citation in citations:
        named = document_name(citation.document, citation.law), _remark(citation, dated=dated)
        places = documents.setdefault(named, {})
        if citation.article and not citation.clause and not citation.annex:
            whole = places.setdefault((_WHOLE, None), {}).setdefault(None, [])
            whole.extend([citation.article] if citation.article not in whole else [])
            continue
        place = citation.article, citation.annex
        points = places.setdefault(place, {}).setdefault(citation.clause, [])
        if citation.point is None:
            points.clear()
            entire.add((named, place, citation.clause))
        elif citation.point not in points and (named, place, citation.clause) not in entire:
            points.append(citation.point)
    return "; ".join(
        " ".join(filter(None, (", ".join(filter(None, map(_place, places.items()))), name, remark)))
        for (name, remark), places in documents.items()
    )


def document_name(number: str, law: str | None = None) -> str:
    """A document's number behind the word for its type; a law's behind its title.

    >>> document_name("132/2025/NĐ-CP")
    'Nghị định 132/2025/NĐ-CP'
    >>> document_name("24/2023/QH15", "Luật Viễn thông")
    'Luật Viễn thông 24/2023/QH15'
    """
    if law:
        return f"{law} {number}"
    tail = number.rpartition("/")[2]
    return next((f"{name} {number}" for sign, name in _DOCUMENT_TYPES if tail.startswith(sign)), number)


def law_title(title: str | None) -> str | None:
    """The title that papers put before a law's number; None for other documents and for laws that amend others.

    >>> law_title("Luật Viễn thông")
    'Luật Viễn thông'
    >>> law_title("Luật sửa đổi, bổ sung một số điều của Luật Chuyển giao công nghệ")
    """
    return title if title and title.startswith("Luật ") and not title.startswith("Luật sửa đổi") else None


def _place(at: tuple[_Place, _Clauses]) -> str:
    """The place in its document, from the smallest part to the largest; empty when the whole document is meant."""
    (article, annex), clauses = at
    if article == _WHOLE:
        return f"Điều {', '.join(clauses[None])}"
    plain = [clause for clause, points in clauses.items() if clause and not points]
    parts = [f"điểm {', '.join(points)} khoản {clause}" for clause, points in clauses.items() if points]
    parts += [f"khoản {', '.join(plain)}"] if plain else []
    return " ".join(filter(None, (" và ".join(parts), f"Điều {article}" if article else "", _annex(annex))))


def _annex(annex: str | None) -> str:
    """The place in an annex from the smallest part to the largest, as papers write it.

    >>> _annex("Phụ lục I, Phần B, Mục VII")
    'Mục VII Phần B Phụ lục I'
    """
    return " ".join(reversed((annex or "").split(", ")))


def _remark(citation: Citation, *, dated: bool) -> str:
    remarks = []
    if dated and citation.in_force is False:
        remarks.append("không có hiệu lực ngày này")
    if citation.level is not Level.TEXT:
        remarks.append(SHORT_VERIFICATION[citation.level])
    return f"({'; '.join(remarks)})" if remarks else ""


def read_by(reading: Reading) -> str:
    """Who read and when; that the editors are no lawyer and no office is said each time."""
    standing = f" ({NO_LAWYER})" if reading.editors else ""
    return f"{reading.reviewer}{standing}, {show_day(reading.on)}"
