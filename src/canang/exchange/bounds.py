"""What a file from outside may cost: sizes that real files stay far below, checked before anything is unpacked."""

import gzip
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from canang.errors import Code, Failure

LARGEST_FILE = 200_000_000
"""Bytes of a file as it lies on the disk. The portal's 1,856 records take 2 MB compressed."""

LARGEST_UNPACKED = 400_000_000
"""Bytes that an archive may unpack to."""

LARGEST_PART = 120_000_000
"""Bytes of one part of an archive, and of a page's text."""

LONGEST_RECORD = 2_000_000
"""Characters of one record. The longest real one has 87,000."""

MOST_RECORDS = 50_000
"""Records of one file. The whole national portal has fewer than 10,000."""


class Unreadable(Failure):
    """A file that cannot be imported."""

    code = Code.BAD_INPUT


def check_size(path: Path) -> None:
    """Refuse what is no ordinary file, or too large.

    Raises:
        Unreadable: it is.
    """
    if path.is_dir():
        raise Unreadable(f"{path} là thư mục, không phải tệp.", "Chỉ thẳng tới một tệp.")
    if not path.is_file():
        raise Unreadable(f"Không thấy tệp {path}.", "Kiểm tra lại tên tệp và thư mục.")
    size = path.stat().st_size
    if size == 0:
        raise Unreadable(f"Tệp {path.name} rỗng.", "Tải lại tệp rồi chạy lại lệnh.")
    if size > LARGEST_FILE:
        raise Unreadable(f"Tệp {path.name} lớn {size // 1_000_000} MB, quá mức đọc được.", "Chia nhỏ tệp.")


def check_archive(path: Path) -> None:
    """Refuse an office file that is no archive, or unpacks to more than a real one does.

    Raises:
        Unreadable: it is.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise Unreadable(
            f"Tệp {path.name} hỏng, hoặc không phải định dạng như tên của nó.", "Mở bằng Excel hoặc Word rồi lưu lại."
        ) from error
    total = sum(part.file_size for part in parts)
    if total > LARGEST_UNPACKED or any(part.file_size > LARGEST_PART for part in parts) or len(parts) > 5_000:
        raise Unreadable(
            f"Tệp {path.name} mở ra quá lớn ({total // 1_000_000} MB); không đọc.",
            "Chỉ giữ lại những trang cần nhập rồi lưu thành tệp mới.",
        )
    if any(part.flag_bits & 1 for part in parts):
        raise Unreadable(f"Tệp {path.name} có mật khẩu.", "Bỏ mật khẩu rồi lưu lại.")


def lines_of(path: Path) -> Iterator[tuple[int, str | None]]:
    """The lines of a text file, plain or gzip, numbered from 1; None for one too long to be a record.

    Raises:
        Unreadable: the file is cut, no gzip, unpacks to too much, or is not UTF-8.
    """
    total = 0
    packed = path.suffix == ".gz"
    try:
        with gzip.open(path, "rb") if packed else path.open("rb") as stream:
            for number, (line, whole) in enumerate(_bounded(stream), 1):
                total += len(line)
                if total > LARGEST_UNPACKED or number > MOST_RECORDS:
                    raise Unreadable(f"Tệp {path.name} có quá nhiều dữ liệu; không đọc.", "Chia nhỏ tệp.")
                yield number, line.decode("utf-8-sig" if number == 1 else "utf-8") if whole else None
    except (EOFError, gzip.BadGzipFile, OSError) as error:
        raise Unreadable(f"Tệp {path.name} bị cắt giữa chừng hoặc hỏng.", "Tải lại tệp rồi chạy lại lệnh.") from error
    except UnicodeDecodeError as error:
        raise Unreadable(f"Tệp {path.name} không phải văn bản UTF-8.", "Lưu lại với mã UTF-8.") from error


def _bounded(stream: IO[bytes] | gzip.GzipFile) -> Iterator[tuple[bytes, bool]]:
    """Lines, of which no more than a record's worth is ever in memory."""
    longest = LONGEST_RECORD * 3
    while line := stream.readline(longest):
        whole = len(line) < longest
        yield line, whole
        while len(line) == longest and not line.endswith(b"\n"):
            line = stream.readline(longest)
