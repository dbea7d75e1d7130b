"""An id that nothing has: say so, and offer the nearest."""

from contextlib import closing

from canang.catalog.database import open_catalog
from canang.catalog.entries import UnknownEntry, nearest_ids
from canang.cli.environment import Environment
from canang.cli.errors import ExitCode, Failure
from canang.cli.session import default_catalog


def unknown_entry(error: UnknownEntry, environment: Environment) -> Failure:
    """The failure for an unknown id, with the nearest known ones."""
    with closing(open_catalog(default_catalog(environment))) as connection:
        near = "\n".join(f"  {id_}  {name}" for id_, name in nearest_ids(connection, error.reference))
    return Failure(
        f"Không có mục nào mang mã “{error.reference[:80]}”.",
        f"Gần nhất:\n{near}\nHoặc tìm bằng lời: canang tim …",
        ExitCode.NOTHING_FOUND,
    )
