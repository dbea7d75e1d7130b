"""Files of data: what differs from one to another, and whether one is whole."""

from contextlib import closing
from pathlib import Path

from canang.catalog.database import open_catalog
from canang.catalog.integrity import Check, check_catalog
from canang.desk.desk import Desk
from canang.sheet.comparing import Comparison, compare


def compare_files(desk: Desk, old: Path, new: Path | None) -> Comparison:
    """What changed from one catalogue to another; None is the one in use.

    Raises:
        CatalogUnusable: one of them is missing, damaged, or of another version.
    """
    with closing(open_catalog(old)) as before, closing(open_catalog(new or desk.catalog_path)) as after:
        return compare(before, after)


def check_file(desk: Desk, path: Path | None) -> list[Check]:
    """What was looked at in a catalogue, each with its finding; None is the one in use."""
    return check_catalog(path or desk.catalog_path)
