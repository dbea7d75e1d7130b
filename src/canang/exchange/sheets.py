"""XLSX as rows of text: values and not formulas, merged cells filled, old encodings read, within bounds."""

import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from canang.exchange.bounds import (
    EMPTY_IN_A_ROW,
    LONGEST_RECORD,
    MOST_COLUMNS,
    MOST_MERGES,
    MOST_RECORDS,
    MOST_STYLE_TAGS,
    MOST_TAGS,
    Unreadable,
    check_archive,
    check_size,
    check_tags,
)
from canang.exchange.kinds import check_kind
from canang.text.cleaning import clean

Found = TypeVar("Found")

_MERGE = re.compile(
    rb"<(?:[\w.-]+:)?mergeCell\s[^>]*?\bref\s*=\s*[\"']\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})"
)
_ERRORS = frozenset("#N/A #REF! #VALUE! #DIV/0! #NAME? #NULL! #NUM! #SPILL! #CALC!".split())
"""What Excel shows where a formula failed: no fact of anybody's."""


class Sheet(msgspec.Struct, frozen=True):
    """A sheet: its name and its rows, each a list of texts with None for an empty cell."""

    name: str
    rows: list[list[str | None]]


class _Area(msgspec.Struct, frozen=True):
    """A merged range, rows and columns numbered from 0."""

    top: int
    left: int
    bottom: int
    right: int


def read_sheets(path: Path) -> list[Sheet]:
    """All sheets of a workbook.

    Raises:
        Unreadable: it is no workbook, too large, or damaged.
    """
    return _of_workbook(path, lambda book: [_sheet(path, sheet) for sheet in book.worksheets])


def sheet_names(path: Path) -> list[str]:
    """The names of the sheets of a workbook.

    Raises:
        Unreadable: it is no workbook, too large, or damaged.
    """
    return _of_workbook(path, lambda book: [sheet.title for sheet in book.worksheets])


def _of_workbook(path: Path, read: Callable[[Any], Found]) -> Found:
    check_size(path)
    check_kind(path)
    check_archive(path)
    from openpyxl import load_workbook  # noqa: PLC0415  only for workbooks

    try:
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                if name.lower().endswith(".xml"):
                    check_tags(path, archive, name, most=MOST_STYLE_TAGS if "styles" in name.lower() else MOST_TAGS)
        # Loaded whole, openpyxl makes a cell of each that a range covers; a few ranges are gigabytes.
        book = load_workbook(path, read_only=True, data_only=True, keep_links=False)
        try:
            return read(book)
        finally:
            book.close()
    except (Unreadable, MemoryError):
        raise
    except Exception as error:
        # A damaged workbook makes openpyxl raise anything at all.
        raise Unreadable(f"Không đọc được {path.name} như một tệp Excel.", "Mở bằng Excel rồi lưu lại.") from error


def _sheet(path: Path, sheet: Any) -> Sheet:
    # Some programs write that a sheet is as large as A1.
    sheet.reset_dimensions()
    rows: list[list[str | None]] = []
    empty = 0
    for values in sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True):
        row = [_text(value) for value in values]
        empty = 0 if any(row) else empty + 1
        if empty > EMPTY_IN_A_ROW:
            break
        rows.append(row)
        if len(rows) > MOST_RECORDS:
            raise Unreadable(f"Trang “{sheet.title}” có hơn {MOST_RECORDS} hàng; không đọc.", "Chia nhỏ tệp.")
    _fill(rows, _merges(path, sheet))
    return Sheet(clean(sheet.title), rows)


def _merges(path: Path, sheet: Any) -> Iterator[_Area]:
    """The merged ranges, which stand behind the rows in the sheet's part."""
    kept = b""
    with zipfile.ZipFile(path) as archive, archive.open(sheet._worksheet_path) as stream:
        found = 0
        while chunk := stream.read(1 << 20):
            kept += chunk
            end = 0
            for match in _MERGE.finditer(kept):
                left, top, right, bottom = match.groups()
                found += 1
                if found > MOST_MERGES:
                    raise Unreadable(f"Trang “{sheet.title}” có hơn {MOST_MERGES} vùng gộp; không đọc.", "Bỏ gộp ô.")
                end = match.end()
                yield _Area(int(top) - 1, _column(left), int(bottom) - 1, _column(right))
            kept = kept[max(end, len(kept) - 200) :]


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _fill(rows: list[list[str | None]], areas: Iterator[_Area]) -> None:
    """Give the value of a merged cell to every row that it covers: a field is often merged over its procedures.

    Each cell is filled once, whatever ranges lie over one another.
    """
    filled: dict[int, int] = {}
    for area in sorted(areas, key=lambda area: area.top):
        top, left = area.top, area.left
        if top >= len(rows) or left >= len(rows[top]) or top == area.bottom or rows[top][left] is None:
            continue
        first = max(top + 1, filled.get(left, 0))
        for row in rows[first : area.bottom + 1]:
            if left < len(row) and row[left] is None:
                row[left] = rows[top][left]
        filled[left] = max(filled.get(left, 0), min(area.bottom + 1, len(rows)))


def _text(value: Any) -> str | None:
    if value is None:
        return None
    if isinstance(value, datetime) and value.time() == time():
        value = value.date()
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    if isinstance(value, float):
        value = int(value) if value.is_integer() else f"{value:.10f}".rstrip("0")
    text = clean(str(value)[:LONGEST_RECORD]).strip()
    return None if text in _ERRORS else text or None
