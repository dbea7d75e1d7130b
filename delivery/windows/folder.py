"""The folder: an embeddable Python of python.org, the wheels unpacked beside it, and what is clicked on."""

import hashlib
import zipfile
from pathlib import Path, PurePosixPath

import msgspec

from delivery.archive import Moment, moment_of

HERE = Path(__file__).parent
CLICKED = ("canang.cmd", "Cam nang.cmd", "DOC TRUOC.txt", "path_entry.py")
"""What stands at the top of the folder. Names without marks: unpacked by another code page they would change."""

TYPESETTER = "typst"
_NOT_NEEDED = frozenset({"pip", "setuptools", "wheel"})
"""What packages ask for only to install others."""

_LEFT_OUT = (".pyi", ".pxd", ".pyx", ".h", ".c", ".pyc")
"""Endings of files that only somebody who develops needs."""


class CannotBuild(Exception):
    """The folder cannot be made of what was given."""


class Folder(msgspec.Struct, frozen=True):
    """The files of the folder by their place in it, the program's version, and the moment that all of them bear."""

    files: dict[PurePosixPath, bytes]
    version: str
    moment: Moment

    @property
    def size(self) -> int:
        """Bytes on the disk."""
        return sum(map(len, self.files.values()))


def make_folder(python: Path, sha256: str, wheels: Path, *, pdf: bool = True) -> Folder:
    """Put the folder together.

    Args:
        python: the ZIP of an embeddable CPython for amd64.
        sha256: its digest, as python.org publishes it: what is not that file is not delivered.
        wheels: a folder that ``delivery.wheels`` filled for that version of Python.
        pdf: with the typesetter, which is half of everything.

    Raises:
        CannotBuild: the Python is another, a wheel is for another system, or there is none of canang.
    """
    own = sorted(wheels.glob("canang-*.whl"))
    if len(own) != 1:
        raise CannotBuild(f"Trong {wheels} phải có đúng một bánh xe canang-….whl; đang có {len(own)}.")
    files = _python(python, sha256)
    tag = next(name.name for name in files if name.name.endswith("._pth"))
    version = tag.removeprefix("python").removesuffix("._pth")
    for wheel in sorted(wheels.glob("*.whl")):
        name = wheel.name.split("-")[0].lower()
        if name in _NOT_NEEDED or (name == TYPESETTER and not pdf):
            continue
        _check_tag(wheel, version)
        files |= {PurePosixPath("lib") / place: content for place, content in _unpacked(wheel).items()}
    # Only these folders, whatever Python or variables the machine has.
    files[PurePosixPath("python") / tag] = f"python{version}.zip\n.\n../lib\n".encode()
    for name in CLICKED:
        # A window of Windows wants the ends of its lines; the marks of Vietnamese in a text want a sign of the code.
        text = (HERE / name).read_text(encoding="utf-8").replace("\n", "\r\n")
        files[PurePosixPath(name)] = text.encode("utf-8-sig" if name.endswith(".txt") else "utf-8")
    return Folder(files, own[0].name.split("-")[1], moment_of(own[0]))


def _python(path: Path, sha256: str) -> dict[PurePosixPath, bytes]:
    content = path.read_bytes()
    found = hashlib.sha256(content).hexdigest()
    if found != sha256.strip().lower():
        raise CannotBuild(f"{path} có SHA-256 là {found}, không phải {sha256}. Không dùng.")
    with zipfile.ZipFile(path) as archive:
        files = {
            PurePosixPath("python") / part.filename: archive.read(part)
            for part in archive.infolist()
            if not part.is_dir()
        }
    if PurePosixPath("python/python.exe") not in files or not any(name.name.endswith("._pth") for name in files):
        raise CannotBuild(f"{path} không phải Python nhúng (embeddable) của Windows.")
    return files


def _check_tag(wheel: Path, version: str) -> None:
    python, abi, platform = wheel.stem.split("-")[-3:]
    fits = platform in {"any", "win_amd64"} and (abi in {"none", "abi3"} or f"cp{version}" in python.split("."))
    if not fits:
        raise CannotBuild(f"{wheel.name} không dùng được cho Python {version} trên Windows 64 bit.")


def _unpacked(wheel: Path) -> dict[PurePosixPath, bytes]:
    """The files of a wheel where they lie once it is installed, without scripts and what only developers need."""
    files = {}
    with zipfile.ZipFile(wheel) as archive:
        for part in archive.infolist():
            place = PurePosixPath(part.filename)
            if place.parts[0].endswith(".data"):
                if place.parts[1] not in {"purelib", "platlib"}:
                    continue
                place = PurePosixPath(*place.parts[2:])
            if part.is_dir() or place.suffix in _LEFT_OUT or "tests" in place.parts[:-1]:
                continue
            files[place] = archive.read(part)
    return files
