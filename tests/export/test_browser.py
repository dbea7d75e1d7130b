"""The HTML page in a real browser: it prints on A4, and on a narrow screen nothing runs out of sight."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from tests.conftest import Canang
from tests.reading import read_pdf

BROWSER = next(filter(None, map(shutil.which, ("chromium", "google-chrome", "chromium-browser"))), None)
QUIETLY = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync"
).split()
"""As any user, in a container too, and without asking anybody for anything."""

pytestmark = pytest.mark.skipif(BROWSER is None, reason="không có trình duyệt")


def browse(*arguments: str, cwd: Path) -> str:
    done = subprocess.run(
        [str(BROWSER), *QUIETLY, f"--user-data-dir={cwd}/profile", *arguments],
        cwd=cwd, check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    return done.stdout.decode()


def test_it_prints_on_a4_with_every_box(canang: Canang, tmp_path: Path) -> None:
    canang("export", "TDC-01.2", "-o", str(tmp_path / "a.html"))
    browse("--no-pdf-header-footer", f"--print-to-pdf={tmp_path}/a.pdf", f"file://{tmp_path}/a.html", cwd=tmp_path)
    pages = read_pdf(tmp_path / "a.pdf")
    assert {page.size for page in pages} == {(595, 842)}
    assert len(pages) <= 7
    text = "".join(page.text for page in pages)
    steps = json.loads(canang("xem", "TDC-01.2", "--json").out)["steps"]
    assert [step["key"] for step in steps if "".join(step["action"].split()) not in "".join(text.split())] == []


@pytest.mark.soak
def test_a_phone_scrolls_in_one_direction_only(canang: Canang, tmp_path: Path) -> None:
    canang("export", "NLNT-02.1", "-o", str(tmp_path / "a.html"))
    page = (tmp_path / "a.html").read_text(encoding="utf-8")
    frame = (
        '<iframe id="f" width="360" height="700" srcdoc=""></iframe><script>f.onload = () => {'
        "const d = f.contentDocument.documentElement; document.title = 'rộng ' + d.scrollWidth + '/' + d.clientWidth;"
        "document.body.append(document.title)}; f.srcdoc = %s</script>"
    )
    escaped = repr(page).replace("</script", "<\\/script").replace("\\xa0", " ")
    (tmp_path / "frame.html").write_text(f'<meta charset="utf-8">{frame % escaped}', encoding="utf-8")
    shown = browse("--dump-dom", "--virtual-time-budget=3000", f"file://{tmp_path}/frame.html", cwd=tmp_path)
    found = re.search(r"rộng (\d+)/(\d+)", shown.split("</script>")[-1])
    assert found is not None
    assert int(found[1]) <= int(found[2])
