"""A pack: one file with a catalogue, a manifest of what it is, and a signature over the manifest.

The pack is a ZIP of exactly three parts. Nothing is unpacked by name: each part is read through a bound and written to
a place of our own.
"""

import errno
import hashlib
import zipfile
import zlib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import IO

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from canang.catalog.database import CatalogUnusable
from canang.catalog.integrity import check_catalog
from canang.catalog.schema import SCHEMA_VERSION
from canang.errors import Code, Failure
from canang.exchange.bounds import Unreadable, check_directory
from canang.exchange.keys import fingerprint, signed_by
from canang.exchange.sealed_zip import check_parts_end, check_sealed, write_sealed
from canang.layers.installed import about, order_of

CATALOGUE, MANIFEST, SIGNATURE = "tasks.sqlite", "manifest.json", "manifest.sig"
FORMAT = 1
_LARGEST_CATALOGUE = 500_000_000
_LARGEST_MANIFEST = 100_000
_LONGEST_SIGNATURE = 64
_CHUNK = 1 << 20


class PackRefused(Failure):
    """A pack that is not taken in; what was in use stays in use."""

    code = Code.REFUSED

    def __init__(self, message: str, hint: str = "Xin lại gói từ nơi phát hành.") -> None:
        super().__init__(message, hint)


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a pack says of itself. ``key`` is the fingerprint of the key that signed it;
    ``layer`` the name of the layer that it holds, empty for a whole catalogue.
    """

    format: int
    version: str
    as_of: str
    schema: int
    size: int
    sha256: str
    made_on: str
    key: str
    content_hash: str
    layer: str = ""
    note: str = ""


def make_pack(catalogue: Path, target: Path, key: Ed25519PrivateKey, made_on: date, note: str = "") -> Manifest:
    """Write the pack of a catalogue.

    Raises:
        PackRefused: the catalogue is not whole.
    """
    _check(catalogue)
    said_of = about(catalogue)
    manifest = Manifest(
        format=FORMAT,
        version=said_of.get("version", ""),
        as_of=said_of.get("as_of", ""),
        schema=SCHEMA_VERSION,
        size=catalogue.stat().st_size,
        sha256=_digest(catalogue),
        made_on=made_on.isoformat(),
        key=fingerprint(key.public_key()),
        content_hash=said_of.get("content_hash", ""),
        layer=said_of.get("layer", ""),
        note=note,
    )
    said = msgspec.json.format(msgspec.json.encode(manifest), indent=2)
    write_sealed(target, [(MANIFEST, said), (SIGNATURE, key.sign(said)), (CATALOGUE, catalogue)])
    return manifest


class Present(msgspec.Struct, frozen=True):
    """What a pack must be newer than: the day and version of the data in use, its hash, and when it was packed."""

    as_of: str = ""
    version: str = ""
    content_hash: str = ""
    made_on: str = ""


def age_of(one: Manifest | Present) -> tuple[str, tuple[int, ...], str]:
    """What orders packs and what is in use: the day of the data, the version, the day on which it was packed."""
    return one.as_of, order_of(one.version), one.made_on


def unpack(
    path: Path, trusted: dict[str, Ed25519PublicKey], present_of: Callable[[Manifest], Present], target: Path
) -> Manifest:
    """Verify a pack and write its catalogue to the target.

    Args:
        trusted: the keys that are trusted, by their fingerprints.
        present_of: says what is in use of that which a pack brings.

    Raises:
        PackRefused: anything is wrong with it; what stands at the target is then worth nothing.
    """
    try:
        check_directory(path)
        with zipfile.ZipFile(path) as pack:
            manifest = _manifest(pack, trusted)
            _acceptable(manifest, present_of(manifest))
            check_sealed(path, pack)
            with pack.open(CATALOGUE) as packed, target.open("wb") as out:
                _copy(packed, out, manifest)
            check_parts_end(path, pack, (MANIFEST, SIGNATURE, CATALOGUE))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise PackRefused(f"Gói {path.name} bị cắt, hỏng, hoặc không phải gói dữ liệu.") from error
    except Unreadable as error:
        raise PackRefused(f"Gói {path.name} có phần thừa; không mở.") from error
    except OSError as error:
        if error.errno not in {None, errno.EINVAL}:
            raise  # the drive, not the pack: a stick taken out, a file that another program holds
        raise PackRefused(f"Gói {path.name} bị cắt, hỏng, hoặc không phải gói dữ liệu.") from error
    _check(target)
    brought = about(target)
    promised = {key: getattr(manifest, key) for key in ("as_of", "version", "content_hash", "layer")}
    if {key: brought.get(key, "") for key in promised} != promised:
        raise PackRefused("Dữ liệu trong gói không đúng bản mà gói ghi.")
    return manifest


def _manifest(pack: zipfile.ZipFile, trusted: dict[str, Ed25519PublicKey]) -> Manifest:
    names = [part.filename for part in pack.infolist()]
    if SIGNATURE not in names:
        raise PackRefused("Gói không có chữ ký.")
    if sorted(names) != sorted((CATALOGUE, MANIFEST, SIGNATURE)):
        raise PackRefused("Gói có phần thừa, thiếu hoặc trùng; không mở.")
    said = _read(pack, MANIFEST, _LARGEST_MANIFEST)
    signature = _read(pack, SIGNATURE, _LONGEST_SIGNATURE)
    try:
        manifest = msgspec.json.decode(said, type=Manifest)
    except (msgspec.DecodeError, RecursionError) as error:
        raise PackRefused("Gói không ghi rõ nó là gì, hoặc theo cách ghi mới hơn.", "Cài bản canang mới.") from error
    if not trusted:
        raise PackRefused(
            f"Chưa tin khóa nào; gói này ký bằng khóa {manifest.key}.",
            "Lấy tệp .pub của nơi phát hành, so vân tay, rồi: canang du-lieu khoa --tin TỆP.pub",
        )
    key = trusted.get(manifest.key)
    if key is None:
        raise PackRefused(
            f"Gói ký bằng khóa {manifest.key}, không phải khóa đã tin.", "Xem khóa đã tin: canang du-lieu khoa"
        )
    if not signed_by(key, signature, said):
        raise PackRefused("Chữ ký của gói không đúng: gói đã bị sửa.")
    return manifest


def _acceptable(manifest: Manifest, present: Present) -> None:
    if manifest.format > FORMAT or manifest.schema > SCHEMA_VERSION:
        raise PackRefused("Gói dành cho bản canang mới hơn.", "Cài bản canang mới rồi cập nhật lại.")
    if manifest.format < FORMAT or manifest.schema < SCHEMA_VERSION:
        raise PackRefused("Gói dành cho bản canang cũ hơn, chương trình này không đọc được.")
    if manifest.content_hash == present.content_hash:
        raise PackRefused(f"Đang dùng đúng bản {manifest.version}; không có gì mới.", "")
    if age_of(manifest) < age_of(present):
        raise PackRefused(
            f"Gói cũ hơn dữ liệu đang dùng: {manifest.version} so với {present.version}.",
            "Muốn trở lại bản trước: canang du-lieu cap-nhat --quay-lai",
        )
    if not 0 < manifest.size <= _LARGEST_CATALOGUE:
        raise PackRefused("Gói ghi cỡ dữ liệu không thể có.")


def _read(pack: zipfile.ZipFile, name: str, most: int) -> bytes:
    with pack.open(name) as part:
        content = part.read(most + 1)
    if len(content) > most:
        raise PackRefused(f"Phần {name} của gói quá lớn.")
    return content


def _copy(packed: IO[bytes], out: IO[bytes], manifest: Manifest) -> None:
    """Copy no more than the manifest says, and see that it is what the manifest says."""
    digest, left = hashlib.sha256(), manifest.size
    while chunk := packed.read(min(_CHUNK, left + 1)):
        left -= len(chunk)
        if left < 0:
            break
        digest.update(chunk)
        out.write(chunk)
    if left != 0 or digest.hexdigest() != manifest.sha256:
        raise PackRefused("Dữ liệu trong gói không khớp mã băm: gói đã bị sửa hoặc tải chưa xong.")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _check(catalogue: Path) -> None:
    try:
        failed = [check for check in check_catalog(catalogue) if not check.passed]
    except CatalogUnusable as error:
        raise PackRefused(f"Dữ liệu trong gói không dùng được. {error}") from error
    if failed:
        raise PackRefused(f"Dữ liệu trong gói không nguyên vẹn: {failed[0].finding}.")
