"""The pages in a real browser: a person works through a case, with the keyboard alone, without JavaScript, in two
windows, and when the program is killed; and no page has a fault that axe-core knows of (WCAG 2.2 AA)."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pypdf
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from .conftest import BROWSER, Program, running

pytestmark = pytest.mark.skipif(BROWSER is None, reason="không có trình duyệt")

NAME = "Cửa hàng xăng dầu số 5"
QUIETLY = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync"
).split()
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
}


COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}

ALIKE = {
    "exclude": [[".rows > li:nth-child(n+6)"], ["details.question:nth-of-type(n+6)"], ["fieldset:nth-of-type(n+6)"]]
}
"""What axe need not look at: rows of a list beyond those that are like them."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """A Chromium without a window."""
    with sync_playwright() as player:
        opened = player.chromium.launch(executable_path=BROWSER, args=QUIETLY)
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Program]:
    with running(tmp_path / "home", "--cong", "0") as one:
        yield one


def enter(browser: Browser, program: Program, **options: Any) -> Page:
    page = browser.new_context(locale="vi-VN", **options).new_page()
    page.goto(program.entrance)
    return page


def open_case(page: Page, name: str = NAME) -> str:
    """Find the petrol check in everyday words and open a case for it; returns the case's address."""
    page.get_by_role("main").get_by_role("searchbox").or_(page.get_by_role("combobox")).first.fill("cây xăng")
    page.get_by_role("button", name="Tìm").first.click()
    page.get_by_role("link", name=re.compile("xăng dầu tại cửa hàng bán lẻ")).click()
    page.get_by_role("link", name="Mở hồ sơ, làm từng bước").click()
    page.get_by_label("Tên hồ sơ").fill(name)
    page.get_by_role("button", name="Mở hồ sơ").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    return page.url


def answer_all(page: Page) -> None:
    page.get_by_role("link", name=re.compile("^(Bắt đầu|Làm tiếp)$")).click()
    for _ in range(60):
        if page.url.endswith("/soat"):
            return
        page.get_by_label("Xong, đạt").check()
        page.get_by_role("button", name="Lưu và tiếp").click()
    raise AssertionError("the case did not come to its end")


@pytest.mark.soak
@pytest.mark.parametrize("scripts", [True, False])
def test_a_case_is_worked_through_interrupted_and_printed(
    browser: Browser, program: Program, tmp_path: Path, scripts: bool
) -> None:
    page = enter(browser, program, java_script_enabled=scripts)
    case = open_case(page).partition("/ho-so/")[2]
    page.get_by_role("link", name="Bắt đầu", exact=True).click()
    page.get_by_label("Không đạt").check()
    page.get_by_label("Thấy gì, vì sao").fill("chứng chỉ hết hạn")
    paper = tmp_path / "chứng chỉ.pdf"
    paper.write_bytes(b"%PDF-1.4 gia")
    page.get_by_text("Ghi riêng, đính kèm tệp").click()
    page.get_by_label("Tải tệp lên").set_input_files(paper)
    page.get_by_role("button", name="Lưu và tiếp").click()
    program.process.kill()
    program.process.wait(20)
    with running(tmp_path / "home", "--cong", "0") as again:
        page = enter(browser, again, java_script_enabled=scripts)
        page.get_by_role("link", name=NAME).click()
        assert page.url.endswith(case)
        answer_all(page)
        expect(page.get_by_text("chứng chỉ hết hạn")).to_be_visible()
        expect(page.get_by_text("Đính kèm: chứng chỉ.pdf")).to_be_visible()
        with page.expect_download() as download:
            page.get_by_role("link", name="Tờ ghi việc đã làm (PDF)").click()
        download.value.save_as(tmp_path / "ghi.pdf")
        text = "".join(p.extract_text() for p in pypdf.PdfReader(tmp_path / "ghi.pdf").pages)
        assert "chứngchỉhếthạn" in "".join(text.split())


@pytest.mark.soak
def test_the_keyboard_alone_is_enough(browser: Browser, program: Program) -> None:
    page = enter(browser, program)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Tới nội dung chính"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("cây xăng")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option", selected=True)).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.press("Enter")
    page.wait_for_url("**/tim?*")
    reach(page, "xăng dầu tại cửa hàng bán lẻ")
    reach(page, "Mở hồ sơ, làm từng bước")
    tab_to(page, "el => el.id === 'ten'")
    page.keyboard.type(NAME)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    reach(page, "Bắt đầu")
    page.wait_for_url("**/muc/**")
    for _ in range(3):
        before = page.url
        tab_to(page, "el => el.type === 'radio'")
        page.keyboard.press("Space")
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url, before=before: url != before)
    page.goto(page.url.partition("/muc/")[0])
    expect(page.get_by_text("Xong 3 trong")).to_be_visible()


def tab_to(page: Page, wanted: str) -> None:
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate(f"({wanted})(document.activeElement)"):
            return
    raise AssertionError(f"the keyboard does not come to {wanted}")


def reach(page: Page, words: str) -> None:
    tab_to(page, f"el => el.textContent.includes({words!r}) && el.tagName === 'A'")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "none"
    with page.expect_navigation():
        page.keyboard.press("Enter")


@pytest.mark.soak
def test_two_windows_on_one_case(browser: Browser, program: Program) -> None:
    first = enter(browser, program)
    open_case(first)
    second = first.context.new_page()
    second.goto(first.url)
    for page in (first, second):
        page.get_by_role("link", name="Bắt đầu", exact=True).click()
    first.get_by_label("Xong, đạt").check()
    first.get_by_role("button", name="Lưu và tiếp").click()
    second.get_by_label("Không đạt").check()
    second.get_by_label("Thấy gì, vì sao").fill("hết hạn")
    second.get_by_role("button", name="Lưu và tiếp").click()
    expect(second.get_by_role("heading", name="Hai câu trả lời khác nhau")).to_be_visible()
    expect(second.get_by_label("Thấy gì, vì sao")).to_have_value("hết hạn")
    second.go_back()
    second.reload()
    expect(second.get_by_label("Xong, đạt")).to_be_checked()


@pytest.mark.soak
def test_an_error_is_read_out_and_leads_to_its_field(browser: Browser, program: Program) -> None:
    page = enter(browser, program)
    page.goto(f"{program.base}/ho-so/mo/TDC-01.2")
    page.get_by_role("button", name="Mở hồ sơ").click()
    expect(page.get_by_role("alert")).to_contain_text("Chưa đặt tên hồ sơ")
    expect(page).to_have_title(re.compile("^Lỗi: "))
    page.get_by_role("alert").get_by_role("link").click()
    assert page.evaluate("document.activeElement.id") == "ten"


PAGES = (
    "/", "/tim?q=máy+x+quang", "/tim?q=kết+hôn", "/danh-sach", "/thu-tuc/TDC-01", "/thu-tuc/TDC-01.2",
    "/thu-tuc/BC-01.1?ngay=2024-01-01", "/van-ban", "/van-ban/28/2013/TT-BKHCN", "/lich", "/hoi-dap?q=xăng",
    "/lien-he", "/ho-so", "/ho-so/mo/TDC-01.2", "CASE", "CASE/tat-ca", "CASE/soat", "CASE/ngay", "CASE/lich-su",
    "ITEM", "/san-sang", "/san-sang/TDC-01", "/vuong-mac", "/vuong-mac/ghi/TDC-01.2", "/luyen-tap",
    "/luyen-tap/TDC-01.2", "/du-lieu", "/don-vi", "CASE/chuyen", "/huong-dan", "/khong-co",
)  # fmt: skip


@pytest.fixture(scope="module")
def furnished(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Program, dict[str, str], Any]]:
    """A program with a case that was begun, a difficulty, and the cookies of whom it knows."""
    with running(tmp_path_factory.mktemp("home"), "--cong", "0") as one:
        page = enter(browser, one)
        case = open_case(page)
        page.get_by_role("link", name="Bắt đầu", exact=True).click()
        item = page.url
        page.get_by_label("Không đạt").check()
        page.get_by_label("Thấy gì, vì sao").fill("hết hạn")
        page.get_by_role("button", name="Lưu và tiếp").click()
        page.goto(f"{one.base}/vuong-mac/ghi/TDC-01.2")
        page.get_by_label("Vướng ở đâu, cần gì").fill("thiếu bình chuẩn")
        page.get_by_role("button", name="Lưu vướng mắc").click()
        names = {"CASE": case.removeprefix(one.base), "ITEM": item.removeprefix(one.base)}
        yield one, names, page.context.storage_state()


def addressed(path: str, names: dict[str, str]) -> str:
    for name, address in names.items():
        path = path.replace(name, address)
    return path


@pytest.mark.soak
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_page(browser: Browser, furnished: Any, scheme: str) -> None:
    program, names, state = furnished
    context: BrowserContext = browser.new_context(color_scheme=scheme, storage_state=state, locale="vi-VN")
    page, axe, found = context.new_page(), Axe(), []
    for path in PAGES:
        page.goto(program.base + addressed(path, names))
        # Colours are all that a dark page has otherwise than a light one.
        seen = axe.run(page, ALIKE, RULES if scheme == "light" else COLOURS).response["violations"]
        found += [f"{path}: {each['id']}: {each['nodes'][0]['html'][:150]}" for each in seen]
    assert found == []
    context.close()


@pytest.mark.soak
@pytest.mark.parametrize("width", [320, 360, 768])
def test_nothing_runs_out_of_a_narrow_screen(browser: Browser, furnished: Any, width: int) -> None:
    """Also what 1,280 pixels at 400 % leave: 320."""
    program, names, state = furnished
    context = browser.new_context(viewport={"width": width, "height": 700}, storage_state=state)
    page = context.new_page()
    wide = []
    for path in PAGES:
        page.goto(program.base + addressed(path, names))
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wide.append(path)
    assert wide == []
    context.close()


@pytest.mark.soak
def test_nothing_is_fetched_from_anywhere_else(browser: Browser, furnished: Any) -> None:
    program, names, state = furnished
    context = browser.new_context(storage_state=state)
    asked: list[str] = []
    complaints: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    for path in PAGES[:-1]:
        page.goto(program.base + addressed(path, names))
    assert [url for url in asked if not url.startswith((program.base, "data:"))] == []
    assert complaints == []
    context.close()


@pytest.mark.soak
def test_the_key_leaves_the_address(browser: Browser, program: Program) -> None:
    page = enter(browser, program)
    assert "khoa" not in page.url
    stranger = browser.new_context().new_page()
    stranger.goto(program.entrance)
    expect(stranger.get_by_role("heading", level=1)).to_contain_text("lần mở trước đã hết")
