"""Importing other people's files: what is understood, what is reported, and what hostile files get."""

import gzip
import json
import unicodedata
from pathlib import Path

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from tests.conftest import Canang

from canang.exchange.portal_cells import split_papers, split_ways
from canang.exchange.portal_laws import split_laws
from canang.exchange.portal_records import read_record
from canang.exchange.portal_steps import split_steps

RECORD = {
    "ma_thu_tuc": "1.000811",
    "ten_thu_tuc": "Cấp giấy xác nhận thử nghiệm",
    "cap_thuc_hien": "Cấp tỉnh, Cấp xã",
    "linh_vuc": "Quản lý mẫu",
    "co_quan_thuc_hien": "Ủy ban nhân dân cấp xã",
    "trinh_tu_thuc_hien": "Bước 1: Nộp hồ sơ.\nBước 2: Kiểm tra:\n+ đủ thì nhận;\n+ thiếu thì trả.\n"
    "Bước 3: Trả kết quả.",
    "cach_thuc_thuc_hien": "Hình thức nộpThời gianPhí, lệ phíMô tảTrực tuyến21 Ngày1,200,000 Việt Nam Đồng"
    "(mỗi thẻ)Trực tiếp21 Ngày làm việcMiễn phí",
    "thanh_phan_ho_so": "--Tên giấy tờMẫu đơn, tờ khaiSố lượngTờ khai theo Thông tư số 85/2025/TT-BNNMT"
    "Mẫu số 30.docx1 bản chính- Bản sao hợp đồng năm 20200 bản chính,1 bản sao",
    "can_cu_phap_ly": "Tên văn bản pháp lýMã văn bảnLuật 08/2017/QH1408/2017/QH14Nghị định số 40/2026/NĐ-CP ngày "
    "25/01/202640/2026/NĐ-CPThông tư về phí37/2023/TT-BTCLuật Thú y năm 201579/2015/QH13",
    "ket_qua_xu_ly": "Giấy xác nhậnMã: KQ.G01.000084Từ khóaKhông có thông tin",
}


def portal_file(folder: Path, *records: object) -> Path:
    path = folder / "tthc.jsonl.gz"
    path.write_bytes(gzip.compress("\n".join(json.dumps(r, ensure_ascii=False) for r in records).encode(), mtime=0))
    return path


def test_cells_run_together_come_apart() -> None:
    draft = read_record(json.dumps(RECORD, ensure_ascii=False), "dòng 1")
    assert draft.findings == []
    assert (draft.level, draft.levels) == ("xa", ("xa", "tinh"))
    assert draft.steps == ["Nộp hồ sơ.", "Kiểm tra:\n+ đủ thì nhận;\n+ thiếu thì trả.", "Trả kết quả."]
    assert [(way.limit.amount, way.limit.unit, way.fee) for way in draft.ways if way.limit] == [
        (21, "ngay", "1.200.000 đồng (mỗi thẻ)"),
        (21, "ngay-lam-viec", "Miễn phí"),
    ]
    assert [(p.name, p.originals, p.copies, p.forms) for p in draft.dossier] == [
        ("Tờ khai theo Thông tư số 85/2025/TT-BNNMT", 1, None, ("Mẫu số 30",)),
        ("Bản sao hợp đồng năm 2020", 0, 1, ()),
    ]
    assert [law.number for law in draft.laws] == ["08/2017/QH14", "40/2026/NĐ-CP", "37/2023/TT-BTC", "79/2015/QH13"]
    assert draft.results == ["Giấy xác nhận"]


def test_import_is_searched_walked_and_the_same_twice(canang: Canang, tmp_path: Path) -> None:
    source = portal_file(tmp_path, RECORD, {**RECORD, "ten_thu_tuc": "Việc khác cùng mã"}, RECORD)
    first, second = tmp_path / "a.sqlite", tmp_path / "b.sqlite"
    done = canang("du-lieu", "nhap", str(source), "--ra", str(first), "--json")
    report = json.loads(done.out)
    assert (done.code, report["records"], report["entries"]) == (0, 3, 2)
    assert {trouble["part"] for trouble in report["troubles"]} == {"code", "record"}
    canang("du-lieu", "nhap", str(source), "--ra", str(second))
    assert canang("du-lieu", "kiem-tra", str(first)).out == canang("du-lieu", "kiem-tra", str(second)).out
    found = json.loads(canang("--db", str(first), "tim", "xác nhận thử nghiệm", "--json").out)
    assert found[0]["id"] == "DVC-1.000811"
    entry = json.loads(canang("--db", str(first), "xem", "dvc 1.000811", "--json").out)
    assert (entry["effective_from"], entry["verification"]["level"], entry["code"]) == (None, "tom-tat", "1.000811")
    assert "Kiểm tra" in canang("--db", str(first), "checklist", "1.000811", "--in").out


def test_an_imported_catalogue_answers_what_it_can(canang: Canang, tmp_path: Path) -> None:
    made = tmp_path / "a.sqlite"
    canang("du-lieu", "nhap", str(portal_file(tmp_path, RECORD)), "--ra", str(made))
    counts = canang("--db", str(made), "thong-ke")
    assert counts.code == 0 and "1 thủ tục" in counts.out and "Bộ công bố" not in counts.out
    assert json.loads(canang("--db", str(made), "thong-ke", "--json").out)["reported"] is None
    asked = canang("--db", str(made), "hoi-dap")
    assert asked.code == 1 and "không có câu hỏi nào" in asked.out


def test_a_trial_writes_nothing(canang: Canang, tmp_path: Path) -> None:
    source = portal_file(tmp_path, RECORD)
    done = canang("du-lieu", "nhap", str(source), "--thu", "--ra", str(tmp_path / "x.sqlite"))
    assert done.code == 0 and "chưa ghi gì" in done.out and not (tmp_path / "x.sqlite").exists()


def test_a_list_in_excel(canang: Canang, tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["DANH SÁCH THỦ TỤC HÀNH CHÍNH"])
    book.active.append(["Mã số", "Tên", "Cơ quan ban hành", "Cơ quan thực hiện", "Lĩnh vực"])
    book.active.append(["1.014966", "Cấp lại chứng chỉ", "Bộ Tư pháp", "Sở Tư pháp", "Quản tài viên"])
    book.save(tmp_path / "ds.xlsx")
    done = canang("du-lieu", "nhap", str(tmp_path / "ds.xlsx"), "--thu", "--json")
    assert (done.code, json.loads(done.out)["entries"]) == (0, 1)


def test_a_decision_in_word(canang: Canang, tmp_path: Path) -> None:
    paper = Document()
    for line in (
        "Số: 123/QĐ-UBND",
        "A. THỦ TỤC HÀNH CHÍNH THỰC HIỆN TẠI CẤP XÃ",
        "1. Thủ tục: Đăng ký lưu mẫu (Số hồ sơ TTHC 1.004222)",
        "1.1. Trình tự thực hiện:",
        "- Bước 1: Nộp hồ sơ.",
        "- Bước 2: Nhận kết quả.",
        "1.2. Cách thức thực hiện:",
        "- Nộp trực tiếp.",
        "1.3. Thành phần, số lượng hồ sơ:",
        "- Tờ khai (01 bản chính);",
        "1.4. Thời hạn giải quyết: 07 ngày làm việc.",
        "1.5. Phí, lệ phí: Không.",
        "1.6. Căn cứ pháp lý: Nghị định số 40/2026/NĐ-CP ngày 25/01/2026.",
    ):
        paper.add_paragraph(line)
    paper.save(str(tmp_path / "qd.docx"))
    made = tmp_path / "qd.sqlite"
    assert canang("du-lieu", "nhap", str(tmp_path / "qd.docx"), "--ra", str(made)).code == 0
    entry = json.loads(canang("--db", str(made), "xem", "1.004222", "--json").out)
    assert (entry["name"], entry["level"], len(entry["steps"])) == ("Đăng ký lưu mẫu", "xa", 2)
    assert (entry["time_limit"]["amount"], entry["dossier"][0]["originals"]) == (7, 1)
    assert entry["citations"][0]["document"] == "40/2026/NĐ-CP"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.xlsx", b"PK\x03\x04 cut"),
        ("a.docx", b"not a zip"),
        ("a.pdf", b"%PDF-1.7 nothing"),
        ("a.jsonl.gz", gzip.compress(b'{"ten_thu_tuc": "x"}', mtime=0)[:-6]),
        ("a.jsonl", b"\xff\xfe\x00"),
        ("a.jsonl", b""),
        ("a.txt", b"words"),
    ],
)
def test_a_broken_file_is_refused_in_words(canang: Canang, tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    made = tmp_path / "x.sqlite"
    done = canang("du-lieu", "nhap", str(tmp_path / name), "--ra", str(made))
    assert done.code == 2 and done.err.startswith("Lỗi: ") and not made.exists()


@given(st.text(alphabet="Bước 12:.-+*\nabđ)(Trực tiếpNgàyMiễn phí0 bản chính,saoTên/2025NĐ-CPQH15"))
def test_no_text_stops_the_readers(text: str) -> None:
    split_steps(text)
    split_ways(text)
    split_papers(text)
    split_laws(text)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(sorted(RECORD)), inner),
)


@given(JSON)
def test_no_json_stops_the_reader(value: object) -> None:
    read_record(json.dumps(value), "dòng 1")


def test_marks_written_as_signs_of_their_own_are_read_the_same() -> None:
    """An eighth of the portal's records stand in NFD."""
    composed = json.dumps(RECORD, ensure_ascii=False)
    for part in ("name", "steps", "ways", "dossier", "laws", "results", "levels", "findings"):
        apart = read_record(unicodedata.normalize("NFD", composed), "dòng 1")
        assert getattr(apart, part) == getattr(read_record(composed, "dòng 1"), part)


def test_a_count_that_swallowed_the_next_capital_still_ends_its_row() -> None:
    cell = (
        "--Tên giấy tờMẫu đơn, tờ khaiSố lượngGiấy khai sinh0 bản chính,1 bản saoản lý lịch1 bản chính"
        "SL hồ sơ: 01 bộ1 bản chính"
    )
    papers, sets, problems = split_papers(cell)
    assert [(paper.name, paper.originals, paper.copies) for paper in papers] == [
        ("Giấy khai sinh", 0, 1),
        ("ản lý lịch", 1, None),
    ]
    assert (sets, problems) == ("SL hồ sơ: 01 bộ", [])


def test_a_line_that_only_announces_the_steps_is_none() -> None:
    steps, problems = split_steps("Trình tự thực hiện: \na1) Nộp hồ sơ.\na2) Trong thời hạn 10 ngày, xem xét.")
    assert (steps, problems) == (["Nộp hồ sơ.", "Trong thời hạn 10 ngày, xem xét."], [])
