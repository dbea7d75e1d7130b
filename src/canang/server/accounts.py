"""Accounts: who may work in the browser, in which office, as what.

An account is made with an invitation that is told once; whoever has it chooses a password, or ties the account to
their identity at the province's provider (its issuer and subject, never a name or an address that can change hands).
"""

import hashlib
import json
import secrets
import uuid
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

import msgspec
import psycopg

from canang.errors import Code, Failure
from canang.server.journal import What, note
from canang.server.passwords import hash_password
from canang.server.province import Office, Province
from canang.text.fold import fold, natural

_FORMS = uuid.UUID("5d2f0c1e-4a52-5c0e-9b1b-2f6d7f0a8c31")
"""Under which forms that make accounts are numbered (RFC 9562, 5.5)."""

OPERATOR = "tại máy chủ"
"""Who changes an account at the server's own terminal, as the journal calls them."""

_LAST = 0x63616E61
"""Lock of whoever takes an administrator away: two who do at once would leave none."""

INVITED = timedelta(days=7)
"""How long an invitation may be used."""


class Role(StrEnum):
    """What somebody is: ``can-bo`` works on the cases of their office; ``lanh-dao`` too, and hands them to another
    office; ``chuyen-vien`` (of the Sở) works on those of the Sở, and reads and hands over those of every commune;
    ``quan-tri`` has the accounts and no cases."""

    OFFICIAL = "can-bo"
    HEAD = "lanh-dao"
    SPECIALIST = "chuyen-vien"
    ADMINISTRATOR = "quan-tri"


ROLES = {
    Role.OFFICIAL: "Cán bộ", Role.HEAD: "Lãnh đạo cơ quan", Role.SPECIALIST: "Chuyên viên Sở",
    Role.ADMINISTRATOR: "Quản trị tài khoản",
}  # fmt: skip
"""What each is called."""


class Account(msgspec.Struct, frozen=True):
    """A person with a role in an office; an administrator belongs to none. ``login`` is None until the invitation was
    used with a password, ``outside`` whether the account is tied to an identity of the province's provider."""

    id: str
    person: str
    role: Role
    office: Office | None
    login: str | None
    outside: bool
    invited_until: datetime | None
    made_at: datetime
    closed_at: datetime | None

    @property
    def waits(self) -> bool:
        """Whether nobody has used the invitation yet."""
        return self.login is None and not self.outside


COLUMNS = (
    "accounts.id::text, person, role, accounts.office::text, offices.name, offices.level, login, subject IS NOT NULL,"
    " invited_until, accounts.made_at, accounts.closed_at"
)
FROM = "accounts LEFT JOIN offices ON offices.id = accounts.office"


def add_account(
    province: Province, person: str, role: Role, office: Office | None, *, once: str = "", by: str = OPERATOR
) -> tuple[Account, str]:
    """A new account, with its invitation; the invitation is told this once.

    Args:
        once: of a form: the same person by the same form is one account, however often it is sent. While nobody has
            used the invitation, it is told anew.
        by: who adds them.

    Raises:
        Failure: the role needs an office, or may have none, or one of another level; or the form is an old one.
    """
    _check_office(role, office)
    place = office.id if office else None
    key = str(uuid.uuid5(_FORMS, json.dumps([once, person, role, place])) if once else uuid.uuid4())
    invitation = secrets.token_hex(16)
    with province.connected() as connection:
        added = connection.execute(
            "INSERT INTO accounts (id, person, role, office, invitation, invited_until)"
            " VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT (id) DO NOTHING",
            (key, person, role, place, digest_of(invitation), datetime.now(UTC) + INVITED),
        )
        if added.rowcount != 1:
            there = account_of(connection, key)
            connection.rollback()
            if there.closed_at or not there.waits:
                raise Failure(f"{person[:80]} đã thêm rồi.", "Tìm trong danh sách tài khoản ở trên.", Code.EXISTS)
            return invite_again(province, key, by=by)
        note(connection, What.MADE, account=key, said=f"{person}, {_placed(role, office)}; {by}")
        connection.commit()
        return account_of(connection, key), invitation


def accounts_of(province: Province) -> list[Account]:
    """All accounts, also those that were closed, by office and person."""
    with province.connected() as connection:
        rows = connection.execute(f"SELECT {COLUMNS} FROM {FROM}").fetchall()
    return sorted(
        map(account_from, rows),
        key=lambda a: (a.closed_at is not None, natural(a.office.name if a.office else ""), natural(a.person)),
    )


def account_of(connection: "psycopg.Connection[Any]", key: str) -> Account:
    """The account of an id.

    Raises:
        Failure: there is none.
    """
    row = connection.execute(f"SELECT {COLUMNS} FROM {FROM} WHERE accounts.id::text = %s", (key,)).fetchone()
    if row is None:
        raise Failure("Không có tài khoản này.", "Tìm lại trong danh sách tài khoản.", Code.NOT_FOUND)
    return account_from(row)


def find_account(province: Province, asked: str) -> Account:
    """The open account that words mean: how its id begins, its login, or the person's name where only one has it.

    Raises:
        Failure: none does, or several do.
    """
    open_ = [account for account in accounts_of(province) if account.closed_at is None]
    asked = asked.strip()
    found = [a for a in open_ if asked and (a.id.startswith(asked.lower()) or asked == a.login)]
    found = found or [account for account in open_ if fold(account.person) == fold(asked)]
    if len(found) == 1:
        return found[0]
    what = "nhiều tài khoản cùng khớp" if found else "không có tài khoản này"
    raise Failure(f"“{asked[:80]}”: {what}.", "Xem mã ở: canang may-chu nguoi", Code.NOT_FOUND)


def invite_again(province: Province, key: str, *, by: str = OPERATOR) -> tuple[Account, str]:
    """A new invitation for an account: its password and its tie no longer hold, and its sessions end."""
    invitation = secrets.token_hex(16)
    with province.connected() as connection:
        account = _open(connection, key)
        connection.execute(
            "UPDATE accounts SET invitation = %s, invited_until = %s, password = NULL, issuer = NULL, subject = NULL,"
            " login = NULL WHERE id = %s",
            (digest_of(invitation), datetime.now(UTC) + INVITED, account.id),
        )
        _end_sessions(connection, account.id)
        note(connection, What.INVITED, account=account.id, said=by)
        connection.commit()
        return account_of(connection, account.id), invitation


def close_account(province: Province, key: str, *, by: str = OPERATOR) -> Account:
    """Let somebody in no more; their sessions end now. What they wrote stays.

    Raises:
        Failure: there is no such open account, or it is the last that has the accounts.
    """
    with province.connected() as connection:
        _lock_administrators(connection)
        account = _open(connection, key)
        _check_not_last(connection, account)
        connection.execute("UPDATE accounts SET closed_at = now(), invitation = NULL WHERE id = %s", (account.id,))
        _end_sessions(connection, account.id)
        note(connection, What.CLOSED, account=account.id, said=by)
        connection.commit()
        return account_of(connection, account.id)


def place_account(province: Province, key: str, role: Role, office: Office | None, *, by: str = OPERATOR) -> Account:
    """Give somebody another role or another office; their sessions end, so that no page shows what was theirs.

    Raises:
        Failure: the role and the office do not fit, there is no such open account, or it is the last that has the
            accounts.
    """
    _check_office(role, office)
    with province.connected() as connection:
        _lock_administrators(connection)
        account = _open(connection, key)
        if role is not Role.ADMINISTRATOR:
            _check_not_last(connection, account)
        connection.execute(
            "UPDATE accounts SET role = %s, office = %s WHERE id = %s",
            (role, office.id if office else None, account.id),
        )
        _end_sessions(connection, account.id)
        note(connection, What.PLACED, account=account.id, said=f"{_placed(role, office)}; {by}")
        connection.commit()
        return account_of(connection, account.id)


def change_password(province: Province, account: Account, password: str) -> None:
    """Another password; all sessions end.

    Raises:
        Failure: the password will not do.
    """
    kept = hash_password(password, (account.person, account.login or "", account.office.name if account.office else ""))
    with province.connected() as connection:
        connection.execute("UPDATE accounts SET password = %s WHERE id = %s", (kept, account.id))
        _end_sessions(connection, account.id)
        note(connection, What.NEW_PASSWORD, account=account.id)
        connection.commit()


def digest_of(token: str) -> str:
    """Tokens have 128 random bits and more: a plain digest keeps them from whoever reads the table."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def account_from(row: tuple[Any, ...]) -> Account:
    """The account of a row of ``COLUMNS``."""
    key, person, role, office, name, level, login, outside, until, made_at, closed_at = row
    there = Office(office, name, level) if office else None
    return Account(key, person, Role(role), there, login, outside, until, made_at, closed_at)


def _open(connection: "psycopg.Connection[Any]", key: str) -> Account:
    account = account_of(connection, key)
    if account.closed_at:
        raise Failure("Tài khoản này đã đóng.", "Thêm một tài khoản mới.", Code.CLOSED)
    return account


def _placed(role: Role, office: Office | None) -> str:
    return f"{ROLES[role]}, {office.name}" if office else ROLES[role]


def _lock_administrators(connection: "psycopg.Connection[Any]") -> None:
    connection.execute("SELECT pg_advisory_xact_lock(%s)", (_LAST,))


def _check_not_last(connection: "psycopg.Connection[Any]", account: Account) -> None:
    others = connection.execute(
        "SELECT 1 FROM accounts WHERE role = %s AND closed_at IS NULL AND id <> %s", (Role.ADMINISTRATOR, account.id)
    ).fetchone()
    if account.role is Role.ADMINISTRATOR and not others:
        raise Failure("Đây là người quản trị cuối cùng.", "Thêm một người quản trị khác trước.", Code.EXISTS)


def _end_sessions(connection: "psycopg.Connection[Any]", account: str) -> None:
    connection.execute("UPDATE sessions SET ended_at = now() WHERE account = %s AND ended_at IS NULL", (account,))


def _check_office(role: Role, office: Office | None) -> None:
    if role is Role.ADMINISTRATOR:
        if office is not None:
            raise Failure("Người quản trị tài khoản không thuộc cơ quan nào và không xem hồ sơ.", "Bỏ cơ quan.")
    elif office is None:
        raise Failure("Cần nói người này ở cơ quan nào.", "Ví dụ: Xã An Bình")
    elif role is Role.SPECIALIST and office.level != "tinh":
        raise Failure("Chuyên viên Sở phải thuộc một cơ quan cấp tỉnh.", "Chọn cơ quan cấp tỉnh, hoặc vai cán bộ.")
