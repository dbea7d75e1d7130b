"""The handbook as a folder of pages: whole, without a dead link, the same words as the JSON; and opened from the disk
in a real browser, by whoever found it on a stick."""

import html
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import docx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from canang.desk import printing
from canang.desk.reading import Reading
from canang.export.pdf import TypesettingFailed
from canang.web.site.pages import POLICY
from tests.conftest import ROOT, TODAY, Canang, Once, runner

from .conftest import BROWSER
from .test_browser import ALIKE, COLOURS, RULES, chromium
from .test_pages import words

needs_browser = pytest.mark.skipif(BROWSER is None, reason="không có trình duyệt")


def export(canang: Canang, folder: Path, *options: str, **variables: str) -> None:
    done = canang("export", "--tat-ca", "--trang-web", str(folder), *options, **variables)
    assert (done.code, done.err) == (0, ""), done.err
    assert "index.html" in done.out


@pytest.fixture
def canang(small: Path, tmp_path: Path) -> Canang:
    """Runs one command line on the small handbook."""
    return runner(tmp_path / "home", small / "data" / "tasks.sqlite")


@pytest.fixture(scope="module", params=["nho", pytest.param("ca-cam-nang", marks=pytest.mark.soak)])
def catalogue(request: pytest.FixtureRequest, small: Path) -> Path:
    """What the folder is made of: the small handbook, and all of it in the soak."""
    return (small if request.param == "nho" else ROOT) / "data" / "tasks.sqlite"


@pytest.fixture(scope="module")
def whole(once: Once, catalogue: Path) -> Path:
    """A whole handbook as a folder, made once for all processes."""
    name = "trang-web" if catalogue.is_relative_to(ROOT) else "trang-web-nho"
    return once.made(name, lambda folder: export(runner(folder.with_name(f"{name}-nha"), catalogue), folder))


class _Read(HTMLParser):
    """What a page leads to, and what can be led to in it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.places: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in {"href", "src", "action"}:
                self.links.append(value or "")
            elif name == "id":
                assert value not in self.places
                self.places.add(value or "")


def dead_links(folder: Path) -> list[str]:
    read = {path: _Read(path.read_text(encoding="utf-8")) for path in folder.rglob("*.html")}
    dead = []
    for page, each in read.items():
        for link in each.links:
            parts = urlsplit(link)
            target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
            there = not parts.scheme and parts.path + parts.fragment and target.is_file()
            if not there or (parts.fragment and unquote(parts.fragment) not in read[target].places):
                dead.append(f"{page.relative_to(folder)}: {link}")
    return dead


def test_every_link_leads_somewhere_and_no_page_to_another_host(whole: Path) -> None:
    assert dead_links(whole) == []
    for page in whole.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert POLICY in html.unescape(text)
        assert not re.search(r"<[^>]+ style=|<style|<script(?! src=| type=\"application/ld)", text), page


@pytest.mark.soak
def test_every_entry_and_document_has_its_page(whole: Path, catalogue: Path) -> None:
    with closing(sqlite3.connect(catalogue)) as connection:
        (entries,) = connection.execute("SELECT count(*) FROM entries").fetchone()
    assert len(list((whole / "thu-tuc").glob("*.html"))) == entries
    assert not catalogue.is_relative_to(ROOT) or len(list(whole.rglob("*.html"))) > 550


def test_names_of_files_stay_the_same(whole: Path) -> None:
    for name in (
        "index.html", "danh-sach.html", "tra-cuu.html", "hoi-dap.html", "van-ban.html", "lien-he.html", "lich.html",
        "huong-dan.html", "thu-tuc/TDC-01.2.html", "in/TDC-01.2.pdf", "mau/TDC-01.2-5.BBKT.docx", "linh-vuc/TDC.html",
        "van-ban/28-2013-TT-BKHCN.html", "van-ban/132-2025-ND-CP.html",
    ):  # fmt: skip
        assert (whole / name).is_file(), name
    assert not any(letter in path.name for path in whole.rglob("*") for letter in '<>:"|?*\\ ')


def test_the_pages_and_the_json_say_the_same_of_every_entry(whole: Path, catalogue: Path, canang: Canang) -> None:
    told = canang("export", "--tat-ca", "--dinh-dang", "json", "-o", "-", CANANG_DB=str(catalogue))
    known = json.loads(told.out)
    assert {f"{each['id']}.html" for each in known} == {path.name for path in (whole / "thu-tuc").iterdir()}
    for each in known[::7]:
        shown = words((whole / "thu-tuc" / f"{each['id']}.html").read_text(encoding="utf-8"))
        said = [each["name"], each["authority"], each["agency"], each["fee"], each["result"]]
        said += [each["time_limit"]["text"] if each["time_limit"] else None]
        said += [step["action"] for step in each["steps"]] + [step["note"] for step in each["steps"]]
        said += [paper["name"] for paper in each["dossier"]] + [c["text"] for c in each["conditions"]]
        assert [text for text in said if text and " ".join(text.split()) not in shown] == [], each["id"]


def test_every_page_says_its_day_its_data_and_until_when_its_basis_holds(whole: Path) -> None:
    version = json.loads((whole / "canang.json").read_text(encoding="utf-8"))["data"]["version"]
    for page in whole.rglob("*.html"):
        text = words(page.read_text(encoding="utf-8"))
        assert f"Làm ngày {TODAY:%d/%m/%Y} , từ dữ liệu {version}" in text, page
    entry = (whole / "thu-tuc" / "NLNT-02.1.html").read_text(encoding="utf-8")
    assert '<li data-den="2027-02-28">20/2026/NQ-CP: có hiệu lực đến hết 28/02/2027</li>' in entry
    assert 'data-den="2027-02-28">07/2017/QH14: được 20/2026/QH16 sửa đổi từ 01/3/2027' in (
        whole / "van-ban" / "07-2017-QH14.html"
    ).read_text(encoding="utf-8")


def test_a_form_to_fill_in_bears_no_day(whole: Path) -> None:
    form = docx.Document(str(whole / "mau" / "TDC-01.2-5.BBKT.docx"))
    assert f"{TODAY:%d/%m/%Y}" not in "\n".join(paragraph.text for paragraph in form.paragraphs)


def test_the_words_for_the_search_are_few_enough_to_load(whole: Path) -> None:
    assert (whole / "tinh" / "danh-muc.js").stat().st_size < 1_500_000


@pytest.mark.soak
def test_filters_and_another_day_make_a_smaller_folder_without_a_dead_link(canang: Canang, tmp_path: Path) -> None:
    export(canang, tmp_path / "xa", "--cap", "xa", "--linh-vuc", "TDC", "--ngay", "2026-01-15")
    assert dead_links(tmp_path / "xa") == []
    names = {path.name for path in (tmp_path / "xa" / "thu-tuc").iterdir()}
    assert "TDC-01.2.html" in names
    assert all(name.startswith("TDC") for name in names)
    text = words((tmp_path / "xa" / "thu-tuc" / "TDC-01.2.html").read_text(encoding="utf-8"))
    assert "theo quy định ngày 15/01/2026" in text
    told = canang("export", "--tat-ca", "--trang-web", str(tmp_path / "x"), "--linh-vuc", "DMST", "--cap", "xa")
    assert (told.code, (tmp_path / "x").exists()) == (1, False)


HOSTILE = """</script><script>alert(1)</script><img src=x onerror=alert(1)>"'&\u202e\u2028"""


def test_hostile_names_of_a_layer_are_words_and_no_files_elsewhere(canang: Canang, small: Path, tmp_path: Path) -> None:
    catalogue = tmp_path / "a.sqlite"
    shutil.copyfile(small / "data" / "tasks.sqlite", catalogue)
    with closing(sqlite3.connect(catalogue)) as connection, connection:
        connection.execute("UPDATE editions SET name = ? WHERE entry LIKE 'SHTT-01%'", (HOSTILE,))
        connection.execute("UPDATE steps SET action = ? WHERE position = 1", (HOSTILE,))
        connection.execute("INSERT INTO everyday (entry, word) VALUES ('SHTT-01', ?)", (HOSTILE,))
        for number in ("../../../" + HOSTILE, "28-2013-TT-BKHCN", "NUL"):
            connection.execute(
                "INSERT INTO documents (number, type, issuer, title, text_read) VALUES (?, 'Luật', 'A', ?, 'tom-tat')",
                (number, HOSTILE),
            )
    folder = tmp_path / "trang"
    done = canang("export", "--tat-ca", "--trang-web", str(folder), "--linh-vuc", "SHTT", CANANG_DB=str(catalogue))
    assert (done.code, done.err) == (0, "")
    assert (folder / "in" / "SHTT-01.1.pdf").read_bytes().startswith(b"%PDF")
    assert dead_links(folder) == []
    assert {path.name for path in tmp_path.iterdir()} <= {"a.sqlite", "trang", "home"}
    assert {"28-2013-TT-BKHCN.html", "28-2013-TT-BKHCN-2.html", "tep-NUL.html"} <= {
        path.name for path in (folder / "van-ban").iterdir()
    }
    for page in folder.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert not re.search(r"<script(?! src=\"[./a-z]+\" defer| type=\"application/ld)|<img", text), page
    held = (folder / "tinh" / "danh-muc.js").read_text(encoding="utf-8")
    assert json.loads(held.removeprefix("var CAM_NANG = ").rstrip(";\n"))["entries"]


def test_a_sheet_that_cannot_be_set_is_told_and_printed_from_the_browser(
    canang: Canang, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_it = printing.content_of

    def refuse(form: str, readings: Sequence[Reading], **options: Any) -> bytes:
        if form == "pdf" and readings[0].entry.id == "BC-01.1":
            raise TypesettingFailed("x")
        return set_it(form, readings, **options)

    monkeypatch.setattr("canang.web.site.writing.content_of", refuse)
    folder = tmp_path / "trang"
    done = canang("export", "--tat-ca", "--linh-vuc", "BC", "--trang-web", str(folder))
    assert (done.code, "BC-01.1; in các trang ấy từ trình duyệt" in done.err) == (0, True)
    assert "In trang này từ trình duyệt" in (folder / "thu-tuc" / "BC-01.1.html").read_text(encoding="utf-8")
    assert dead_links(folder) == []


def test_only_such_a_folder_is_replaced_and_only_when_asked(canang: Canang, tmp_path: Path) -> None:
    folder = tmp_path / "trang"
    command = ["export", "--tat-ca", "--linh-vuc", "BC", "--trang-web", str(folder)]
    folder.mkdir()
    assert canang(*command).code == 0
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    told = canang(*command)
    assert (told.code, "--ghi-de" in told.err) == (2, True)
    (folder / "thu-tuc" / "BC-01.html").write_text("cũ", encoding="utf-8")
    assert canang(*command, "--ghi-de").code == 0
    assert {path: path.read_bytes() for path in folder.rglob("*.html")} == {
        path: content for path, content in before.items() if path.suffix == ".html"
    }
    (folder / "ghi chú của tôi.txt").write_text("giữ", encoding="utf-8")
    told = canang(*command, "--ghi-de")
    assert (told.code, "ghi chú của tôi.txt" in told.err) == (2, True)
    assert (folder / "ghi chú của tôi.txt").read_text(encoding="utf-8") == "giữ"
    other = tmp_path / "khac"
    other.mkdir()
    (other / "canang.json").write_text("[]", encoding="utf-8")
    for place in (other, other / "canang.json"):
        told = canang(*command[:-1], str(place), "--ghi-de")
        assert (told.code, "giữ nguyên" in told.err) == (2, True)
    assert canang(*command[:-1], "/").code == 2
    assert canang(*command[:-1], "").code == 2
    assert sorted(path.name for path in tmp_path.iterdir() if path.name != "home") == ["khac", "trang"]


def test_what_goes_wrong_half_way_leaves_nothing(
    canang: Canang, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = ["export", "--tat-ca", "--linh-vuc", "BC", "--trang-web", str(tmp_path / "trang")]
    assert canang(*command).code == 0
    before = (tmp_path / "trang" / "canang.json").read_bytes()

    def full(*_: object, **__: object) -> bytes:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr("canang.web.site.writing.content_of", full)
        told = canang(*command, "--ghi-de")
    assert (told.code, "Traceback" in told.err) != (0, True)
    assert (tmp_path / "trang" / "canang.json").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir() if path.name != "home"] == ["trang"]


@pytest.mark.parametrize("option", [["-o", "a.pdf"], ["--gon"], ["--dinh-dang", "pdf"], ["--mau", "5.BBKT"]])
def test_what_does_not_go_with_it_is_told(canang: Canang, tmp_path: Path, option: list[str]) -> None:
    told = canang("export", "--tat-ca", "--trang-web", str(tmp_path / "x"), *option)
    assert (told.code, "--trang-web chỉ đi với --tat-ca" in told.err) == (2, True)
    assert canang("export", "TDC-01.2", "--trang-web", str(tmp_path / "x")).code == 2
    assert not (tmp_path / "x").exists()


def test_without_the_extra_it_says_what_to_install(tmp_path: Path) -> None:
    script = (
        "import sys\nsys.modules['jinja2'] = None\nfrom canang.cli.terminal.environment import Environment\n"
        "from canang.cli.main import run\n"
        f"sys.exit(run(['export', '--tat-ca', '--trang-web', {str(tmp_path / 'x')!r}], Environment.real()))"
    )
    variables = os.environ | {"CANANG_HOME": str(tmp_path / "home"), "CANANG_DB": str(ROOT / "data" / "tasks.sqlite")}
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False, env=variables)
    assert (done.returncode, done.stdout) == (2, "")
    assert 'pip install "canang[web]"' in done.stderr
    assert "Traceback" not in done.stderr


def test_it_needs_no_server_of_ours(tmp_path: Path) -> None:
    script = (
        "import sys\nsys.modules['starlette'] = None\nimport canang.web.site.writing\n"
        "sys.exit('uvicorn' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


Opened = Callable[..., Page]


@pytest.fixture
def opened(browser: Browser, whole: Path) -> Iterator[Opened]:
    """Opens a page of the folder from the disk; the browser may complain of nothing."""
    complaints: list[str] = []

    def open_it(name: str = "index.html", **options: Any) -> Page:
        page = browser.new_context(locale="vi-VN", **options).new_page()
        if options.get("java_script_enabled", True):
            page.clock.set_fixed_time(f"{TODAY}T09:00:00")
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto((whole / name).as_uri())
        return page

    yield open_it
    for context in browser.contexts:
        context.close()
    assert complaints == []


@pytest.mark.soak
@needs_browser
def test_the_petrol_check_is_found_opened_and_printed(opened: Opened, whole: Path, tmp_path: Path) -> None:
    page = opened()
    page.get_by_role("combobox").fill("cay xang")
    expect(page.get_by_role("option").first).to_contain_text("TDC-01.2")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Gần với “cay xang”")).to_be_visible()
    expect(page.get_by_text("đơn giản hơn phần tìm của chương trình")).to_be_visible()
    page.get_by_role("link", name=re.compile("xăng dầu tại cửa hàng bán lẻ")).first.click()
    assert page.url.endswith("/thu-tuc/TDC-01.2.html")
    expect(page.locator("#da-het")).to_have_count(0)
    page.pdf(path=tmp_path / "in.pdf")
    assert (tmp_path / "in.pdf").read_bytes().startswith(b"%PDF")
    with page.expect_download() as form:
        page.get_by_role("link", name="Mẫu 5.BBKT để điền (DOCX)").click()
    assert form.value.suggested_filename == "TDC-01.2-5.BBKT.docx"
    sheet = page.get_by_role("link", name="Tờ phiếu để in (PDF)").get_attribute("href")
    assert (whole / "thu-tuc" / str(sheet)).read_bytes().startswith(b"%PDF")


@needs_browser
@pytest.mark.soak
@pytest.mark.parametrize("typed", ["TDC-01.2", "tdc 1.2", "dân báo cây xăng bơm thiếu", "CÂY XĂNG"])
def test_the_search_box_reads_ids_and_sayings_with_or_without_marks(opened: Opened, typed: str) -> None:
    page = opened()
    page.get_by_role("combobox").press_sequentially(typed)
    expect(page.get_by_role("option").first).to_contain_text("TDC-01.2")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/thu-tuc/TDC-01.2.html")


@needs_browser
@pytest.mark.soak
def test_what_nothing_is_near_to_leaves_the_index(opened: Opened) -> None:
    page = opened("thu-tuc/TDC-01.2.html")
    page.get_by_role("combobox").fill("<img src=x onerror=alert(1)> zzz")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Không thấy gì gần với “<img")).to_be_visible()
    expect(page.get_by_role("heading", name="Tra theo lời thường ngày")).to_be_visible()


@needs_browser
@pytest.mark.soak
@pytest.mark.parametrize(("day", "warned"), [("2027-02-28", False), ("2027-03-01", True)])
def test_a_page_warns_by_itself_once_its_basis_has_ended(opened: Opened, whole: Path, day: str, warned: bool) -> None:
    page = opened()
    page.clock.set_fixed_time(f"{day}T08:00:00+07:00")
    for name in ("thu-tuc/TDC-01.1.html", "van-ban/132-2025-ND-CP.html", "index.html"):
        page.goto((whole / name).as_uri())
        expect(page.locator("#da-het")).to_have_count(1 if warned else 0)
    if warned:
        expect(page.get_by_role("alert")).to_contain_text("132/2025/NĐ-CP")
        page.goto((whole / "lien-he.html").as_uri())
        expect(page.locator("#da-het")).to_have_count(0)


SEEN = (
    "index.html", "danh-sach.html", "linh-vuc/TDC.html", "tra-cuu.html?q=c%C3%A2y%20x%C4%83ng", "hoi-dap.html",
    "van-ban.html", "van-ban/132-2025-ND-CP.html", "thu-tuc/TDC-01.html", "thu-tuc/TDC-01.2.html", "lich.html",
    "lien-he.html", "huong-dan.html",
)  # fmt: skip


@needs_browser
@pytest.mark.soak
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_runs_out_of_a_narrow_screen(opened: Opened, whole: Path, scheme: str) -> None:
    page = opened(color_scheme=scheme, viewport={"width": 360, "height": 700})
    page.clock.set_fixed_time("2027-03-01T08:00:00+07:00")
    axe, found = Axe(), []
    for name in SEEN:
        page.goto(f"{whole.as_uri()}/{name}")
        seen = axe.run(page, ALIKE, (RULES if scheme == "light" else COLOURS) | {"preload": False}).response[
            "violations"
        ]
        found += [f"{name}: {each['id']}: {each['nodes'][0]['html'][:150]}" for each in seen]
        if page.evaluate("document.documentElement.scrollWidth") > 360:
            found.append(f"{name}: wide")
    assert found == []


@pytest.mark.soak
@needs_browser
def test_without_javascript_the_lists_and_the_index_lead_to_the_entry(opened: Opened) -> None:
    page = opened(java_script_enabled=False)
    page.get_by_role("link", name="Danh sách").first.click()
    page.get_by_role("link", name="Tiêu chuẩn, đo lường, chất lượng").first.click()
    page.get_by_role("link", name=re.compile("xăng dầu tại cửa hàng bán lẻ")).click()
    assert page.url.endswith("/thu-tuc/TDC-01.2.html")
    expect(page.get_by_text(f"Làm ngày {TODAY:%d/%m/%Y}")).to_be_visible()
    page.get_by_role("searchbox").fill("cây xăng")
    page.get_by_role("button", name="Tìm").click()
    expect(page.get_by_text("đang tắt JavaScript")).to_be_visible()
    page.locator("li", has=page.get_by_text("cây xăng", exact=True)).get_by_role("link").first.click()
    assert page.url.endswith("/thu-tuc/TDC-01.2.html")
