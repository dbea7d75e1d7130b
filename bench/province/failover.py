"""A primary killed in the middle of the work, its standby promoted: what is lost, and how long machines wait."""

import tempfile
import threading
import time
from pathlib import Path

from tests.server.conftest import short_folder
from tests.server.pair import Machine, Pair, there

from bench.province.ground import Serving
from canang.server.province import Province

MACHINES, EVENTS = 12, 100


def measure() -> None:
    """Measure and print."""
    with short_folder() as folder, tempfile.TemporaryDirectory() as homes:
        pair = Pair(folder)
        serving = None
        try:
            province = Province(pair.app)
            office = province.add_office("Xã An Bình", "xa")
            serving = Serving(pair.app, Path(homes, "may-chu"))
            address = f"http://127.0.0.1:{serving.port}"
            machines = [Machine(province, office, address, Path(homes, f"m{number}")) for number in range(MACHINES)]
            _measure(pair, machines)
        finally:
            if serving:
                serving.kill()
            for server in (pair.primary, pair.standby):
                if (server.folder / "du-lieu" / "postmaster.pid").exists():
                    server.stop()


def _measure(pair: Pair, machines: list[Machine]) -> None:
    over = threading.Event()
    hands = [threading.Thread(target=machine.work, args=(EVENTS, over)) for machine in machines]
    for hand in hands:
        hand.start()

    def acknowledged() -> set[str]:
        return {event for machine in machines for event in machine.acknowledged}

    while len(acknowledged()) < MACHINES * EVENTS // 4:
        time.sleep(0.02)
    before = acknowledged()
    killed = time.perf_counter()
    pair.primary.kill()
    pair.standby.promote()
    promoted = time.perf_counter()
    over.set()
    lost = before - set(there(pair.standby))
    while not acknowledged() - before:
        time.sleep(0.01)
    again = time.perf_counter()
    for hand in hands:
        hand.join()
    kept, wanted = there(pair.standby), MACHINES * (EVENTS + 1)
    print(
        f"máy chính bị giết sau {len(before)} việc đã nhận: mất {len(lost)}; cuối cùng sổ giữ {len(kept)},"
        f" khác nhau {len(set(kept))}, cần {wanted}"
    )
    print(
        f"máy phụ nhận việc sau {promoted - killed:.1f} giây, máy trạm gửi lại được sau {again - killed:.1f} giây,"
        " không cần người"
    )
    if lost or len(kept) != wanted or len(set(kept)) != wanted:
        raise SystemExit("có việc mất hoặc ghi hai lần")
