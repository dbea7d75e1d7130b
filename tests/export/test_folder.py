"""The handbook as a folder: a file for each entry in every form, and a page that leads to them."""

import html
import io
import re
import zipfile
from pathlib import Path

import pypdf
import pytest
from docx import Document
from tests.conftest import IDS, PROCEDURES, Canang, Handbooks, Outcome, swept
from tests.export.test_forms import Words, docx_text, plain
from tests.reading import read_pdf

TASKS = [id_ for id_ in IDS if id_ not in PROCEDURES]


@pytest.mark.soak
@pytest.mark.parametrize("form", ["pdf", "docx", "html", "md"])
def test_every_entry_has_its_file_and_its_line_in_the_contents(handbooks: Handbooks, form: str) -> None:
    folder = handbooks[form]
    assert {path.name for path in folder.iterdir()} == {f"{id_}.{form}" for id_ in IDS} | {"muc-luc.html"}
    contents = (folder / "muc-luc.html").read_text(encoding="utf-8")
    assert re.findall(r'href="([^"]+)"', contents) == [f"{id_}.{form}" for id_ in sorted(IDS)]


@pytest.mark.parametrize("id_", [*swept(PROCEDURES), *(pytest.param(id_, marks=pytest.mark.soak) for id_ in TASKS)])
def test_the_forms_of_every_entry_say_the_same(handbooks: Handbooks, id_: str) -> None:
    page = Words()
    page.feed((handbooks["html"] / f"{id_}.html").read_text(encoding="utf-8"))
    markdown = plain((handbooks["md"] / f"{id_}.md").read_text(encoding="utf-8").replace("\\", ""))
    layout = plain("Trang Ký Ngày nhận Phải có Giấy tờ Việc Đã kiểm chứng đến đâu x ô")
    for words in (plain(" ".join(page.found)), plain(docx_text(handbooks["docx"] / f"{id_}.docx"))):
        assert (markdown ^ words) - layout == set()
    pdf = plain(" ".join(page.text for page in read_pdf(handbooks["pdf"] / f"{id_}.pdf")))
    # A PDF breaks words at line ends, so only what is whole there is held against the others.
    assert len(markdown - pdf - layout) <= 0.04 * len(markdown)


def test_pdfs_are_tagged_with_headings_and_speak_vietnamese(handbooks: Handbooks) -> None:
    reader = pypdf.PdfReader(handbooks["pdf"] / "TDC-01.2.pdf")
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert str(root["/Lang"]).startswith("vi")
    kinds: list[str] = []

    def visit(node: object) -> None:
        node = node.get_object() if isinstance(node, pypdf.generic.IndirectObject) else node
        if isinstance(node, pypdf.generic.ArrayObject):
            for child in node:
                visit(child)
        elif isinstance(node, pypdf.generic.DictionaryObject) and "/S" in node:
            kinds.append(str(node["/S"]))
            visit(node.get("/K"))

    visit(root["/StructTreeRoot"]["/K"])
    assert kinds.count("/H1") == 1
    assert kinds.count("/H2") >= 5
    assert {"/Table", "/TR", "/TH", "/TD", "/Figure"} <= set(kinds)
    metadata = reader.xmp_metadata
    assert metadata is not None
    assert b"pdfaid:conformance>B<" in metadata.stream.get_data()


def test_a_word_file_asks_word_to_repair_nothing(handbooks: Handbooks) -> None:
    with zipfile.ZipFile(handbooks["docx"] / "TDC-01.2.docx") as packed:
        assert packed.testzip() is None
        parts = {name: packed.read(name) for name in packed.namelist()}
    document = Document(io.BytesIO((handbooks["docx"] / "TDC-01.2.docx").read_bytes()))
    assert document.core_properties.language == "vi-VN"
    # An element out of the order of the schema is what makes Word offer a repair.
    for row in re.findall(rb"<w:trPr>(.*?)</w:trPr>", parts["word/document.xml"]):
        assert row in {b"<w:tblHeader/>", b"<w:cantSplit/>"}


def test_filters_choose_what_goes_into_the_folder(canang: Canang, tmp_path: Path) -> None:
    done = canang(
        "export", "--tat-ca", "--cap", "xa", "--loai", "kiem-tra", "--dinh-dang", "md", "-o", f"{tmp_path}/x/"
    )
    assert done.code == 0
    assert "TDC-01.2.md" in {path.name for path in (tmp_path / "x").iterdir()}
    assert not list((tmp_path / "x").glob("NLNT*"))
    assert canang("export", "--tat-ca", "--linh-vuc", "SHTT", "--cap", "xa", "-o", f"{tmp_path}/y/").code == 1
    assert canang("export", "TDC-01", "--cap", "xa").code == 2


def test_files_that_are_there_keep_the_folder_as_it_was(canang: Canang, tmp_path: Path) -> None:
    folder = tmp_path / "phieu"
    folder.mkdir()
    (folder / "VT-02.1.md").write_text("bản cũ", encoding="utf-8")
    refused = canang("export", "TDC-01.2", "VT-02.1", "--dinh-dang", "md", "-o", str(folder))
    assert (refused.code, "VT-02.1.md" in refused.err) == (2, True)
    assert [path.name for path in folder.iterdir()] == ["VT-02.1.md"]
    assert canang("export", "TDC-01.2", "VT-02.1", "--dinh-dang", "md", "-o", str(folder), "--ghi-de").code == 0
    assert (folder / "VT-02.1.md").read_text(encoding="utf-8") != "bản cũ"
    blocked = canang("export", "TDC-01.2", "VT-02.1", "--dinh-dang", "md", "-o", f"{folder}/VT-02.1.md/")
    assert (blocked.code, len(blocked.err.splitlines()) <= 2) == (2, True)


def test_a_terminal_sees_how_far_it_is(canang: Canang, tmp_path: Path) -> None:
    done: Outcome = canang(
        "export", "--tat-ca", "--cap", "xa", "--dinh-dang", "md", "-o", f"{tmp_path}/x/", terminal=True
    )
    assert done.code == 0
    assert "100%" in done.err
    assert "tệp vào" in html.unescape(done.out)
