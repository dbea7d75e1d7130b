"""The offices of a province and their registers, for the program that serves or gathers."""

import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import msgspec
import psycopg

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

    def __init__(self, dsn: str) -> None:
        """Name the database; it is asked when something is, each time over a connection of its own.

        Args:
            dsn: as ``server.setup.set_up`` gave it.
        """
        self._dsn = dsn

    def offices(self) -> list[Office]:
        """All offices, in the order of their names."""
        with self.connected() as connection:
            rows = connection.execute("SELECT id::text, name, level FROM offices").fetchall()
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
    def register(self, office: Office, account: str | None = None) -> Iterator[OfficeRegister]:
        """The register of an office, closed at the end.

        Args:
            account: who brings what is written.
        """
        with self.connected() as connection, closing(OfficeRegister(connection, office.id, account=account)) as opened:
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
        try:
            # A pooler in transaction mode hands the next transaction to another server connection, which does not know
            # what was prepared on this one.
            connection = psycopg.connect(self._dsn, connect_timeout=10, prepare_threshold=None)
        except psycopg.Error as error:
            raise DatabaseUnusable(
                "Máy chủ dữ liệu của tỉnh không trả lời.",
                "Xem máy chủ có đang chạy không, và địa chỉ ở --csdl hoặc biến CANANG_CSDL.",
                Code.CANNOT_READ,
            ) from error
        with closing(connection):
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
