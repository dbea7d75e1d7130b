"""The key by which this machine signs what it sends, and those of the machines that it takes from."""

import os
from typing import TYPE_CHECKING

from canang.desk.desk import Desk
from canang.exchange.case_pack import CaseManifest, CasePackRefused
from canang.files import private_folder

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

OWN_KEY = "khoa-may.pem"
"""The machine's own signing key in the user's folder, made when the first pack is."""

TRUSTED = "may-tin"
"""The folder of the keys of machines whose packs are taken in."""


class Untrusted(CasePackRefused):
    """A pack of a machine that is not trusted yet, or that nobody signed."""


def in_fours(mark: str) -> str:
    """A fingerprint as people read it to each other.

    >>> in_fours("e5eff484f1a6b268")
    'e5ef f484 f1a6 b268'
    """
    return " ".join(mark[at : at + 4] for at in range(0, len(mark), 4))


def signing(desk: Desk) -> "tuple[Ed25519PrivateKey, str]":
    """The machine's signing key, with the fingerprint of its public half.

    Raises:
        OSError: it cannot be kept.
    """
    from canang.exchange.keys import fingerprint  # noqa: PLC0415  a browser has none

    key = own_key(desk)
    return key, fingerprint(key.public_key())


def own_key(desk: Desk) -> "Ed25519PrivateKey":
    """The machine's signing key, made where there is none.

    Raises:
        OSError: it cannot be kept.
    """
    from canang.exchange.keys import make_key, read_private  # noqa: PLC0415  a browser has none

    path = desk.home / OWN_KEY
    if not path.is_file():
        private_folder(desk.home)
        work = desk.home / f".{OWN_KEY}.{os.getpid()}.pem"
        make_key(work, None)
        work.with_suffix(".pub").unlink()
        work.replace(path)
    return read_private(path, None)


def check_signer(desk: Desk, manifest: CaseManifest, *, trust: bool) -> None:
    """Whether a pack comes from whom it may come; a machine that is trusted now is from now on.

    Raises:
        Untrusted: it does not.
    """
    from canang.exchange.keys import TrustedKeys, fingerprint  # noqa: PLC0415  a browser has none

    signer = manifest.signer
    if signer is None:
        if not trust:
            raise Untrusted("Gói hồ sơ này không có chữ ký.", "Biết chắc của ai gửi thì thêm --tin.")
        return
    known = TrustedKeys(desk.home / TRUSTED)
    mark = fingerprint(signer)
    if mark in known.all() or mark == fingerprint(own_key(desk).public_key()):
        return
    if not trust:
        raise Untrusted(
            f"Gói của máy chưa tin ({manifest.made_by[:60] or 'không rõ ai'}), vân khóa {in_fours(mark)}.",
            "Đọc vân khóa ấy với người gửi; đúng thì chạy lại với --tin, các lần sau không hỏi nữa.",
        )
    known.trust(signer)
