"""The register of a province: offices, what they hand in, and what is seen of all of them. Needs the extra ``tinh``."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import msgspec

from canang.catalog.calendar import Calendar
from canang.catalog.companions import entries_with_needs, load_needs
from canang.catalog.entries import UnknownEntry, load_entry
from canang.catalog.model import Entry
from canang.catalog.overview import Filters, list_entries
from canang.desk.attachments import keep_content, kept_file, name_of_file
from canang.desk.desk import Desk
from canang.desk.travelling import Received, Sent, receive, send
from canang.errors import Failure
from canang.text.visible import cleaned

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from canang.cases.state import Attachment
    from canang.server.oversight import Seen, Stumble
    from canang.server.province import Office, Province

DSN = "CANANG_CSDL"
"""The variable with the address of the province's database."""

LATE_HEAD = (
    "Cơ quan", "Mã", "Thủ tục", "Đang làm", "Trễ hạn", "Sắp hết hạn", "Chờ bổ sung", "Ghi khác nhau", "Đã đóng",
)  # fmt: skip
STUMBLE_HEAD = ("Mã", "Thủ tục", "Bước", "Số lần ghi", "Số cơ quan", "Cơ quan", "Đã trả lời", "Vướng mắc", "Trả lời")

READY_HEAD = ("Cơ quan", "Mã", "Cần", "Đã trả lời", "Đã có")


def address_of(desk: Desk, asked: str | None) -> str:
    """The address (DSN) of the province's database: the one asked for, else that of the variable.

    Raises:
        Failure: there is none.
    """
    if found := asked or desk.variables.get(DSN):
        return found
    raise Failure("Chưa biết cơ sở dữ liệu của tỉnh ở đâu.", f"Ghi --csdl postgresql://…, hoặc đặt biến {DSN}.")


def office_folder(home: Path, office: str) -> Path:
    """Where the server keeps what lies beside the register of an office, by its uuid: attached files, letterhead."""
    return home / "co-quan" / office


def province_at(address: str) -> "Province":
    """The province whose database has this address."""
    from canang.server.province import Province  # noqa: PLC0415  only a province pays

    return Province(address)


def in_office(
    desk: Desk, province: "Province", office: "Office", *, account: str | None = None, read_only: bool = False
) -> Desk:
    """This desk with the register of an office, and what lies beside it.

    Args:
        account: who works, as the server knows them; else by the desk's name.
        read_only: the database refuses to write.
    """
    return msgspec.structs.replace(
        desk,
        store=partial(province.register, office, account or desk.who, read_only=read_only),
        beside=office_folder(desk.home, office.id),
    )


def hand_to_office(
    desk: Desk, province: "Province", source: "Office", name: str, target: "Office", reason: str, account: str | None
) -> None:
    """Hand a case to another office, with the files that were shown at it.

    Args:
        account: who does so, as the server knows them.

    Raises:
        Failure: there is no such case, it is closed, or both are one office.
        OSError: a file cannot be kept there.
    """
    from canang.server.moving import hand_to_office  # noqa: PLC0415  only a province pays

    here, there = (in_office(desk, province, office) for office in (source, target))
    with here.register() as register:
        case = register.find(name)
    _copy_files(here, there, case.attachments if case else ())
    hand_to_office(
        province, source, name, target, reason=cleaned(reason), now=desk.now(), who=desk.who, account=account
    )


def merge_offices(desk: Desk, province: "Province", source: "Office", target: "Office") -> int:
    """Merge an office into another: its cases, files, accounts and machines; returns how many events were copied.

    Raises:
        Failure: both are one office, or it could not be kept; run again then.
        OSError: a file cannot be kept there.
    """
    from canang.server.moving import merge  # noqa: PLC0415  only a province pays

    here, there = (in_office(desk, province, office) for office in (source, target))
    with here.register() as register:
        attached = [each for case in register.all_cases() for each in case.attachments]
    _copy_files(here, there, attached)
    return merge(province, source, target, desk.now())


def _copy_files(here: Desk, there: Desk, attached: "Iterable[Attachment]") -> None:
    for each in attached:
        path = kept_file(here.register_home, each.sha256)
        if path is not None and kept_file(there.register_home, each.sha256) is None:
            with path.open("rb") as content:
                keep_content(there.register_home, name_of_file(each), content)


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
    """What is late and nearly late by office and procedure, what officials stumble over, and who is ready, today."""
    from canang.server.oversight import oversee  # noqa: PLC0415

    return oversee(province, *desk.kept("today", lambda: catalogue_today(desk)), desk.today)


CatalogueToday: TypeAlias = tuple[Mapping[str, Entry], dict[str, list[tuple[str, str]]], Calendar]
"""The entries that stand, what each needs of an office (as entry and key), and the calendar."""


class EntriesToday(Mapping[str, Entry]):
    """The entries that stand by id, each read when somebody asks for it: a province has cases of a few of them."""

    def __init__(self, desk: Desk, ids: "Iterable[str]") -> None:
        self._desk = desk
        self._read: dict[str, Entry | None] = dict.fromkeys(ids)

    def __getitem__(self, id_: str) -> Entry:
        found = self._read[id_]
        if found is None:
            with self._desk.catalog() as connection:
                found = self._read[id_] = load_entry(connection, id_, self._desk.today)
        return found

    def __iter__(self) -> "Iterator[str]":
        return iter(self._read)

    def __len__(self) -> int:
        return len(self._read)


def catalogue_today(desk: Desk) -> CatalogueToday:
    """What the province's view needs of the catalogue."""
    with desk.catalog() as connection:
        listed = [
            item.id
            for type_ in ("task", "procedure")
            for item in list_entries(connection, Filters(), desk.today, type_)
        ]
        needed = {
            id_: [(need.entry, need.key) for need in load_needs(connection, id_, desk.today)]
            for id_, _, _ in entries_with_needs(connection)
        }
        return EntriesToday(desk, listed), needed, desk.calendar(connection)


def oversight_book(desk: Desk, seen: "Seen") -> bytes:
    """The same as a workbook of three sheets."""
    from canang.export.tables import Cell, sheets_to_xlsx  # noqa: PLC0415

    rows: list[list[Cell]] = [list(msgspec.structs.astuple(row)) for row in seen.rows]
    stumbles = [
        _stumble_row(stumble, place) for stumble, place in zip(seen.stumbles, places_of(desk, seen), strict=True)
    ]
    ready: list[list[Cell]] = [list(msgspec.structs.astuple(each)) for each in seen.ready]
    return sheets_to_xlsx(
        [("Tiến độ", LATE_HEAD, rows), ("Vướng mắc", STUMBLE_HEAD, stumbles), ("Sẵn sàng", READY_HEAD, ready)]
    )


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
