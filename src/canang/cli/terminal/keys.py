"""What each key means, in whichever command it is pressed: a key never means something else elsewhere."""

KEYS = {
    "Enter": "xong, đạt, đã có (gõ x cũng vậy)",
    "l": "không đạt, chưa có",
    "k": "không áp dụng",
    "s": "để sau, giữ nguyên",
    "g": "ghi chú (câu trả lời giữ nguyên)",
    "d": "đính kèm tệp",
    "c": "căn cứ: văn bản nào",
    "v": "ghi vướng mắc",
    "i": "in ra PDF",
    "b": "lùi một mục",
    "u": "rút lại việc vừa làm",
    "t": "thôi; lần sau làm tiếp",
}
"""A letter and Enter, or Enter alone; ``q`` is ``t``."""


def explained(keys: str = "".join(KEYS)) -> tuple[tuple[str, str], ...]:
    """The keys among these letters, and Enter, each with what it means."""
    return tuple((key, meaning) for key, meaning in KEYS.items() if key == "Enter" or key in keys)


def short(done: str, failed: str, more: str = "") -> str:
    """The line that asks for a key: what Enter and ``l`` mean here, and that a letter wants Enter."""
    return f"[Enter {done} · l {failed}{more} · ? phím · t thôi] Chữ rồi Enter: "
