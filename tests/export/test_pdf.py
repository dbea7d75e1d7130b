"""The PDF is read back: A4, its own fonts, every word of the entry on it."""

import re
from functools import cache
from pathlib import Path

import pypdf
import pytest
from tests.conftest import LOOKED_AT, PROCEDURES, Canang, Handbooks, swept
from tests.reading import Page, read_pdf

from canang.export.pdf import to_pdf
from canang.sheet.page import Box, Detail, Sheet
from canang.sheet.words import Kind

A4 = (595, 842)


def squeezed(text: str) -> str:
    """Text without spaces and line breaks, which a PDF sets where it likes."""
    return re.sub(r"[\s\u00ad\u200b]+", "", text)


@cache
def printed(folder: Path, reference: str) -> list[Page]:
    """The pages of an entry of the folder, read once."""
    return read_pdf(folder / f"{reference}.pdf")


def whole(pages: list[Page]) -> str:
    return squeezed("".join(page.text for page in pages))


@pytest.mark.parametrize("reference", swept(PROCEDURES))
def test_every_procedure_prints_whole_on_a4(handbooks: Handbooks, reference: str) -> None:
    pages = printed(handbooks["pdf"], reference)
    assert {page.size for page in pages} == {A4}
    text = whole(pages)
    markdown = (handbooks["md"] / f"{reference}.md").read_text(encoding="utf-8")
    boxes = re.findall(r"^- \[ \] \*\*\d+\.\*\* (.+)$", markdown, re.MULTILINE)
    missing = [box for box in boxes if squeezed(re.sub(r"\\(.)", r"\1", box)) not in text]
    assert missing == []


def same_alone(canang: Canang, handbooks: Handbooks, target: Path, reference: str) -> bool:
    """Whether an entry exported by itself is what lies in the folder of all."""
    assert canang("export", reference, "-o", str(target)).code == 0
    markdown = canang("export", reference, "--dinh-dang", "md", "-o", "-").out
    same = markdown == (handbooks["md"] / f"{reference}.md").read_text(encoding="utf-8")
    return same and read_pdf(target) == printed(handbooks["pdf"], reference)


@pytest.mark.parametrize("reference", LOOKED_AT)
def test_printed_by_itself_it_is_the_same(canang: Canang, handbooks: Handbooks, tmp_path: Path, reference: str) -> None:
    assert same_alone(canang, handbooks, tmp_path / "phieu.pdf", reference)


@pytest.mark.soak
def test_each_printed_by_itself_is_the_same(canang: Canang, handbooks: Handbooks, tmp_path: Path) -> None:
    target = tmp_path / "phieu.pdf"
    other = [
        each for each in PROCEDURES if target.unlink(missing_ok=True) or not same_alone(canang, handbooks, target, each)
    ]
    assert other == []


def test_fonts_are_embedded_and_the_standard_is_named(canang: Canang, tmp_path: Path) -> None:
    target = tmp_path / "phieu.pdf"
    canang("export", "TDC-01.2", "-o", str(target))
    reader = pypdf.PdfReader(target)
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():
            descriptor = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"]
            assert any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3"))
    metadata = reader.xmp_metadata
    assert metadata is not None
    assert b"pdfaid:part>2<" in metadata.stream.get_data()
    assert reader.metadata is not None
    assert "TDC-01.2" in str(reader.metadata.title)


def sheet(**changed: object) -> Sheet:
    empty: dict[str, object] = {
        "id": "THU-01.1", "title": "Thử", "subtitle": "thử", "notices": (), "head": (Detail(Kind.AGENCY, "Sở"),),
        "conditions": (), "dossier": (), "steps": (), "forms": (), "basis": (),
        "checked": (Detail(Kind.VERIFICATION, "thử"),), "procedures": (), "footer": "chân trang",
    }  # fmt: skip
    return Sheet(**{**empty, **changed})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "odd",
    ["#set page(width: 1pt)", "$x^2$ *đậm* _nghiêng_ `mã`", "@ai <b> [a](b) \\ // /* */", '"“ngoặc”" \'', "~ -- ---"],
)
def test_characters_of_the_typesetter_are_printed_as_they_are(odd: str) -> None:
    text = whole(read_pdf(to_pdf([sheet(title=odd, steps=(Box("a", "1", odd, (Detail(Kind.NOTE, odd),)),))])))
    assert text.count(squeezed(odd)) >= 3


def test_300_steps_and_a_paper_of_2000_characters_stay_whole() -> None:
    steps = tuple(
        Box(f"b{n}", str(n), f"Việc số {n} của hồ sơ", (Detail(Kind.BASIS, "Điều 1"),)) for n in range(1, 301)
    )
    long = "giấy tờ rất dài " * 125
    pages = read_pdf(to_pdf([sheet(steps=steps, dossier=(Box("d", "1", long, ()),))]))
    text = whole(pages)
    assert len(pages) > 8
    assert all(f"Việcsố{n}củahồsơ" in text for n in range(1, 301))
    assert squeezed(long) in text


def test_no_heading_stands_alone_at_the_foot_of_a_page(handbooks: Handbooks) -> None:
    for reference in handbooks.procedures:
        for page in printed(handbooks["pdf"], reference):
            lines = [line.strip() for line in page.text.splitlines() if line.strip()]
            body = [line for line in lines if not line.startswith(("Trang", reference))]
            assert body[-1] not in {"GIẤY TỜ", "CÁC BƯỚC", "MẪU", "ĐIỀU KIỆN", "CĂN CỨ PHÁP LÝ"}


def test_no_sheet_ends_on_a_page_of_a_few_lines(handbooks: Handbooks) -> None:
    last = {reference: printed(handbooks["pdf"], reference) for reference in handbooks.procedures}
    few = [
        reference
        for reference, pages in last.items()
        if len(pages) > 1 and sum(bool(line.strip()) for line in pages[-1].text.splitlines()) <= 6
    ]
    assert few == []
