"""``canang`` alone: a menu that needs no command at a terminal, the greeting of old elsewhere."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from tests.conftest import Canang
from tests.terminal import at_screen, ended

from canang.cases.register import Register
from canang.text.days import today_in_vietnam

UP, DOWN, ESCAPE = "\x1b[A", "\x1b[B", "\x1b"


class Menu:
    """Somebody at the first screen, 80 columns by 24 rows."""

    def __init__(self, home: Path, **variables: str) -> None:
        self.screen = at_screen(home / "nha", cwd=home, **{"TERM": "xterm", **variables})

    def sees(self, text: str) -> "Menu":
        self.screen.expect_exact(text)
        return self

    def key(self, keys: str) -> "Menu":
        self.screen.send(keys)
        return self

    def gone(self) -> int | None:
        return ended(self.screen)


@pytest.fixture
def menu(tmp_path: Path) -> Iterator[Menu]:
    opened = Menu(tmp_path)
    opened.sees("Hồ sơ của tôi").sees("Esc quay lại")
    yield opened
    opened.screen.close(force=True)


@pytest.mark.posix
def test_escape_leaves(menu: Menu) -> None:
    assert menu.key(ESCAPE).gone() == 0


@pytest.mark.posix
def test_the_last_row_leaves_by_its_number(menu: Menu) -> None:
    assert menu.key("6").gone() == 0


@pytest.mark.posix
def test_words_find_an_entry_which_is_read_on_one_screen(menu: Menu) -> None:
    menu.key("cay xang").sees("TDC-01.2").key("\r").sees("Xem gọn trên một màn hình")
    menu.key("1").sees("Ai quyết định:").sees("CÁC BƯỚC (").sees("Gõ Enter để về trang đầu")
    menu.key("\r").sees("Việc xem gần nhất").sees("Esc quay lại")
    assert menu.key(ESCAPE).gone() == 0


@pytest.mark.posix
@pytest.mark.soak
def test_arrows_move_and_enter_opens(menu: Menu) -> None:
    menu.key(DOWN).key(DOWN).key(UP).key("\r").sees("Việc của cấp xã").key("1").sees("TDC-01")
    menu.key(ESCAPE).sees("Hồ sơ của tôi")
    assert menu.key(ESCAPE).gone() == 0


@pytest.mark.posix
def test_an_entry_is_printed_from_the_menu(menu: Menu, tmp_path: Path) -> None:
    menu.key("cay xang").sees("TDC-01.2").key("\r").sees("In bản gọn").key("4").sees("Đã ghi")
    menu.sees("Gõ Enter để về trang đầu").key("\r").sees("Hồ sơ của tôi")
    assert (tmp_path / "TDC-01.2-gon.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.posix
@pytest.mark.soak
def test_a_task_offers_its_procedures(menu: Menu) -> None:
    menu.key("2").sees("Việc của cấp xã").key("1").sees("Chủ trì kiểm tra nhà nước về đo lường")
    for _ in range(40):
        menu.key(DOWN)
    menu.key(ESCAPE).sees("Hồ sơ của tôi")
    menu.key("chu tri kiem tra nha nuoc ve do luong tren dia ban xa").sees("TDC-01").key("\r")
    menu.sees("Thủ tục TDC-01.1").sees("Thủ tục TDC-01.4")


@pytest.mark.posix
def test_a_case_is_opened_by_its_name_and_then_stands_first(menu: Menu, tmp_path: Path) -> None:
    menu.key("cay xang").sees("TDC-01.2").key("\r").sees("Làm từng bước").key("3").sees("Tên hồ sơ để lưu")
    menu.key("Cửa hàng số 5\r").sees("t thôi").key("\r").sees("t thôi").key("t\r").sees("về trang đầu").key("\r")
    menu.sees("Hồ sơ làm gần nhất").sees("Cửa hàng số 5").sees("1 đang làm")
    with closing(Register(tmp_path / "nha")) as register:
        assert register.names() == ["Cửa hàng số 5"]


@pytest.mark.posix
def test_the_most_urgent_case_is_on_the_first_screen(tmp_path: Path) -> None:
    long_ago = datetime.combine(today_in_vietnam() - timedelta(days=60), datetime.min.time())
    with closing(Register(tmp_path / "nha")) as register:
        register.open("Phòng khám Hòa Bình", "NLNT-01.1", "1", long_ago)
        register.open("Cửa hàng mới", "TDC-01.2", "1", long_ago)
    opened = Menu(tmp_path).sees("2 đang làm; 1 quá hạn; gần hạn nhất: “Phòng khám")
    opened.sees("Esc quay lại").key("1").sees("Phòng khám Hòa Bình").key("1").sees("Làm tiếp từ chỗ đã dừng")
    opened.key("2").sees("Thủ tục").sees("NLNT-01.1")
    opened.screen.close(force=True)


@pytest.mark.posix
def test_questions_and_practice_are_a_number_away(menu: Menu) -> None:
    menu.key("4").sees("HỎI VÀ ĐÁP").key("\r").sees("Kiểm chứng").sees("về trang đầu").key("\r")
    menu.sees("Hồ sơ của tôi").sees("Esc quay lại").key("3").sees("LUYỆN TẬP").key("\r").sees("t thôi").key("t\r")
    menu.sees("về trang đầu")


@pytest.mark.posix
def test_words_that_find_nothing_say_so(menu: Menu) -> None:
    menu.key("qqqqzzzz").sees("từ hơn.").key(ESCAPE).sees("Thoát")


def test_a_pipe_gets_the_greeting(canang: Canang) -> None:
    assert 'canang tim "đo lường xăng dầu"' in canang().out
    assert 'canang tim "đo lường xăng dầu"' in canang(terminal=True).out


@pytest.mark.posix
def test_a_terminal_that_cannot_move_its_cursor_gets_the_greeting(tmp_path: Path) -> None:
    assert Menu(tmp_path, TERM="dumb").sees('canang tim "đo lường xăng dầu"').gone() == 0


@pytest.mark.soak
@pytest.mark.parametrize("arguments", [["tim", "cây xăng"], ["xem", "TDC-01.2"], [], ["cây xăng"]], ids=str)
def test_only_the_menu_loads_what_draws_it(tmp_path: Path, arguments: list[str]) -> None:
    script = (
        "import sys\nfrom canang.cli.terminal.environment import Environment\nfrom canang.cli.main import run\n"
        f"code = run({arguments!r}, Environment.real())\nsys.exit(code or int('prompt_toolkit' in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == 0
