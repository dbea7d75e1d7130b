"""Our own template, for people who only have Excel or write YAML: its sheets, its columns, and an empty one to fill."""

import io
from typing import Any

import msgspec


class Column(msgspec.Struct, frozen=True):
    """A column: its heading, the key that it fills (``limit.text``: a key of a key), and an example."""

    heading: str
    key: str
    example: str = ""


class Part(msgspec.Struct, frozen=True):
    """A sheet, and the key of the template that it fills."""

    title: str
    key: str
    columns: tuple[Column, ...]


_ID = Column("Mã", "id", "HG-01")

PROCEDURES = Part(
    "Thủ tục",
    "procedures",
    (
        _ID,
        Column("Tên", "name", "Xác nhận điểm cân đối chứng ở chợ"),
        Column("Lĩnh vực", "field", "TDC"),
        Column("Loại", "type", "noi-bo"),
        Column("Cấp", "level", "xa"),
        Column("Ai quyết định", "authority", "Ủy ban nhân dân cấp xã"),
        Column("Trước đây", "authority_before"),
        Column("Ai làm", "agency", "Phòng Kinh tế"),
        Column("Dành cho", "applicant", "Ban quản lý chợ"),
        Column("Cách nộp", "submission.text", "Nộp trực tiếp"),
        Column("Thời hạn", "limit.text", "05 ngày làm việc"),
        Column("Phí, lệ phí", "fee.text", "Không"),
        Column("Kết quả", "result.text", "Văn bản xác nhận"),
        Column("Từ ngày", "from", "01/01/2027"),
        Column("Đến ngày", "to"),
        Column("Căn cứ", "basis", "04/2011/QH13 Điều 7 ~chua-doi-chieu"),
        Column("Mức kiểm chứng", "verification.level", "chua-doi-chieu"),
        Column("Ngày kiểm chứng", "verification.on", "25/11/2026"),
        Column("Ghi chú kiểm chứng", "verification.note", "Ví dụ của mẫu, không phải quy định"),
        Column("Nguồn", "sources"),
        Column("Lời thường ngày", "words", "cân đối chứng; cân ở chợ"),
        Column("Mã TTHC", "code"),
    ),
)
STEPS = Part(
    "Các bước",
    "steps",
    (
        _ID,
        Column("Làm gì", "action", "Nhận văn bản đề nghị, xem vị trí đặt cân"),
        Column("Ai làm", "actor", "Công chức phụ trách"),
        Column("Khi nào", "condition"),
        Column("Thời hạn", "limit.text", "02 ngày làm việc"),
        Column("Ra kết quả", "output", "Biên bản xem xét"),
        Column("Lưu ý", "note"),
        Column("Dễ sai", "pitfall"),
        Column("Căn cứ", "cite"),
    ),
)
DOSSIER = Part(
    "Hồ sơ",
    "dossier",
    (
        _ID,
        Column("Tên giấy tờ", "name", "Văn bản đề nghị"),
        Column("Bản chính", "originals", "1"),
        Column("Bản sao", "copies"),
        Column("Khi nào (trống: luôn cần)", "condition"),
        Column("Căn cứ", "cite"),
    ),
)
SOURCES = Part(
    "Nguồn",
    "sources",
    (
        Column("Mã nguồn", "id"),
        Column("Tên", "title"),
        Column("Nơi đăng", "publisher"),
        Column("Địa chỉ", "url"),
        Column("Ngày đọc", "read_on"),
    ),
)
HIDDEN = Part("Ẩn mục", "hidden", (_ID,))
WORDS = Part("Từ thường ngày", "words", (Column("Nói", "say"), Column("Nghĩa là", "means")))
PARTS = (PROCEDURES, STEPS, DOSSIER, SOURCES, HIDDEN, WORDS)
"""The sheets, in their order."""

GUIDE = (
    "Mỗi hàng của trang “Thủ tục” là một thủ tục; các bước và giấy tờ của nó ghi ở hai trang sau, cùng mã.",
    "Mã bắt đầu bằng chữ của lớp, như HG-01. Ghi mã đã có trong cẩm nang (TDC-01.2) là thay mục ấy trong lớp của mình.",
    "Loại: tthc, kiem-tra, noi-bo. Cấp: xa, tinh, bo. Mức: van-ban (đã đọc nguyên văn), tom-tat, chua-doi-chieu.",
    "Căn cứ viết như: 28/2013/TT-BKHCN điểm b khoản 4 Điều 20; nhiều căn cứ cách nhau bằng dấu chấm phẩy.",
    "Ngày viết như 01/3/2027. Không biết thì để trống, đừng đoán.",
    "Hàng có sẵn chỉ là ví dụ: xóa đi trước khi nhập.",
    "Xong thì chạy: canang du-lieu nhap TỆP --lop ten-lop",
)


def template_xlsx() -> bytes:
    """The workbook: a page of guidance, then a sheet a part with its headings and one example."""
    from openpyxl import Workbook  # noqa: PLC0415  only this form needs it
    from openpyxl.styles import Alignment, Font  # noqa: PLC0415

    book: Any = Workbook()
    guide = book.active
    guide.title = "Hướng dẫn"
    guide.column_dimensions["A"].width = 110
    for line in GUIDE:
        guide.append([line])
    for part in PARTS:
        sheet = book.create_sheet(part.title)
        sheet.append([column.heading for column in part.columns])
        if any(column.example for column in part.columns) and part is not HIDDEN:
            sheet.append([column.example or None for column in part.columns])
        for cell in sheet[1]:
            cell.font = Font(bold=True)
            sheet.column_dimensions[cell.column_letter].width = max(14, min(44, len(str(cell.value)) + 12))
        for row in sheet.iter_rows(min_row=2):
            for cell in row:
                cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.freeze_panes = "B2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def template_yaml() -> bytes:
    """The same example as YAML, with the guidance as comments."""
    lines = [f"# {line}" for line in GUIDE]
    lines += ["procedures:", *_yaml_item(PROCEDURES, "  "), "    steps:", *_yaml_item(STEPS, "      ")]
    lines += ["    dossier:", *_yaml_item(DOSSIER, "      "), "sources: {}", "hidden: []", "words: []"]
    return ("\n".join(lines) + "\n").encode()


def _yaml_item(part: Part, indent: str) -> list[str]:
    lines: list[str] = []
    open_key = ""
    for column in part.columns:
        if not column.example or (column.key == "id" and part is not PROCEDURES):
            continue
        outer, _, inner = column.key.rpartition(".")
        value = _yaml_value(column)
        if outer and outer != open_key:
            lines.append(f"{outer}:")
        lines.append(f"  {inner}: {value}" if outer else f"{column.key}: {value}")
        open_key = outer
    return [f"{indent}{'- ' if not position else '  '}{line}" for position, line in enumerate(lines)]


def _yaml_value(column: Column) -> str:
    if column.key in {"words", "basis"}:
        items = ", ".join(f'"{item.strip()}"' for item in column.example.split(";"))
        return f"[{items}]"
    if column.key in {"from", "verification.on"}:
        day, month, year = column.example.split("/")
        return f"{year}-{month}-{day}"
    return column.example if column.key in {"originals", "copies"} else f'"{column.example}"'
