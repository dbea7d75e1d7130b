"""Packs: what is signed by a trusted key and newer is taken in whole; all else is refused and nothing changes."""

import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.conftest import ROOT, Canang, Once, Outcome, examples, runner
from tests.exchange.test_sealed import FORGED

from canang.exchange.sealed_zip import write_sealed
from canang.seed.build import seal

pytestmark = pytest.mark.usefixtures("came_with_it")


@pytest.fixture(scope="session")
def signed(once: Once, small: Path) -> Path:
    """A folder with a key, a catalogue of a later day and one of a still later, and a pack of the first of them."""

    def make(folder: Path) -> None:
        folder.mkdir()
        canang = runner(folder / "home")
        assert canang("du-lieu", "khoa", "--tao", str(folder / "ky.pem"), CANANG_DB="").code == 0
        for version in ("2027.01.05", "2027.02.01"):
            newer(canang, small, folder, version)
        line = ("du-lieu", "dong-goi", str(folder / "moi.canang"), "--khoa", str(folder / "ky.pem"))
        more = ("--ghi-chu", "Sửa hạn TDC-01", "--tu", str(folder / "2027.01.05.sqlite"))
        done = canang(*line, *more, CANANG_DB="")
        assert (done.code, done.err) == (0, "")

    return once.made("goi", make)


def newer(canang: Canang, small: Path, folder: Path, version: str) -> None:
    """The small catalogue of a later day."""
    seed = folder / f"seed-{version}"
    shutil.copytree(small / "data" / "seed", seed)
    about = seed / "catalogue.yaml"
    lines = about.read_text(encoding="utf-8").splitlines()
    day = version.replace(".", "-")
    lines = [f'version: "{version}"' if line.startswith("version") else line for line in lines]
    lines = [f"as_of: {day}" if line.startswith("as_of") else line for line in lines]
    about.write_text("\n".join(lines) + "\n", encoding="utf-8")
    family = seed / "families" / "tdc-01.yaml"
    text = family.read_text(encoding="utf-8")
    assert text.count("Đến cơ sở, xuất trình quyết định") == 1
    family.write_text(text.replace("Đến cơ sở, xuất trình quyết định", "Xuất trình quyết định"), encoding="utf-8")
    assert canang("du-lieu", "xay", "--tu", str(seed), "--ra", str(folder / f"{version}.sqlite")).code == 0


@pytest.fixture
def office(canang: Canang, signed: Path, tmp_path: Path) -> Canang:
    """An office that trusts the key ``ky.pem``, on the bundled catalogue."""

    def run(*arguments: str, **options: object) -> Outcome:
        return canang(*arguments, **{"CANANG_DB": "", **options})

    for name in ("ky.pem", "ky.pub"):
        shutil.copy(signed / name, tmp_path)
    assert run("du-lieu", "khoa", "--tin", str(tmp_path / "ky.pub")).code == 0
    return run


@pytest.fixture
def pack(signed: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(signed / "moi.canang", tmp_path))


def version(office: Canang) -> str:
    return str(json.loads(office("du-lieu", "phien-ban", "--json").out)["version"])


def test_a_good_pack_is_taken_in_and_given_back(office: Canang, pack: Path) -> None:
    before = version(office)
    done = office("du-lieu", "cap-nhat", str(pack))
    assert done.code == 0 and "2027.01.05" in done.out and "Sửa hạn TDC-01" in done.out
    assert version(office) == "2027.01.05"
    assert office("du-lieu", "kiem-tra").code == 0
    again = office("du-lieu", "cap-nhat", str(pack))
    assert again.code == 3 and "Đang dùng đúng bản" in again.err
    assert office("du-lieu", "cap-nhat", "--quay-lai").code == 0
    assert version(office) == before
    assert office("du-lieu", "cap-nhat", "--quay-lai").code == 1


@pytest.fixture
def stick(pack: Path, tmp_path: Path) -> Path:
    """A stick with the pack in a folder of it, a damaged one, and what else lies on sticks."""
    place = tmp_path / "usb"
    (place / "Dữ liệu").mkdir(parents=True)
    (place / "hỏng.canang").write_bytes(b"PK")
    (place / "anh.jpg").write_bytes(b"x")
    pack.rename(place / "Dữ liệu" / "mới.canang")
    return place


def test_a_pack_on_a_stick_is_found_and_tells_what_it_changes_at_open_cases(office: Canang, stick: Path) -> None:
    for name, entry in (("Chợ Mới", "TDC-01.1"), ("Bưu cục", "BC-01.1"), ("Đã xong", "TDC-01.1")):
        assert office("ho-so", "mo", entry, name).code == 0
    assert office("ho-so", "dong", "Đã xong", "--van-lam").code == 0
    before = version(office)
    shown = office("cap-nhat", str(stick), "--xem")
    assert (shown.code, shown.err) == (0, "")
    assert "mới.canang: dữ liệu bản 2027.01.05, tính đến 05/01/2027" in " ".join(shown.out.split())
    assert "Hồ sơ “Chợ Mới” (TDC-01.1): đổi 1 điều" in shown.out
    assert "Bưu cục" not in shown.out and "Đã xong" not in shown.out
    told = json.loads(office("du-lieu", "cap-nhat", str(stick), "--xem", "--json").out)
    assert told["cases"] == [{"case": "Chợ Mới", "entry": "TDC-01.1", "changes": 1}]
    assert version(office) == before


def test_a_pack_on_a_stick_is_taken_in_once_somebody_says_so(office: Canang, stick: Path) -> None:
    before = version(office)
    unasked = office("cap-nhat", str(stick))
    assert unasked.code == 2 and "chưa được dùng" in unasked.err
    refused = office("cap-nhat", str(stick), terminal=True, stdin="t\n")
    assert refused.code == 0 and version(office) == before
    done = office("cap-nhat", str(stick), terminal=True, stdin="\n")
    assert done.code == 0 and "Trở lại như trước" in done.out
    assert version(office) == "2027.01.05"
    assert office("cap-nhat", "--quay-lai").code == 0
    assert version(office) == before


def test_a_stick_without_a_good_pack_says_why(office: Canang, stick: Path, tmp_path: Path) -> None:
    (stick / "Dữ liệu" / "mới.canang").unlink()
    bad = office("cap-nhat", str(stick), "--xem")
    assert bad.code == 3 and "giữ nguyên" in bad.err
    (tmp_path / "trong").mkdir()
    none = office("cap-nhat", str(tmp_path / "trong"))
    assert none.code == 1 and "không có gói .canang nào" in none.err


def test_an_older_pack_is_refused_but_one_can_go_back(office: Canang, pack: Path, signed: Path, tmp_path: Path) -> None:
    later = tmp_path / "sau.canang"
    data = signed / "2027.02.01.sqlite"
    office("du-lieu", "dong-goi", str(later), "--khoa", str(tmp_path / "ky.pem"), "--tu", str(data))
    assert office("du-lieu", "cap-nhat", str(pack)).code == 0
    assert office("du-lieu", "cap-nhat", str(later)).code == 0
    old = office("du-lieu", "cap-nhat", str(pack))
    assert old.code == 3 and "cũ hơn" in old.err
    assert office("du-lieu", "cap-nhat", "--quay-lai").code == 0
    assert version(office) == "2027.01.05"


def rewrite(change: Callable[[dict[str, bytes]], object]) -> Callable[[Path], None]:
    """A change of the parts of a pack, which are then packed anew."""

    def run(path: Path) -> None:
        with zipfile.ZipFile(path) as old:
            parts = {name: old.read(name) for name in old.namelist()}
        change(parts)
        write_sealed(path, parts.items())

    return run


def restate(**said: object) -> Callable[[Path], None]:
    """The manifest says something else; the signature is no longer of it."""
    return rewrite(
        lambda parts: parts.update(
            {"manifest.json": json.dumps({**json.loads(parts["manifest.json"]), **said}).encode()}
        )
    )


def flip(parts: dict[str, bytes], name: str, place: int) -> None:
    content = bytearray(parts[name])
    content[place] ^= 1
    parts[name] = bytes(content)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-4000])


def link_out(path: Path) -> None:
    """A part that is a symbolic link out of the folder."""
    with zipfile.ZipFile(path, "a") as pack:
        link = zipfile.ZipInfo("lien-ket")
        link.external_attr = 0o120777 << 16
        pack.writestr(link, "/etc/passwd")


REFUSALS = {
    "truncated": (cut, "bị cắt, hỏng"),
    "empty": (lambda path: path.write_bytes(b"PK"), "bị cắt, hỏng"),
    "data altered": (rewrite(lambda parts: flip(parts, "tasks.sqlite", 5000)), "không khớp mã băm"),
    "manifest altered": (restate(note="khác"), "Chữ ký của gói không đúng"),
    "signature altered": (rewrite(lambda parts: flip(parts, "manifest.sig", 3)), "Chữ ký của gói không đúng"),
    "unsigned": (rewrite(lambda parts: parts.pop("manifest.sig")), "không có chữ ký"),
    "without data": (rewrite(lambda parts: parts.pop("tasks.sqlite")), "thừa, thiếu hoặc trùng"),
    "path outside": (rewrite(lambda parts: parts.update({"../../xau.txt": b"x"})), "thừa, thiếu hoặc trùng"),
    "symlink": (link_out, "thừa, thiếu hoặc trùng"),
    "signature too long": (rewrite(lambda parts: parts.update({"manifest.sig": b"x" * 200})), "quá lớn"),
    "manifest no JSON": (rewrite(lambda parts: parts.update({"manifest.json": b"{"})), "không ghi rõ"),
    "manifest of later kind": (restate(them="x"), "không ghi rõ"),
    "another key named": (restate(key="0123456789abcdef"), "không phải khóa đã tin"),
}


@pytest.mark.parametrize("kind", REFUSALS)
def test_what_is_wrong_with_a_pack_is_told_and_nothing_changes(
    office: Canang, pack: Path, tmp_path: Path, kind: str
) -> None:
    spoil, says = REFUSALS[kind]
    before = version(office)
    spoil(pack)
    done = office("du-lieu", "cap-nhat", str(pack))
    assert done.code == 3 and says in done.err and "được giữ nguyên" in done.err
    assert version(office) == before
    left = {path.name for path in (tmp_path / "home" / "du-lieu").iterdir()} - {".khoa-ghi"}
    assert left == {"khoa", "lop"}
    assert not list(tmp_path.rglob("xau.txt"))


def sign_again(path: Path, tmp_path: Path, **said: object) -> None:
    """The manifest says something else, and the trusted key signs that too: only the facts can speak against it."""
    from canang.exchange.keys import read_private  # noqa: PLC0415

    key = read_private(tmp_path / "ky.pem", None)

    def change(parts: dict[str, bytes]) -> None:
        parts["manifest.json"] = json.dumps({**json.loads(parts["manifest.json"]), **said}).encode()
        parts["manifest.sig"] = key.sign(parts["manifest.json"])

    rewrite(change)(path)


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ({"schema": 999}, "bản canang mới hơn"),
        ({"format": 2}, "bản canang mới hơn"),
        ({"schema": 1}, "bản canang cũ hơn"),
        ({"as_of": "2020-01-01"}, "cũ hơn dữ liệu đang dùng"),
        ({"size": 10**15}, "cỡ dữ liệu không thể có"),
        ({"size": 100}, "không khớp mã băm"),
        ({"version": "2027.09.09"}, "không đúng bản mà gói ghi"),
        ({"layer": "../x"}, "tên không dùng được"),
    ],
)
def test_even_a_signed_lie_is_refused(
    office: Canang, pack: Path, tmp_path: Path, said: dict[str, object], says: str
) -> None:
    sign_again(pack, tmp_path, **said)
    done = office("du-lieu", "cap-nhat", str(pack))
    assert done.code == 3 and says in done.err


def test_a_damaged_catalogue_is_refused_though_signed(office: Canang, pack: Path, tmp_path: Path) -> None:
    """Its hash is right, its signature too, and a row was changed behind the back of its content hash."""
    import hashlib  # noqa: PLC0415

    broken = tmp_path / "hong.sqlite"
    with zipfile.ZipFile(pack) as parts:
        broken.write_bytes(parts.read("tasks.sqlite"))
    with closing(sqlite3.connect(broken)) as connection, connection:
        connection.execute("UPDATE editions SET fee = 'một triệu đồng'")
    content = broken.read_bytes()
    rewrite(lambda parts: parts.update({"tasks.sqlite": content}))(pack)
    sign_again(pack, tmp_path, sha256=hashlib.sha256(content).hexdigest(), size=len(content))
    done = office("du-lieu", "cap-nhat", str(pack))
    assert done.code == 3 and "không nguyên vẹn" in done.err


def test_nobody_is_trusted_by_himself(canang: Canang, office: Canang, pack: Path) -> None:
    (mark,) = json.loads(office("du-lieu", "khoa", "--json").out)
    assert office("du-lieu", "khoa", "--bo", mark[:6]).code == 0
    done = office("du-lieu", "cap-nhat", str(pack))
    assert done.code == 3 and "Chưa tin khóa nào" in done.err and mark in done.err


def test_a_damaged_catalogue_is_not_packed(office: Canang, tmp_path: Path) -> None:
    broken = tmp_path / "cut.sqlite"
    broken.write_bytes((ROOT / "data" / "tasks.sqlite").read_bytes()[:90_000])
    made = tmp_path / "g.canang"
    line = ("du-lieu", "dong-goi", str(made), "--khoa", str(tmp_path / "ky.pem"), "--tu", str(broken))
    assert office(*line).code == 2
    assert not made.exists()


def test_a_key_is_never_overwritten_and_only_its_owner_reads_it(office: Canang, tmp_path: Path) -> None:
    key = tmp_path / "ky.pem"
    before = key.read_bytes()
    assert office("du-lieu", "khoa", "--tao", str(key)).code == 2
    assert key.read_bytes() == before
    assert os.name == "nt" or key.stat().st_mode & 0o077 == 0


def test_a_key_with_a_password_needs_it(office: Canang, tmp_path: Path) -> None:
    key, made = str(tmp_path / "kin.pem"), str(tmp_path / "g.canang")
    assert office("du-lieu", "khoa", "--tao", key, CANANG_MAT_KHAU_KHOA="bí mật").code == 0
    assert "có mật khẩu" in office("du-lieu", "dong-goi", made, "--khoa", key).err
    assert "không đúng" in office("du-lieu", "dong-goi", made, "--khoa", key, CANANG_MAT_KHAU_KHOA="sai").err
    assert office("du-lieu", "dong-goi", made, "--khoa", key, CANANG_MAT_KHAU_KHOA="bí mật").code == 0


def test_a_layer_travels_in_a_pack(office: Canang, canang: Canang, tmp_path: Path) -> None:
    office("du-lieu", "lop", "tinh-ta", "--an", "TDC-02")
    made = tmp_path / "lop.canang"
    line = ("du-lieu", "dong-goi", str(made), "--lop", "tinh-ta", "--khoa", str(tmp_path / "ky.pem"))
    assert office(*line).code == 0
    commune = str(tmp_path / "xa")
    assert office("du-lieu", "khoa", "--tin", str(tmp_path / "ky.pub"), CANANG_HOME=commune).code == 0
    assert office("xem", "TDC-02", CANANG_HOME=commune).code == 0
    assert office("du-lieu", "cap-nhat", str(made), CANANG_HOME=commune).code == 0
    assert office("xem", "TDC-02", CANANG_HOME=commune).code == 1


def test_a_layer_of_the_same_name_that_was_ones_own_is_kept_beside(office: Canang, tmp_path: Path) -> None:
    office("du-lieu", "lop", "tinh-ta", "--an", "TDC-02")
    made = tmp_path / "lop.canang"
    line = ("du-lieu", "dong-goi", str(made), "--lop", "tinh-ta", "--khoa", str(tmp_path / "ky.pem"))
    assert office(*line).code == 0
    commune = tmp_path / "xa"
    assert office("du-lieu", "khoa", "--tin", str(tmp_path / "ky.pub"), CANANG_HOME=str(commune)).code == 0
    assert office("du-lieu", "lop", "tinh-ta", "--an", "KHCN-05", CANANG_HOME=str(commune)).code == 0
    layer = commune / "du-lieu" / "lop" / "tinh-ta.sqlite"
    own = layer.read_bytes()
    told = office("du-lieu", "cap-nhat", str(made), CANANG_HOME=str(commune))
    assert (told.code, ".truoc" in told.out) == (0, True)
    (kept,) = layer.parent.glob("tinh-ta.sqlite.truoc-*")
    assert kept.read_bytes() == own
    shutil.copyfile(kept, layer)
    assert office("xem", "KHCN-05", CANANG_HOME=str(commune)).code == 1
    assert office("xem", "TDC-02", CANANG_HOME=str(commune)).code == 0


def test_a_layer_that_replaces_an_entry_travels_whole(office: Canang, tmp_path: Path) -> None:
    own = tmp_path / "mau.yaml"
    own.write_text(
        "procedures:\n  - {id: TDC-01.2, name: Kiểm tra cây xăng theo quy chế tỉnh, type: kiem-tra, from: 2026-08-01,"
        " basis: [28/2013/TT-BKHCN Điều 20], steps: [{action: Gọi Sở trước một ngày}]}\n",
        encoding="utf-8",
    )
    done = office("du-lieu", "nhap", str(own), "--lop", "tinh-ta")
    assert (done.code, done.err) == (0, "")
    made = tmp_path / "lop.canang"
    line = ("du-lieu", "dong-goi", str(made), "--lop", "tinh-ta", "--khoa", str(tmp_path / "ky.pem"))
    assert office(*line).code == 0
    commune = str(tmp_path / "xa")
    assert office("du-lieu", "khoa", "--tin", str(tmp_path / "ky.pub"), CANANG_HOME=commune).code == 0
    taken = office("du-lieu", "cap-nhat", str(made), CANANG_HOME=commune)
    assert (taken.code, taken.err) == (0, "")
    assert "Kiểm tra cây xăng theo quy chế tỉnh" in office("xem", "TDC-01.2", CANANG_HOME=commune).out
    assert office("du-lieu", "kiem-tra", CANANG_HOME=commune).code == 0


@settings(deadline=None, max_examples=examples(200), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(where=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_a_pack_with_any_bit_turned_is_taken_in_as_it_was_or_not_at_all(
    office: Canang, pack: Path, tmp_path: Path, where: float, bit: int
) -> None:
    """A turned bit may lie where a ZIP says nothing (a time, a flag); what is taken in is still what was signed."""
    content = bytearray(pack.read_bytes())
    content[int(where * len(content))] ^= 1 << bit
    turned = tmp_path / "lech.canang"
    turned.write_bytes(content)
    home = str(tmp_path / "may-khac")
    shutil.rmtree(home, ignore_errors=True)
    office("du-lieu", "khoa", "--tin", str(tmp_path / "ky.pub"), CANANG_HOME=home)
    done = office("du-lieu", "cap-nhat", str(turned), CANANG_HOME=home)
    told = json.loads(office("du-lieu", "phien-ban", "--json", CANANG_HOME=home).out)
    if done.code == 0:
        with zipfile.ZipFile(pack) as archive:
            assert told["content_hash"] == json.loads(archive.read("manifest.json"))["content_hash"]
    else:
        assert done.err.startswith("Lỗi: ") and told["version"] == version(office)


def test_layers_lie_over_an_update_too(office: Canang, pack: Path) -> None:
    office("du-lieu", "lop", "rieng", "--an", "TDC-02")
    assert office("du-lieu", "cap-nhat", str(pack)).code == 0
    assert (version(office), office("xem", "TDC-02").code) == ("2027.01.05", 1)


@pytest.mark.soak
def test_an_update_killed_at_any_moment_leaves_one_whole_catalogue(office: Canang, pack: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    variables = {**os.environ, "CANANG_HOME": str(home), "CANANG_DB": ""}
    start = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "canang", "du-lieu", "phien-ban"], env=variables, check=True, capture_output=True
    )
    usual = (time.perf_counter() - start) * 4
    versions = set()
    for attempt in range(30):
        process = subprocess.Popen(
            [sys.executable, "-m", "canang", "du-lieu", "cap-nhat", str(pack)],
            env=variables, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        time.sleep(random.Random(attempt).uniform(0, usual))
        process.send_signal(signal.SIGKILL if os.name != "nt" else signal.SIGTERM)
        process.wait()
        assert office("du-lieu", "kiem-tra").code == 0
        versions.add(version(office))
        if version(office) == "2027.01.05":
            assert office("du-lieu", "cap-nhat", "--quay-lai").code == 0
    assert office("du-lieu", "cap-nhat", str(pack)).code == 0
    assert version(office) == "2027.01.05"
    assert versions
    assert not [path for path in (home / "du-lieu").iterdir() if path.suffix == ".tmp"]


@pytest.mark.parametrize("forge", FORGED.values(), ids=FORGED)
def test_a_pack_of_data_with_more_than_its_parts_is_refused(
    office: Canang, pack: Path, forge: Callable[[Path], object]
) -> None:
    before = version(office)
    forge(pack)
    done = office("du-lieu", "cap-nhat", str(pack))
    assert done.code == 3 and done.err.startswith("Lỗi: ") and version(office) == before


def test_the_tenth_comes_after_the_ninth(office: Canang, pack: Path, tmp_path: Path) -> None:
    packed: dict[str, Path] = {}
    for number in ("2027.01.9", "2027.01.10"):
        catalogue = tmp_path / f"{number}.sqlite"
        with zipfile.ZipFile(pack) as parts:
            catalogue.write_bytes(parts.read("tasks.sqlite"))
        with closing(sqlite3.connect(catalogue)) as connection, connection:
            connection.execute("UPDATE meta SET value = ? WHERE key = 'version'", (number,))
            seal(connection)
        packed[number] = tmp_path / f"{number}.canang"
        line = ("du-lieu", "dong-goi", str(packed[number]), "--khoa", str(tmp_path / "ky.pem"))
        assert office(*line, "--tu", str(catalogue)).code == 0
    assert office("du-lieu", "cap-nhat", str(packed["2027.01.10"])).code == 0
    older = office("du-lieu", "cap-nhat", str(packed["2027.01.9"]))
    assert older.code == 3 and "cũ hơn" in older.err
    assert version(office) == "2027.01.10"


def test_a_key_copied_by_hand_can_be_removed(office: Canang, tmp_path: Path) -> None:
    (mark,) = json.loads(office("du-lieu", "khoa", "--json").out)
    (trusted,) = (tmp_path / "home" / "du-lieu" / "khoa").glob("*.pub")
    shutil.copy(trusted, trusted.with_name("toi-chep.pub"))
    assert json.loads(office("du-lieu", "khoa", "--json").out) == [mark]
    assert office("du-lieu", "khoa", "--bo", mark[:6]).code == 0
    assert json.loads(office("du-lieu", "khoa", "--json").out) == []


@pytest.mark.posix
def test_a_key_that_could_not_be_written_leaves_its_name_free(canang: Canang, tmp_path: Path) -> None:
    """A file may be no larger than sixteen bytes, as where a disk is all but full."""
    script = (
        "import resource, signal, sys\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (16, 16))\n"
        "from canang.__main__ import main\nsys.argv = ['canang', *sys.argv[1:]]\nmain()"
    )
    line = [sys.executable, "-c", script, "du-lieu", "khoa", "--tao", str(tmp_path / "moi.pem")]
    full = subprocess.run(line, capture_output=True, env={**os.environ, "CANANG_HOME": str(tmp_path)}, check=False)
    assert full.returncode == 2 and "Traceback" not in full.stderr.decode()
    assert not (tmp_path / "moi.pem").exists()
    assert canang("du-lieu", "khoa", "--tao", str(tmp_path / "moi.pem")).code == 0
