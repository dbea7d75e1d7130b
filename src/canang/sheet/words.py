"""The kinds of lines of a page, and what lines and sections are called in Vietnamese, in every format and on screen."""

from enum import StrEnum


class Kind(StrEnum):
    """What a detail of a page is; code asks for this, never for its label."""

    AUTHORITY = "authority"
    AUTHORITY_BEFORE = "authority-before"
    AGENCY = "agency"
    APPLICANT = "applicant"
    SUBMISSION = "submission"
    NO_DOSSIER = "no-dossier"
    TIME_LIMIT = "time-limit"
    FEE = "fee"
    RESULT = "result"
    RESULT_VALIDITY = "result-validity"
    CODE = "code"
    SPAN = "span"
    OTHER_EDITIONS = "other-editions"
    REPLACED_BY = "replaced-by"
    OWN_OFFICE = "own-office"

    INSTEAD = "instead"
    ALONGSIDE = "alongside"
    ACTOR = "actor"
    WHEN = "when"
    OUTPUT = "output"
    FORM = "form"
    NOTE = "note"
    PITFALL = "pitfall"
    COUNT = "count"
    BASIS = "basis"
    CHECKED = "checked"

    POWER = "power"
    CONTENT = "content"
    LAW = "law"
    LIMIT_BASIS = "limit-basis"
    SUBMISSION_BASIS = "submission-basis"
    FEE_BASIS = "fee-basis"
    RESULT_BASIS = "result-basis"
    VALIDITY_BASIS = "validity-basis"
    AMENDED = "amended"

    VERIFICATION = "verification"
    VERIFICATION_NOTE = "verification-note"
    BETTER_CHECKED = "better-checked"
    READ_AGAIN = "read-again"
    SOURCE = "source"

    CASE = "case"
    RECEIVED = "received"
    DUE = "due"
    STATE = "state"
    DONE = "done"
    ATTACHED = "attached"
    NOTED = "noted"


def kind_of(field: str) -> Kind:
    """The kind of line that tells a field of an entry: its name, with hyphens."""
    return Kind(field.replace("_", "-"))


EDITORS = (Kind.SOURCE, Kind.VERIFICATION_NOTE)
"""What editors noted for whoever checks an entry; a screen shows it where asked."""

LABELS = {
    Kind.AUTHORITY: "Ai quyết định",
    Kind.AUTHORITY_BEFORE: "Trước đây",
    Kind.AGENCY: "Ai làm",
    Kind.APPLICANT: "Dành cho",
    Kind.SUBMISSION: "Cách nộp",
    Kind.NO_DOSSIER: "Giấy tờ",
    Kind.TIME_LIMIT: "Thời hạn",
    Kind.FEE: "Phí, lệ phí",
    Kind.RESULT: "Kết quả",
    Kind.RESULT_VALIDITY: "Giá trị của kết quả",
    Kind.CODE: "Mã TTHC",
    Kind.SPAN: "Áp dụng",
    Kind.OTHER_EDITIONS: "Quy định khác theo thời gian",
    Kind.REPLACED_BY: "Thay bằng",
    Kind.OWN_OFFICE: "Ở cơ quan bạn",
    Kind.INSTEAD: "Hoặc",
    Kind.ALONGSIDE: "Cùng lúc",
    Kind.ACTOR: "Ai làm",
    Kind.WHEN: "Khi nào",
    Kind.OUTPUT: "Ra kết quả",
    Kind.FORM: "Mẫu",
    Kind.NOTE: "Lưu ý",
    Kind.PITFALL: "Dễ sai",
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
    Kind.READ_AGAIN: "Đọc lại",
    Kind.SOURCE: "Nguồn",
    Kind.CASE: "Hồ sơ",
    Kind.RECEIVED: "Ngày nhận",
    Kind.DUE: "Hạn",
    Kind.STATE: "Tình trạng",
    Kind.DONE: "Trả lời",
    Kind.ATTACHED: "Đính kèm",
    Kind.NOTED: "Ghi chú",
}
"""The label of each kind of detail."""

PROCEDURES = "Thủ tục của nhiệm vụ"
CONDITIONS = "Điều kiện"
DOSSIER = "Giấy tờ"
STEPS = "Các bước"
FORMS = "Mẫu"
BASIS = "Căn cứ pháp lý"
CHECKED = "Đã kiểm chứng đến đâu"
LOG = "Nhật ký"

ITEM_PLACES = {"dossier": "Giấy tờ", "step": "Bước"}
"""How a log names an item, before its number."""
