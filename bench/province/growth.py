"""A register of five million events beside one of fifty thousand: opening a case, and the province's view.

The rows are made by PostgreSQL itself and carry no real chain (``kiem-tra`` is not what is measured here); the states
beside them are made by the program, as ``canang may-chu dung`` makes them after an update. Cases that are open do not
grow with the years: both registers have as many, the rest is closed. The old way, which folded every event, is measured
with ``--truoc``.
"""

import shutil
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date
from typing import Any

import psycopg

from bench.province.ground import postgres
from canang.cases.beside import fold_row
from canang.cases.log_tables import COLUMNS, event_of
from canang.desk.desk import Desk
from canang.desk.province import CatalogueToday, catalogue_today
from canang.server.folding import mend
from canang.server.oversight import oversee
from canang.server.province import Province

OFFICES, PER_CASE, OPEN = 98, 30, 10
"""Communes of a province, events of a case, open cases of a commune."""

OLD = "cả tỉnh, cách cũ"

_EVENT_BYTES = 1_000
"""On the disk, with indexes, the log of PostgreSQL and the states beside; for asking whether there is room."""

_ROWS = """
INSERT INTO offices SELECT md5('o' || n)::uuid, 'Xã ' || n, 'xa' FROM generate_series(1, {offices}) n;
INSERT INTO cases (office, id, name, claimed, entry, data_version, opened_at, clock)
  SELECT md5('o' || 1 + c % {offices})::uuid, md5('c' || c)::uuid::text, 'Hồ sơ ' || c, 'Hồ sơ ' || c,
    (ARRAY['TDC-01.2', 'NLNT-02.1', 'BC-01.1'])[1 + c / {offices} % 3], '1',
    '2026-11-' || lpad((1 + c % 28)::text, 2, '0') || 'T08:00:00+07:00', c * {per} + 1
  FROM generate_series(0, {cases} - 1) c;
INSERT INTO events
  (office, id, case_id, device, number, clock, at, who, kind, item, data, seen, account, received, link, hash)
  SELECT md5('o' || 1 + c % {offices})::uuid, md5(c || '.' || n)::uuid::text, md5('c' || c)::uuid::text,
    md5('d' || 1 + c % {offices})::uuid::text, c / {offices} * {per} + n, c::bigint * {per} + n,
    '2026-11-' || lpad((1 + c % 28)::text, 2, '0') || 'T08:00:00+07:00', 'Lò Thị Mai',
    CASE WHEN n = 1 THEN 'open' WHEN n = {per} AND c >= {open} THEN 'close' ELSE 'answer' END,
    CASE WHEN n > 1 AND (n < {per} OR c < {open}) THEN 'step:' || n % 12 END,
    CASE WHEN n = 1 THEN '{{"name": "Hồ sơ ' || c || '", "entry": "TDC-01.2", "data_version": "1"}}'
         WHEN n = {per} AND c >= {open} THEN '{{"day": "2026-11-20", "reason": "xong"}}'
         ELSE '{{"state": "done", "note": "đã xem bản chính, còn hạn"}}' END,
    CASE WHEN n > 13 THEN md5(c || '.' || n - 12)::uuid::text ELSE '' END,
    NULL, '2026-11-20T00:00:00+00:00', c / {offices} * {per} + n, md5(n::text) || md5(c::text)
  FROM generate_series(0, {cases} - 1) c, generate_series(1, {per}) n;
INSERT INTO events (office, id, device, number, clock, at, who, kind, data, received, link, hash)
  SELECT md5('o' || 1 + d % {offices})::uuid, md5('v' || d)::uuid::text, md5('e' || 1 + d % {offices})::uuid::text,
    1 + d / {offices}, d, '2026-11-01T08:00:00+07:00', 'Lò Thị Mai', 'difficulty',
    '{{"entry": "TDC-01.2", "step": "b' || d % 9 || '", "kind": "nguon-luc", "severity": 2, "data_version": "1",'
    ' "text": "thiếu bình chuẩn"}}', '2026-11-20T00:00:00+00:00', 1000000000 + d, md5('x' || d)
  FROM generate_series(1, {difficulties}) d;
INSERT INTO difficulties (office, event, entry, step)
  SELECT office, id, 'TDC-01.2', data::json ->> 'step' FROM events WHERE kind = 'difficulty'
"""


def measure(events: int, *, before: bool) -> None:
    """Measure a small register and one of so many events, and print.

    Args:
        before: also the way in which lists were made when nothing was kept beside the log.
    """
    free = shutil.disk_usage("/tmp").free
    if free < 3 * events * _EVENT_BYTES:
        raise SystemExit(f"cần {3 * events * _EVENT_BYTES / 1e9:.0f} GB trống, còn {free / 1e9:.0f}")
    # Only reading is measured: writing the rows may be quick.
    quick = ("-c fsync=off", "-c full_page_writes=off", "-c max_wal_size=4GB", "-c shared_buffers=1GB")
    with postgres(*quick) as small, postgres(*quick) as large:
        _fill(small.dsn("tinh"), 50_000)
        _fill(large.dsn("tinh"), events)
        reading = [_reading(Province(each.dsn("tinh", "canang_app"))) for each in (small, large)]
        for what in reading[0]:
            if what == OLD and not before:
                continue
            few, many = _medians(reading[0][what], reading[1][what], 1 if what == OLD else 15)
            told = f"{few * 1000:,.1f} ms → {many * 1000:,.1f} ms"
            print(f"{what}, 50.000 → {events:,} việc: {told}, {many / few:.2f} lần (đích ≤ 2)", flush=True)


def _reading(province: Province) -> dict[str, Callable[[], None]]:
    """What is measured of a register."""
    province.keep_connections(2)
    office = province.offices()[7]
    known = catalogue_today(Desk(date(2026, 11, 29), {}))
    with province.register(office) as register:
        name = register.names()[-1]

    def a_case() -> None:
        with province.register(office) as register:
            assert register.find(name)

    return {
        "mở một hồ sơ": a_case,
        "cả tỉnh": lambda: _view(province, known),
        OLD: lambda: _fold_all(province),
    }


def _fill(dsn: str, events: int) -> None:
    cases = events // PER_CASE
    script = _ROWS.format(
        offices=OFFICES, per=PER_CASE, cases=cases, open=OFFICES * OPEN, difficulties=max(1, events // 500)
    )
    start = time.perf_counter()
    with closing(psycopg.connect(dsn, autocommit=True)) as connection:
        connection.execute("SET maintenance_work_mem = '512MB'")
        with _without_indexes(connection):
            for statement in script.split(";\n"):
                connection.execute(statement)
        connection.execute("ANALYZE")
        made = time.perf_counter()
        connection.autocommit = False
        mend(connection)
        connection.autocommit = True
        connection.execute("VACUUM ANALYZE")
    states = time.perf_counter() - made
    print(f"# {events:,} việc: dựng {made - start:.0f} giây, trạng thái {states:.0f} giây", flush=True)


@contextmanager
def _without_indexes(connection: "psycopg.Connection[Any]") -> Iterator[None]:
    """Rows come in several times as fast, and the indexes are built behind them, the same as before."""
    constraints = connection.execute(
        "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = 'events'::regclass"
        " AND contype IN ('p', 'u', 'f') ORDER BY contype DESC"
    ).fetchall()
    for name, _ in constraints:
        connection.execute(f"ALTER TABLE events DROP CONSTRAINT {name}")
    indexes = connection.execute("SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'events'").fetchall()
    for name, _ in indexes:
        connection.execute(f"DROP INDEX {name}")
    yield
    for name, definition in constraints:
        connection.execute(f"ALTER TABLE events ADD CONSTRAINT {name} {definition}")
    for _, definition in indexes:
        connection.execute(definition)


def _view(province: Province, known: CatalogueToday) -> None:
    seen = oversee(province, *known, date(2026, 11, 29))
    assert sum(row.open for row in seen.rows) == OFFICES * OPEN


def _fold_all(province: Province) -> None:
    """Every case of every office from its events, and the numbers of all events: what the view read before."""
    for _, register in province.registers():
        logs: dict[str, list[object]] = {}
        for row in register._all(f"SELECT {COLUMNS} FROM events ORDER BY clock, device, number"):
            event = event_of(row)
            logs.setdefault(event.case or "", []).append(event)
        for row in register._all("SELECT id, name, entry, data_version, opened_at FROM cases"):
            fold_row(row, logs[row[0]])  # type: ignore[arg-type]
        register._all("SELECT device, number FROM events ORDER BY device, number")


def _medians(one: Callable[[], None], other: Callable[[], None], times: int) -> tuple[float, float]:
    """By turns, so that whatever else the machine does falls on both; seconds."""
    took: tuple[list[float], list[float]] = ([], [])
    for turn in range(times + (times > 1)):
        for work, kept in zip((one, other), took, strict=True):
            start = time.perf_counter()
            work()
            if turn or times == 1:  # the first fills caches
                kept.append(time.perf_counter() - start)
    return statistics.median(took[0]), statistics.median(took[1])
