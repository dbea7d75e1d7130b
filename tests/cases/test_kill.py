"""Four hundred walks killed in the middle: whatever the screen confirmed is in the file."""

import random
import re
import signal
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from pathlib import Path

import pexpect
import pytest
from tests.terminal import at_screen

pytestmark = [pytest.mark.posix, pytest.mark.soak]

HANDS, KILLS = 8, 200


def walk_until_killed(home: Path, seed: int, *, plain: bool) -> tuple[int, int]:
    """Walk with a key every few milliseconds, and some items later kill at a random moment of the next.

    Returns:
        How many items the screen had confirmed, and how many are kept.
    """
    chance = random.Random(seed)
    as_lines = ["--don-gian"] if plain else []
    screen = at_screen(home, "checklist", "TDC-01.2", "--ho-so", "Trạm 7", *as_lines, rows=40, columns=120)
    screen.timeout = 60
    if screen.expect(["t thôi", "Đã qua mọi mục"]):
        screen.close(force=True)  # an earlier hand came to the end before it was killed
        return 0, kept_in(home)
    seen = screen.before or ""
    last = confirmed(seen) + chance.randrange(8)
    while screen.isalive() and confirmed(seen) < last:
        screen.send("\r")
        with suppress(pexpect.TIMEOUT, pexpect.EOF):
            seen += screen.read_nonblocking(65536, timeout=chance.uniform(0, 0.01))
    end = time.monotonic() + chance.uniform(0, 0.05)
    while time.monotonic() < end:
        screen.send("\r")
        time.sleep(chance.uniform(0, 0.004))
    screen.kill(signal.SIGKILL)
    try:
        screen.expect(pexpect.EOF)
        seen += screen.before or ""
    finally:
        screen.close(force=True)
    return confirmed(seen), kept_in(home)


def confirmed(seen: str) -> int:
    """How many items the screen has confirmed: all before the one that it asks for last, by its number."""
    return max((int(number) for number in re.findall(r"mục (\d+)/\d+", seen)), default=1) - 1


def kept_in(home: Path) -> int:
    """How many items the register holds an answer to."""
    with closing(sqlite3.connect(home / "ho-so.sqlite")) as connection:
        (kept,) = connection.execute("SELECT count(DISTINCT item) FROM events WHERE kind = 'answer'").fetchone()
    return int(kept)


@pytest.mark.parametrize("plain", [True, False], ids=["whole lines", "edited lines"])
def test_no_confirmed_answer_is_lost_to_a_kill(tmp_path: Path, plain: bool) -> None:
    def hand(number: int) -> list[tuple[int, int]]:
        results = []
        for turn in range(KILLS // HANDS):
            home = tmp_path / f"{number}-{turn // 3}"
            results.append(walk_until_killed(home, number * 1000 + turn, plain=plain))
        return results

    with ThreadPoolExecutor(HANDS) as hands:
        walks = [walk for results in hands.map(hand, range(HANDS)) for walk in results]
    assert len(walks) == KILLS
    assert [walk for walk in walks if walk[1] < walk[0]] == []
    assert sum(kept for _, kept in walks) > 3 * KILLS
