"""The register and the calendar as commands open them: with the user's folder, failing in Vietnamese lines."""

import getpass
import sqlite3
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

from canang.cases.register import Register, RegisterUnusable
from canang.cases.store import Store
from canang.catalog.calendar import Calendar, load_calendar
from canang.cli.environment import Environment
from canang.cli.errors import ExitCode, Failure

OWN_DAYS = "lich.toml"
"""The file in the user's folder with a province's own days: ``nghi = ["2026-12-24"]``, ``lam = ["2026-11-28"]``."""


@contextmanager
def opened(environment: Environment) -> Iterator[Store]:
    """The register, closed at the end; what goes wrong with it becomes a ``Failure``."""
    try:
        register = Register(environment.home)
        try:
            yield register
        finally:
            register.close()
    except RegisterUnusable as error:
        broken = "hỏng" in str(error) or "mới hơn" in str(error)
        raise Failure(str(error), error.hint, ExitCode.BAD_DATA if broken else ExitCode.WRONG_USE) from error


def calendar_of(connection: sqlite3.Connection, environment: Environment) -> Calendar:
    """The catalogue's calendar with the province's own days.

    Raises:
        Failure: the province's file cannot be read.
    """
    calendar = load_calendar(connection)
    own = environment.home / OWN_DAYS
    if not own.is_file():
        return calendar
    try:
        read = tomllib.loads(own.read_text(encoding="utf-8"))
        off = {date.fromisoformat(str(day)): "Nghỉ riêng của địa phương" for day in read.get("nghi", [])}
        worked = frozenset(date.fromisoformat(str(day)) for day in read.get("lam", []))
    except (tomllib.TOMLDecodeError, ValueError, UnicodeDecodeError, AttributeError) as error:
        raise Failure(
            f"Không đọc được lịch riêng {own}: {error}", 'Viết như: nghi = ["2026-12-24"], mỗi ngày NĂM-THÁNG-NGÀY.'
        ) from error
    return calendar.with_own(off, worked)


def who(environment: Environment) -> str | None:
    """Whose hand it is: ``CANANG_NGUOI``, or the name under which the user is logged in."""
    if named := environment.variables.get("CANANG_NGUOI"):
        return named
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return None


def now(environment: Environment) -> datetime:
    """This moment, on the environment's day."""
    return datetime.combine(environment.today, datetime.now().time())
