"""An office's own register in the browser, on a province's server."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from canang.cases.protocol import Batch
from canang.errors import Failure
from canang.server.accounts import Role
from canang.server.exchange import take
from canang.server.machines import add_machine, machine_by
from canang.server.moving import forward, merge

from .conftest import Database
from .office import PASSWORD, Pages, accept, cases, open_case


@pytest.fixture
def pages(database: Database, tmp_path: Path) -> Iterator[Pages]:
    made = Pages(database, tmp_path / "may-chu")
    yield made
    made.close()


def test_each_office_has_its_own_register(pages: Pages) -> None:
    mai = pages.person("Lò Thị Mai", Role.OFFICIAL, "Xã An Bình")
    nam = pages.person("Vàng A Nam", Role.OFFICIAL, "Xã Bình Minh")
    key = open_case(mai, "Cây xăng số 5")
    assert cases(mai) == ["Cây xăng số 5"]
    assert cases(nam) == []
    assert nam.get(f"/ho-so/{key}").status_code == 404
    assert "sổ của <b>Xã An Bình</b>" in mai.get("/").text
    assert "Lò Thị Mai" in mai.get(f"/ho-so/{key}/lich-su").text


def test_who_answers_is_who_signed_in(pages: Pages) -> None:
    mai = pages.person("Lò Thị Mai", Role.OFFICIAL, "Xã An Bình")
    head = pages.person("Giàng A Páo", Role.HEAD, "Xã An Bình")
    key = open_case(mai, "Cây xăng số 5")
    page = head.get(f"/ho-so/{key}").text
    item = re.search(rf'href="/ho-so/{key}/muc/([^"]+)"', page)
    assert item is not None
    done = head.post(f"/ho-so/{key}/muc/{item[1]}", data={"tra-loi": "done", "biet": ""}, follow_redirects=False)
    assert done.status_code == 303
    log = mai.get(f"/ho-so/{key}/lich-su").text
    assert "Giàng A Páo · trả lời" in log.lower() or "Giàng A Páo" in log
    with pages.database.register("Xã An Bình") as register:
        assert [event.who for event in register.events("Cây xăng số 5")][-1] == "Giàng A Páo"


def test_the_specialist_reads_every_register_and_writes_into_the_own_alone(pages: Pages) -> None:
    mai = pages.person("Lò Thị Mai", Role.OFFICIAL, "Xã An Bình")
    hoa = pages.person("Đinh Thị Hoa", Role.SPECIALIST, "Sở")
    key = open_case(mai, "Cây xăng số 5")
    open_case(hoa, "Việc của Sở")
    assert hoa.post("/co-quan", data={"co-quan": pages.office("Xã An Bình").id}).status_code == 200
    page = hoa.get("/ho-so")
    assert "đang xem sổ của <b>Xã An Bình</b>" in page.text
    assert cases(hoa) == ["Cây xăng số 5"]
    assert hoa.get(f"/ho-so/{key}/soat").status_code == 200
    assert hoa.post("/ho-so/mo/TDC-01.2", data={"ten": "Lén"}).status_code == 403
    assert hoa.post(f"/ho-so/{key}/ngay", data={"viec": "close"}).status_code == 403
    assert cases(mai, **{"tinh-trang": "tat-ca"}) == ["Cây xăng số 5"]
    hoa.post("/co-quan", data={})
    assert cases(hoa) == ["Việc của Sở"]


def test_a_difficulty_of_a_commune_is_answered_from_the_province(pages: Pages) -> None:
    mai = pages.person("Lò Thị Mai", Role.OFFICIAL, "Xã An Bình")
    hoa = pages.person("Đinh Thị Hoa", Role.SPECIALIST, "Sở")
    mai.post("/vuong-mac/ghi/TDC-01.2", data={"chu": "Không có bình chuẩn", "nhom": "nguon-luc", "muc": "3"})
    assert "Không có bình chuẩn" in hoa.get("/tong-hop").text
    hoa.post("/co-quan", data={"co-quan": pages.office("Xã An Bình").id})
    number = re.search(r'action="/vuong-mac/(\d+)/tra-loi"', hoa.get("/vuong-mac").text)
    assert number is not None
    hoa.post(f"/vuong-mac/{number[1]}/tra-loi", data={"tra-loi": "Mượn của trung tâm kiểm định tỉnh"})
    assert "Mượn của trung tâm" in mai.get("/vuong-mac").text
    assert "Mượn của trung tâm" in hoa.get("/tong-hop").text


def test_a_case_goes_to_another_office_with_its_log_and_its_files(pages: Pages) -> None:
    mai = pages.person("Lò Thị Mai", Role.OFFICIAL, "Xã An Bình")
    head = pages.person("Giàng A Páo", Role.HEAD, "Xã An Bình")
    nam = pages.person("Vàng A Nam", Role.HEAD, "Xã Bình Minh")
    key = open_case(mai, "Cây xăng số 5")
    item = re.findall(rf'href="/ho-so/{key}/muc/([^"]+)"', mai.get(f"/ho-so/{key}").text)[0]
    file = {"tep": ("biên bản.txt", "ba cột bơm".encode(), "text/plain")}
    answer = {"tra-loi": "done", "biet": "", "ghi-chu": "đủ ba cột"}
    assert mai.post(f"/ho-so/{key}/muc/{item}", data=answer, files=file, follow_redirects=False).status_code == 303
    target = {"co-quan": pages.office("Xã Bình Minh").id, "ly-do": "địa bàn đã đổi"}

    refused = mai.post(f"/ho-so/{key}/chuyen", data=target)
    assert refused.status_code == 400 and "lãnh đạo" in refused.text
    assert cases(nam) == []

    assert head.post(f"/ho-so/{key}/chuyen", data=target, follow_redirects=False).status_code == 303
    assert cases(mai) == []
    assert "Chuyển cho Xã Bình Minh" in mai.get(f"/ho-so/{key}/ngay").text
    assert cases(nam) == ["Cây xăng số 5"]
    log = nam.get(f"/ho-so/{key}/lich-su").text
    assert "đủ ba cột" in log and "địa bàn đã đổi" in log and "Nhận từ Xã An Bình" in log
    digest = re.search(r"SHA-256 ([0-9a-f]{64})", log)
    assert digest is not None
    assert nam.get(f"/ho-so/{key}/tep/{digest[1]}").content.decode() == "ba cột bơm"
    # The same asked twice is told as done and written once; it goes nowhere else from here.
    written = head.get(f"/ho-so/{key}/lich-su").text
    assert head.post(f"/ho-so/{key}/chuyen", data=target, follow_redirects=False).status_code == 303
    assert head.get(f"/ho-so/{key}/lich-su").text == written
    elsewhere = head.post(f"/ho-so/{key}/chuyen", data=target | {"co-quan": pages.office("Sở").id})
    assert elsewhere.status_code == 400 and "đóng" in elsewhere.text

    back = {"co-quan": pages.office("Xã An Bình").id}
    assert nam.post(f"/ho-so/{key}/chuyen", data=back, follow_redirects=False).status_code == 303
    assert cases(mai) == ["Cây xăng số 5"] and cases(nam) == []


def test_what_was_cut_off_between_two_offices_is_made_up_for(pages: Pages) -> None:
    mai = pages.person("Lò Thị Mai", Role.HEAD, "Xã An Bình")
    nam = pages.person("Vàng A Nam", Role.OFFICIAL, "Xã Bình Minh")
    open_case(mai, "Cây xăng số 5")
    here, there, now = pages.office("Xã An Bình"), pages.office("Xã Bình Minh"), datetime.now(UTC)
    with pages.province.register(here) as register:  # killed before anything came to the other office
        register.leave("Cây xăng số 5", there.id, there.name, "", now, "Mai")
    assert cases(nam) == []
    assert forward(pages.province, here, now) > 0
    assert forward(pages.province, here, now) == 0
    assert cases(nam) == ["Cây xăng số 5"]


def test_what_an_offline_machine_writes_into_a_case_that_has_gone_follows_it(pages: Pages) -> None:
    head = pages.person("Giàng A Páo", Role.HEAD, "Xã An Bình")
    nam = pages.person("Vàng A Nam", Role.OFFICIAL, "Xã Bình Minh")
    key = open_case(head, "Cây xăng số 5")
    here, now = pages.office("Xã An Bình"), datetime.now(UTC)
    _, token = add_machine(pages.province, here, "Lò Thị Mai")
    with pages.database.register("Xã An Bình") as register:
        opened = register.events("Cây xăng số 5")[0]
    head.post(f"/ho-so/{key}/chuyen", data={"co-quan": pages.office("Xã Bình Minh").id})
    late = msgspec.structs.replace(
        opened, id="0d9f3f1e-7c3a-4a53-9a30-1f5b3f6f5a01", device="7a9f3f1e-7c3a-4a53-9a30-1f5b3f6f5a02", number=1,
        kind="note", item="step:x", data={"note": "ghi lúc chưa có mạng"},
    )  # fmt: skip
    with pages.province.connected() as connection:
        machine = machine_by(connection, token, None)
        take(connection, machine, Batch(late.device, (late,)), now)
    forward(pages.province, here, now, {key})
    assert "ghi lúc chưa có mạng" in nam.get(f"/ho-so/{key}/lich-su").text
    assert cases(nam) == ["Cây xăng số 5"]


def test_a_commune_that_merges_takes_everything_along(pages: Pages) -> None:
    mai = pages.person("Lò Thị Mai", Role.OFFICIAL, "Xã An Bình")
    nam = pages.person("Vàng A Nam", Role.OFFICIAL, "Xã Bình Minh")
    open_case(mai, "Cây xăng số 5")
    open_case(nam, "Cây xăng số 5")
    mai.post("/vuong-mac/ghi/TDC-01.2", data={"chu": "Không có bình chuẩn", "nhom": "nguon-luc", "muc": "3"})
    old, new = pages.office("Xã An Bình"), pages.office("Xã Bình Minh")
    _, token = add_machine(pages.province, old, "Lò Thị Mai")
    merge(pages.province, old, new, datetime.now(UTC))
    assert sorted(cases(nam)) == ["Cây xăng số 5", "Cây xăng số 5 (2)"]
    assert sorted(cases(mai)) == sorted(cases(nam))
    assert "sổ của <b>Xã Bình Minh</b>" in mai.get("/").text
    assert "Không có bình chuẩn" in nam.get("/vuong-mac").text
    assert [office.name for office in pages.province.offices()] == ["Sở", "Xã Bình Minh"]
    with pages.province.connected() as connection:
        assert machine_by(connection, token, None).office == new
    with pytest.raises(Failure):
        merge(pages.province, new, new, datetime.now(UTC))


def test_what_was_typed_when_the_session_was_over_is_not_lost(pages: Pages) -> None:
    mai = pages.person("Lò Thị Mai", Role.OFFICIAL, "Xã An Bình")
    key = open_case(mai, "Cây xăng số 5")
    item = re.findall(rf'href="/ho-so/{key}/muc/([^"]+)"', mai.get(f"/ho-so/{key}").text)[0]
    with pages.province.connected() as connection:
        connection.execute("UPDATE sessions SET seen_at = now() - interval '3 hours'")
        connection.commit()
    note = 'Cột 3 bơm thiếu "0,7 %"\nghi lại'
    typed = {"tra-loi": "not-met", "ghi-chu": note, "biet": ""}
    for sent in ({"data": typed}, {"data": typed, "files": {"tep": ("", b"")}}):
        over = mai.post(f"/ho-so/{key}/muc/{item}", **sent)  # type: ignore[arg-type]
        assert over.status_code == 401
        assert "còn nguyên" in over.text
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', over.text))
    kept = {name: value.replace("&#34;", '"').replace("&amp;", "&") for name, value in hidden.items()}
    again = mai.post("/vao", data={**kept, "ten": "lo.thi.mai", "mat-khau": PASSWORD})
    assert "Cột 3 bơm thiếu" in again.text
    fields = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', again.text)
    back = {name: value.replace("&#34;", '"') for name, value in fields}
    action = re.search(rf'action="(/ho-so/{key}/muc/[^"]+)"', again.text)
    assert action is not None
    assert mai.post(action[1], data=back, follow_redirects=False).status_code == 303
    with pages.database.register("Xã An Bình") as register:
        case = register.find("Cây xăng số 5")
    assert case is not None and [said.note for said in case.answers.values()] == [note]


@pytest.mark.soak
def test_what_was_typed_while_the_database_did_not_answer_is_not_lost(pages: Pages) -> None:
    mai = pages.person("Lò Thị Mai", Role.OFFICIAL, "Xã An Bình")
    key = open_case(mai, "Cây xăng số 5")
    item = re.findall(rf'href="/ho-so/{key}/muc/([^"]+)"', mai.get(f"/ho-so/{key}").text)[0]
    with pages.database.away():
        done = mai.post(f"/ho-so/{key}/muc/{item}", data={"tra-loi": "done", "ghi-chu": "đủ <ba> cột", "biet": ""})
    assert done.status_code == 503 and "còn nguyên ở đây" in done.text
    fields = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', done.text)
    back = {name: value.replace("&lt;", "<").replace("&gt;", ">") for name, value in fields}
    action = re.search(r'<form method="post" action="(/ho-so/[^"]+)"', done.text)
    assert action is not None
    assert mai.post(action[1], data=back, follow_redirects=False).status_code == 303
    with pages.database.register("Xã An Bình") as register:
        case = register.find("Cây xăng số 5")
    assert case is not None and [said.note for said in case.answers.values()] == ["đủ <ba> cột"]


def test_the_province_sees_who_is_late_who_stumbles_and_who_is_ready(pages: Pages) -> None:
    mai = pages.person("Lò Thị Mai", Role.OFFICIAL, "Xã An Bình")
    hoa = pages.person("Đinh Thị Hoa", Role.SPECIALIST, "Sở")
    key = open_case(mai, "Cây xăng số 5", "BC-01.1")
    mai.post(f"/ho-so/{key}/ngay", data={"viec": "received", "ngay": "01/06/2026", "van-lam": "co"})
    needs = re.findall(r'name="co-([^"]+)" value="co"', mai.get("/san-sang/TDC-01").text)
    mai.post("/san-sang/TDC-01", data={f"co-{needs[0]}": "co", f"co-{needs[1]}": "chua"})
    add_machine(pages.province, pages.office("Xã An Bình"), "Lò Thị Mai")
    page = hoa.get("/tong-hop").text
    assert "1 hồ sơ đang làm, 1 trễ" in page
    assert "1 trễ, 0 sắp hết hạn, 1 đang làm" in page
    assert re.search(r"Xã An Bình.*?TDC-01.*?>1<.*?>2<", page, re.DOTALL)
    assert "chưa đồng bộ lần nào" in page
    assert "Chưa có hồ sơ nào như vậy" in hoa.get("/tong-hop", params={"co-quan": "Xã Bình Minh"}).text
    book = hoa.get("/tong-hop/xlsx")
    assert book.headers["content-type"].endswith("sheet")
    assert mai.get("/tong-hop").status_code == 403


def test_the_administrator_has_the_accounts_and_no_case(pages: Pages) -> None:
    admin = pages.person("Nguyễn Văn Quản", Role.ADMINISTRATOR)
    mai = pages.person("Lò Thị Mai", Role.OFFICIAL, "Xã An Bình")
    key = open_case(mai, "Cây xăng số 5")
    home = admin.get("/", follow_redirects=False)
    assert (home.status_code, home.headers["location"]) == (303, "/nguoi")
    for path in ("/ho-so", f"/ho-so/{key}", "/lich", "/vuong-mac", "/san-sang", "/tong-hop", "/ho-so/bang/csv"):
        answer = admin.get(path)
        assert answer.status_code == 403, path
        assert "Cây xăng số 5" not in answer.text
    assert admin.get("/tim", params={"q": "cây xăng"}).status_code == 200
    office = pages.office("Xã Bình Minh").id
    shown = admin.post("/nguoi", data={"nguoi": "Vàng A Nam", "vai": "can-bo", "co-quan": office})
    code = re.search(r"<code>([0-9a-f ]+)</code>", shown.text)
    assert code is not None
    nam = pages.stranger()
    first = nam.post("/moi", data={"ma": code[1]})
    assert "Vàng A Nam" in first.text
    accept(nam, code[1], "nam.va")
    assert "sổ của <b>Xã Bình Minh</b>" in nam.get("/").text
    assert mai.get("/nguoi").status_code == 403
    journal = admin.get("/nguoi/nhat-ky").text
    assert "Hỏi việc không có quyền" in journal and "GET /nguoi" in journal and "nam.va" in journal


def test_bad_input_of_the_administrator_is_told_at_its_field(pages: Pages) -> None:
    admin = pages.person("Nguyễn Văn Quản", Role.ADMINISTRATOR)
    commune = pages.office("Xã An Bình").id
    for data, said in (
        ({"nguoi": " ", "vai": "can-bo"}, "Ghi họ tên"),
        ({"nguoi": "A", "vai": "vua"}, "Chọn một vai"),
        ({"nguoi": "A", "vai": "can-bo"}, "ở cơ quan nào"),
        ({"nguoi": "A", "vai": "quan-tri", "co-quan": commune}, "không thuộc cơ quan nào"),
        ({"nguoi": "A", "vai": "chuyen-vien", "co-quan": commune}, "cấp tỉnh"),
    ):
        answer = admin.post("/nguoi", data=data)
        assert answer.status_code == 400 and said in answer.text, said
    own = re.search(r'href="/nguoi/([0-9a-f-]{36})"', admin.get("/nguoi").text)
    assert own is not None
    last = admin.post(f"/nguoi/{own[1]}/dong")
    assert last.status_code == 400 and "người quản trị cuối cùng" in last.text
    assert admin.get("/nguoi/khong-co").status_code == 404
    assert admin.post("/nguoi/khong-co/dong").status_code == 404
