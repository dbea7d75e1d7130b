"""The catalogue as open data: entries as JSON with their schema, tables as CSV, a file for Datasette."""

from datetime import date
from pathlib import Path
from typing import Any

from canang.catalog.entries import load_entry
from canang.catalog.open_tables import OPEN, open_rows, plain_copy
from canang.catalog.overview import entries_beginning, meta
from canang.catalog.public import as_file, entry_schema, public
from canang.desk.desk import Desk
from canang.export.tables import to_csv


def write_open_data(desk: Desk, folder: Path, day: date) -> list[str]:
    """Write the catalogue into an empty folder; returns the files written, by their place in it.

    Args:
        day: on which the entries are shown as they stand.

    Raises:
        OSError: it cannot be written.
    """
    (folder / "csv").mkdir()
    with desk.catalog() as connection:
        about = meta(connection)
        objects = [public(load_entry(connection, id_, day)) for id_, _ in entries_beginning(connection, "")]
        for table in OPEN:
            head, rows = open_rows(connection, table)
            (folder / "csv" / f"{table}.csv").write_bytes(to_csv(head, rows))
    (folder / "muc.json").write_bytes(as_file(objects))
    (folder / "muc.schema.json").write_bytes(as_file(entry_schema()))
    (folder / "metadata.json").write_bytes(as_file(_metadata(about, day.isoformat())))
    plain_copy(desk.catalog_path, folder / "canang.db")
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def _metadata(about: dict[str, str], day: str) -> dict[str, Any]:
    """Datasette's metadata: titles and descriptions of the file and its tables."""
    tables: dict[str, dict[str, Any]] = {name: {"description": text} for name, text in OPEN.items()}
    tables["muc_hien_hanh"] = {"description": "Mỗi mục một hàng, theo bản mới nhất", "facets": ["field", "level"]}
    tables["citations"]["facets"] = ["document", "level", "role"]
    tables["documents"]["facets"] = ["type", "text_read"]
    return {
        "title": "canang: nhiệm vụ khoa học và công nghệ đã giao về tỉnh và xã",
        "description": f"Dữ liệu bản {about['version']}, tính đến ngày {about['as_of']}; ghi ra cho ngày {day}.",
        "license": "MIT",
        "databases": {"canang": {"tables": tables}},
    }
