"""A province's pages under people in a hurry: two tabs, two clicks, an old form; and two who do one thing at once."""

import json
import re
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from canang.cases.events import Event
from canang.errors import Failure
from canang.server import sessions
from canang.server.accounts import Account, Role, accounts_of, add_account, close_account, invite_again, place_account
from canang.server.invitations import accept as take_invitation
from canang.server.moving import forward, hand_to_office, merge
from canang.server.sessions import session_of, sign_in
from canang.web.office.app import PAGES
from canang.web.templating import templates
from tests.conftest import swept

from .conftest import Database
from .office import PASSWORD, Pages, accept, cases, open_case


@pytest.fixture
def pages(database: Database, tmp_path: Path) -> Iterator[Pages]:
    made = Pages(database, tmp_path / "may-chu")
    yield made
    made.close()


def at_once(*works: Callable[[], object]) -> list[object]:
    """What each gave, all begun at one moment; a failure as what it is."""
    given: list[object] = [None] * len(works)
    together = threading.Barrier(len(works))

    def run(number: int) -> None:
        together.wait()
        try:
            given[number] = works[number]()
        except Failure as failure:
            given[number] = failure

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return given


def form_of(browser: TestClient, path: str, action: str) -> dict[str, str]:
    """The hidden fields of a form as a browser would send them back."""
    page = browser.get(path).text
    form = page.partition(f'<form method="post" action="{action}"')[2].partition("</form>")[0]
    assert form, page
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form))


def look_at(browser: TestClient, pages: Pages, office: str) -> None:
    done = browser.post("/co-quan", data={"co-quan": pages.office(office).id}, follow_redirects=False)
    assert done.status_code == 303


def difficulty(browser: TestClient, text: str) -> None:
    done = browser.post("/vuong-mac/ghi/TDC-01.2", data={"chu": text}, follow_redirects=False)
    assert done.status_code == 303


def test_an_answer_typed_in_one_tab_is_not_written_into_the_office_chosen_in_another(pages: Pages) -> None:
    mai = pages.person("Lò Thị Mai", Role.OFFICIAL, "Xã An Bình")
    nam = pages.person("Vàng A Nam", Role.OFFICIAL, "Xã Bình Minh")
    hoa = pages.person("Đinh Thị Hoa", Role.SPECIALIST, "Sở")
    difficulty(mai, "Vướng của An Bình")
    difficulty(nam, "Vướng của Bình Minh")
    look_at(hoa, pages, "Xã An Bình")
    action = re.findall(r'action="(/vuong-mac/\d+/tra-loi)"', hoa.get("/vuong-mac").text)[0]
    fields = form_of(hoa, "/vuong-mac", action)
    look_at(hoa, pages, "Xã Bình Minh")  # the other tab
    done = hoa.post(action, data={**fields, "tra-loi": "Câu cho An Bình"}, follow_redirects=False)
    assert done.status_code == 409 and "Xã An Bình" in done.text and "Xã Bình Minh" in done.text
    assert "Câu cho An Bình" in done.text  # nothing typed is lost
    assert "Câu cho An Bình" not in nam.get("/vuong-mac").text
    look_at(hoa, pages, "Xã An Bình")
    assert hoa.post(action, data={**fields, "tra-loi": "Câu cho An Bình"}, follow_redirects=False).status_code == 303
    assert "Câu cho An Bình" in mai.get("/vuong-mac").text


@pytest.mark.parametrize("path", ["/don-vi", "/ho-so/mo/TDC-01.2", "/vuong-mac/ghi/TDC-01.2"])
def test_a_form_seen_in_another_office_is_not_kept_in_ones_own(pages: Pages, path: str) -> None:
    hoa = pages.person("Đinh Thị Hoa", Role.SPECIALIST, "Sở")
    look_at(hoa, pages, "Xã An Bình")
    fields = form_of(hoa, path, path)
    hoa.post("/co-quan")  # the other tab: back to the own register
    typed = {"co_quan": "XÃ AN BÌNH", "ten": "Cây xăng số 5", "chu": "Vướng ở bước 2"}
    done = hoa.post(path, data={**fields, **typed}, follow_redirects=False)
    assert done.status_code == 409
    assert 'value="XÃ AN BÌNH"' not in hoa.get("/don-vi").text and cases(hoa) == []
    assert "Vướng ở bước 2" not in hoa.get("/vuong-mac").text


def test_every_form_of_a_register_says_in_which_office_it_was_made() -> None:
    """A form that is added and says nothing would be written wherever somebody looks meanwhile."""
    environment = templates("base.html")
    for name in environment.list_templates(extensions=["html"]):
        if name.startswith(("one/", "site/")):
            continue
        source = environment.loader.get_source(environment, name)[0]  # type: ignore[union-attr]
        made = environment.preprocess(source, name)
        for form in re.findall(r'<form method="post".*?</form>', made, re.DOTALL):
            assert "{{ whose }}" in form, (name, form[:80])


def test_an_official_who_was_moved_does_not_write_an_old_form_into_the_new_office(pages: Pages) -> None:
    head = pages.person("Lò Thị Mai", Role.HEAD, "Xã An Bình")
    fields = form_of(head, "/don-vi", "/don-vi")
    [account] = accounts_of(pages.province)
    place_account(pages.province, account.id, Role.HEAD, pages.office("Xã Bình Minh"))
    head.post("/vao", data={"ten": "lo.thi.mai", "mat-khau": PASSWORD})
    assert head.post("/don-vi", data={**fields, "co_quan": "XÃ AN BÌNH"}).status_code == 409


def test_a_case_handed_to_two_offices_at_once_goes_to_one(pages: Pages) -> None:
    mai = pages.person("Lò Thị Mai", Role.HEAD, "Xã An Bình")
    open_case(mai, "Cây xăng số 5")
    source, now = pages.office("Xã An Bình"), pages.desk.now()

    def to(office: str) -> Callable[[], object]:
        return lambda: hand_to_office(
            pages.province, source, "Cây xăng số 5", pages.office(office), reason="", now=now, who="Mai", account=None
        )

    given = at_once(to("Xã Bình Minh"), to("Sở"), to("Xã Bình Minh"), to("Sở"))
    assert sum(each is None for each in given) == 2, given  # who asked for the same twice is told the same
    open_in = []
    for office in ("Xã An Bình", "Xã Bình Minh", "Sở"):
        with pages.province.register(pages.office(office)) as register:
            case = register.find("Cây xăng số 5")
            open_in += [office] if case and not case.closed else []
    assert len(open_in) == 1


def test_handing_over_twice_by_two_clicks_is_once_and_told_as_done(pages: Pages) -> None:
    mai = pages.person("Lò Thị Mai", Role.HEAD, "Xã An Bình")
    key = open_case(mai, "Cây xăng số 5")
    for typed in ({"cho": "Vàng A Nam"}, {"co-quan": pages.office("Xã Bình Minh").id, "ly-do": "nhầm nơi"}):
        answers = [mai.post(f"/ho-so/{key}/chuyen", data=typed, follow_redirects=False) for _ in range(2)]
        assert [answer.status_code for answer in answers] == [303, 303], answers[1].text
    with pages.province.register(pages.office("Xã An Bình")) as register:
        assert [event.kind for event in register.log()].count("hand-over") == 2


def test_an_invitation_used_twice_by_two_clicks_lets_in(pages: Pages) -> None:
    code = pages.invite("Lò Thị Mai", Role.OFFICIAL, "Xã An Bình")
    form = {"ma": code, "ten": "mai", "mat-khau": PASSWORD, "lan-nua": PASSWORD}
    answers = [pages.stranger().post("/moi", data=form, follow_redirects=False) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    other = form | {"mat-khau": f"{PASSWORD} khác", "lan-nua": f"{PASSWORD} khác"}
    assert pages.stranger().post("/moi", data=other, follow_redirects=False).status_code == 400


def test_an_invitation_used_by_two_at_once_is_used_by_one(pages: Pages) -> None:
    code = pages.invite("Lò Thị Mai", Role.OFFICIAL, "Xã An Bình")
    given = at_once(*(lambda n=n: take_invitation(pages.province, code, f"mai{n}", PASSWORD, "x") for n in range(3)))
    assert sum(isinstance(each, Account) for each in given) == 1
    second = [pages.invite(name, Role.OFFICIAL, "Xã An Bình") for name in ("Vàng A Nam", "Lý A Nam")]
    given = at_once(*(lambda c=c: take_invitation(pages.province, c, "nam", PASSWORD, "x") for c in second))
    [refused] = [each for each in given if isinstance(each, Failure)]
    assert "đã có người dùng" in str(refused)


def test_adding_somebody_by_two_clicks_adds_one(pages: Pages) -> None:
    admin = pages.person("Nguyễn Văn Quản", Role.ADMINISTRATOR)
    typed = {"nguoi": "Lò Thị Mai", "vai": "can-bo", "co-quan": pages.office("Xã An Bình").id}
    fields = form_of(admin, "/nguoi", "/nguoi")
    answers = [admin.post("/nguoi", data={**fields, **typed}) for _ in range(2)]
    assert [each.person for each in accounts_of(pages.province)].count("Lò Thị Mai") == 1
    code = "".join(re.findall(r"<code>([^<]+)</code>", answers[1].text)[0].split())
    accept(pages.stranger(), code, "mai")
    # The form from before, sent again after that: nothing of the account is undone.
    old = admin.post("/nguoi", data={**fields, **typed})
    assert old.status_code == 409 and "đã thêm" in old.text
    # Another person by the same old form is another account, and so is a namesake by a new one.
    admin.post("/nguoi", data={**fields, **typed, "nguoi": "Vàng A Nam"})
    admin.post("/nguoi", data={**form_of(admin, "/nguoi", "/nguoi"), **typed})
    people = [each.person for each in accounts_of(pages.province)]
    assert people.count("Vàng A Nam") == 1 and people.count("Lò Thị Mai") == 2


def test_closing_by_two_clicks_is_told_as_done(pages: Pages) -> None:
    admin = pages.person("Nguyễn Văn Quản", Role.ADMINISTRATOR)
    account, _ = add_account(pages.province, "Lò Thị Mai", Role.OFFICIAL, pages.office("Xã An Bình"))
    for _ in range(2):
        answer = admin.post(f"/nguoi/{account.id}/dong", follow_redirects=False)
        assert answer.status_code == 303 and answer.headers["location"] == "/nguoi?da=dong"


def test_there_is_always_somebody_who_has_the_accounts(pages: Pages) -> None:
    admin = pages.person("Nguyễn Văn Quản", Role.ADMINISTRATOR)
    [first] = accounts_of(pages.province)
    given = admin.post(f"/nguoi/{first.id}/vai", data={"vai": "can-bo", "co-quan": pages.office("Xã An Bình").id})
    assert given.status_code == 400 and "quản trị cuối cùng" in given.text
    second, _ = add_account(pages.province, "Trần Thị Trị", Role.ADMINISTRATOR, None)
    for _ in range(3):
        at_once(*(lambda a=a: close_account(pages.province, a.id) for a in (first, second)))
        left = [each for each in accounts_of(pages.province) if each.closed_at is None]
        assert len(left) == 1
        first, (second, _) = left[0], add_account(pages.province, "Trần Thị Trị", Role.ADMINISTRATOR, None)


def test_a_password_that_was_taken_away_while_it_was_looked_at_lets_nobody_in(
    pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages.person("Lò Thị Mai", Role.OFFICIAL, "Xã An Bình")
    [account] = accounts_of(pages.province)
    looked = sessions.is_password

    def meanwhile(kept: str | None, password: str) -> bool:
        right = looked(kept, password)
        invite_again(pages.province, account.id)
        return right

    monkeypatch.setattr(sessions, "is_password", meanwhile)
    with pytest.raises(Failure):
        session = sign_in(pages.province, "lo.thi.mai", PASSWORD, "x")
        assert session_of(pages.province, session.token) is None


def test_signing_in_anew_ends_the_session_of_before(pages: Pages) -> None:
    mai = pages.person("Lò Thị Mai", Role.OFFICIAL, "Xã An Bình")
    before = mai.cookies["__Host-canang-phien"]
    mai.post("/vao", data={"ten": "lo.thi.mai", "mat-khau": PASSWORD})
    assert session_of(pages.province, before) is None
    assert mai.get("/ho-so").status_code == 200


@pytest.mark.parametrize(
    "path", swept(["/don-vi", "/vao", "/moi", "/nguoi", "/ho-so/{}/chuyen", "/co-quan", "/vao/tinh"])
)
def test_letters_that_are_none_are_told_in_words(pages: Pages, path: str) -> None:
    people = [
        pages.person("Lò Thị Mai", Role.HEAD, "Xã An Bình"), pages.person("Nguyễn Văn Quản", Role.ADMINISTRATOR),
        pages.person("Đinh Thị Hoa", Role.SPECIALIST, "Sở"), pages.stranger(),
    ]  # fmt: skip
    key = open_case(people[0], "Cây xăng số 5")
    names = ("ten", "mat-khau", "lan-nua", "ma", "tiep", "giu", "nguoi", "vai", "co-quan", "cho", "ly-do", "co_quan")
    for bad in ("a\0b", "\ufffd", '[["ten","\\ud800"]]', "//[x", "\u202e", json.dumps([["x", "a\0b"]])):
        for browser in people:
            answer = browser.post(path.format(key), data=dict.fromkeys(names, bad))
            assert answer.status_code not in {500, 503}, (bad, answer.text)
        for name in names:
            good = {"ten": "lo.thi.mai", "mat-khau": PASSWORD, "vai": "can-bo", "nguoi": "Mai"}
            answer = pages.stranger().post(path.format(key), data={**good, name: bad})
            assert answer.status_code not in {500, 503}, (bad, name, answer.text)


@pytest.mark.parametrize(
    "path",
    swept(
        [
            "/nguoi/a%00b", "/ho-so/a%00b", "/ho-so/a%00b/chuyen", "/ho-so/%2e%2e%2fnguoi", "/ho-so%2f..%2fnguoi",
            "/nguoi/", "//nguoi", "/nguoi/%ff", "/vao?tiep=//[x",
        ],
        each=4,
    ),
)  # fmt: skip
def test_odd_addresses_are_told_in_words_and_lead_to_nothing(pages: Pages, path: str) -> None:
    admin = pages.person("Nguyễn Văn Quản", Role.ADMINISTRATOR)
    mai = pages.person("Lò Thị Mai", Role.OFFICIAL, "Xã An Bình")
    for browser in (admin, mai, pages.stranger()):
        answer = browser.get(path)
        assert answer.status_code < 500, answer.text
        assert browser is admin or "Nguyễn Văn Quản" not in answer.text


def test_other_methods_and_the_machines_way_open_nothing(pages: Pages) -> None:
    mai = pages.person("Lò Thị Mai", Role.OFFICIAL, "Xã An Bình")
    key = open_case(mai, "Cây xăng số 5")
    for method in ("PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND"):
        for path in (f"/ho-so/{key}", "/nguoi", "/don-vi", f"/ho-so/{key}/chuyen"):
            headers = {"x-http-method-override": "POST", "x-method-override": "POST"}
            assert mai.request(method, path, headers=headers).status_code == 405, (method, path)
    assert mai.get("/dong-bo/nhan", headers={"x-canang": "1"}).status_code in {401, 409}
    token = mai.cookies["__Host-canang-phien"]
    for asked in ("/dong-bo/nhan", f"/ho-so/{key}"):
        headers = {"authorization": f"Bearer {token}", "x-canang": "1"}
        assert pages.stranger().get(asked, headers=headers, follow_redirects=False).status_code in {303, 401, 409}
    huge = pages.stranger().get("/ho-so", headers={"cookie": f"__Host-canang-phien={'a' * 50_000}"})
    assert huge.status_code == 200 and "Đăng nhập" in huge.text


def test_after_signing_in_a_button_that_was_pressed_too_late_leads_to_its_page(pages: Pages) -> None:
    mai = pages.person("Lò Thị Mai", Role.OFFICIAL, "Xã An Bình")
    key = open_case(mai, "Cây xăng số 5")
    for path, method, _ in PAGES:
        if method != "POST" or path in {"/vao", "/vao/tinh", "/moi", "/toi"}:
            continue
        browser = pages.stranger()
        whole = path.replace("{khoa}", key).replace("{muc}", "x").replace("{ma}", "TDC-01.2").replace("{so:int}", "1")
        over = browser.post(whole)
        onward = re.findall(r'name="tiep" value="([^"]*)"', over.text)[0]
        form = {"ten": "lo.thi.mai", "mat-khau": PASSWORD, "tiep": onward}
        assert browser.post("/vao", data=form).status_code != 405, path


def test_what_a_machine_sends_while_its_office_merges_is_not_left_behind(pages: Pages) -> None:
    source, target = pages.office("Xã An Bình"), pages.office("Xã Bình Minh")
    now = pages.desk.now()
    refused: list[Failure] = []
    written: list[str] = []

    def write() -> None:
        for number in range(40):
            try:
                with pages.province.register(source) as register:
                    register.open(f"Hồ sơ {number}", "TDC-01.2", "1", now, "Mai")
                written.append(f"Hồ sơ {number}")
            except Failure as failure:
                refused.append(failure)

    at_once(write, lambda: merge(pages.province, source, target, now))
    with pages.province.register(target) as register:
        there = {event.data.get("name") for event in register.log() if event.kind == "open"}
    assert set(written) <= there, (len(written), len(refused))
    with pages.province.register(source) as register, pytest.raises(Failure, match="sáp nhập"):
        register.open("Muộn", "TDC-01.2", "1", now, "Mai")


def test_what_is_written_late_follows_a_case_also_into_the_office_that_its_office_became(pages: Pages) -> None:
    first, second, third = (pages.office(name) for name in ("Xã An Bình", "Xã Bình Minh", "Sở"))
    now = pages.desk.now()
    mai = pages.person("Lò Thị Mai", Role.HEAD, "Xã An Bình")
    key = open_case(mai, "Cây xăng số 5")
    hand_to_office(pages.province, first, "Cây xăng số 5", second, reason="", now=now, who="Mai", account=None)
    merge(pages.province, second, third, now)
    with pages.province.register(first) as register:
        register.record("Cây xăng số 5", "note", "step:x", {"note": "ghi muộn"}, now=now, who="Mai")
    forward(pages.province, first, now, {key})
    with pages.province.register(third) as register:
        late: list[Event] = [event for event in register.log([key]) if event.data.get("note") == "ghi muộn"]
    assert len(late) == 1


def test_the_journal_says_who_changed_an_account(pages: Pages) -> None:
    admin = pages.person("Nguyễn Văn Quản", Role.ADMINISTRATOR)
    account, _ = add_account(pages.province, "Lò Thị Mai", Role.OFFICIAL, pages.office("Xã An Bình"))
    place = {"vai": "lanh-dao", "co-quan": pages.office("Xã An Bình").id}
    for what, typed in (("vai", place), ("moi-lai", {}), ("dong", {})):
        assert admin.post(f"/nguoi/{account.id}/{what}", data=typed).status_code == 200
    page = admin.get("/nguoi/nhat-ky").text
    assert page.count("do Nguyễn Văn Quản") == 3 and "Lò Thị Mai, Cán bộ, Xã An Bình; tại máy chủ" in page


def test_what_one_may_only_read_says_so_before_anything_is_typed(pages: Pages) -> None:
    mai = pages.person("Lò Thị Mai", Role.OFFICIAL, "Xã An Bình")
    head = pages.person("Vàng A Nam", Role.HEAD, "Xã An Bình")
    hoa = pages.person("Đinh Thị Hoa", Role.SPECIALIST, "Sở")
    assert "<button>Lưu</button>" not in mai.get("/don-vi").text and "lãnh đạo cơ quan ghi" in mai.get("/don-vi").text
    assert "<button>Lưu</button>" in head.get("/don-vi").text and "<button>Lưu</button>" in hoa.get("/don-vi").text
    look_at(hoa, pages, "Xã An Bình")
    assert "<button>Lưu</button>" not in hoa.get("/don-vi").text
    assert ": chỉ xem, chuyển hồ sơ" in hoa.get("/ho-so").text
    refused = hoa.post("/ho-so/mo/TDC-01.2", data={"ten": "Cây xăng số 5"})
    assert refused.status_code == 403 and "Về sổ của mình" in refused.text


def test_a_page_that_says_no_does_not_speak_of_a_handbook_on_ones_own_machine(pages: Pages) -> None:
    mai = pages.person("Lò Thị Mai", Role.OFFICIAL, "Xã An Bình")
    for browser, path in ((mai, "/nguoi"), (mai, "/khong-co"), (pages.stranger(), "/khong-co")):
        page = browser.get(path).text
        assert "Chạy trên máy này" not in page and "tắt cẩm nang" not in page, path
    wrong = pages.stranger().get("/vao", headers={"host": "khac.example"})
    assert "canang web" not in wrong.text and "địa chỉ mà tỉnh đã cho" in wrong.text


def test_the_same_form_sent_at_once_is_kept_once(pages: Pages) -> None:
    mai = pages.person("Lò Thị Mai", Role.OFFICIAL, "Xã An Bình")
    key = open_case(mai, "Cây xăng số 5")

    def pressed(path: str, **typed: str) -> None:
        def send() -> int:
            browser = pages.stranger()
            browser.cookies.update(mai.cookies)
            return browser.post(path, data=typed, follow_redirects=False).status_code

        assert at_once(*[send] * 4) == [303] * 4, path

    pressed("/vuong-mac/ghi/TDC-01.2", chu="Không có cân chuẩn")
    pressed(f"/ho-so/{key}/ngay", **{"viec": "pause", "ngay": "", "ly-do": "chờ giấy"})
    pressed(f"/ho-so/{key}/chuyen", **{"cho": "Vàng A Nam", "ly-do": "nghỉ ốm"})
    pressed(f"/ho-so/{key}/ten", ten="Cây xăng số 6")
    with pages.database.register("Xã An Bình") as register:
        kinds = [event.kind for event in register.log()]
    assert {kind: kinds.count(kind) for kind in ("difficulty", "pause", "hand-over", "rename")} == dict.fromkeys(
        ("difficulty", "pause", "hand-over", "rename"), 1
    ), kinds
