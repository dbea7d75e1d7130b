"""The offices of a province and their registers, for the program that serves or gathers."""

import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from typing import TYPE_CHECKING, Any

import msgspec
import psycopg

from canang.errors import Code, Failure
from canang.server.register import OfficeRegister
from canang.server.setup import REVISION, version_of
from canang.server.telling import DatabaseUnusable, telling
from canang.text.fold import fold, natural

if TYPE_CHECKING:
    from psycopg_pool import ConnectionPool

_PATIENCE = 4.0
"""Seconds to wait for a connection that is kept; a machine asks several times before it gives up."""

_RECONNECTING = 10.0
"""Seconds in which a connection that broke is tried to be opened anew, before the next who asks tries."""

_SETTINGS: dict[str, Any] = {
    # A pooler in transaction mode hands the next transaction to another server connection, which does not know what was
    # prepared on this one.
    "prepare_threshold": None,
    "connect_timeout": 5,
    # A server whose power went says nothing: it is given up within seconds, and not after a quarter of an hour.
    "keepalives_idle": 5,
    "keepalives_interval": 3,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,
}


class Office(msgspec.Struct, frozen=True):
    """A commune (``xa``) or a department of the province (``tinh``), by its uuid."""

    id: str
    name: str
    level: str


class Province:
    """The database by the role that owns nothing."""

    def __init__(self, dsn: str) -> None:
        """Name the database; it is asked when something is, over a connection of its own or one that is kept.

        Args:
            dsn: as ``server.setup.set_up`` gave it.
        """
        self._dsn = dsn
        self._pool: ConnectionPool[psycopg.Connection[Any]] | None = None

    def offices(self, *, merged: bool = False) -> list[Office]:
        """All offices, in the order of their names.

        Args:
            merged: also those that were merged into others.
        """
        of_today = "" if merged else " WHERE merged_into IS NULL"
        with self.connected() as connection:
            rows = connection.execute(f"SELECT id::text, name, level FROM offices{of_today}").fetchall()
        return sorted((Office(*row) for row in rows), key=lambda office: natural(office.name))

    def add_office(self, name: str, level: str) -> Office:
        """A new office.

        Raises:
            Failure: one has this name.
        """
        office = Office(str(uuid.uuid4()), name, level)
        with self.connected() as connection:
            added = connection.execute(
                "INSERT INTO offices (id, name, level) VALUES (%s, %s, %s) ON CONFLICT (name) DO NOTHING",
                (office.id, name, level),
            )
            connection.commit()
        if added.rowcount != 1:
            raise Failure(f"Đã có cơ quan tên “{name[:80]}”.", "Xem: canang may-chu co-quan", Code.EXISTS)
        return office

    def became(self) -> dict[str, Office]:
        """Which office each one is today, by the uuid it ever had: itself, or the one that it was merged into."""
        with self.connected() as connection:
            rows = connection.execute("SELECT id::text, name, level, merged_into::text FROM offices").fetchall()
        every = {row[0]: row for row in rows}

        def today(key: str) -> Office:
            while every[key][3] is not None:
                key = every[key][3]
            return Office(*every[key][:3])

        return {key: today(key) for key in every}

    def office(self, key: str) -> Office:
        """The office of a uuid.

        Raises:
            Failure: there is none.
        """
        found = self.known_office(key)
        if found is None:
            raise Failure("Không có cơ quan này.", "Chọn trong danh sách.", Code.NOT_FOUND)
        return found

    def known_office(self, key: str) -> Office | None:
        """The office of a uuid as somebody sent it; None where there is none, or it was merged into another."""
        with self.connected() as connection:
            row = connection.execute(
                "SELECT id::text, name, level FROM offices WHERE id::text = %s AND merged_into IS NULL", (key,)
            ).fetchone()
        return Office(*row) if row else None

    def own_devices(self) -> dict[str, set[str]]:
        """The devices under which each office's own machines write, by the office's uuid."""
        found: dict[str, set[str]] = {}
        with self.connected() as connection:
            for office, device in connection.execute("SELECT office::text, id FROM devices"):
                found.setdefault(office, set()).add(device)
        return found

    def find_office(self, name: str) -> Office:
        """The office that a name means, with or without marks, or a part that only one has.

        Raises:
            Failure: none does, or several do.
        """
        every, asked = self.offices(), fold(name).strip()
        found = [each for each in every if fold(each.name) == asked] or [e for e in every if asked in fold(e.name)]
        if len(found) == 1:
            return found[0]
        near = "; ".join(each.name for each in (found or every)[:6])
        what = "nhiều cơ quan cùng khớp" if found else "chưa có cơ quan này"
        raise Failure(f"“{name[:80]}”: {what}.", f"Ghi đủ tên: {near}" if near else "Thêm: canang may-chu co-quan TÊN")

    @contextmanager
    def register(
        self, office: Office, account: str | None = None, *, read_only: bool = False
    ) -> Iterator[OfficeRegister]:
        """The register of an office, closed at the end.

        Args:
            account: who brings what is written.
            read_only: the database itself refuses to write.
        """
        with (
            self.connected() as connection,
            closing(OfficeRegister(connection, office.id, account=account, read_only=read_only)) as opened,
        ):
            yield opened

    def registers(self) -> Iterator[tuple[Office, OfficeRegister]]:
        """The register of each office in turn, in the order of their names, over one connection."""
        offices = self.offices()
        with self.connected() as connection:
            for office in offices:
                with closing(OfficeRegister(connection, office.id)) as opened:
                    yield office, opened

    @contextmanager
    def connected(self) -> "Iterator[psycopg.Connection[Any]]":
        """A connection, for a moment; what was not committed is undone.

        Raises:
            Failure: the database does not answer, or is of another version.
        """
        with telling(), self._lent() as connection:
            known = version_of(connection)
            if known != REVISION:
                older = known is None or known < REVISION
                raise Failure(
                    "Cơ sở dữ liệu này chưa dựng sổ của tỉnh."
                    if known is None
                    else f"Sổ của tỉnh ở lược đồ {known}, chương trình này cần {REVISION}.",
                    "Người quản trị chạy: canang may-chu dung" if older else "Hãy cập nhật canang.",
                    Code.DATA_VERSION,
                )
            connection.rollback()
            yield connection

    def keep_connections(self, most: int) -> None:
        """From now on keep connections open for the next one who asks, each looked at before it is lent.

        One that broke, as after a failover, is opened anew, to whichever of the servers writes now.

        Args:
            most: how many may be open at once; who asks for one more waits.
        """
        from psycopg_pool import ConnectionPool  # noqa: PLC0415  only who serves pays

        self._pool = ConnectionPool(
            self._dsn,
            kwargs=_SETTINGS,
            min_size=1,
            max_size=most,
            timeout=_PATIENCE,
            reconnect_timeout=_RECONNECTING,
            check=ConnectionPool.check_connection,
            open=True,
        )

    def close(self) -> None:
        """Close the connections that are kept."""
        if self._pool is not None:
            self._pool.close()

    @contextmanager
    def _lent(self) -> "Iterator[psycopg.Connection[Any]]":
        try:
            connection = self._pool.getconn() if self._pool else psycopg.connect(self._dsn, **_SETTINGS)
        except psycopg.Error as error:
            raise DatabaseUnusable(
                "Máy chủ dữ liệu của tỉnh không trả lời.",
                "Đợi một phút rồi làm lại. Người quản trị: xem máy chủ có đang chạy không, và địa chỉ ở --csdl hoặc"
                " biến CANANG_CSDL.",
                Code.BUSY,
            ) from error
        try:
            yield connection
        finally:
            if self._pool:
                with suppress(psycopg.Error):  # of one that broke the pool makes another
                    connection.rollback()
                self._pool.putconn(connection)
            else:
                connection.close()
