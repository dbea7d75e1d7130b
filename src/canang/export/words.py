"""What the lines and sections of a page are called in Vietnamese, in every format and on every screen."""

from canang.sheet.page import Detail, Kind, Sheet

LABELS = {
    Kind.AUTHORITY: "Ai quyết định",
    Kind.AUTHORITY_BEFORE: "Trước đây",
    Kind.AGENCY: "Ai làm",
    Kind.APPLICANT: "Dành cho",
    Kind.SUBMISSION: "Cách nộp",
    Kind.NO_DOSSIER: "Hồ sơ",
    Kind.TIME_LIMIT: "Thời hạn",
    Kind.FEE: "Phí, lệ phí",
    Kind.RESULT: "Kết quả",
    Kind.RESULT_VALIDITY: "Giá trị của kết quả",
    Kind.CODE: "Mã TTHC",
    Kind.SPAN: "Áp dụng",
    Kind.OTHER_EDITIONS: "Quy định khác theo thời gian",
    Kind.INSTEAD: "Hoặc",
    Kind.ALONGSIDE: "Cùng lúc",
    Kind.ACTOR: "Ai làm",
    Kind.WHEN: "Khi nào",
    Kind.OUTPUT: "Ra kết quả",
    Kind.FORM: "Mẫu",
    Kind.NOTE: "Dễ sai",
    Kind.COUNT: "Số lượng",
    Kind.BASIS: "Căn cứ",
    Kind.CHECKED: "Kiểm chứng",
    Kind.POWER: "Thẩm quyền",
    Kind.CONTENT: "Nội dung việc",
    Kind.LAW: "Căn cứ pháp lý",
    Kind.LIMIT_BASIS: "Thời hạn",
    Kind.SUBMISSION_BASIS: "Cách nộp",
    Kind.FEE_BASIS: "Phí, lệ phí",
    Kind.RESULT_BASIS: "Kết quả",
    Kind.VALIDITY_BASIS: "Hiệu lực của kết quả",
    Kind.AMENDED: "Điều đã được sửa",
    Kind.VERIFICATION: "Mức",
    Kind.VERIFICATION_NOTE: "Ghi chú",
    Kind.BETTER_CHECKED: "Kỹ hơn mức chung",
    Kind.SOURCE: "Nguồn",
    Kind.CASE: "Hồ sơ",
    Kind.RECEIVED: "Ngày nhận",
    Kind.DUE: "Hạn",
    Kind.STATE: "Tình trạng",
    Kind.DONE: "Đã làm",
    Kind.ATTACHED: "Đính kèm",
}
"""The label of each kind of detail."""

PROCEDURES = "Thủ tục của nhiệm vụ"
CONDITIONS = "Điều kiện"
DOSSIER = "Hồ sơ"
STEPS = "Các bước"
FORMS = "Mẫu"
BASIS = "Căn cứ pháp lý"
CHECKED = "Đã kiểm chứng đến đâu"
LOG = "Nhật ký"

ITEM_PLACES = {"dossier": "Hồ sơ", "step": "Bước"}
"""How a log names an item, before its number."""


def labelled(details: tuple[Detail, ...]) -> tuple[tuple[str, str], ...]:
    """Details as pairs of a label and a text."""
    return tuple((LABELS[detail.kind], detail.text) for detail in details)


def places_of(sheet: Sheet) -> dict[str, str]:
    """Where each item stands on the page: ``Bước 2`` for ``step:cap``."""
    parts = (("dossier", sheet.dossier), ("step", sheet.steps))
    return {f"{part}:{box.key}": f"{ITEM_PLACES[part]} {box.number}" for part, boxes in parts for box in boxes}
