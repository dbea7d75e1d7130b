"""Behind pgbouncer in transaction mode, with one connection for all: an office's register stays its own."""

from collections.abc import Iterator
from datetime import datetime

import pytest

from canang.server.province import Province

from .bouncer import bouncing
from .conftest import Database

NOW = datetime(2026, 11, 2, 8).astimezone()


@pytest.fixture
def pooled(database: Database) -> Iterator[str]:
    """The address of the database behind pgbouncer."""
    with bouncing(database.server, database.name) as port:
        yield f"postgresql://canang_app@127.0.0.1:{port}/{database.name}"


def test_two_offices_over_one_connection_see_their_own(pooled: str) -> None:
    province = Province(pooled)
    first, second = province.find_office("An Bình"), province.find_office("Bình Minh")
    with province.register(first) as one, province.register(second) as other:
        for number in range(12):  # more often than a driver needs to keep a statement on the server
            one.open(f"A {number}", "TDC-01.2", "1", NOW)
            one.close()
            assert other.names() == [f"B {each}" for each in reversed(range(number))]
            other.close()
            other.open(f"B {number}", "TDC-01.2", "1", NOW)
            other.close()
            assert one.names() == [f"A {each}" for each in reversed(range(number + 1))]
            one.close()
    with province.connected() as connection:
        assert connection.execute("SELECT count(*) FROM events").fetchone() == (0,)
