"""The QR code of a sheet, read off the printed page as a phone reads it."""

from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from tests.conftest import Canang, swept


def read_off(pdf: Path) -> list[str]:
    page = pypdfium2.PdfDocument(pdf)[0].render(scale=3, grayscale=True).to_numpy()
    return [found.text for found in zxingcpp.read_barcodes(page.squeeze())]


def test_it_says_which_entry_and_which_data(canang: Canang, tmp_path: Path) -> None:
    canang("export", "TDC-01.2", "-o", str(tmp_path / "a.pdf"))
    (text,) = read_off(tmp_path / "a.pdf")
    assert text.startswith("Kiểm tra đo lường, chất lượng trong kinh doanh xăng dầu")
    assert "TDC-01.2 · dữ liệu " in text


def test_it_leads_to_the_page_of_an_office_that_has_one(canang: Canang, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "khung.toml").write_text(
        'co_quan = "ỦY BAN NHÂN DÂN XÃ A"\ntrang = "https://xa-a.gov.vn/cam-nang/"\n', encoding="utf-8"
    )
    assert canang("export", "TDC-01.2", "--khung", "-o", str(tmp_path / "a.pdf")).code == 0
    assert read_off(tmp_path / "a.pdf") == ["https://xa-a.gov.vn/cam-nang/thu-tuc/TDC-01.2.html"]


@pytest.mark.parametrize("address", ["javascript:alert(1)", "xa-a.gov.vn", "https://a b", "https://" + "a" * 300])
def test_an_address_that_is_none_is_refused(canang: Canang, tmp_path: Path, address: str) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "khung.toml").write_text(f'co_quan = "A"\ntrang = "{address}"\n', encoding="utf-8")
    refused = canang("export", "TDC-01.2", "--khung", "-o", str(tmp_path / "a.pdf"))
    assert (refused.code, "không phải một địa chỉ" in refused.err) == (2, True)


@pytest.mark.parametrize("more", ["", 'cap_tren = "TỈNH LÀO CAI"\nnoi = "An Bình"\n'])
@pytest.mark.parametrize("id_", swept(["BC-01.1", "NLNT-05.1"]))
def test_under_a_letterhead_it_has_its_own_room_whatever_the_office_wrote(
    canang: Canang, tmp_path: Path, more: str, id_: str
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "khung.toml").write_text(f'co_quan = "ỦY BAN NHÂN DÂN XÃ A"\n{more}', encoding="utf-8")
    assert canang("export", id_, "--khung", "-o", str(tmp_path / "a.pdf")).code == 0
    (text,) = read_off(tmp_path / "a.pdf")
    assert f"{id_} · dữ liệu " in text
    page, scale = pypdfium2.PdfDocument(tmp_path / "a.pdf")[0], 3
    (found,) = zxingcpp.read_barcodes(page.render(scale=scale, grayscale=True).to_numpy().squeeze())
    first, last, height = found.position.top_left, found.position.bottom_right, page.get_height()
    bounds = (first.x / scale, height - last.y / scale, last.x / scale, height - first.y / scale)
    assert page.get_textpage().get_text_bounded(*bounds).strip() == ""
