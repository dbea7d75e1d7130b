"""The portal's lists of procedures as XLSX: code, name, issuing body, agency, field."""

import json
from collections.abc import Iterator
from pathlib import Path

from canang.exchange.bounds import Unreadable
from canang.exchange.draft import Draft, pack
from canang.exchange.sheets import Sheet, read_sheets
from canang.text.fold import fold
from canang.text.identifiers import read_procedure_code

_HEADINGS = {
    "code": ("ma so", "ma tthc", "ma thu tuc", "ma so tthc", "so ho so tthc"),
    "name": ("ten", "ten thu tuc", "ten thu tuc hanh chinh", "ten tthc"),
    "issuer": ("co quan ban hanh", "co quan cong bo", "bo nganh"),
    "agency": ("co quan thuc hien", "co quan giai quyet"),
    "field": ("linh vuc",),
    "level": ("cap thuc hien", "cap"),
}
_LEVELS = {"cap xa": "xa", "cap tinh": "tinh", "cap bo": "bo", "cap trung uong": "bo", "xa": "xa", "tinh": "tinh"}
_HEAD_WITHIN = 30
"""Rows in which the headings must be found; the portal's are in the second."""


def read_list(path: Path) -> Iterator[Draft]:
    """The rows of every sheet that has a list.

    Raises:
        Unreadable: no sheet has the headings of a list.
    """
    found = False
    for sheet in read_sheets(path):
        columns, head = _columns(sheet)
        if columns is None:
            continue
        found = True
        yield from _rows(sheet, columns, head)
    if not found:
        raise Unreadable(
            f"Không trang tính nào của {path.name} có dòng tiêu đề “Mã số, Tên, …, Lĩnh vực”.",
            "Dùng tệp danh sách tải từ Cổng dịch vụ công, hoặc mẫu: canang du-lieu mau mau.xlsx",
        )


def _columns(sheet: Sheet) -> tuple[dict[str, int] | None, int]:
    """Which column holds what, and the row of the headings."""
    for number, row in enumerate(sheet.rows[:_HEAD_WITHIN]):
        named = {fold(text).strip(): column for column, text in enumerate(row) if text}
        columns = {
            part: named[heading] for part, headings in _HEADINGS.items() for heading in headings if heading in named
        }
        if "name" in columns and ({"code", "field"} & columns.keys()):
            return columns, number
    return None, 0


def _rows(sheet: Sheet, columns: dict[str, int], head: int) -> Iterator[Draft]:
    for number, row in enumerate(sheet.rows[head + 1 :], head + 2):
        if not any(row):
            continue
        cells = {part: row[column] if column < len(row) else None for part, column in columns.items()}
        record = json.dumps({part: text for part, text in cells.items() if text}, ensure_ascii=False)
        draft = Draft(place=f"trang “{sheet.name}”, hàng {number}", packed=pack(record), format="portal-xlsx")
        draft.stated = {part for part, text in cells.items() if text and part != "issuer"}
        draft.name, draft.field = _line(cells.get("name")), _line(cells.get("field"))
        draft.code = read_procedure_code(cells.get("code") or "")
        draft.agency = (
            "; ".join(part for line in (cells.get("agency") or "").splitlines() if (part := line.strip())) or None
        )
        draft.issuer = _line(cells.get("issuer"))
        draft.level = _LEVELS.get(fold(cells.get("level") or "").strip()) or _level_of(draft)
        if draft.name is None:
            draft.miss("name", "hàng không có tên thủ tục")
        if cells.get("code") and draft.code is None:
            draft.miss("code", f"mã “{cells['code'][:40]}” không đúng dạng 1.234567")  # type: ignore[index]
        yield draft


def _level_of(draft: Draft) -> str | None:
    """The level, where the agency's own name says it; a list has no column for it."""
    text = fold(f"{draft.agency or ''} {draft.name or ''}")
    signs = (
        ("xa", ("cap xa", "xa, phuong")),
        ("tinh", ("cap tinh", "so ", "uy ban nhan dan tinh", "cong an tinh")),
        ("bo", ("bo ", "cuc ", "tong cuc", "cap trung uong", "cap bo")),
    )
    return next((level for level, words in signs if any(word in f"{text} " for word in words)), None)


def _line(text: str | None) -> str | None:
    return " ".join(text.split()) or None if text else None
