"""What is kept beside the logs of all offices, held against them and made again: as the owner of the tables.

Nothing here changes an event. A state that another program made (``beside.STAMP``) is right to be made again; one that
this program made and that is not what the log leads to was changed by hand.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
import psycopg

from canang.cases.beside import STAMP, case_stated, difficulty_row, fold_row, state_row
from canang.cases.difficulties import Difficulty, difficulties_of
from canang.cases.events import Event
from canang.cases.log_tables import COLUMNS, event_of
from canang.cases.state import Case

_AT_ONCE = 500
_Met = tuple[str, str | None, str | None, Difficulty]
_CASES = (
    "SELECT cases.office::text, cases.id, name, cases.entry, data_version, opened_at, made_by, state, closed, disputed"
    " FROM cases LEFT JOIN states ON states.office = cases.office AND case_id = cases.id WHERE cases.office = %s"
)
_HEARD = "SELECT office, device, max(number), count(*) FROM events WHERE office = %s GROUP BY office, device"
_LEFT_OVER = (
    "states WHERE office = %s AND NOT EXISTS"
    " (SELECT FROM cases WHERE cases.office = states.office AND cases.id = case_id)"
)
_KEEP = (
    "INSERT INTO states (office, case_id, entry, closed, disputed, state, made_by) VALUES (%s, %s, %s, %s, %s, %s, %s)"
    " ON CONFLICT (office, case_id) DO UPDATE SET closed = excluded.closed, disputed = excluded.disputed,"
    " state = excluded.state, made_by = excluded.made_by"
)


class Beside(msgspec.Struct, frozen=True):
    """What is kept beside the logs: of how many cases the state is to be made again (``old``), how many states and
    machines are not what the log says (``wrong``)."""

    old: int = 0
    wrong: int = 0


def fold_old(connection: "psycopg.Connection[Any]") -> int:
    """Make the states again that this program did not make; returns how many. Commits office by office."""
    count = 0
    for office in _offices(connection):
        _lock(connection, office)
        folded = [case for _, case in _folded(connection, f"{_CASES} AND made_by IS DISTINCT FROM %s", office, STAMP)]
        _keep(connection, office, folded)
        difficulties = [row for row in _difficulties(connection, office) if row[1] != STAMP]
        _keep_difficulties(connection, difficulties)
        connection.commit()
        count += len(folded)
    return count


def compare(connection: "psycopg.Connection[Any]") -> Beside:
    """Hold all that is kept beside the logs against them, as of one moment. Ends the transaction."""
    old = wrong = 0
    for office in _offices(connection):
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        for row, case in _folded(connection, _CASES, office):
            if row[6] != STAMP:
                old += 1
            elif case_stated(row[7], row[2]) != case or row[8:] != (int(case.closed), len(case.conflicts)):
                wrong += 1
        for _, made_by, said, one in _difficulties(connection, office):
            old += made_by != STAMP
            wrong += made_by == STAMP and msgspec.json.decode(said or "null", type=Difficulty | None) != one
        left_over = connection.execute(f"SELECT count(*) FROM {_LEFT_OVER}", (office,)).fetchone()
        differing = connection.execute(
            f"SELECT count(*) FROM ({_HEARD}) AS said (office, device, last, kept) FULL JOIN"
            " (SELECT * FROM heard WHERE office = %s) AS heard USING (office, device)"
            " WHERE (said.last, said.kept) IS DISTINCT FROM (heard.last, heard.kept)",
            (office, office),
        ).fetchone()
        connection.rollback()
        wrong += sum(found[0] for found in (left_over, differing) if found)
    return Beside(old, wrong)


def mend(connection: "psycopg.Connection[Any]") -> None:
    """Make all that is kept beside the logs again. Commits office by office."""
    for office in _offices(connection):
        _lock(connection, office)
        connection.execute(f"DELETE FROM {_LEFT_OVER}", (office,))
        _keep(connection, office, [case for _, case in _folded(connection, _CASES, office)])
        _keep_difficulties(connection, _difficulties(connection, office))
        connection.execute("DELETE FROM heard WHERE office = %s", (office,))
        connection.execute(f"INSERT INTO heard {_HEARD}", (office,))
        connection.commit()


def _offices(connection: "psycopg.Connection[Any]") -> list[str]:
    rows = connection.execute("SELECT id::text FROM offices ORDER BY id").fetchall()
    connection.rollback()
    return [row[0] for row in rows]


def _lock(connection: "psycopg.Connection[Any]", office: str) -> None:
    """Nobody writes into the office until the transaction ends: what is read after this is the last word."""
    connection.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", (office,))


def _folded(
    connection: "psycopg.Connection[Any]", query: str, office: str, *values: object
) -> Iterator[tuple[tuple[Any, ...], Case]]:
    """Rows of an office's cases, each with the case that its log leads to."""
    rows = connection.execute(query, (office, *values)).fetchall()
    for start in range(0, len(rows), _AT_ONCE):
        some = rows[start : start + _AT_ONCE]
        logs: dict[str, list[Event]] = {row[1]: [] for row in some}
        said = connection.execute(
            f"SELECT {COLUMNS} FROM events WHERE office = %s AND case_id = ANY(%s) ORDER BY clock, device, number",
            (office, list(logs)),
        )
        for event in map(event_of, said):
            logs[event.case or ""].append(event)
        yield from ((row, fold_row(row[1:6], logs[row[1]])) for row in some)


def _difficulties(connection: "psycopg.Connection[Any]", office: str) -> list[_Met]:
    """The difficulties of an office: the event, what is kept of it and by whom, and what the log says."""
    rows = connection.execute(
        "SELECT event, made_by, said, id FROM difficulties WHERE office = %s", (office,)
    ).fetchall()
    said = connection.execute(
        f"SELECT {COLUMNS} FROM events WHERE office = %s AND case_id IS NULL ORDER BY clock, device, number", (office,)
    )
    numbers = {event: number for event, _, _, number in rows}
    folded = {one.id: one for one in difficulties_of(map(event_of, said), numbers)}
    return [(event, made_by, said_, folded[number]) for event, made_by, said_, number in rows if number in folded]


def _keep_difficulties(connection: "psycopg.Connection[Any]", rows: Sequence[_Met]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE difficulties SET said = %s, made_by = %s WHERE event = %s AND id = %s",
            [(*difficulty_row(one), event, one.id) for event, _, _, one in rows],
        )


def _keep(connection: "psycopg.Connection[Any]", office: str, cases: Sequence[Case]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(_KEEP, [(office, *state_row(case)) for case in cases])
