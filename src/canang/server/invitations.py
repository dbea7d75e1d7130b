"""Invitations: told once, used once; whoever has one chooses how they sign in from then on."""

from typing import Any

import psycopg
from psycopg.errors import UniqueViolation

from canang.errors import Code, Failure
from canang.server.accounts import COLUMNS, FROM, Account, account_from, account_of, digest_of
from canang.server.journal import What, note
from canang.server.passwords import hash_password
from canang.server.province import Province


class NoInvitation(Failure):
    """An invitation is unknown, used, or too old."""

    code = Code.REFUSED

    def __init__(self) -> None:
        super().__init__("Mã mời này không dùng được: sai, đã dùng, hoặc quá bảy ngày.", "Xin người quản trị mã mới.")


def invited(connection: "psycopg.Connection[Any]", invitation: str) -> Account:
    """Whose invitation this is.

    Raises:
        NoInvitation: nobody's that may be used.
    """
    row = connection.execute(
        f"SELECT {COLUMNS} FROM {FROM} WHERE invitation = %s AND invited_until > now() AND accounts.closed_at IS NULL",
        (digest_of(invitation),),
    ).fetchone()
    if row is None:
        raise NoInvitation
    return account_from(row)


def accept(province: Province, invitation: str, login: str, password: str, place: str) -> Account:
    """Use an invitation: the account has a login and a password from now on.

    Raises:
        NoInvitation: it cannot be used.
        Failure: the login is taken or none, or the password will not do.
    """
    login = login.strip().lower()
    if not (3 <= len(login) <= 60) or not all(each.isascii() and (each.isalnum() or each in "._-@") for each in login):
        raise Failure("Tên đăng nhập gồm 3 đến 60 chữ không dấu, số, dấu . - _ @.", "Ví dụ: mai.lt", Code.BAD_INPUT)
    with province.connected() as connection:
        account = invited(connection, invitation)
        kept = hash_password(password, (account.person, login, account.office.name if account.office else ""))
        if connection.execute("SELECT 1 FROM accounts WHERE login = %s", (login,)).fetchone():
            raise Failure("Tên đăng nhập này đã có người dùng.", "Chọn tên khác.", Code.EXISTS)
        try:
            done = connection.execute(
                "UPDATE accounts SET login = %s, password = %s, invitation = NULL WHERE id = %s AND invitation = %s",
                (login, kept, account.id, digest_of(invitation)),
            )
        except UniqueViolation:  # somebody else took it just now
            raise Failure("Tên đăng nhập này đã có người dùng.", "Chọn tên khác.", Code.EXISTS) from None
        if done.rowcount != 1:
            raise NoInvitation
        note(connection, What.ACCEPTED, account=account.id, login=login, place=place)
        connection.commit()
        return account_of(connection, account.id)
