"""What ``canang web`` costs: the time to the first page, each page's time, and memory.

    python -m bench.web [CASES]

A register of so many cases (default 30) is filled first. The aims: the first page within 1.5 s of the command, a page
within 50 ms at the 95th percentile, at most 90 MB. Times are of the clock, on an otherwise idle machine; the start is
also told as a ratio to ``python -c "import typer, rich.console"`` in the same rounds.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2

from bench.register import fill

ROUNDS = 5
TIMES = 40
PAGES = (
    "/", "/tim?q=c%C3%A2y%20x%C4%83ng", "/tim?q=may%20x%20quang%20phong%20kham",
    "/goi-y?q=ma%20vach", "/thu-tuc/TDC-01.2",
    "/thu-tuc/TDC-01.2?ngay=2025-01-01", "/danh-sach?loai=thu-tuc", "/van-ban", "/van-ban/28/2013/TT-BKHCN", "/lich",
    "/hoi-dap", "/hoi-dap?q=x%C4%83ng", "/ho-so", "/san-sang", "/san-sang/TDC-01", "/luyen-tap/TDC-01.2", "/du-lieu",
)  # fmt: skip
"""The pages that are asked for; a case and an item of it are asked for too."""


@contextmanager
def served(home: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The program with its user's folder, and the address to enter by."""
    command = [sys.executable, "-m", "canang", "web", "--khong-mo", "--cong", "0"]
    variables = os.environ | {"CANANG_HOME": str(home)}
    process = subprocess.Popen(command, env=variables, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        process.stdout.readline()
        yield process, process.stdout.readline().strip()
    finally:
        process.terminate()
        process.wait(20)


def first_page(home: Path) -> float:
    """Seconds from the command to the whole first page."""
    begun = time.perf_counter()
    with served(home) as (_, entrance), httpx2.Client(follow_redirects=True, trust_env=False) as client:
        client.get(entrance).raise_for_status()
        return time.perf_counter() - begun


def measure(cases: int) -> None:
    """Tell all of it."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        fill(home, cases)
        starts, plain = [], []
        for _ in range(ROUNDS):
            starts.append(first_page(home))
            begun = time.perf_counter()
            subprocess.run([sys.executable, "-c", "import typer, rich.console"], check=True)
            plain.append(time.perf_counter() - begun)
        ratio = statistics.median(starts) / statistics.median(plain)
        print(f"trang đầu sau {statistics.median(starts):.2f} s, {ratio:.1f} lần")
        with served(home) as (process, entrance), httpx2.Client(follow_redirects=True, trust_env=False) as client:
            base = entrance.partition("/vao")[0]
            client.get(entrance).raise_for_status()
            case = client.get(f"{base}/ho-so").text.partition('scope="row"><a href="')[2].partition('"')[0]
            item = client.get(base + case).text.partition(f'href="{case}/muc/')[2].partition('"')[0]
            every = []
            for path in (*PAGES, case, f"{case}/muc/{item}", f"{case}/soat"):
                took = []
                for _ in range(TIMES):
                    begun = time.perf_counter()
                    client.get(base + path).raise_for_status()
                    took.append(1000 * (time.perf_counter() - begun))
                every += took
                print(f"{statistics.median(took):6.1f} ms  {sorted(took)[int(TIMES * 0.95)]:6.1f} ms  {path}")
            print(
                f"mọi trang: giữa {statistics.median(every):.1f} ms, p95 {sorted(every)[int(len(every) * 0.95)]:.1f} ms"
            )
            status = Path(f"/proc/{process.pid}/status")
            if status.exists():
                peak = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
                print(f"bộ nhớ nhiều nhất {int(peak.split()[1]) / 1024:.0f} MB")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases", nargs="?", type=int, default=30)
    measure(parser.parse_args().cases)
