"""Codes of procedures as spreadsheets spoil them."""

import re
import unicodedata

from canang.text.identifiers import read_procedure_code

_CUT = re.compile(r"[\s'’‘`\"]*(\d)[.,](\d{1,5})[\s'’.]*")
_GROUPED = re.compile(r"[\s'’‘`\"]*(\d)[.,]?(\d{3})[.,]?(\d{3})")


def read_spoiled_code(text: str) -> tuple[str | None, str | None]:
    """The code that a cell meant, and what to tell of it in Vietnamese.

    A number loses the zeros at its end (1.10001 for 1.100010), and its point where that groups thousands (1100010).

    >>> read_spoiled_code("1.10001")
    ('1.100010', 'mã “1.10001” mất số 0 ở cuối; đọc là 1.100010')
    >>> read_spoiled_code("1.001786.000.00.00.H48"), read_spoiled_code("2024-01-01")[0]
    (('1.001786', None), None)
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    if code := read_procedure_code(plain):
        return code, None
    if cut := _CUT.fullmatch(plain):
        code = f"{cut[1]}.{cut[2]:0<6}"
        return code, f"mã “{plain}” mất số 0 ở cuối; đọc là {code}"
    if grouped := _GROUPED.fullmatch(plain):
        code = f"{grouped[1]}.{grouped[2]}{grouped[3]}"
        return code, f"mã “{plain}” mất dấu chấm; đọc là {code}"
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}|\d{1,2}/\d{1,2}/\d{4}", plain):
        return None, f"mã đã bị đổi thành ngày “{plain}”; ghi lại cột mã dạng chữ"
    return None, f"mã “{plain[:40]}” không đúng dạng 1.234567"
