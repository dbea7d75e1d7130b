"""The parts of others that one page is made of: Python for the browser, and what canang needs that is compiled.

They are given by whoever makes the page, as files in a folder, and checked against what is pinned here. canang fetches
nothing itself.
"""

import hashlib
import tarfile
import zipfile
from io import BytesIO
from pathlib import Path

import msgspec

from canang.errors import Code, Failure

PYODIDE = "314.0.7"
"""The version of Pyodide (CPython 3.14 as WebAssembly), as the npm registry numbers it."""

MSGSPEC = "0.22.0"


class Part(msgspec.Struct, frozen=True):
    """A file that is asked for: its name as its registry gives it, and what it must hold."""

    name: str
    algorithm: str
    digest: str


RUNTIME = Part(
    f"pyodide-{PYODIDE}.tgz",
    "sha512",
    "d18bd7c4485f11da4b7dbfd790cd8114078c44eab488c517d9bcf31fda4eb6dc"
    "8c716930abe1db139bb2b860fcd8b37bcb6abe48dbe2ffa579244b0e943d91d4",
)
"""From the npm registry; the digest is that of its ``dist.integrity``."""

MODELS = Part(
    f"msgspec-{MSGSPEC}-cp314-cp314-pyemscripten_2026_0_wasm32.whl",
    "sha256",
    "a66b1766311e42371e509c996c3933b161c7ae0eabdf361af5316dec197e1022",
)
"""From PyPI."""

FETCH = (
    f"npm pack pyodide@{PYODIDE} && "
    "python3 -m pip download --no-deps --only-binary :all: --implementation cp --python-version 3.14 --abi cp314"
    f" --platform pyemscripten_2026_0_wasm32 msgspec=={MSGSPEC}"
)
"""The command that fetches both into the folder in which it is run."""


class Runtime(msgspec.Struct, frozen=True):
    """Python for the browser: what starts it, its machine, its WebAssembly, its standard library as a ZIP, and what it
    says of itself (JSON)."""

    loader: bytes
    machine: bytes
    wasm: bytes
    library: bytes
    lock: bytes


def read_parts(folder: Path) -> tuple[Runtime, zipfile.ZipFile]:
    """The parts from a folder: Python for the browser, and the wheel of the models.

    Raises:
        Failure: one is missing, or is another than the one that is pinned.
    """
    packed, wheel = _checked(folder, RUNTIME), _checked(folder, MODELS)
    with tarfile.open(fileobj=BytesIO(packed)) as archive:
        names = ("pyodide.js", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip",
                 "pyodide-lock.json")  # fmt: skip
        found = [archive.extractfile(f"package/{name}") for name in names]
        held = [file.read() for file in found if file is not None]
    return Runtime(*held), zipfile.ZipFile(BytesIO(wheel))


def _checked(folder: Path, part: Part) -> bytes:
    try:
        content = (folder / part.name).read_bytes()
    except FileNotFoundError:
        raise Failure(
            f"Trong {folder} không có {part.name}, một trong hai linh kiện của trang (Python cho trình duyệt).",
            f"Ở máy có mạng, trong thư mục ấy, chạy một lần: {FETCH}",
            Code.BAD_INPUT,
        ) from None
    if hashlib.new(part.algorithm, content).hexdigest() != part.digest:
        raise Failure(
            f"{folder / part.name} không đúng bản đã định ({part.algorithm.upper()} khác); không dùng.",
            f"Xóa tệp ấy, rồi trong thư mục ấy chạy: {FETCH}",
            Code.BAD_INPUT,
        )
    return content
