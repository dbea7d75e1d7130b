"""A fault in the seed is told with its file, its line and what is wrong, and nothing is built."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import Canang, swept

TASK = "tasks/KHCN/KHCN-05.yaml"
VARIANT = "tasks/NLNT/NLNT-18.yaml"
FAQ = "faq/do-luong-chat-luong.yaml"
NEEDS = "readiness/chat-luong-xa.yaml"
FAMILY = "families/nq20.yaml"
CHECK = "tasks/TDC/TDC-01.yaml"
PIECES = "families/tdc-01.yaml"
LIMIT = "limit: {piece: tdc-01/han-do-luong"
BLANK = "blanks/do-luong.yaml"


def replace(file: str, old: str, new: str) -> Callable[[Path], int]:
    """An edit of one file of the seed; returns the line on which it was made."""

    def edit(seed: Path) -> int:
        path = seed / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return text[: text.index(old)].count("\n") + 1

    return edit


@pytest.mark.parametrize(
    ("edit", "file", "says", "has_line"),
    swept([
        (replace(TASK, "kind: phan-cap", "kind: phan-chia"), TASK, "“phan-chia” không có trong danh sách", True),
        (replace(TASK, "level: tinh", "cap: tinh"), TASK, "không có mục nào tên “cap”", True),
        (replace(TASK, "from: 2026-04-29", "from: 2026-02-30"), TASK, "không phải một ngày có thật", True),
        (replace(TASK, "id: KHCN-05\n", "id: KHCN-77\n"), TASK, "tên tệp phải là KHCN-77.yaml", True),
        (replace(TASK, "- id: KHCN-05.1", "- id: KHCN-03.1"), TASK, "mã phải bắt đầu bằng KHCN-05.", False),
        (replace(TASK, "field: KHCN", "field: ZZ"), TASK, "không có lĩnh vực “ZZ”", False),
        (replace(TASK, "sources: [cong-bao-20-2026]", "sources: [bao-nao-do]"), TASK, "“bao-nao-do” không có", False),
        (replace("tasks/VT/VT-03.yaml", "form: Mẫu số 01", "form: Bản"), "tasks/VT/VT-03.yaml", "mẫu “Bản", False),
        (replace(TASK, "263/2025/NĐ-CP Điều 50", "nghị quyết hai mươi"), TASK, "không đọc được dẫn chiếu", False),
        (replace(TASK, "263/2025/NĐ-CP Điều 50", "9/1999/NQ-CP Điều 7"), TASK, "9/1999/NQ-CP, văn bản", False),
        (replace(TASK, 'action: "Ban hành', "action: Ban hành"), TASK, "đặt trong ngoặc kép", True),
        (replace(TASK, "    sources: [cong-bao-20-2026]\n", ""), TASK, "ghi nơi đã đọc vào “sources”", False),
        (replace(TASK, "name: Chấp thuận", "name: [sai"), TASK, "YAML viết sai", True),
        (replace(TASK, "name: Chấp thuận", 'name: ""\nthua: Cấp'), TASK, "để trống", True),
        (replace(TASK, "level: tinh", "level: tinh\nlevel: xa"), TASK, "ghi hai lần", True),
        (replace(VARIANT, "family: dich-vu-buc-xa", "family: khong-co"), VARIANT, "không có họ “khong-co”", False),
        (replace(VARIANT, "{here}, điểm a", "{noi_day}, điểm a"), VARIANT, "chưa có giá trị cho “{noi_day}”", False),
        (replace(VARIANT, "after: kiem-tra-tu-xa", "after: khong-co"), VARIANT, "“after: khong-co” không trỏ", False),
        (replace(FAMILY, "level: tinh", "level: huyen"), VARIANT, "“huyen” không có trong danh sách", False),
        (replace(FAMILY, "with:", "family: dich-vu-buc-xa\nwith:"), VARIANT, "dẫn vòng tròn", False),
        (replace(CHECK, LIMIT, "limit: {piece: tdc-01/han"), CHECK, "không có mảnh “tdc-01/han” trong families/", True),
        (replace(CHECK, LIMIT, f"{LIMIT}, amount: 3"), CHECK, "“piece: tdc-01/han-do-luong” không được ghi", True),
        (replace(PIECES, "    amount: 15", "    amount: {piece: tdc-01/han-do-luong}"), PIECES, "dẫn vòng tròn", True),
        (replace(PIECES, "    amount: 15", "    amount: x"), PIECES, "cần kiểu int", True),
        (replace(PIECES, "    amount: 15", "    so: 15"), PIECES, "“so” (ở .pieces.han-do-luong.so)", True),
        (replace(PIECES, "  han-do-luong:", "  thua: x\n  han-do-luong:"), PIECES, "thua” không mục nào lấy", True),
        (replace(PIECES, "pieces:", "pieces: [a]\nwith:"), PIECES, "“pieces” của nó, phải là các cặp", True),
        (replace(PIECES, "made_at: bao-cao", "made_at: khong-co"), CHECK, "“bao-cao” trỏ tới bước “khong-co”", False),
        (replace(PIECES, "made_at: bao-cao", "shown_at: bao-cao\n    made_at: bao-cao"), CHECK, "giữ một", False),
        (replace(BLANK, "fill: findings", "fill: case"), BLANK, "bảng chỉ điền được “findings”", False),
        (replace(BLANK, "text: Tạm dừng,", "text: Tạm dừng, fill: notes,"), BLANK, "không ở dòng “choose”", False),
        (replace(FAQ, "entries: [TDC-01, TDC-01.1, TDC-01.2]", "entries: [TDC-99]"), FAQ, "“TDC-99”", False),
        (replace(FAQ, "- id: kiem-tra-dac-thu-xang-dau", "- id: xa-chua-co-chung-chi"), FAQ, "xa-chua-co", False),
        (replace(FAQ, "86/2012/NĐ-CP khoản 6 Điều 14", "1/1900/NĐ-CP Điều 1"), FAQ, "1/1900/NĐ-CP", False),
        (replace(FAQ, "sources: [vietnamnet-dong-thap]", "sources: [bao-nao-do]"), FAQ, "“bao-nao-do”", False),
        (replace(NEEDS, "kind: nhan-luc", "kind: nhan-su"), NEEDS, "“nhan-su” không có trong danh sách", True),
        (replace(NEEDS, "key: kiem-soat-vien", "key: phong"), NEEDS, "phong", False),
        (replace(NEEDS, "    cite: ", "    khong: "), NEEDS, "“khong”", True),
        (replace("catalogue.yaml", "fields:", "linh_vuc:"), "catalogue.yaml", "“linh_vuc”", True),
    ], each=6),
)  # fmt: skip
def test_a_fault_is_told_with_its_place(
    canang: Canang, seed: Path, tmp_path: Path, edit: Callable[[Path], int], file: str, says: str, has_line: bool
) -> None:
    line = edit(seed)
    target = tmp_path / "tasks.sqlite"
    outcome = canang("du-lieu", "xay", "--tu", str(seed), "--ra", str(target))
    assert outcome.code == 3
    place = f"{file}, dòng " if has_line else file
    told = [fault for fault in outcome.err.splitlines() if fault.startswith(place) and says in fault]
    assert told, outcome.err
    if has_line:
        told_line = int(told[0].removeprefix(place).split(":")[0])
        assert abs(told_line - line) <= 1
    assert not target.exists()


def test_all_faults_are_told_at_once(canang: Canang, seed: Path, tmp_path: Path) -> None:
    replace(TASK, "kind: phan-cap", "kind: x")(seed)
    replace("tasks/SHTT/SHTT-11.yaml", "kind: phan-cap", "kind: y")(seed)
    outcome = canang("du-lieu", "xay", "--tu", str(seed), "--ra", str(tmp_path / "x.sqlite"))
    assert "“x”" in outcome.err
    assert "“y”" in outcome.err


def test_a_fault_in_a_piece_is_told_once_though_three_take_it(canang: Canang, seed: Path, tmp_path: Path) -> None:
    line = replace(PIECES, "    amount: 15", "    amount: x")(seed)
    outcome = canang("du-lieu", "xay", "--tu", str(seed), "--ra", str(tmp_path / "x.sqlite"))
    told = [fault for fault in outcome.err.splitlines() if fault.startswith("families/")]
    assert [fault.partition(":")[0] for fault in told] == [f"{PIECES}, dòng {line}"]
    assert told[0].endswith("(ở .pieces.han-do-luong.amount)")


def test_a_seed_with_faults_leaves_the_catalogue_that_was_there(canang: Canang, seed: Path, tmp_path: Path) -> None:
    target = tmp_path / "tasks.sqlite"
    target.write_bytes(b"ban cu")
    replace(TASK, "kind: phan-cap", "kind: x")(seed)
    told = canang("du-lieu", "xay", "--tu", str(seed), "--ra", str(target), "--ghi-de")
    assert (told.code, "được giữ nguyên" in told.err) == (3, True), told.err
    assert target.read_bytes() == b"ban cu"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["seed", "tasks.sqlite"]
