"""An export lands whole under its name, never over a file without leave."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import Canang

from canang.files import write_whole


def test_a_file_that_is_there_stays_unless_told(canang: Canang, tmp_path: Path) -> None:
    target = tmp_path / "phieu.md"
    target.write_text("bản cũ", encoding="utf-8")
    refused = canang("export", "TDC-01.2", "-o", str(target))
    assert refused.code == 2
    assert "--ghi-de" in refused.err
    assert target.read_text(encoding="utf-8") == "bản cũ"
    assert canang("export", "TDC-01.2", "-o", str(target), "--ghi-de").code == 0
    assert target.read_text(encoding="utf-8").startswith("# Kiểm tra đo lường")


@pytest.mark.parametrize(("answer", "replaced"), [("c\n", True), ("k\n", False), ("\n", False), ("", False)])
def test_on_a_terminal_it_asks(canang: Canang, tmp_path: Path, answer: str, replaced: bool) -> None:
    target = tmp_path / "phieu.md"
    target.write_text("bản cũ", encoding="utf-8")
    outcome = canang("export", "TDC-01.2", "-o", str(target), terminal=True, stdin=answer, NO_COLOR="1")
    assert "Thay bằng bản mới?" in outcome.out
    assert (outcome.code == 0) is replaced
    assert (target.read_text(encoding="utf-8") != "bản cũ") is replaced


def test_the_ending_of_the_name_chooses_the_form(canang: Canang, tmp_path: Path) -> None:
    for ending, start in (("pdf", b"%PDF"), ("md", b"# "), ("json", b"{")):
        target = tmp_path / f"phieu.{ending}"
        canang("export", "TDC-01.2", "-o", str(target))
        assert target.read_bytes().startswith(start)


def test_a_write_that_fails_leaves_the_old_file_and_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "phieu.pdf"
    target.write_bytes(b"ban cu")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_whole(target, b"ban moi")
    assert target.read_bytes() == b"ban cu"
    assert list(tmp_path.iterdir()) == [target]


def test_markdown_holds_every_step_as_a_box(canang: Canang) -> None:
    markdown = canang("export", "VT-02", "--dinh-dang", "md", "-o", "-").out
    entry = json.loads(canang("xem", "VT-02", "--json").out)
    assert markdown.count("- [ ] ") == len(entry["steps"]) + len(entry["dossier"]) + len(entry["conditions"])
    assert "Mục VII Phần B Phụ lục I Nghị quyết 20/2026/NQ-CP" in markdown


def test_several_entries_go_into_one_file(canang: Canang, tmp_path: Path) -> None:
    target = tmp_path / "nhieu.json"
    canang("export", "TDC-01.2", "VT-02", "-o", str(target))
    assert [entry["id"] for entry in json.loads(target.read_text(encoding="utf-8"))] == ["TDC-01.2", "VT-02.1"]


def test_papers_that_nobody_has_a_source_for_are_said_to_be_unknown(
    canang: Canang, whole_handbook: list[dict[str, Any]]
) -> None:
    procedures = [entry for entry in whole_handbook if entry["procedure_type"] == "tthc"]
    for known in (True, False):
        chosen = [entry["id"] for entry in procedures if bool(entry["dossier"]) == known][:4]
        assert chosen
        for entry in chosen:
            assert bool(re.search(r"^Giấy tờ: +chưa có nguồn", canang("xem", entry).out, re.M)) != known
