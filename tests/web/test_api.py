"""The API: the objects of ``--json``, as its OpenAPI document says, for whoever asks; never a crash, never a page."""

import json
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest
import schemathesis
from hypothesis import given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance
from starlette.testclient import TestClient

from canang.web.api.calls import CALLS, Call
from tests.conftest import Canang, swept

from .conftest import Site, running

API = "/api/v1"


@pytest.fixture
def ask(site: Site) -> TestClient:
    """Who asks has no cookie: these are facts of the law, the same for everybody."""
    return site.client


@pytest.mark.parametrize("id_", ["TDC-01.2", "BC-01.1", "TDC-01", "NLNT-01.1"])
def test_an_entry_is_what_the_terminal_prints(ask: TestClient, canang: Canang, id_: str) -> None:
    assert ask.get(f"{API}/muc/{id_}").json() == json.loads(canang("xem", id_, "--json").out)
    day = ask.get(f"{API}/muc/{id_}", params={"ngay": "2025-01-01"}).json()
    assert day == json.loads(canang("xem", id_, "--ngay", "2025-01-01", "--json").out)
    assert ask.get(f"/thu-tuc/{id_}", headers={"accept": "application/json"}).status_code == 403


def test_a_search_is_what_the_terminal_prints(ask: TestClient, canang: Canang) -> None:
    for query in ("cây xăng", "may x quang phong kham", "kết hôn"):
        said = ask.get(f"{API}/tim", params={"q": query, "n": 5}).json()
        assert said == json.loads(canang("tim", query, "-n", "5", "--json").out)


def test_lists_documents_and_questions_are_what_the_terminal_prints(ask: TestClient, canang: Canang) -> None:
    listed = ask.get(f"{API}/muc", params={"loai": "procedure", "cap": "xa"}).json()
    assert listed == json.loads(canang("danh-sach", "--thu-tuc", "--cap", "xa", "--json").out)
    one = ask.get(f"{API}/van-ban/28/2013/TT-BKHCN").json()
    assert one == [json.loads(canang("van-ban", "28/2013/TT-BKHCN", "--json").out)]
    said = ask.get(f"{API}/hoi-dap", params={"q": "TDC-01"}).json()
    assert said == json.loads(canang("hoi-dap", "TDC-01", "--json").out)


def test_a_stable_address_answers_programs_too(browse: TestClient) -> None:
    answer = browse.get("/thu-tuc/TDC-01.2", headers={"accept": "application/json"})
    assert answer.json() == browse.get(f"{API}/muc/TDC-01.2").json()
    assert answer.headers["vary"] == "accept"
    assert browse.get("/thu-tuc/TDC-01.2", headers={"accept": "text/html,*/*"}).text.startswith("<!doctype html>")


def test_a_page_says_what_it_is_to_programs(browse: TestClient) -> None:
    page = browse.get("/thu-tuc/TDC-01.2").text
    linked = json.loads(page.partition('<script type="application/ld+json">')[2].partition("</script>")[0])
    assert (linked["@type"], linked["identifier"]) == ("GovernmentService", "TDC-01.2")
    assert f'href="{API}/muc/TDC-01.2"' in page


def test_a_deadline_is_counted_from_the_receipt(ask: TestClient) -> None:
    said = ask.get(f"{API}/muc/BC-01.1/han", params={"nhan": "2026-11-23"}).json()
    assert said["due"]["day"] > "2026-11-23"
    assert said["due"]["announced"] in {True, False}
    uncounted = ask.get(f"{API}/muc/TDC-01.2/han").json()
    assert uncounted["due"] is None
    assert uncounted["time_limit"]


def test_the_scope_says_what_is_missing(ask: TestClient) -> None:
    said = ask.get(f"{API}/pham-vi").json()
    assert said["procedures"] > 200
    assert sum(said["procedures_by_verification"].values()) == said["procedures"]
    assert "null" in said["missing_note"]


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/muc/XX-99", 404, "not-found"),
        ("/muc/1.999999", 404, "not-found"),
        ("/van-ban/1/1900/X", 404, "not-found"),
        ("/tim", 400, "bad-input"),
        ("/tim?q=%3F", 400, "bad-input"),
        ("/tim?q=xang&n=0", 400, "bad-input"),
        ("/tim?q=xang&n=999", 400, "bad-input"),
        ("/tim?q=xang&cap=huyen", 400, "bad-input"),
        ("/tim?q=xang&linh-vuc=ZZ", 400, "bad-input"),
        ("/muc?loai=khac", 400, "bad-input"),
        ("/muc/TDC-01.2?ngay=2026-02-31", 400, "bad-input"),
        ("/muc/TDC-01.2/han?nhan=mai", 400, "bad-input"),
        ("/tim?q=" + "a" * 3000, 400, "bad-input"),
    ],
)
def test_a_bad_question_gets_the_envelope(ask: TestClient, path: str, status: int, code: str) -> None:
    answer = ask.get(API + path)
    said = answer.json()
    assert (answer.status_code, said["ok"], said["error"]["code"]) == (status, False, code)
    assert "canang" not in (said["error"]["hint"] or "").lower() or code == "not-found"


def test_what_has_not_changed_is_not_sent_again(ask: TestClient) -> None:
    first = ask.get(f"{API}/muc/TDC-01.2")
    again = ask.get(f"{API}/muc/TDC-01.2", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert ask.get(f"{API}/muc/TDC-01.2", headers={"if-none-match": 'W/"x"'}).status_code == 200


@pytest.mark.parametrize("call", swept(CALLS, each=5), ids=lambda call: call.path)
def test_every_call_answers_as_the_document_says(ask: TestClient, call: Call) -> None:
    document = ask.get(f"{API}/openapi.json").json()
    path = call.path.replace("{so:path}", "{so}").format(ma="BC-01.1", so="28/2013/TT-BKHCN")
    answer = ask.get(API + path, params={"q": "cây xăng"})
    assert answer.status_code == 200
    operation: dict[str, Any] = document["paths"][call.path.replace(":path", "")]["get"]
    schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
    jsonschema.Draft202012Validator({**schema, "components": document["components"]}).validate(answer.json())


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The document of a running program, which knows where that one runs."""
    with running(tmp_path_factory.mktemp("home"), "--cong", "0") as program:
        yield schemathesis.openapi.from_url(f"{program.base}{API}/openapi.json")


@pytest.mark.parametrize("path", [call.path.replace(":path", "") for call in CALLS if call.path != "/du-lieu-mo"])
def test_whatever_is_asked_is_answered_as_the_document_says(described: Any, path: str) -> None:
    @given(described[path]["GET"].as_strategy())
    @settings(max_examples=settings().max_examples // 4, deadline=None)
    def probe(case: schemathesis.Case) -> None:
        case.call_and_validate(checks=[not_a_server_error, status_code_conformance, response_schema_conformance])

    probe()
