"""The register of an office in the province's PostgreSQL database.

The same log and the same words as the register in one file (``cases.ledger``). The database itself keeps offices apart
(row-level security, the office named in each transaction) and takes no change of an event (rights); each event is
chained to the office's last one (``server.chain``).
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import psycopg
from psycopg.pq import TransactionStatus

from canang.cases.events import Event
from canang.cases.ledger import Ledger
from canang.cases.log_tables import COLUMNS, event_of
from canang.cases.protocol import BATCH
from canang.errors import Code, Failure
from canang.server.chain import FIRST, link_of
from canang.server.telling import commit, telling

_NAMES = f"{COLUMNS}, account, received, link, hash"
_INSERT = (
    f"INSERT INTO events ({_NAMES}) SELECT {_NAMES} FROM json_to_recordset(%s::json) AS said (id text, case_id text,"
    " device text, number bigint, clock bigint, at text, who text, kind text, item text, data text, seen text,"
    " account text, received text, link bigint, hash text)"
)
"""All of a batch in one statement and one value: a statement, or a value, for each row costs several times as much."""


class OfficeRegister(Ledger):
    """The log of one office. What a call has written is committed when it returns."""

    def __init__(
        self,
        connection: "psycopg.Connection[Any]",
        office: str,
        *,
        account: str | None = None,
        read_only: bool = False,
    ) -> None:
        """Work in an office.

        Args:
            connection: of a role that owns nothing; without autocommit.
            office: its uuid.
            account: who brings what is written, as the office knows them; part of the chain.
            read_only: the database itself refuses to write.
        """
        super().__init__()
        self._connection = connection
        self.office = office
        self._account = account
        self._read_only = read_only
        self._last = (0, FIRST)
        self._rows: list[tuple[object, ...]] = []
        self.device = ""

    def close(self) -> None:
        """End the transaction that is open; the connection goes back to whoever gave it."""
        self._connection.rollback()

    def back_up(self, target: Path) -> None:
        """The whole database is backed up at once (``server.setup``), never one office."""
        raise Failure("Sổ trên máy chủ được sao lưu cả tỉnh một lần.", "Người quản trị: canang may-chu sao-luu")

    def begin(self) -> None:
        """Begin a transaction in this office, for whatever belongs together with what is written next."""
        with telling():
            self._begin()

    def after(self, cursor: tuple[int, int], limit: int = BATCH) -> list[tuple[tuple[int, int], Event]]:
        """Events behind a place in the order in which they became visible, each with its own place.

        A transaction that began earlier and is not over yet may still bring events with lower numbers; so that none is
        missed, nothing is shown that is not older than every such transaction.
        """
        rows = self._all(
            f"SELECT tx::text::bigint, position, {COLUMNS} FROM events"
            " WHERE (tx, position) > (?::text::xid8, ?) AND tx < pg_snapshot_xmin(pg_current_snapshot())"
            " AND office = ? ORDER BY tx, position LIMIT ?",
            str(cursor[0]),
            cursor[1],
            self.office,
            limit,
        )
        return [((row[0], row[1]), event_of(row[2:])) for row in rows]

    def _all(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        with telling():
            self._begin()
            self._flush()
            return self._connection.execute(_numbered(sql), values).fetchall()

    def _run(self, sql: str, *values: object) -> int:
        with telling():
            self._flush()
            return self._connection.execute(_numbered(sql), values).rowcount

    def _among(self, sql: str, among: Sequence[str], *values: object) -> list[tuple[Any, ...]]:
        return self._all(f"{sql.removesuffix('IN')} = ANY(?)", *values, list(among)) if among else []

    def _run_many(self, sql: str, rows: Iterable[tuple[object, ...]]) -> None:
        with telling(), self._connection.cursor() as cursor:
            cursor.executemany(_numbered(sql), rows)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        if self._read_only:
            raise Failure("Ở đây chỉ xem, không ghi được.", code=Code.REFUSED)
        with telling():
            try:
                self._begin()
                # With a number of its own the transaction's commit waits for the standby, be it that nothing is new:
                # that an event is known is then as safe to say as that it was added.
                self._connection.execute(
                    "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0)), pg_current_xact_id()", (self.office,)
                )
                self._check_not_merged()
                [self._last] = self._all(
                    "SELECT link, hash FROM events WHERE office = ? ORDER BY link DESC LIMIT 1", self.office
                ) or [(0, FIRST)]
                known = self.recall("device")
                if known is None:
                    self._new_device()
                else:
                    self.device = known
                yield
                self._keep_beside()
                self._flush()
                commit(self._connection)
            except BaseException:
                self._forget_changes()
                self._rows.clear()
                if not self._connection.closed:
                    self._connection.rollback()
                raise

    def _check_not_merged(self) -> None:
        """Nothing is written into a register that has gone on in another: nobody would read it."""
        if self._all("SELECT 1 FROM offices WHERE id::text = ? AND merged_into IS NOT NULL", self.office):
            raise Failure("Cơ quan này vừa sáp nhập.", "Tải lại trang rồi làm lại bước vừa rồi.", Code.BUSY)

    def _add(self, event: Event, *, sent: bool = False) -> None:
        received = datetime.now(UTC)
        number, digest = link_of(self._last, self.office, event, self._account, received)
        self._last = (number, digest)
        self._rows.append((*self._row(event), self._account, received.isoformat(), number, digest))
        self._index(event)

    def _flush(self) -> None:
        """Write the events that were added, all in one turn, before anything else is asked of the database."""
        if self._rows:
            rows, self._rows = self._rows, []
            named = [dict(zip(_NAMES.split(", "), row, strict=True)) for row in rows]
            self._connection.execute(_INSERT, (msgspec.json.encode(named).decode(),))

    def _begin(self) -> None:
        """The office of this transaction, and of no other that the connection may serve next."""
        if self._connection.info.transaction_status == TransactionStatus.IDLE:
            if self._read_only:
                self._connection.execute("SET TRANSACTION READ ONLY")
            self._connection.execute("SELECT set_config('canang.office', %s, true)", (self.office,))


def _numbered(sql: str) -> str:
    return sql.replace("?", "%s")
