"""Papers as DOCX: real styles, tables whose heads repeat, tick boxes that can be ticked in Word and LibreOffice."""

import io
from typing import Any

from canang.export.office import MOTTO, NATION, Office
from canang.export.paper import Box, Paper

_FACE = "Times New Roman"
_W14 = "http://schemas.microsoft.com/office/word/2010/wordml"


def to_docx(papers: list[Paper], office: Office | None = None) -> bytes:
    """All papers in one document on A4, margins of Nghị định 30/2020/NĐ-CP, each beginning on a page of its own."""
    from docx import Document  # noqa: PLC0415  only this form needs it

    document: Any = Document()
    _set_up(document, papers)
    for number, paper in enumerate(papers):
        if number:
            document.add_page_break()
        _Sheet(document, paper).write(office)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _set_up(document: Any, papers: list[Paper]) -> None:
    from docx.oxml.ns import qn  # noqa: PLC0415
    from docx.shared import Cm, Pt, RGBColor  # noqa: PLC0415

    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.top_margin = section.bottom_margin = Cm(2)
    section.left_margin, section.right_margin = Cm(3), Cm(1.5)
    for name, size in (("Normal", 13), ("Title", 15), ("Heading 1", 13), ("Heading 2", 13)):
        style = document.styles[name]
        style.font.name, style.font.size, style.font.color.rgb = _FACE, Pt(size), RGBColor(0, 0, 0)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        # Word falls back on another face for part of the text unless all four slots name it.
        for slot in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(slot), _FACE)
        for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:cstheme", "w:eastAsiaTheme"):
            fonts.attrib.pop(qn(theme), None)
        style.paragraph_format.space_after = Pt(3)
    _set_language(document.styles["Normal"].element.get_or_add_rPr())
    document.core_properties.title = "; ".join(paper.title for paper in papers)[:250]
    document.core_properties.author = "canang"
    document.core_properties.language = "vi-VN"
    foot = section.footer.paragraphs[0]
    foot.text = f"{papers[0].footer}   ·   Trang " if len(papers) == 1 else "Trang "
    _add_field(foot, "PAGE")


def _set_language(properties: Any) -> None:
    from docx.oxml import OxmlElement  # noqa: PLC0415
    from docx.oxml.ns import qn  # noqa: PLC0415

    for old in properties.findall(qn("w:lang")):
        properties.remove(old)
    language = OxmlElement("w:lang")
    for slot in ("w:val", "w:eastAsia"):
        language.set(qn(slot), "vi-VN")
    properties.append(language)


def _add_field(paragraph: Any, name: str) -> None:
    from docx.oxml import OxmlElement  # noqa: PLC0415
    from docx.oxml.ns import qn  # noqa: PLC0415

    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    paragraph._p.append(field)


class _Sheet:
    """Writes one paper at the end of a document."""

    def __init__(self, document: Any, paper: Paper) -> None:
        self._document = document
        self._paper = paper
        self._boxes = 0

    def write(self, office: Office | None) -> None:
        paper, document = self._paper, self._document
        if office:
            self._office(office)
        document.add_paragraph(f"{paper.id} · {paper.subtitle}").alignment = 1
        title = document.add_paragraph(style="Title")
        title.alignment = 1
        title.add_run(paper.title).bold = True
        for notice in paper.notices:
            line = document.add_paragraph()
            line.add_run("Lưu ý. ").bold = True
            line.add_run(notice.text)
        self._pairs("", paper.head)
        self._pairs("Thủ tục của nhiệm vụ", paper.procedures)
        last = ("Ngày", "Người ghi") if paper.log else ("Ngày", "Ký")
        self._table("Điều kiện", paper.conditions, ("Phải có",))
        self._table("Hồ sơ", paper.dossier, ("Giấy tờ", "Ngày nhận"))
        self._table("Các bước", paper.steps, ("Việc", *last))
        self._pairs("Mẫu", paper.forms)
        self._pairs("Căn cứ pháp lý", paper.basis)
        self._pairs("Đã kiểm chứng đến đâu", paper.checked)
        self._pairs("Nhật ký", paper.log)
        document.add_paragraph(paper.footer)

    def _office(self, office: Office) -> None:
        from docx.shared import Cm  # noqa: PLC0415

        table = self._document.add_table(rows=1, cols=2)
        left, right = table.rows[0].cells
        if office.logo:
            left.paragraphs[0].add_run().add_picture(io.BytesIO(office.logo), height=Cm(1.3))
        left.add_paragraph(office.cap_tren)
        left.add_paragraph().add_run(office.co_quan).bold = True
        right.paragraphs[0].add_run(NATION).bold = True
        right.add_paragraph().add_run(MOTTO).bold = True
        if office.noi:
            right.add_paragraph().add_run(f"{office.noi}, ngày …… tháng …… năm ……").italic = True
        for cell in (left, right):
            for paragraph in cell.paragraphs:
                paragraph.alignment = 1

    def _pairs(self, title: str, pairs: tuple[tuple[str, str], ...]) -> None:
        if not pairs:
            return
        if title:
            self._document.add_heading(title.upper(), level=1)
        for label, text in pairs:
            line = self._document.add_paragraph()
            line.add_run(f"{label}: ").bold = True
            line.add_run(text)

    def _table(self, title: str, boxes: tuple[Box, ...], columns: tuple[str, ...]) -> None:
        if not boxes:
            return
        from docx.oxml import OxmlElement  # noqa: PLC0415
        from docx.shared import Cm  # noqa: PLC0415

        self._document.add_heading(title.upper(), level=1)
        table = self._document.add_table(rows=1, cols=1 + len(columns))
        table.style = "Table Grid"
        table.autofit = False
        blanks = len(columns) - 1
        widths = [Cm(0.9), Cm(15.5 - 2.3 * blanks), *([Cm(2.3)] * blanks)]
        for cell, name in zip(table.rows[0].cells[1:], columns, strict=True):
            cell.paragraphs[0].add_run(name).bold = True
        table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        for box in boxes:
            row = table.add_row()
            row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
            self._tick(row.cells[0].paragraphs[0], ticked=box.ticked)
            self._say(row.cells[1], box)
            for cell, text in zip(row.cells[2:], box.filled, strict=False):
                cell.text = text
        # Word goes by the cells, LibreOffice by the grid.
        for column, width in zip(table.columns, widths, strict=True):
            column.width = width
        for row in table.rows:
            for cell, width in zip(row.cells, widths, strict=True):
                cell.width = width

    def _say(self, cell: Any, box: Box) -> None:
        from docx.shared import Pt  # noqa: PLC0415

        line = cell.paragraphs[0]
        line.add_run(f"{box.number}. ").bold = True
        line.add_run(box.text)
        for label, text in box.details:
            detail = cell.add_paragraph()
            for part, italic in ((f"{label}: ", True), (text, False)):
                run = detail.add_run(part)
                run.italic, run.font.size = italic, Pt(11)

    def _tick(self, paragraph: Any, *, ticked: bool) -> None:
        """A tick box of Word's own (a content control), which LibreOffice shows and ticks too."""
        from docx.oxml import parse_xml  # noqa: PLC0415
        from docx.oxml.ns import nsdecls  # noqa: PLC0415

        self._boxes += 1
        sign = "☒" if ticked else "☐"
        paragraph._p.append(
            parse_xml(
                f'<w:sdt {nsdecls("w")} xmlns:w14="{_W14}"><w:sdtPr><w:alias w:val="Ô {self._boxes}"/>'
                f'<w14:checkbox><w14:checked w14:val="{int(ticked)}"/>'
                '<w14:checkedState w14:val="2612" w14:font="MS Gothic"/>'
                '<w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/></w14:checkbox></w:sdtPr>'
                f'<w:sdtContent><w:r><w:rPr><w:rFonts w:ascii="MS Gothic" w:eastAsia="MS Gothic" w:hAnsi="MS Gothic"/>'
                f"</w:rPr><w:t>{sign}</w:t></w:r></w:sdtContent></w:sdt>"
            )
        )
