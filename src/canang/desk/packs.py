"""Signed packs: the catalogue or a layer made into one, taken in, and taken back; and the keys that are trusted."""

from pathlib import Path

from canang.catalog.database import bundled_path
from canang.desk.desk import Desk
from canang.desk.layers import installed_of, layer_file
from canang.errors import Code, Failure
from canang.exchange.bounds import check_size
from canang.exchange.keys import BadKey, TrustedKeys, fingerprint, make_key, read_private, read_public
from canang.exchange.pack import Manifest, PackRefused, make_pack
from canang.exchange.updating import go_back, install
from canang.files import replacing

PASSWORD = "CANANG_MAT_KHAU_KHOA"
"""The variable that holds the password of a signing key."""


def make(desk: Desk, target: Path, key_file: Path, *, source: Path | None, layer: str | None, note: str) -> Manifest:
    """Write the catalogue in use, another file, or a layer as a signed pack; whole or not at all.

    Raises:
        Failure: the key or the content cannot be used.
    """
    try:
        key = read_private(key_file, desk.variables.get(PASSWORD))
        with replacing(target) as temporary:
            content = layer_file(desk, layer) if layer else source or desk.catalog_path
            return make_pack(content, temporary, key, desk.today, note)
    except BadKey as error:
        error.hint = "Làm khóa mới: canang du-lieu khoa --tao khoa-ky.pem"
        raise
    except PackRefused as error:
        raise Failure(str(error), "Kiểm tra: canang du-lieu kiem-tra") from error


def take(desk: Desk, pack: Path) -> Manifest:
    """Verify a pack and use what it brings from now on; what was in use before is kept.

    Raises:
        Unreadable: it is no ordinary file, or too large.
        PackRefused: anything is wrong with it.
    """
    check_size(pack)
    try:
        return install(installed_of(desk), bundled_path(), pack, trusted_keys(desk).all(), desk.now())
    except PackRefused as refused:
        raise Failure(f"{refused} Dữ liệu đang dùng được giữ nguyên.", refused.hint, Code.REFUSED) from refused


def take_back(desk: Desk) -> str | None:
    """Use what was in use before the last update.

    Returns:
        Its file's name; None for what came with the program.

    Raises:
        NothingBefore: no update is in use.
    """
    return go_back(installed_of(desk))


def trusted_keys(desk: Desk) -> TrustedKeys:
    """The keys whose packs are taken in."""
    return TrustedKeys(installed_of(desk).folder / "khoa")


def trust(desk: Desk, file: Path) -> str:
    """Trust a public key; returns its fingerprint.

    Raises:
        BadKey: it is none.
    """
    key = read_public(file)
    trusted_keys(desk).trust(key)
    return fingerprint(key)


def distrust(desk: Desk, beginning: str) -> str:
    """No longer trust the key whose fingerprint begins so; returns the whole of it.

    Raises:
        Failure: not exactly one begins so.
    """
    gone = trusted_keys(desk).distrust(beginning)
    if gone is None:
        raise Failure(f"Không có đúng một khóa bắt đầu bằng {beginning}.", "Xem: canang du-lieu khoa")
    return gone


def new_key(desk: Desk, path: Path) -> str:
    """Make a signing key and, beside it, its public key; returns the fingerprint.

    Raises:
        Failure: the name is no key's, or a file is in the way.
    """
    if path.suffix.lower() != ".pem":
        raise Failure(f"Tên {path.name} không dùng được.", "Đặt tên khóa ký kết thúc bằng .pem")
    for each in (path, path.with_suffix(".pub")):
        if each.exists():
            raise Failure(f"Tệp {each} đã có; khóa không bao giờ ghi đè.", "Đặt tên khác.", Code.EXISTS)
    return fingerprint(make_key(path, desk.variables.get(PASSWORD)))
