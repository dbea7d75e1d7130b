"""New data by stick, in the browser: found, shown with what it changes, taken in, and taken back."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from starlette.testclient import TestClient

from tests.conftest import ROOT, Canang
from tests.exchange.test_packs import signed  # noqa: F401  a fixture

from .conftest import Site, site_of


def test_a_pack_on_a_stick_is_shown_with_what_it_changes_used_and_taken_back(
    tmp_path: Path,
    canang: Canang,
    came_with_it: Path,
    signed: Path,  # noqa: F811
) -> None:
    stick = tmp_path / "usb" / "cẩm nang"
    stick.mkdir(parents=True)
    shutil.copy(signed / "moi.canang", stick)
    (stick / "hỏng.canang").write_bytes(b"khong phai goi")
    site = site_of(tmp_path / "home")
    site.desk.chosen = None
    client = site.enter()
    client.post("/ho-so/mo/TDC-01.2", data={"ten": "Cây xăng số 5"})

    strange = client.get("/du-lieu/goi", params={"o": str(tmp_path / "usb")})
    assert strange.status_code == 400 and "khóa" in strange.text
    canang("du-lieu", "khoa", "--tin", str(signed / "ky.pub"), CANANG_DB="")
    shown = client.get("/du-lieu/goi", params={"o": f'"{tmp_path / "usb"}"'})
    assert shown.status_code == 200, shown.text
    assert "2027.01.05" in shown.text and "Sửa hạn TDC-01" in shown.text
    assert "Cây xăng số 5" in shown.text and "đổi 1 điều" in shown.text
    assert "2027.01.05" not in client.get("/du-lieu").text

    used = client.post("/du-lieu/cap-nhat", data={"duong-dan": str(stick / "moi.canang")})
    assert "Đã dùng bản dữ liệu mới" in used.text and "2027.01.05" in used.text
    client.post("/du-lieu/lui")
    assert "2027.01.05" not in client.get("/du-lieu").text


def test_a_place_without_a_pack_is_told_at_its_field(tmp_path: Path) -> None:
    client = site_of(tmp_path / "home").enter()
    (tmp_path / "trống").mkdir()
    for place, said in (
        ("", "Ghi ổ hoặc thư mục"),
        (str(tmp_path / "trống"), "không có gói"),
        (str(tmp_path / "không có"), ""),
        ("a" * 900, ""),
        ("\\\\may-chu\\chung", ""),
    ):
        answer = client.get("/du-lieu/goi", params={"o": place})
        assert answer.status_code == 400 and said in answer.text, place
        assert 'id="o-loi"' in answer.text
    taken_out = client.post("/du-lieu/cap-nhat", data={"duong-dan": str(tmp_path / "rút rồi.canang")})
    assert 400 <= taken_out.status_code < 500 or taken_out.status_code in {503, 507}
    assert "Traceback" not in taken_out.text


def test_pages_follow_a_catalogue_that_is_replaced_while_they_run(site: Site, tmp_path: Path) -> None:
    site.desk.chosen = tmp_path / "dang-dung.sqlite"
    shutil.copy(ROOT / "data" / "tasks.sqlite", site.desk.chosen)
    browse = site.enter()
    case = open_case(browse)
    pages = ("/thu-tuc/TDC-01.2", f"/ho-so/{case}")
    assert all("Cột đo thử" not in browse.get(page).text for page in pages)

    newer = tmp_path / "moi.sqlite"
    shutil.copy(site.desk.chosen, newer)
    with closing(sqlite3.connect(newer)) as connection, connection:
        connection.execute("UPDATE editions SET name = 'Cột đo thử' WHERE entry = 'TDC-01.2'")
    newer.replace(site.desk.chosen)

    assert [page for page in pages if "Cột đo thử" not in browse.get(page).text] == []


def open_case(browse: TestClient) -> str:
    done = browse.post("/ho-so/mo/TDC-01.2", data={"ten": "Cây xăng A"}, follow_redirects=False)
    return str(done.headers["location"]).rpartition("/")[2]
