"""Help is Vietnamese throughout, has an example for each command, and the reference in docs is what it says."""

import gzip
import re
import shlex
import shutil
import sqlite3
from contextlib import closing
from datetime import datetime
from importlib import import_module
from pathlib import Path

import pytest
import typer
from docs.lenh import reference
from openpyxl import Workbook, load_workbook
from tests.conftest import ROOT, Canang, Handbooks, Outcome, shares

from canang.cases.register import Register
from canang.catalog.database import bundled_path
from canang.cli.commands.du_lieu.group import COMMANDS as DATA_TABLE
from canang.cli.commands.ho_so.group import COMMANDS as CASE_TABLE
from canang.cli.commands.may_chu.group import COMMANDS as SERVER_TABLE
from canang.cli.main import COMMANDS as COMMAND_TABLE
from canang.cli.terminal.help import first_line
from canang.seed.build import seal

ENGLISH = re.compile(
    r"\b(Usage|Options?|Arguments?|Commands?|Show|this|message|and|exit|the|default|required|Error|Try|for|help)\b"
    r"(?<!--help)"
)


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        *([name] for name in COMMAND_TABLE),
        *(["du-lieu", n] for n in DATA_TABLE),
        *(["ho-so", n] for n in CASE_TABLE),
        *(["may-chu", n] for n in SERVER_TABLE),
    ],
    ids=" ".join,
)
def test_help_is_vietnamese_with_an_example(canang: Canang, arguments: list[str]) -> None:
    outcome = canang(*arguments, "--help")
    assert outcome.code == 0
    assert "Cách dùng: canang" in outcome.out
    assert "Ví dụ:\n  canang" in outcome.out
    assert ENGLISH.findall(outcome.out) == []


def test_canang_alone_shows_what_one_can_type(canang: Canang) -> None:
    outcome = canang()
    assert outcome.code == 0
    assert 'canang tim "đo lường xăng dầu"' in outcome.out
    assert "canang --help" in outcome.out


def lay_out(canang: Canang) -> None:
    """In this folder, all that the examples of the help speak of, and nothing that they make."""
    for made in Path().iterdir():
        if made.is_file():
            made.unlink()
        elif made.name != "home":
            shutil.rmtree(made)
    shutil.rmtree(Path("home", "du-lieu"), ignore_errors=True)
    book = Workbook()
    book.active.append(["Mã số", "Tên", "Cơ quan ban hành", "Cơ quan thực hiện", "Lĩnh vực"])
    book.active.append(["1.014966", "Cấp lại hộ chiếu", "Bộ Tư pháp", "Sở Tư pháp", "Quản tài viên"])
    book.save("danh-sach.xlsx")
    cases = Workbook()
    cases.active.append(["Hồ sơ", "Mã", "Ngày nhận"])
    cases.active.append(["Phòng khám Ánh Sáng", "NLNT-02.1", datetime(2026, 11, 10)])
    cases.save("ho-so-cu.xlsx")
    Path("tthc.jsonl.gz").write_bytes(gzip.compress('{"ten_thu_tuc": "Cấp hộ chiếu phổ thông"}'.encode()))
    for name in ("cu.sqlite", "moi.sqlite"):
        shutil.copy(bundled_path(), name)
    canang("du-lieu", "khoa", "--tao", "khoa-ky.pem")


def prepare(canang: Canang, words: list[str]) -> None:
    """What must have happened before an example: a case opened, paused or closed, an import, a sheet, a pack."""
    if "tam-dung" in words:
        canang("ho-so", "tiep-tuc", words[3])
    if "tiep-tuc" in words:
        canang("ho-so", "tam-dung", words[3])
    if "rut-lai" in words:
        canang("ho-so", "ghi-chu", words[3], "bước 5", "gọi lại sau")
    if "mo-lai" in words:
        canang("ho-so", "dong", words[3], "--van-lam")
    if "doi-ten" in words:
        canang("ho-so", "mo", "TDC-01.2", words[3])
    if "--db" in words:
        canang("du-lieu", "nhap", "tthc.jsonl.gz", "--ra", words[words.index("--db") + 1])
    if words[1:3] == ["du-lieu", "lop"] or "--lop" in words:
        canang("du-lieu", "lop", "ha-giang", "--an", "TDC-02")
    if "--nhan" in words:
        canang("du-lieu", "doi-chieu", "TDC-01.2", "-o", "phieu-duyet.xlsx")
        sheet = load_workbook("phieu-duyet.xlsx")
        sheet.active["A6"], sheet.active["B3"], sheet.active["B4"] = "x", "Lê Thị B", "20/11/2026"
        sheet.save("phieu-duyet.xlsx")
    if "cap-nhat" in words:
        install_update(canang, back="--quay-lai" in words)


def install_update(canang: Canang, *, back: bool) -> None:
    """A pack of a later catalogue, from a key that is trusted; taken in already where one is to go back."""
    with closing(sqlite3.connect("moi.sqlite")) as connection:
        connection.execute("UPDATE meta SET value = '2030-01-01' WHERE key = 'as_of'")
        seal(connection)
    canang("du-lieu", "khoa", "--tin", "khoa-ky.pub")
    canang("du-lieu", "dong-goi", "cap-nhat.canang", "--khoa", "khoa-ky.pem", "--tu", "moi.sqlite")
    if back:
        canang("du-lieu", "cap-nhat", "cap-nhat.canang")


NOT_HERE = (
    "du-lieu xay", "du-lieu mo-rong", "ban-khac.sqlite", "E:/", "ho-so lam", "canang web", "canang mcp", "--trang-web",
    "--mot-trang",
    "canang may-chu", "ho-so noi", "ho-so dong-bo",
)  # fmt: skip
"""Examples that need the seed, another drive, or somebody at the keyboard; or that serve until they are ended.
The folder of pages is made by ``tests/web/test_site.py``, by this very line; the one page, which is made of parts of
others, by ``tests/web/test_one_page_browser.py``; those of a province need its PostgreSQL (``tests/server``)."""


@pytest.mark.usefixtures("came_with_it")
@pytest.mark.parametrize("share", shares())
def test_every_example_in_the_help_works(
    canang: Canang, handbooks: Handbooks, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, share: slice
) -> None:
    monkeypatch.chdir(tmp_path)

    def own(*arguments: str) -> Outcome:
        return canang(*arguments, CANANG_DB="")

    lines = [line.strip() for line in reference().splitlines() if line.startswith("  canang ")]
    assert len(lines) > 20
    # What the examples of ho-so and vuong-mac speak of has to be there: two open cases, three difficulties.
    with closing(Register(Path("home"))) as register:
        for name in ("Cửa hàng số 5", "Cửa hàng xăng dầu số 5"):
            register.open(name, "TDC-01.2", "1", datetime(2026, 11, 2, 8))
    for _ in range(3):
        own("vuong-mac", "ghi", "TDC-01.2", "thiếu bình chuẩn")
    for line in list(dict.fromkeys(lines))[share]:
        if any(part in line for part in NOT_HERE):
            continue
        words = shlex.split(line)
        if words[1:4] == ["export", "--tat-ca", "--dinh-dang"] and words[5] == "-o" and words[6].endswith("/"):
            # The folder of entries that other tests read is made by this line, of everything in the soak.
            assert any(handbooks[words[4]].iterdir())
            continue
        lay_out(own)
        prepare(own, words)
        if "--tao" in words:
            Path(words[-1]).unlink(missing_ok=True)
            Path(words[-1]).with_suffix(".pub").unlink(missing_ok=True)
        outcome = own(*words[1:])
        assert (line, outcome.code) == (line, 0), outcome.err
        assert (line, outcome.err) == (line, "") or "cuu" in words


def test_the_reference_in_docs_is_what_the_program_says() -> None:
    assert (ROOT / "docs" / "lenh.md").read_text(encoding="utf-8") == reference()


@pytest.mark.parametrize(("start", "offered"), [("TDC-01", "TDC-01.2"), ("vt", "VT-02"), ("", "CDS-01")])
def test_tab_offers_ids_with_their_names(start: str, offered: str) -> None:
    from canang.cli.terminal.completion import complete_entry  # noqa: PLC0415

    assert offered in {id_ for id_, _ in complete_entry(start)}


def test_tab_offers_fields_and_documents() -> None:
    from canang.cli.terminal.completion import complete_document, complete_field  # noqa: PLC0415

    assert list(complete_field("TD")) == [("TDC", "Tiêu chuẩn, đo lường, chất lượng")]
    assert "28/2013/TT-BKHCN" in {number for number, _ in complete_document("28/")}


def test_the_list_of_commands_says_what_each_says_of_itself() -> None:
    for name, (module, line) in [*COMMAND_TABLE.items(), *DATA_TABLE.items(), *CASE_TABLE.items()]:
        command = typer.main.get_command(import_module(module).app)
        assert first_line(command.help) == line, name
