"""The office that uses the handbook: what no law says and only it knows, kept once and shown where it is asked."""

from collections.abc import Mapping
from pathlib import Path

import msgspec

from canang.catalog.model import Entry
from canang.desk.desk import Desk
from canang.errors import Failure
from canang.export import OFFICE_FILE
from canang.export.office import BadOffice, OfficeFile, read_file, write_file
from canang.text.visible import one_line

LONGEST = 500
"""Characters of one field."""

FIELDS = {
    "co_quan": "Tên cơ quan", "cap_tren": "Cơ quan cấp trên", "cap": "Cấp (xa, tinh)", "noi": "Nơi ghi ngày tháng",
    "tiep_nhan": "Nơi nhận hồ sơ, giờ làm việc", "dien_thoai": "Điện thoại", "tai_khoan": "Tài khoản nộp phí, lệ phí",
    "nguoi_ky": "Ai ký, ký thay", "trang": "Địa chỉ trang của cơ quan", "logo": "Tệp biểu trưng (PNG, JPEG)",
}  # fmt: skip
"""What is asked of an office, in this order, and how a form calls it."""

EXAMPLES = {
    "co_quan": "ỦY BAN NHÂN DÂN XÃ AN BÌNH", "cap_tren": "TỈNH LÀO CAI", "cap": "xa", "noi": "An Bình",
    "tiep_nhan": "Trung tâm Phục vụ hành chính công xã, thứ Hai đến thứ Sáu, 7 giờ 30 đến 17 giờ",
    "dien_thoai": "0214 3888 888", "tai_khoan": "3511.0.1234567, Kho bạc Nhà nước khu vực",
    "nguoi_ky": "Chủ tịch; Phó Chủ tịch phụ trách ký thay", "trang": "https://anbinh.laocai.gov.vn", "logo": "logo.png",
}  # fmt: skip


def own_office(desk: Desk) -> OfficeFile | None:
    """What the office has said of itself; None where it has said nothing.

    Raises:
        BadOffice: the file cannot be read.
    """
    return read_file(desk.register_home)


def keep_office(desk: Desk, said: Mapping[str, str]) -> OfficeFile:
    """Keep what an office says of itself; what is not named stays as it was, what is empty is taken out.

    Args:
        said: texts by the keys of ``FIELDS``.

    Raises:
        Failure: a text is too long, the level is none, or the office would have no name.
        OSError: it cannot be kept.
    """
    before = own_office(desk)
    known = msgspec.structs.asdict(before) if before else {}
    now = known | {key: one_line(text) for key, text in said.items()}
    if long := next((key for key, text in now.items() if len(text) > LONGEST), None):
        raise Failure(f"{FIELDS[long]} dài quá {LONGEST} chữ.", "Viết ngắn lại.")
    if not now.get("co_quan"):
        raise Failure("Chưa ghi tên cơ quan.", f"Ví dụ: {EXAMPLES['co_quan']}")
    if now.get("cap", "") not in {"", "xa", "tinh"}:
        raise Failure(f"Cấp không nhận “{now['cap'][:20]}”.", "Ghi xa hoặc tinh.")
    kept = OfficeFile(**now)
    write_file(desk.register_home, kept)
    return kept


def take_office(desk: Desk, source: Path) -> OfficeFile:
    """Keep an office's file that somebody else made, such as the province for its communes.

    Raises:
        Failure: it is no such file.
        OSError: it cannot be read or kept.
    """
    if source.is_dir():
        source /= OFFICE_FILE
    read = read_file(source.parent) if source.name == OFFICE_FILE else None
    if read is None:
        raise Failure(f"Không phải tệp {OFFICE_FILE}: {source}", f"Chỉ tới tệp {OFFICE_FILE}, hoặc thư mục có nó.")
    return keep_office(desk, {key: text for key, text in msgspec.structs.asdict(read).items() if key != "logo"})


def readable_office(desk: Desk) -> OfficeFile | None:
    """The same; a file that cannot be read is told as a remark, and keeps nobody from reading the law."""
    try:
        return own_office(desk)
    except BadOffice as bad:
        desk.remark(str(bad))
        return None


def own_words(office: OfficeFile, entry: Entry) -> str | None:
    """What an office adds to an entry that is done at its level: counter, account, telephone, who signs."""
    if not office.cap or office.cap != entry.level:
        return None
    handed_in = entry.procedure_type == "tthc"
    said = (
        ("điện thoại", office.dien_thoai),
        ("nộp tại", office.tiep_nhan if handed_in else ""),
        ("phí, lệ phí vào", office.tai_khoan if handed_in else ""),
        ("ký:", office.nguoi_ky if "UBND" in (entry.authority or "") else ""),
    )
    words = "; ".join(f"{what} {text}" for what, text in said if text)
    return words[:1].upper() + words[1:] if words else None
