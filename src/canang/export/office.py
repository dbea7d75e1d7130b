"""An office's own head on what it prints: from ``khung.toml`` in the user's folder.

The head is laid out as Nghị định 30/2020/NĐ-CP has it: the office on the left, the national motto on the right.
"""

import json
import re
import tomllib
from pathlib import Path

import msgspec

from canang.errors import Code, Failure
from canang.export import OFFICE_FILE
from canang.files import private_folder, write_whole

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
    folder of pages (``export --trang-web``); papers lead there. ``cap`` is its level (``xa``, ``tinh``); ``tiep_nhan``
    where papers are handed in, ``dien_thoai`` whom to call, ``tai_khoan`` where fees are paid, ``nguoi_ky`` who signs:
    what no law says and only the office knows.
    """

    co_quan: str
    cap_tren: str = ""
    noi: str = ""
    logo: bytes | None = None
    trang: str = ""
    cap: str = ""
    tiep_nhan: str = ""
    dien_thoai: str = ""
    tai_khoan: str = ""
    nguoi_ky: str = ""


class OfficeFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The keys of ``khung.toml``; ``logo`` is a path, read from the folder of the file."""

    co_quan: str
    cap_tren: str = ""
    noi: str = ""
    logo: str = ""
    trang: str = ""
    cap: str = ""
    tiep_nhan: str = ""
    dien_thoai: str = ""
    tai_khoan: str = ""
    nguoi_ky: str = ""


def read_office(folder: Path) -> Office | None:
    """The office of the user's folder; None where there is no such file.

    Raises:
        BadOffice: the file is no TOML, or holds something else.
    """
    read = read_file(folder)
    if read is None:
        return None
    logo = _picture(folder / read.logo) if read.logo else None
    return Office(**{**msgspec.structs.asdict(read), "logo": logo})


def read_file(folder: Path) -> OfficeFile | None:
    """What the office's file says; None where there is none.

    Raises:
        BadOffice: the file is no TOML, or holds something else.
    """
    path = folder / OFFICE_FILE
    if not path.is_file():
        return None
    try:
        read = msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), OfficeFile)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as error:
        raise BadOffice(f"Không đọc được {path}: {error}") from error
    if read.trang and not _ADDRESS.fullmatch(read.trang):
        raise BadOffice(f"“trang” trong {path} không phải một địa chỉ: {read.trang[:60]}")
    if read.cap not in {"", "xa", "tinh"}:
        raise BadOffice(f"“cap” trong {path} phải là xa hoặc tinh: {read.cap[:20]}")
    return read


def write_file(folder: Path, said: OfficeFile) -> None:
    """Keep what the office's file says, in place of what it said; what is empty is left out.

    Raises:
        BadOffice: the logo cannot be used, or an address is none; nothing is kept then.
        OSError: it cannot be kept.
    """
    if said.trang and not _ADDRESS.fullmatch(said.trang):
        raise BadOffice(f"Trang của cơ quan không phải một địa chỉ: {said.trang[:60]}")
    if said.logo:
        _picture(folder / said.logo)
    lines = [
        f"{key} = {json.dumps(text, ensure_ascii=False)}" for key, text in msgspec.structs.asdict(said).items() if text
    ]
    private_folder(folder)
    write_whole(folder / OFFICE_FILE, ("\n".join(lines) + "\n").encode(), private=True)


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
