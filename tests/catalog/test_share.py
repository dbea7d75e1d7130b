"""A catalogue on a share of the network: SQLite takes no server as the authority of a URI."""

import os
from pathlib import Path, PureWindowsPath

import pytest

from canang.catalog.database import open_catalog, sqlite_uri


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        (r"\\maychu\dung chung\tasks.sqlite", "file:////maychu/dung%20chung/tasks.sqlite?mode=ro"),
        (r"C:\Dữ liệu\a#b.sqlite", "file:///C:/D%E1%BB%AF%20li%E1%BB%87u/a%23b.sqlite?mode=ro"),
    ],
)
def test_the_uri_of_a_windows_path(path: str, uri: str) -> None:
    assert sqlite_uri(PureWindowsPath(path), "mode=ro") == uri


def test_a_name_with_signs_of_a_uri_is_opened(tmp_path: Path) -> None:
    bundled = Path(__file__).resolve().parents[2] / "data" / "tasks.sqlite"
    odd = tmp_path / ("đo #1 50%.sqlite" if os.name == "nt" else "đo #1 50%?.sqlite")
    odd.write_bytes(bundled.read_bytes())
    open_catalog(odd).close()
