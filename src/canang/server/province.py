"""The offices of a province and their registers, for the program that serves or gathers."""

import contextlib
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import msgspec
import psycopg
from psycopg_pool import ConnectionPool, PoolTimeout

from canang.errors import Code, Failure
from canang.server.register import DatabaseUnusable, OfficeRegister
from canang.server.setup import REVISION, version_of
from canang.text.fold import fold, natural


class Office(msgspec.Struct, frozen=True):
    """A commune (``xa``) or a department of the province (``tinh``), by its uuid."""

    id: str
    name: str
    level: str


class Province:
    """The database by the role that owns nothing."""

    def __init__(self, dsn: str, *, at_once: int = 0) -> None:
        """Name the database; it is asked when something is.

        Args:
            dsn: as ``server.setup.set_up`` gave it.
            at_once: connections that are kept for a program that serves; 0 opens one for each question. Whoever asks
                may hold two at a time.
        """
        self._dsn = dsn
        self._pool: ConnectionPool[psycopg.Connection[Any]] | None = None
        if at_once:
            self._pool = ConnectionPool(
                dsn, kwargs=_SETTINGS, min_size=1, max_size=at_once, open=True, timeout=_PATIENCE, configure=_check,
                check=ConnectionPool.check_connection, reconnect_timeout=_PATIENCE, name="tinh",
            )  # fmt: skip

    def close(self) -> None:
        """Let go of what is kept."""
        if self._pool:
            self._pool.close()

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

    def office(self, key: str) -> Office:
        """The office of a uuid.

        Raises:
            Failure: there is none.
        """
        found = next((office for office in self.offices() if office.id == key), None)
        if found is None:
            raise Failure("Không có cơ quan này.", "Chọn trong danh sách.", Code.NOT_FOUND)
        return found

    def own_devices(self, office: Office) -> set[str]:
        """The devices under which an office's own machines write."""
        with self.connected() as connection:
            return {row[0] for row in connection.execute("SELECT id FROM devices WHERE office = %s", (office.id,))}

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

    @contextmanager
    def connected(self) -> "Iterator[psycopg.Connection[Any]]":
        """A connection, for a moment; what was not committed is undone.

        Raises:
            Failure: the database does not answer, or is of another version.
        """
        if self._pool:
            try:
                connection = self._pool.getconn()
            except (PoolTimeout, psycopg.Error) as error:
                with self._alone():  # says better what is wrong: another version, or nobody there
                    raise _unanswered() from error
            try:
                yield connection
            finally:
                with contextlib.suppress(psycopg.Error):  # one that broke meanwhile is thrown away
                    connection.rollback()
                self._pool.putconn(connection)
        else:
            with self._alone() as connection:
                yield connection

    @contextmanager
    def _alone(self) -> "Iterator[psycopg.Connection[Any]]":
        try:
            connection = psycopg.connect(self._dsn, **_SETTINGS)
        except psycopg.Error as error:
            raise _unanswered() from error
        with closing(connection):
            _check(connection)
            yield connection


_PATIENCE = 10.0
"""Seconds until a database that does not answer is said not to."""

# A pooler in transaction mode hands the next transaction to another server connection, which does not know what was
# prepared on this one.
_SETTINGS: dict[str, Any] = {"connect_timeout": int(_PATIENCE), "prepare_threshold": None}


def _unanswered() -> DatabaseUnusable:
    return DatabaseUnusable(
        "Máy chủ dữ liệu của tỉnh không trả lời.",
        "Xem máy chủ có đang chạy không, và địa chỉ ở --csdl hoặc biến CANANG_CSDL.",
        Code.BUSY,
    )


def _check(connection: "psycopg.Connection[Any]") -> None:
    """Only a schema that this program knows is worked on."""
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
