"""What other programs rely on: the keys of the JSON, and that nothing else is printed with it."""

import json
from collections import Counter
from typing import Any

import pytest
from tests.conftest import Canang

ENTRY = {
    "id", "type", "name", "kind", "field", "level", "authority", "authority_before", "agency", "task", "code",
    "applicant", "steps", "dossier", "time_limit", "fee", "result", "conditions", "forms", "citations", "sources",
    "verification", "effective_from", "effective_to", "replaced_by", "procedures",
}  # fmt: skip
STEP = {"order", "actor", "action", "time_limit", "output", "note", "citations"}
DOSSIER = {"name", "originals", "copies", "required", "condition", "form", "citations"}
CITATION = {"document", "article", "clause", "point", "annex", "role", "in_force"}
VERIFICATION = {"level", "checked_on", "note"}


@pytest.fixture
def handbook(whole_handbook: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return whole_handbook


def test_every_entry_has_the_keys_of_the_contract(handbook: list[dict[str, Any]]) -> None:
    for entry in handbook:
        assert set(entry) >= ENTRY
        assert set(entry["verification"]) == VERIFICATION
        assert all(set(step) >= STEP for step in entry["steps"])
        assert all(set(item) >= DOSSIER for item in entry["dossier"])


def test_every_citation_names_its_place_and_says_whether_it_is_in_force(handbook: list[dict[str, Any]]) -> None:
    holders = [part for entry in handbook for part in (entry, *entry["steps"], *entry["dossier"])]
    cited = [citation for holder in holders for citation in holder["citations"]]
    assert cited
    assert all(set(citation) >= CITATION for citation in cited)
    assert all(citation["document"] and citation["role"] for citation in cited)


def test_what_is_unknown_is_null_and_never_empty(handbook: list[dict[str, Any]]) -> None:
    def empties(value: Any, path: str) -> list[str]:
        if isinstance(value, dict):
            return [found for key, item in value.items() for found in empties(item, f"{path}.{key}")]
        if isinstance(value, list):
            return [found for item in value for found in empties(item, path)]
        return [path] if value == "" else []

    assert empties(handbook, "") == []


def test_every_entry_rests_on_a_citation_or_a_source(handbook: list[dict[str, Any]]) -> None:
    assert [entry["id"] for entry in handbook if not entry["citations"] and not entry["sources"]] == []


def test_what_rests_on_one_document_names_it_once_and_a_law_by_its_title(canang: Canang) -> None:
    out = " ".join(canang("xem", "CDS-18.1").out.split())
    assert "khoản 1 Điều 21, khoản 3 Điều 22 Nghị định 331/2026/NĐ-CP" in out
    assert "khoản 1, 3 Điều 45, khoản 1 Điều 44 Luật An ninh mạng 116/2025/QH15" in out


def test_xem_and_the_whole_handbook_say_the_same(canang: Canang, handbook: list[dict[str, Any]]) -> None:
    whole = {entry["id"]: entry for entry in handbook}
    for id_ in ("TDC-01", "TDC-01.2", "VT-02.1"):
        assert json.loads(canang("xem", id_, "--json").out) == whole[id_]


def test_a_task_with_one_procedure_stands_for_it(canang: Canang) -> None:
    assert json.loads(canang("xem", "NLNT-08", "--json").out)["id"] == "NLNT-08.1"


@pytest.mark.parametrize("reference", ["TDC-01.2", "tdc01.2", "TDC 1.2", "tdc-1.2", "Tdc01.02"])
def test_an_id_is_read_forgivingly(canang: Canang, reference: str) -> None:
    assert json.loads(canang("xem", reference, "--json").out)["id"] == "TDC-01.2"


def test_the_common_options_may_stand_anywhere(canang: Canang) -> None:
    assert canang("--json", "xem", "TDC-01").out == canang("xem", "--json", "TDC-01").out
    assert canang("xem", "TDC-01", "--json").out == canang("--json", "xem", "TDC-01").out


@pytest.mark.parametrize("command", [["danh-sach"], ["thong-ke"], ["van-ban"], ["du-lieu", "phien-ban"]])
def test_json_is_all_that_is_printed(canang: Canang, command: list[str]) -> None:
    outcome = canang(*command, "--json")
    assert outcome.code == 0
    assert outcome.err == ""
    assert json.loads(outcome.out)


def test_the_counts_are_those_of_the_lists(canang: Canang) -> None:
    counts = json.loads(canang("thong-ke", "--json").out)
    tasks = json.loads(canang("danh-sach", "--json").out)
    procedures = json.loads(canang("danh-sach", "--thu-tuc", "--json").out)
    for kind, listed, attribute in (("tasks", tasks, "field"), ("procedures", procedures, "verification")):
        current = [item for item in listed if item["status"] == "hieu-luc"]
        assert counts[kind]["total"] == len(current)
        assert counts[kind][f"by_{attribute}"] == Counter(item[attribute] for item in current)
        assert counts["not_in_force"][kind] == len(listed) - len(current)


@pytest.mark.soak
def test_what_the_ministry_counted_is_found_by_the_documents_that_delegated_it(canang: Canang) -> None:
    counts = json.loads(canang("thong-ke", "--json").out)
    documents = ["132/2025/NĐ-CP", "133/2025/NĐ-CP", "07/2025/TT-BKHCN", "08/2025/TT-BKHCN"]
    whole = canang("export", "--tat-ca", "--ngay", "2025-11-13", "--dinh-dang", "json", "-o", "-").out
    then = [
        entry
        for entry in json.loads(whole)
        if entry["type"] == "task"
        and any(c["role"] == "trao-quyen" and c["document"] in documents for c in entry["citations"])
    ]
    assert counts["reported"] == {
        "tasks": 103,
        "delegated": 96,
        "demarcated": 7,
        "on": "2025-11-13",
        "delegated_by": documents,
        "found": len(then),
        "found_by_kind": Counter(task["kind"] for task in then),
        "found_by_field": Counter(task["field"] for task in then),
    }


def test_an_error_is_json_too_where_json_is_asked_for(canang: Canang) -> None:
    outcome = canang("xem", "XX-99", "--json")
    said = json.loads(outcome.out)
    assert (outcome.code, said["version"], said["ok"]) == (1, 1, False)
    assert said["error"]["code"] == "not-found"
    assert said["error"]["message"] in outcome.err
    assert json.loads(canang("tim", "--json").out)["error"]["code"] == "wrong-use"


def test_a_command_that_changes_something_answers_in_the_envelope(canang: Canang) -> None:
    noted = canang("vuong-mac", "ghi", "TDC-01.2", "thiếu bình chuẩn", "--json")
    assert json.loads(noted.out) == {"version": 1, "ok": True, "result": {"number": 1}}
    missing = canang("ho-so", "dong", "không có", "--json")
    assert json.loads(missing.out)["error"]["code"] == "not-found"


def test_what_the_procedures_state_is_counted_by_how_far_it_was_checked(
    canang: Canang, whole_handbook: list[dict[str, Any]]
) -> None:
    counts = json.loads(canang("thong-ke", "--json").out)
    said = counts["statements"]
    steps = [step for entry in whole_handbook if entry["type"] == "procedure" for step in entry["steps"]]
    assert sum(said["by_verification"].values()) == said["total"] > len(steps) > 0
    assert said["read_again"] < said["cited"] <= said["total"]
    assert said["procedures_read_again"] <= counts["procedures"]["total"]
    shown = canang("thong-ke").out
    assert f"{said['total']} ĐIỀU NÊU" in shown
    if audit := counts["audit"]:
        assert f"(số {audit['seed']})" in shown and f"{audit['wrong']} sai" in shown
