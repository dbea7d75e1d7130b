"""Putting an update in the place of the bundled catalogue, and going back. A kill leaves the one or the other."""

import re
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from canang.errors import Code, Failure
from canang.exchange.pack import Manifest, PackRefused, Present, unpack
from canang.layers.installed import POINTER, Installed, InUse, about
from canang.seed.build import placed_whole

_STEM = "goc-"
_LAYER_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class NothingBefore(Failure):
    """There is no earlier state to go back to."""

    code = Code.NOT_FOUND

    def __init__(self) -> None:
        super().__init__("Chưa cập nhật lần nào; không có bản trước.")


def install(installed: Installed, bundled: Path, pack: Path, trusted: dict[str, Ed25519PublicKey]) -> Manifest:
    """Verify a pack and use what it brings from now on: a catalogue, the one before it kept, or a layer.

    Raises:
        PackRefused: anything is wrong with the pack; what was in use stays in use.
    """
    installed.folder.mkdir(parents=True, exist_ok=True)
    installed.layers_folder.mkdir(exist_ok=True)
    current = installed.base(bundled)

    def present_of(manifest: Manifest) -> Present:
        file = _layer_file(installed, manifest) if manifest.layer else current
        if not file.is_file():
            return Present()
        said = about(file)
        made_on = "" if manifest.layer or current == bundled else installed.in_use().made_on
        return Present(said.get("as_of", ""), said.get("version", ""), said.get("content_hash", ""), made_on)

    fresh = installed.folder / f"{_STEM}moi.sqlite"
    with placed_whole(fresh) as temporary:
        manifest = unpack(pack, trusted, present_of, temporary)
    if manifest.layer:
        fresh.replace(_layer_file(installed, manifest))
        return manifest
    name = f"{_STEM}{manifest.sha256[:16]}.sqlite"
    fresh.replace(installed.folder / name)
    kept = installed.in_use().current if current != bundled else None
    _point(installed, InUse(current=name, previous=kept, made_on=manifest.made_on))
    _sweep(installed, {name, kept})
    return manifest


def _layer_file(installed: Installed, manifest: Manifest) -> Path:
    if not _LAYER_NAME.fullmatch(manifest.layer):
        raise PackRefused("Gói mang một lớp có tên không dùng được.")
    return installed.layers_folder / f"{manifest.layer}.sqlite"


def go_back(installed: Installed) -> str | None:
    """Use what was in use before the last update.

    Returns:
        The file's name, None for the bundled catalogue.

    Raises:
        NothingBefore: no update is in use.
    """
    use = installed.in_use()
    if use.current is None:
        raise NothingBefore
    _point(installed, InUse(current=use.previous, previous=None))
    return use.previous


def _point(installed: Installed, use: InUse) -> None:
    with placed_whole(installed.folder / POINTER) as temporary:
        temporary.write_bytes(msgspec.json.encode(use))


def _sweep(installed: Installed, kept: set[str | None]) -> None:
    """Updates that nothing points to any more, and what a kill left half written."""
    for path in [*installed.folder.glob(f"{_STEM}*.sqlite"), *installed.folder.glob(".*.tmp")]:
        if path.name not in kept:
            path.unlink(missing_ok=True)
