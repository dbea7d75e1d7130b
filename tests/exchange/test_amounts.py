"""Limits and fees in words: a number is taken where it is whole, and what is not counted is said."""

import pytest

from canang.exchange.amounts import read_fee, read_limit
from canang.exchange.portal_cells import split_ways


@pytest.mark.parametrize(
    ("text", "amount", "unit"),
    [
        ("05 ngày làm việc", 5, "ngay-lam-viec"),
        ("05 ngày (làm việc)", 5, "ngay-lam-viec"),
        ("07 (bảy) ngày làm việc", 7, "ngay-lam-viec"),
        ("45 (bốn mươi lăm) ngày", 45, "ngay"),
        ("24 giờ", 24, "gio"),
        ("12 tháng", 12, "thang"),
        ("1.000 ngày", 1000, "ngay"),
        ("Theo khoản 3 Điều 5: 10 ngày", 10, "ngay"),
        ("ngày 15 tháng 3 năm 2020: 5 ngày", 5, "ngay"),
    ],
)
def test_a_whole_number_is_counted(text: str, amount: int, unit: str) -> None:
    limit = read_limit(text)
    assert (limit.text, limit.amount, limit.unit) == (text, amount, unit)


@pytest.mark.parametrize(
    "text",
    ["0,5 ngày làm việc", "0.5 ngày", "1,5 tháng", "1/2 ngày", "½ ngày", "1½ ngày", "01 ngày rưỡi", "nửa ngày",
     "một ngày rưỡi", "từ 3 đến 5 ngày", "3-5 ngày làm việc", "03 – 05 ngày", "3 ngày hoặc 5 ngày", "01 buổi", "2 tuần",
     "30 phút", "trước 17 giờ", "05 ngày làm việc cấp mới; 03 ngày làm việc cấp lại", "Trong ngày làm việc"],
)  # fmt: skip
def test_what_is_no_single_whole_number_is_kept_in_words(text: str) -> None:
    limit = read_limit(text)
    assert (limit.text, limit.amount, limit.unit) == (text, None, None)


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("05 ngày làm việc kể từ ngày nhận đủ hồ sơ hợp lệ", "ngày nhận đủ hồ sơ hợp lệ"),
        ("Không quá 10 ngày, kể từ khi tiếp nhận hồ sơ.", "khi tiếp nhận hồ sơ"),
        ("05 ngày tính từ ngày nhận được hồ sơ đầy đủ, hợp lệ", "ngày nhận được hồ sơ đầy đủ, hợp lệ"),
        ("10 ngày sau khi nhận đủ hồ sơ", "sau khi nhận đủ hồ sơ"),
        ("20 ngày từ ngày nhận hồ sơ; trường hợp phức tạp 30 ngày", "ngày nhận hồ sơ"),
        ("05 ngày kể từ ngày nhận hồ sơ đối với cấp mới", "ngày nhận hồ sơ"),
        ("05 ngày làm việc", None),
        ("10 ngày kể từ ngày 01/01/2026", None),
        ("từ 3 đến 5 ngày", None),
    ],
)
def test_what_a_limit_is_counted_from(text: str, start: str | None) -> None:
    assert read_limit(text).start == start


def test_the_portal_tells_the_start_beside_the_fee() -> None:
    ways, problems = split_ways(
        "Hình thức nộpThời gianPhí, lệ phíMô tảTrực tiếp5 Ngày làm việcMiễn phí(Không)Không quá 05 ngày làm việc kể từ "
        "ngày nhận đủ hồ sơ hợp lệTrực tuyến7 NgàyMiễn phí15 ngày kể từ ngày thụ lý"
    )
    assert problems == []
    assert [way.limit.start for way in ways if way.limit] == ["ngày nhận đủ hồ sơ hợp lệ", None]


@pytest.mark.parametrize(
    ("cell", "fee"),
    [
        ("Không", "Không"),
        ("Phí: Không.", "Không"),
        ("Không quy định", "Không quy định"),
        ("Không có thông tin", None),
        ("", None),
        ("1.500.000\n đồng/hồ sơ", "1.500.000 đồng/hồ sơ"),
    ],
)
def test_no_fee_and_nothing_said_of_it_are_two_things(cell: str, fee: str | None) -> None:
    assert read_fee(cell) == fee
