"""The register of an official: the log of events in one SQLite file in the user's folder."""

import platform
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path, PurePath
from typing import Any

from canang.cases.beside import STAMP
from canang.cases.ledger import Ledger
from canang.cases.upgrade import VERSION, bring_up_to_date
from canang.catalog.database import sqlite_uri
from canang.errors import NOT_WRITABLE, Code, Failure, of_system
from canang.files import PRIVATE_FILE, private_folder, replacing

_LARGEST_WAIT = 10.0
"""Seconds to wait for another command that is writing."""

_FOLDED = "folded"
"""Under this key is remembered which program made the states of all cases."""

FILE = "ho-so.sqlite"
"""The register's file within the user's folder."""


class RegisterUnusable(Failure):
    """The register cannot be used, or did not keep what it was given."""

    code = Code.CANNOT_WRITE


def journal_of(home: PurePath) -> str:
    """How SQLite keeps what is being written: its log of pages needs memory that processes share, and over a network
    (``\\\\server\\share``) there is none."""
    return "DELETE" if home.drive.startswith("\\\\") else "WAL"


class Register(Ledger):
    """One SQLite file in WAL mode. What a call has written is on the disk when it returns."""

    def __init__(self, home: Path) -> None:
        """Open the register, making it where there is none, bringing an older one up to date.

        Raises:
            RegisterUnusable: damaged, written by a newer version, or in a place that cannot be written.
        """
        super().__init__()
        self.path = home / FILE
        try:
            private_folder(home)
            new = not self.path.exists()
            self._connection = sqlite3.connect(self.path, isolation_level=None, timeout=_LARGEST_WAIT)
            if new:
                self.path.chmod(PRIVATE_FILE)
            self._keep_journal(journal_of(home.resolve()))
            self._connection.execute("PRAGMA synchronous = FULL")
            self._bring_up_to_date()
        except (sqlite3.OperationalError, OSError) as error:
            self._let_go()
            code, why = of_system(error)
            if code in NOT_WRITABLE and self._open_for_reading():
                return
            raise RegisterUnusable(
                f"Không mở được sổ hồ sơ {self.path}: {why}.",
                "Xem quyền ghi và chỗ trống của thư mục, hoặc đặt CANANG_HOME sang thư mục khác.",
                code,
            ) from error
        except sqlite3.DatabaseError as error:
            self._let_go()
            raise RegisterUnusable(
                f"Sổ hồ sơ {self.path} bị hỏng ({error}). Tệp được giữ nguyên.",
                "Cứu những gì còn đọc được: canang ho-so cuu",
                Code.DATA_DAMAGED,
            ) from error

    def _open_for_reading(self) -> bool:
        """Open a register in a place that cannot be written, to be read alone; False where even that cannot be.

        Where there is none, it is an empty one. What is written into it is refused as what is written on a full disk.
        """
        log = self.path.with_name(f"{FILE}-wal")
        try:
            if self.path.exists() and self.path.stat().st_size:
                settled = not log.exists() or log.stat().st_size == 0
                query = f"mode=ro{'&immutable=1' if settled else ''}"
                self._connection = sqlite3.connect(
                    sqlite_uri(self.path.resolve(), query), uri=True, isolation_level=None
                )
            else:
                self._connection = sqlite3.connect(":memory:", isolation_level=None)
                self._bring_up_to_date()
            self._connection.execute("PRAGMA query_only = ON")
            (version,) = self._connection.execute("PRAGMA user_version").fetchone()
            usable = version == VERSION and self.recall(_FOLDED) == STAMP
            self.device = self.recall("device") or "" if usable else ""
        except (sqlite3.DatabaseError, OSError):
            usable = False
        if not usable:
            self._let_go()
        return usable

    def _let_go(self) -> None:
        """Close a register that could not be opened: Windows moves no file that somebody holds."""
        if hasattr(self, "_connection"):
            self._connection.close()

    @property
    def connection(self) -> sqlite3.Connection:
        """For what else is kept in the same file."""
        return self._connection

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def back_up(self, target: Path) -> None:
        """Copy the register whole, safe while it is in use; ``target`` appears whole or not at all."""
        with self._keeping(), replacing(target, private=True) as temporary, closing(sqlite3.connect(temporary)) as copy:
            self._connection.backup(copy)

    def _all(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        return self._connection.execute(sql, values).fetchall()

    def _run(self, sql: str, *values: object) -> int:
        return self._connection.execute(sql, values).rowcount

    def _keep_journal(self, journal: str) -> None:
        """Set how SQLite keeps what is being written; of two who do so at once one is refused without having waited."""
        end = time.monotonic() + _LARGEST_WAIT
        while True:
            try:
                self._connection.execute(f"PRAGMA journal_mode = {journal}")
                return
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > end:
                    raise
                time.sleep(0.02)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        with self._keeping():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                self._own_device()
                yield
                self._keep_beside()
                self._connection.execute("COMMIT")
            except BaseException:
                self._forget_changes()
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    def _own_device(self) -> None:
        """This machine's id. A folder that was copied to another place is another machine from then on."""
        place = f"{platform.node()}:{self.path.resolve()}"
        known = self.recall("device")
        if known is None or self.recall("place") != place:
            self._new_device()
            self._remember("place", place)
        else:
            self.device = known

    def _bring_up_to_date(self) -> None:
        (version,) = self._connection.execute("PRAGMA user_version").fetchone()
        if version > VERSION:
            self._let_go()
            raise RegisterUnusable(
                f"Sổ hồ sơ {self.path} do bản canang mới hơn ghi.", "Hãy cập nhật canang.", Code.DATA_VERSION
            )
        if version < VERSION:
            bring_up_to_date(self._connection)
        self.device = self.recall("device") or ""
        if self.recall(_FOLDED) != STAMP:
            self.fold_all()
            self.remember(_FOLDED, STAMP)

    @contextmanager
    def _keeping(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.OperationalError, OSError) as error:
            code, why = of_system(error)
            raise RegisterUnusable(
                f"Chưa lưu được vào sổ hồ sơ {self.path}: {why}. Những gì đã lưu trước đó còn nguyên.",
                "Dọn chỗ trống hoặc sửa quyền ghi rồi làm lại bước vừa rồi.",
                code,
            ) from error
