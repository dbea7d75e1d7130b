"""Papers as one HTML file that needs nothing else and prints well."""

from base64 import b64encode
from html import escape

from canang.export.flow import draw_flow
from canang.export.office import MOTTO, NATION, Office
from canang.export.record import WORK_DONE
from canang.sheet.page import Box, Sheet, labelled
from canang.sheet.words import BASIS, CHECKED, CONDITIONS, DOSSIER, FORMS, LABELS, LOG, PROCEDURES, STEPS, Kind

_STYLE = """
body{font:13pt/1.4 'Times New Roman',Tinos,'Liberation Serif',serif;max-width:46rem;margin:2rem auto;padding:0 1rem;
color:#111;background:#fff}
h1{font-size:1.35em;text-align:center;margin:.3em 0}h2{font-size:1.05em;text-transform:uppercase;margin:1.4em 0 .4em;
break-after:avoid}
.sub,footer{color:#555;font-size:.85em}.sub{text-align:center}.notice{border:1px solid #b45309;padding:.4em .7em;margin:
.6em 0;border-radius:3px}.red{border-color:#b00020}.head img{height:13mm}
.head{display:grid;grid-template-columns:1fr 1.3fr;text-align:center}
dl{display:grid;grid-template-columns:11em 1fr;gap:.2em .8em;margin:.4em 0}dt{font-weight:bold}dd{margin:0}
ol.boxes{list-style:none;padding:0;margin:0}ol.boxes li{display:grid;grid-template-columns:1.6em 1fr;padding:.4em 0;
border-top:1px solid #bbb;break-inside:avoid;align-items:start}ol.boxes input{margin:.3em 0 0}
.detail{font-size:.85em;color:#444}.care{color:#9a3400}.basis{color:#666}
article+article{break-before:page;margin-top:3rem}svg.flow,figure svg{max-width:100%;height:auto}figure{margin:.6em 0;
break-inside:avoid}
.brief ol.boxes li{border:0;padding:.1em 0}.brief h2{margin:.6em 0 .2em}.brief dl{gap:.1em .8em}
@media (max-width:30rem){dl{grid-template-columns:1fr}dd{margin:0 0 .4em}}
@media print{body{font-size:11pt;line-height:1.25;margin:0;padding:0;max-width:none}
.brief{page:brief;font-size:9pt;line-height:1.1}.brief h1{font-size:1.25em}.brief .notice,.brief dl{margin:.2em 0}
.brief ol.boxes li{padding:0}.brief input{width:8pt;height:8pt;margin:.1em 0 0}.brief p{margin:.2em 0}
@page brief{size:A4;margin:12mm 15mm 12mm 30mm}.screen{display:none}@page{size:A4;margin:20mm 15mm 20mm 30mm}}
"""
_CLASSES = {Kind.PITFALL: "care", Kind.BASIS: "basis"}


def to_html(sheets: list[Sheet], office: Office | None = None) -> bytes:
    """All sheets in one page; tick boxes are real ones, and each procedure has its picture."""
    title = sheets[0].title if len(sheets) == 1 else "Cẩm nang"
    body = "".join(_article(sheet, office) for sheet in sheets)
    return (
        f'<!doctype html>\n<html lang="vi"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style></head><body>{body}</body></html>\n'
    ).encode()


def _article(sheet: Sheet, office: Office | None) -> str:
    small = ' class="brief"' if sheet.brief else ""
    parts = [f'<article id="{escape(sheet.id)}"{small}>', _office(office) if office else ""]
    parts += [f'<p class="sub">{escape(sheet.id)} · {escape(sheet.subtitle)}</p><h1>{escape(sheet.title)}</h1>']
    parts += [
        f'<p class="notice {escape(notice.severity)}"><b>Lưu ý.</b> {escape(notice.text)}</p>'
        for notice in sheet.notices
    ]
    parts.append(_pairs("", labelled(sheet.head)))
    parts.append(_pairs(PROCEDURES, sheet.procedures))
    parts += [
        _boxes(CONDITIONS, sheet.conditions),
        _boxes(DOSSIER, sheet.dossier),
        _boxes(WORK_DONE if sheet.log else STEPS, sheet.steps),
    ]
    if len(sheet.steps) > 1 and not (sheet.log or sheet.brief):
        flow = draw_flow(sheet.steps, f"Các bước của {sheet.id}")
        screen_only = "" if flow.helps else ' class="screen"'
        parts.append(f"<figure{screen_only}>{flow.svg}</figure>")
    parts += [
        _pairs(FORMS, sheet.forms),
        _pairs(BASIS, labelled(sheet.basis)),
        _pairs(CHECKED, labelled(sheet.checked)),
        _pairs(LOG, sheet.log),
        f"<footer>{escape(sheet.footer)}</footer></article>",
    ]
    return "".join(parts)


def _office(office: Office) -> str:
    logo = ""
    if office.logo:
        kind = "png" if office.logo.startswith(b"\x89PNG") else "jpeg"
        logo = f'<img alt="" src="data:image/{kind};base64,{b64encode(office.logo).decode()}"><br>'
    above = f"{escape(office.cap_tren)}<br>" if office.cap_tren else ""
    place = f"<p><i>{escape(office.noi)}, ngày …… tháng …… năm ……</i></p>" if office.noi else ""
    return (
        f'<div class="head"><div>{logo}{above}<b>{escape(office.co_quan)}</b></div>'
        f"<div><b>{NATION}</b><br><b>{MOTTO}</b>{place}</div></div>"
    )


def _pairs(title: str, pairs: tuple[tuple[str, str], ...]) -> str:
    if not pairs:
        return ""
    heading = f"<h2>{title}</h2>" if title else ""
    rows = "".join(f"<dt>{escape(label)}</dt><dd>{_text(text)}</dd>" for label, text in pairs)
    return f"{heading}<dl>{rows}</dl>"


def _boxes(title: str, boxes: tuple[Box, ...]) -> str:
    if not boxes:
        return ""
    return f'<h2>{title}</h2><ol class="boxes">{"".join(_box(box) for box in boxes)}</ol>'


def _box(box: Box) -> str:
    ticked = " checked" if box.ticked else ""
    details = "".join(
        f'<div class="detail {_CLASSES.get(detail.kind, "")}"><i>{escape(LABELS[detail.kind])}:</i>'
        f" {_text(detail.text)}</div>"
        for detail in box.details
    )
    filled = f" ({escape(', '.join(filter(None, box.filled)))})" if box.filled else ""
    return (
        f'<li><input type="checkbox"{ticked} aria-label="{escape(box.number)}"><div><b>{escape(box.number)}.</b>'
        f" {_text(box.text)}{filled}{details}</div></li>"
    )


def _text(text: str) -> str:
    return escape(text).replace("\n", "<br>")
