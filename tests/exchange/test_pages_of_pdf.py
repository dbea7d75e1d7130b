"""PDFs: running heads are no text of a procedure, and nobody reads the English of the library."""

import os
import subprocess
import sys
from pathlib import Path

from canang.exchange.pdf_text import page_lines


def test_running_heads_and_numbers_of_pages_go() -> None:
    body = [
        ["Trình tự thực hiện:", "Bước 1: Nộp giấy."],
        ["- Không.", "Bước 2: Nhận kết quả."],
        ["- Không.", "Thời hạn giải quyết: 05 ngày"],
    ]
    pages = [
        "\n".join([f"CÔNG BÁO/Số {12 + n}/Ngày 01-01-2026", *lines, f"Trang {n}/3"]) for n, lines in enumerate(body, 1)
    ]
    assert page_lines(pages) == [line for lines in body for line in lines]


def test_lines_that_only_the_paper_broke_are_put_together() -> None:
    long = "Nộp hồ sơ tại Trung tâm Phục vụ hành chính công của xã,"
    assert page_lines([f"{long}\nphường nơi cư trú."]) == [f"{long} phường nơi cư trú."]


def test_a_file_that_is_no_pdf_says_nothing_in_english(tmp_path: Path) -> None:
    path = tmp_path / "trang-web.pdf"
    path.write_bytes(b"<!DOCTYPE html><html><body>luu nham</body></html>")
    done = subprocess.run(
        [sys.executable, "-m", "canang", "du-lieu", "nhap", str(path), "--thu"],
        capture_output=True, encoding="utf-8", check=False, env={**os.environ, "CANANG_HOME": str(tmp_path)},
    )  # fmt: skip
    assert done.returncode == 2
    assert all(line.startswith(("Lỗi: ", "Không", "Tải", "Gợi ý")) for line in done.stderr.splitlines()), done.stderr
