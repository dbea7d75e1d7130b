"""What the one page costs: its size, the time until there is something to read and until the program answers, and the
time of a query.

    python -m bench.one_page [LINH-KIEN] [--lan N]

LINH-KIEN is the folder of the parts (default: linh-kien). The aims: at most 12 MB, something to read within 1 s, ready
within 6 s, a query within 150 ms at the 95th percentile, in Chromium, from the disk, on an otherwise idle machine.
A query is timed as a person has it: from the Enter key to the page with its results.
"""

import argparse
import shutil
import statistics
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from canang.cli.main import run
from canang.cli.terminal.environment import Environment

QUIETLY = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync"
).split()
QUERIES = (
    "cây xăng", "may x quang phong kham", "cân ở chợ", "mã vạch", "dự án công nghệ thông tin", "maays chuj rawng",
    "đăng ký kết hôn", "nhãn hiệu của tôi bị người khác dùng thì báo ai", "TDC-01.2", "28/2013", "kiểm tra xăng dầuu",
    "cấp phép mạng viễn thông", "hop dong chuyen giao cong nghe", "thử nghiệm chất lượng", "an toàn bức xạ",
)  # fmt: skip
_ASK = """async (query) => {
  const input = document.querySelector("#q"), place = document.querySelector("#trang");
  const done = new Promise((seen) => new MutationObserver((_, watcher) => { watcher.disconnect(); seen(); })
    .observe(place, {childList: true}));
  input.value = query;
  const begun = performance.now();
  input.form.requestSubmit();
  await done;
  return performance.now() - begun;
}"""


def start(browser: Browser, page: Path) -> tuple[float, float, list[float]]:
    """Milliseconds until the index stands in the page, until the program runs, and of each query, asked twice."""
    opened = browser.new_context().new_page()
    opened.goto(page.as_uri())
    seen = opened.evaluate(
        "performance.getEntriesByType('paint').find((each) => each.name.startsWith('first-c')).startTime"
    )
    opened.get_by_role("heading", level=1, name="Bạn cần làm việc gì?").wait_for(timeout=120_000)
    ready = opened.evaluate("performance.getEntriesByName('canang-ready')[0].startTime")
    times = [float(opened.evaluate(_ASK, query)) for _ in range(2) for query in QUERIES]
    opened.context.close()
    return float(seen), float(ready), times


def measure(parts: Path, rounds: int) -> None:
    """Tell all of it."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as player:
        page = Path(folder) / "cam-nang.html"
        code = run(
            ["export", "--tat-ca", "--mot-trang", str(page), "--linh-kien", str(parts)], Environment.real()
        )  # fmt: skip
        if code:
            raise SystemExit(code)
        program = shutil.which("chromium") or shutil.which("google-chrome")
        browser = player.chromium.launch(executable_path=program, args=QUIETLY)
        told = [start(browser, page) for _ in range(rounds)]
        browser.close()
        queries = sorted(time for _, _, times in told for time in times)
        print(f"size           {page.stat().st_size / 1e6:6.2f} MB")
        print(f"first content  {statistics.median(seen for seen, _, _ in told):6.0f} ms")
        print(f"ready          {statistics.median(ready for _, ready, _ in told):6.0f} ms (of {rounds}, best"
              f" {min(ready for _, ready, _ in told):.0f})")  # fmt: skip
        print(f"a query        {statistics.median(queries):6.0f} ms, p95 {queries[int(len(queries) * 0.95)]:.0f} ms")


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("linh_kien", nargs="?", type=Path, default=Path("linh-kien"))
    parser.add_argument("--lan", type=int, default=5)
    asked = parser.parse_args()
    measure(asked.linh_kien, asked.lan)


if __name__ == "__main__":
    main()
