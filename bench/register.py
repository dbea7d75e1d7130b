"""How long it takes to go on with a case, by the number of cases in the register, as a ratio to ``canang --help``.

    python bench/register.py [CASES]

Interleaved rounds, medians compared. The aim: under twice ``canang --help`` with 10,000 cases.
"""

import os
import pty
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from canang.cases.events import Event, new_id
from canang.cases.register import Register
from canang.cases.verdicts import Outcome
from canang.text.days import VIETNAM

CANANG = str(Path(sys.executable).with_name("canang"))
ROUNDS = 11
BATCH = 500
"""Cases that come in one transaction."""


def fill(home: Path, cases: int) -> None:
    """A register of so many cases with twenty answers each, as another machine would have sent them."""
    start = datetime(2026, 1, 5, 8, tzinfo=VIETNAM)
    device = new_id()
    numbers = count(1)

    def event(case: str, at: datetime, kind: str, item: str | None, data: dict[str, Any]) -> Event:
        number = next(numbers)
        return Event(new_id(), case, device, number, number, at, "lan", kind, item, data)

    with closing(Register(home)) as register:
        for first in range(1, cases + 1, BATCH):
            events = []
            for number in range(first, min(first + BATCH, cases + 1)):
                case, at = new_id(), start + timedelta(minutes=number)
                named = {"name": f"Hồ sơ {number}", "entry": "TDC-01.2", "data_version": "1"}
                events.append(event(case, at, "open", None, named))
                events += [
                    event(case, at, "answer", f"step:{item}", {"state": "done", "note": None}) for item in range(20)
                ]
            verdicts = register.take(events, start + timedelta(days=300), sent=True)
            assert all(verdict.outcome is Outcome.ADDED for verdict in verdicts), verdicts[:3]


def resume(home: Path, name: str) -> float:
    """Seconds from the shell to the first question of the walk."""
    start = time.perf_counter()
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ |= {"CANANG_HOME": str(home), "NO_COLOR": "1"}
        os.execv(CANANG, [CANANG, "checklist", "TDC-01.2", "--ho-so", name])
    seen = b""
    while "t thôi".encode() not in seen:
        seen += os.read(terminal, 65536)
    taken = time.perf_counter() - start
    os.write(terminal, b"t\n")
    try:
        while os.read(terminal, 65536):
            pass
    except OSError:
        pass
    os.waitpid(pid, 0)
    os.close(terminal)
    return taken


def main() -> None:
    """Print the medians and the ratio."""
    cases = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        fill(home, cases)
        helps, resumes = [], []
        for turn in range(ROUNDS + 1):
            start = time.perf_counter()
            subprocess.run([CANANG, "--help"], check=True, capture_output=True)
            taken = time.perf_counter() - start
            again = resume(home, f"Hồ sơ {cases // 2}")
            if turn:
                helps.append(taken)
                resumes.append(again)
    ratio = statistics.median(resumes) / statistics.median(helps)
    print(f"{cases} hồ sơ: mở lại {statistics.median(resumes) * 1000:.0f} ms, {ratio:.2f} lần canang --help (mức 2)")


if __name__ == "__main__":
    main()
