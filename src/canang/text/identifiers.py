"""Identifiers read forgivingly: ids of entries, codes of the national database, numbers of documents."""

import re
import unicodedata

from canang.text.fold import fold

# Patterns and not compiled ones: most queries hold no digit, and compiling costs more than all else in here.
_ENTRY = r"([a-z]{2,4})[\s._-]*0*(\d{1,3})(?:[\s.]+0*(\d{1,2}))?"
_IMPORTED = r"([a-z]{2,4})[\s._-]*(\d\.\d{6}|\d{9})"
_WHOLE_ID = r"[A-Z]{2,8}-[A-Z0-9]{1,40}(?:[.-][A-Z0-9]{1,40}){0,8}"
_CODE = re.compile(r"\d\.\d{6}")
_CODE_WRITTEN = (
    r"(?i)[\s'’‘`´\"“”(]*(?:(?:mã(?: số)?(?: tthc| thủ tục)?|ms)\s*:?\s*)?(\d)\s?[.,]\s?(\d{6})"
    r"(?:\.\d{3}\.\d{2}\.\d{2})?(?:[.\s-]?[A-Z]\d{2}(?:\.\d{1,3})*)?[\s'’\"”.,;:)]*"
)
_KIND_WORDS = {
    "nghi dinh": "nd-cp", "nd": "nd-cp", "thong tu": "tt", "tt": "tt", "luat": "qh", "nghi quyet": "nq", "nq": "nq",
    "quyet dinh": "qd", "qd": "qd",
}  # fmt: skip
_DOCUMENT_ASKED = (
    r"(?:(?P<kind>nghi dinh|nd|thong tu|tt|luat|nghi quyet|nq|quyet dinh|qd)\s*(?:so\s*)?)?"
    r"(?P<number>\d{1,4}(?:\.\d{1,3})?)(?:/(?P<year>\d{4})(?:/(?P<tail>[a-z0-9-]+))?)?"
)


def read_entry_id(text: str) -> str | None:
    """The canonical id for ``TDC-03``, ``tdc03``, ``TDC 3`` or ``TDC-03.1``; None for anything else.

    An imported entry has a code of the national database, or nine digits, behind its letters.

    >>> read_entry_id("tdc 3.1")
    'TDC-03.1'
    """
    if not _has_digit(text):
        return None
    folded = fold(text).strip()
    if imported := re.fullmatch(_IMPORTED, folded):
        return f"{imported[1].upper()}-{imported[2]}"
    found = re.fullmatch(_ENTRY, folded)
    if not found:
        return None
    field, number, procedure = found.groups()
    base = f"{field.upper()}-{int(number):02d}"
    return f"{base}.{int(procedure)}" if procedure else base


def is_entry_id(text: str) -> bool:
    """Whether a text can be the id of an entry: it becomes the name of files and part of addresses.

    >>> is_entry_id("HG-01.2"), is_entry_id("../HG-01"), is_entry_id("CON"), is_entry_id("HG-1.009999")
    (True, False, False, True)
    """
    return re.fullmatch(_WHOLE_ID, text) is not None


def read_procedure_code(text: str) -> str | None:
    """The code of a procedure in the national database (mã TTHC), as ``1.011814``; None for anything else.

    Spaces, an apostrophe, a comma for the point and the tail that a province's portal adds are read over.

    >>> read_procedure_code("'1.001786.000.00.00.H48"), read_procedure_code("1, 001786.")
    ('1.001786', '1.001786')
    """
    found = re.fullmatch(_CODE_WRITTEN, unicodedata.normalize("NFKC", text).strip()) if _has_digit(text) else None
    return f"{found[1]}.{found[2]}" if found else None


def _has_digit(text: str) -> bool:
    return any(map(str.isdigit, text))


def document_key(number: str) -> str:
    """The folded number of a document, by which two ways of writing it compare equal.

    >>> document_key("28/2013/TT-BKHCN") == document_key(" 28/2013/tt-bkhcn")
    True
    """
    return re.sub(r"\s+", "", fold(number))


def read_document_query(text: str) -> tuple[str, str | None] | None:
    """What a query that names a document asks for: the beginning of its key, and what its type part must start with.

    Returns None where the text is no document's number. A bare number counts only behind a word for its kind.

    >>> read_document_query("thông tư 28")
    ('28/', 'tt')
    >>> read_document_query("28/2013")
    ('28/2013/', None)
    """
    found = re.fullmatch(_DOCUMENT_ASKED, fold(text).strip()) if _has_digit(text) else None
    if not found or not (found["kind"] or found["year"]):
        return None
    kind = _KIND_WORDS.get(found["kind"] or "")
    if not found["year"]:
        return f"{found['number']}/", kind
    return f"{found['number']}/{found['year']}/{found['tail'] or ''}", kind


def names_document(text: str) -> bool:
    """Whether a text is meant for a legal document: its number, or what begins with the word for its kind.

    >>> names_document("luật đo lường"), names_document("thông tư 28"), names_document("cây xăng")
    (True, True, False)
    """
    kinds = ("luat ", "nghi dinh ", "thong tu ", "nghi quyet ", "quyet dinh ")
    folded = fold(text).strip()
    return read_document_query(text) is not None or (folded.startswith(kinds) and len(folded.split()) <= _TITLE)


_TITLE = 7
"""A text of more words tells of something, it does not call a document by its title."""


def document_kind(number: str) -> tuple[str, str]:
    """Type and issuer of a document, from the tail of its number; empty where the tail does not say.

    >>> document_kind("85/2025/TT-BNNMT")
    ('Thông tư', 'BNNMT')
    """
    tail = number.rpartition("/")[2]
    kind, _, issuer = tail.partition("-")
    types = {
        "NĐ": "Nghị định", "NQ": "Nghị quyết", "QĐ": "Quyết định", "TT": "Thông tư", "TTLT": "Thông tư liên tịch",
        "CT": "Chỉ thị", "PL": "Pháp lệnh", "VBHN": "Văn bản hợp nhất", "L": "Luật",
    }  # fmt: skip
    if kind.startswith("QH"):
        return "Luật", "Quốc hội"
    names = {"CP": "Chính phủ", "TTg": "Thủ tướng Chính phủ"}
    return types.get(kind, ""), names.get(issuer, issuer)
