"""An office's own head on what it prints: from ``khung.toml`` in the user's folder.

The head is laid out as Nghị định 30/2020/NĐ-CP has it: the office on the left, the national motto on the right.
"""

import tomllib
from pathlib import Path

import msgspec

FILE = "khung.toml"
NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"


class BadOffice(ValueError):
    """The file cannot be used; ``str()`` says why in Vietnamese."""


class Office(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``co_quan`` is the office, ``cap_tren`` the one above it, ``noi`` the place for the date line."""

    co_quan: str
    cap_tren: str = ""
    noi: str = ""


def read_office(folder: Path) -> Office | None:
    """The office of the user's folder; None where there is no such file.

    Raises:
        BadOffice: the file is no TOML, or holds something else.
    """
    path = folder / FILE
    if not path.is_file():
        return None
    try:
        return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), Office)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as error:
        raise BadOffice(f"Không đọc được {path}: {error}") from error
