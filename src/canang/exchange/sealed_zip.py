"""Archives of which every byte is accounted for: nothing before, between or behind their parts, nor in their margins.

A signature speaks of what an archive holds; whoever hashes, forwards or scans the file sees all of it. Dates, systems
and rights of the parts are always the same, so that nothing can be told apart, or hidden, there.
"""

import shutil
import struct
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path

from canang.exchange.bounds import Unreadable

_DAY = (1980, 1, 1, 0, 0, 0)
_TIME, _DATE = 0, (1 << 5) | 1
"""The same day as the format writes it."""
_VERSION, _UNIX, _RIGHTS = 20, 3, 0o600 << 16
_CHUNK = 1 << 20


def write_sealed(target: Path, parts: Iterable[tuple[str, bytes | Path]]) -> None:
    """Write an archive.

    Args:
        parts: names in ASCII, each with its content or the file that holds it.

    Raises:
        OSError: it cannot be written, or a file not be read.
    """
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in parts:
            facts = zipfile.ZipInfo(name, _DAY)
            facts.compress_type, facts.create_system, facts.external_attr = zipfile.ZIP_DEFLATED, _UNIX, _RIGHTS
            if isinstance(content, bytes):
                archive.writestr(facts, content)
                continue
            facts.file_size = content.stat().st_size
            with content.open("rb") as source, archive.open(facts, "w") as out:
                shutil.copyfileobj(source, out, _CHUNK)


def check_sealed(path: Path, archive: zipfile.ZipFile) -> None:
    """See that a file is the archive and nothing else; nothing is unpacked for that.

    Raises:
        Unreadable: it is not.
    """
    parts = archive.infolist()
    directory = b""
    with path.open("rb") as file:
        for part in parts:
            name = part.filename.encode("ascii", errors="replace")
            sizes = struct.pack("<3L", part.CRC, part.compress_size, part.file_size)
            when = struct.pack("<4H", 0, zipfile.ZIP_DEFLATED, _TIME, _DATE)
            head = struct.pack("<4sH", b"PK\x03\x04", _VERSION) + when + sizes + struct.pack("<2H", len(name), 0) + name
            offset = file.tell()
            if file.read(len(head)) != head:
                raise _not_whole(path)
            file.seek(part.compress_size, 1)
            directory += struct.pack("<4s2BH", b"PK\x01\x02", _VERSION, _UNIX, _VERSION) + when + sizes
            directory += struct.pack("<5H2L", len(name), 0, 0, 0, 0, _RIGHTS, offset) + name
        end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, len(parts), len(parts), len(directory), file.tell(), 0)
        if file.read(len(directory) + len(end) + 1) != directory + end:
            raise _not_whole(path)


def check_parts_end(path: Path, archive: zipfile.ZipFile, names: Iterable[str]) -> None:
    """See that what is packed of these parts ends where the part does: the rest would be read by nobody.

    Raises:
        Unreadable: it does not.
    """
    with path.open("rb") as file:
        for part in map(archive.getinfo, names):
            file.seek(part.header_offset + 30 + len(part.filename.encode("ascii", errors="replace")))
            left, stream = part.compress_size, zlib.decompressobj(-15)
            waiting = b""
            while not stream.eof and (left or waiting):
                chunk = waiting or file.read(min(_CHUNK, left))
                left -= 0 if waiting else len(chunk)
                if not chunk:
                    break
                stream.decompress(chunk, _CHUNK)
                waiting = stream.unconsumed_tail
            if left or not stream.eof or stream.unused_data:
                raise _not_whole(path)


def _not_whole(path: Path) -> Unreadable:
    return Unreadable(f"Gói {path.name} có phần thừa hoặc đã bị đóng lại bằng chương trình khác; không mở.")
