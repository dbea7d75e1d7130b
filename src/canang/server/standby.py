"""Whether another server stands ready with all that was acknowledged, as the one that is asked knows it."""

from typing import Any

import msgspec
import psycopg

from canang.errors import Code, Failure
from canang.server.setup import owner


class Standby(msgspec.Struct, frozen=True):
    """A server that follows: how it calls itself, from where, what it is doing (``streaming`` is as it should be), how
    far commits wait for it (``sync``, ``quorum``: they do; ``potential``, ``async``: they do not), and how much of the
    log it has not on its disk yet."""

    name: str
    address: str
    state: str
    sync: str
    behind_bytes: int
    behind_seconds: float

    @property
    def is_waited_for(self) -> bool:
        """Whether a commit is acknowledged only when this server has it."""
        return self.sync in {"sync", "quorum"} and self.state == "streaming"


class Replication(msgspec.Struct, frozen=True):
    """What a server says of itself and of those that follow it.

    ``primary`` is whether it takes writes; ``wanted`` is ``synchronous_standby_names``; ``commit`` is
    ``synchronous_commit``; ``waiting`` are commits that wait for a standby now, the longest for ``longest`` seconds;
    ``kept_bytes`` is the log that is kept on its disk for a standby that does not fetch it. Of a standby,
    ``behind_seconds`` is the age of the last commit that it has seen, None where there was none yet.
    """

    primary: bool
    wanted: str
    commit: str
    standbys: tuple[Standby, ...]
    waiting: int
    longest: float
    kept_bytes: int
    behind_seconds: float | None

    @property
    def problem(self) -> str | None:
        """Why a commit could be lost with this server, or why none goes through, in words; None where neither is so."""
        if not self.primary:
            return None
        ready = any(each.is_waited_for for each in self.standbys)
        if self.wanted and not ready:
            return "không máy dự phòng đồng bộ nào đang theo: mọi lần ghi đứng đợi"
        if not self.standbys:
            return "chưa có máy dự phòng nào"
        if not self.wanted or self.commit not in {"on", "remote_apply"}:
            return "chưa đòi máy dự phòng xác nhận: máy này hỏng thì việc vừa ghi có thể mất"
        return None


def replication(dsn: str) -> Replication:
    """Ask a server who follows it.

    Args:
        dsn: of a role that may look at all (``pg_monitor``).

    Raises:
        Failure: the server does not answer, or the role may not look.
    """
    with owner(dsn) as connection:
        if _one(connection, "SELECT pg_has_role(current_user, 'pg_read_all_stats', 'USAGE')") is not True:
            raise Failure(
                "Vai này không được xem các máy dự phòng.",
                "Siêu quản trị của PostgreSQL chạy một lần: GRANT pg_monitor TO tên-vai;",
                Code.REFUSED,
            )
        primary = _one(connection, "SELECT NOT pg_is_in_recovery()") is True
        here = "pg_current_wal_lsn()" if primary else "pg_last_wal_receive_lsn()"
        standbys = connection.execute(
            "SELECT application_name, coalesce(host(client_addr), 'máy này'), state, sync_state,"
            f" greatest(pg_wal_lsn_diff({here}, flush_lsn), 0)::bigint,"
            " coalesce(extract(epoch FROM flush_lag), 0)::float8 FROM pg_stat_replication ORDER BY application_name"
        ).fetchall()
        waiting = connection.execute(
            "SELECT count(*), coalesce(max(extract(epoch FROM now() - xact_start)), 0)::float8 FROM pg_stat_activity"
            " WHERE wait_event = 'SyncRep'"
        ).fetchone() or (0, 0.0)
        return Replication(
            primary=primary,
            wanted=str(_one(connection, "SHOW synchronous_standby_names")),
            commit=str(_one(connection, "SHOW synchronous_commit")),
            standbys=tuple(Standby(*row) for row in standbys),
            waiting=waiting[0],
            longest=waiting[1],
            kept_bytes=_one(
                connection,
                f"SELECT coalesce(max(pg_wal_lsn_diff({here}, restart_lsn)), 0)::bigint FROM pg_replication_slots"
                " WHERE NOT active",
            ),
            behind_seconds=_one(
                connection, "SELECT extract(epoch FROM now() - pg_last_xact_replay_timestamp())::float8"
            ),
        )


def _one(connection: "psycopg.Connection[Any]", query: str) -> Any:
    row = connection.execute(query).fetchone()
    return row[0] if row else None
