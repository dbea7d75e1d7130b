"""The register of an office in the province's PostgreSQL database.

The same log and the same words as the register in one file (``cases.ledger``). The database itself keeps offices apart
(row-level security, the office named in each transaction) and takes no change of an event (rights); each event is
chained to the office's last one (``server.chain``).
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
from psycopg.pq import TransactionStatus

from canang.cases.events import Event
from canang.cases.ledger import Ledger
from canang.cases.log_tables import COLUMNS, event_of
from canang.cases.protocol import BATCH
from canang.errors import Code, Failure
from canang.server.chain import FIRST, link_of


class DatabaseUnusable(Failure):
    """The province's database does not answer, or did not keep what it was given."""

    code = Code.CANNOT_WRITE


class OfficeRegister(Ledger):
    """The log of one office. What a call has written is committed when it returns."""

    def __init__(self, connection: "psycopg.Connection[Any]", office: str, *, account: str | None = None) -> None:
        """Work in an office.

        Args:
            connection: of a role that owns nothing; without autocommit.
            office: its uuid.
            account: who brings what is written, as the office knows them; part of the chain.
        """
        super().__init__()
        self._connection = connection
        self.office = office
        self._account = account
        self._last = (0, FIRST)
        self._rows: list[tuple[object, ...]] = []
        self.device = ""

    def close(self) -> None:
        """End the transaction that is open; the connection goes back to whoever gave it."""
        self._connection.rollback()

    def back_up(self, target: Path) -> None:
        """The whole database is backed up at once (``server.setup``), never one office."""
        raise Failure("Sổ trên máy chủ được sao lưu cả tỉnh một lần.", "Người quản trị: canang may-chu sao-luu")

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
        with self._telling():
            self._begin()
            self._flush()
            return self._connection.execute(_numbered(sql), values).fetchall()

    def _run(self, sql: str, *values: object) -> int:
        with self._telling():
            self._flush()
            return self._connection.execute(_numbered(sql), values).rowcount

    def _run_many(self, sql: str, rows: Iterable[tuple[object, ...]]) -> None:
        with self._telling(), self._connection.cursor() as cursor:
            cursor.executemany(_numbered(sql), rows)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        with self._telling():
            try:
                self._begin()
                self._connection.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", (self.office,))
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
                self._connection.commit()
            except BaseException:
                self._forget_changes()
                self._rows.clear()
                self._connection.rollback()
                raise

    def _add(self, event: Event, *, sent: bool = False) -> None:
        received = datetime.now(UTC)
        number, digest = link_of(self._last, self.office, event, self._account, received)
        self._last = (number, digest)
        self._rows.append((*self._row(event), self._account, received.isoformat(), number, digest))
        self._index(event)

    def _flush(self) -> None:
        """Write the events that were added, all in one turn, before anything else is asked of the database."""
        if self._rows:
            names = f"{COLUMNS}, account, received, link, hash"
            rows, self._rows = self._rows, []
            with self._connection.cursor() as cursor:
                cursor.executemany(f"INSERT INTO events ({names}) VALUES ({', '.join(['%s'] * 15)})", rows)

    def _begin(self) -> None:
        """The office of this transaction, and of no other that the connection may serve next."""
        if self._connection.info.transaction_status == TransactionStatus.IDLE:
            self._connection.execute("SELECT set_config('canang.office', %s, true)", (self.office,))

    @contextmanager
    def _telling(self) -> Iterator[None]:
        try:
            yield
        except psycopg.errors.DiskFull as error:
            raise DatabaseUnusable(
                "Máy chủ hết chỗ trống nên chưa lưu được. Những gì đã lưu trước đó còn nguyên.",
                "Báo người quản trị máy chủ dọn chỗ trống, rồi làm lại bước vừa rồi.",
                Code.DISK_FULL,
            ) from error
        except psycopg.Error as error:
            raise DatabaseUnusable(
                "Máy chủ dữ liệu chưa trả lời nên chưa lưu được bước này.",
                "Đợi một phút rồi làm lại. Nếu vẫn vậy, báo người quản trị máy chủ.",
                Code.BUSY,
            ) from error


def _numbered(sql: str) -> str:
    return sql.replace("?", "%s")
