"""The program within the one page, asked as the page's script asks it; and what the command says that makes it."""

import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from canang.web.one_page.inside import Inside, Said
from canang.web.one_page.parts import FETCH, RUNTIME
from tests.conftest import ROOT, TODAY, Canang

from .conftest import site_of

CATALOG = ROOT / "data" / "tasks.sqlite"
NAME = "Cửa hàng xăng dầu số 5"


@pytest.fixture
def inside(tmp_path: Path) -> Inside:
    return Inside(CATALOG, tmp_path / "nha", lambda: TODAY)


def read(said: Said) -> str:
    assert (said.status, said.name) == (200, None)
    return said.content.decode()


def main_of(page: str) -> str:
    return page.partition("<main")[2].partition("</main>")[0]


@pytest.mark.parametrize(
    "address",
    ["/tim?q=c%C3%A2y+x%C4%83ng", "/tim?q=k%E1%BA%BFt+h%C3%B4n", "/tim?q=may+x+quang&cap=tinh", "/danh-sach",
     "/van-ban/28/2013/TT-BKHCN", "/hoi-dap?q=x%C4%83ng", "/lien-he", "/luyen-tap/TDC-01.2", "/san-sang/TDC-01", "/"],
)  # fmt: skip
def test_it_says_what_the_server_says(inside: Inside, tmp_path: Path, address: str) -> None:
    served = site_of(tmp_path / "khac").enter().get(address)
    assert main_of(read(inside.answer("GET", address))) == main_of(served.text)


def test_an_id_that_is_read_forgivingly_ends_at_its_entry(inside: Inside) -> None:
    said = inside.answer("GET", "/thu-tuc/tdc1.2")
    assert said.address == "/thu-tuc/TDC-01.2"
    page = read(said)
    assert "In tờ phiếu" in page
    assert "PDF" not in main_of(page)


def head_of(inside: Inside, item: str) -> str:
    """What the form of an item says that it was made from."""
    hidden = re.search(r'name="biet" value="([^"]*)"', read(inside.answer("GET", item)))
    assert hidden is not None
    return hidden[1]


def open_case(inside: Inside) -> str:
    said = inside.answer("POST", "/ho-so/mo/TDC-01.2", [("ten", NAME)])
    assert NAME in read(said)
    return said.address


def test_a_case_is_kept_with_what_was_seen_a_file_and_who_saw_it(
    inside: Inside, tmp_path: Path, canang: Canang
) -> None:
    inside.answer("POST", "/du-lieu/nguoi", [("nguoi", "Lò Thị Mai")])
    case = open_case(inside)
    item = re.search(rf'href="({case}/muc/[^"]+)"', read(inside.answer("GET", case)))
    assert item is not None
    fields = [("biet", head_of(inside, item[1])), ("tra-loi", "not-met"), ("ghi-chu", "chứng chỉ hết hạn")]
    said = inside.answer("POST", item[1], [*fields, ("tep", "chứng chỉ.pdf", b"%PDF-1.4 gia")])
    assert said.status == 200
    assert "chứng chỉ hết hạn" in read(inside.answer("GET", f"{case}/soat"))
    log = read(inside.answer("GET", f"{case}/lich-su"))
    assert "chứng chỉ hết hạn" in log
    kept = re.search(rf'href="({case}/tep/[^"]+)"', read(inside.answer("GET", item[1])))
    assert kept is not None
    file = inside.answer("GET", kept[1])
    assert (file.name, file.content) == ("chứng chỉ.pdf", b"%PDF-1.4 gia")
    # The register is that of the desktop program.
    shown = canang("ho-so", "--json", CANANG_HOME=str(tmp_path / "nha"))
    assert NAME in shown.out
    assert "Lò Thị Mai" in canang("ho-so", "lich-su", NAME, CANANG_HOME=str(tmp_path / "nha")).out


def test_a_refused_answer_comes_back_as_it_was_typed(inside: Inside) -> None:
    said = inside.answer("POST", "/ho-so/mo/TDC-01.2", [("ten", "  ")])
    assert said.status == 400
    assert "Chưa đặt tên hồ sơ" in said.content.decode()
    assert inside.answer("GET", "/khong-co").status == 404
    assert inside.answer("POST", "/danh-sach").status == 405
    assert inside.answer("GET", "/ho-so/khong-co").status == 404


def test_a_file_has_its_name_and_a_print_sheet_its_boxes(inside: Inside) -> None:
    sheet = inside.answer("GET", "/thu-tuc/TDC-01.2/in/html")
    assert sheet.name == "TDC-01.2.html"
    assert sheet.content.count(b'type="checkbox"') > 10
    assert inside.answer("GET", "/ho-so/bang/csv").name is not None


class _Links(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.links: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        href = dict(attrs).get("href") or ""
        if tag == "a" and href.startswith("/"):
            self.links.add(href.partition("#")[0])


def test_no_link_leads_to_what_only_a_server_has(inside: Inside) -> None:
    case = open_case(inside)
    starts = ["/", "/thu-tuc/TDC-01.2", "/tim?q=ket+hon", "/ho-so", "/lich", "/du-lieu", "/vuong-mac", case]
    starts += [f"{case}/{part}" for part in ("soat", "ngay", "tat-ca", "lich-su")]
    inside.answer("POST", "/vuong-mac/ghi/TDC-01.2", [("chu", "thiếu bình chuẩn")])
    kinds: dict[str, str] = {}
    for start in starts:
        for link in _Links(read(inside.answer("GET", start))).links:
            kinds.setdefault(re.sub(r"[A-Z]+-\d+(\.\d+)?|[0-9a-f-]{36}", "X", urlsplit(link).path), link)
    assert len(kinds) > 40
    assert [link for link in kinds.values() if inside.answer("GET", link).status != 200] == []


def test_it_needs_nothing_that_a_browser_has_not(tmp_path: Path) -> None:
    """No socket, no terminal, no typesetting: none of it is in the page."""
    script = (
        "import sys\nfrom pathlib import Path\n"
        "for name in ('uvicorn', 'typer', 'rich', 'typst', 'docx', 'openpyxl', 'lxml', 'cryptography', 'yaml',"
        " 'ruamel', 'platformdirs', 'filelock', 'icalendar', 'prompt_toolkit', 'sqlite_utils', 'canang.cli'):\n"
        "    sys.modules[name] = None\n"
        "from canang.web.one_page.inside import Inside\n"
        f"inside = Inside(Path({str(CATALOG)!r}), Path({str(tmp_path / 'nha')!r}))\n"
        "case = inside.answer('POST', '/ho-so/mo/TDC-01.2', [('ten', 'A')]).address\n"
        "asked = ['/', '/tim?q=xang', '/thu-tuc/TDC-01.2', '/thu-tuc/TDC-01.2/in/html', case, case + '/soat',"
        " case + '/in/html', case + '/in/md', case + '/in/json', '/ho-so/bang/csv', '/lich']\n"
        "wrong = [(a, s) for a in asked if (s := inside.answer('GET', a).status) != 200]\n"
        "sys.exit(str(wrong) if wrong else 0)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr.strip()) == (0, "")


def test_without_the_parts_it_says_which_command_fetches_them(canang: Canang, tmp_path: Path) -> None:
    command = ["export", "--tat-ca", "--mot-trang", str(tmp_path / "a.html"), "--linh-kien", str(tmp_path / "lk")]
    told = canang(*command)
    assert (told.code, told.out) == (2, "")
    assert FETCH in told.err.replace("\n", " ")
    (tmp_path / "lk").mkdir()
    (tmp_path / "lk" / RUNTIME.name).write_bytes(b"khac")
    told = canang(*command)
    assert (told.code, "không đúng bản đã định" in told.err, "SHA512" in told.err) == (2, True, True)
    assert not (tmp_path / "a.html").exists()


@pytest.mark.parametrize(
    "option",
    [["-o", "a.pdf"], ["--gon"], ["--mau", "5.BBKT"], ["--trang-web", "x"], ["--cap", "xa"], ["--ngay", "1/1/2026"]],
)
def test_what_does_not_go_with_it_is_told(canang: Canang, tmp_path: Path, option: list[str]) -> None:
    told = canang("export", "--tat-ca", "--mot-trang", str(tmp_path / "a.html"), *option)
    assert (told.code, "--mot-trang chỉ đi với --tat-ca" in told.err) == (2, True)
    assert canang("export", "TDC-01.2", "--mot-trang", str(tmp_path / "a.html")).code == 2
    assert canang("export", "--tat-ca", "--linh-kien", str(tmp_path)).code == 2


def test_no_file_of_anybody_is_replaced(canang: Canang, tmp_path: Path) -> None:
    mine = tmp_path / "cua-toi.html"
    mine.write_text("giữ", encoding="utf-8")
    told = canang("export", "--tat-ca", "--mot-trang", str(mine))
    assert (told.code, "--ghi-de" in told.err, mine.read_text(encoding="utf-8")) == (2, True, "giữ")
    assert canang("export", "--tat-ca", "--mot-trang", str(tmp_path)).code == 2
    assert canang("export", "--tat-ca", "--mot-trang", str(tmp_path / "a.pdf")).code == 2


def test_without_the_extra_it_says_what_to_install(tmp_path: Path) -> None:
    script = (
        "import sys\nsys.modules['jinja2'] = None\nfrom canang.cli.terminal.environment import Environment\n"
        "from canang.cli.main import run\n"
        f"sys.exit(run(['export', '--tat-ca', '--mot-trang', {str(tmp_path / 'x.html')!r}], Environment.real()))"
    )
    variables = os.environ | {"CANANG_HOME": str(tmp_path / "home"), "CANANG_DB": str(CATALOG)}
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False, env=variables)
    assert (done.returncode, done.stdout) == (2, "")
    assert 'pip install "canang[web]"' in done.stderr


def test_a_case_goes_into_the_desktop_register_once_and_back(inside: Inside, tmp_path: Path, canang: Canang) -> None:
    case = open_case(inside)
    item = re.search(rf'href="({case}/muc/[^"]+)"', read(inside.answer("GET", case)))
    assert item is not None
    fields = [("biet", head_of(inside, item[1])), ("tra-loi", "not-met"), ("ghi-chu", "chứng chỉ hết hạn")]
    inside.answer("POST", item[1], [*fields, ("tep", "chứng chỉ.pdf", b"%PDF-1.4 gia")])
    pack = inside.answer("GET", f"{case}/goi")
    assert (pack.status, pack.name) == (200, f"{NAME}.goi")
    file = tmp_path / "ho-so.goi"
    file.write_bytes(pack.content)
    refused = canang("ho-so", "nhan-goi", str(file))
    assert (refused.code, "không có chữ ký" in refused.err, "--tin" in refused.err) == (3, True, True)
    assert "1 tệp" in canang("ho-so", "nhan-goi", str(file), "--tin").out
    assert "0 việc mới" in canang("ho-so", "nhan-goi", str(file), "--tin").out
    assert "chứng chỉ hết hạn" in canang("ho-so", "lich-su", NAME).out
    # Worked on at the desk, and back into another copy of the page.
    assert canang("ho-so", "tam-dung", NAME, "--ly-do", "chờ bổ sung").code == 0
    back = tmp_path / "ve.goi"
    assert canang("ho-so", "gui-goi", NAME, "-o", str(back)).code == 0
    other = Inside(CATALOG, tmp_path / "trang khac", lambda: TODAY)
    for added in (r"[1-9]\d* việc mới, 0 đã có", r"0 việc mới, [1-9]\d* đã có"):
        said = other.answer("POST", "/ho-so/nhan", [("goi", "ve.goi", back.read_bytes()), ("tin", "co")])
        assert re.search(added, read(said))
    assert "chứng chỉ hết hạn" in read(other.answer("GET", f"{case}/soat"))
    assert "1 hồ sơ ra tệp" in read(other.answer("GET", "/du-lieu"))
    # The case has been worked on since: the first copy takes what is new, and holds one case still.
    assert "việc mới" in read(inside.answer("POST", "/ho-so/nhan", [("goi", "a", back.read_bytes()), ("tin", "co")]))
    assert read(inside.answer("GET", "/ho-so")).count(NAME) == 1


def test_a_file_that_is_none_and_one_of_nobody_known_are_told(inside: Inside) -> None:
    said = inside.answer("POST", "/ho-so/nhan", [("goi", "a.goi", b"khong"), ("tin", "co")])
    assert (said.status, "không phải gói hồ sơ" in said.content.decode()) == (400, True)
    said = inside.answer("POST", "/ho-so/nhan", [("goi", "a.goi", b"khong")])
    assert (said.status, "biết chắc tệp của ai" in said.content.decode()) == (400, True)
    assert inside.answer("POST", "/ho-so/nhan").status == 400
    assert inside.answer("GET", "/ho-so/goi").status == 404
