"""What docs/api.md shows works as it is shown."""

import json
import re
import subprocess
import sys
from pathlib import Path

import httpx2 as httpx
import pytest

from tests.conftest import ROOT

from .conftest import running

PAGE = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


@pytest.mark.soak
def test_the_addresses_answer(tmp_path: Path) -> None:
    asked = re.findall(r'curl -s "([^"]+)"', PAGE)
    assert len(asked) >= 7
    with running(tmp_path, "--cong", "0", "--mcp") as program:
        for address in asked:
            own = address.replace("http://127.0.0.1:8756", program.base)
            assert httpx.get(own, trust_env=False).json(), address
        hello = {
            "jsonrpc": "2.0", "id": 1, "method": "initialize",
            "params": {"protocolVersion": "2025-06-18", "capabilities": {},
                       "clientInfo": {"name": "t", "version": "1"}},
        }  # fmt: skip
        heads = {"accept": "application/json, text/event-stream"}
        answer = program.client().post("/mcp/", json=hello, headers=heads)
        assert answer.json()["result"]["serverInfo"]["name"] == "canang"
        stranger = program.client().post("/mcp/", json=hello, headers=heads | {"origin": "http://evil.example"})
        assert stranger.status_code == 403


def test_the_python_runs() -> None:
    for code in blocks("python"):
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "")
        assert "Ủy ban nhân dân" in done.stdout


def test_the_configuration_is_json_and_names_our_command() -> None:
    (told,) = blocks("json")
    assert json.loads(told)["mcpServers"]["canang"] == {"command": "canang", "args": ["mcp"]}
