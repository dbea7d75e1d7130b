"""A case in the browser: opened, answered, attached, paused, closed; sent twice, in two windows, and wrongly."""

import io
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import openpyxl
import pytest
from starlette.testclient import TestClient

from canang.cases.events import new_id
from canang.cases.register import Register
from canang.cases.walk import every_item, items_of
from canang.desk.cases import find_case, log_of
from canang.desk.reading import read_entry

from .conftest import Site

NAME = "Cửa hàng xăng dầu số 5"
KEY = "5d0f4a52-6f3c-4f57-9d1c-0c2f6e1f9a10"
CASE = f"/ho-so/{KEY}"


@pytest.fixture(autouse=True)
def known_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """The case that a test opens has an id that the test knows."""
    keys = iter([KEY])
    monkeypatch.setattr("canang.cases.ledger.new_id", lambda: next(keys, None) or new_id())


@pytest.fixture
def case(site: Site) -> TestClient:
    """A browser with a case open."""
    client = site.enter()
    assert client.post("/ho-so/mo/TDC-01.2", data={"ten": NAME}).status_code == 200
    return client


def head(client: TestClient, item: str) -> str:
    found = re.search(r'name="biet" value="([-0-9a-f]*)"', client.get(f"{CASE}/muc/{item}").text)
    assert found is not None
    return found[1]


def items(site: Site) -> list[str]:
    return [item.id for item in every_item(items_of(read_entry(site.desk, "TDC-01.2").entry))]


def written(site: Site) -> list[tuple[str, str | None]]:
    return [(event.kind, event.item) for event in log_of(site.desk, NAME)[1] if event.kind not in {"open", "follow"}]


def test_a_case_is_answered_item_by_item_until_nothing_is_left(case: TestClient, site: Site) -> None:
    page = case.get(CASE)
    address = page.text.partition('class="button" href="')[2].partition('"')[0]
    for _ in range(60):
        item = address.rpartition("/")[2].replace("%3A", ":")
        form = {"tra-loi": "done", "ghi-chu": "", "biet": head(case, item)}
        gone = case.post(address, data=form, follow_redirects=False)
        assert gone.status_code == 303
        address = gone.headers["location"]
        if address.endswith("/soat"):
            break
    assert find_case(site.desk, NAME).cases[0].progress.complete
    assert "Mọi mục đã có kết quả" in case.get(address).text


def test_a_failure_must_say_what_was_found(case: TestClient, site: Site) -> None:
    item = items(site)[1]
    refused = case.post(f"{CASE}/muc/{item}", data={"tra-loi": "not-met", "biet": ""})
    assert refused.status_code == 400
    assert 'href="#ghi-chu"' in refused.text
    assert "checked" in refused.text
    kept = case.post(f"{CASE}/muc/{item}", data={"tra-loi": "not-met", "ghi-chu": "cột 2 sai", "biet": ""})
    assert kept.status_code == 200
    assert "cột 2 sai" in case.get(f"{CASE}/soat").text


def test_a_form_sent_twice_is_kept_once(case: TestClient, site: Site) -> None:
    item = items(site)[0]
    form = {"tra-loi": "done", "ghi-chu": "đủ", "ghi-rieng": "hỏi anh Nam", "biet": ""}
    for _ in range(3):
        assert case.post(f"{CASE}/muc/{item}", data=form).status_code == 200
    assert written(site) == [("answer", item), ("note", item)]
    for _ in range(2):
        case.post("/ho-so/mo/TDC-01.2", data={"ten": NAME})
    assert case.get("/ho-so").text.count(NAME) == 1


def test_two_windows_that_say_otherwise_are_both_shown_and_neither_is_lost(case: TestClient, site: Site) -> None:
    item, other = items(site)[0], site.another()
    seen = head(case, item)
    other.post(f"{CASE}/muc/{item}", data={"tra-loi": "done", "ghi-chu": "đủ", "biet": seen})
    late = case.post(f"{CASE}/muc/{item}", data={"tra-loi": "not-met", "ghi-chu": "hết hạn", "biet": seen})
    assert late.status_code == 400
    assert "Hai câu trả lời khác nhau" in late.text
    assert "hết hạn" in late.text
    assert written(site) == [("answer", item)]
    settled = re.search(r'name="biet" value="([-0-9a-f]*)"', late.text)
    assert settled is not None
    case.post(f"{CASE}/muc/{item}", data={"tra-loi": "not-met", "ghi-chu": "hết hạn", "biet": settled[1]})
    assert find_case(site.desk, NAME).cases[0].case.answers[item].note == "hết hạn"


def test_all_on_one_page_keeps_what_changed_and_shows_what_clashes(case: TestClient, site: Site) -> None:
    first, second, third = items(site)[:3]
    site.another().post(f"{CASE}/muc/{first}", data={"tra-loi": "later", "biet": ""})
    form = {f"biet-{item}": "" for item in items(site)}
    form |= {f"tl-{first}": "done", f"tl-{second}": "done", f"tl-{third}": "not-met"}
    answer = case.post(f"{CASE}/tat-ca", data=form)
    assert answer.status_code == 400
    assert "vừa được trả lời ở cửa sổ khác" in answer.text
    assert [item for _, item in written(site)] == [first, second]
    assert "Ghi điều không đạt" in answer.text


def test_steps_that_exclude_each_other_are_asked_about(site: Site) -> None:
    client, address = site.enter(), CASE
    client.post("/ho-so/mo/BC-01.1", data={"ten": "Giấy phép"})
    steps = [item for item in items_of(read_entry(site.desk, "BC-01.1").entry) if item.excludes]
    grant, refuse = steps[0], next(item for item in steps if item.id in steps[0].excludes)
    client.post(f"{address}/muc/{grant.id}", data={"tra-loi": "done", "biet": ""})
    asked = client.post(f"{address}/muc/{refuse.id}", data={"tra-loi": "done", "biet": ""})
    assert asked.status_code == 400
    assert "Chuyển sang bước này" in asked.text
    assert "Không làm: đã chọn bước kia" in client.get(address).text
    client.post(f"{address}/muc/{refuse.id}", data={"tra-loi": "done", "biet": "", "thay": "co"})
    answers = find_case(site.desk, "Giấy phép").cases[0].case.answers
    assert (grant.id in answers, answers[refuse.id].state) == (False, "done")


def test_what_was_done_is_taken_back_once(case: TestClient, site: Site) -> None:
    item = items(site)[0]
    case.post(f"{CASE}/muc/{item}", data={"tra-loi": "done", "biet": ""})
    known = re.search(r'rut-lai".*?value="([-0-9a-f]+)"', case.get(CASE).text, re.DOTALL)
    assert known is not None
    for _ in range(2):
        case.post(f"{CASE}/rut-lai", data={"biet": known[1]})
    assert find_case(site.desk, NAME).cases[0].case.answers == {}
    assert [kind for kind, _ in written(site)] == ["answer", "undo"]


@pytest.mark.parametrize(
    "name",
    [
        "biên bản.pdf",
        "../../../../tmp/x.sh",
        "CON.txt",
        "<script>alert(1)</script>.html",
        "a" * 300 + ".pdf",
        "\u202egpj.exe",
    ],
)
def test_a_file_is_attached_under_a_harmless_name(case: TestClient, site: Site, name: str) -> None:
    item = items(site)[0]
    for _ in range(2):
        sent = case.post(
            f"{CASE}/muc/{item}", data={"biet": ""}, files={"tep": (name, b"<script>alert(1)</script>", "text/html")}
        )
        assert sent.status_code == 200
    attached = find_case(site.desk, NAME).cases[0].case.attachments
    assert len(attached) == 1
    path = Path(attached[0].path)
    assert path.is_relative_to(site.desk.home.resolve())
    assert path.read_bytes() == b"<script>alert(1)</script>"
    page = case.get(f"{CASE}/muc/{item}").text
    assert "<script>alert" not in page
    got = case.get(f"{CASE}/tep/{attached[0].sha256}")
    assert got.headers["content-disposition"].startswith("attachment")
    assert got.headers["content-type"] == "application/octet-stream"


def test_a_file_is_attached_by_its_place_and_kept_as_it_was(case: TestClient, site: Site, tmp_path: Path) -> None:
    paper, item = tmp_path / "giấy.txt", items(site)[0]
    paper.write_text("một", encoding="utf-8")
    case.post(f"{CASE}/muc/{item}", data={"duong-dan": str(paper), "biet": ""})
    assert "giấy.txt" in case.get(f"{CASE}/muc/{item}").text
    paper.write_text("hai", encoding="utf-8")
    assert "nội dung đã đổi" not in case.get(f"{CASE}/muc/{item}").text
    digest = find_case(site.desk, NAME).cases[0].case.attachments[0].sha256
    assert case.get(f"{CASE}/tep/{digest}").text == "một"
    next((site.desk.home / "dinh-kem" / digest).iterdir()).write_text("ba", encoding="utf-8")
    assert "nội dung đã đổi" in case.get(f"{CASE}/muc/{item}").text
    assert case.get(f"{CASE}/tep/{digest}").status_code == 404
    for wrong in (str(tmp_path), "/khong/co", "\x00", "a" * 5000):
        refused = case.post(f"{CASE}/muc/{item}", data={"duong-dan": wrong, "biet": ""})
        assert (refused.status_code, "Không đọc được tệp" in refused.text) == (400, True)


def test_a_day_that_cannot_be_is_asked_about_and_can_be_insisted_on(case: TestClient, site: Site) -> None:
    ahead = {"viec": "received", "ngay": "01/12/2026"}
    asked = case.post(f"{CASE}/ngay", data=ahead)
    assert asked.status_code == 400
    assert "chưa đến" in asked.text
    assert case.post(f"{CASE}/ngay", data=ahead | {"van-lam": "co"}).status_code == 200
    assert str(find_case(site.desk, NAME).cases[0].case.received) == "2026-12-01"
    for wrong in ("31/02/2026", "hôm qua", "01/01/0001"):
        assert case.post(f"{CASE}/ngay", data={"viec": "received", "ngay": wrong}).status_code == 400


def test_a_case_with_work_left_is_closed_on_insisting_and_then_takes_no_answer(case: TestClient, site: Site) -> None:
    asked = case.post(f"{CASE}/ngay", data={"viec": "close"})
    assert (asked.status_code, "mục chưa xong" in asked.text) == (400, True)
    for _ in range(2):
        assert case.post(f"{CASE}/ngay", data={"viec": "close", "van-lam": "co"}).status_code == 200
    late = case.post(f"{CASE}/muc/{items(site)[0]}", data={"tra-loi": "done", "biet": ""})
    assert (late.status_code, "đã đóng" in late.text) == (409, True)
    assert [kind for kind, _ in written(site)] == ["close"]
    case.post(f"{CASE}/ngay", data={"viec": "reopen"})
    assert not find_case(site.desk, NAME).cases[0].case.closed


def test_a_pause_stops_the_days_and_is_not_begun_twice(case: TestClient, site: Site) -> None:
    for _ in range(2):
        assert case.post(f"{CASE}/ngay", data={"viec": "pause", "ly-do": "chờ giấy"}).status_code == 200
    assert "Tạm dừng từ 23/11/2026" in case.get(CASE).text
    for _ in range(2):
        case.post(f"{CASE}/ngay", data={"viec": "resume"})
    assert [kind for kind, _ in written(site)] == ["pause", "resume"]


def test_a_case_gets_another_name_and_another_address(case: TestClient) -> None:
    moved = case.post(f"{CASE}/ten", data={"ten": "Cửa hàng số 6"}, follow_redirects=False)
    assert moved.headers["location"] == CASE
    assert "Cửa hàng số 6" in case.get(moved.headers["location"]).text
    assert case.post(f"{moved.headers['location']}/ten", data={"ten": " "}).status_code == 400


@pytest.mark.parametrize("name", ["", "   ", "\x1b[2J"])
def test_a_case_needs_a_name(browse: TestClient, name: str) -> None:
    refused = browse.post("/ho-so/mo/TDC-01.2", data={"ten": name})
    assert refused.status_code == 400
    assert 'href="#ten"' in refused.text


def test_a_hostile_name_is_shown_as_text(browse: TestClient) -> None:
    name = "<img src=x onerror=alert(1)>\x1b[2J/../\u202e"
    browse.post("/ho-so/mo/TDC-01.2", data={"ten": name})
    for path in ("/", "/ho-so", "/lich"):
        assert "<img" not in browse.get(path).text
    assert "&lt;img src=x" in browse.get("/ho-so").text


def test_the_papers_of_a_case_are_handed_out(case: TestClient, site: Site) -> None:
    case.post(f"{CASE}/muc/{items(site)[0]}", data={"tra-loi": "done", "ghi-chu": "đủ", "biet": ""})
    assert case.get(f"{CASE}/in/pdf").content.startswith(b"%PDF-")
    assert case.get(f"{CASE}/in/docx").content.startswith(b"PK")
    assert case.get(f"{CASE}/in/json").json()["answers"]
    assert case.get(f"{CASE}/mau/5.BBKT").content.startswith(b"PK")
    assert case.get(f"{CASE}/in/exe").status_code == 404
    table = openpyxl.load_workbook(io.BytesIO(case.get("/ho-so/bang/xlsx").content)).active
    assert table is not None
    assert table["A2"].value == NAME
    assert b"BEGIN:VCALENDAR" in case.get("/ho-so/bang/ics").content
    assert NAME in case.get("/ho-so/bang/csv").content.decode("utf-8-sig")


def test_the_register_is_sorted_and_filtered(case: TestClient) -> None:
    case.post("/ho-so/mo/BC-01.1", data={"ten": "An Bình"})
    by_name = case.get("/ho-so", params={"xep": "ten"}).text
    assert by_name.index("An Bình") < by_name.index(NAME)
    assert NAME not in case.get("/ho-so", params={"chu": "an binh"}).text
    assert "Không có hồ sơ nào như vậy" in case.get("/ho-so", params={"tinh-trang": "dong"}).text


def test_a_damaged_register_keeps_nobody_from_reading(site: Site) -> None:
    site.desk.home.mkdir(parents=True)
    (site.desk.home / "ho-so.sqlite").write_bytes(b"khong phai sqlite" * 100)
    client = site.enter()
    home = client.get("/")
    assert home.status_code == 200
    assert "Sổ hồ sơ" in home.text
    assert client.get("/thu-tuc/TDC-01.2").status_code == 200
    assert client.get("/ho-so").status_code == 503


@pytest.mark.soak
def test_a_register_that_another_holds_gives_the_form_back_as_it_was_typed(case: TestClient, site: Site) -> None:
    item = items(site)[0]
    holding = sqlite3.connect(site.desk.home / "ho-so.sqlite", isolation_level=None)
    holding.execute("BEGIN IMMEDIATE")
    try:
        refused = case.post(f"{CASE}/muc/{item}", data={"tra-loi": "not-met", "ghi-chu": "hết hạn", "biet": ""})
    finally:
        holding.execute("ROLLBACK")
    assert (refused.status_code, "chương trình khác đang giữ" in refused.text) == (400, True)
    assert "hết hạn</textarea>" in refused.text
    assert written(site) == []
    case.post(f"{CASE}/muc/{item}", data={"tra-loi": "not-met", "ghi-chu": "hết hạn", "biet": ""})
    assert written(site) == [("answer", item)]


def from_elsewhere(site: Site, tmp_path: Path, kind: str, item: str | None, said: dict[str, object]) -> None:
    """Somebody writes into the case on another machine, which has it, and it comes over."""
    with site.desk.register() as here, closing(Register(tmp_path / "khac")) as there:
        there.take([event for event in here.log() if event.kind == "open"], site.desk.now(), sent=False)
        there.record(NAME, kind, item, said, now=site.desk.now(), who="Bình")
        here.take(there.log(), site.desk.now(), sent=False)


def test_what_two_people_wrote_otherwise_is_shown_and_settled(case: TestClient, site: Site, tmp_path: Path) -> None:
    item = items(site)[0]
    case.post(f"{CASE}/muc/{item}", data={"tra-loi": "done", "biet": ""})
    from_elsewhere(site, tmp_path, "answer", item, {"state": "not-met", "note": "hết hạn"})
    page = case.get(CASE)
    assert (page.status_code, "Hai người ghi khác nhau" in page.text, "hết hạn" in page.text) == (200, True, True)
    assert "Hai câu khác nhau" in page.text
    printed = case.get(f"{CASE}/in/md").text
    assert "hai người ghi khác nhau" in printed
    assert "- [x]" not in printed  # whichever of the two came last
    shown = case.get(f"{CASE}/muc/{item}").text
    assert "Hai người trả lời khác nhau" in shown
    assert "Lò Thị Mai" in shown
    assert "Bình" in shown
    for address in ("soat", "tat-ca", "lich-su", "in/pdf"):
        assert case.get(f"{CASE}/{address}").status_code == 200
    # The same answer as one of the two is an answer, too: it says which holds.
    last = find_case(site.desk, NAME).cases[0].case.answers[item]
    case.post(f"{CASE}/muc/{item}", data={"tra-loi": last.state, "ghi-chu": last.note or "", "biet": head(case, item)})
    settled = find_case(site.desk, NAME).cases[0].case
    assert (settled.conflicts, settled.answers[item]) == ({}, last)
    assert "khác nhau" not in case.get(CASE).text


def test_two_days_of_receipt_are_shown(case: TestClient, site: Site, tmp_path: Path) -> None:
    case.post(f"{CASE}/ngay", data={"viec": "received", "ngay": "20/11/2026"})
    from_elsewhere(site, tmp_path, "received", None, {"day": "2026-11-19", "reason": ""})
    page = case.get(CASE)
    assert page.status_code == 200
    assert "19/11/2026" in page.text
    assert "20/11/2026" in page.text
