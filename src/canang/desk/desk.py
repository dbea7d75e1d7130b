"""Who works, with which handbook, on which day: what every call of this room needs to know of the world outside."""

import sqlite3
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import msgspec

from canang.catalog.database import bundled_path, open_catalog
from canang.errors import Code, Failure
from canang.text.days import VIETNAM, read_day

T = TypeVar("T")

if TYPE_CHECKING:
    from typing import Protocol

    from canang.cases.ledger import Ledger
    from canang.catalog.calendar import Calendar

    class Keeper(Protocol):
        """What stays open and made between requests, where a program answers many: the ``Shelf``."""

        def catalog(self, path: Path) -> sqlite3.Connection:
            """The open catalogue of this thread."""

        def remembered(self, desk: "Desk", what: str, make: Callable[[], T]) -> T:
            """What was made of the catalogue on this day."""


OWN_DAYS = "lich.toml"
"""The file in the user's folder with a province's own days: ``nghi = ["2026-12-24"]``, ``lam = ["2026-11-28"]``."""

OWN_DATA = "du-lieu"
"""The folder of updates and layers within the user's folder."""


def usual_home(variables: Mapping[str, str], platform: str) -> Path:
    """Where the user's own folder lies unless the platform was told otherwise: as ``platformdirs`` has it."""
    if platform == "win32":
        local = variables.get("LOCALAPPDATA")
        return (Path(local) if local else _account_home() / "AppData" / "Local") / "canang"
    if platform == "darwin":
        return _account_home() / "Library" / "Application Support" / "canang"
    return Path(variables.get("XDG_DATA_HOME") or _account_home() / ".local" / "share") / "canang"


def _account_home() -> Path:
    """The home of the account. Where it has none, as a container's bare number, a place that is not there: nothing of
    one's own is found in it, and to keep something there is refused in words."""
    try:
        return Path.home()
    except RuntimeError:
        return Path("/nonexistent")


def _unheard(line: str) -> None:
    """Where nobody listens, remarks are lost."""


class Desk(msgspec.Struct):
    """One person at work.

    ``chosen`` is another catalogue asked for; ``variables`` are those of the process; ``remark`` is told a Vietnamese
    line about what is good to know but is no result, ``waiting`` one about what takes longer than a moment. ``store``
    opens another register than the one in the user's folder: that of an office on the province's server; what lies
    beside that register is in ``beside``. ``shelf`` keeps what is read between requests; None reads anew.
    """

    today: date
    variables: Mapping[str, str] = {}
    chosen: Path | None = None
    remark: Callable[[str], None] = _unheard
    waiting: Callable[[str], None] = _unheard
    store: "Callable[[], AbstractContextManager[Ledger]] | None" = None
    beside: Path | None = None
    shelf: "Keeper | None" = None

    @property
    def home(self) -> Path:
        """The folder of the user's own data: ``CANANG_HOME``, or the platform's."""
        if chosen := self.variables.get("CANANG_HOME"):
            return Path(chosen)
        import platformdirs  # noqa: PLC0415  only the register needs the folder

        try:
            place = Path(platformdirs.user_data_dir("canang", appauthor=False))
        except RuntimeError:
            return self.usual
        return place if place.is_absolute() else self.usual

    @property
    def register_home(self) -> Path:
        """The folder of what lies beside the register: attached files, the office's letterhead."""
        return self.beside or self.home

    @property
    def usual(self) -> Path:
        """The user's folder worked out here: every call looks into it, and platformdirs costs a fifth of a search. A
        test holds it against the library."""
        chosen = self.variables.get("CANANG_HOME")
        return Path(chosen) if chosen else usual_home(self.variables, sys.platform)

    @property
    def own_data(self) -> Path | None:
        """The folder of updates and layers in the user's folder, where there is one."""
        folder = self.usual / OWN_DATA
        return folder if folder.is_dir() else None

    @property
    def catalog_path(self) -> Path:
        """The catalogue that answers: the one asked for, ``CANANG_DB``, else what came with the program or its newest
        update, with the user's layers over it.

        Raises:
            Failure: a layer cannot be read, or clashes with what lies below it.
        """
        if self.chosen is not None:
            return self.chosen
        if named := self.variables.get("CANANG_DB"):
            return Path(named)
        folder = self.own_data
        if folder is None:
            return bundled_path()
        from canang.layers.composed import composed_catalog  # noqa: PLC0415  only who has layers or updates pays

        return composed_catalog(folder, self.remark, self.waiting)

    def catalog(self) -> AbstractContextManager[sqlite3.Connection]:
        """The catalogue, open for reading; closed at the end of the ``with`` unless the shelf keeps it.

        Raises:
            CatalogUnusable: missing, damaged, or of another version.
        """
        if self.shelf is not None:
            return nullcontext(self.shelf.catalog(self.catalog_path))
        return closing(open_catalog(self.catalog_path))

    def kept(self, what: str, make: Callable[[], T]) -> T:
        """What is made of the catalogue and the day alone; made once where a program answers many requests.

        Args:
            what: its name; each is made by one ``make``.
        """
        return self.shelf.remembered(self, what, make) if self.shelf is not None else make()

    @contextmanager
    def register(self) -> "Iterator[Ledger]":
        """The register of cases, closed at the end.

        Raises:
            RegisterUnusable: damaged, newer than the program, or in a place that cannot be written.
        """
        if self.store is not None:
            with self.store() as store:
                yield store
            return
        from canang.cases.register import Register  # noqa: PLC0415  only cases need it

        register = Register(self.home)
        try:
            yield register
        finally:
            register.close()

    def calendar(self, connection: sqlite3.Connection) -> "Calendar":
        """The catalogue's calendar with the province's own days.

        Raises:
            Failure: the province's file cannot be read.
        """
        from canang.catalog.calendar import load_calendar  # noqa: PLC0415  only deadlines need it

        calendar = self.kept("calendar", lambda: load_calendar(connection))
        own = self.home / OWN_DAYS
        if not own.is_file():
            return calendar
        import tomllib  # noqa: PLC0415  few provinces have days of their own

        try:
            read = tomllib.loads(own.read_text(encoding="utf-8"))
            off = {date.fromisoformat(str(day)): "Nghỉ riêng của địa phương" for day in read.get("nghi", [])}
            worked = frozenset(date.fromisoformat(str(day)) for day in read.get("lam", []))
        except (tomllib.TOMLDecodeError, ValueError, UnicodeDecodeError, AttributeError) as error:
            raise Failure(
                f"Không đọc được lịch riêng {own}: {error}",
                'Viết như: nghi = ["2026-12-24"], mỗi ngày NĂM-THÁNG-NGÀY.',
                Code.BAD_INPUT,
            ) from error
        return calendar.with_own(off, worked)

    def day(self, asked: str | None) -> date:
        """The day to answer for: the one asked for, else today.

        Raises:
            BadDay: it is none.
        """
        return read_day(asked) if asked else self.today

    def now(self) -> datetime:
        """This moment, on the day on which one works, with its offset from UTC."""
        return datetime.combine(self.today, datetime.now(VIETNAM).timetz())

    def by(self, who: str | None) -> "Desk":
        """This desk with somebody else's hand; itself where nobody is named."""
        return msgspec.structs.replace(self, variables={**self.variables, "CANANG_NGUOI": who}) if who else self

    @property
    def who(self) -> str | None:
        """Whose hand it is: ``CANANG_NGUOI``, or the name under which the user is logged in."""
        if named := self.variables.get("CANANG_NGUOI"):
            return named
        import getpass  # noqa: PLC0415  only what is written down has a hand

        try:
            return getpass.getuser()
        except (OSError, KeyError, ImportError):
            return None
