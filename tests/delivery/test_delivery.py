"""What is delivered: the same inputs give the same bytes, and what does not belong there is refused or left out."""

import hashlib
import subprocess
import sys
import zipfile
from pathlib import Path, PurePosixPath

import pytest
from tests.conftest import ROOT

sys.path.insert(0, str(ROOT))

from delivery.archive import moment_of, write_zip
from delivery.bundle.__main__ import SCRIPTS
from delivery.wheels import SYSTEMS
from delivery.windows.folder import CLICKED, CannotBuild, make_folder
from delivery.windows.installer import _listed


def wheel(folder: Path, name: str, tag: str = "py3-none-any", **files: str) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}-1.0-{tag}.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for inner, text in {f"{name}/__init__.py": "", **files, f"{name}-1.0.dist-info/RECORD": ""}.items():
            archive.writestr(zipfile.ZipInfo(inner, (2026, 11, 29, 0, 0, 0)), text)
    return path


@pytest.fixture
def wheels(tmp_path: Path) -> Path:
    folder = tmp_path / "wheels"
    wheel(folder, "canang", **{"canang/tests/test_a.py": "", "canang/py.typed": ""})
    wheel(folder, "typst", "cp39-abi3-win_amd64")
    wheel(folder, "lxml", "cp312-cp312-win_amd64", **{"lxml/a.h": "", "lxml-1.0.data/purelib/b.py": ""})
    wheel(folder, "pip")
    return folder


@pytest.fixture
def python(tmp_path: Path) -> tuple[Path, str]:
    path = tmp_path / "python.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name in ("python.exe", "python312.zip", "python312._pth"):
            archive.writestr(name, name)
    return path, hashlib.sha256(path.read_bytes()).hexdigest()


def test_the_folder_holds_python_the_program_and_what_is_clicked(wheels: Path, python: tuple[Path, str]) -> None:
    made = make_folder(*python, wheels)
    names = set(map(str, made.files))
    assert names >= {*CLICKED, "python/python.exe", "lib/canang/__init__.py", "lib/typst/__init__.py", "lib/b.py"}
    assert not [name for name in names if name.startswith("lib/pip") or name.endswith(".h") or "/tests/" in name]
    assert made.files[PurePosixPath("python/python312._pth")] == b"python312.zip\n.\n../lib\n"
    assert not any("typst" in str(name) for name in make_folder(*python, wheels, pdf=False).files)
    for name in CLICKED:
        assert PurePosixPath(name).name.isascii()
        assert b"\r\n" in made.files[PurePosixPath(name)]


def test_the_same_inputs_give_the_same_bytes(wheels: Path, python: tuple[Path, str], tmp_path: Path) -> None:
    for number in (1, 2):
        made = make_folder(*python, wheels)
        write_zip(tmp_path / f"{number}.zip", dict(reversed(list(made.files.items()))), made.moment)
    assert (tmp_path / "1.zip").read_bytes() == (tmp_path / "2.zip").read_bytes()
    assert moment_of(next(wheels.glob("canang*"))) == (2026, 11, 29, 0, 0, 0)
    listed = _listed(made, Path("/w"))
    assert listed == _listed(make_folder(*python, wheels), Path("/w"))
    assert listed.startswith('SetOutPath "$INSTDIR.moi"\nFile "/w/Cam nang.cmd"\n')


def test_another_python_than_the_one_named_is_refused(wheels: Path, python: tuple[Path, str]) -> None:
    with pytest.raises(CannotBuild, match="SHA-256"):
        make_folder(python[0], "0" * 64, wheels)


@pytest.mark.parametrize("tag", ["cp311-cp311-win_amd64", "cp312-cp312-manylinux_2_17_x86_64", "cp312-cp312-win32"])
def test_a_wheel_of_another_system_or_python_is_refused(wheels: Path, python: tuple[Path, str], tag: str) -> None:
    wheel(wheels, "rapidfuzz", tag)
    with pytest.raises(CannotBuild, match="rapidfuzz"):
        make_folder(*python, wheels)


def test_without_the_program_there_is_no_folder(tmp_path: Path, python: tuple[Path, str]) -> None:
    (tmp_path / "trong").mkdir()
    with pytest.raises(CannotBuild, match="đúng một bánh xe"):
        make_folder(*python, tmp_path / "trong")


def test_every_system_has_its_script_and_the_shell_reads_it() -> None:
    assert set(SCRIPTS) == set(SYSTEMS)
    for script in {*SCRIPTS.values()} - {"cai-dat.cmd"}:
        subprocess.run(["sh", "-n", str(ROOT / "delivery" / "bundle" / script)], check=True)
    for name in [ROOT / "delivery/bundle/cai-dat.cmd", *(ROOT / "delivery/windows").glob("*.cmd")]:
        assert name.read_text(encoding="utf-8").isascii(), "a window of Windows reads it in a code page of its own"


@pytest.mark.posix
def test_the_path_of_a_user_is_kept_but_for_our_folder() -> None:
    source = (
        (ROOT / "delivery" / "windows" / "path_entry.py").read_text(encoding="utf-8").replace("import winreg\n", "")
    )
    names: dict[str, object] = {"__name__": "path_entry"}
    exec(source, names)
    changed = names["changed"]
    assert callable(changed)
    own, ours = "C:\\a;%USERPROFILE%\\b;;D:\\c d\\", "C:\\Users\\An\\canang"
    there = changed(own, ours, there=True)
    assert there == f"{own};{ours}"
    assert changed(there, ours.upper(), there=True) == f"{own};{ours.upper()}"
    assert changed(there, ours, there=False) == own
    assert changed("", ours, there=True) == ours
    assert changed(ours, ours, there=False) == ""
