"""A document takes the place of another: what must be looked at again, in the catalogue and among the cases at work."""

from datetime import date
from pathlib import Path

import msgspec

from canang.catalog.documents import find_documents, nearest_documents
from canang.desk.desk import Desk
from canang.desk.layers import open_layer
from canang.errors import Code, Failure
from canang.reviews.sheet import Line
from canang.seed.known import read_known
from canang.seed.replacing import replace_in_seed, replacing_statements
from canang.sheet.resting import Resting, resting_on


class Replacement(msgspec.Struct, frozen=True):
    """What rests on the old document, the open cases of those entries (name and entry), and where it was recorded."""

    old: str
    new: str
    day: date
    resting: tuple[Resting, ...]
    cases: tuple[tuple[str, str], ...]
    recorded: str | None

    @property
    def lines(self) -> list[Line]:
        """What must be reviewed again, each statement of each edition once."""
        ordered = sorted(self.resting, key=lambda each: (each.entry, each.edition))
        return [Line(*each) for each in dict.fromkeys((each.entry, each.edition, each.statement) for each in ordered)]


def replace_document(desk: Desk, old: str, new: str, day: date, *, layer: str | None, seed: Path | None) -> Replacement:
    """Tell what rests on the old document, and record the replacement in a layer or the seed where asked to.

    Raises:
        Failure: the document is not known, or not alone in what was written of it.
    """
    with desk.catalog() as connection:
        numbers = find_documents(connection, old)
        if len(numbers) != 1:
            near = ", ".join(numbers or nearest_documents(connection, old))
            what = "nhiều văn bản khớp" if numbers else "không có văn bản này trong cẩm nang"
            raise Failure(f"“{old}”: {what}.", f"Ghi đủ số: {near}.", Code.NOT_FOUND)
        number = numbers[0]
        resting = tuple(resting_on(connection, number, day))
        known = read_known(connection)
    recorded = None
    if layer is not None:
        opened = open_layer(desk, layer)
        opened.layer.change(opened.known, opened.prefix, replacing_statements(known, number, new, day))
        recorded = f"lớp {opened.layer.name}"
    if seed is not None:
        recorded = str(replace_in_seed(seed, known, number, new, day))
    cases = _open_cases(desk, {each.entry for each in resting})
    return Replacement(number, new, day, resting, cases, recorded)


def _open_cases(desk: Desk, entries: set[str]) -> tuple[tuple[str, str], ...]:
    with desk.register() as store:
        found = store.open_cases()
    return tuple((case.name, case.entry) for case in found if case.entry in entries)
