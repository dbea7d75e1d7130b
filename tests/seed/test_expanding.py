"""``canang du-lieu mo-rong`` shows an entry with all that it inherits; editors know the shape of the seed's files."""

import json

import jsonschema
import pytest
from docs.seed_schema import schema, written
from ruamel.yaml import YAML
from tests.conftest import ROOT, Canang, shares

SEED = str(ROOT / "data" / "seed")


def test_each_line_names_the_file_it_comes_from(canang: Canang) -> None:
    lines = json.loads(canang("du-lieu", "mo-rong", "NLNT-02.1", "--tu", SEED, "--json").out)
    origins = {line["from"] for line in lines}
    assert {"tasks/NLNT/NLNT-02.yaml", "families/buc-xa.yaml"} <= origins
    assert next(line for line in lines if line["line"].startswith("name: "))["from"] == "tasks/NLNT/NLNT-02.yaml"
    assert not any("{" in line["line"].partition(": ")[2][:40] and "{muc}" in line["line"] for line in lines)


def test_what_is_not_in_the_seed_is_told(canang: Canang) -> None:
    outcome = canang("du-lieu", "mo-rong", "XX-99", "--tu", SEED)
    assert (outcome.code, "Không có mục XX-99" in outcome.err) == (1, True)
    assert canang("du-lieu", "mo-rong", "TDC-01", "--tu", "/khong/co").code == 2


def test_the_schema_for_editors_is_that_of_the_reader() -> None:
    assert (ROOT / "docs" / "seed.schema.json").read_text(encoding="utf-8") == written()


@pytest.mark.parametrize("share", shares())
def test_the_schema_for_editors_takes_every_file(share: slice) -> None:
    validator = jsonschema.Draft202012Validator(schema())
    for file in sorted((ROOT / "data" / "seed" / "tasks").glob("*/*.yaml"))[share]:
        plain = json.loads(json.dumps(YAML(typ="safe").load(file.read_text(encoding="utf-8")), default=str))
        assert [error.message for error in validator.iter_errors(plain)] == [], file.name


@pytest.mark.parametrize("wrong", [{"id": "TDC-01"}, {"id": "TDC-01", "field": "TDC", "kind": "lạ"}])
def test_the_schema_refuses_what_the_reader_refuses(wrong: dict[str, str]) -> None:
    assert list(jsonschema.Draft202012Validator(schema()).iter_errors(wrong))
