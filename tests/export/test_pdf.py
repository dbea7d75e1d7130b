"""The PDF is read back: A4, its own fonts, every word of the entry on it."""

import io
import re
from pathlib import Path

import pypdf
import pytest
from tests.conftest import Canang

from canang.catalog.database import bundled_path, open_catalog
from canang.export.pdf import to_pdf
from canang.sheet.page import Box, Detail, Sheet
from canang.sheet.words import Kind

A4 = (595, 842)
PROCEDURES = [
    str(row["id"]) for row in open_catalog(bundled_path()).execute("SELECT id FROM entries WHERE task IS NOT NULL")
]


def squeezed(text: str) -> str:
    """Text without spaces and line breaks, which a PDF sets where it likes."""
    return re.sub(r"[\s\u00ad\u200b]+", "", text)


def read_back(pdf: bytes) -> tuple[pypdf.PdfReader, str]:
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    return reader, squeezed("".join(page.extract_text() for page in reader.pages))


@pytest.mark.parametrize("reference", PROCEDURES)
def test_every_procedure_prints_whole_on_a4(canang: Canang, tmp_path: Path, reference: str) -> None:
    target = tmp_path / "phieu.pdf"
    assert canang("export", reference, "-o", str(target)).code == 0
    reader, text = read_back(target.read_bytes())
    assert {(round(page.mediabox.width), round(page.mediabox.height)) for page in reader.pages} == {A4}
    markdown = canang("export", reference, "--dinh-dang", "md", "-o", "-").out
    boxes = re.findall(r"^- \[ \] \*\*\d+\.\*\* (.+)$", markdown, re.MULTILINE)
    missing = [box for box in boxes if squeezed(re.sub(r"\\(.)", r"\1", box)) not in text]
    assert missing == []


def test_fonts_are_embedded_and_the_standard_is_named(canang: Canang, tmp_path: Path) -> None:
    target = tmp_path / "phieu.pdf"
    canang("export", "TDC-01.2", "-o", str(target))
    reader, _ = read_back(target.read_bytes())
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
    _, text = read_back(to_pdf([sheet(title=odd, steps=(Box("a", "1", odd, (Detail(Kind.NOTE, odd),)),))]))
    assert text.count(squeezed(odd)) >= 3


def test_300_steps_and_a_paper_of_2000_characters_stay_whole() -> None:
    steps = tuple(
        Box(f"b{n}", str(n), f"Việc số {n} của hồ sơ", (Detail(Kind.BASIS, "Điều 1"),)) for n in range(1, 301)
    )
    long = "giấy tờ rất dài " * 125
    reader, text = read_back(to_pdf([sheet(steps=steps, dossier=(Box("d", "1", long, ()),))]))
    assert len(reader.pages) > 8
    assert all(f"Việcsố{n}củahồsơ" in text for n in range(1, 301))
    assert squeezed(long) in text


def test_no_heading_stands_alone_at_the_foot_of_a_page(canang: Canang, tmp_path: Path) -> None:
    for reference in PROCEDURES:
        target = tmp_path / f"{reference}.pdf"
        canang("export", reference, "-o", str(target))
        for page in pypdf.PdfReader(target).pages:
            lines = [line.strip() for line in page.extract_text().splitlines() if line.strip()]
            body = [line for line in lines if not line.startswith(("Trang", reference))]
            assert body[-1] not in {"HỒ SƠ", "CÁC BƯỚC", "MẪU", "ĐIỀU KIỆN", "CĂN CỨ PHÁP LÝ"}
