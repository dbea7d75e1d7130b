"""A key for each case that may stand in an address: names hold who and what, and addresses are kept and shown."""

import hashlib

from canang.desk.desk import Desk
from canang.errors import Code, Failure

_LETTERS = 20


def key_of(name: str) -> str:
    """The key of a case by its name: the same on every machine, and nothing can be read from it.

    >>> key_of("Cửa hàng xăng dầu số 5")
    '1f822b84e01d93f1df90'
    """
    return hashlib.sha256(name.encode()).hexdigest()[:_LETTERS]


def name_of(desk: Desk, key: str) -> str:
    """The name of the case that has this key.

    Raises:
        Failure: none has.
    """
    with desk.register() as register:
        found = next((name for name in register.names() if key_of(name) == key), None)
    if found is None:
        raise Failure("Không có hồ sơ này.", "Có thể hồ sơ đã đổi tên. Tìm lại trong danh sách hồ sơ.", Code.NOT_FOUND)
    return found
