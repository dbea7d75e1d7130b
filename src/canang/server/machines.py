"""Machines that may send and fetch for an office, each known by a token that is kept here only as its digest."""

import hashlib
import secrets
import uuid
from datetime import datetime
from typing import Any

import msgspec
import psycopg

from canang.errors import Code, Failure
from canang.server.province import Office, Province
from canang.text.fold import natural


class Machine(msgspec.Struct, frozen=True):
    """A machine of an office and the person who works at it; ``seen_at`` is when it was last heard, with which version
    of the data."""

    id: str
    office: Office
    person: str
    made_at: datetime
    closed_at: datetime | None
    seen_at: datetime | None
    data_version: str | None


class Unknown(Failure):
    """Nobody has this token, or the machine was closed."""

    code = Code.REFUSED

    def __init__(self) -> None:
        super().__init__(
            "Máy chủ không nhận mã nối này: mã sai, hoặc máy đã bị ngừng.", "Xin mã mới ở người quản trị của tỉnh."
        )


_COLUMNS = (
    "machines.id::text, office::text, offices.name, offices.level, person, made_at, closed_at, seen_at, data_version"
)
_FROM = "FROM machines JOIN offices ON offices.id = office"


def add_machine(province: Province, office: Office, person: str) -> tuple[Machine, str]:
    """A new machine of an office, with the token that it connects by; the token is told this once."""
    token = secrets.token_hex(32)  # may be typed behind a command: begins with no hyphen
    key = str(uuid.uuid4())
    with province.connected() as connection:
        connection.execute(
            "INSERT INTO machines (id, office, person, token) VALUES (%s, %s, %s, %s)",
            (key, office.id, person, _digest(token)),
        )
        row = connection.execute(f"SELECT {_COLUMNS} {_FROM} WHERE machines.id = %s", (key,)).fetchone()
        connection.commit()
    assert row is not None
    return _machine(row), token


def machines_of(province: Province) -> list[Machine]:
    """All machines, also those that were closed, by office and person."""
    with province.connected() as connection:
        rows = connection.execute(f"SELECT {_COLUMNS} {_FROM}").fetchall()
    return sorted(map(_machine, rows), key=lambda m: (natural(m.office.name), natural(m.person), m.made_at))


def close_machine(province: Province, beginning: str) -> Machine:
    """Let a machine in no more.

    Args:
        beginning: how its id begins, as the list shows it.

    Raises:
        Failure: not exactly one open machine begins so.
    """
    found = [each for each in machines_of(province) if each.id.startswith(beginning.lower()) and not each.closed_at]
    if len(found) != 1 or not beginning:
        raise Failure(f"Không có đúng một máy mang mã “{beginning[:40]}”.", "Xem: canang may-chu may", Code.NOT_FOUND)
    with province.connected() as connection:
        connection.execute("UPDATE machines SET closed_at = now() WHERE id = %s", (found[0].id,))
        connection.commit()
    return found[0]


def machine_by(connection: "psycopg.Connection[Any]", token: str, data_version: str | None) -> Machine:
    """The machine that has a token; notes that it was heard, at most once a minute.

    Raises:
        Unknown: none has, or it was closed.
    """
    row = connection.execute(
        f"SELECT {_COLUMNS} {_FROM} WHERE token = %s AND closed_at IS NULL", (_digest(token),)
    ).fetchone()
    if row is None:
        raise Unknown
    machine = _machine(row)
    heard = connection.execute(
        "UPDATE machines SET seen_at = now(), data_version = coalesce(%s, data_version) WHERE id = %s"
        " AND (seen_at IS NULL OR seen_at < now() - interval '1 minute' OR data_version IS DISTINCT FROM %s)",
        (data_version, machine.id, data_version),
    )
    if heard.rowcount:
        # Who was heard may be forgotten with the last second before a power cut; who waits for it may not.
        connection.execute("SET LOCAL synchronous_commit = off")
    connection.commit()
    return machine


def own_device(connection: "psycopg.Connection[Any]", machine: Machine, device: str) -> dict[str, str]:
    """Note under which device a machine writes; who has which of the office's devices, by the device.

    The first machine that writes under a device has it: no other can write in its name. Part of the transaction that is
    open.
    """
    connection.execute(
        "INSERT INTO devices (office, id, machine) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
        (machine.office.id, device, machine.id),
    )
    rows = connection.execute(
        "SELECT id, machine::text FROM devices WHERE office = %s", (machine.office.id,)
    ).fetchall()
    return dict(rows)


def _digest(token: str) -> str:
    """The token has 256 random bits: a plain digest keeps it from whoever reads the table."""
    return hashlib.sha256(token.encode()).hexdigest()


def _machine(row: tuple[Any, ...]) -> Machine:
    key, office, name, level, person, made_at, closed_at, seen_at, version = row
    return Machine(key, Office(office, name, level), person, made_at, closed_at, seen_at, version)
