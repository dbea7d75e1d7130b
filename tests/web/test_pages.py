"""What the pages say: the same as the terminal and the JSON of every entry; and whatever is asked, never a crash."""

import html
import json
import re
import string
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from canang.catalog.overview import Filters
from canang.desk.overview import list_of
from canang.web.routes import ROUTES
from tests.conftest import Canang, shares

from .conftest import Site, site_of


def words(page: str) -> str:
    """The words of a page, without markup."""
    body = re.sub(r"(?s)<(script|style).*?</\1>", " ", page)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


def test_a_person_finds_the_petrol_check_in_everyday_words(browse: TestClient) -> None:
    page = browse.get("/tim", params={"q": "dân báo cây xăng bơm thiếu"})
    assert page.status_code == 200
    assert 'href="/thu-tuc/TDC-01.2"' in page.text


def test_what_nothing_answers_is_said_with_what_comes_nearest(browse: TestClient) -> None:
    page = browse.get("/tim", params={"q": "đăng ký kết hôn"}).text
    assert "Không thấy việc nào khớp" in page
    assert "Cẩm nang chỉ có việc của ngành khoa học và công nghệ" in page


def test_a_page_tells_what_the_editors_read_again_as_no_lawyers_word(browse: TestClient) -> None:
    told = words(browse.get("/thu-tuc/SHTT-11.1").text)
    assert "Đọc lại ban biên tập canang (không phải luật sư, không phải cơ quan nhà nước)" in told


def test_an_empty_search_goes_home_and_suggestions_are_those_of_the_search(browse: TestClient) -> None:
    assert browse.get("/tim", params={"q": " ?! "}, follow_redirects=False).headers["location"] == "/"
    offered = browse.get("/goi-y", params={"q": "cây xăng"}).json()
    assert offered[0]["id"] == "TDC-01.2"
    assert offered[0]["href"] == "/thu-tuc/TDC-01.2"
    assert browse.get("/goi-y", params={"q": ""}).json() == []


def test_filters_hold(browse: TestClient) -> None:
    page = browse.get("/tim", params={"q": "giấy phép", "linh-vuc": "VT"}).text
    ids = re.findall(r'href="/thu-tuc/([A-Z]+)-', page)
    assert set(ids) == {"VT"}
    assert "/thu-tuc/TDC-01" not in browse.get("/danh-sach", params={"cap": "tinh", "linh-vuc": "CDS"}).text


@pytest.mark.parametrize("share", shares())
def test_the_page_the_terminal_and_the_json_say_the_same(site: Site, canang: Canang, share: slice) -> None:
    client, desk = site.enter(), site.desk
    entries = [each.id for kind in ("task", "procedure") for each in list_of(desk, Filters(), desk.today, kind)]
    assert len(entries) > 400
    for id_ in entries[share]:
        page = client.get(f"/thu-tuc/{id_}")
        known = json.loads(canang("xem", id_, "--json").out)
        assert known == client.get(f"/api/v1/muc/{id_}").json()
        shown, terminal = words(page.text), words(canang("xem", id_, "--day-du").out)
        said = [known[key] for key in ("name", "authority", "agency", "applicant", "fee", "result", "result_validity")]
        said += [known["time_limit"]["text"] if known["time_limit"] else None]
        for step in known["steps"]:
            said += [step["action"], step["actor"], step["note"], step["output"], step["condition"]]
        for paper in known["dossier"]:
            said += [paper["name"], paper["condition"], paper["form"]]
        said += [condition["text"] for condition in known["conditions"]]
        for place, text in (("page", shown), ("terminal", terminal)):
            missing = [each for each in said if each and bare(each) not in bare(text)]
            assert missing == [], (id_, place)


def bare(text: str) -> str:
    """A text without what each front sets by its own rules: spaces, and where lines break."""
    return "".join(text.split())


def test_another_day_says_what_differs(browse: TestClient) -> None:
    page = browse.get("/thu-tuc/TDC-01.2", params={"ngay": "01/01/2025"})
    assert page.status_code == 200
    assert "Trang này theo quy định ngày 01/01/2025" in page.text
    assert "Về hôm nay" in page.text
    wrong = browse.get("/thu-tuc/TDC-01.2", params={"ngay": "31/02/2026"})
    assert (wrong.status_code, "Không có ngày" in wrong.text) == (400, True)


@pytest.mark.parametrize("written", ["tdc01.2", "TDC 1.2", "TDC-01.2"])
def test_an_id_is_read_forgivingly_and_has_one_address(browse: TestClient, written: str) -> None:
    page = browse.get(f"/thu-tuc/{written}")
    assert (page.status_code, page.url.path) == (200, "/thu-tuc/TDC-01.2")


def test_an_unknown_id_offers_the_nearest(browse: TestClient) -> None:
    page = browse.get("/thu-tuc/TDC-99.9")
    assert page.status_code == 404
    assert 'href="/thu-tuc/TDC-' in page.text


def test_a_document_says_what_rests_on_it(browse: TestClient) -> None:
    assert browse.get("/van-ban/28-2013").status_code == 404
    assert browse.get("/van-ban/28/2013").url.path.endswith("/28/2013/TT-BKHCN")
    page = browse.get("/van-ban/28/2013/TT-BKHCN")
    assert "Việc dựa vào văn bản này" in page.text
    assert "/thu-tuc/TDC-01.2" in page.text
    assert browse.get("/van-ban", params={"q": "luat do luong"}).text.count("Luật Đo lường") >= 1
    assert "Đã được 54/2025/TT-BKHCN thay, chưa có nguồn về ngày thay" in browse.get("/van-ban/24/2013/TT-BKHCN").text
    assert "đã được 54/2025/TT-BKHCN thay, chưa rõ ngày" in browse.get("/van-ban", params={"q": "24/2013"}).text


def test_questions_are_found_by_words_and_by_entry(browse: TestClient) -> None:
    assert "<details" in browse.get("/hoi-dap", params={"q": "xã chưa có chứng chỉ kiểm tra"}).text
    assert "Câu hỏi về" in browse.get("/hoi-dap", params={"q": "TDC-01.2"}).text
    assert "Chưa có câu hỏi nào khớp" in browse.get("/hoi-dap", params={"q": "zzz qqq"}).text


def test_practice_tells_what_was_overlooked_and_keeps_nothing(site: Site) -> None:
    client = site.enter()
    page = client.get("/luyen-tap/TDC-01.2").text
    fields = set(re.findall(r'type="radio" name="([^"]+)"', page))
    assert not re.search(r"(step|dossier|unknown):[a-z-]+</legend>", page)
    judged = client.post("/luyen-tap/TDC-01.2", data=dict.fromkeys(fields, "dung")).text
    assert "Bỏ sót." in judged
    assert "Thấy 0 trong" in judged
    assert not site.desk.home.exists()
    assert client.get("/luyen-tap/VT-99.1").status_code == 404


def test_readiness_is_kept_and_says_who_helps(site: Site) -> None:
    client = site.enter()
    page = client.get("/san-sang/TDC-01").text
    first, second = re.findall(r'name="co-([^"]+)" value="co"', page)[:2]
    form = {f"co-{first}": "co", f"co-{second}": "chua", f"ghi-chu-{second}": "xin Sở"}
    for _ in range(2):
        shown = client.post("/san-sang/TDC-01", data=form).text
    assert "Đã có 1 trong" in shown
    assert "xin Sở" in shown
    assert client.get("/san-sang/SHTT-99").status_code == 404


def test_a_difficulty_is_noted_once_answered_and_sent(browse: TestClient) -> None:
    form = {"chu": "thiếu bình chuẩn", "buoc": "2", "nhom": "nguon-luc", "muc": "3"}
    for _ in range(2):
        page = browse.post("/vuong-mac/ghi/TDC-01.2", data=form)
    assert page.text.count("thiếu bình chuẩn") == 1
    assert browse.post("/vuong-mac/ghi/TDC-01.2", data={"chu": " "}).status_code == 400
    browse.post("/vuong-mac/1/tra-loi", data={"tra-loi": "Sở cho mượn"})
    assert "Sở cho mượn" in browse.get("/vuong-mac").text
    assert browse.get("/vuong-mac/in/docx").content.startswith(b"PK")
    assert "thiếu bình chuẩn" in browse.get("/vuong-mac/in/csv").text
    assert browse.get("/vuong-mac/in/exe").status_code == 404
    assert browse.post("/vuong-mac/99999999999999999999/tra-loi", data={"tra-loi": "x"}).status_code in {400, 404}


def test_a_template_is_tried_then_taken_into_a_layer(tmp_path: Path, canang: Canang) -> None:
    canang("du-lieu", "mau", str(tmp_path / "mau.xlsx"))
    site = site_of(tmp_path / "home")
    site.desk.chosen = None
    client, content = site.enter(), (tmp_path / "mau.xlsx").read_bytes()
    tried = client.post("/du-lieu/nhap", data={"cach": "thu"}, files={"tep": ("mau.xlsx", content)})
    assert "chưa ghi gì" in tried.text or tried.status_code == 400
    nothing = client.post("/du-lieu/nhap", data={"cach": "thu"})
    assert (nothing.status_code, "Chưa chọn tệp nào" in nothing.text) == (400, True)
    broken = client.post("/du-lieu/nhap", data={"cach": "thu"}, files={"tep": ("a.docx", b"khong phai docx")})
    assert broken.status_code == 400
    forged = client.post("/du-lieu/cap-nhat", files={"goi": ("a.canang", b"gia")})
    assert forged.status_code == 400


_TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\r\n"), max_size=60)
_GETS = [path for path, method, _ in ROUTES if method == "GET"]
_POSTS = [path for path, method, _ in ROUTES if method == "POST" and path not in {"/dung", "/khoa-moi"}]


@pytest.fixture(scope="module")
def open_site(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    client = site_of(tmp_path_factory.mktemp("home")).enter()
    client.post("/ho-so/mo/TDC-01.2", data={"ten": "A"})
    return client


def at(path: str, value: str) -> str:
    """A route's address with a value in each of its places."""
    filled = re.sub(r"\{\w+:int\}", "7", path)
    safe = "".join(
        c if c in string.ascii_letters + string.digits else "".join(f"%{b:02X}" for b in c.encode()) for c in value
    )
    return re.sub(r"\{[^}]+\}", safe or "x", filled)


@given(
    st.sampled_from(_GETS),
    _TEXT,
    st.dictionaries(st.sampled_from(["q", "ngay", "cap", "linh-vuc", "xep", "chu"]), _TEXT),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_whatever_is_asked_for_is_answered(open_site: TestClient, path: str, value: str, query: dict[str, str]) -> None:
    answer = open_site.get(at(path, value), params=query)
    assert answer.status_code < 500, (path, value, query)


@given(
    st.sampled_from(_POSTS),
    _TEXT,
    st.dictionaries(
        st.sampled_from(
            ["ten", "viec", "ngay", "tra-loi", "ghi-chu", "biet", "chu", "muc", "buoc", "lop", "tep", "duong-dan"]
        ),
        _TEXT | st.sampled_from(["received", "close", "done", "0", "31/12/2026"]),
    ),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_whatever_is_sent_is_answered(open_site: TestClient, path: str, value: str, form: dict[str, str]) -> None:
    answer = open_site.post(at(path, value), data=form)
    assert answer.status_code < 500, (path, value, form)
