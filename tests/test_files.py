"""Files put in place whole: what a kill leaves in a locked folder is gone with the next lock, nothing else is."""

import os
import time
from pathlib import Path

import pytest

from canang.files import WORK, locked, replacing


def left_over(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if path.name.endswith(WORK)]


def killed_while_replacing(target: Path) -> None:
    """As a kill leaves it: the work file was begun, and nothing tidied up."""
    child = os.fork()
    if child == 0:
        with locked(target.parent), replacing(target) as temporary:
            temporary.write_bytes(b"nua chung")
            os._exit(9)
    os.waitpid(child, 0)


@pytest.mark.posix
def test_what_a_kill_left_under_the_lock_is_swept_by_the_next(tmp_path: Path) -> None:
    target = tmp_path / "dang-dung.json"
    target.write_text("cu", encoding="utf-8")
    killed_while_replacing(target)
    assert len(left_over(tmp_path)) == 1
    with locked(tmp_path):
        assert left_over(tmp_path) == []
    assert target.read_text(encoding="utf-8") == "cu"


def test_what_another_writes_without_the_lock_is_left_alone_until_it_is_old(tmp_path: Path) -> None:
    with replacing(tmp_path / "a.txt") as temporary:
        with locked(tmp_path):
            assert temporary.exists()
        os.utime(temporary, (time.time() - 7200, time.time() - 7200))
        with locked(tmp_path):
            assert not temporary.exists()
        temporary.write_text("xong", encoding="utf-8")
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == "xong"


def test_a_lock_let_go_is_forgotten(tmp_path: Path) -> None:
    with locked(tmp_path), replacing(tmp_path / "a.txt") as inside:
        inside.touch()
    with replacing(tmp_path / "b.txt") as outside:
        assert outside.name.startswith(".b.txt.")
        outside.touch()
    assert inside.name.partition(".")[2] != outside.name.partition(".")[2]
