"""The level from whole words: an agency's name, “cấp xã”, never a part of another word."""

import pytest

from canang.exchange.levels import level_in_name, level_of_agency, level_of_column


@pytest.mark.parametrize(
    ("agency", "level"),
    [
        ("Sở Khoa học và Công nghệ", "tinh"),
        ("Ủy ban nhân dân cấp xã", "xa"),
        ("UBND phường Hải Châu", "xa"),
        ("Công an cấp tỉnh", "tinh"),
        ("Ủy ban nhân dân tỉnh", "tinh"),
        ("Bộ trưởng Bộ Công an", "bo"),
        ("Bộ, cơ quan ngang Bộ", "bo"),
        ("Cục Quản lý tài nguyên nước", "bo"),
        ("Chi cục Thủy sản", None),
        ("Chi Cục Thủy Sản", None),
        ("Cơ sở đăng kiểm tàu cá", None),
        ("Cán bộ đường bộ", None),
        ("Quỹ bảo trợ xã hội, trợ cấp xã hội", None),
        ("Cân tỉnh táo", None),
    ],
)
def test_an_agency_says_its_level(agency: str, level: str | None) -> None:
    assert level_of_agency(agency) == level


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("Công nhận cơ sở thử cân", None),
        ("Cấp lại hồ sơ", None),
        ("Vận tải đường bộ", None),
        ("Trợ cấp xã hội hằng tháng", None),
        ("Cấp bộ tài liệu", None),
        ("Cấp một số giấy", None),
        ("Cấp thẻ (cấp xã)", "xa"),
        ("Cấp thẻ thường trú tại Việt Nam tại Công an cấp tỉnh", "tinh"),
        ("Cấp giấy phép tại Cục Cảnh sát giao thông", "bo"),
        ("Thu hồi giấy phép tại Cục cảnh sát giao thông", "bo"),
        ("Cấp thẻ thường trú (thực hiện tại cấp tinh)", "tinh"),
        ("Cấp tinh dịch đông lạnh", None),
        ("Khai thác dữ liệu (thực hiện tại cấp trung ương)", "bo"),
    ],
)
def test_a_name_says_its_level_only_in_so_many_words(name: str, level: str | None) -> None:
    assert level_in_name(name) == level


@pytest.mark.parametrize(
    ("text", "level"),
    [("Cấp Tỉnh", "tinh"), ("Xã", "xa"), ("UBND cấp xã", "xa"), ("Cấp Tỉnh, Cấp Xã", "xa"), ("?", None)],
)
def test_a_column_says_the_level(text: str, level: str | None) -> None:
    assert level_of_column(text) == level
