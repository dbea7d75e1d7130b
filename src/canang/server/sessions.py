"""Sessions: who is signed in. They live in the database, so that signing out, closing an account or a lost browser
ends them for good. OWASP ASVS 5.0, 7.2 to 7.4."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import msgspec
import psycopg

from canang.errors import Code, Failure
from canang.server.accounts import COLUMNS, FROM, Account, account_from, digest_of
from canang.server.journal import What, note
from canang.server.passwords import is_password
from canang.server.province import Office, Province

IDLE = timedelta(hours=2)
"""Without a request for so long, a session is over: a visit to the field is longer than a meeting."""

WHOLE = timedelta(hours=12)
"""So long after signing in, it is over in any case: a working day."""

TRIES, WHILE = 8, timedelta(minutes=15)
"""So many wrong passwords for one login within this time, and no more are looked at."""


class Session(msgspec.Struct, frozen=True):
    """Somebody signed in. ``office`` is the one whose register is looked at: their own, unless they chose another."""

    token: str
    account: Account
    office: Office | None


class WrongPassword(Failure):
    """No open account has this login and password; which of the two was wrong is not said."""

    code = Code.REFUSED

    def __init__(self) -> None:
        super().__init__("Tên đăng nhập hoặc mật khẩu không đúng.", "Gõ lại. Quên mật khẩu: xin người quản trị mã mời.")


class TooManyTries(Failure):
    """This login was tried too often."""

    code = Code.TOO_OFTEN

    def __init__(self) -> None:
        super().__init__("Sai quá nhiều lần.", f"Đợi {WHILE.seconds // 60} phút rồi thử lại, hoặc xin mã mời mới.")


def sign_in(province: Province, login: str, password: str, place: str) -> Session:
    """A new session by login and password.

    Raises:
        WrongPassword: no open account has them.
        TooManyTries: the login was tried too often.
    """
    with proved(province, login, password, place) as (connection, account):
        return begin(connection, account, place, login=account.login)


@contextmanager
def proved(
    province: Province, login: str, password: str, place: str
) -> "Iterator[tuple[psycopg.Connection[Any], Account]]":
    """The account of a login and its password, in a transaction in which neither is taken away.

    Raises:
        WrongPassword: no open account has them.
        TooManyTries: the login was tried too often.
    """
    login = login.strip().lower()[:100]
    with province.connected() as connection:
        tried = connection.execute(
            "SELECT count(*) FROM journal WHERE login = %s AND what = %s AND at > greatest(now() - %s, coalesce("
            "(SELECT max(at) FROM journal WHERE login = %s AND what IN (%s, %s)), '-infinity'))",
            (login, What.REFUSED, WHILE, login, What.CAME_IN, What.ACCEPTED),
        ).fetchone()
        if tried and tried[0] >= TRIES:
            raise TooManyTries
        row = connection.execute(
            f"SELECT password, {COLUMNS} FROM {FROM} WHERE login = %s AND accounts.closed_at IS NULL", (login,)
        ).fetchone()
        connection.rollback()  # nothing is held while the password is worked on
        if not is_password(row[0] if row else None, password) or row is None:
            note(connection, What.REFUSED, account=row[1] if row else None, login=login, place=place)
            connection.commit()
            raise WrongPassword
        # Meanwhile it may have been taken away; whoever takes it away from now on waits, and ends this session too.
        still = connection.execute(
            "SELECT 1 FROM accounts WHERE id::text = %s AND password = %s AND closed_at IS NULL FOR SHARE",
            (row[1], row[0]),
        ).fetchone()
        if still is None:
            raise WrongPassword
        yield connection, account_from(row[1:])


def begin(connection: "psycopg.Connection[Any]", account: Account, place: str, login: str | None = None) -> Session:
    """A new session of an account whose person has shown who they are; its token is new, whatever came before."""
    token = secrets.token_urlsafe(32)
    connection.execute(
        "INSERT INTO sessions (token, account, office, place) VALUES (%s, %s, %s, %s)",
        (digest_of(token), account.id, account.office.id if account.office else None, place),
    )
    note(connection, What.CAME_IN, account=account.id, login=login, place=place)
    connection.commit()
    return Session(token, account, account.office)


def session_of(province: Province, token: str) -> Session | None:
    """The session of a token; None where there is none, or it is over."""
    with province.connected() as connection:
        row = connection.execute(
            "SELECT chosen.id::text, chosen.name, chosen.level, sessions.seen_at < now() - interval '1 minute',"
            f" {COLUMNS} FROM sessions JOIN ({FROM}) ON accounts.id = sessions.account"
            " LEFT JOIN offices chosen ON chosen.id = sessions.office"
            " WHERE token = %s AND ended_at IS NULL AND accounts.closed_at IS NULL"
            " AND seen_at > now() - %s AND sessions.made_at > now() - %s",
            (digest_of(token), IDLE, WHOLE),
        ).fetchone()
        if row is None:
            return None
        if row[3]:  # once a minute is enough
            connection.execute("UPDATE sessions SET seen_at = now() WHERE token = %s", (digest_of(token),))
            connection.commit()
    office = Office(*row[:3]) if row[0] else None
    return Session(token, account_from(row[4:]), office)


def choose_office(province: Province, session: Session, office: Office) -> None:
    """Look at another office's register from now on; whether one may is asked at each page."""
    with province.connected() as connection:
        connection.execute("UPDATE sessions SET office = %s WHERE token = %s", (office.id, digest_of(session.token)))
        connection.commit()


def sign_out(province: Province, session: Session) -> None:
    """End a session."""
    with province.connected() as connection:
        connection.execute("UPDATE sessions SET ended_at = now() WHERE token = %s", (digest_of(session.token),))
        note(connection, What.LEFT, account=session.account.id)
        connection.commit()


def refuse(province: Province, session: Session, what: str, place: str) -> None:
    """Note that somebody asked for what they may not."""
    with province.connected() as connection:
        note(connection, What.FORBIDDEN, account=session.account.id, said=what, place=place)
        connection.commit()
