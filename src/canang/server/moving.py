"""Cases that go on in another office, and communes that merge: what was written travels, and nothing is left behind.

An office never sees another's log; the log of a case that was handed over is copied into the other office's, event by
event, each once. What its first office writes later (on a machine that was offline) follows.
"""

from collections.abc import Container
from datetime import datetime
from typing import Any

import psycopg

from canang.cases.verdicts import Outcome
from canang.errors import Code, Failure
from canang.server.journal import What, note
from canang.server.province import Office, Province

_AT_ONCE = 5_000
"""Events that are copied in one transaction."""


def hand_to_office(
    province: Province,
    source: Office,
    name: str,
    target: Office,
    *,
    reason: str,
    now: datetime,
    who: str | None,
    account: str | None,
) -> None:
    """Hand a case to another office: there it is open, here it is closed and says where it went.

    Raises:
        Failure: there is no such case, it is closed, or both are one office.
    """
    if source.id == target.id:
        raise Failure("Hồ sơ đang ở chính cơ quan này.", "Chọn cơ quan khác.")
    with province.register(source, account) as register:
        case = register.find(name)
        if case is None:
            raise Failure("Không có hồ sơ này.", "Tìm lại trong danh sách hồ sơ.", Code.NOT_FOUND)
        # Who pressed twice is told the same twice.
        if not register.leave(name, target.id, target.name, reason, now, who) and register.went(name) != target.id:
            raise Failure("Hồ sơ này đã đóng.", "Mở lại hồ sơ rồi chuyển.", Code.CLOSED)
    forward(province, source, now, {case.id})


def forward(province: Province, source: Office, now: datetime, cases: Container[str] | None = None) -> int:
    """Bring the logs of cases that an office has handed over to where they went; returns how many events were new.

    What was cut off between the two offices is made up for here: it may run at any time, as often as one likes.

    Args:
        cases: only these, by their ids; None is all.
    """
    with province.register(source) as register:
        logs = [
            (came, office, register.log([case]))
            for case, (came, office) in register.handed_over().items()
            if office != source.id and (cases is None or case in cases)
        ]
    offices = province.became()
    count = 0
    for came, key, log in logs:
        if (target := offices.get(key)) and target.id != source.id:
            with province.register(target) as register:
                known = register.known([event.id for event in log])
                new = [event for event in log if event.id not in known]
                if new:
                    who = next((event.who for event in log if event.id == came), None)
                    count += register.arrive(new, came, source.name, now, who)
    return count


def merge(province: Province, source: Office, target: Office, now: datetime) -> int:
    """Merge an office into another: its whole log, its accounts and its machines go on there.

    Returns:
        How many events were copied.

    Raises:
        Failure: both are one office, or the database does not keep it; run again then.
    """
    if source.id == target.id:
        raise Failure("Hai tên này là một cơ quan.", "Ghi tên cơ quan cũ rồi tên cơ quan mới sau --vao.")
    count = _copy(province, source, target, now)
    with province.connected() as connection:
        _move_people(connection, source, target)
        connection.commit()
    # What came in while the first was copied.
    return count + _copy(province, source, target, now)


def _copy(province: Province, source: Office, target: Office, now: datetime) -> int:
    with province.register(source) as register:
        log = register.log()
    count = 0
    with province.register(target) as register:
        for start in range(0, len(log), _AT_ONCE):
            part = log[start : start + _AT_ONCE]
            count += sum(each.outcome is Outcome.ADDED for each in register.take(part, now, sent=True))
    return count


def _move_people(connection: "psycopg.Connection[Any]", source: Office, target: Office) -> None:
    both = (target.id, source.id)
    # Whoever writes there now is waited for; whoever comes later finds it merged, and is told to ask again.
    connection.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", (source.id,))
    connection.execute("UPDATE offices SET merged_into = %s WHERE id = %s", both)
    connection.execute("UPDATE accounts SET office = %s WHERE office = %s", both)
    connection.execute("UPDATE sessions SET office = %s WHERE office = %s", both)
    # Their machines ask anew for all: what they know of is another office's log.
    connection.execute("UPDATE machines SET office = %s, era = gen_random_uuid() WHERE office = %s", both)
    connection.execute(
        "INSERT INTO devices (office, id, machine) SELECT %s, id, machine FROM devices WHERE office = %s"
        " ON CONFLICT DO NOTHING",
        both,
    )
    note(connection, What.MERGED, said=f"{source.name} vào {target.name}")
