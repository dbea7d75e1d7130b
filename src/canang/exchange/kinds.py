"""What a file is by its first bytes, where that is not what its name says: told with what to do about it."""

import re
from pathlib import Path

from canang.exchange.bounds import Unreadable

_HEAD = 4096
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""With which Office files of before 2007 begin, and those of today that have a password."""
_SEALED = "EncryptedPackage".encode("utf-16-le")
_WORD_SIGNS = (
    (rb"\{\\rtf", "tệp RTF"),
    (rb"MIME-Version:", "trang web lưu một tệp (MHT)"),
    (rb"<!doctype html|<html[\s>]", "trang web mang tên tệp khác"),
    (rb"<\?mso-application\s+progid=.Word|<w:wordDocument|<pkg:package", "tệp Word dạng XML"),
)
_XML = rb"(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*"
"""What may stand before the element that tells."""
_WORD, _EXCEL, _PDF = {".doc", ".docx", ".docm", ".dot", ".rtf", ".odt"}, {".xls", ".xlsx", ".xlsm", ".ods"}, {".pdf"}


def check_kind(path: Path) -> None:
    """Refuse a file that is of an older or another kind, with what to do: open it, and save it as what can be read.

    Raises:
        Unreadable: it is such a file.
    """
    ending = path.suffix.lower()
    if ending not in _WORD | _EXCEL | _PDF:
        return
    word = ending not in _EXCEL
    program, wanted = ("Word", ".docx") if word else ("Excel", ".xlsx")
    hint = f"Mở bằng {program}, chọn Lưu thành (Save As), lưu lại thành {wanted} rồi nhập tệp mới."
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if head.startswith(_OLE):
        if _SEALED in path.read_bytes():
            raise Unreadable(f"Tệp {path.name} có mật khẩu.", "Bỏ mật khẩu rồi lưu lại.")
        old = ".doc" if word else ".xls"
        raise Unreadable(f"Tệp {path.name} là tệp {program} kiểu cũ ({old}), chưa đọc được.", hint)
    if ending in _PDF:
        return
    start = head.lstrip(b"\xef\xbb\xbf\r\n\t \0")
    kind = next((kind for sign, kind in _WORD_SIGNS if re.match(_XML + sign, start, re.DOTALL | re.IGNORECASE)), None)
    if kind is None and head.startswith(b"PK") and b"mimetypeapplication/vnd.oasis.opendocument" in head[:200]:
        kind = "tệp OpenDocument (LibreOffice)"
    if kind is None and start.startswith(b"%PDF"):
        raise Unreadable(f"Tệp {path.name} là tệp PDF.", "Đổi đuôi tên tệp thành .pdf rồi nhập lại.")
    if kind is None and head.startswith(b"PK") and ending in {".doc", ".docm", ".dot", ".xls", ".xlsm"}:
        raise Unreadable(f"Chưa đọc tệp có đuôi {ending}.", hint)
    if kind is not None:
        raise Unreadable(f"Tệp {path.name} thật ra là {kind}, chưa đọc được.", hint)
    if ending not in {".docx", ".xlsx"}:
        raise Unreadable(f"Chưa đọc tệp có đuôi {ending}.", hint)
