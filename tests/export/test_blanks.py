"""Forms to fill in: laid out from what the rules say, filled with what a case knows, never passed off as official."""

import os
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from docx import Document
from pypdf import PdfReader
from tests.conftest import ROOT, TODAY, Canang
from tests.export.test_forms import docx_text

from canang.catalog.blanks import blanks_of
from canang.catalog.database import bundled_path, open_catalog
from canang.catalog.entries import load_entry
from canang.export.filling import powers

CATALOG = open_catalog(bundled_path())
BLANKS = [
    (id_, blank) for id_ in ("TDC-01.2", "TDC-02.1") for blank in blanks_of(CATALOG, load_entry(CATALOG, id_, TODAY))
]


def controls(path: Path) -> str:
    with zipfile.ZipFile(path) as packed:
        return packed.read("word/document.xml").decode()


@pytest.mark.parametrize(("id_", "blank"), BLANKS, ids=[blank.id for _, blank in BLANKS])
def test_every_form_names_what_it_follows_and_where_each_line_comes_from(canang, tmp_path, id_, blank) -> None:
    target = tmp_path / "to.docx"
    done = canang("export", id_, "--mau", blank.form, "-o", str(target))
    assert (done.code, "không phải tệp chính thức" in done.out) == (0, True)
    text = docx_text(target)
    assert "không phải tệp mẫu chính thức" in text
    assert blank.form in text
    asked = [line for line in blank.lines if line.kind == "ask"]
    assert all(f"{line.text}: " in text for line in asked)
    assert controls(target).count("<w:text ") == len(asked)
    ticks = sum(len(line.options) for line in blank.lines if line.kind == "choose")
    assert controls(target).count("<w14:checkbox>") == ticks
    said = [comment.text.removeprefix("Căn cứ: ") for comment in Document(str(target)).comments]
    granted = [basis for _, basis in powers(blank, load_entry(CATALOG, id_, TODAY))] if "QĐ" in blank.form else []
    assert [*granted, *(line.basis for line in blank.lines if line.basis)] == said[1:]


def test_a_form_names_a_law_by_its_title_as_the_entry_does() -> None:
    said = {line.basis for _, blank in BLANKS for line in blank.lines}
    assert "khoản 5 Điều 44 Luật Đo lường 04/2011/QH13" in said


def test_the_three_forms_of_a_measurement_check_are_there() -> None:
    assert {"Mẫu 4.QĐKTĐL", "Mẫu 5.BBKT", "Mẫu 6.TBTDHĐ"} <= {blank.form for _, blank in BLANKS}


def body_of(path: Path) -> str:
    with zipfile.ZipFile(path) as packed:
        return packed.read("word/document.xml").decode()


def test_a_case_fills_in_what_did_not_conform_and_no_working_note(canang: Canang, tmp_path: Path) -> None:
    odd = "Cửa hàng <Số 5> & con"
    keys = ["g", "gọi chị Lan", "", "", "", "", "l", "1", "tem cột 3 hết hạn", "", "l", "kẹp chì cột 2 đứt", "t"]
    typed = "".join(f"{key}\n" for key in keys)
    assert canang("checklist", "TDC-01.2", "--ho-so", odd, terminal=True, stdin=typed).code == 0
    target = tmp_path / "to.docx"
    assert canang("export", "--ho-so", odd, "--mau", "5.BBKT", "-o", str(target)).code == 0
    body = body_of(target)
    assert "Cửa hàng &lt;Số 5&gt; &amp; con" in body
    assert "23/11/2026" in body
    table = Document(str(target)).tables[2]
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows[1][0] == "1" and rows[1][1].startswith("Dấu, tem hoặc giấy chứng nhận kiểm định")
    assert rows[1][3] == "tem cột 3 hết hạn (điểm đ khoản 1 Điều 6 Thông tư 15/2015/TT-BKHCN)"
    assert rows[2][3].startswith("kẹp chì cột 2 đứt (điểm a, b, c, d khoản 1")
    assert body.count("tem cột 3 hết hạn") == 1
    assert "gọi chị Lan" not in body
    asked = ("export", "--ho-so", odd, "--mau", "5.BBKT", "-o", str(target), "--ghi-de", "--ca-ghi-chu")
    assert canang(*asked).code == 0
    assert "gọi chị Lan" in body_of(target)


def test_minutes_without_a_table_for_them_list_the_findings(canang: Canang, tmp_path: Path) -> None:
    keys = ["", "", "", "l", "hàng không có nhãn phụ", "t"]
    typed = "".join(f"{key}\n" for key in keys)
    assert canang("checklist", "TDC-02.1", "--ho-so", "Sạp 5", terminal=True, stdin=typed).code == 0
    target = tmp_path / "to.docx"
    assert canang("export", "--ho-so", "Sạp 5", "--mau", "3.BB", "-o", str(target)).code == 0
    said = body_of(target)
    assert "1. hàng không có nhãn phụ (kiểm tra nhãn và tài liệu kèm theo" in said
    assert "; theo " in said


def test_a_communes_decision_cites_its_power_is_signed_by_its_chairman_and_says_who_gets_it(
    canang: Canang, tmp_path: Path
) -> None:
    target = tmp_path / "qd.docx"
    assert canang("export", "TDC-01.2", "--mau", "4.QĐKTĐL", "-o", str(target)).code == 0
    said = docx_text(target)
    lines = ["Nghị định số 86/2012/NĐ-CP;", "Căn cứ Nghị định số 132/2025/NĐ-CP;", "Thông tư số 28/2013/TT-BKHCN;"]
    assert [said.index(line) for line in lines] == sorted(said.index(line) for line in lines)
    for line in ("CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ", "Nơi nhận:", "- Như Điều 4;", "- Lưu: VT"):
        assert line in said
    minutes = tmp_path / "bb.docx"
    assert canang("export", "TDC-01.2", "--mau", "5.BBKT", "-o", str(minutes)).code == 0
    assert "Nơi nhận" not in docx_text(minutes)


@pytest.mark.soak
@pytest.mark.parametrize("form", ["4.QĐKTĐL", "6.TBTDHĐ", "7.TBTTHĐ", "8.BBNP"])
def test_a_paper_of_one_page_stays_on_it(canang: Canang, tmp_path: Path, form: str) -> None:
    if shutil.which("soffice") is None:
        pytest.skip("máy này không có LibreOffice")
    target = tmp_path / "to.docx"
    assert canang("export", "TDC-01.2", "--mau", form, "-o", str(target)).code == 0
    assert pages_of(target) == 1


def pages_of(target: Path) -> int:
    """How many pages LibreOffice makes of a document, in the face that comes with canang."""
    folder = target.parent
    faces = ROOT / "src" / "canang" / "export" / "fonts"
    (folder / "fonts.conf").write_text(
        f"<fontconfig><dir>{faces}</dir><cachedir>{folder}/cache</cachedir><alias binding='same'><family>Times New "
        "Roman</family><prefer><family>Liberation Serif</family></prefer></alias></fontconfig>",
        encoding="utf-8",
    )
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation=file://{folder}/lo",
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(folder),
            str(target),
        ],
        env={**os.environ, "FONTCONFIG_FILE": str(folder / "fonts.conf"), "HOME": str(folder)},
        check=True,
        capture_output=True,
        timeout=120,
    )
    return len(PdfReader(target.with_suffix(".pdf")).pages)


@pytest.mark.soak
def test_a_list_in_word_is_about_as_long_as_in_pdf(canang: Canang, tmp_path: Path) -> None:
    if shutil.which("soffice") is None:
        pytest.skip("máy này không có LibreOffice")
    for form in ("docx", "pdf"):
        assert canang("export", "TDC-01.2", "-o", str(tmp_path / f"phieu-{form}.{form}")).code == 0
    pages = len(PdfReader(tmp_path / "phieu-pdf.pdf").pages)
    assert abs(pages_of(tmp_path / "phieu-docx.docx") - pages) <= 1


@pytest.mark.parametrize("asked", ["5.BBKT", "mẫu 5.bbkt", "kiểm tra về đo lường"])
def test_a_form_is_known_by_a_few_letters(canang: Canang, tmp_path: Path, asked: str) -> None:
    assert canang("export", "TDC-01.2", "--mau", asked, "-o", str(tmp_path / "a.docx")).code == 0
    assert "BIÊN BẢN" in docx_text(tmp_path / "a.docx")


def test_what_cannot_be_told_is_answered_with_what_there_is(canang: Canang, tmp_path: Path) -> None:
    unknown = canang("export", "TDC-01.2", "--mau", "thông báo", "-o", str(tmp_path / "a.docx"))
    assert (unknown.code, "6.TBTDHĐ" in unknown.err, "7.TBTTHĐ" in unknown.err) == (1, True, True)
    assert canang("export", "VT-02", "--mau", "5", "-o", str(tmp_path / "a.docx")).code == 1
    assert canang("export", "--mau", "5").code == 2
    assert canang("export", "TDC-01.2", "--mau", "5", "-o", str(tmp_path / "a.pdf")).code == 2
    assert not list(tmp_path.glob("a.*"))


def test_the_offices_head_stands_on_the_form(canang: Canang, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "khung.toml").write_text('co_quan = "ỦY BAN NHÂN DÂN XÃ A"\nlogo = "logo.png"\n', encoding="utf-8")
    absent = canang("export", "TDC-01.2", "--mau", "5.BBKT", "-o", str(tmp_path / "a.docx"))
    assert (absent.code, "logo.png" in absent.err) == (2, True)
    (home / "logo.png").write_bytes(b"<svg/>")
    assert "PNG hoặc JPEG" in canang("export", "TDC-01.2", "--mau", "5.BBKT", "-o", str(tmp_path / "a.docx")).err
    (home / "logo.png").write_bytes(DOT)
    assert canang("export", "TDC-01.2", "--mau", "5.BBKT", "-o", str(tmp_path / "a.docx")).code == 0
    assert "ỦY BAN NHÂN DÂN XÃ A" in docx_text(tmp_path / "a.docx")
    for form in ("pdf", "html", "docx"):
        assert canang("export", "TDC-01.2", "--khung", "-o", str(tmp_path / f"b.{form}")).code == 0
    assert "data:image/png;base64," in (tmp_path / "b.html").read_text(encoding="utf-8")


DOT = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c63f8cfc0f01f0005000"
    "1ff89993d1d0000000049454e44ae426082"
)
"""A PNG of one point."""
