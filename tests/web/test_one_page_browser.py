"""The one page in a real browser, opened from the disk: what it finds, shows, prints and keeps; what it says where the
browser is old or keeps nothing. Made of parts of others, which ``.ci/run`` fetches."""

import html
import json
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pypdf
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from canang.text.days import today_in_vietnam
from tests.conftest import ROOT, Canang, Once, runner
from tests.search.judging import judged

from .conftest import BROWSER
from .test_browser import ALIKE, COLOURS, NAME, RULES, chromium, open_case, tab_to

PARTS = Path(os.environ.get("CANANG_LINH_KIEN", ROOT / "linh-kien"))

pytestmark = [
    pytest.mark.soak,
    pytest.mark.skipif(BROWSER is None, reason="không có trình duyệt"),
    pytest.mark.skipif(not PARTS.is_dir(), reason="không có linh kiện của một trang"),
]


@pytest.fixture(autouse=True)
def patient() -> Iterator[None]:
    """The program runs inside the page: beside other tests its answers take longer than those of a server."""
    expect.set_options(timeout=20_000)
    yield
    expect.set_options(timeout=5_000)


LARGEST = 12_000_000
PATIENCE = 60_000
"""Milliseconds within which the program must have started; how long it takes is measured in ``bench/one_page.py``."""


def make_page(once: Once) -> Path:
    """The page, made once for all processes."""

    def make(folder: Path) -> None:
        folder.mkdir()
        canang = runner(folder / "nha")
        done = canang(
            "export", "--tat-ca", "--mot-trang", str(folder / "cam-nang.html"), "--linh-kien", str(PARTS),
            today=today_in_vietnam(),
        )  # fmt: skip
        assert (done.code, done.err) == (0, ""), done.err

    return once.made("mot-trang", make) / "cam-nang.html"


@pytest.fixture(scope="module")
def page_file(once: Once) -> Path:
    return make_page(once)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


class Desk:
    """A browser that has the page."""

    def __init__(self, browser: Browser, file: Path, **options: Any) -> None:
        self.context: BrowserContext = browser.new_context(locale="vi-VN", **options)
        self.file = file
        self.complaints: list[str] = []
        self.asked: list[str] = []
        self.context.on("request", lambda request: self.asked.append(request.url))

    def page(self, address: str = "", *, before: str = "") -> Page:
        """The page at an address, before the program has started."""
        page = self.context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("console", lambda message: self.complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        if before:
            page.add_init_script(before)
        page.goto(self.file.as_uri() + (f"#{address}" if address else ""))
        return page

    def open(self, address: str = "", **options: Any) -> Page:
        """The page at an address, with the program started."""
        page = self.page(address, **options)
        until(page, "performance.getEntriesByName('canang-ready').length === 1")
        expect(page.get_by_text("Bản đọc ngay")).to_have_count(0, timeout=PATIENCE)
        return page


@pytest.fixture
def desk(browser: Browser, page_file: Path) -> Iterator[Callable[..., Desk]]:
    """Browsers with the page. It may ask nothing of any network, and the browser may complain of nothing."""
    made: list[Desk] = []

    def make(**options: Any) -> Desk:
        made.append(Desk(browser, page_file, **options))
        return made[-1]

    yield make
    for each in made:
        each.context.close()
    assert [url for each in made for url in each.asked if not url.startswith(("file:", "blob:", "data:"))] == []
    assert [text for each in made for text in each.complaints] == []


def until(page: Page, wanted: str) -> None:
    """Wait until something is so. Playwright's own way evaluates a text within the page, which its policy forbids."""
    for _ in range(PATIENCE // 20):
        if page.evaluate(f"Boolean({wanted})"):
            return
        page.wait_for_timeout(20)
    raise AssertionError(wanted)


def go(page: Page, address: str) -> None:
    """To another address within the page."""
    page.evaluate("address => { location.hash = address }", address)
    page.wait_for_timeout(20)
    until(page, "document.body.getAttribute('aria-busy') === null")


def settle(page: Page) -> None:
    """Wait until what was clicked has been answered."""
    page.wait_for_timeout(20)
    until(page, "document.body.getAttribute('aria-busy') === null")


def answer_all(page: Page) -> None:
    page.get_by_role("link", name=re.compile("^(Bắt đầu|Làm tiếp)$")).click()
    settle(page)
    for _ in range(60):
        if page.evaluate("location.hash.endsWith('/soat')"):
            return
        page.get_by_label("Xong, đạt").check()
        page.get_by_role("button", name="Lưu và tiếp").click()
        settle(page)
    raise AssertionError("the case did not come to its end")


def test_it_is_one_file_that_fits_and_asks_nobody(page_file: Path) -> None:
    assert page_file.stat().st_size < LARGEST
    assert [path.name for path in page_file.parent.iterdir() if path.name != "nha"] == [page_file.name]
    text = html.unescape(page_file.read_text(encoding="utf-8").partition("</head>")[0])
    assert "default-src 'none'" in text
    assert "connect-src 'none'" in text
    assert "unsafe-inline" not in text
    assert "'unsafe-eval'" not in text


def shown(page: Page) -> tuple[list[str], list[str]]:
    """The ids of the answers and of what comes near, as the page shows them."""
    ids = "els => els.map(el => el.getAttribute('href').split('/').pop().split('?')[0])"
    return (
        page.eval_on_selector_all("main ol.results h2 a", ids),
        page.eval_on_selector_all("main section[aria-labelledby=gan-h] a", ids),
    )


def test_it_finds_what_the_command_finds_to_the_letter(desk: Callable[..., Desk], canang: Canang) -> None:
    page = desk().open()
    queries = [each.query for each in judged()][::12]
    queries += ["cay xang", "TDC 1.2", "1.011814", "maays x quang", "đăng ký kết hôn", "kiểm tra xăng dầuu", "28/2013"]
    assert len(queries) > 25
    wrong = []
    for query in queries:
        told = json.loads(canang("tim", query, "-n", "8", "--json", today=today_in_vietnam()).out)
        said = [each for each in told if each["type"] in {"task", "procedure"}]
        expected = tuple([each["id"] for each in said if each["grade"] == grade] for grade in ("answer", "near"))
        page.locator("#q").fill(query)
        page.locator("#q").press("Enter")
        expect(page.get_by_role("heading", level=1)).to_contain_text(query[:40])
        if shown(page) != expected:
            wrong.append((query, expected, shown(page)))
    assert wrong == []


def test_there_is_something_to_read_before_the_program_has_started(desk: Callable[..., Desk]) -> None:
    page = desk().page(before="window.Worker = class { postMessage() {} }")
    expect(page.get_by_text("Đang mở chương trình")).to_be_visible()
    page.get_by_role("link", name="Tiêu chuẩn, đo lường, chất lượng").click()
    page.locator("summary", has_text="TDC-01.2 Kiểm tra đo lường").click()
    expect(page.locator("#m-TDC-01\\.2").get_by_text("Ủy ban nhân dân cấp xã", exact=True).first).to_be_visible()
    page.locator("summary", has_text=re.compile(r"^C \(")).click()
    page.locator("details[open] a", has_text="TDC-01.2").first.click()
    assert page.evaluate("document.activeElement.id") == "m-TDC-01.2"


def test_words_typed_too_early_are_looked_for_once_it_has_started(desk: Callable[..., Desk]) -> None:
    page = desk().page()
    page.locator("#q").fill("cây xăng")
    page.locator("#q").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Khớp với “cây xăng”", timeout=PATIENCE)


def test_whoever_reads_the_index_is_not_torn_away(desk: Callable[..., Desk]) -> None:
    page = desk().page()
    page.locator("summary", has_text="TDC-01.2 Kiểm tra đo lường").click()
    expect(page.get_by_text("Chương trình đã mở")).to_be_visible(timeout=PATIENCE)
    expect(page.locator("#m-TDC-01\\.2")).to_have_attribute("open", "")
    page.get_by_role("link", name="Về trang đầu").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bạn cần làm việc gì?")


def test_suggestions_links_the_way_back_and_a_saved_address(desk: Callable[..., Desk]) -> None:
    one = desk()
    page = one.open()
    page.locator("#q").fill("cây xăng")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("xăng dầu tại cửa hàng bán lẻ")
    assert page.url.endswith("#/thu-tuc/TDC-01.2")
    page.get_by_role("link", name=re.compile("^Các bước")).click()
    assert page.evaluate("document.activeElement.id") == "bc-h"
    page.get_by_role("link", name="Nhiệm vụ TDC-01").click()
    expect(page.get_by_text("Chọn một thủ tục")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_contain_text("xăng dầu tại cửa hàng bán lẻ")
    other = one.open("/van-ban/28/2013/TT-BKHCN")
    expect(other.get_by_role("main")).to_contain_text("28/2013/TT-BKHCN")


def test_the_sheet_is_printed_by_the_browser(desk: Callable[..., Desk], tmp_path: Path) -> None:
    page = desk().open("/thu-tuc/TDC-01.2", before="window.print = () => { window.printed = true }")
    page.get_by_role("link", name="In tờ phiếu").click()
    until(page, "window.printed")
    page.pdf(path=tmp_path / "in.pdf", prefer_css_page_size=True)
    read = pypdf.PdfReader(tmp_path / "in.pdf")
    text = "".join("".join(each.extract_text() for each in read.pages).split())
    assert "Kiểmtrađolường,chấtlượngtrongkinhdoanhxăngdầu" in text
    assert "Danhsách" not in text.partition("CĂNCỨ")[0][:200]
    width, height = (round(float(side)) for side in read.pages[0].mediabox[2:])
    assert (width, height) in {(595, 842), (594, 842), (595, 841), (594, 841)}
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_practice_questions_and_files(desk: Callable[..., Desk], tmp_path: Path) -> None:
    page = desk().open("/luyen-tap/TDC-01.2")
    for each in page.get_by_label("Có lỗi").all():
        each.check()
    page.get_by_role("button", name="Xem kết quả").click()
    expect(page.get_by_role("status").filter(has_text="lỗi cài sẵn")).to_be_visible()
    go(page, "/hoi-dap?q=x%C4%83ng")
    expect(page.locator("details.question").first).to_be_visible()
    go(page, "/thu-tuc/TDC-01.2")
    page.get_by_text("Tải về").click()
    with page.expect_download() as got:
        page.get_by_role("link", name="Dữ liệu JSON").click()
    got.value.save_as(tmp_path / got.value.suggested_filename)
    assert json.loads((tmp_path / "TDC-01.2.json").read_text(encoding="utf-8"))["id"] == "TDC-01.2"


def test_a_case_is_worked_through_closed_in_between_and_printed(desk: Callable[..., Desk], tmp_path: Path) -> None:
    one = desk()
    page = one.open(before="window.print = () => { window.printed = true }")
    open_case(page)
    page.get_by_role("link", name="Bắt đầu", exact=True).click()
    page.get_by_label("Không đạt").check()
    page.get_by_role("button", name="Lưu và tiếp").click()
    expect(page.get_by_role("alert")).to_contain_text("Ghi điều không đạt")
    page.get_by_label("Thấy gì, vì sao").fill("chứng chỉ hết hạn")
    paper = tmp_path / "chứng chỉ.pdf"
    paper.write_bytes(b"%PDF-1.4 gia")
    page.get_by_text("Ghi riêng, đính kèm tệp").click()
    page.get_by_label("Tải tệp lên").set_input_files(paper)
    page.get_by_role("button", name="Lưu và tiếp").click()
    expect(page.get_by_text("mục 2 trong")).to_be_visible()
    page.close()
    page = one.open(before="window.print = () => { window.printed = true }")
    page.get_by_role("link", name=NAME).click()
    answer_all(page)
    expect(page.get_by_text("chứng chỉ hết hạn")).to_be_visible()
    expect(page.get_by_text("Đính kèm: chứng chỉ.pdf")).to_be_visible()
    page.get_by_role("link", name="In tờ ghi việc đã làm").click()
    until(page, "window.printed")
    page.pdf(path=tmp_path / "ghi.pdf")
    text = "".join(each.extract_text() for each in pypdf.PdfReader(tmp_path / "ghi.pdf").pages)
    assert "chứngchỉhếthạn" in "".join(text.split())


def test_two_windows_on_one_case_lose_nothing(desk: Callable[..., Desk]) -> None:
    one = desk()
    first = one.open()
    case = open_case(first).partition("#")[2]
    second = one.open(case)
    for page in (first, second):
        page.get_by_role("link", name="Bắt đầu", exact=True).click()
    first.get_by_label("Xong, đạt").check()
    first.get_by_role("button", name="Lưu và tiếp").click()
    expect(first.get_by_text("mục 2 trong")).to_be_visible()
    second.get_by_label("Không đạt").check()
    second.get_by_label("Thấy gì, vì sao").fill("hết hạn")
    second.get_by_role("button", name="Lưu và tiếp").click()
    expect(second.get_by_role("heading", name="Hai câu trả lời khác nhau")).to_be_visible()
    expect(second.get_by_label("Thấy gì, vì sao")).to_have_value("hết hạn")
    for page, name in ((first, "A"), (second, "B")):
        go(page, "/ho-so/mo/NLNT-01.1")
        page.get_by_label("Tên hồ sơ").fill(name)
    # Both at once: neither may write over the other.
    for page in (first, second):
        page.evaluate("document.querySelector('main form').requestSubmit()")
    for page in (first, second):
        page.get_by_role("link", name="Bắt đầu", exact=True).wait_for()
    for page in (first, second):
        go(page, "/ho-so")
    assert first.get_by_role("rowheader").all_text_contents() == second.get_by_role("rowheader").all_text_contents()
    assert sorted(first.get_by_role("rowheader").all_text_contents()) == sorted(["A", "B", NAME])


NO_STORE = "Object.defineProperty(window, 'indexedDB', {get() { throw new DOMException('no', 'SecurityError') }})"


def test_where_the_browser_keeps_nothing_it_says_so_and_goes_on(desk: Callable[..., Desk]) -> None:
    page = desk().open(before=NO_STORE)
    expect(page.get_by_role("alert")).to_contain_text("không cho trang giữ dữ liệu")
    open_case(page)
    go(page, "/du-lieu")
    expect(page.get_by_text("bộ nhớ tạm: mất khi đóng trang")).to_be_visible()
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.close(run_before_unload=True)
    page.wait_for_timeout(500)
    assert asked == ["beforeunload"]


def test_where_the_store_is_full_nothing_that_was_typed_is_lost(desk: Callable[..., Desk]) -> None:
    page = desk().open("/ho-so/mo/TDC-01.2")
    page.evaluate(
        "() => { IDBObjectStore.prototype.put = () => { throw new DOMException('đầy', 'QuotaExceededError') } }"
    )
    page.get_by_label("Tên hồ sơ").fill(NAME)
    page.get_by_role("button", name="Mở hồ sơ").click()
    expect(page.get_by_role("alert")).to_contain_text("chưa lưu được")
    expect(page.get_by_label("Tên hồ sơ")).to_have_value(NAME)
    go(page, "/ho-so")
    expect(page.get_by_text("Chưa có hồ sơ nào")).to_be_visible()


@pytest.mark.parametrize("lacking", ["delete window.DecompressionStream", "delete window.WebAssembly", "JavaScript"])
def test_an_old_browser_is_told_and_can_read(desk: Callable[..., Desk], lacking: str) -> None:
    scripts = lacking != "JavaScript"
    page = desk(java_script_enabled=scripts).page(before=lacking if scripts else "")
    expect(page.get_by_text("Trình duyệt này quá cũ")).to_be_visible()
    page.locator("summary", has_text="TDC-01.2 Kiểm tra đo lường").click()
    expect(page.locator("#m-TDC-01\\.2").get_by_text("Điều 4 Nghị định 132/2025")).to_be_visible()


def test_a_program_that_does_not_start_is_told(desk: Callable[..., Desk]) -> None:
    page = desk().page(before="window.Worker = function () { throw new Error('cấm') }")
    expect(page.get_by_text("không chạy được chương trình trong trang (cấm)")).to_be_visible()


PAGES = (
    "/", "/tim?q=m%C3%A1y+x+quang", "/tim?q=k%E1%BA%BFt+h%C3%B4n", "/danh-sach", "/thu-tuc/TDC-01", "/thu-tuc/TDC-01.2",
    "/thu-tuc/BC-01.1?ngay=2024-01-01", "/van-ban", "/lich", "/hoi-dap?q=x%C4%83ng", "/ho-so", "CASE", "CASE/tat-ca",
    "CASE/soat", "CASE/ngay", "/luyen-tap/TDC-01.2", "/du-lieu", "/huong-dan", "/khong-co",
)  # fmt: skip


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_and_nothing_runs_out_of_the_screen(
    desk: Callable[..., Desk], scheme: str, width: int
) -> None:
    one = desk(color_scheme=scheme, viewport={"width": width, "height": 800})
    axe, found, wide = Axe(), [], []

    def look(page: Page, name: str) -> None:
        seen = axe.run(page, ALIKE, RULES if scheme == "light" else COLOURS).response["violations"]
        found.extend(f"{name}: {each['id']}: {each['nodes'][0]['html'][:150]}" for each in seen)
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wide.append(name)

    early = one.page(before="window.Worker = class { postMessage() {} }")
    early.locator("summary", has_text="TDC-01.2 Kiểm tra đo lường").click()
    look(early, "bản đọc ngay")
    page = one.open()
    case = open_case(page).partition("#")[2]
    for path in PAGES:
        go(page, path.replace("CASE", case))
        look(page, path)
    assert (found, wide) == ([], [])


def test_the_keyboard_alone_is_enough(desk: Callable[..., Desk]) -> None:
    page = desk().open()
    assert page.evaluate("document.activeElement.tagName") == "H1"
    page.locator("#q").focus()
    page.keyboard.type("cây xăng")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Khớp với")
    assert page.evaluate("document.activeElement.tagName") == "H1"
    for words in ("xăng dầu tại cửa hàng bán lẻ", "Mở hồ sơ, làm từng bước"):
        tab_to(page, f"el => el.textContent.includes({words!r}) && el.tagName === 'A'")
        page.keyboard.press("Enter")
        page.wait_for_timeout(300)
    tab_to(page, "el => el.id === 'ten'")
    page.keyboard.type(NAME)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(NAME)


def test_an_error_is_read_out_and_leads_to_its_field(desk: Callable[..., Desk]) -> None:
    page = desk().open("/ho-so/mo/TDC-01.2")
    page.get_by_role("button", name="Mở hồ sơ").click()
    expect(page.get_by_role("alert")).to_contain_text("Chưa đặt tên hồ sơ")
    expect(page).to_have_title(re.compile("^Lỗi: "))
    page.get_by_role("alert").get_by_role("link").click()
    assert page.evaluate("document.activeElement.id") == "ten"


def test_a_case_goes_into_the_register_of_the_program_and_back(
    desk: Callable[..., Desk], canang: Canang, tmp_path: Path
) -> None:
    page = desk(accept_downloads=True).open()
    open_case(page)
    page.get_by_role("link", name="Bắt đầu", exact=True).click()
    page.get_by_label("Không đạt").check()
    page.get_by_label("Thấy gì, vì sao").fill("chứng chỉ hết hạn")
    page.get_by_role("button", name="Lưu và tiếp").click()
    settle(page)
    go(page, "/du-lieu")
    with page.expect_download() as got:
        page.get_by_role("link", name="Lưu 1 hồ sơ ra tệp").click()
    file = tmp_path / "ho-so.goi"
    got.value.save_as(file)
    assert canang("ho-so", "nhan-goi", str(file), "--tin").code == 0
    assert "0 việc mới" in canang("ho-so", "nhan-goi", str(file), "--tin").out
    assert "chứng chỉ hết hạn" in canang("ho-so", "lich-su", NAME).out
    assert canang("ho-so", "gui-goi", "-o", str(tmp_path / "ve.goi")).code == 0
    # Another browser, as on another machine.
    other = desk().open("/du-lieu")
    other.get_by_label("Tệp hồ sơ (.goi)").set_input_files(tmp_path / "ve.goi")
    other.get_by_label("Tôi biết chắc tệp này của ai").check()
    other.get_by_role("button", name="Nhận hồ sơ").click()
    expect(other.get_by_role("heading", level=1)).to_have_text("Đã nhận hồ sơ")
    go(other, "/ho-so")
    other.get_by_role("link", name=NAME).click()
    expect(other.get_by_text("chứng chỉ hết hạn")).to_be_visible()
