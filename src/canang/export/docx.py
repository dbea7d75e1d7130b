"""Papers as DOCX: real styles, tables whose heads repeat, tick boxes that can be ticked in Word and LibreOffice."""

import io
from typing import Any

from canang.export.office import Office
from canang.export.record import WORK_DONE
from canang.export.word import make_small, new_document, tick, write_head
from canang.sheet.page import Box, Sheet, labelled
from canang.sheet.words import BASIS, CHECKED, CONDITIONS, DOSSIER, FORMS, LABELS, LOG, PROCEDURES, STEPS, Kind


def to_docx(sheets: list[Sheet], office: Office | None = None) -> bytes:
    """All sheets in one document on A4, margins of Nghị định 30/2020/NĐ-CP, each beginning on a page of its own."""
    foot = f"{sheets[0].footer}   ·   Trang " if len(sheets) == 1 else "Trang "
    document = new_document("; ".join(sheet.title for sheet in sheets), foot)
    if any(sheet.brief for sheet in sheets):
        make_small(document)
    for number, sheet in enumerate(sheets):
        if number:
            document.add_page_break()
        _Writer(document, sheet).write(office)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


class _Writer:
    """Writes one sheet at the end of a document."""

    def __init__(self, document: Any, sheet: Sheet) -> None:
        self._document = document
        self._sheet = sheet

    def write(self, office: Office | None) -> None:
        sheet, document = self._sheet, self._document
        if office:
            write_head(document, office, f"{office.noi}, ngày …… tháng …… năm ……" if office.noi else "")
        document.add_paragraph(f"{sheet.id} · {sheet.subtitle}").alignment = 1
        title = document.add_paragraph(style="Title")
        title.alignment = 1
        title.add_run(sheet.title).bold = True
        for notice in sheet.notices:
            line = document.add_paragraph()
            line.add_run("Lưu ý. ").bold = True
            line.add_run(notice.text)
        self._pairs("", labelled(sheet.head))
        self._pairs(PROCEDURES, sheet.procedures)
        last = ("Ngày", "Người ghi") if sheet.log else ("Ngày", "Ký")
        self._table(CONDITIONS, sheet.conditions, ("Phải có",))
        self._table(DOSSIER, sheet.dossier, ("Giấy tờ",) if sheet.brief else ("Giấy tờ", "Ngày nhận"))
        self._table(WORK_DONE if sheet.log else STEPS, sheet.steps, ("Việc",) if sheet.brief else ("Việc", *last))
        self._pairs(FORMS, sheet.forms)
        self._pairs(BASIS, labelled(sheet.basis))
        self._pairs(CHECKED, labelled(sheet.checked), 9.5)
        self._pairs(LOG, sheet.log, 9.5)
        document.add_paragraph(sheet.footer)

    def _pairs(self, title: str, pairs: tuple[tuple[str, str], ...], size: float = 11) -> None:
        from docx.shared import Pt  # noqa: PLC0415

        if not pairs:
            return
        if title:
            self._document.add_heading(title.upper(), level=1)
        for label, text in pairs:
            line = self._document.add_paragraph()
            line.paragraph_format.space_after = Pt(2)
            for part, bold in ((f"{label}: ", True), (text, False)):
                run = line.add_run(part)
                run.bold, run.font.size = bold, Pt(size)

    def _table(self, title: str, boxes: tuple[Box, ...], columns: tuple[str, ...]) -> None:
        if not boxes:
            return
        from docx.oxml import OxmlElement  # noqa: PLC0415
        from docx.shared import Cm, Pt  # noqa: PLC0415

        self._document.add_heading(title.upper(), level=1)
        table = self._document.add_table(rows=0 if self._sheet.brief else 1, cols=1 + len(columns))
        table.style = "Table Grid"
        table.autofit = False
        blanks = len(columns) - 1
        widths = [Cm(0.9), Cm(15.5 - 2.3 * blanks), *([Cm(2.3)] * blanks)]
        for head in table.rows:
            for cell, name in zip(head.cells[1:], columns, strict=True):
                cell.paragraphs[0].add_run(name).bold = True
            head._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        for box in boxes:
            row = table.add_row()
            row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
            tick(row.cells[0].paragraphs[0], f"{title} {box.number}", ticked=box.ticked)
            self._say(row.cells[1], box)
            for cell, text in zip(row.cells[2:], box.filled, strict=False):
                cell.paragraphs[0].add_run(text).font.size = Pt(9)
        # Word goes by the cells, LibreOffice by the grid.
        for column, width in zip(table.columns, widths, strict=True):
            column.width = width
        for row in table.rows:
            for cell, width in zip(row.cells, widths, strict=True):
                cell.width = width

    def _say(self, cell: Any, box: Box) -> None:
        """A box's text and its details: facts share a line, a warning and the basis each have their own."""
        from docx.shared import Pt  # noqa: PLC0415

        line = cell.paragraphs[0]
        line.add_run(f"{box.number}. ").bold = True
        line.add_run(box.text)
        facts = [said for said in box.details if said.kind not in _OWN_LINES]
        lines = [facts, *([said] for said in box.details if said.kind in _OWN_LINES)]
        for run in line.runs if not self._sheet.brief else ():
            run.font.size = Pt(11)
        for details in filter(None, lines):
            detail = cell.add_paragraph()
            for place, said in enumerate(details):
                between = " · " if place else ""
                for part, italic in ((f"{between}{LABELS[said.kind]}: ", True), (said.text, False)):
                    run = detail.add_run(part)
                    run.italic, run.font.size = italic, Pt(9.5)
        for paragraph in cell.paragraphs:
            paragraph.paragraph_format.space_after = Pt(1)


_OWN_LINES = {Kind.NOTE, Kind.PITFALL, Kind.BASIS, Kind.DONE, Kind.NOTED, Kind.ATTACHED}
