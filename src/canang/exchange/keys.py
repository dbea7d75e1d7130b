"""Ed25519 keys: the one that signs packs, and those whose packs are trusted."""

import base64
import binascii
import hashlib
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from canang.errors import Code, Failure
from canang.files import PRIVATE_FILE, forget, private_folder, write_whole

_PUBLIC_MARK = "canang-khoa-cong-khai:"
_LARGEST_KEY = 10_000


class BadKey(Failure):
    """A file that holds no key of ours."""

    code = Code.BAD_INPUT


class TrustedKeys:
    """The public keys in a folder, each in a file named after its fingerprint."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def all(self) -> dict[str, Ed25519PublicKey]:
        """The keys by their fingerprint; a file that holds none is passed over."""
        return {mark: read_public(paths[0]) for mark, paths in self._files().items()}

    def trust(self, key: Ed25519PublicKey) -> Path:
        """Trust a key from now on."""
        private_folder(self._folder)
        path = self._folder / f"{fingerprint(key)}.pub"
        write_whole(path, f"{public_line(key)}\n".encode())
        return path

    def distrust(self, mark: str) -> str | None:
        """Trust it no longer; the fingerprint that begins so, None where no single one does."""
        matching = {known for known in self._files() if known.startswith(mark.lower())}
        if len(matching) != 1 or not mark:
            return None
        found = matching.pop()
        for path in self._files()[found]:
            path.unlink()
        return found

    def _files(self) -> dict[str, list[Path]]:
        """The files of each key by its fingerprint: one that somebody copied there has a name of its own."""
        found: dict[str, list[Path]] = {}
        for path in sorted(self._folder.glob("*.pub")):
            try:
                key = read_public(path)
            except (BadKey, OSError):
                continue
            found.setdefault(fingerprint(key), []).append(path)
        return found


def fingerprint(key: Ed25519PublicKey) -> str:
    """Sixteen hexadecimal digits by which people compare keys."""
    return hashlib.sha256(key.public_bytes_raw()).hexdigest()[:16]


def public_line(key: Ed25519PublicKey) -> str:
    """A public key as one line of text."""
    return _PUBLIC_MARK + base64.b64encode(key.public_bytes_raw()).decode()


def read_public(path: Path) -> Ed25519PublicKey:
    """A public key from its file.

    Raises:
        BadKey: it holds none.
    """
    text = _small(path).decode("ascii", errors="replace").strip()
    try:
        return Ed25519PublicKey.from_public_bytes(base64.b64decode(text.removeprefix(_PUBLIC_MARK), validate=True))
    except (ValueError, binascii.Error) as error:
        raise BadKey(f"{path.name} không phải khóa công khai của cẩm nang.") from error


def make_key(path: Path, password: str | None) -> Ed25519PublicKey:
    """Write a new private key (PEM, only its owner may read it) and its public key beside it (``.pub``)."""
    key = Ed25519PrivateKey.generate()
    sealed = BestAvailableEncryption(password.encode()) if password else NoEncryption()
    path.touch(mode=PRIVATE_FILE, exist_ok=False)
    try:
        # The name is taken; it gets its content whole, so that a full disk leaves no key that is none.
        write_whole(path, key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, sealed), private=True)
        write_whole(path.with_suffix(".pub"), f"{public_line(key.public_key())}\n".encode())
    except OSError:
        forget(path)
        raise
    return key.public_key()


def read_private(path: Path, password: str | None) -> Ed25519PrivateKey:
    """A private key from its file.

    Raises:
        BadKey: it holds none, or the password does not open it.
    """
    try:
        key = load_pem_private_key(_small(path), password.encode() if password else None)
    except TypeError as error:
        raise BadKey(f"Khóa {path.name} có mật khẩu; ghi mật khẩu ở biến CANANG_MAT_KHAU_KHOA.") from error
    except ValueError as error:
        raise BadKey(f"{path.name} không phải khóa ký, hoặc mật khẩu không đúng.") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise BadKey(f"{path.name} là khóa loại khác; cần Ed25519.")
    return key


def signed_by(key: Ed25519PublicKey, signature: bytes, content: bytes) -> bool:
    """Whether the key signed the content."""
    try:
        key.verify(signature, content)
    except InvalidSignature:
        return False
    return True


def _small(path: Path) -> bytes:
    if not path.is_file():
        raise BadKey(f"Không thấy tệp khóa {path}.")
    with path.open("rb") as file:
        return file.read(_LARGEST_KEY)
