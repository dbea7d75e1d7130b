"""Walks killed in the middle, two hundred in the long run: whatever the screen confirmed is in the file."""

import random
import re
import signal
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pexpect
import pytest
from tests.terminal import at_screen

pytestmark = pytest.mark.posix

HANDS = 8


def walk_until_killed(home: Path, seed: int, *, plain: bool) -> tuple[int, int]:
    """Walk with a key every few milliseconds and kill at a random moment; returns (confirmed on screen, kept)."""
    chance = random.Random(seed)
    as_lines = ["--don-gian"] if plain else []
    screen = at_screen(home, "checklist", "TDC-01.2", "--ho-so", "Trạm 7", *as_lines, rows=40, columns=120)
    screen.timeout = 60
    if screen.expect(["t thôi", "Đã qua mọi mục"]):
        screen.close(force=True)  # an earlier hand came to the end before it was killed
        return 0, kept_in(home)
    seen = screen.before or ""
    end = time.monotonic() + chance.uniform(0, 0.4 if plain else 1.2)  # the editor takes its time to load
    while time.monotonic() < end:
        screen.send("\r")
        time.sleep(chance.uniform(0, 0.004))
    screen.kill(signal.SIGKILL)
    try:
        screen.expect(pexpect.EOF)
        seen += screen.before or ""
    finally:
        screen.close(force=True)
    # The number of the item that the screen asks for last: all before it were confirmed.
    shown = [int(number) for number in re.findall(r"mục (\d+)/\d+", seen)]
    return max(shown, default=1) - 1, kept_in(home)


def kept_in(home: Path) -> int:
    """How many items the register holds an answer to."""
    with closing(sqlite3.connect(home / "ho-so.sqlite")) as connection:
        (kept,) = connection.execute("SELECT count(DISTINCT item) FROM events WHERE kind = 'answer'").fetchone()
    return int(kept)


@pytest.mark.parametrize(
    ("kills", "plain"),
    [(16, False), *(pytest.param(200, plain, marks=pytest.mark.soak) for plain in (True, False))],
    ids=["a few, edited lines", "whole lines", "edited lines"],
)
def test_no_confirmed_answer_is_lost_to_a_kill(tmp_path: Path, kills: int, plain: bool) -> None:
    def hand(number: int) -> list[tuple[int, int]]:
        results = []
        for turn in range(kills // HANDS):
            home = tmp_path / f"{number}-{turn // 3}"
            results.append(walk_until_killed(home, number * 1000 + turn, plain=plain))
        return results

    with ThreadPoolExecutor(HANDS) as hands:
        walks = [walk for results in hands.map(hand, range(HANDS)) for walk in results]
    assert len(walks) == kills
    assert [walk for walk in walks if walk[1] < walk[0]] == []
    assert sum(kept for _, kept in walks) > (3 if plain else 1) * kills
