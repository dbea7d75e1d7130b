"""Rows of text as CSV and XLSX."""

import csv
import io
from collections.abc import Sequence
from datetime import date
from typing import Any

from canang.text.days import show_day
from canang.text.visible import visible

Cell = str | int | date | None
Rows = Sequence[Sequence[Cell]]

_RUN = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""With which a spreadsheet takes a cell for a formula, also behind blanks and in the width of East Asian signs."""


def to_csv(head: Sequence[str], rows: Rows) -> bytes:
    """CSV in UTF-8 with the mark by which Excel knows it; a cell that a spreadsheet would run is made text."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(head)
    writer.writerows([[_harmless(cell) for cell in row] for row in rows])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def to_xlsx(title: str, head: Sequence[str], rows: Rows) -> bytes:
    """One sheet with a bold head that stays in sight; cells are text, numbers or days, never formulas."""
    return sheets_to_xlsx([(title, head, rows)])


def sheets_to_xlsx(sheets: Sequence[tuple[str, Sequence[str], Rows]]) -> bytes:
    """A workbook of such sheets: the title, the heads of the columns, and the rows of each."""
    from openpyxl import Workbook  # noqa: PLC0415  only this form needs it

    book = Workbook()
    book.remove(book.active)
    for title, head, rows in sheets:
        _fill(book.create_sheet(title[:31]), head, rows)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _fill(sheet: Any, head: Sequence[str], rows: Rows) -> None:
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE  # noqa: PLC0415
    from openpyxl.styles import Alignment, Font  # noqa: PLC0415

    sheet.append(list(head))
    for row in rows:
        sheet.append([None] * len(row))
        for column, value in enumerate(row, 1):
            cell = sheet.cell(sheet.max_row, column)
            cell.value = ILLEGAL_CHARACTERS_RE.sub("", visible(value)) if isinstance(value, str) else value
            if isinstance(value, str):
                cell.data_type = "s"
            if isinstance(value, date):
                cell.number_format = "DD/MM/YYYY"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    for column, name in enumerate(head, 1):
        sheet.cell(1, column).font = Font(bold=True)
        longest = max([len(name), *(len(str(row[column - 1] or "")) for row in rows)])
        sheet.column_dimensions[sheet.cell(1, column).column_letter].width = min(60, longest + 3)
    sheet.freeze_panes = "A2"


def _harmless(cell: Cell) -> Cell:
    if isinstance(cell, date):
        return show_day(cell)
    if not isinstance(cell, str):
        return cell
    cell = visible(cell)
    runs = cell[:1] in {"\t", "\r", "\n"} or cell.strip().startswith(_RUN)
    return f"'{cell}" if runs else cell
