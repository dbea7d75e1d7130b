"""What a file may cost: each figure of ``canang.exchange.bounds`` is kept by the reader that it is for."""

import gzip
import os
import struct
import time
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook
from tests.conftest import Canang, swept
from tests.text.test_decoding import in_cp1258

from canang.exchange import bounds
from canang.exchange.bounds import Unreadable, check_archive, check_directory, check_ordinary
from canang.exchange.filled_yaml import read_filled_yaml
from canang.exchange.pack import PackRefused, Present, unpack
from canang.exchange.reading import read_drafts
from canang.exchange.sheets import read_sheets

ROOM = 60_000_000
"""Bytes that a refusal may take."""


def refused(read: Callable[[], object], *, within: float = 5) -> str:
    """What a reader says of a file that it does not read, soon and in little memory."""
    tracemalloc.start()
    begun = time.monotonic()
    try:
        with pytest.raises((Unreadable, PackRefused)) as caught:
            read()
        assert tracemalloc.get_traced_memory()[1] < ROOM
    finally:
        tracemalloc.stop()
    assert time.monotonic() - begun < within
    return str(caught.value)


@pytest.mark.parametrize(
    "text",
    ["[" * 5000, "{" * 5000, "- " * 5000, "? " * 5000, "[a: " * 3000, "".join(f"{' ' * n}a:\n" for n in range(1300))],
)
def test_yaml_within_yaml_is_not_read(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(text, encoding="utf-8")
    assert "lồng nhau" in refused(lambda: read_filled_yaml(path, ""))


def test_brackets_in_words_are_no_nesting(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("name: '" + "[a] {b} " * 500 + "'", encoding="utf-8")
    assert read_filled_yaml(path, "")["name"].startswith("[a]")


def test_a_yaml_file_has_a_size(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"#" * (bounds.LARGEST_YAML + 1))
    refused(lambda: read_filled_yaml(path, ""))


def test_ranges_over_one_another_cost_no_more_than_the_sheet(tmp_path: Path) -> None:
    book = Workbook()
    for number in range(50):
        book.active.append([f"hàng {number}", None])
    book.save(tmp_path / "a.xlsx")
    path = tmp_path / "gop.xlsx"
    merges = "".join(f'<mergeCell ref="A{n}:XFD{1_048_576 - n}"/>' for n in range(1, 40))
    with zipfile.ZipFile(tmp_path / "a.xlsx") as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name.endswith("sheet1.xml"):
                content = content.replace(b"</sheetData>", f"</sheetData><mergeCells>{merges}</mergeCells>".encode())
            new.writestr(name, content)
    tracemalloc.start()
    (sheet,) = read_sheets(path)
    assert len(sheet.rows) == 50 and tracemalloc.get_traced_memory()[1] < ROOM
    tracemalloc.stop()


def flooded(path: Path, name: str, head: bytes, unit: bytes, times: int) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open(name, "w") as part:
            part.write(head)
            for _ in range(times // 10_000):
                part.write(unit * 10_000)
    return path


@pytest.mark.soak
def test_a_decision_of_millions_of_paragraphs_is_not_built(tmp_path: Path) -> None:
    path = flooded(tmp_path / "a.docx", "word/document.xml", b"<w:document><w:body>", b"<w:p/>", 18_000_000)
    assert path.stat().st_size < 300_000
    assert "phần tử" in refused(lambda: list(read_drafts(path)))


@pytest.mark.parametrize("name", ["xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/sharedStrings.xml"])
@pytest.mark.soak
def test_a_workbook_of_millions_of_tags_is_not_built(tmp_path: Path, name: str) -> None:
    path = flooded(tmp_path / "a.xlsx", name, b"<x>", b"<c/>", bounds.MOST_TAGS + 20_000)
    assert "phần tử" in refused(lambda: read_sheets(path))


def test_an_archive_of_millions_of_entries_is_not_listed(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    entry = b"PK\x01\x02" + b"\0" * 42
    path.write_bytes(entry * 100_000 + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 9, 9, 4_600_000, 0, 0))
    assert "quá nhiều phần" in refused(lambda: check_archive(path), within=1)
    wide = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, 4_000_000, 4_000_000, 4_600_000, 0)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, 0, 1)
    path.write_bytes(wide + locator + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, 2**32 - 1, 0, 0))
    refused(lambda: check_directory(path), within=1)
    refused(lambda: unpack(path, {}, lambda _: Present(), tmp_path / "x"), within=1)


def test_a_pack_whose_bytes_were_turned_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.canang"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as pack:
        for name in ("manifest.json", "manifest.sig", "tasks.sqlite"):
            pack.writestr(name, b"abc " * 1000)
    whole = bytearray(path.read_bytes())
    whole[30 + len("manifest.json") : 30 + len("manifest.json") + 4] = b"\xff\xff\xff\xff"
    path.write_bytes(whole)
    refused(lambda: unpack(path, {}, lambda _: Present(), tmp_path / "x"))


def test_gzip_whose_bytes_were_turned_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    packed = bytearray(gzip.compress(b'{"ten_thu_tuc": "x"}\n' * 1000))
    packed[12:20] = b"\xff" * 8
    path.write_bytes(packed)
    refused(lambda: list(read_drafts(path)))


@pytest.mark.posix
@pytest.mark.parametrize("ending", ["jsonl", "jsonl.gz", "xlsx", "docx", "pdf", "yaml"])
def test_only_ordinary_files_are_read(canang: Canang, tmp_path: Path, ending: str) -> None:
    pipe, device = tmp_path / f"ong.{ending}", tmp_path / f"khong.{ending}"
    os.mkfifo(pipe)
    device.symlink_to("/dev/zero")
    for path in (pipe, device):
        done = canang("du-lieu", "nhap", str(path), "--thu")
        assert done.code == 2 and "không phải tệp thường" in done.err
        with pytest.raises(Unreadable):
            check_ordinary(path)


@pytest.mark.soak
def test_a_page_that_never_ends_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page of some hundred million operations in a file of a few hundred kilobytes."""
    packed = zlib.compress(b"q Q " * 25_000_000, 9)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] /Resources << >> /Contents 4 0 R >>",
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed),
    ]  # fmt: skip
    content, places = b"%PDF-1.7\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"xref\n0 5\n0000000000 65535 f \n%strailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    (tmp_path / "a.pdf").write_bytes(content + trailer % (table, len(content)))
    monkeypatch.setattr(bounds, "LONGEST_PAGE", 2.0)
    with pytest.raises(Unreadable, match=r"đọc mãi không xong|Không đọc được|không có chữ"):
        list(read_drafts(tmp_path / "a.pdf"))


@pytest.mark.parametrize(
    "text",
    swept(["[" + "a, " * 200_000 + "]", "? a\n" * 200_000, "- {id: HG-01}\n" * 50_000, "a: !!str x\n" * 50_000]),
)
def test_a_long_yaml_file_is_read_or_refused_by_the_quick_reader(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(text, encoding="utf-8")
    try:
        read = read_filled_yaml(path, "")
    except Unreadable as refused:
        assert "YAML" in str(refused)
    else:
        assert isinstance(read, list)


@pytest.mark.parametrize("code", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1258"])
@pytest.mark.parametrize("packed", [False, True])
def test_records_are_read_in_the_codes_of_windows(tmp_path: Path, code: str, packed: bool) -> None:
    lines = "".join(f'{{"ten_thu_tuc": "Đo lường ngày {n}", "ma_thu_tuc": "1.00000{n}"}}\n' for n in (1, 2))
    content = in_cp1258(lines) if code == "cp1258" else lines.encode(code)
    path = tmp_path / ("a.jsonl.gz" if packed else "a.jsonl")
    path.write_bytes(gzip.compress(content) if packed else content)
    assert [draft.name for draft in read_drafts(path)] == ["Đo lường ngày 1", "Đo lường ngày 2"]


def test_a_template_in_utf_16_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes("procedures:\n- {id: HG-01, name: Đo lường}\n".encode("utf-16"))
    assert read_filled_yaml(path, "")["procedures"][0]["name"] == "Đo lường"
