"""An office's own head on what it prints: from ``khung.toml`` in the user's folder.

The head is laid out as Nghị định 30/2020/NĐ-CP has it: the office on the left, the national motto on the right.
"""

import re
import tomllib
from pathlib import Path

import msgspec

from canang.errors import Code, Failure

FILE = "khung.toml"
_LARGEST_LOGO = 2_000_000
NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"


_ADDRESS = re.compile(r"https?://[^\s\x00-\x1f]{1,120}")


class BadOffice(Failure):
    """The file cannot be used."""

    code = Code.BAD_INPUT

    def __init__(self, message: str) -> None:
        super().__init__(message, 'Viết như: co_quan = "ỦY BAN NHÂN DÂN XÃ …"')


class Office(msgspec.Struct, frozen=True):
    """``co_quan`` is the office, ``cap_tren`` the one above it, ``noi`` the place for the date line.

    ``logo`` is what the picture's file holds, PNG or JPEG. ``trang`` is the address at which the office publishes its
    folder of pages (``export --trang-web``); papers lead there.
    """

    co_quan: str
    cap_tren: str = ""
    noi: str = ""
    logo: bytes | None = None
    trang: str = ""


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The keys of ``khung.toml``; ``logo`` is a path, read from the folder of the file."""

    co_quan: str
    cap_tren: str = ""
    noi: str = ""
    logo: str = ""
    trang: str = ""


def read_office(folder: Path) -> Office | None:
    """The office of the user's folder; None where there is no such file.

    Raises:
        BadOffice: the file is no TOML, or holds something else.
    """
    path = folder / FILE
    if not path.is_file():
        return None
    try:
        read = msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), _File)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as error:
        raise BadOffice(f"Không đọc được {path}: {error}") from error
    if read.trang and not _ADDRESS.fullmatch(read.trang):
        raise BadOffice(f"“trang” trong {path} không phải một địa chỉ: {read.trang[:60]}")
    logo = _picture(folder / read.logo) if read.logo else None
    return Office(read.co_quan, read.cap_tren, read.noi, logo, read.trang)


def _picture(path: Path) -> bytes:
    """What a logo's file holds.

    Raises:
        BadOffice: it cannot be read, is neither PNG nor JPEG, or is larger than a logo need be.
    """
    try:
        if path.stat().st_size > _LARGEST_LOGO:
            raise BadOffice(f"Tệp biểu trưng quá lớn (trên {_LARGEST_LOGO // 1_000_000} MB): {path}")
        content = path.read_bytes()
    except OSError as error:
        raise BadOffice(f"Không đọc được tệp biểu trưng: {path}") from error
    if not content.startswith((b"\x89PNG\r\n", b"\xff\xd8\xff")):
        raise BadOffice(f"Biểu trưng phải là ảnh PNG hoặc JPEG: {path}")
    return content
