"""PDF, DOCX, HTML and Markdown say the same, from one intermediate form, and open where they should."""

import json
import re
import shutil
import subprocess
import zipfile
from html.parser import HTMLParser
from pathlib import Path

import pytest
from docx import Document
from tests.conftest import Canang
from tests.reading import read_pdf

ENTRIES = ["TDC-01.2", "NLNT-02.1", "BC-05.2", "CDS-04.1", "TDC-02"]


class Words(HTMLParser):
    """The words of a page that are seen: not those of its style or of the picture, which repeats the steps."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.hidden = 0
        self.boxes = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.hidden += tag in {"style", "svg", "title"}
        self.boxes += tag == "input"

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in {"style", "svg", "title"}

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.found.append(data)


def plain(text: str) -> set[str]:
    """The words of a text, so that line ends and layout do not matter."""
    return set(re.findall(r"\w+", text.lower()))


def docx_text(path: Path) -> str:
    document = Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)


@pytest.mark.parametrize("entry", ENTRIES)
def test_the_four_say_the_same(canang: Canang, tmp_path: Path, entry: str) -> None:
    for form in ("pdf", "docx", "html", "md"):
        assert canang("export", entry, "-o", str(tmp_path / f"a.{form}")).code == 0
    page = Words()
    page.feed((tmp_path / "a.html").read_text(encoding="utf-8"))
    said = {
        "pdf": " ".join(page.text for page in read_pdf(tmp_path / "a.pdf")),
        "docx": docx_text(tmp_path / "a.docx"),
        "html": " ".join(page.found),
        "md": (tmp_path / "a.md").read_text(encoding="utf-8").replace("\\", ""),
    }
    words = {form: plain(text) for form, text in said.items()}
    layout = plain("Trang Ký Ngày nhận Phải có Giấy tờ Việc Đã kiểm chứng đến đâu x ô")
    for form in ("docx", "html"):
        assert words["md"] - words[form] - layout == set(), form
        assert words[form] - words["md"] - layout == set(), form
    # A PDF breaks words at line ends, so only what is whole there is held against the others.
    assert len(words["md"] - words["pdf"] - layout) <= 0.03 * len(words["md"])


@pytest.mark.parametrize("entry", ENTRIES[:3])
def test_every_paper_and_step_has_its_box_in_each(canang: Canang, tmp_path: Path, entry: str) -> None:
    object_ = json.loads(canang("xem", entry, "--json").out)
    boxes = len(object_["steps"]) + len(object_["dossier"]) + len(object_["conditions"])
    for form in ("docx", "html"):
        canang("export", entry, "-o", str(tmp_path / f"a.{form}"))
    page = Words()
    page.feed((tmp_path / "a.html").read_text(encoding="utf-8"))
    assert page.boxes == boxes
    with zipfile.ZipFile(tmp_path / "a.docx") as packed:
        assert packed.read("word/document.xml").decode().count("<w14:checkbox>") == boxes


def test_docx_names_its_face_in_all_slots_and_its_language(canang: Canang, tmp_path: Path) -> None:
    canang("export", "TDC-01.2", "-o", str(tmp_path / "a.docx"))
    with zipfile.ZipFile(tmp_path / "a.docx") as packed:
        styles = packed.read("word/styles.xml").decode()
        body = packed.read("word/document.xml").decode()
    for slot in ("ascii", "hAnsi", "cs", "eastAsia"):
        assert f'w:{slot}="Times New Roman"' in styles
    assert 'w:lang w:val="vi-VN"' in styles
    assert body.count("<w:tblHeader/>") == 3
    assert "<w:cantSplit/>" in body


@pytest.mark.soak
@pytest.mark.skipif(shutil.which("soffice") is None, reason="không có LibreOffice")
def test_docx_opens_in_libreoffice_with_the_same_words(canang: Canang, tmp_path: Path) -> None:
    canang("export", "BC-05.2", "-o", str(tmp_path / "a.docx"))
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/lo", "--headless", "--convert-to",
         "txt:Text (encoded):UTF8", "a.docx"],
        cwd=tmp_path, check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    converted = (tmp_path / "a.txt").read_text(encoding="utf-8-sig")
    assert plain(docx_text(tmp_path / "a.docx")) <= plain(converted)


def test_html_needs_nothing_else_and_runs_nothing(canang: Canang, tmp_path: Path) -> None:
    canang("export", "TDC-01.2", "-o", str(tmp_path / "a.html"))
    text = (tmp_path / "a.html").read_text(encoding="utf-8")
    assert not re.search(r"<script|<link|src=|@import|url\(", text)
    assert "http" not in text.replace("http://www.w3.org/2000/svg", "").split("Nguồn", maxsplit=1)[0]
    assert '<html lang="vi">' in text
    assert text.count("<svg") == 1


def test_the_picture_shows_every_step_and_what_is_done_instead(canang: Canang, tmp_path: Path) -> None:
    canang("export", "NLNT-02.1", "-o", str(tmp_path / "a.html"))
    picture = re.search(r"<svg.*</svg>", (tmp_path / "a.html").read_text(encoding="utf-8"), re.DOTALL)
    assert picture is not None
    entry = json.loads(canang("xem", "NLNT-02.1", "--json").out)
    assert picture[0].count("<rect") == len(entry["steps"])
    assert picture[0].count(">hoặc<") == sum(1 for step in entry["steps"] if step["order"] in {2, 5})


@pytest.mark.parametrize(
    "chosen", [{"--linh-vuc": "TDC", "--cap": "xa"}, pytest.param({}, marks=pytest.mark.soak)], ids=["a part", "whole"]
)
def test_the_handbook_has_contents_and_indexes_that_lead_to_pages(
    canang: Canang, tmp_path: Path, chosen: dict[str, str]
) -> None:
    words = [word for pair in chosen.items() for word in pair]
    assert canang("export", "--tat-ca", *words, "-o", str(tmp_path / "sach.pdf")).code == 0
    listed = json.loads(canang("danh-sach", *words, "--json").out)
    pages = [" ".join(page.text.split()) for page in read_pdf(tmp_path / "sach.pdf")]
    assert len(pages) > len(listed)
    assert "CẨM NANG" in pages[0]
    assert "Mục lục" in " ".join(pages[1:4])
    whole = " ".join(pages)
    for title in ("Tra theo lời thường ngày", "Tra theo văn bản", "Tra theo cơ quan quyết định"):
        assert title in whole
    cited = re.search(r"cây xăng: (?:TDC-01 \(tr\. \d+\), )?TDC-01\.2 \(tr\. (\d+)\)", whole)
    assert cited is not None
    assert "TDC-01.2 · kiểm tra nhà nước" in pages[int(cited[1]) - 1]


def test_an_offices_own_head_is_printed_where_asked_for(canang: Canang, tmp_path: Path) -> None:
    missing = canang("export", "TDC-01.2", "--khung", "-o", str(tmp_path / "a.pdf"))
    assert (missing.code, "khung.toml" in missing.err) == (2, True)
    home = tmp_path / "home"
    home.mkdir()
    (home / "khung.toml").write_text(
        'co_quan = "ỦY BAN NHÂN DÂN XÃ SÔNG #XANH"\ncap_tren = "TỈNH *BIỂN*"\nnoi = "Sông Xanh"\n', encoding="utf-8"
    )
    for form in ("pdf", "docx", "html"):
        assert canang("export", "TDC-01.2", "--khung", "-o", str(tmp_path / f"a.{form}")).code == 0
    texts = (
        read_pdf(tmp_path / "a.pdf")[0].text,
        docx_text(tmp_path / "a.docx"),
        (tmp_path / "a.html").read_text(encoding="utf-8"),
    )
    for text in texts:
        for said in ("SÔNG #XANH", "TỈNH *BIỂN*", "Độc lập - Tự do - Hạnh phúc"):
            assert said in " ".join(text.split())
    (home / "khung.toml").write_text("co_quan = [", encoding="utf-8")
    assert canang("export", "TDC-01.2", "--khung", "-o", str(tmp_path / "b.pdf")).code == 2
