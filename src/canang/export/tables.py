"""Rows of text as CSV and XLSX."""

import csv
import io
from collections.abc import Sequence

Rows = Sequence[Sequence[str | int | None]]


def to_csv(head: Sequence[str], rows: Rows) -> bytes:
    """CSV in UTF-8 with the mark by which Excel knows it; a cell that a spreadsheet would run is made text."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(head)
    writer.writerows([[_harmless(cell) for cell in row] for row in rows])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def to_xlsx(title: str, head: Sequence[str], rows: Rows) -> bytes:
    """One sheet with a bold head that stays in sight; cells are text or numbers, never formulas."""
    from openpyxl import Workbook  # noqa: PLC0415  only this form needs it
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE  # noqa: PLC0415
    from openpyxl.styles import Alignment, Font  # noqa: PLC0415

    book = Workbook()
    sheet = book.active
    sheet.title = title[:31]
    sheet.append(list(head))
    for row in rows:
        sheet.append([None] * len(row))
        for column, value in enumerate(row, 1):
            cell = sheet.cell(sheet.max_row, column)
            cell.value = ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value
            if isinstance(value, str):
                cell.data_type = "s"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    for column, name in enumerate(head, 1):
        sheet.cell(1, column).font = Font(bold=True)
        longest = max([len(name), *(len(str(row[column - 1] or "")) for row in rows)])
        sheet.column_dimensions[sheet.cell(1, column).column_letter].width = min(60, longest + 3)
    sheet.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _harmless(cell: str | int | None) -> str | int | None:
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in {"=", "+", "-", "@", "\t"} else cell
