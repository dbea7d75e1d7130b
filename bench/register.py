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
from pathlib import Path

from canang.cases.register import Register

CANANG = str(Path(sys.executable).with_name("canang"))
ROUNDS = 11


def fill(home: Path, cases: int) -> None:
    """A register of so many cases with twenty answers each."""
    start = datetime(2026, 1, 5, 8)
    with closing(Register(home)) as register:
        connection = register.connection
        connection.execute("BEGIN")
        for number in range(1, cases + 1):
            at = (start + timedelta(minutes=number)).isoformat()
            connection.execute("INSERT INTO cases VALUES (?, ?, 'TDC-01.2', '1', ?)", (number, f"Hồ sơ {number}", at))
            connection.executemany(
                "INSERT INTO events (case_id, at, who, kind, item, data) VALUES (?, ?, 'lan', 'answer', ?, ?)",
                [(number, at, f"step:{item}", '{"state": "done", "note": null}') for item in range(20)],
            )
        connection.execute("COMMIT")


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
