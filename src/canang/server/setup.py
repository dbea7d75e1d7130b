"""The province's database made, brought up to date, checked, backed up and brought back: what an administrator does.

All of it is done as the role that owns the tables; the program that serves has a role of its own, which owns nothing.
"""

import secrets
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
import psycopg.conninfo
from psycopg import sql

from canang.cases.log_tables import COLUMNS, event_of
from canang.errors import Code, Failure
from canang.files import replacing
from canang.server.chain import Broken, Head, Linked, check_chain
from canang.server.folding import Beside, compare, fold_old, mend

APP_ROLE = "canang_app"
"""The role of the program that serves: no owner, no change of an event, one office a transaction."""

REVISION = "0004"
"""The schema that this program knows."""

_SCHEMA = Path(__file__).with_name("schema")


@contextmanager
def owner(dsn: str) -> "Iterator[psycopg.Connection[Any]]":
    """A connection as the owner.

    Raises:
        Failure: the database does not answer.
    """
    try:
        connection = psycopg.connect(dsn, connect_timeout=10)
    except psycopg.Error as error:
        raise Failure(
            "Không vào được PostgreSQL ở địa chỉ này.",
            "Xem máy chủ có đang chạy không, và lại tên máy, cổng, tên cơ sở dữ liệu, vai, mật khẩu ở --csdl hoặc biến"
            " CANANG_CSDL.",
            Code.CANNOT_READ,
        ) from error
    with closing(connection):
        yield connection


def set_up(dsn: str, province: str) -> str:
    """Make the role and the tables of a province in an empty database, or bring older ones up to date.

    Returns:
        The address (DSN) for the program that serves, with a new password for its role.

    Raises:
        Failure: the database does not answer, the role may not, or it is of a newer program.
    """
    password = secrets.token_urlsafe(24)
    with owner(dsn) as connection:
        _check_version(connection)
        with _as_admin():
            there = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (APP_ROLE,)).fetchone()
            verb = "ALTER" if there else "CREATE"
            connection.execute(
                sql.SQL("{} ROLE {} LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD {}").format(
                    sql.SQL(verb), sql.Identifier(APP_ROLE), sql.Literal(password)
                )
            )
            connection.commit()
            upgrade(dsn)
            fold_old(connection)
            connection.execute(
                "INSERT INTO province (name) VALUES (%s) ON CONFLICT (id) DO UPDATE SET name = excluded.name",
                (province,),
            )
            connection.commit()
        info = connection.info
        return _app_dsn(dsn, password, info.host, info.port, info.dbname)


def upgrade(dsn: str, revision: str = "head") -> None:
    """Bring the tables to this program's schema, or to an earlier one.

    Raises:
        Failure: the database does not answer, or is of a newer program.
    """
    from alembic import command  # noqa: PLC0415  only an administrator pays
    from alembic.config import Config  # noqa: PLC0415
    from sqlalchemy import create_engine  # noqa: PLC0415

    with owner(dsn) as connection:
        _check_version(connection)
    config = Config()
    config.set_main_option("script_location", str(_SCHEMA))
    engine = create_engine("postgresql+psycopg://", creator=lambda: psycopg.connect(dsn))
    with _as_admin(), engine.begin() as connection_:
        config.attributes["connection"] = connection_
        command.upgrade(config, revision)
    engine.dispose()


def version_of(connection: "psycopg.Connection[Any]") -> str | None:
    """The revision of the schema; None where there is none yet."""
    try:
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except psycopg.errors.UndefinedTable:
        connection.rollback()
        return None
    return row[0] if row else None


def heads(dsn: str) -> list[Head]:
    """The last event of each office, to be kept elsewhere."""
    with owner(dsn) as connection:
        rows = connection.execute(
            "SELECT DISTINCT ON (office) office::text, offices.name, link, hash FROM events"
            " JOIN offices ON offices.id = office ORDER BY office, link DESC"
        ).fetchall()
    return [Head(*row) for row in rows]


def check(dsn: str, kept: Mapping[str, Mapping[int, str]]) -> tuple[int, list[Broken]]:
    """Follow the chain of every office from its first event; how many events that were, and where it does not hold.

    Args:
        kept: digests that were kept elsewhere, by office and link.
    """
    broken, count = [], 0
    with owner(dsn) as connection:
        offices = dict(connection.execute("SELECT id::text, name FROM offices ORDER BY name").fetchall())
        for office, name in {**dict.fromkeys(kept, "(không còn trong sổ)"), **offices}.items():
            of_office = kept.get(office, {})
            with connection.cursor("chain") as rows:
                rows.itersize = 2_000
                rows.execute(
                    f"SELECT {COLUMNS}, account, received::timestamptz, link, hash FROM events"
                    " WHERE office = %s ORDER BY link",
                    (office,),
                )
                linked = (Linked(event_of(row[:11]), *row[11:]) for row in rows)
                found = check_chain(office, name, linked, of_office, max(of_office, default=0))
            counted = connection.execute("SELECT count(*) FROM events WHERE office = %s", (office,)).fetchone()
            count += counted[0] if counted else 0
            if found:
                broken.append(found)
    return count, broken


def check_beside(dsn: str, *, again: bool) -> Beside:
    """Hold what lists read against the logs that it is made of.

    Args:
        again: also make it anew where it is not right.

    Returns:
        What was found.
    """
    with owner(dsn) as connection:
        found = compare(connection)
        if again and (found.old or found.wrong):
            mend(connection)
    return found


def back_up(dsn: str, target: Path) -> None:
    """The whole database as one file of ``pg_dump``; whole or not at all, safe while in use.

    Raises:
        Failure: the program is not there, or did not come to its end.
        OSError: the place cannot be written.
    """
    with replacing(target, private=True) as work:
        # The owner sees all by a policy of its own: without this option pg_dump refuses tables with row security.
        _run("pg_dump", "--format=custom", "--enable-row-security", f"--file={work}", f"--dbname={dsn}")


def restore(dsn: str, source: Path) -> None:
    """Bring a backup into an empty database. Machines ask anew for all that they have not seen since.

    Raises:
        Failure: the database is not empty, the program is not there, or the file is no backup.
    """
    with owner(dsn) as connection:
        if version_of(connection) is not None:
            raise Failure("Cơ sở dữ liệu này đã có sổ.", "Khôi phục vào một cơ sở dữ liệu trống.", Code.EXISTS)
        there = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (APP_ROLE,)).fetchone()
        if not there:
            with _as_admin():
                connection.execute(f"CREATE ROLE {APP_ROLE} LOGIN NOSUPERUSER NOBYPASSRLS")
                connection.commit()
    _run("pg_restore", "--no-owner", "--exit-on-error", "--single-transaction", f"--dbname={dsn}", str(source))
    with owner(dsn) as connection:
        # Another cluster counts its transactions anew, and what it writes must not look like what machines know.
        connection.execute("UPDATE events SET tx = '3'::xid8")
        connection.execute("DELETE FROM memory WHERE key = 'device'")
        connection.execute("UPDATE province SET era = gen_random_uuid()")
        connection.commit()


def _check_version(connection: "psycopg.Connection[Any]") -> None:
    known = version_of(connection)
    if known is not None and known > REVISION:
        raise Failure(
            f"Cơ sở dữ liệu do bản canang mới hơn dựng (lược đồ {known}).", "Hãy cập nhật canang.", Code.DATA_VERSION
        )


@contextmanager
def _as_admin() -> Iterator[None]:
    try:
        yield
    except psycopg.Error as error:
        raise Failure(
            f"PostgreSQL không cho dựng sổ (mã {error.sqlstate or 'không rõ'}).",
            "Dùng vai có quyền tạo vai và bảng (CREATEROLE, chủ của cơ sở dữ liệu).",
            Code.REFUSED,
        ) from error


def _run(program: str, *arguments: str) -> None:
    path = shutil.which(program)
    if path is None:
        raise Failure(f"Máy này không có {program}.", "Cài gói postgresql-client.", Code.CANNOT_READ)
    done = subprocess.run([path, *arguments], capture_output=True, check=False)
    if done.returncode:
        raise Failure(
            f"{program} không làm xong (mã {done.returncode}).",
            "Xem lại địa chỉ, quyền, chỗ trống, và tệp có đúng là bản sao không.",
            Code.CANNOT_WRITE,
        )


def _app_dsn(dsn: str, password: str, host: str, port: int, name: str) -> str:
    """The same servers for the other role: several hosts stay several, for the day on which one fails."""
    parts = psycopg.conninfo.conninfo_to_dict(dsn)
    where = str(parts.get("host") or host)
    ports = str(parts.get("port") or port)
    extra = "?target_session_attrs=read-write" if "," in where else ""
    if where.startswith("/"):
        return f"postgresql://{APP_ROLE}:{quote(password)}@/{quote(name)}?host={quote(where, safe='')}&port={ports}"
    hosts = where.split(",")
    listed = ports.split(",")
    named = ",".join(f"{each}:{listed[min(at, len(listed) - 1)]}" for at, each in enumerate(hosts))
    return f"postgresql://{APP_ROLE}:{quote(password)}@{named}/{quote(name)}{extra}"
