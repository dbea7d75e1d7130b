"""Lists of procedures as XLSX, the portal's and those of decisions: code, name, agency, field and terms."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

from canang.exchange.amounts import read_fee, read_limit
from canang.exchange.bounds import Unreadable
from canang.exchange.draft import Draft, Way, pack
from canang.exchange.levels import level_in_name, level_of_agency, level_of_column, level_said
from canang.exchange.list_codes import read_spoiled_code
from canang.exchange.list_headings import is_note, is_numbering, is_total, part_of_heading, section_of
from canang.exchange.portal_cells import said
from canang.exchange.portal_laws import laws_in
from canang.exchange.sheets import Sheet, read_sheets

_HEAD_WITHIN = 30
"""Rows in which the headings must be found; the portal's are in the second."""

Row = list[str | None]


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
        yield from _Reader(sheet, columns, head).drafts()
    if not found:
        raise Unreadable(
            f"Không trang tính nào của {path.name} có dòng tiêu đề “Mã số, Tên, …, Lĩnh vực”.",
            "Dùng tệp danh sách tải từ Cổng dịch vụ công, hoặc mẫu: canang du-lieu mau mau.xlsx",
        )


def _columns(sheet: Sheet) -> tuple[dict[str, int] | None, int]:
    """Which column holds what, and the row of the headings, the last of them where they take two."""
    found: tuple[dict[str, int] | None, int] = (None, 0)
    for number, row in enumerate(sheet.rows[:_HEAD_WITHIN]):
        above = sheet.rows[number - 1] if number else []
        columns = _parts(row)
        if columns and number:
            # Headings in two rows: what the lower one leaves empty stands in the upper one.
            upper = {part: n for part, n in _parts(above).items() if n >= len(row) or not row[n]}
            columns = {**upper, **columns}
        if "name" in columns and {"code", "field", "agency", "limit"} & columns.keys():
            if found[0] is None or (number == found[1] + 1 and len(columns) >= len(found[0])):
                found = columns, number
        elif found[0] is not None:
            break
    return found


def _parts(row: Row) -> dict[str, int]:
    columns: dict[str, int] = {}
    for n, text in enumerate(row):
        if text and len(text) < 120 and (part := part_of_heading(text)):
            columns.setdefault(part, n)
    return columns


class _Reader:
    """The rows below the headings of one sheet; a row that heads a section tells the field or level of those below."""

    def __init__(self, sheet: Sheet, columns: dict[str, int], head: int) -> None:
        self._sheet, self._columns, self._head = sheet, columns, head
        self._field: str | None = None
        self._level: str | None = None

    def drafts(self) -> Iterator[Draft]:
        told = self._untold()
        for number, row in enumerate(self._sheet.rows[self._head + 1 :], self._head + 2):
            if not any(row) or self._is_heading(row):
                continue
            draft = self._single(row, number) if self._alone(row) else self._draft(row, number)
            if draft is None:
                continue
            if draft.name and told:
                draft.findings += told.findings
                told = None
            yield draft

    def _untold(self) -> Draft | None:
        """What to say of the headings, once: columns that are not read, and parts that have none."""
        head = self._sheet.rows[self._head]
        draft = Draft(place="", packed=b"", format="portal-xlsx")
        for n, text in enumerate(head):
            if text and n not in self._columns.values() and not is_numbering(text) and not text.strip("()").isdigit():
                draft.miss("record", f"trang “{self._sheet.name}” có cột “{' '.join(text.split())[:60]}” không đọc")
        for part, words in (("code", "mã"), ("field", "lĩnh vực")):
            if part not in self._columns:
                draft.miss(part, f"trang “{self._sheet.name}” không có cột {words}")
        return draft if draft.findings else None

    def _is_heading(self, row: Row) -> bool:
        """Headings said again on a new page, or the numbers of the columns."""
        filled = [text for text in row if text]
        numbers = all(re.fullmatch(r"\(?\d{1,2}\)?(?:\s*=.*)?", text) for text in filled)
        return (numbers and len(filled) > 1) or len(_parts(row).keys() & self._columns.keys()) > 1

    def _words(self, row: Row) -> list[str]:
        """The different texts of a row, without the number of the row."""
        return list(
            dict.fromkeys(text for text in row if text and not re.fullmatch(r"[\d.]+|[IVXLC]+\.?|[A-ZĐ]\.?", text))
        )

    def _alone(self, row: Row) -> bool:
        """Whether a row says one thing only, as no row of a list does that has a code or field of its own."""
        return len(self._words(row)) == 1 and not self._at(row, "code")

    def _single(self, row: Row, number: int) -> Draft | None:
        (text,) = self._words(row)
        numbered = next((cell for cell in row if cell and re.fullmatch(r"[IVXLC]+\.?|[A-ZĐ]\.?", cell)), None)
        section = section_of(f"{numbered.rstrip('.')}. {text}" if numbered else text)
        if is_total(text):
            return None
        own = len(_numbers(row)) == 1 and not numbered and row.index(text) == self._columns["name"]
        if section and not (own and not section_of(text)):
            if level := level_said(text):
                self._level = level
            if not level or "lĩnh vực" in text.lower():
                self._field = section
            return None
        if row.index(text) == self._columns["name"] and not is_note(text):
            return self._draft(row, number)
        draft = Draft(place=self._place(number), packed=pack(text), format="portal-xlsx")
        draft.miss("record", f"hàng “{' '.join(text.split())[:60]}” không phải thủ tục; không đọc")
        return draft

    def _draft(self, row: Row, number: int) -> Draft:
        cells = {part: self._at(row, part) for part in self._columns}
        record = json.dumps({part: text for part, text in cells.items() if text}, ensure_ascii=False)
        draft = Draft(place=self._place(number), packed=pack(record), format="portal-xlsx")
        draft.stated = {_STATED.get(part, part) for part, text in cells.items() if text and part != "issuer"}
        draft.name, draft.field = _line(cells.get("name")), _line(cells.get("field")) or self._field
        draft.issuer = _line(cells.get("issuer"))
        lines = (cells.get("agency") or "").splitlines()
        draft.agency = "; ".join(part for line in lines if (part := line.strip())) or None
        if draft.name is None:
            draft.miss("name", "hàng không có tên thủ tục")
        if code := cells.get("code"):
            draft.code, problem = read_spoiled_code(code)
            if problem:
                draft.miss("code", problem)
        self._read_level(draft, cells.get("level"))
        _read_terms(draft, cells)
        return draft

    def _read_level(self, draft: Draft, text: str | None) -> None:
        """The level by its column, the agency's name, the name in so many words, or the section."""
        draft.level = level_of_column(text) if text else None
        if text and draft.level is None:
            draft.miss("level", f"không rõ cấp “{text[:40]}”")
        draft.level = (
            draft.level or level_of_agency(draft.agency or "") or level_in_name(draft.name or "") or self._level
        )

    def _at(self, row: Row, part: str) -> str | None:
        column = self._columns.get(part)
        return row[column] if column is not None and column < len(row) else None

    def _place(self, number: int) -> str:
        return f"trang “{self._sheet.name}”, hàng {number}"


_STATED = {"limit": "time_limit"}


def _read_terms(draft: Draft, cells: dict[str, str | None]) -> None:
    limit, fee = said(_line(cells.get("limit"))), read_fee(cells.get("fee"))
    if limit or fee:
        read = read_limit(limit) if limit else None
        if read and read.amount is None:
            draft.miss("time_limit", f"thời hạn “{limit[:60]}” không phải một con số; giữ nguyên lời")  # type: ignore[index]
        draft.ways = [Way("", read, fee)]
    if documents := cells.get("documents"):
        draft.laws = laws_in(documents)
        if not draft.laws:
            draft.miss("documents", f"không thấy số văn bản trong “{documents[:60]}”")


def _numbers(row: Row) -> list[str]:
    return [text for text in row if text and re.fullmatch(r"[\d.]+", text)]


def _line(text: str | None) -> str | None:
    return " ".join(text.split()) or None if text else None
