"""The province's view: late and nearly late by commune and task, what officials stumble over, who is ready, who works
with old data; and the way into an office's register."""

from collections import Counter
from collections.abc import Callable, Iterable

import msgspec
from starlette.responses import Response

from canang.desk.province import oversee_province, oversight_book, places_of
from canang.server.machines import machines_of
from canang.server.oversight import Row
from canang.server.sessions import choose_office
from canang.text.fold import natural
from canang.web.templating import data_of
from canang.web.visit import Visit

MOST_BARS = 30
"""A chart of more rows is read by nobody; the table below it has all."""

MOST_STUMBLES = 50


class Bar(msgspec.Struct, frozen=True):
    """A row of a chart: of how many open cases, how many are late and nearly late; lengths in percent of the longest
    row."""

    name: str
    open: int
    late: int
    soon: int
    length: float
    late_length: float
    soon_length: float


def view(visit: Visit) -> Response:
    """The whole province today, or one task or one office of it."""
    signed = visit.visitor
    seen = oversee_province(visit.desk, signed.province)
    office, entry = visit.asked("co-quan"), visit.asked("ma")
    rows = [row for row in seen.rows if office in ("", row.office) and entry in ("", row.entry)]
    pressing = [row for row in rows if office or entry or row.late or row.soon or row.conflicts]
    data = data_of(visit.desk)
    machines = [machine for machine in machines_of(signed.province) if machine.closed_at is None]
    return visit.show(
        "office/province.html",
        seen=seen,
        rows=sorted(pressing, key=lambda row: (-row.late, -row.soon, natural(row.office), natural(row.entry))),
        quiet=len(rows) - len(pressing),
        by_office=_bars(rows, lambda row: row.office),
        by_entry=_bars(rows, lambda row: f"{row.entry} {row.name}"),
        stumbles=list(zip(seen.stumbles, places_of(visit.desk, seen), strict=True))[:MOST_STUMBLES],
        offices=signed.province.offices(),
        entries=sorted({(row.entry, row.name) for row in seen.rows}, key=lambda each: natural(each[0])),
        office=office,
        entry=entry,
        old=[machine for machine in machines if data and machine.data_version not in (None, data["version"])],
        silent=[machine for machine in machines if machine.seen_at is None],
    )


def book(visit: Visit) -> Response:
    """The same as a workbook."""
    seen = oversee_province(visit.desk, visit.visitor.province)
    return visit.hand_out(oversight_book(visit.desk, seen), f"tong-hop-{visit.desk.today:%Y-%m-%d}.xlsx")


def enter(visit: Visit) -> Response:
    """Look at an office's register from now on; the own one where none is named."""
    signed = visit.visitor
    asked = visit.typed("co-quan")
    office = signed.province.office(asked) if asked else signed.account.office
    if office is not None and signed.session is not None:
        choose_office(signed.province, signed.session, office)
    return visit.go("ho-so") if asked else visit.go("tong-hop")


def _bars(rows: Iterable[Row], name: Callable[[Row], str]) -> list[Bar]:
    """The rows of a chart, the latest first; what has nothing open is not drawn."""
    counts: dict[str, Counter[str]] = {}
    for row in rows:
        counts.setdefault(name(row), Counter()).update(open=row.open, late=row.late, soon=row.soon)
    shown = sorted(
        ((key, count) for key, count in counts.items() if count["open"]),
        key=lambda each: (-each[1]["late"], -each[1]["soon"], -each[1]["open"], natural(each[0])),
    )[:MOST_BARS]
    longest = max((count["open"] for _, count in shown), default=1)

    def percent(part: int) -> float:
        return round(100 * part / longest, 2)

    return [
        Bar(
            key,
            count["open"],
            count["late"],
            count["soon"],
            percent(count["open"]),
            percent(count["late"]),
            percent(count["soon"]),
        )
        for key, count in shown
    ]


ROUTES = (
    ("/tong-hop", "GET", view),
    ("/tong-hop/xlsx", "GET", book),
    ("/co-quan", "POST", enter),
)
