"""Decisions in Word as people make them: breaks, boxes, signs, tables; each file is made here, part by part."""

import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from tests.conftest import Canang

from canang.exchange.bounds import Unreadable
from canang.exchange.draft import Draft
from canang.exchange.reading import read_drafts

_SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml"'
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
RAISED = '<w:vertAlign w:val="superscript"/>'
STEPS = ("Trình tự thực hiện:", "Bước 1: Nộp giấy.", "Bước 2: Nhận kết quả.")
LIMIT = "Thời hạn giải quyết: 05 ngày làm việc"


def run(text: str, properties: str = "") -> str:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escaped}</w:t></w:r>'


def par(*parts: str) -> str:
    return "<w:p>" + "".join(part if part.startswith("<") else run(part) for part in parts) + "</w:p>"


def table(*rows: Sequence[str | list[str]]) -> str:
    """Rows of cells; a cell is a text, a list of paragraphs, or ``""``; ``">2"`` before a text spans two columns."""

    def cell(content: str | list[str]) -> str:
        lines = content if isinstance(content, list) else [content]
        span = '<w:gridSpan w:val="2"/>' if lines[0].startswith(">2") else ""
        return f"<w:tc><w:tcPr>{span}</w:tcPr>{''.join(par(line.removeprefix('>2')) for line in lines)}</w:tc>"

    made = "".join(f"<w:tr>{''.join(map(cell, row))}</w:tr>" for row in rows)
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{made}</w:tbl>"


def read(folder: Path, *blocks: str) -> Draft:
    """The one procedure of a file of these paragraphs and tables."""
    body = "".join(block if block.startswith("<") else par(block) for block in blocks)
    path = folder / "qd.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", f"<w:document {_SPACES}><w:body>{body}</w:body></w:document>")
    (draft,) = read_drafts(path)
    return draft


def papers(folder: Path, *blocks: str) -> list[tuple[str, int | None, int | None]]:
    draft = read(folder, "1. Thủ tục: Xác nhận cân thử", *STEPS, "Thành phần hồ sơ:", *blocks, LIMIT)
    return [(paper.name, paper.originals, paper.copies) for paper in draft.dossier]


@pytest.mark.parametrize("sign", ["<w:br/>", '<w:br w:type="textWrapping"/>', "<w:cr/>"])
def test_a_break_in_a_paragraph_ends_a_line(tmp_path: Path, sign: str) -> None:
    lines = [*STEPS, "Thành phần hồ sơ:", "- Đơn: 01 bản chính", "- Bản vẽ: 02 bản sao", LIMIT]
    runs = [part for line in lines for part in (line, f"<w:r>{sign}</w:r>")]
    draft = read(tmp_path, "1. Thủ tục: Xác nhận cân thử", par(*runs))
    assert draft.steps == ["Nộp giấy.", "Nhận kết quả."]
    assert [(paper.originals, paper.copies) for paper in draft.dossier] == [(1, None), (None, 2)]
    assert draft.ways[0].limit and draft.ways[0].limit.amount == 5


def test_signs_of_word_become_what_they_show(tmp_path: Path) -> None:
    draft = read(
        tmp_path,
        par("1. Thủ tục:", "<w:r><w:tab/></w:r>", "Xác\u00a0nhận cân 3×4"),
        *STEPS,
        LIMIT,
        par("Phí: 1", "<w:r><w:noBreakHyphen/></w:r>", "2 triệu đồng, 10", run("3", RAISED),
            " m", '<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r>', "5"),
        par("Căn cứ pháp lý: Nghị định 105/2016/N\u00d0", "<w:r><w:noBreakHyphen/></w:r>", "CP"),
    )  # fmt: skip
    assert draft.name == "Xác nhận cân 3×4"
    assert draft.ways[0].fee == "1-2 triệu đồng, 10³ m≥5"
    assert [law.number for law in draft.laws] == ["105/2016/NĐ-CP"]


def box(*, twice: bool) -> str:
    content = f"<w:txbxContent>{par('Ghi chú trong hộp')}</w:txbxContent>"
    shape = f"<w:r><w:pict><v:shape><v:textbox>{content}</v:textbox></v:shape></w:pict></w:r>"
    if not twice:
        return shape
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>'
        f"{content}</w:drawing></mc:Choice><mc:Fallback><w:pict>{content}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


@pytest.mark.parametrize("twice", [True, False])
def test_a_text_box_is_read_apart_and_once(tmp_path: Path, twice: bool) -> None:
    names = [name for name, *_ in papers(tmp_path, par("- Đơn đề nghị", box(twice=twice)))]
    assert names == ["Đơn đề nghị", "Ghi chú trong hộp"]


@pytest.mark.parametrize(
    "fee",
    ["1.500.000 đồng", "1.500.000đ", "50.000 đồng/hồ sơ", "1,5 triệu đồng", "0,5% giá trị", "500 000 đồng",
     "2.000.000 VNĐ", "Không quy định", "Theo Thông tư số 45/2023/TT-BTC", "1.000.000 - 2.000.000 đồng"],
)  # fmt: skip
def test_a_fee_stands_as_written(tmp_path: Path, fee: str) -> None:
    for lines in ([f"Phí: {fee}"], ["Phí, lệ phí:", fee], ["đ) Lệ phí (nếu có):", f"- {fee}"]):
        draft = read(tmp_path, "1. Thủ tục: Xác nhận cân thử", *STEPS, LIMIT, *lines)
        assert draft.ways[0].fee == fee, lines


def test_two_fees_are_told_apart(tmp_path: Path) -> None:
    fees = ["Phí:", "- Cấp mới: 1.500.000 đồng", "- Cấp lại: 500.000 đồng"]
    draft = read(tmp_path, "1. Thủ tục: Xác nhận cân thử", *STEPS, LIMIT, *fees)
    assert draft.ways[0].fee == "Cấp mới: 1.500.000 đồng; Cấp lại: 500.000 đồng"


def test_an_empty_fee_is_not_no_fee(tmp_path: Path) -> None:
    draft = read(tmp_path, "1. Thủ tục: Xác nhận cân thử", *STEPS, LIMIT, "Phí:", "Căn cứ pháp lý: 105/2016/NĐ-CP")
    assert draft.ways[0].fee is None and any(finding.part == "fee" for finding in draft.findings)
    assert read(tmp_path, "1. Thủ tục: Xác nhận cân thử", *STEPS, LIMIT, "Phí: Không.").ways[0].fee == "Không"


def test_a_limit_that_is_no_number_is_told(tmp_path: Path) -> None:
    draft = read(tmp_path, "1. Thủ tục: Xác nhận cân thử", *STEPS, "Thời hạn giải quyết: từ 3 đến 5 ngày")
    assert draft.ways[0].limit and draft.ways[0].limit.text == "từ 3 đến 5 ngày"
    assert any(finding.part == "time_limit" for finding in draft.findings)


def test_counts_stand_in_columns(tmp_path: Path) -> None:
    rows = table(
        ["TT", "Tên giấy tờ", "Bản chính", "Bản sao"], ["1", "Đơn đề nghị", "01", ""], ["2", "Bản vẽ", "", "02"]
    )
    assert papers(tmp_path, rows) == [("Đơn đề nghị", 1, None), ("Bản vẽ", None, 2)]


def test_headings_of_two_rows(tmp_path: Path) -> None:
    rows = table(
        ["STT", "Tên giấy tờ", ">2Số lượng", "Ghi chú"],
        ["", "", "Bản chính", "Bản sao", ""],
        ["(1)", "(2)", "(3)", "(4)", "(5)"],
        ["1", "Đơn đề nghị", "1", "", "theo mẫu"],
        ["2", "Bản vẽ", "", "2 (chứng thực)", ""],
    )
    assert papers(tmp_path, rows) == [("Đơn đề nghị", 1, None), ("Bản vẽ", None, 2)]


def test_a_name_of_two_lines_is_one_paper(tmp_path: Path) -> None:
    rows = table(
        ["STT", "Tên giấy tờ", "Số lượng"],
        ["1", ["Đơn đề nghị", "(theo mẫu số 02)"], "01 bản chính"],
        ["2", "Bản vẽ", ["Bản chính: 1", "Bản sao: 2"]],
        ["3", "Ảnh", "02"],
    )
    assert papers(tmp_path, rows) == [
        ("Đơn đề nghị (theo mẫu số 02)", 1, None),
        ("Bản vẽ", 1, 2),
        ("Ảnh", 2, None),
    ]


def test_a_count_that_is_no_number_is_told(tmp_path: Path) -> None:
    rows = table(["TT", "Tên giấy tờ", "Bản chính", "Bản sao"], ["1", "Đơn đề nghị", "x", ""])
    draft = read(tmp_path, "1. Thủ tục: Xác nhận cân thử", *STEPS, "Thành phần hồ sơ:", rows, LIMIT)
    assert any("không rõ số bản" in finding.message for finding in draft.findings)


def test_a_row_across_the_table_is_the_case_of_those_below(tmp_path: Path) -> None:
    rows = table(
        ["TT", "Tên giấy tờ", "Số lượng"], ["I", "Trường hợp cấp lại:", ""], ["1", "Đơn đề nghị", "01 bản chính"]
    )
    draft = read(tmp_path, "1. Thủ tục: Xác nhận cân thử", *STEPS, "Thành phần hồ sơ:", rows, LIMIT)
    assert [(paper.name, paper.group) for paper in draft.dossier] == [("Đơn đề nghị", "Trường hợp cấp lại")]


def page(*, cells: bool) -> list[str]:
    labels = [
        ("Mã thủ tục:", "1.001786"), ("Số quyết định:", "12/QĐ-BKHCN"), ("Tên thủ tục:", "Xác nhận cân thử"),
        ("Cấp thực hiện:", "Cấp Tỉnh"), ("Loại thủ tục:", "TTHC được luật giao"), ("Lĩnh vực:", "Đo lường"),
    ]  # fmt: skip
    head = [table(*[[label, value] for label, value in labels])] if cells else [f"{a} {b}" for a, b in labels]
    return [
        "CHI TIẾT THỦ TỤC HÀNH CHÍNH", *head, *STEPS, "Cách thức thực hiện:",
        table(["Hình thức nộp", "Thời hạn giải quyết", "Phí, lệ phí", "Mô tả"],
              ["Trực tiếp", "5 Ngày làm việc", "Phí : 1.500.000 Đồng", "kể từ ngày nhận đủ hồ sơ"]),
        "Thành phần hồ sơ:",
        table(["Tên giấy tờ", "Mẫu đơn, tờ khai", "Số lượng"],
              ["Đơn đề nghị", "Mau1.docx", ["Bản chính: 1", "Bản sao: 0"]]),
        "Đối tượng thực hiện: Doanh nghiệp", "Cơ quan thực hiện: Sở Khoa học và Công nghệ",
        "Cơ quan có thẩm quyền: Không có thông tin", "Địa chỉ tiếp nhận HS: Không có thông tin",
        "Kết quả thực hiện: Giấy xác nhận", "Căn cứ pháp lý:",
        table(["Số ký hiệu", "Trích yếu", "Ngày ban hành", "Cơ quan ban hành"],
              ["105/2016/NĐ-CP", "Nghị định thay 54/2009/NĐ-CP", "01-07-2016", "Chính phủ"]),
        "Yêu cầu, điều kiện thực hiện: Có phòng thử", "Từ khóa: Không có thông tin", "Mô tả: Không có thông tin",
    ]  # fmt: skip


@pytest.mark.parametrize("cells", [True, False])
def test_the_portals_own_page_as_a_document(tmp_path: Path, cells: bool) -> None:
    draft = read(tmp_path, *page(cells=cells))
    assert (draft.name, draft.code, draft.level, draft.field) == ("Xác nhận cân thử", "1.001786", "tinh", "Đo lường")
    (way,) = draft.ways
    assert (way.how, way.limit and way.limit.amount, way.fee) == ("Trực tiếp", 5, "Phí: 1.500.000 Đồng")
    assert [(paper.name, paper.originals, paper.copies) for paper in draft.dossier] == [("Đơn đề nghị", 1, 0)]
    assert [(law.number, law.title) for law in draft.laws] == [("105/2016/NĐ-CP", "Nghị định thay 54/2009/NĐ-CP")]
    assert (draft.agency, draft.authority) == ("Sở Khoa học và Công nghệ", None)
    assert (draft.results, draft.conditions) == (["Giấy xác nhận"], ["Có phòng thử"])
    assert (draft.applicant, draft.decision) == ("Doanh nghiệp", "12/QĐ-BKHCN")


def test_a_procedure_laid_out_as_a_table(tmp_path: Path) -> None:
    draft = read(
        tmp_path,
        "1. Thủ tục: Xác nhận cân thử",
        table(
            ["TT", "Nội dung", "Mô tả"],
            ["1", "Trình tự thực hiện", ["Bước 1: Nộp giấy.", "Bước 2: Nhận kết quả."]],
            ["2", "Thành phần hồ sơ", ["- Đơn: 01 bản chính", "- Bản vẽ: 01 bản sao"]],
            ["3", "Thời hạn giải quyết", "05 ngày làm việc"],
            ["4", "Phí, lệ phí", "1.500.000 đồng"],
        ),
    )
    assert (draft.steps, len(draft.dossier)) == (["Nộp giấy.", "Nhận kết quả."], 2)
    assert draft.ways[0].limit and (draft.ways[0].limit.amount, draft.ways[0].fee) == (5, "1.500.000 đồng")


@pytest.mark.parametrize("name", ["3D quét mẫu vật thử", "100 năm lưu trữ hồ sơ", "Kiểm tra 24 giờ một ngày"])
def test_a_name_may_begin_with_a_number(tmp_path: Path, name: str) -> None:
    assert read(tmp_path, f"1. Thủ tục: {name}", *STEPS, LIMIT).name == name


def test_fees_of_two_kinds_keep_what_they_are_for(tmp_path: Path) -> None:
    for lines, fee in (
        (["Phí thẩm định: 1.500.000 đồng/hồ sơ"], "Phí thẩm định: 1.500.000 đồng/hồ sơ"),
        (["Phí, lệ phí:", "+ Phí: 1.500.000đ", "+ Lệ phí: 50.000 đồng"], "Phí: 1.500.000đ; Lệ phí: 50.000 đồng"),
        (["Phí:", table(["STT", "Nội dung", "Mức thu"], ["1", "Cấp mới", "1.500.000 đồng"], ["2", "Cấp lại", "½ mức"])],
         "Cấp mới: 1.500.000 đồng; Cấp lại: ½ mức"),
    ):  # fmt: skip
        assert read(tmp_path, "1. Thủ tục: Xác nhận cân thử", *STEPS, LIMIT, *lines).ways[0].fee == fee


def test_a_limit_may_be_headed_by_one_word(tmp_path: Path) -> None:
    limit = "Thời hạn: 05 ngày làm việc kể từ ngày nhận đủ hồ sơ hợp lệ"
    draft = read(tmp_path, "1. Thủ tục: Xác nhận cân thử", *STEPS, "Thành phần hồ sơ:", "- Đơn", limit)
    assert draft.ways[0].limit and (draft.ways[0].limit.amount, len(draft.dossier)) == (5, 1)
    of_step = read(tmp_path, "1. Thủ tục: Xác nhận cân thử", *STEPS, "Thời hạn: 02 ngày", LIMIT)
    assert of_step.ways[0].limit and of_step.ways[0].limit.text == "05 ngày làm việc"
    assert "Thời hạn: 02 ngày" in of_step.steps[-1]


def test_runs_that_hold_only_a_space_part_words(tmp_path: Path) -> None:
    assert papers(tmp_path, par("- Đơn", run(" "), "đề", run(" "), "nghị")) == [("Đơn đề nghị", None, None)]


def test_a_note_beside_a_paper_is_kept_or_told(tmp_path: Path) -> None:
    rows = table(
        ["TT", "Tên giấy tờ", "Bản chính", "Ghi chú"],
        ["1", "Giấy ủy quyền", "1", "Nếu có"],
        ["2", "Đơn đề nghị", "1", "Đóng dấu giáp lai"],
    )
    draft = read(tmp_path, "1. Thủ tục: Xác nhận cân thử", *STEPS, "Thành phần hồ sơ:", rows, LIMIT)
    assert [paper.name for paper in draft.dossier] == ["Giấy ủy quyền (nếu có)", "Đơn đề nghị"]
    assert any("Đóng dấu giáp lai" in finding.message for finding in draft.findings)


def test_a_cross_in_a_column_of_counts_makes_no_heading_of_a_paper(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.mkdir()
    rows = table(["STT", "Tên hồ sơ", "Bản chính", "Bản sao"], ["1", "Đơn", "x", ""], ["2", "Bản vẽ", "", "X"])
    draft = read(path, "1. Thủ tục: Xác nhận cân thử", *STEPS, "Thành phần hồ sơ:", rows, LIMIT)
    assert [paper.name for paper in draft.dossier] == ["Đơn", "Bản vẽ"]
    assert sum("không rõ số bản" in finding.message for finding in draft.findings) == 2


@pytest.mark.parametrize("whole", ["altChunk", "subDoc"])
def test_a_file_within_the_file_is_told(tmp_path: Path, whole: str) -> None:
    with pytest.raises(Unreadable, match="ghép nguyên một tệp khác"):
        read(tmp_path, "1. Thủ tục: Xác nhận cân thử", *STEPS, f"<w:{whole}/>", LIMIT)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.doc", OLE, "kiểu cũ (.doc)"), ("a.docx", OLE, "kiểu cũ (.doc)"), ("a.xls", OLE, "kiểu cũ (.xls)"),
        ("a.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "mật khẩu"), ("a.doc", b"{\\rtf1 abc}", "RTF"),
        ("a.doc", b"\xef\xbb\xbf<html><body>x</body></html>", "trang web"), ("a.doc", b"MIME-Version: 1.0", "MHT"),
        ("a.doc", b'<?xml version="1.0"?><?mso-application progid="Word.Document"?>', "Word dạng XML"),
        ("a.docx", b"%PDF-1.7", "PDF"), ("a.docm", b"PK\x03\x04", ".docm"),
    ],
)  # fmt: skip
def test_another_kind_of_file_is_told_with_what_to_do(
    canang: Canang, tmp_path: Path, name: str, content: bytes, says: str
) -> None:
    (tmp_path / name).write_bytes(content)
    done = canang("du-lieu", "nhap", str(tmp_path / name), "--thu")
    assert done.code == 2 and says in done.err
    if "mật khẩu" not in says and says != "PDF":
        assert ("lưu lại thành .xlsx" if name.endswith("xls") else "lưu lại thành .docx") in done.err
