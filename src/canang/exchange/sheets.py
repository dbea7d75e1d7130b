"""XLSX as rows of text: values and not formulas, merged cells filled, old encodings read, within bounds."""

import unicodedata
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from canang.exchange.bounds import LONGEST_RECORD, MOST_RECORDS, Unreadable, check_archive, check_size
from canang.text.legacy import to_unicode

Found = TypeVar("Found")

_EMPTY_IN_A_ROW = 200
"""Empty rows after which a sheet has ended; formatting alone can reach to row 1,048,576."""
_MOST_COLUMNS = 60
_FULL_MODE_UNTIL = 3_000_000
"""Bytes of a file up to which it is loaded whole, which is the only way to know its merged cells."""


class Sheet(msgspec.Struct, frozen=True):
    """A sheet: its name and its rows, each a list of texts with None for an empty cell."""

    name: str
    rows: list[list[str | None]]


def read_sheets(path: Path) -> list[Sheet]:
    """All sheets of a workbook.

    Raises:
        Unreadable: it is no workbook, too large, or damaged.
    """
    streaming = path.is_file() and path.stat().st_size > _FULL_MODE_UNTIL
    return _of_workbook(path, lambda book: [_sheet(s, streaming=streaming) for s in book.worksheets], streaming)


def sheet_names(path: Path) -> list[str]:
    """The names of the sheets of a workbook.

    Raises:
        Unreadable: it is no workbook, too large, or damaged.
    """
    return _of_workbook(path, lambda book: [sheet.title for sheet in book.worksheets], streaming=True)


def _of_workbook(path: Path, read: Callable[[Any], Found], streaming: bool) -> Found:
    check_size(path)
    check_archive(path)
    from openpyxl import load_workbook  # noqa: PLC0415  only for workbooks

    try:
        book = load_workbook(path, read_only=streaming, data_only=True, keep_links=False)
        try:
            return read(book)
        finally:
            book.close()
    except (Unreadable, MemoryError):
        raise
    except Exception as error:
        # A damaged workbook makes openpyxl raise anything at all.
        raise Unreadable(f"Không đọc được {path.name} như một tệp Excel.", "Mở bằng Excel rồi lưu lại.") from error


def _sheet(sheet: Any, *, streaming: bool) -> Sheet:
    rows: list[list[str | None]] = []
    empty = 0
    for values in sheet.iter_rows(max_col=_MOST_COLUMNS, values_only=True):
        row = [_text(value) for value in values]
        empty = 0 if any(row) else empty + 1
        if empty > _EMPTY_IN_A_ROW:
            break
        rows.append(row)
        if len(rows) > MOST_RECORDS:
            raise Unreadable(f"Trang “{sheet.title}” có hơn {MOST_RECORDS} hàng; không đọc.", "Chia nhỏ tệp.")
    if not streaming:
        for area in sheet.merged_cells.ranges:
            _fill(rows, area)
    return Sheet(sheet.title, rows)


def _fill(rows: list[list[str | None]], area: Any) -> None:
    """Give the value of a merged cell to every row that it covers: a field is often merged over its procedures."""
    top, left = area.min_row - 1, area.min_col - 1
    if top >= len(rows) or left >= len(rows[top]) or area.min_row == area.max_row:
        return
    for row in rows[top + 1 : area.max_row]:
        if left < len(row) and row[left] is None:
            row[left] = rows[top][left]


def _text(value: Any) -> str | None:
    if value is None:
        return None
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = unicodedata.normalize("NFC", to_unicode(str(value)[:LONGEST_RECORD])).strip()
    return text or None
