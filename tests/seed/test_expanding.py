"""``canang du-lieu mo-rong`` shows an entry with all that it inherits; editors know the shape of the seed's files."""

import json
from collections.abc import Callable

import jsonschema
import pytest
from docs.seed_schema import SCHEMAS, family_schema, schema, written
from ruamel.yaml import YAML
from tests.conftest import ROOT, Canang, shares

SEED = str(ROOT / "data" / "seed")


def test_each_line_names_the_file_it_comes_from(canang: Canang) -> None:
    lines = json.loads(canang("du-lieu", "mo-rong", "NLNT-02.1", "--tu", SEED, "--json").out)
    origins = {line["from"] for line in lines}
    assert {"tasks/NLNT/NLNT-02.yaml", "families/buc-xa.yaml"} <= origins
    assert next(line for line in lines if line["line"].startswith("name: "))["from"] == "tasks/NLNT/NLNT-02.yaml"
    assert not any("{" in line["line"].partition(": ")[2][:40] and "{muc}" in line["line"] for line in lines)


@pytest.mark.parametrize(
    ("entry", "begins", "file"),
    [
        ("TDC-01.1", "limit.amount: 15", "families/tdc-01.yaml"),
        ("TDC-01.1", "steps[ke-hoach].output: ", "families/tdc-01.yaml"),
        ("TDC-01.3", "notes[6].text: Trình tự kiểm tra", "families/tdc-01.yaml"),
        ("TDC-01.1", "steps[do-sai-so].output: ", "tasks/TDC/TDC-01.yaml"),
        ("TDC-05.2", "notes[5].text: Nghị định 22/2026", "families/nghi-dinh-133-phu-luc.yaml"),
        ("TDC-05.2", "notes[6].text: Trình tự của tỉnh", "families/dang-ky-thu-nghiem.yaml"),
        ("TDC-05.2", "notes[3].text: Báo cáo", "tasks/TDC/TDC-05.yaml"),
    ],
)
def test_a_line_of_a_piece_names_the_family_that_has_the_piece(
    canang: Canang, entry: str, begins: str, file: str
) -> None:
    lines = json.loads(canang("du-lieu", "mo-rong", entry, "--tu", SEED, "--json").out)
    assert [line["from"] for line in lines if line["line"].startswith(begins)] == [file]


def test_a_task_with_an_earlier_edition_of_its_own_is_shown_as_of_today(canang: Canang) -> None:
    shown = canang("du-lieu", "mo-rong", "SHTT-02", "--tu", SEED)
    assert (shown.code, "earlier" in shown.out) == (0, False)


def test_what_is_not_in_the_seed_is_told(canang: Canang) -> None:
    outcome = canang("du-lieu", "mo-rong", "XX-99", "--tu", SEED)
    assert (outcome.code, "Không có mục XX-99" in outcome.err) == (1, True)
    assert canang("du-lieu", "mo-rong", "TDC-01", "--tu", "/khong/co").code == 2


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_schemas_for_editors_are_those_of_the_reader(name: str) -> None:
    assert (ROOT / "docs" / name).read_text(encoding="utf-8") == written(name)


@pytest.mark.parametrize("share", shares())
@pytest.mark.parametrize(("made", "files"), [(schema, "tasks/*/*.yaml"), (family_schema, "families/*.yaml")])
def test_the_schemas_for_editors_take_every_file(
    made: Callable[[], dict[str, object]], files: str, share: slice
) -> None:
    validator = jsonschema.Draft202012Validator(made())
    for file in sorted((ROOT / "data" / "seed").glob(files))[share]:
        plain = json.loads(json.dumps(YAML(typ="safe").load(file.read_text(encoding="utf-8")), default=str))
        assert [error.message for error in validator.iter_errors(plain)] == [], file.name


def test_the_schema_knows_pieces() -> None:
    validator = jsonschema.Draft202012Validator(schema())
    head = {"id": "TDC-01", "field": "TDC"}
    taken = {"piece": "tdc-01/han"}
    assert validator.is_valid({**head, "procedures": [{"id": "TDC-01.1", "limit": taken, "steps": [taken]}]})
    assert not validator.is_valid({**head, "procedures": [{"id": "TDC-01.1", "limit": {**taken, "amount": 3}}]})


@pytest.mark.parametrize(
    "wrong", [{"tasks": {}}, {"pieces": {"hai chữ": 1}}, {"task": {"kind": "lạ"}}, {"procedure": {"steps": [{}]}}]
)
def test_the_schema_of_families_refuses_what_the_reader_refuses(wrong: dict[str, object]) -> None:
    assert list(jsonschema.Draft202012Validator(family_schema()).iter_errors(wrong))


@pytest.mark.parametrize("wrong", [{"id": "TDC-01"}, {"id": "TDC-01", "field": "TDC", "kind": "lạ"}])
def test_the_schema_refuses_what_the_reader_refuses(wrong: dict[str, str]) -> None:
    assert list(jsonschema.Draft202012Validator(schema()).iter_errors(wrong))
