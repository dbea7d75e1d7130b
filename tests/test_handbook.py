"""The handbook as a library."""

import doctest
import subprocess
import sys
from datetime import date

import pytest

import canang
import canang.handbook
from canang.catalog.entries import UnknownEntry
from canang.text.days import BadDay


def test_what_its_documentation_shows_is_so() -> None:
    assert doctest.testmod(canang.handbook).failed == 0


def test_days_are_days_or_words() -> None:
    with canang.open_handbook() as handbook:
        assert handbook.entry("TDC-01.2", date(2026, 1, 1)) == handbook.entry("TDC-01.2", "01/01/2026")
        assert handbook.deadline("BC-01.1", date(2026, 11, 23)) == handbook.deadline("BC-01.1", "2026-11-23")
        assert {found.field for found in handbook.search("giấy phép", field="VT")} == {"VT"}


def test_what_is_not_there_is_told() -> None:
    with canang.open_handbook() as handbook:
        with pytest.raises(UnknownEntry):
            handbook.entry("XX-99")
        with pytest.raises(BadDay):
            handbook.search("cây xăng", "31/02/2026")
    with pytest.raises(AttributeError):
        canang.nothing  # type: ignore[attr-defined]  # noqa: B018


def test_importing_it_costs_nothing() -> None:
    script = "import sys, canang; sys.exit(any(n.startswith('canang.') for n in sys.modules))"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
