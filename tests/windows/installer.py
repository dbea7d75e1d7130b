"""The folder and the installer, built of real wheels and used on a Windows without Python: made twice, installed,
upgraded, removed, with a case that outlives it all. Run by ``.ci/windows``; ``CANANG_EMBEDDABLE`` is the ZIP of the
Python to put in, ``CANANG_WHEELS`` the folder of wheels.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import urllib.request
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import pytest

sys.path.insert(0, str(Path(__file__).parents[2]))

from delivery.archive import write_zip
from delivery.windows.folder import Folder, make_folder
from delivery.windows.installer import make_installer

EMBEDDABLE, WHEELS = Path(os.environ["CANANG_EMBEDDABLE"]), Path(os.environ["CANANG_WHEELS"])
PREFIX = Path(os.environ["WINEPREFIX"])
LOCAL = PREFIX / "drive_c" / "users" / os.environ.get("USER", "root") / "AppData" / "Local"
INSTALLED, OWN = LOCAL / "Programs" / "canang", LOCAL / "canang"


@pytest.fixture(scope="module")
def folder() -> Folder:
    return make_folder(EMBEDDABLE, hashlib.sha256(EMBEDDABLE.read_bytes()).hexdigest(), WHEELS, pdf=False)


def installer_of(folder: Folder, version: str, place: Path) -> Path:
    """An installer of this folder as of a version; packed the quick way."""
    own = Folder(folder.files | {PurePosixPath("phien-ban.txt"): version.encode()}, version, folder.moment)
    target = place / f"canang-{version}.exe"
    make_installer(own, target, compressor="zlib")
    return target


@pytest.fixture(scope="module")
def newer(folder: Folder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return installer_of(folder, "0.3.0", tmp_path_factory.mktemp("moi"))


def wine(*command: str, cwd: Path | None = None) -> tuple[int, str]:
    """Run a program of Windows with its streams as pipes; its exit code and what it said."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("CANANG_")}
    done = subprocess.run(
        ["wine", *command], input=b"\n", stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False, timeout=300,
        env=environment, cwd=cwd,
    )  # fmt: skip
    return done.returncode, done.stdout.decode("utf-8", errors="replace")


def canang(place: Path, *arguments: str, cwd: Path | None = None) -> tuple[int, str]:
    """Run what is clicked on, as a window of commands does."""
    return wine("cmd", "/c", "call", windows(place / "canang.cmd"), *arguments, cwd=cwd)


def windows(path: Path) -> str:
    return "Z:" + str(path).replace("/", "\\")


def users_path() -> str:
    code, said = wine("reg", "query", r"HKCU\Environment", "/v", "Path")
    return "" if code else said


@pytest.fixture(scope="module")
def unpacked(folder: Folder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The ZIP as somebody unpacks it, in a folder with Vietnamese in its name."""
    place = tmp_path_factory.mktemp("usb") / "Tài liệu xã"
    archive = place.with_suffix(".zip")
    write_zip(archive, folder.files, folder.moment)
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(place)
    _for_wine(place)
    return place


def _for_wine(place: Path) -> None:
    """What wine 8 lacks, beside the delivered Python: random numbers under their newer name."""
    given = Path(os.environ["CANANG_WINDOWS_PROGRAM"]).parent
    shutil.copyfile(given / "bcryptprimitives.dll", place / "python" / "bcryptprimitives.dll")
    (place / "python" / "_wmi.pyd").unlink(missing_ok=True)


def test_the_same_inputs_give_the_same_bytes(folder: Folder, newer: Path, tmp_path: Path) -> None:
    again = make_folder(EMBEDDABLE, hashlib.sha256(EMBEDDABLE.read_bytes()).hexdigest(), WHEELS, pdf=False)
    for number, each in enumerate((folder, again)):
        write_zip(tmp_path / f"{number}.zip", each.files, each.moment)
    assert (tmp_path / "0.zip").read_bytes() == (tmp_path / "1.zip").read_bytes()
    assert installer_of(again, "0.3.0", tmp_path).read_bytes() == newer.read_bytes()


def test_the_folder_runs_where_it_lies(unpacked: Path, tmp_path: Path) -> None:
    code, said = canang(unpacked, "tim", "cây xăng")
    assert code == 0, said
    assert "1. TDC-01.2" in said
    assert "Syntax error" not in said
    code, said = canang(unpacked, "export", "TDC-01.2", "-o", windows(tmp_path / "phiếu.docx"))
    assert code == 0, said
    assert (tmp_path / "phiếu.docx").read_bytes().startswith(b"PK")
    assert canang(unpacked, "tim", "xyzzyx")[0] == 1


def test_the_small_edition_says_that_it_makes_no_pdf_and_what_else(unpacked: Path, tmp_path: Path) -> None:
    # By the Python in the folder: ``call`` of wine's cmd tells every failure as 1.
    program = windows(unpacked / "python" / "python.exe")
    code, said = wine(program, "-m", "canang", "export", "TDC-01.2", "-o", windows(tmp_path / "phieu.pdf"))
    assert code == 2
    assert "không làm được PDF" in said
    assert "docx" in said
    assert not (tmp_path / "phieu.pdf").exists()


def test_the_folder_opens_the_pages(unpacked: Path, tmp_path: Path) -> None:
    program = subprocess.Popen(
        ["wine", windows(unpacked / "python" / "python.exe"), "-m", "canang", "web", "--khong-mo", "--cong", "0"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        env={**os.environ, "CANANG_HOME": windows(tmp_path)},
    )  # fmt: skip
    try:
        assert program.stdout is not None
        said = ""
        while (found := re.search(r"http://127\.0\.0\.1:\d+\S*", said)) is None:
            line = program.stdout.readline().decode("utf-8", errors="replace")
            assert line, said
            said += line
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor())
        with opener.open(found[0], timeout=60) as page:
            assert "Cẩm nang" in page.read().decode()
    finally:
        program.kill()
        program.wait()


def set_up(installer: Path) -> tuple[int, str]:
    answer = wine(str(installer), "/S")
    if INSTALLED.is_dir():
        _for_wine(INSTALLED)
    return answer


@pytest.fixture
def before() -> Iterator[str]:
    """The user's PATH, with something of their own that is longer than NSIS could hold."""
    own = ";".join(f"C:\\cong cu\\{n}" for n in range(150)) + ";%USERPROFILE%\\bin"
    wine("reg", "add", r"HKCU\Environment", "/v", "Path", "/t", "REG_EXPAND_SZ", "/d", own, "/f")
    yield own
    wine("reg", "delete", r"HKCU\Environment", "/v", "Path", "/f")


def test_it_is_installed_upgraded_and_removed_and_the_case_outlives_it(
    folder: Folder, newer: Path, tmp_path: Path, before: str
) -> None:
    shutil.rmtree(OWN, ignore_errors=True)  # of an earlier run of this test, where the Windows is kept
    code, said = set_up(installer_of(folder, "0.2.0", tmp_path))
    assert code == 0, said
    assert before in users_path()
    assert users_path().lower().count("programs\\canang") == 1
    menu = list((PREFIX / "drive_c").rglob("Start Menu/Programs/canang/*.lnk"))
    assert {each.stem for each in menu} == {"Cẩm nang", "Cẩm nang (cửa sổ lệnh)", "Gỡ cài canang"}
    code, said = canang(INSTALLED, "ho-so", "mo", "TDC-01.2", "Cây xăng số 5")
    assert code == 0, said
    assert (OWN / "ho-so.sqlite").is_file()

    # That it is refused while the older one runs only a real Windows shows: wine moves a folder that is in use.
    code, said = set_up(newer)
    assert code == 0, said
    assert (INSTALLED / "phien-ban.txt").read_text() == "0.3.0"
    assert not INSTALLED.with_name("canang.cu").exists()
    assert not INSTALLED.with_name("canang.moi").exists()
    assert users_path().lower().count("programs\\canang") == 1
    assert "Cây xăng số 5" in canang(INSTALLED, "ho-so")[1]

    wine(str(INSTALLED / "go-cai.exe"), "/S", f"_?=C:{str(INSTALLED).split('drive_c')[1]}".replace("/", "\\"))
    assert not (INSTALLED / "canang.cmd").exists()
    assert before in users_path()
    assert "programs\\canang" not in users_path().lower()
    assert not list((PREFIX / "drive_c").rglob("Start Menu/Programs/canang"))
    assert (OWN / "ho-so.sqlite").is_file()
