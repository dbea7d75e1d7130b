"""Forms to fill in: laid out from what the rules say, filled with what a case knows, never passed off as official."""

import zipfile
from pathlib import Path

import pytest
from docx import Document
from tests.conftest import TODAY, Canang
from tests.export.test_forms import docx_text

from canang.catalog.blanks import blanks_of
from canang.catalog.database import bundled_path, open_catalog
from canang.catalog.entries import load_entry

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
    said = [comment.text for comment in Document(str(target)).comments]
    assert [line.basis for line in blank.lines if line.basis] == [t.removeprefix("Căn cứ: ") for t in said[1:]]


def test_a_form_names_a_law_by_its_title_as_the_entry_does() -> None:
    said = {line.basis for _, blank in BLANKS for line in blank.lines}
    assert "khoản 5 Điều 44 Luật Đo lường 04/2011/QH13" in said


def test_the_three_forms_of_a_measurement_check_are_there() -> None:
    assert {"Mẫu 4.QĐKTĐL", "Mẫu 5.BBKT", "Mẫu 6.TBTDHĐ"} <= {blank.form for _, blank in BLANKS}


def test_a_case_fills_in_what_it_knows(canang: Canang, tmp_path: Path) -> None:
    odd = "Cửa hàng <Số 5> & con"
    walk = canang("checklist", "TDC-01.2", "--ho-so", odd, terminal=True, stdin="\ng\ncột 2 đong thiếu 40 ml\n\nt\n")
    assert walk.code == 0
    target = tmp_path / "to.docx"
    assert canang("export", "--ho-so", odd, "--mau", "5.BBKT", "-o", str(target)).code == 0
    with zipfile.ZipFile(target) as packed:
        body = packed.read("word/document.xml").decode()
    assert "Cửa hàng &lt;Số 5&gt; &amp; con" in body
    assert "cột 2 đong thiếu 40 ml" in body
    assert "23/11/2026" in body


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
