"""The register of a province: offices, what they hand in, and what is seen of all of them. Needs the extra ``tinh``."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from canang.catalog.calendar import Calendar
from canang.catalog.entries import UnknownEntry, load_entry
from canang.catalog.model import Entry
from canang.catalog.overview import Filters, list_entries
from canang.desk.desk import Desk
from canang.desk.travelling import Received, Sent, receive, send
from canang.errors import Failure

if TYPE_CHECKING:
    from canang.server.oversight import Seen, Stumble
    from canang.server.province import Office, Province

DSN = "CANANG_CSDL"
"""The variable with the address of the province's database."""

LATE_HEAD = (
    "Cơ quan", "Mã", "Thủ tục", "Đang làm", "Trễ hạn", "Sắp hết hạn", "Chờ bổ sung", "Ghi khác nhau", "Đã đóng",
)  # fmt: skip
STUMBLE_HEAD = ("Mã", "Thủ tục", "Bước", "Số lần ghi", "Số cơ quan", "Cơ quan", "Đã trả lời", "Vướng mắc", "Trả lời")


def address_of(desk: Desk, asked: str | None) -> str:
    """The address (DSN) of the province's database: the one asked for, else that of the variable.

    Raises:
        Failure: there is none.
    """
    if found := asked or desk.variables.get(DSN):
        return found
    raise Failure("Chưa biết cơ sở dữ liệu của tỉnh ở đâu.", f"Ghi --csdl postgresql://…, hoặc đặt biến {DSN}.")


def province_at(address: str) -> "Province":
    """The province whose database has this address."""
    from canang.server.province import Province  # noqa: PLC0415  only a province pays

    return Province(address)


def in_office(desk: Desk, province: "Province", office: "Office") -> Desk:
    """This desk with the register of an office."""
    return msgspec.structs.replace(desk, store=partial(province.register, office, desk.who))


def take_in(desk: Desk, province: "Province", office: "Office", pack: Path, *, trust: bool) -> Received:
    """What an office hands in on a stick or by mail, into its register; each event once.

    Raises:
        CasePackRefused: the file is no pack, was changed on the way, or is of a machine that is not trusted.
        DatabaseUnusable: it could not be kept.
    """
    return receive(in_office(desk, province, office), pack, trust=trust)


def give_back(desk: Desk, province: "Province", office: "Office", target: Path) -> Sent:
    """All that the province has of an office as a pack: for a new machine, or a successor.

    Raises:
        Failure: there is nothing.
        OSError: the file cannot be written.
    """
    return send(in_office(desk, province, office), target)


def oversee_province(desk: Desk, province: "Province") -> "Seen":
    """What is late and nearly late by office and procedure, and what officials stumble over, today."""
    from canang.server.oversight import oversee  # noqa: PLC0415

    entries, calendar = catalogue_today(desk)
    return oversee(province, entries, calendar, desk.today)


def catalogue_today(desk: Desk) -> tuple[dict[str, Entry], Calendar]:
    """Every entry that stands today, by its id, and the calendar."""
    with desk.catalog() as connection:
        listed = [
            item.id
            for type_ in ("task", "procedure")
            for item in list_entries(connection, Filters(), desk.today, type_)
        ]
        entries = {id_: load_entry(connection, id_, desk.today) for id_ in listed}
        return entries, desk.calendar(connection)


def oversight_book(desk: Desk, seen: "Seen") -> bytes:
    """The same as a workbook of two sheets."""
    from canang.export.tables import Cell, sheets_to_xlsx  # noqa: PLC0415

    rows: list[list[Cell]] = [list(msgspec.structs.astuple(row)) for row in seen.rows]
    stumbles = [
        _stumble_row(stumble, place) for stumble, place in zip(seen.stumbles, places_of(desk, seen), strict=True)
    ]
    return sheets_to_xlsx([("Tiến độ", LATE_HEAD, rows), ("Vướng mắc", STUMBLE_HEAD, stumbles)])


class Place(msgspec.Struct, frozen=True):
    """Where a difficulty was met, in words: the entry's name and the step; None where the catalogue no longer has it,
    or no step was named."""

    name: str | None
    step: str | None


def places_of(desk: Desk, seen: "Seen") -> list[Place]:
    """Where each of the difficulties was met."""
    found = []
    with desk.catalog() as connection:
        for stumble in seen.stumbles:
            try:
                entry = load_entry(connection, stumble.entry, desk.today)
            except UnknownEntry:
                found.append(Place(None, stumble.step))
                continue
            step = next((each for each in entry.steps if each.key == stumble.step), None)
            found.append(Place(entry.name, f"{step.order}. {step.action}" if step else stumble.step))
    return found


def _stumble_row(stumble: "Stumble", place: Place) -> "list[str | int | None]":
    return [
        stumble.entry,
        place.name,
        place.step,
        stumble.noted,
        len(stumble.offices),
        ", ".join(stumble.offices),
        stumble.answered,
        "\n".join(stumble.texts),
        "\n".join(stumble.answers) or None,
    ]
