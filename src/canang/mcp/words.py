"""An entry in words for a model to read, part by part."""

from canang.desk.reading import Reading
from canang.sheet.page import Box, labelled
from canang.sheet.words import LABELS

PARTS = ("tom-tat", "giay-to", "cac-buoc", "can-cu", "kiem-chung", "tat-ca")
"""The parts of an entry that can be asked for."""


def entry_words(reading: Reading, part: str) -> list[str]:
    """The lines of a part; every one that warns comes first, whichever part it is."""
    sheet = reading.sheet
    head = [f"{sheet.id} {sheet.title} ({sheet.subtitle})", f"Theo quy định ngày {reading.entry.as_of.isoformat()}"]
    head += [f"LƯU Ý: {notice.text}" for notice in sheet.notices]
    parts = {
        "tom-tat": [
            *(f"{label}: {text}" for label, text in labelled(sheet.head)),
            *(line for box in sheet.conditions for line in _box("Điều kiện", box)),
            *(f"Thủ tục {id_}: {name}" for id_, name in sheet.procedures),
            f"Giấy tờ: {len(sheet.dossier)}; bước: {len(sheet.steps)} (xem phan=giay-to, phan=cac-buoc)",
            *(f"{label}: {text}" for label, text in labelled(sheet.checked[:1])),
        ],
        "giay-to": [
            *(line for box in sheet.dossier for line in _box("Giấy tờ", box)),
            *(f"{code}: {name}" for code, name in sheet.forms),
        ],
        "cac-buoc": [line for box in sheet.steps for line in _box("Bước", box)],
        "can-cu": [f"{label}: {text}" for label, text in labelled(sheet.basis)],
        "kiem-chung": [f"{label}: {text}" for label, text in labelled(sheet.checked)],
    }
    chosen = list(parts) if part == "tat-ca" else [part]
    body = [line for name in chosen for line in parts[name]]
    return [*head, *(body or ["Phần này không có gì trong dữ liệu; có thể là chưa có nguồn."])]


def _box(what: str, box: Box) -> list[str]:
    said = "; ".join(f"{LABELS[detail.kind]}: {detail.text}" for detail in box.details)
    return [f"{what} {box.number}. {box.text}" + (f" – {said}" if said else "")]
