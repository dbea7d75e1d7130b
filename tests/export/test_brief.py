"""``export --gon``: an entry on one page, every paper and step on it; and the sheet without a page of sources."""

import io
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pypdf
import pytest
from tests.conftest import TODAY, Canang
from tests.export.test_browser import BROWSER, browse
from tests.export.test_pdf import PROCEDURES
from tests.reading import read_pdf

from canang.catalog.database import bundled_path, open_catalog
from canang.desk.reading import Reading, read_from
from canang.export.docx import to_docx
from canang.export.pdf import to_pdf
from canang.sheet.brief import brief
from canang.sheet.page import Sheet

FULLEST = ["TDC-01.2", "TDC-01.3", "TDC-02.1", "BC-01.1", "SHTT-08.1", "NLNT-09.1", "CDS-01.1", "VT-31.3", "TDC-01"]
"""Those with most papers and steps, or with the longest texts, and a task."""
OFFICE = shutil.which("soffice")


def read(ids: list[str]) -> list[Reading]:
    connection = open_catalog(bundled_path())
    return [read_from(connection, id_, TODAY) for id_ in ids]


def pages_of(sheets: list[Sheet], make: Callable[[list[Sheet]], bytes]) -> list[int]:
    return [len(pypdf.PdfReader(io.BytesIO(make([sheet]))).pages) for sheet in sheets]


def test_the_fullest_entries_stay_on_one_page() -> None:
    sheets = [brief(each.sheet, each.summary) for each in read(FULLEST)]
    assert pages_of(sheets, to_pdf) == [1] * len(FULLEST)


@pytest.mark.soak
def test_every_procedure_stays_on_one_page() -> None:
    sheets = [brief(each.sheet, each.summary) for each in read(PROCEDURES)]
    counts = dict(zip(PROCEDURES, pages_of(sheets, to_pdf), strict=True))
    assert {id_: count for id_, count in counts.items() if count > 1} == {}


@pytest.mark.soak
@pytest.mark.skipif(OFFICE is None, reason="không có LibreOffice")
def test_word_keeps_it_on_one_page_too(tmp_path: Path) -> None:
    fullest = read(FULLEST[:1])[0]
    (tmp_path / "gon.docx").write_bytes(to_docx([brief(fullest.sheet, fullest.summary)]))
    subprocess.run(
        [str(OFFICE), f"-env:UserInstallation=file://{tmp_path}/o", "--headless", "--convert-to", "pdf", "gon.docx"],
        cwd=tmp_path, check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    assert len(pypdf.PdfReader(tmp_path / "gon.pdf").pages) == 1


@pytest.mark.soak
@pytest.mark.skipif(BROWSER is None, reason="không có trình duyệt")
def test_a_browser_prints_it_on_one_page(canang: Canang, tmp_path: Path) -> None:
    assert canang("export", "TDC-01.2", "--gon", "-o", str(tmp_path / "a.html")).code == 0
    browse("--no-pdf-header-footer", f"--print-to-pdf={tmp_path}/a.pdf", f"file://{tmp_path}/a.html", cwd=tmp_path)
    assert len(pypdf.PdfReader(tmp_path / "a.pdf").pages) == 1


@pytest.mark.parametrize("entry", FULLEST)
def test_no_paper_step_or_condition_of_one_is_left_out(canang: Canang, entry: str) -> None:
    whole, short = (
        canang("export", entry, *more, "--dinh-dang", "md", "-o", "-").out.splitlines() for more in ((), ("--gon",))
    )
    assert [line[:10] for line in short if line.startswith("- [ ]")] == [
        line[:10] for line in whole if line.startswith("- [ ]")
    ]
    depends = sum(line.startswith("  - Khi nào: ") for line in whole)
    assert sum(bool(re.search(r"\((nếu|khi|sau|trước|trường hợp) ", line)) for line in short) >= depends
    assert [line for line in short if line.startswith("> ")] == [line for line in whole if line.startswith("> ")]


def test_a_sheet_names_its_sources_only_when_asked(canang: Canang, tmp_path: Path) -> None:
    usual, sources = tmp_path / "a.pdf", tmp_path / "b.pdf"
    assert canang("export", "TDC-01.2", "-o", str(usual)).code == 0
    assert canang("export", "TDC-01.2", "--nguon", "-o", str(sources)).code == 0
    texts = ["".join("".join(page.text for page in read_pdf(path)).split()) for path in (usual, sources)]
    assert ["sohuutritue.net.vn" in text for text in texts] == [False, True]
    assert "5nguồn:canangxemTDC-01.2--nguon" in texts[0]


@pytest.mark.parametrize(
    "wrong",
    [
        ["TDC-01.2", "-o", "x.xlsx"],
        ["TDC-01.2", "-o", "x.txt"],
        ["TDC-01.2", "--dinh-dang", "pdf", "-o", "x.docx"],
        ["TDC-01.2", "--gon", "-o", "x.json"],
        ["TDC-01.2", "--gon", "--nguon", "-o", "x.pdf"],
        ["--tat-ca", "-o", "x.xlsx"],
    ],
    ids=" ".join,
)
def test_a_name_that_does_not_fit_is_refused_and_nothing_written(
    canang: Canang, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wrong: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    outcome = canang("export", *wrong)
    assert outcome.code == 2
    assert outcome.err.startswith("Lỗi: ")
    assert not list(tmp_path.glob("x.*"))
