"""How long a command takes from the shell, as a ratio to importing typer and rich.console in the same run.

    python bench/startup.py [ROUNDS]

Rounds are interleaved and medians compared, so that a busy machine slows both sides alike.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

BUDGET = {"tim": 1.25, "--help": 1.05, "xem": 1.2, "export pdf": 2.3}
CANANG = str(Path(sys.executable).with_name("canang"))


def commands(folder: str) -> dict[str, list[str]]:
    """The command lines to time, by name."""
    return {
        "yardstick": [sys.executable, "-c", "import typer, rich.console"],
        "tim": [CANANG, "tim", "đo lường xăng dầu"],
        "tim (gõ sai)": [CANANG, "tim", "do luong xag dau"],
        "--help": [CANANG, "--help"],
        "xem": [CANANG, "xem", "TDC-01.2"],
        "checklist --in": [CANANG, "checklist", "TDC-01.2", "--in"],
        "export pdf": [CANANG, "export", "TDC-01.2", "-o", f"{folder}/phieu.pdf", "--ghi-de"],
    }


def main() -> None:
    """Print the median of each command in milliseconds and its ratio."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    # An official's machine keeps what Python compiled; the first round, which is not counted, makes it here.
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    with tempfile.TemporaryDirectory() as folder:
        lines = commands(folder)
        times: dict[str, list[float]] = {name: [] for name in lines}
        for turn in range(rounds + 1):
            for name, line in lines.items():
                start = time.perf_counter()
                subprocess.run(line, check=True, capture_output=True, env=kept)
                if turn:
                    times[name].append((time.perf_counter() - start) * 1000)
    yardstick = statistics.median(times["yardstick"])
    for name, taken in times.items():
        median = statistics.median(taken)
        budget = f"  (mức {BUDGET[name]})" if name in BUDGET else ""
        print(f"{name:<16} {median:7.1f} ms  {median / yardstick:5.2f}{budget}")


if __name__ == "__main__":
    main()
