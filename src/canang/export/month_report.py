"""The month's report as a table of figures, and as the letter that a commune sends to the Sở."""

import io
from collections.abc import Sequence
from datetime import date

from canang.export.office import Office
from canang.export.tables import Cell
from canang.export.word import field, new_document, write_head
from canang.text.days import show_day
from canang.text.visible import visible

COUNTS = ("Nhận", "Xong đúng hạn", "Xong trễ", "Xong, không tính được hạn", "Đang làm", "Đang trễ", "Chờ bổ sung")
HEAD = ("Mã", "Thủ tục", *COUNTS)
LATE_HEAD = ("Hồ sơ", "Mã", "Hạn", "Ngày xong", "Trễ (ngày làm việc)", "Vì sao")

Table = tuple[Sequence[str], Sequence[Sequence[Cell]]]


def to_docx(title: str, until: date, office: Office | None, tables: Sequence[tuple[str, Table]]) -> bytes:
    """The letter: head, to whom, the tables each under its own title, room for what is proposed and for a signature."""
    from docx.shared import Pt  # noqa: PLC0415

    document = new_document(title, "Trang ")
    office = office or Office(co_quan="TÊN CƠ QUAN")
    write_head(document, office, f"{office.noi or '……'}, ngày …… tháng …… năm ……", left_below="Số: …/BC-…")
    head = document.add_paragraph(style="Title")
    head.alignment = 1
    head.add_run("BÁO CÁO").bold = True
    line = document.add_paragraph()
    line.alignment = 1
    line.add_run(title).bold = True
    document.add_paragraph("Kính gửi: Sở Khoa học và Công nghệ").alignment = 1
    document.add_paragraph(f"Số liệu tính đến hết ngày {show_day(until)}.")
    for name, (columns, rows) in tables:
        document.add_heading(name, level=1)
        table = document.add_table(rows=1, cols=len(columns))
        table.style = "Table Grid"
        for cell, column in zip(table.rows[0].cells, columns, strict=True):
            cell.paragraphs[0].add_run(column).bold = True
        for row in rows:
            cells = table.add_row().cells
            for cell, value in zip(cells, row, strict=True):
                cell.text = show_day(value) if isinstance(value, date) else "" if value is None else visible(str(value))
        for row in table.rows:
            for cell in row.cells:
                for run in cell.paragraphs[0].runs:
                    run.font.size = Pt(10.5)
        if not rows:
            document.add_paragraph("Không có.")
    document.add_heading("Kiến nghị", level=1)
    field(document.add_paragraph(), "Kiến nghị", None)
    signer = document.add_paragraph()
    signer.alignment = 2
    signer.add_run("NGƯỜI KÝ").bold = True
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
