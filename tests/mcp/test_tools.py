"""The tools as an assistant calls them, through the client of the SDK: small, honest, and an error where nothing is."""

import asyncio
import json
import os
import re
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.conftest import ROOT, TODAY, Canang, examples

from canang.desk.desk import Desk
from canang.desk.shelf import Shelf

if TYPE_CHECKING:
    from mcp import Client


def desk() -> Desk:
    return Desk(TODAY, {"CANANG_HOME": "/nonexistent"}, ROOT / "data" / "tasks.sqlite")


def talk(work: "Callable[[Client], Awaitable[Any]]") -> Any:
    """What comes of a talk with the server in this process."""
    from canang.mcp.server import build  # noqa: PLC0415  two seconds, for the process alone that runs these tests
    from mcp import Client  # noqa: PLC0415

    async def whole() -> Any:
        async with Client(build(desk, Shelf().search)) as client:
            return await work(client)

    return asyncio.run(whole())


def call(name: str, **arguments: Any) -> Any:
    return talk(lambda client: client.call_tool(name, arguments))


def said(result: Any) -> str:
    assert not result.is_error, result.content
    return str(result.content[0].text)


def test_the_list_of_tools_is_short_and_they_only_read() -> None:
    listed = talk(lambda client: client.list_tools())
    assert len(listed.model_dump_json(exclude_none=True).encode()) <= 8 * 1024
    assert {tool.name for tool in listed.tools} == {"tim", "xem", "hoi_dap", "van_ban", "san_sang", "han", "pham_vi"}
    for tool in listed.tools:
        assert tool.annotations.read_only_hint and not tool.annotations.destructive_hint
        assert tool.description


def test_words_lead_to_an_entry_and_its_parts(canang: Canang) -> None:
    found = call("tim", tu="dân báo cây xăng bơm thiếu")
    assert found.structured_content["results"][0]["id"] == "TDC-01.2"
    assert said(found).startswith("TDC-01.2 [answer]")
    steps = json.loads(canang("xem", "TDC-01.2", "--json").out)["steps"]
    part = call("xem", ma="tdc01.2", phan="cac-buoc")
    whole = [part]
    while more := re.search(r"tu=(\d+)\)", said(whole[-1])):
        whole.append(call("xem", ma="tdc01.2", phan="cac-buoc", tu=int(more[1])))
    shown = "\n".join(said(each) for each in whole)
    assert [step["key"] for step in steps if step["action"] not in shown] == []
    assert "\n".join(part.structured_content["lines"]) == said(part)
    assert part.structured_content["data_version"]


@pytest.mark.parametrize("id_", ["TDC-01.2", "TDC-03.7", "BC-01.1", "TDC-01"])
def test_an_answer_is_bounded_and_nothing_of_the_entry_is_out_of_reach(id_: str) -> None:
    from canang.mcp.tools import LONGEST  # noqa: PLC0415

    whole, start = [], 1
    while start:
        page = call("xem", ma=id_, phan="tat-ca", tu=start)
        assert len(said(page)) <= LONGEST + 100
        whole += page.structured_content["lines"]
        start = page.structured_content["next_line"]
    text = "\n".join(whole)
    assert "Mức:" in text
    assert "Căn cứ" in text or "Thẩm quyền" in text


def test_every_warning_stands_in_every_part() -> None:
    for part in ("tom-tat", "giay-to", "can-cu"):
        assert "LƯU Ý:" in said(call("xem", ma="TDC-01.2", phan=part))


def test_what_nothing_answers_is_said_and_points_to_the_scope() -> None:
    nothing = call("tim", tu="đăng ký kết hôn")
    assert said(nothing).startswith("Không có mục nào trả lời")
    assert "pham_vi" in said(nothing)
    scope = call("pham_vi")
    assert "chưa" in said(scope) or "không" in said(scope)
    assert scope.structured_content["procedures"] > 200


def test_documents_questions_needs_and_deadlines() -> None:
    from canang.mcp.tools import LONGEST  # noqa: PLC0415

    document = call("van_ban", so="28/2013/TT-BKHCN")
    assert "TDC-01.2" in said(document)
    assert len(json.dumps(document.structured_content, ensure_ascii=False)) < 4 * LONGEST
    assert "Điều" in said(call("hoi_dap", tu="xã chưa có chứng chỉ kiểm tra"))
    assert "- " in said(call("san_sang", ma="TDC-01"))
    assert "2026-12-08" in said(call("han", ma="BC-01.1", nhan="2026-11-23"))
    assert "không đếm được" in said(call("han", ma="TDC-01.2", nhan="2026-11-23"))


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("xem", {"ma": "XX-99"}),
        ("xem", {"ma": "1.999999"}),
        ("xem", {"ma": "TDC-01.2", "ngay": "31/02/2026"}),
        ("xem", {"ma": "TDC-01.2", "phan": "khac"}),
        ("xem", {"ma": "TDC-01.2", "tu": 0}),
        ("xem", {}),
        ("tim", {"tu": "x" * 100_000}),
        ("tim", {"tu": "xăng", "cap": "huyen"}),
        ("tim", {"tu": "xăng", "n": 1000}),
        ("van_ban", {"so": "1/1900/X"}),
        ("han", {"ma": "BC-01.1", "nhan": "mai"}),
        ("xoa", {}),
    ],
)
def test_a_bad_call_is_an_error_of_the_protocol(name: str, arguments: dict[str, Any]) -> None:
    async def ask(client: "Client") -> Any:
        try:
            return await client.call_tool(name, arguments)
        except Exception as error:  # an unknown tool is refused by the protocol itself
            return error

    result = talk(ask)
    text = str(result) if isinstance(result, Exception) else result.content[0].text
    assert isinstance(result, Exception) or result.is_error
    assert "Traceback" not in text
    assert len(text) < 3_000


def test_an_id_that_is_none_offers_the_nearest() -> None:
    result = call("xem", ma="TDC-01.9")
    assert result.is_error
    assert "TDC-01" in result.content[0].text


@given(st.text(max_size=200), st.text(max_size=20))
@settings(max_examples=examples(200), deadline=None)
def test_whatever_is_asked_is_answered_or_refused(words: str, day: str) -> None:
    for result in (call("tim", tu=words), call("xem", ma=words[:80], ngay=day or None)):
        assert "Traceback" not in result.content[0].text


def test_an_entry_is_a_resource_by_id_and_day(canang: Canang) -> None:
    today = talk(lambda client: client.read_resource("canang://muc/TDC-01.2"))
    assert json.loads(today.contents[0].text) == json.loads(canang("xem", "TDC-01.2", "--json").out)
    before = talk(lambda client: client.read_resource("canang://muc/TDC-01.2/2025-01-01"))
    assert json.loads(before.contents[0].text)["as_of"] == "2025-01-01"
    listed = talk(lambda client: client.list_resource_templates())
    assert len(listed.resource_templates) == 2


def test_the_prompt_asks_for_the_basis() -> None:
    prompt = talk(lambda client: client.get_prompt("kiem-can-cu", {"ma": "TDC-01.2"}))
    assert "mức kiểm chứng" in prompt.messages[0].content.text


@pytest.mark.parametrize("calls", [10, pytest.param(1000, marks=pytest.mark.soak)])
def test_many_calls_at_once_are_all_answered(calls: int) -> None:
    async def ask(client: "Client") -> list[Any]:
        return await asyncio.gather(*(client.call_tool("tim", {"tu": f"giấy phép {n}"}) for n in range(calls)))

    assert all(not result.is_error for result in talk(ask))


def test_the_command_serves_on_its_streams(tmp_path: Path) -> None:
    from mcp import Client, StdioServerParameters, stdio_client  # noqa: PLC0415

    async def whole() -> str:
        command = StdioServerParameters(
            command=sys.executable, args=["-m", "canang", "mcp"], env={"CANANG_HOME": str(tmp_path)}
        )
        async with Client(stdio_client(command)) as client:
            return str((await client.call_tool("tim", {"tu": "cây xăng"})).content[0].text)

    assert asyncio.run(whole()).startswith("TDC-01.2")
    assert list(tmp_path.iterdir()) == []


HELLO = json.dumps(
    {
        "jsonrpc": "2.0", "id": 1, "method": "initialize",
        "params": {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}},
    }
)  # fmt: skip
CALL = json.dumps(
    {"jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": {"name": "tim", "arguments": {"tu": "xăng"}}}
)


@pytest.mark.parametrize(
    "sent",
    ["", f"{HELLO}\n{CALL}\n", HELLO, "không phải JSON\n\x00\n"],
    ids=["silent", "called", "greeted", "no JSON"],
)
@pytest.mark.soak
def test_a_client_that_leaves_in_the_middle_leaves_no_complaint(tmp_path: Path, sent: str) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "canang", "mcp"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env=os.environ | {"CANANG_HOME": str(tmp_path)}, text=True,
    )  # fmt: skip
    _, complained = process.communicate(sent, timeout=30)
    assert process.returncode == 0
    assert "Traceback" not in complained
