"""The journal: who came in, who was refused, who changed an account. Rows are only added. OWASP ASVS 5.0, 16.2."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import msgspec
import psycopg

from canang.server.province import Province


class What(StrEnum):
    """What can be in the journal."""

    MADE = "tao"
    INVITED = "moi-lai"
    ACCEPTED = "nhan-moi"
    PLACED = "doi-vai"
    CLOSED = "dong"
    NEW_PASSWORD = "doi-mat-khau"
    CAME_IN = "vao"
    REFUSED = "tu-choi"
    LEFT = "ra"
    FORBIDDEN = "khong-quyen"
    MERGED = "sap-nhap"


WHAT = {
    What.MADE: "Thêm tài khoản", What.INVITED: "Mời lại", What.ACCEPTED: "Nhận lời mời",
    What.PLACED: "Đổi vai, cơ quan", What.CLOSED: "Đóng tài khoản", What.NEW_PASSWORD: "Đổi mật khẩu",
    What.CAME_IN: "Vào", What.REFUSED: "Bị từ chối", What.LEFT: "Ra", What.FORBIDDEN: "Hỏi việc không có quyền",
    What.MERGED: "Sáp nhập cơ quan",
}  # fmt: skip
"""How each is called."""


class Line(msgspec.Struct, frozen=True):
    """A line of the journal; ``person`` where the account is known, else the login that was tried."""

    at: datetime
    what: What
    person: str | None
    login: str | None
    said: str | None
    place: str | None


def note(
    connection: "psycopg.Connection[Any]",
    what: What,
    *,
    account: str | None = None,
    login: str | None = None,
    said: str | None = None,
    place: str | None = None,
) -> None:
    """Add a line; it is kept when the transaction is committed.

    Args:
        place: the address from which somebody asked.
    """
    connection.execute(
        "INSERT INTO journal (account, login, what, said, place) VALUES (%s, %s, %s, %s, %s)",
        (account, _kept(login, 100), what, _kept(said, 500), _kept(place, 100)),
    )


def _kept(text: str | None, most: int) -> str | None:
    """What somebody sent, as the database keeps it: no odd letter keeps a refusal out of the journal."""
    return text and text[:most].encode("utf-8", "replace").decode().replace("\0", "\ufffd")


def newest(province: Province, count: int = 200) -> list[Line]:
    """The newest lines, newest first."""
    with province.connected() as connection:
        rows = connection.execute(
            "SELECT journal.at, what, person, journal.login, said, place FROM journal"
            " LEFT JOIN accounts ON accounts.id = journal.account ORDER BY position DESC LIMIT %s",
            (count,),
        ).fetchall()
    return [Line(at, What(what), person, login, said, place) for at, what, person, login, said, place in rows]
