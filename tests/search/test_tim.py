"""``canang tim`` finds what an official means."""

import json
from contextlib import closing
from pathlib import Path

import pytest
from tests.conftest import Canang

from canang.catalog.database import bundled_path, open_catalog
from canang.search.engine import Engine

MEANT = [
    ("đo lường xăng dầu", "TDC-01.2"),
    ("do luong xang dau", "TDC-01.2"),
    ("do luong xag dau", "TDC-01.2"),
    ("kiểm tra cây xăng", "TDC-01.2"),
    ("KIỂM TRA CÂY XĂNG", "TDC-01.2"),
    ("cột bơm đong thiếu", "TDC-01.2"),
    ("cân ở chợ", "TDC-01.1"),
    ("hàng đóng gói sẵn thiếu gam", "TDC-01.3"),
    ("kiểm tra chất lượng hàng hóa", "TDC-02.1"),
    ("công bố năng lực kiểm định phương tiện đo", "TDC-03.6"),
    ("phường dùng AI trả lời dân", "CDS-13.1"),
    ("AI CẤP GIẤY PHÉP BƯU CHÍNH LIÊN TỈNH", "BC-01.1"),
    ("AI CẤP GIẤY PHÉP BƯU CHÍNH NỘI TỈNH", "BC-08.1"),
    ("máy x quang phòng khám", "NLNT-01.1"),
    ("nha sĩ chụp răng", "NLNT-01.1"),
    ("ai cấp phép máy X-quang?", "NLNT-01.1"),
    ("thẩm định dự án CNTT của xã", "CDS-01.1"),
    ("thuê dịch vụ công nghệ thông tin", "CDS-02.2"),
    ("dự án chi thường xuyên nâng cấp phần mềm", "CDS-02.1"),
    ("website xã", "CDS-03.1"),
    ("hợp đồng chuyển giao công nghệ", "KHCN-01.1"),
    ("mạng di động ảo", "VT-02.1"),
    ("chứng chỉ hành nghề SHCN", "SHTT-01.1"),
    ("xăng dâu", "TDC-01.2"),
    ("ʹ xăng dâu ʹ", "TDC-01.2"),
    ("kiêm tra cây xăng dâu", "TDC-01.2"),
    ("kiểm tra xăng dâu", "TDC-01.2"),
    ("may X quang phong kham cân giây phep không", "NLNT-01.1"),
    ("TDC-01.2", "TDC-01.2"),
    ("tdc 1.2", "TDC-01.2"),
]


@pytest.mark.parametrize(("query", "meant"), MEANT)
def test_the_procedure_meant_comes_first(canang: Canang, query: str, meant: str) -> None:
    found = json.loads(canang("tim", query, "--json").out)
    assert found[0]["id"] == meant


def test_the_bare_name_of_two_matters_brings_both_to_the_front(canang: Canang) -> None:
    """Who tries a system asks for CDS-12, who uses one for CDS-13: “hệ thống AI” says neither."""
    found = json.loads(canang("tim", "hệ thống AI", "--json").out)
    assert {item["id"].partition(".")[0] for item in found[:3]} == {"CDS-12", "CDS-13"}


def test_json_has_the_keys_of_the_contract_and_falling_scores(canang: Canang) -> None:
    found = json.loads(canang("tim", "đo lường", "--json").out)
    keys = {"id", "type", "name", "field", "level", "authority", "grade", "score", "matched"}
    assert all(set(item) == keys for item in found)
    graded = [(item["grade"] != "answer", -item["score"]) for item in found]
    assert graded == sorted(graded)
    assert {item["grade"] for item in found} <= {"answer", "near"}


@pytest.mark.parametrize(
    "query", ["xin giấy phép", "bưu chính liên tỉnh", "gia hạn", "AI CẤP GIẤY PHÉP BƯU CHÍNH LIÊN TỈNH"]
)
def test_scores_fall_within_a_grade(canang: Canang, query: str) -> None:
    found = json.loads(canang("tim", query, "--json", "-n", "30").out)
    graded = [(item["grade"] != "answer", -item["score"]) for item in found]
    assert graded == sorted(graded)


def test_a_line_of_a_file_ends_only_at_its_end(canang: Canang, tmp_path: Path) -> None:
    asked = tmp_path / "hoi.txt"
    asked.write_bytes("kiểm tra\x0ccây xăng\r\nmáy\u2028x quang\n".encode())
    told = [json.loads(line) for line in canang("tim", "--tu-tep", str(asked)).out.splitlines()]
    assert [each["query"] for each in told] == ["kiểm tra\x0ccây xăng", "máy\u2028x quang"]


@pytest.mark.parametrize(
    ("query", "field"),
    [("bưu chính", "BC"), ("giấy phép bưu chính", "BC"), ("viễn thông", "VT"), ("tần số", "VT"), ("sáng chế", "SHTT"),
     ("nhãn hiệu", "SHTT"), ("đo lường", "TDC"), ("phóng xạ", "NLNT"), ("hệ thống AI", "CDS")],
)  # fmt: skip
def test_the_bare_name_of_a_matter_is_answered(canang: Canang, query: str, field: str) -> None:
    outcome = canang("tim", query, "--json")
    assert outcome.code == 0
    first = json.loads(outcome.out)[0]
    assert (first["grade"], first["field"]) == ("answer", field)


def test_a_word_typed_wrong_says_what_was_understood(canang: Canang) -> None:
    assert "“xag” → “xăng”" in canang("tim", "do luong xag dau").out


@pytest.mark.parametrize("query", ["đăng ký kết hôn", "hộ chiếu", "zzzz qqqq", "bằng lái xe"])
def test_another_ministrys_matter_is_refused_with_whom_to_ask(canang: Canang, query: str) -> None:
    outcome = canang("tim", query)
    assert outcome.code == 1
    assert "Không tìm thấy" in outcome.out
    assert "Sở Khoa học và Công nghệ" in outcome.out


@pytest.mark.parametrize(
    ("query", "whose"),
    [
        ("xin chích ngừa cho bé ở đâu", "Y tế dự phòng, Bộ Y tế"),
        ("nhà tôi nấu rượu bán thì khai với ai", "Thương mại trong nước, Bộ Công Thương"),
        ("xe hết hạn đăng kiểm", "Đăng kiểm phương tiện, Bộ Xây dựng"),
        ("mo quan karaoke", "Văn hóa, Bộ Văn hóa, Thể thao và Du lịch"),
        ("xin chuyển trường cho cháu về quê", "Giáo dục phổ thông, Bộ Giáo dục và Đào tạo"),
        ("làm hồ sơ thân nhân liệt sĩ", "Người có công, Bộ Nội vụ"),
        ("xin phép sinh hoạt tôn giáo", "Tín ngưỡng, tôn giáo, Bộ Dân tộc và Tôn giáo"),
        ("vay tiền ngân hàng", "Tiền tệ, hoạt động ngân hàng, Ngân hàng Nhà nước Việt Nam"),
        ("nhờ bảo hộ công dân khi gặp nạn ở nước ngoài", "Ngoại giao, lãnh sự, Bộ Ngoại giao"),
        ("xin tạm hoãn nghĩa vụ quân sự", "Nghĩa vụ quân sự, Bộ Quốc phòng"),
        ("gia hạn giấy phép khai thác thủy sản", "Thủy sản, Bộ Nông nghiệp và Môi trường"),
        ("khai tờ khai hải quan ở đâu", "Hải quan, Bộ Tài chính"),
    ],
)
def test_whose_another_ministrys_matter_is_is_told(canang: Canang, query: str, whose: str) -> None:
    outcome = canang("tim", query)
    assert outcome.code == 1
    assert f"Đó là việc của lĩnh vực {whose}." in outcome.out


@pytest.mark.parametrize(
    ("typed", "other"),
    [("có phiếu kiểm định", "cổ phiếu"), ("thì thực hiện ở đâu", "thị thực"), ("còn dấu", "con dấu")],
)
def test_words_of_other_marks_are_not_another_ministrys(typed: str, other: str) -> None:
    with closing(open_catalog(bundled_path())) as connection:
        engine = Engine(connection)
        assert engine.elsewhere(other) and engine.elsewhere(other.upper()) and not engine.elsewhere(typed)


@pytest.mark.parametrize(
    "typed",
    ["giay to hop tac", "tach ho so bo sung san pham", "dau gia vien thong", "nguoi nghien cuu", "hop dong thue"],
)
def test_what_is_typed_without_marks_and_is_of_ours_is_no_other_ministrys(typed: str) -> None:
    with closing(open_catalog(bundled_path())) as connection:
        assert Engine(connection).elsewhere(typed) is None


def test_a_sentence_that_nothing_answers_shows_what_comes_nearest(canang: Canang) -> None:
    asked = "muốn mở lớp dạy nấu ăn cho chị em trong xóm"
    outcome = canang("tim", asked)
    assert outcome.code == 1
    near = json.loads(canang("tim", asked, "--json").out)
    assert {item["grade"] for item in near} == {"near"}
    assert "Gần nhất, có thể không phải việc ấy" in outcome.out and near[0]["id"] in outcome.out
    silent = canang("tim", "hộ chiếu").out
    assert "Gần nhất" not in silent and "Quản lý xuất nhập cảnh, Bộ Công an" in silent


@pytest.mark.parametrize(
    ("query", "right"),
    [
        ("hội đồng đánh giá đề tài không dùng tiền nhà nước", "KHCN-29.1"),
        ("kéo dài thời gian nhiệm vụ đổi mới sáng tạo", "DMST-06.3"),
        ("dùng sáng chế của người khác theo lệnh bắt buộc", "SHTT-04.1"),
        ("mo rong khu cong nghe cao", "KHCN-10.2"),
    ],
)
def test_a_whole_sentence_finds_its_matter(canang: Canang, query: str, right: str) -> None:
    assert json.loads(canang("tim", query, "--json").out)[0]["id"] == right


def test_a_paper_that_several_matters_ask_for_is_found(canang: Canang) -> None:
    found = json.loads(canang("tim", "bảng giá cước", "--json").out)
    assert len({item["id"].partition(".")[0] for item in found}) > 1
    assert {"BC-01.1", "BC-08.1"} & {item["id"] for item in found}


def test_nothing_found_as_json_is_an_empty_array(canang: Canang) -> None:
    outcome = canang("tim", "đăng ký kết hôn", "--json")
    assert outcome.code == 1
    assert json.loads(outcome.out) == []


def test_a_documents_number_finds_what_rests_on_it(canang: Canang) -> None:
    found = json.loads(canang("tim", "15/2015/TT-BKHCN", "--json").out)
    assert [item["id"] for item in found] == ["TDC-01.2", "15/2015/TT-BKHCN"]


def test_filters_keep_only_what_they_ask_for(canang: Canang) -> None:
    found = json.loads(canang("tim", "cấp giấy phép", "--cap", "tỉnh", "--linh-vuc", "viễn thông", "--json").out)
    assert {item["field"] for item in found} == {"VT"}
    assert {item["level"] for item in found} == {"tinh"}


def test_many_queries_are_answered_one_json_object_a_line(canang: Canang) -> None:
    outcome = canang("tim", "--tu-tep", "-", stdin="cây xăng\nđăng ký kết hôn\n\n")
    lines = [json.loads(line) for line in outcome.out.splitlines()]
    assert [line["query"] for line in lines] == ["cây xăng", "đăng ký kết hôn", ""]
    assert lines[0]["results"][0]["id"] == "TDC-01.2"
    assert lines[1]["results"] == lines[2]["results"] == []


def test_a_search_on_an_earlier_day_shows_the_rule_of_that_day(canang: Canang) -> None:
    name = json.loads(canang("tim", "thuê dịch vụ", "--ngay", "2025-11-13", "--json").out)[0]["name"]
    assert "công nghệ thông tin theo yêu cầu riêng" in name


@pytest.mark.parametrize("name", ["O'Brien", "o'neill", "O’Brien", "robot", "token", "C++", "AND", "Hyundai"])
def test_a_foreign_name_is_no_slip_of_a_word_of_ours(canang: Canang, name: str) -> None:
    assert json.loads(canang("tim", "--json", "--", name).out or "[]") == []


def test_a_place_whose_name_holds_an_apostrophe_takes_nothing_from_the_query(canang: Canang) -> None:
    found = json.loads(canang("tim", "--json", "cây xăng ở xã Đắk R'lấp").out)
    assert found[0]["id"] == "TDC-01.2"
