"""The user's own catalogue data in a folder: an update that took the place of the bundled catalogue, and layers."""

import hashlib
import re
from pathlib import Path

import msgspec

from canang.catalog.database import CatalogUnusable, open_catalog
from canang.catalog.overview import meta
from canang.patience import patiently

_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{kind}{n}" for kind in ("com", "lpt") for n in range(1, 10))})
"""Names that Windows keeps for itself, whatever the ending."""

POINTER = "dang-dung.json"
"""Says which update is in use. It is replaced whole, so that a kill leaves the one before or the one after."""


def is_layer_name(name: str) -> bool:
    """Whether a name can be a layer's: small letters, digits and hyphens, and no device of Windows."""
    return bool(_NAME.fullmatch(name)) and name not in _DEVICES


class InUse(msgspec.Struct, frozen=True):
    """File names in the folder: the update in use, and the one before it; None is the bundled catalogue.

    ``made_on`` is the day on which the pack in use was made.
    """

    current: str | None = None
    previous: str | None = None
    made_on: str = ""


class Installed:
    """Reads the folder; what is written there is written by those who update and layer."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.layers_folder = folder / "lop"

    def in_use(self) -> InUse:
        """What the pointer says; a pointer that cannot be read points to the bundled catalogue."""
        try:
            return msgspec.json.decode(patiently((self.folder / POINTER).read_bytes), type=InUse)
        except (OSError, msgspec.DecodeError):
            return InUse()

    def base(self, bundled: Path) -> Path:
        """The update in use, or the bundled catalogue where there is none or a newer one came with the program."""
        current = self.in_use().current
        if current is None or "/" in current or "\\" in current or not (self.folder / current).is_file():
            return bundled
        try:
            update = self.folder / current
            return update if version_of(update) >= version_of(bundled) else bundled
        except CatalogUnusable:
            return bundled

    def layers(self) -> list[Path]:
        """The files of the layers, in the order in which they lie on each other."""
        return sorted(path for path in self.layers_folder.glob("*.sqlite") if is_layer_name(path.stem))

    def composed(self, base: Path) -> Path:
        """Where the base with its layers lies: under a name that changes with any of them."""
        digest = hashlib.sha256()
        for file in (base, *self.layers()):
            facts = file.stat()
            digest.update(f"{file.name} {facts.st_size} {facts.st_mtime_ns}\n".encode())
        return self.folder / "gop" / f"{digest.hexdigest()[:24]}.sqlite"


def order_of(version: str) -> tuple[int, ...]:
    """What orders versions: their numbers, one after another.

    >>> order_of("2026.12.9") < order_of("2026.12.10")
    True
    """
    return tuple(int(number) for number in re.findall(r"[0-9]{1,9}", version))


def version_of(path: Path) -> tuple[str, tuple[int, ...]]:
    """What orders two states of the same catalogue: the day of its data, then its version.

    Raises:
        CatalogUnusable: it is no catalogue of ours.
    """
    said = about(path)
    return said.get("as_of", ""), order_of(said.get("version", ""))


def about(path: Path) -> dict[str, str]:
    """What a catalogue says of itself.

    Raises:
        CatalogUnusable: it is no catalogue of ours.
    """
    connection = open_catalog(path)
    try:
        return meta(connection)
    finally:
        connection.close()
