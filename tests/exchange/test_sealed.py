"""Packs hold nothing but what is signed: no byte before, between, behind or in the margins of their parts."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import Canang

from canang.exchange.sealed_zip import write_sealed


def _repacked(path: Path, kind: int) -> None:
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(path, "w", kind) as new:
        for name, content in parts.items():
            new.writestr(name, content)


def _turned(path: Path, mark: bytes, behind: int) -> None:
    content = bytearray(path.read_bytes())
    content[content.index(mark) + behind] ^= 1
    path.write_bytes(content)


def _padded(path: Path) -> None:
    """Bytes behind the packed stream of the first part, within what the directory says is its own."""
    with zipfile.ZipFile(path) as old:
        parts = [(name, old.read(name)) for name in old.namelist()]
    compressor = zipfile._get_compressor  # type: ignore[attr-defined]

    class Padding:
        def __init__(self, inner: object) -> None:
            self._inner = inner

        def compress(self, content: bytes) -> bytes:
            return bytes(self._inner.compress(content))  # type: ignore[attr-defined]

        def flush(self) -> bytes:
            return bytes(self._inner.flush()) + b"PADDING"  # type: ignore[attr-defined]

    zipfile._get_compressor = lambda *kind: Padding(compressor(*kind))  # type: ignore[attr-defined]
    try:
        write_sealed(path, parts)
    finally:
        zipfile._get_compressor = compressor  # type: ignore[attr-defined]


FORGED: dict[str, Callable[[Path], object]] = {
    "before": lambda path: path.write_bytes(b"#!/bin/sh\n" + path.read_bytes()),
    "behind": lambda path: path.write_bytes(path.read_bytes() + b"JUNK"),
    "comment": lambda path: path.write_bytes(path.read_bytes()[:-2] + b"\x04\x00JUNK"),
    "stored": lambda path: _repacked(path, zipfile.ZIP_STORED),
    "another program": lambda path: _repacked(path, zipfile.ZIP_DEFLATED),
    "time of a part": lambda path: _turned(path, b"PK\x03\x04", 10),
    "time in the directory": lambda path: _turned(path, b"PK\x01\x02", 12),
    "rights": lambda path: _turned(path, b"PK\x01\x02", 40),
    "system": lambda path: _turned(path, b"PK\x01\x02", 5),
    "inside a part": _padded,
}


@pytest.fixture
def sender(canang: Canang, tmp_path: Path) -> Path:
    assert canang("ho-so", "mo", "TDC-01.2", "Chợ Mới").code == 0
    pack = tmp_path / "a.goi"
    assert canang("ho-so", "gui-goi", "Chợ Mới", "-o", str(pack)).code == 0
    return pack


def test_the_same_parts_are_the_same_file(tmp_path: Path) -> None:
    (tmp_path / "tep").write_bytes(b"abc" * 1000)
    for name in ("a", "b"):
        write_sealed(tmp_path / name, [("x", b"1"), ("y", tmp_path / "tep")])
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


@pytest.mark.parametrize("forge", FORGED.values(), ids=FORGED)
def test_a_pack_of_cases_with_more_than_its_parts_is_refused(
    canang: Canang, sender: Path, tmp_path: Path, forge: Callable[[Path], object]
) -> None:
    home = str(tmp_path / "may-khac")
    forge(sender)
    done = canang("ho-so", "nhan-goi", str(sender), "--tin", CANANG_HOME=home)
    assert done.code == 3 and done.err.startswith("Lỗi: ")
    assert "Chợ Mới" not in canang("ho-so", CANANG_HOME=home).out


def test_a_pack_of_cases_as_it_was_sent_is_taken(canang: Canang, sender: Path, tmp_path: Path) -> None:
    home = str(tmp_path / "may-khac")
    assert canang("ho-so", "nhan-goi", str(sender), "--tin", CANANG_HOME=home).code == 0
    assert "Chợ Mới" in canang("ho-so", CANANG_HOME=home).out
