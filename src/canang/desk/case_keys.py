"""The case that an address means: by its id, since names hold who and what, and addresses are kept and shown."""

from canang.desk.desk import Desk
from canang.errors import Code, Failure


def name_of(desk: Desk, key: str) -> str:
    """The name of the case that has this id.

    Raises:
        Failure: none has.
    """
    with desk.register() as register:
        found = next((name for name, each in register.keys().items() if each == key), None)
    if found is None:
        raise Failure("Không có hồ sơ này.", "Tìm lại trong danh sách hồ sơ.", Code.NOT_FOUND)
    return found
