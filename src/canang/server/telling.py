"""What goes wrong with the database, told so that whoever asked knows what to do: ask again later, or call for help."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from canang.errors import Code, Failure


class DatabaseUnusable(Failure):
    """The province's database does not answer, or did not keep what it was given."""

    code = Code.CANNOT_WRITE


class Unconfirmed(psycopg.OperationalError):
    """A commit that is on the primary's disk and not known to be on a standby's."""


@contextmanager
def telling() -> Iterator[None]:
    """Turn what PostgreSQL says into words.

    Raises:
        DatabaseUnusable: the disk is full, or the server does not answer, is going down, or is a standby now. Nothing
            that was not confirmed may be taken for kept; asking again later is right.
        Failure: a value is none that the database keeps, such as a text with NUL.
    """
    try:
        yield
    except psycopg.errors.DiskFull as error:
        raise DatabaseUnusable(
            "Máy chủ hết chỗ trống nên chưa lưu được. Những gì đã lưu trước đó còn nguyên.",
            "Báo người quản trị máy chủ dọn chỗ trống, rồi làm lại bước vừa rồi.",
            Code.DISK_FULL,
        ) from error
    except psycopg.DataError as error:
        raise Failure("Phần gửi lên có ký tự không lưu được.", "Gõ lại chỗ ấy rồi gửi lại.", Code.BAD_INPUT) from error
    except psycopg.Error as error:
        raise DatabaseUnusable(
            "Máy chủ dữ liệu chưa trả lời nên chưa lưu được bước này.",
            "Đợi một phút rồi làm lại. Nếu vẫn vậy, báo người quản trị máy chủ.",
            Code.BUSY,
        ) from error


def commit(connection: "psycopg.Connection[object]") -> None:
    """Commit, and know that it holds.

    With a synchronous standby a commit waits for it. Where that wait is broken off (somebody cancels the query), the
    primary says so in a notice only and calls it done; a machine must not be told then that its events are safe.

    Raises:
        Unconfirmed: the wait was broken off.
    """
    said: list[str] = []

    def hear(notice: "psycopg.errors.Diagnostic") -> None:
        said.append(notice.severity_nonlocalized or "")

    connection.add_notice_handler(hear)
    try:
        connection.commit()
    finally:
        connection.remove_notice_handler(hear)
    if "WARNING" in said:
        raise Unconfirmed
