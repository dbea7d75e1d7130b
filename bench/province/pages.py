"""Ninety people of fifty offices in the browser at once: pages and answers, twelve a second, for a minute.

Requests come when they come (Poisson), whether or not those before were answered, as people do. The clients share the
machine with the server and PostgreSQL. Everybody is signed in beforehand; the first of them see the whole province.
"""

import random
import re
import statistics
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from urllib.parse import quote

import httpx2
import msgspec
import psycopg
from tests.server.office import served

from bench.province.ground import postgres
from canang.desk.cases import open_case
from canang.desk.desk import Desk
from canang.desk.province import in_office
from canang.desk.reading import read_entry
from canang.server.accounts import Role, add_account
from canang.server.province import Office, Province
from canang.server.sessions import begin
from canang.web.office.cookies import SESSION

OFFICES, PEOPLE, OVERSEEING, A_SECOND, SECONDS = 50, 90, 3, 12, 60
OPEN, CLOSED = 30, 30
"""Cases of each office."""

REQUESTS = 1.33
"""Requests of one visit at the mean: to answer an item, its case and its page are opened first."""

DUE = 0.150
"""Seconds within which ninety-five of a hundred are answered."""

ENTRIES = ("TDC-01.2", "NLNT-02.1", "BC-01.1", "CDS-01.1")
MIX = {"đầu": 10, "danh sách": 18, "hồ sơ": 20, "mục": 17, "trả lời": 15, "tìm": 12, "thủ tục": 8}
WORDS = ("cây xăng", "máy x quang phòng khám", "cấp lại giấy phép bị mất", "ma vach", "mất sóng di động")


class Person(msgspec.Struct):
    """Somebody with a browser: the cases of their office by id."""

    client: httpx2.Client
    cases: list[str]
    oversees: bool


class Asked(msgspec.Struct, frozen=True):
    """What was asked for, how long it took from when it was due, and what came: a status, or 0 for no answer."""

    what: str
    seconds: float
    status: int


def measure() -> None:
    """Measure and print."""
    with postgres() as server, tempfile.TemporaryDirectory() as home:
        province = Province(server.dsn("tinh", "canang_app"))
        desk = Desk(date(2026, 11, 29), {"CANANG_HOME": home, "CANANG_NGUOI": "đo"})
        province.keep_connections(4)
        offices = [province.add_office(f"Xã {number}", "xa") for number in range(OFFICES)]
        so = province.add_office("Sở", "tinh")
        cases = {office.id: _fill(desk, province, office) for office in offices}
        cases[so.id] = []
        with closing(psycopg.connect(server.dsn("tinh"), autocommit=True)) as connection:
            connection.execute("ANALYZE")
        with served(server.dsn("tinh", "canang_app"), Path(home)) as address:
            people = [_person(province, address, number, offices, so, cases) for number in range(PEOPLE)]
            for person in people:  # as in the morning: everybody has opened the first page
                person.client.get("/").raise_for_status()
            _tell(_load(people))
        province.close()


def _fill(desk: Desk, province: Province, office: Office) -> list[str]:
    """Cases of an office, some closed, each with a few answers; the ids of the open ones."""
    inside = in_office(desk, province, office)
    readings = {entry: read_entry(desk, entry) for entry in ENTRIES}
    keys = []
    for number in range(OPEN + CLOSED):
        name = f"Hồ sơ {number}"
        with open_case(inside, name, readings[ENTRIES[number % len(ENTRIES)]]) as work:
            for item in work.items[: number % 5]:
                work.note(item.id, "đã gọi điện hẹn ngày kiểm tra")
            key = work.case.id
        if number >= OPEN:
            with inside.register() as register:
                now = datetime(2026, 11, 28, 9).astimezone()
                register.record(name, "close", None, {"day": "2026-11-28", "reason": "xong"}, now=now, who="đo")
        else:
            keys.append(key)
    return keys


def _person(
    province: Province, address: str, number: int, offices: list[Office], so: Office, cases: dict[str, list[str]]
) -> Person:
    oversees = number < OVERSEEING
    office = so if oversees else offices[number % OFFICES]
    role = Role.SPECIALIST if oversees else Role.OFFICIAL
    account, _ = add_account(province, f"Người {number}", role, office)
    with province.connected() as connection:
        token = begin(connection, account, "127.0.0.1").token
    client = httpx2.Client(base_url=address, cookies={SESSION: token}, trust_env=False, timeout=30)
    return Person(client, cases[office.id], oversees)


def _load(people: list[Person]) -> list[Asked]:
    chance = random.Random(29)
    done: list[Asked] = []
    lock = threading.Lock()

    def ask(person: Person, what: str, due: float, seed: int) -> None:
        for part, seconds, status in _do(person, what, random.Random(seed), due):
            with lock:
                done.append(Asked(part, seconds, status))

    with ThreadPoolExecutor(len(people)) as hands:
        begun, due = [], time.perf_counter()
        end = due + SECONDS
        while due < end:
            time.sleep(max(0.0, due - time.perf_counter()))
            person = chance.choice(people)
            what = "cả tỉnh" if person.oversees else chance.choices(list(MIX), list(MIX.values()))[0]
            begun.append(hands.submit(ask, person, what, due, chance.randrange(1 << 30)))
            due += chance.expovariate(A_SECOND / REQUESTS)
    for each in begun:
        each.result()
    return done


def _do(person: Person, what: str, chance: random.Random, due: float) -> Iterator[tuple[str, float, int]]:
    """What somebody asked for, one request after the other: what it was, its time and its status (0: no answer)."""
    answer: httpx2.Response | None = None

    def ask(part: str, path: str, **typed: str) -> tuple[str, float, int]:
        nonlocal answer, due
        try:
            answer = person.client.post(path, data=typed) if typed else person.client.get(path)
        except httpx2.HTTPError:
            answer = None
        told = (part, time.perf_counter() - due, answer.status_code if answer else 0)
        due = time.perf_counter()
        return told

    simple = {
        "đầu": "/", "danh sách": "/ho-so", "cả tỉnh": "/tong-hop", "tìm": f"/tim?q={quote(chance.choice(WORDS))}",
        "thủ tục": f"/thu-tuc/{chance.choice(ENTRIES)}",
    }  # fmt: skip
    if what in simple:
        yield ask(what, simple[what])
        return
    key = chance.choice(person.cases)
    yield ask("hồ sơ", f"/ho-so/{key}")
    items = sorted(set(re.findall(rf'href="(/ho-so/{key}/muc/[^"]+)"', answer.text if answer else "")))
    if what == "hồ sơ" or not items:
        return
    item = chance.choice(items)
    yield ask("mục", item)
    if what == "mục" or not answer:
        return
    known = re.search(r'name="biet" value="([^"]*)"', answer.text)
    typed = {"tra-loi": "not-met", "ghi-chu": f"thiếu giấy {chance.random()}", "biet": known[1] if known else ""}
    part, seconds, status = ask("trả lời", item, **typed)
    # Two people of an office at one item: the second is shown both answers, as it should be.
    clashed = status == 400 and answer is not None and "vừa được trả lời" in answer.text
    yield part, seconds, 200 if clashed else status


def _tell(done: list[Asked]) -> None:
    by_kind: dict[str, list[float]] = defaultdict(list)
    for one in done:
        by_kind[one.what].append(one.seconds)
    for what, seconds in sorted(by_kind.items()):
        print(f"{what}: {len(seconds)} lần, giữa {_ms(seconds, 50)} ms, p95 {_ms(seconds, 95)} ms")
    everything = [one.seconds for one in done]
    wrong = [one for one in done if one.status not in {200, 303}]
    print(
        f"{len(done)} lần trong {SECONDS} giây ({len(done) / SECONDS:.1f} một giây), {PEOPLE} người, {OFFICES} cơ quan:"
    )
    print(
        f"giữa {_ms(everything, 50)} ms, p95 {_ms(everything, 95)} ms (đích ≤ {DUE * 1000:.0f}),"
        f" lỗi {len(wrong)} {sorted({one.status for one in wrong})}"
    )


def _ms(seconds: list[float], percentile: int) -> int:
    cut = statistics.quantiles(seconds, n=100)[percentile - 1] if len(seconds) > 1 else seconds[0]
    return round(cut * 1000)
