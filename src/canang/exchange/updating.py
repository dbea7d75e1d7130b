"""Putting an update in the place of the bundled catalogue, and going back. A kill leaves the one or the other."""

from datetime import datetime
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from canang.errors import Code, Failure
from canang.exchange.pack import Manifest, PackRefused, Present, unpack
from canang.files import forget, keep_copy, locked, put_in_place, replacing, work_folder
from canang.layers.installed import POINTER, Installed, InUse, about, is_layer_name

_STEM = "goc-"


class NothingBefore(Failure):
    """There is no earlier state to go back to."""

    code = Code.NOT_FOUND

    def __init__(self) -> None:
        super().__init__("Chưa cập nhật lần nào; không có bản trước.")


def install(
    installed: Installed, bundled: Path, pack: Path, trusted: dict[str, Ed25519PublicKey], now: datetime
) -> Manifest:
    """Verify a pack and use what it brings from now on: a catalogue or a layer; the one before it is kept.

    Args:
        now: goes into the name under which a layer's file of before is kept.

    Raises:
        PackRefused: anything is wrong with the pack; what was in use stays in use.
    """
    with locked(installed.folder), locked(installed.layers_folder):
        return _install(installed, bundled, pack, trusted, now)


def verify(
    installed: Installed, bundled: Path, pack: Path, trusted: dict[str, Ed25519PublicKey], fresh: Path
) -> Manifest:
    """Verify a pack against what is in use and write what it brings to a file; nothing else changes.

    Raises:
        PackRefused: anything is wrong with the pack.
    """
    current = installed.base(bundled)

    def present_of(manifest: Manifest) -> Present:
        file = _layer_file(installed, manifest) if manifest.layer else current
        if not file.is_file():
            return Present()
        said = about(file)
        made_on = "" if manifest.layer or current == bundled else installed.in_use().made_on
        return Present(said.get("as_of", ""), said.get("version", ""), said.get("content_hash", ""), made_on)

    return unpack(pack, trusted, present_of, fresh)


def _install(
    installed: Installed, bundled: Path, pack: Path, trusted: dict[str, Ed25519PublicKey], now: datetime
) -> Manifest:
    current = installed.base(bundled)
    with work_folder(installed.folder) as work:
        fresh = work / "goc.sqlite"
        manifest = verify(installed, bundled, pack, trusted, fresh)
        if manifest.layer:
            target = _layer_file(installed, manifest)
            if target.exists():
                keep_copy(target, "truoc", now)
            put_in_place(fresh, target)
            return manifest
        name = f"{_STEM}{manifest.sha256[:16]}.sqlite"
        put_in_place(fresh, installed.folder / name)
    kept = installed.in_use().current if current != bundled else None
    _point(installed, InUse(current=name, previous=kept, made_on=manifest.made_on))
    _sweep(installed, {name, kept})
    return manifest


def _layer_file(installed: Installed, manifest: Manifest) -> Path:
    if not is_layer_name(manifest.layer):
        raise PackRefused("Gói mang một lớp có tên không dùng được.")
    return installed.layers_folder / f"{manifest.layer}.sqlite"


def go_back(installed: Installed) -> str | None:
    """Use what was in use before the last update.

    Returns:
        The file's name, None for the bundled catalogue.

    Raises:
        NothingBefore: no update is in use.
    """
    if installed.in_use().current is None:
        raise NothingBefore
    with locked(installed.folder):
        use = installed.in_use()
        _point(installed, InUse(current=use.previous, previous=None))
        return use.previous


def _point(installed: Installed, use: InUse) -> None:
    with replacing(installed.folder / POINTER) as temporary:
        temporary.write_bytes(msgspec.json.encode(use))


def _sweep(installed: Installed, kept: set[str | None]) -> None:
    """Updates that nothing points to any more."""
    for path in installed.folder.glob(f"{_STEM}*.sqlite"):
        if path.name not in kept:
            forget(path)
