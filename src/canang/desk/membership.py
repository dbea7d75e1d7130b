"""To which province's server this machine belongs, and by which token: a private file in the user's folder.

By itself, since every list of cases asks, and only the exchange itself needs what speaks HTTP.
"""

from urllib.parse import urlsplit

import msgspec

from canang.desk.desk import Desk
from canang.files import private_folder, write_whole

FILE = "may-chu.json"


class Membership(msgspec.Struct, frozen=True):
    """The server's address and the machine's token."""

    address: str
    token: str


def membership_of(desk: Desk) -> Membership | None:
    """The server of this machine; None where it belongs to none, or the file cannot be read."""
    try:
        return msgspec.json.decode((desk.home / FILE).read_bytes(), type=Membership)
    except (OSError, msgspec.DecodeError):
        return None


def keep_membership(desk: Desk, membership: Membership) -> None:
    """Note the server of this machine, in place of another.

    Raises:
        OSError: it cannot be kept.
    """
    private_folder(desk.home)
    write_whole(desk.home / FILE, msgspec.json.encode(membership), private=True)


def where_it_goes(desk: Desk) -> str:
    """Where what is written goes, in words: nowhere, or to the server that this machine belongs to."""
    membership = membership_of(desk)
    if membership is None:
        return "không gửi gì đi đâu"
    return f"hồ sơ đồng bộ với máy chủ {urlsplit(membership.address).hostname}"
