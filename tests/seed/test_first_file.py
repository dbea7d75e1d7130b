"""The file that the guide gives to start from builds as it stands, and is found, read and printed."""

import re
from pathlib import Path

from tests.conftest import ROOT, Canang


def test_the_file_that_the_guide_starts_from_builds_and_is_found(canang: Canang, seed: Path, tmp_path: Path) -> None:
    guide = (ROOT / "docs" / "them-nhiem-vu.md").read_text(encoding="utf-8")
    (given,) = re.findall(r"```yaml\n(.+?)```", guide, re.DOTALL)
    built = tmp_path / "moi.sqlite"
    (seed / "tasks" / "KHCN" / "KHCN-99.yaml").write_text(given, encoding="utf-8")
    done = canang("du-lieu", "xay", "--tu", str(seed), "--ra", str(built))
    assert (done.code, done.err) == (0, "")
    page = canang("--db", str(built), "xem", "KHCN-99.1")
    assert page.code == 0
    assert "Nhận đơn, kèm lý do" in page.out
    assert "05 ngày làm việc" in page.out
    assert "KHCN-99.1" in canang("--db", str(built), "tim", "ống nhòm xem sao").out
