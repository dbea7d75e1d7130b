"""A sheet as PDF/A-2b, set by Typst from the template beside this file."""

import json
import re
from functools import lru_cache
from importlib import resources
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec

from canang.errors import Code, Failure
from canang.export.flow import draw_flow
from canang.export.handbook import Book
from canang.export.office import Office
from canang.interrupts import held_back
from canang.sheet.page import Box, Sheet, labelled
from canang.sheet.words import LABELS, Kind

FACE = "Liberation Serif"
"""Of the metrics of Times New Roman, with every letter of Vietnamese; it lies beside this file. Faces of the machine
are not asked: an older one of the same name lacks letters, and the page would differ from office to office."""
_OWN_FACES = Path(__file__).parent / "fonts"


class TypesettingFailed(Failure):
    """The page could not be set, for the typesetter's reason."""

    code = Code.UNEXPECTED

    def __init__(self, why: str) -> None:
        super().__init__(f"Không dàn được trang PDF: {why}", "Thử --dinh-dang md, và báo cho người phụ trách.")


class NoTypesetter(TypesettingFailed):
    """The program was delivered without the typesetter, which is half of its size."""

    def __init__(self) -> None:
        Failure.__init__(
            self,
            "Bản canang nhỏ này không làm được PDF.",
            "Thêm --dinh-dang docx (mở bằng Word) hoặc --dinh-dang html (in từ trình duyệt), hoặc lấy bản đầy đủ.",
            Code.WRONG_USE,
        )


def to_pdf(sheets: list[Sheet], office: Office | None = None) -> bytes:
    """Set the sheets one after another, each beginning on a page of its own; one whose last page would hold a few lines
    is set a little tighter, so that they stand with the others.

    Raises:
        NoTypesetter: this edition has none.
        TypesettingFailed: the typesetter refused or warned.
    """
    pdf = _set("sheets.typ", sheets, office, {})
    sizes = _page_sizes(pdf)
    if len(sheets) > 1 or len(sizes) == 1 or sizes[-1] > _FEW_LINES:
        return pdf
    tighter = (_set("sheets.typ", sheets, office, {"tight": level}) for level in ("1", "2"))
    return next((each for each in tighter if len(_page_sizes(each)) < len(sizes)), pdf)


_FEW_LINES = 1000
"""The bytes of a page on which half a dozen lines stand, as this typesetter writes and packs them."""


def _page_sizes(pdf: bytes) -> list[int]:
    """The bytes of what stands on each page of a file of this typesetter."""
    contents = re.findall(rb"/Type\s*/Page\b.*?/Contents (\d+) 0 R", pdf, re.DOTALL)
    lengths = dict(re.findall(rb"\n(\d+) 0 obj\s*<<[^>]*?/Length (\d+)", pdf))
    return [int(lengths.get(number, _FEW_LINES + 1)) for number in contents]


def to_handbook(sheets: list[Sheet], book: Book) -> bytes:
    """The whole handbook: title page, how to read it, contents, every sheet, indexes.

    Raises:
        NoTypesetter: this edition has none.
        TypesettingFailed: the typesetter refused or warned.
    """
    return _set("handbook.typ", sheets, None, {"book": json.dumps(msgspec.to_builtins(book), ensure_ascii=False)})


def _set(template: str, sheets: list[Sheet], office: Office | None, more: dict[str, str]) -> bytes:
    """PDF/A-2b makes a missing glyph an error; a missing family would only give empty pages, so any warning counts as
    failure."""
    typst = _typesetter()
    here = resources.files("canang.export")
    source = here.joinpath("sheet.typ").read_bytes() + here.joinpath(template).read_bytes()
    inputs: dict[str, Any] = {
        "face": FACE,
        "sheets": json.dumps(
            [{**_plain(sheet), **_pictures(sheet, office)} for sheet in sheets], ensure_ascii=False
        ).translate(_COLOURED),
        "office": json.dumps(_head(office) if office else None, ensure_ascii=False),
        **({"logo": "logo"} if office and office.logo else {}),
        **more,
    }
    with TemporaryDirectory() as folder:
        # A compiler of its own folder: text that a user wrote may name no file of the machine.
        document = Path(folder) / "sheets.typ"
        document.write_bytes(source)
        if office and office.logo:
            (Path(folder) / "logo").write_bytes(office.logo)
        while True:
            try:
                pdf, warnings = typst.compile_with_warnings(
                    str(document),
                    root=folder,
                    font_paths=_fonts(),
                    sys_inputs=inputs,
                    pdf_standards=["a-2b"],
                )
                break
            except RuntimeError as error:
                # What people write, here or in a file that was imported, must be printed all the same.
                lacking = _LACKING.search(str(error))
                shown = _without(inputs["sheets"], _named(lacking[1])) if lacking else inputs["sheets"]
                if shown == inputs["sheets"]:
                    raise TypesettingFailed(str(error)) from error
                inputs["sheets"] = shown
    if warnings:
        raise TypesettingFailed("; ".join(str(warning.message) for warning in warnings))
    return bytes(pdf)


_LACKING = re.compile(r'the text `"(.+?)"` could not be displayed')
_COLOURED = {0xFE0E: None, 0xFE0F: None}
"""What only says how a sign is coloured, and is none of its own."""
_SIGN = "□"
"""What stands for a character that the face lacks."""
_TOLD = f" · {_SIGN}: chữ mà phông in không có"


def _named(text: str) -> str:
    """The characters of the typesetter's complaint, which writes those that cannot be seen as numbers."""
    return re.sub(r"\\u\{([0-9a-f]+)\}", lambda found: chr(int(found[1], 16)), text)


def _without(sheets: str, characters: str) -> str:
    """The sheets with a sign in the place of these characters, which the foot of each such sheet tells."""
    signs = {ord(each): _SIGN for each in characters if not each.isascii()}
    told = []
    for sheet in json.loads(sheets):
        before = json.dumps(sheet, ensure_ascii=False)
        after = json.loads(before.translate(signs))
        if after != sheet and not after["footer"].endswith(_TOLD):
            after["footer"] += _TOLD
        told.append(after)
    return json.dumps(told, ensure_ascii=False)


def _typesetter() -> Any:
    try:
        import typst  # noqa: PLC0415  only a PDF needs the typesetter
    except ModuleNotFoundError:
        raise NoTypesetter from None
    return typst


@lru_cache(maxsize=1)
def _fonts() -> Any:
    """The faces, read once a run."""
    return _typesetter().Fonts(include_system_fonts=False, font_paths=[str(_OWN_FACES)])


def _head(office: Office) -> dict[str, str]:
    return {"co_quan": office.co_quan, "cap_tren": office.cap_tren, "noi": office.noi}


_STYLES = {Kind.PITFALL: "care", Kind.BASIS: "basis"}
"""Details that have a line and a colour of their own; all others are facts that share a line."""


def _plain(sheet: Sheet) -> dict[str, Any]:
    """The sheet as the template takes it: lists and dictionaries, with labels on its lines."""
    return {
        **msgspec.to_builtins(sheet),
        **{part: labelled(getattr(sheet, part)) for part in ("head", "basis", "checked")},
        **{part: [_box(box) for box in getattr(sheet, part)] for part in ("conditions", "dossier", "steps")},
    }


def _box(box: Box) -> dict[str, Any]:
    details = [
        {"label": LABELS[detail.kind], "text": detail.text, "style": _STYLES.get(detail.kind, "fact")}
        for detail in box.details
    ]
    return {**msgspec.to_builtins(box), "details": details}


def _pictures(sheet: Sheet, office: Office | None) -> dict[str, Any]:
    """What a sheet shows beside its text, as SVG: its QR code, and the flow where it helps and fits a page."""
    flow = draw_flow(sheet.steps, f"Các bước của {sheet.id}", FACE)
    return {
        "qr": qr_svg(sheet, office),
        "flow": flow.svg if flow.helps and not sheet.brief else None,
        "flow_width": flow.paper_width,
    }


def qr_text(sheet: Sheet, office: Office | None) -> str:
    """What a phone reads off a sheet: the entry's page where the office publishes its folder of pages, else what the
    entry is called and the data that it was printed from."""
    if office and office.trang:
        return f"{office.trang.rstrip('/')}/thu-tuc/{sheet.id}.html"
    return f"{sheet.title}\n{sheet.footer}"


@lru_cache(maxsize=1)
def _barcodes() -> Any:
    """The library of barcodes, loaded once a run and whole: halfway, its native part brings the process down."""
    with held_back():
        import zxingcpp  # noqa: PLC0415  only paper carries one
    return zxingcpp


def qr_svg(sheet: Sheet, office: Office | None) -> str:
    """The QR code of a sheet, as SVG."""
    zxingcpp = _barcodes()
    code = zxingcpp.create_barcode(qr_text(sheet, office), zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    return str(code.to_svg(add_quiet_zones=False))
