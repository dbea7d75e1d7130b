"""Why something could not be kept, in Vietnamese."""


def reason(error: Exception) -> str:
    """What the system said of an error, in words that an official knows where there are such."""
    text = str(error)
    for english, vietnamese in (
        ("readonly", "chỉ đọc được"), ("disk is full", "đĩa đầy"), ("locked", "chương trình khác đang giữ"),
        ("unable to open", "không mở hoặc tạo được tệp"), ("Permission denied", "không có quyền ghi"),
        ("Read-only", "chỉ đọc được"), ("No space", "đĩa đầy"), ("not a database", "không phải tệp dữ liệu"),
    ):  # fmt: skip
        if english in text:
            return vietnamese
    return text
