"""A province in real browsers: two offices, a laptop offline, a conflict, a case handed over, the whole view."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from canang.server.accounts import Role, add_account
from canang.server.machines import add_machine
from canang.server.province import Province
from tests.conftest import Canang
from tests.web.conftest import BROWSER
from tests.web.test_browser import RULES, chromium

from .conftest import Database
from .office import PASSWORD, login_of, served

pytestmark = pytest.mark.skipif(BROWSER is None, reason="không có trình duyệt")

NAME = "Cửa hàng xăng dầu số 5"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture
def address(database: Database, tmp_path: Path) -> Iterator[str]:
    with served(database.app, tmp_path / "may-chu") as told:
        yield told


@pytest.fixture
def come(browser: Browser, database: Database, address: str) -> Callable[..., Page]:
    """Somebody with an invitation opens the pages in a browser of their own, and uses it."""

    def come_in(person: str, role: Role, office: str | None) -> Page:
        province = Province(database.app)
        invitation = add_account(province, person, role, province.find_office(office) if office else None)[1]
        page = browser.new_context(locale="vi-VN").new_page()
        page.goto(address)
        page.get_by_role("link", name="Tôi có mã mời").click()
        page.get_by_label("Mã mời").fill(invitation)
        page.get_by_role("button", name="Tiếp").click()
        page.get_by_label("Tên đăng nhập").fill(login_of(person))
        page.get_by_label("Mật khẩu", exact=True).fill(PASSWORD)
        page.get_by_label("Gõ lại mật khẩu").fill(PASSWORD)
        page.get_by_role("button", name="Nhận và đăng nhập").click()
        expect(page.get_by_text(person).first).to_be_visible()
        return page

    return come_in


def check(page: Page) -> None:
    found = Axe().run(page, options=RULES)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.soak
def test_two_offices_a_laptop_offline_a_conflict_and_a_hand_over(
    come: Callable[..., Page], address: str, database: Database, canang: Canang, tmp_path: Path
) -> None:
    head = come("Giàng A Páo", Role.HEAD, "Xã An Bình")
    nam = come("Vàng A Nam", Role.OFFICIAL, "Xã Bình Minh")
    province = Province(database.app)
    _, token = add_machine(province, province.find_office("Xã An Bình"), "Lò Thị Mai")

    def laptop(*arguments: str) -> str:
        done = canang(*arguments, CANANG_HOME=str(tmp_path / "laptop"), CANANG_NGUOI="Mai")
        assert done.code == 0, done.err
        return str(done.out)

    # A case in the head's browser comes to the laptop, which goes offline.
    head.get_by_role("searchbox").or_(head.get_by_role("combobox")).first.fill("cây xăng")
    head.get_by_role("button", name="Tìm").first.click()
    head.get_by_role("link", name=re.compile("xăng dầu tại cửa hàng bán lẻ")).click()
    head.get_by_role("link", name="Mở hồ sơ, làm từng bước").click()
    head.get_by_label("Tên hồ sơ").fill(NAME)
    head.get_by_role("button", name="Mở hồ sơ").click()
    case = head.url
    laptop("ho-so", "noi", address, token)
    laptop("ho-so", "dong-bo")
    head.get_by_role("link", name="Bắt đầu", exact=True).click()
    item = unquote(head.url.rpartition("/")[2])
    head.get_by_label("Xong, đạt").check()
    head.get_by_role("button", name="Lưu và tiếp").click()
    laptop("ho-so", "tra-loi", NAME, item, "khong-dat", "--chu", "thiếu một cột")
    laptop("ho-so", "dong-bo")

    # Both answers stand, and the page says so; the head settles it.
    head.goto(case)
    expect(head.get_by_text("Hai câu khác nhau")).to_be_visible()
    expect(head.get_by_text("thiếu một cột").first).to_be_visible()
    check(head)
    head.goto(f"{case}/muc/{item}")
    head.get_by_label("Không đạt").check()
    head.get_by_label("Thấy gì, vì sao").fill("thiếu một cột, đã lập biên bản")
    head.get_by_role("button", name="Lưu và tiếp").click()
    head.goto(case)
    expect(head.get_by_text("Hai câu khác nhau")).to_have_count(0)

    # It goes to the other commune, whose official sees it open, with its log.
    nam.get_by_role("link", name="Hồ sơ", exact=True).click()
    expect(nam.get_by_text("Chưa có hồ sơ nào")).to_be_visible()
    head.get_by_role("link", name="Chuyển cho người khác").click()
    check(head)
    head.get_by_label("Cơ quan nhận").select_option("Xã Bình Minh")
    head.get_by_role("button", name="Chuyển sang cơ quan ấy").click()
    expect(head.get_by_text("Không có hồ sơ nào như vậy")).to_be_visible()
    nam.reload()
    nam.get_by_role("link", name=NAME).click()
    nam.get_by_role("link", name="Nhật ký").click()
    expect(nam.get_by_text("Nhận từ Xã An Bình")).to_be_visible()
    expect(nam.get_by_text("thiếu một cột").first).to_be_visible()


@pytest.mark.soak
def test_every_page_of_the_server_is_open_to_everybody(
    come: Callable[..., Page], browser: Browser, address: str
) -> None:
    hoa = come("Đinh Thị Hoa", Role.SPECIALIST, "Sở")
    admin = come("Nguyễn Văn Quản", Role.ADMINISTRATOR, None)
    hoa.goto(f"{address}/ho-so/mo/BC-01.1")
    hoa.get_by_label("Tên hồ sơ").fill("Bưu chính A")
    hoa.get_by_role("button", name="Mở hồ sơ").click()
    for path in ("/tong-hop", "/toi"):
        hoa.goto(address + path)
        check(hoa)
    hoa.goto(f"{address}/tong-hop")
    expect(hoa.get_by_text("1 hồ sơ đang làm")).to_be_visible()
    printed = hoa.pdf()
    assert printed.startswith(b"%PDF") and len(printed) > 10_000
    hoa.get_by_label("Cơ quan", exact=True).last.select_option("Xã An Bình")
    hoa.get_by_role("button", name="Xem sổ").click()
    expect(hoa.get_by_text("đang xem sổ của")).to_be_visible()
    check(hoa)
    hoa.get_by_role("button", name="Về sổ của mình").click()
    admin.get_by_label("Họ tên").fill("Lò Thị Mai")
    admin.get_by_label("Cơ quan").select_option("Xã An Bình")
    check(admin)
    admin.get_by_role("button", name="Thêm, lấy mã mời").click()
    expect(admin.get_by_role("heading", level=1)).to_have_text("Mã mời của Lò Thị Mai")
    check(admin)
    admin.goto(f"{address}/nguoi")
    admin.get_by_role("link", name="Lò Thị Mai").click()
    check(admin)
    admin.goto(f"{address}/nguoi/nhat-ky")
    check(admin)
    stranger = browser.new_context(locale="vi-VN").new_page()
    for path in ("/vao", "/moi"):
        stranger.goto(address + path)
        check(stranger)
    stranger.get_by_label("Mã mời").fill("sai")
    stranger.get_by_role("button", name="Tiếp").click()
    expect(stranger.get_by_role("alert")).to_be_visible()
    check(stranger)
    admin.get_by_role("button", name="Ra", exact=True).click()
    expect(admin.get_by_role("heading", level=1)).to_have_text("Đăng nhập")
    admin.go_back()
    admin.reload()
    expect(admin.get_by_role("heading", level=1)).to_have_text("Đăng nhập")
