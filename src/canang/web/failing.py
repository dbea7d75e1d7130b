"""What goes wrong while a page is made, told in words: the failure, its status, its page."""

import sqlite3

from canang.errors import NOT_WRITABLE, Code, Failure, of_system

STATUS = {
    Code.NOT_FOUND: 404,
    Code.EXISTS: 409,
    Code.CLOSED: 409,
    Code.BUSY: 503,
    Code.TOO_OFTEN: 429,
    Code.DATA_DAMAGED: 503,
    Code.DATA_VERSION: 503,
    Code.DISK_FULL: 507,
    Code.CANNOT_WRITE: 507,
    Code.READ_ONLY: 507,
    Code.REFUSED: 403,
    Code.UNEXPECTED: 500,
}
"""The status of HTTP for each code; 400 for all others."""

NOT_NOW = NOT_WRITABLE | {Code.BUSY, Code.TOO_OFTEN}
"""Why something could not be kept that may be kept a moment later: what was typed comes back, to be sent again."""


class NotHere(Failure):
    """What was typed belongs into another register than the one that is looked at now; it comes back."""

    code = Code.CLOSED


NO_PAGE = {404: "Không có trang này.", 405: "Trang này không nhận cách gửi ấy."}


def explain(error: Exception) -> Failure:
    """Anything that went wrong as a failure with its Vietnamese lines."""
    match error:
        case Failure():
            return error
        case sqlite3.Error() | OSError():
            code, why = of_system(error)
            return Failure(f"Không đọc hoặc ghi được: {why}.", "Dọn chỗ trống hoặc sửa quyền ghi, rồi làm lại.", code)
        case _:
            return Failure(
                "Cẩm nang gặp lỗi chưa lường trước. Những gì đã lưu trước đó còn nguyên.",
                "Quay lại trang trước và thử lại; nếu vẫn vậy, báo cho người phụ trách việc vừa làm.",
                Code.UNEXPECTED,
            )
