"""A pack of cases: events and the files that they show, in one signed file for places without a network.

A ZIP of ``manifest.json``, ``manifest.sig`` (Ed25519 over the manifest), ``events.jsonl`` (one ``cases.events.Event`` a
line) and ``files/SHA-256`` for each attached file. Nothing is unpacked by name.
"""

import base64
import hashlib
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING

import msgspec

from canang.cases.events import Event
from canang.errors import Code, Failure
from canang.exchange.bounds import Unreadable, check_directory, check_size
from canang.exchange.sealed_zip import check_parts_end, check_sealed, write_sealed

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

MANIFEST, SIGNATURE, EVENTS, FILES = "manifest.json", "manifest.sig", "events.jsonl", "files/"
FORMAT = 1
LARGEST_EVENTS = 100_000_000
"""Bytes of the events: some two hundred thousand of them."""
LARGEST_FILE = 50_000_000
"""Bytes of one attached file: as many as the register keeps."""
_LARGEST_MANIFEST = 2_000_000


class CasePackRefused(Failure):
    """A pack of cases that is not taken in; the register stays as it is."""

    code = Code.REFUSED


class CaseManifest(msgspec.Struct, frozen=True):
    """What a pack says of itself. ``key`` is the signer's public key (base64), empty where nobody signed; ``files`` are
    the SHA-256 of the files in it."""

    format: int
    made_at: datetime
    made_by: str
    count: int
    sha256: str
    key: str
    files: tuple[str, ...] = ()

    @property
    def signer(self) -> "Ed25519PublicKey | None":
        """The key that must have signed; None where none did.

        Raises:
            ValueError: it is none.
        """
        if not self.key:
            return None
        from cryptography.hazmat.primitives.asymmetric.ed25519 import (  # noqa: PLC0415  a browser has none
            Ed25519PublicKey,
        )

        return Ed25519PublicKey.from_public_bytes(base64.b64decode(self.key, validate=True))


class CasePack(msgspec.Struct, frozen=True):
    """What a pack holds, read and verified; lines that are no event are told in ``unread`` by number."""

    manifest: CaseManifest
    events: list[Event]
    unread: list[int]


def write_case_pack(
    target: Path,
    events: Iterable[Event],
    files: Mapping[str, Path],
    *,
    key: "Ed25519PrivateKey | None",
    now: datetime,
    who: str,
) -> CaseManifest:
    """Write a pack.

    Args:
        files: where each attached file lies, by its SHA-256.
        key: None writes a pack that nobody signed.

    Raises:
        OSError: it cannot be written, or a file not be read.
    """
    lines = b"".join(msgspec.json.encode(event) + b"\n" for event in events)
    manifest = CaseManifest(
        format=FORMAT,
        made_at=now,
        made_by=who,
        count=lines.count(b"\n"),
        sha256=hashlib.sha256(lines).hexdigest(),
        key=base64.b64encode(key.public_key().public_bytes_raw()).decode() if key else "",
        files=tuple(sorted(files)),
    )
    said = msgspec.json.encode(manifest)
    signature = [(SIGNATURE, key.sign(said))] if key else []
    kept = [(FILES + digest, files[digest]) for digest in manifest.files]
    write_sealed(target, [(MANIFEST, said), *signature, (EVENTS, lines), *kept])
    return manifest


def read_case_pack(path: Path, *, verify: bool = True) -> CasePack:
    """What a pack holds. Who signed it is for the caller to trust or not.

    Args:
        verify: whether the signature is checked; where nothing can check one, whoever took the file answers for it.

    Raises:
        Unreadable: it is no ordinary file, or too large.
        CasePackRefused: it is no pack, was changed on the way, or is of a newer format.
    """
    check_size(path)
    try:
        check_directory(path)
        with zipfile.ZipFile(path) as pack:
            said = _read(pack, MANIFEST, _LARGEST_MANIFEST)
            manifest = msgspec.json.decode(said, type=CaseManifest)
            signer = manifest.signer if verify else None
            if manifest.format != FORMAT:
                raise CasePackRefused("Gói hồ sơ do bản canang mới hơn làm.", "Hãy cập nhật canang.", Code.DATA_VERSION)
            if signer and not _is_signed(pack, signer, said):
                raise CasePackRefused("Chữ ký của gói hồ sơ không đúng.", "Xin lại gói từ máy gửi.")
            check_sealed(path, pack)
            lines = _read(pack, EVENTS, LARGEST_EVENTS)
            check_parts_end(path, pack, (MANIFEST, EVENTS))
    except (zipfile.BadZipFile, zlib.error, KeyError, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise CasePackRefused(
            f"Tệp {path.name} bị cắt, hỏng, hoặc không phải gói hồ sơ.", "Xin lại gói từ máy gửi."
        ) from error
    except Unreadable as error:
        raise CasePackRefused(str(error), "Xin lại gói từ máy gửi.") from error
    if hashlib.sha256(lines).hexdigest() != manifest.sha256:
        raise CasePackRefused("Nội dung gói hồ sơ đã bị đổi dọc đường.", "Xin lại gói từ máy gửi.")
    events, unread = read_events(lines)
    return CasePack(manifest, events, unread)


def read_events(lines: bytes) -> tuple[list[Event], list[int]]:
    """The events of JSON lines, and the numbers of the lines that are none."""
    decoder = msgspec.json.Decoder(Event)
    events: list[Event] = []
    unread: list[int] = []
    for number, line in enumerate(lines.splitlines(), 1):
        try:
            events.append(decoder.decode(line))
        except (msgspec.DecodeError, RecursionError):
            unread.append(number)
    return events, unread


def open_packed(path: Path, digest: str) -> IO[bytes]:
    """An attached file of a pack that was read; what it holds is not checked yet.

    Raises:
        CasePackRefused: it is too large.
    """
    pack = zipfile.ZipFile(path)
    if pack.getinfo(FILES + digest).file_size > LARGEST_FILE:
        raise CasePackRefused(f"Tệp đính kèm {digest[:12]} lớn hơn {LARGEST_FILE // 1_000_000} MB.")
    return pack.open(FILES + digest)


def _is_signed(pack: zipfile.ZipFile, signer: "Ed25519PublicKey", said: bytes) -> bool:
    from canang.exchange.keys import signed_by  # noqa: PLC0415  only a signature needs it

    return signed_by(signer, _read(pack, SIGNATURE, 64), said)


def _read(pack: zipfile.ZipFile, name: str, most: int) -> bytes:
    with pack.open(name) as part:
        content = part.read(most + 1)
    if len(content) > most:
        raise Unreadable(f"Phần {name} của gói quá lớn.")
    return content
