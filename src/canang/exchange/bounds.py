"""What a file from outside may cost: sizes that real files stay far below, checked before anything is unpacked."""

import gzip
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from canang.errors import Code, Failure
from canang.patience import patiently
from canang.text.decoding import decode, wide_code

Text = TypeVar("Text", str, bytes)

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

MOST_ENTRIES = 5_000
"""Entries of an archive. A decision with a picture on every page has a few hundred."""

LARGEST_DIRECTORY = 2_000_000
"""Bytes of an archive's directory, which is read whole before anything else."""

MOST_TAGS = 4_000_000
"""Tags of one XML part: some half a gigabyte of memory once it is a tree. A decision of 500 pages has 600,000."""

MOST_STYLE_TAGS = 400_000
"""Tags of a workbook's styles, each of which costs openpyxl far more than a cell."""

MOST_PARAGRAPHS = 200_000
"""Paragraphs of a DOCX. A decision of 500 pages has 20,000."""

DEEPEST_TABLE = 12
"""Tables within tables beyond this are not looked into."""

MOST_MERGES = 20_000
"""Merged ranges of a sheet; each is filled once, so that ranges over one another cost no more than the sheet."""

MOST_COLUMNS = 60
"""Columns of a sheet that are read."""

EMPTY_IN_A_ROW = 200
"""Empty rows after which a sheet has ended; formatting alone can reach to row 1,048,576."""

MOST_PAGES = 3_000
"""Pages of a PDF."""

LONGEST_PAGE = 60.0
"""Seconds for one page of a PDF. One of a decision takes a tenth of one."""

LARGEST_YAML = 1_000_000
"""Bytes of a YAML file. A province's 200 procedures take 300 KB."""

LARGEST_ODD_YAML = 100_000
"""Bytes of one that only the slow reader understands (tags, odd numbers), at some 50 KB a second."""

DEEPEST_YAML = 40
"""Lists and maps within one another in YAML. A template has five."""

LARGEST_QUESTIONS = 50_000_000
"""Bytes of a file of questions."""


class Unreadable(Failure):
    """A file that cannot be imported."""

    code = Code.BAD_INPUT


def check_ordinary(path: Path) -> None:
    """Refuse what is no ordinary file: a folder, a device or a pipe, which might never end.

    Raises:
        Unreadable: it is.
        OSError: it cannot be read, or another program holds it for longer than a moment.
    """
    if path.is_dir():
        raise Unreadable(f"{path} là thư mục, không phải tệp.", "Chỉ thẳng tới một tệp.")
    if not path.exists():
        raise Unreadable(f"Không thấy tệp {path}.", "Kiểm tra lại tên tệp và thư mục.")
    if not path.is_file():
        raise Unreadable(f"{path} là thiết bị hoặc đường ống, không phải tệp thường.", "Chép ra một tệp rồi dùng.")
    patiently(lambda: path.open("rb")).close()


def check_size(path: Path, largest: int = LARGEST_FILE) -> None:
    """Refuse what is no ordinary file, empty, or too large.

    Raises:
        Unreadable: it is.
    """
    check_ordinary(path)
    size = path.stat().st_size
    if size == 0:
        raise Unreadable(f"Tệp {path.name} rỗng.", "Tải lại tệp rồi chạy lại lệnh.")
    if size > largest:
        raise Unreadable(f"Tệp {path.name} lớn {size / 1e6:.0f} MB, quá mức đọc được.", "Chia nhỏ tệp.")


def check_archive(path: Path) -> None:
    """Refuse an office file that is no archive, or unpacks to more than a real one does.

    Raises:
        Unreadable: it is.
    """
    try:
        check_directory(path)
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, zlib.error, struct.error, OSError, ValueError, NotImplementedError) as error:
        raise Unreadable(
            f"Tệp {path.name} hỏng, hoặc không phải định dạng như tên của nó.", "Mở bằng Excel hoặc Word rồi lưu lại."
        ) from error
    total = sum(part.file_size for part in parts)
    if total > LARGEST_UNPACKED or any(part.file_size > LARGEST_PART for part in parts) or len(parts) > MOST_ENTRIES:
        raise Unreadable(
            f"Tệp {path.name} mở ra quá lớn ({total // 1_000_000} MB); không đọc.",
            "Chỉ giữ lại những trang cần nhập rồi lưu thành tệp mới.",
        )
    if any(part.flag_bits & 1 for part in parts):
        raise Unreadable(f"Tệp {path.name} có mật khẩu.", "Bỏ mật khẩu rồi lưu lại.")


def check_directory(path: Path) -> None:
    """Refuse an archive with too many entries, by its last bytes alone; ``zipfile`` would first read them all.

    Raises:
        Unreadable: it has.
    """
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - (1 << 16) - 22 - 20))
        tail = file.read()
        place = tail.rfind(b"PK\x05\x06")
        if place < 0 or len(tail) - place < 22:
            return
        entries, directory = struct.unpack("<10xHL", tail[place : place + 16])
        if place >= 20 and tail[place - 20 : place - 16] == b"PK\x06\x07":
            (at,) = struct.unpack("<Q", tail[place - 12 : place - 4])
            file.seek(min(at, size))
            wide = file.read(56)
            if wide[:4] == b"PK\x06\x06" and len(wide) == 56:
                entries, directory = struct.unpack("<QQ", wide[32:48])
    if entries > MOST_ENTRIES or directory > LARGEST_DIRECTORY:
        raise Unreadable(f"Tệp {path.name} có quá nhiều phần bên trong; không đọc.", "Mở ra rồi lưu thành tệp mới.")


def check_tags(path: Path, archive: zipfile.ZipFile, name: str, tag: bytes = b"", most: int = MOST_TAGS) -> None:
    """Refuse an XML part with more tags than a real one has, by a streaming look that builds nothing.

    Args:
        tag: count only this element, by its local name; every tag where it is empty.

    Raises:
        Unreadable: it has.
    """
    wanted = re.compile(rb"<(?:[\w.-]+:)?" + tag + rb"[\s/>]") if tag else None
    found, kept = 0, b""
    with archive.open(name) as stream:
        while chunk := stream.read(1 << 20):
            text = kept + chunk
            found += len(wanted.findall(text)) if wanted else chunk.count(b"<")
            cut = text.rfind(b"<") if wanted else len(text)
            kept = text[cut:] if wanted and cut >= 0 and b">" not in text[cut:] and len(text) - cut < 200 else b""
            if wanted and kept and wanted.match(kept):
                found -= 1
            if found > most:
                raise Unreadable(
                    f"Tệp {path.name} có quá nhiều phần tử ở {name}; không đọc.",
                    "Chỉ giữ lại những trang cần nhập rồi lưu thành tệp mới.",
                )


def lines_of(path: Path) -> Iterator[tuple[int, str | None]]:
    """The lines of a text file, plain or gzip, numbered from 1; None for one too long to be a record.

    UTF-8 and UTF-16; a line that is neither is read by what its letters are in the code pages of Vietnamese Windows.

    Raises:
        Unreadable: the file is cut, no gzip, or unpacks to too much.
    """
    total = 0
    packed = path.suffix.lower() == ".gz"
    try:
        with gzip.open(path, "rb") if packed else path.open("rb") as stream:
            lines: Iterator[tuple[bytes, bool]]
            wide = wide_code(stream.peek(2000)[:2000])
            if wide:
                text = io.TextIOWrapper(stream, wide, newline="\n")
                lines = ((line.encode(), whole) for line, whole in _bounded(text.readline, LONGEST_RECORD, "\n"))
            else:
                lines = _bounded(stream.readline, LONGEST_RECORD * 3, b"\n")
            for number, (line, whole) in enumerate(lines, 1):
                total += len(line)
                if total > LARGEST_UNPACKED or number > MOST_RECORDS:
                    raise Unreadable(f"Tệp {path.name} có quá nhiều dữ liệu; không đọc.", "Chia nhỏ tệp.")
                yield number, decode(line) if whole else None
    except (EOFError, zlib.error, gzip.BadGzipFile, UnicodeDecodeError, OSError) as error:
        raise Unreadable(f"Tệp {path.name} bị cắt giữa chừng hoặc hỏng.", "Tải lại tệp rồi chạy lại lệnh.") from error


def _bounded(readline: Callable[[int], Text], longest: int, end: Text) -> Iterator[tuple[Text, bool]]:
    """Lines, of which no more than a record's worth is ever in memory."""
    while line := readline(longest):
        whole = len(line) < longest
        yield line, whole
        while len(line) == longest and not line.endswith(end):
            line = readline(longest)
