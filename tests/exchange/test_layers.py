"""A province's layer adds, replaces and hides; all commands see one catalogue; the bundled one stays as it is."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from openpyxl import load_workbook
from tests.conftest import Canang, Outcome

pytestmark = pytest.mark.usefixtures("came_with_it")


@pytest.fixture
def own(canang: Canang) -> Canang:
    """canang on the bundled catalogue with the user's layers over it, as an office has it."""

    def run(*arguments: str, **options: object) -> Outcome:
        return canang(*arguments, **{"CANANG_DB": "", **options})

    return run


def fill(path: Path, canang: Canang, sheet_rows: dict[str, list[dict[str, object]]]) -> Path:
    """A template with rows of our own in the place of its example."""
    canang("du-lieu", "mau", str(path))
    book = load_workbook(path)
    for name in book.sheetnames[1:]:
        sheet = book[name]
        sheet.delete_rows(2, sheet.max_row)
        headings = [cell.value for cell in sheet[1]]
        for row in sheet_rows.get(name, []):
            sheet.append([row.get(heading) for heading in headings])
    book.save(path)
    return path


OWN_TASK: dict[str, list[dict[str, object]]] = {
    "Thủ tục": [
        {"Mã": "HG-01", "Tên": "Cho mượn cân đối chứng ở chợ", "Lĩnh vực": "Tiêu chuẩn, đo lường, chất lượng",
         "Loại": "noi-bo", "Cấp": "xa", "Ai quyết định": "Ủy ban nhân dân cấp xã", "Từ ngày": "01/7/2026",
         "Căn cứ": "04/2011/QH13 khoản 3 Điều 46", "Lời thường ngày": "mượn cân; cân công cộng"},
        {"Mã": "TDC-01.2", "Tên": "Kiểm tra cây xăng theo quy chế của tỉnh", "Loại": "kiem-tra",
         "Từ ngày": "01/8/2026", "Căn cứ": "28/2013/TT-BKHCN Điều 20"},
    ],
    "Các bước": [
        {"Mã": "HG-01", "Làm gì": "Xem sổ mượn", "Ai làm": "Ban quản lý chợ", "Thời hạn": "trong ngày"},
        {"Mã": "HG-01", "Làm gì": "Giao cân"},
        {"Mã": "TDC-01.2", "Làm gì": "Gọi Sở trước một ngày"},
    ],
    "Hồ sơ": [{"Mã": "HG-01", "Tên giấy tờ": "Phiếu mượn", "Bản chính": 1}],
    "Ẩn mục": [{"Mã": "KHCN-03"}],
    "Từ thường ngày": [{"Nói": "tủ quả nặng", "Nghĩa là": "cân đối chứng"}],
}  # fmt: skip


@pytest.mark.parametrize("version", [5, 6, 7])
def test_a_layer_of_an_earlier_version_is_brought_up(own: Canang, tmp_path: Path, version: int) -> None:
    own("du-lieu", "nhap", str(fill(tmp_path / "mau.xlsx", own, OWN_TASK)), "--lop", "Hà Giang")
    (layer,) = tmp_path.rglob("lop/*.sqlite")
    with closing(sqlite3.connect(layer)) as connection, connection:
        connection.execute("DROP TABLE leanings")
        connection.execute("DROP TABLE notes")
        for table, column in (("steps", "pitfall"), ("dossier", "made_at"), ("dossier", "shown_at")):
            connection.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
        for table in ("utterances", "elsewhere", "weights", "asked", "acts", "initials") if version == 5 else ():
            connection.execute(f"DROP TABLE {table}")
        connection.execute(f"PRAGMA user_version = {version}")
    assert "HG" in own("du-lieu", "lop").out
    assert own("xem", "HG-01").code == 0
    assert own("tim", "mượn cân công cộng").out.find("HG-01") >= 0
    with closing(sqlite3.connect(layer)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_layer_adds_replaces_and_hides(own: Canang, came_with_it: Path, tmp_path: Path) -> None:
    before = came_with_it.read_bytes()
    source = fill(tmp_path / "mau.xlsx", own, OWN_TASK)
    done = own("du-lieu", "nhap", str(source), "--lop", "Hà Giang")
    assert (done.code, done.err) == (0, "")
    added = json.loads(own("xem", "HG-01", "--json").out)
    assert (added["layer"], added["effective_from"], added["verification"]["level"]) == (
        "ha-giang", "2026-07-01", "chua-doi-chieu",
    )  # fmt: skip
    assert [step["action"] for step in added["steps"]] == ["Xem sổ mượn", "Giao cân"]
    assert added["dossier"][0]["originals"] == 1
    assert added["citations"][0]["article"] == "46"
    replaced = json.loads(own("xem", "TDC-01.2", "--json").out)
    assert (replaced["name"], replaced["task"]) == ("Kiểm tra cây xăng theo quy chế của tỉnh", "TDC-01")
    assert replaced["authority"] == "Ủy ban nhân dân cấp xã"
    assert own("xem", "KHCN-03").code == 1 and own("xem", "KHCN-03.1").code == 1
    found = json.loads(own("tim", "mượn cân", "--json").out)
    assert found[0]["id"] == "HG-01"
    assert "lớp ha-giang" in own("tim", "mượn cân").out
    assert json.loads(own("tim", "tủ quả nặng", "--json").out)[0]["id"] == "HG-01"
    assert own("du-lieu", "kiem-tra").code == 0
    assert own("checklist", "HG-01", "--in").code == 0
    assert came_with_it.read_bytes() == before


def test_the_same_import_twice_changes_nothing(own: Canang, tmp_path: Path) -> None:
    source = fill(tmp_path / "mau.xlsx", own, OWN_TASK)
    hashes, reports = [], []
    for _ in range(2):
        reports.append(json.loads(own("du-lieu", "nhap", str(source), "--lop", "ha-giang", "--json").out))
        hashes.append(json.loads(own("du-lieu", "phien-ban", "--json").out)["content_hash"])
    assert hashes[0] == hashes[1]
    assert [(r["added"], r["changed"], r["same"]) for r in reports] == [(2, 0, 0), (0, 0, 2)]
    other = {**OWN_TASK, "Hồ sơ": [{"Mã": "HG-01", "Tên giấy tờ": "Phiếu mượn hai liên"}]}
    again = fill(tmp_path / "mau2.xlsx", own, other)
    report = json.loads(own("du-lieu", "nhap", str(again), "--lop", "ha-giang", "--json").out)
    assert (report["added"], report["changed"], report["same"]) == (0, 1, 1)


def test_what_is_hidden_comes_back(own: Canang) -> None:
    assert own("du-lieu", "lop", "rieng", "--an", "tdc02").code == 0
    assert own("xem", "TDC-02.1").code == 1
    assert own("du-lieu", "lop", "rieng", "--hien", "TDC-02").code == 0
    assert own("xem", "TDC-02.1").code == 0


def test_without_its_layer_everything_is_as_shipped(own: Canang, tmp_path: Path) -> None:
    shipped = json.loads(own("du-lieu", "phien-ban", "--json").out)["content_hash"]
    own("du-lieu", "nhap", str(fill(tmp_path / "mau.xlsx", own, OWN_TASK)), "--lop", "ha-giang")
    assert json.loads(own("du-lieu", "phien-ban", "--json").out)["content_hash"] != shipped
    gone = own("du-lieu", "lop", "ha-giang", "--bo")
    assert "Tệp còn ở" in gone.out
    assert json.loads(own("du-lieu", "phien-ban", "--json").out)["content_hash"] == shipped


def test_ids_of_layers_cannot_clash(own: Canang, tmp_path: Path) -> None:
    source = fill(tmp_path / "mau.xlsx", own, OWN_TASK)
    assert own("du-lieu", "nhap", str(source), "--lop", "ha-giang").code == 0
    other = own("du-lieu", "nhap", str(source), "--lop", "hai-phong", "--ma", "HG")
    assert (other.code, "HG" in other.err) == (2, True)
    taken = own("du-lieu", "nhap", str(source), "--lop", "tay-do", "--ma", "TDC")
    assert taken.code == 2 and "đã có trong cẩm nang" in taken.err
    foreign = own("du-lieu", "nhap", str(source), "--lop", "tay-do")
    assert foreign.code == 2 and "mã mới phải bắt đầu bằng TD-" in foreign.err
    renamed = own("du-lieu", "nhap", str(source), "--lop", "ha-giang", "--ma", "HX")
    assert renamed.code == 2 and "không đổi" in renamed.err


@pytest.mark.parametrize(
    ("sheet", "row", "says"),
    [
        ("Thủ tục", {"Mã": "HG-02", "Tên": "X", "Lĩnh vực": "TDC", "Cấp": "huyen", "Từ ngày": "1/1/2026"}, "huyen"),
        ("Thủ tục", {"Mã": "HG-02", "Lĩnh vực": "TDC", "Từ ngày": "1/1/2026"}, "thiếu mục “name”"),
        ("Thủ tục", {"Mã": "HG-02", "Tên": "X", "Lĩnh vực": "ZZ"}, "không có lĩnh vực"),
        ("Thủ tục", {"Mã": "HG-02", "Tên": "X", "Lĩnh vực": "TDC", "Từ ngày": "31/02/2026"}, "không phải một ngày"),
        ("Thủ tục", {"Mã": "HG-02", "Tên": "X", "Lĩnh vực": "TDC", "Căn cứ": "luật đo lường"}, "không đọc được dẫn"),
        ("Các bước", {"Mã": "HG-09", "Làm gì": "lạc"}, "mã không có ở trang"),
        ("Ẩn mục", {"Mã": "XX-99"}, "không có mục này"),
    ],
)
def test_a_wrong_row_is_told_and_nothing_is_taken_in(
    own: Canang, tmp_path: Path, sheet: str, row: dict[str, object], says: str
) -> None:
    rows = {**OWN_TASK, sheet: [*OWN_TASK[sheet], row]}
    done = own("du-lieu", "nhap", str(fill(tmp_path / "mau.xlsx", own, rows)), "--lop", "ha-giang")
    assert done.code == 2 and says in done.err
    assert own("xem", "HG-01").code == 1


def test_the_yaml_template_imports_as_it_is(own: Canang, tmp_path: Path) -> None:
    assert own("du-lieu", "mau", str(tmp_path / "mau.yaml")).code == 0
    assert own("du-lieu", "nhap", str(tmp_path / "mau.yaml"), "--lop", "ha-giang").code == 0
    assert json.loads(own("xem", "HG-01", "--json").out)["steps"][0]["actor"] == "Công chức phụ trách"


def test_aliases_of_yaml_are_not_unfolded(own: Canang, tmp_path: Path) -> None:
    bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [{','.join(['*' + chr(97 + n)] * 9)}]\n" for n in range(8)
    )
    (tmp_path / "bom.yaml").write_text(bomb + "procedures: []\n", encoding="utf-8")
    for command in (
        ("nhap", str(tmp_path / "bom.yaml"), "--lop", "x-y"),
        ("doi-chieu", "--nhan", str(tmp_path / "bom.yaml")),
    ):
        done = own("du-lieu", *command)
        assert done.code == 2 and "neo" in done.err


def test_signs_that_only_stand_in_a_text_are_no_aliases(own: Canang, tmp_path: Path) -> None:
    template = tmp_path / "mau.yaml"
    assert own("du-lieu", "mau", str(template)).code == 0
    text = template.read_text(encoding="utf-8")
    template.write_text(text.replace("Công chức phụ trách", "Công chức R&D *phụ trách*"), encoding="utf-8")
    assert own("du-lieu", "nhap", str(template), "--lop", "ha-giang").code == 0
    assert json.loads(own("xem", "HG-01", "--json").out)["steps"][0]["actor"] == "Công chức R&D *phụ trách*"


def test_a_damaged_layer_is_told_and_can_be_put_aside(own: Canang, tmp_path: Path) -> None:
    own("du-lieu", "lop", "rieng", "--an", "TDC-02")
    file = tmp_path / "home" / "du-lieu" / "lop" / "rieng.sqlite"
    file.write_bytes(file.read_bytes()[:5000])
    broken = own("tim", "cây xăng")
    assert broken.code == 3 and "canang du-lieu lop TÊN --bo" in broken.err
    assert "hỏng" in own("du-lieu", "lop").out
    assert own("du-lieu", "lop", "rieng", "--bo").code == 0
    assert own("tim", "cây xăng").code == 0


def test_layers_do_not_lie_over_a_catalogue_that_was_asked_for(canang: Canang, tmp_path: Path) -> None:
    done = canang("du-lieu", "lop", "rieng", "--an", "TDC-02")
    assert done.code == 2 and "--db" in done.err


def test_a_portal_file_becomes_a_layer(own: Canang, tmp_path: Path) -> None:
    record = {"ten_thu_tuc": "Cấp phép thả diều", "ma_thu_tuc": "1.009999", "linh_vuc": "Hàng không",
              "cap_thuc_hien": "Cấp xã", "trinh_tu_thuc_hien": "Bước 1: Nộp đơn.\nBước 2: Nhận giấy."}  # fmt: skip
    (tmp_path / "tthc.jsonl").write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
    assert own("du-lieu", "nhap", str(tmp_path / "tthc.jsonl"), "--lop", "ha-giang").code == 0
    found = json.loads(own("tim", "thả diều", "--json").out)
    assert found[0]["id"] == "HG-1.009999"
    assert json.loads(own("xem", "1.009999", "--json").out)["layer"] == "ha-giang"
    assert "HÀNG KHÔNG" in own("danh-sach", "--thu-tuc").out
