"""Numbers of legal documents in text whose table cells run together."""

import re

from canang.exchange.draft import Law

_NUMBER = re.compile(
    r"(?<!/)(?<!\d)(?<!\d\.)(?P<number>\d{1,7}(?:\.\d{1,2}|[a-z])?)\s?/\s?(?:(?P<year>(?:19|20)\d{2})\s?/\s?)?"
    r"(?P<tail>QH\d{2}|UBTVQH\d{2}|[A-ZĐ]{1,8}(?:\s?[-–_]\s?(?:UBTVQH\d{2}|QH\d{2}|[A-ZĐ][A-ZĐ&]+g?|C))*)"
)
_YEAR_BEFORE = re.compile(r"(?:19|20)\d{2}(?=\d)")
_ISSUERS = (
    "BNNPTNT BNNMT BTNMT BLĐTBXH BGDĐT BVHTTDL BVHTT BKHCN BKHĐT BTTTT BGTVT BCT BTC BCA BTP BYT BNV BQP BXD BNG"
    " TANDTC TTCP TTg VPCP VKSNDTC NHNN BHXH BXD UBND HĐND HĐTP CTN KTNN UBDT BDTTG CP"
).split()
_KINDS = ("TTLT", "VBHN", "NĐ", "ND", "NQ", "QĐ", "TT", "CT", "PL", "L", "LĐ", "HD", "KH", "QC", "CĐ")
_OPENERS = ("QUY", "BAN", "LU", "TH", "NGH", "S")
"""Runs of plain capitals with which a title written in capitals begins."""
_BARE = ("Luật", "Nghị định", "Nghị quyết", "Thông tư", "Quyết định", "Pháp lệnh", "Thông tư liên tịch", "NĐ", "TT")
_JOINT = "\u2060"
"""Put where a date and a number are glued to each other: no space, and no digit."""
_DATE_GLUED = re.compile(r"(\d{1,2}/\d{1,2}/(?:19|20)\d{2})(?=\d)")
_HEAD = re.compile(r"^\s*Tên văn bản pháp lý\s*Mã văn bản\s*")


def split_laws(text: str) -> tuple[list[Law], list[str]]:
    """The documents of a table of names and numbers whose cells run together.

    A number ends its row where it is glued to what stands before it, or to what comes after; one that stands between
    spaces is part of a name.

    Returns:
        The documents, each once, and the pieces in which no number was found.
    """
    text = _DATE_GLUED.sub(rf"\1{_JOINT}", _HEAD.sub("", text))
    laws: dict[str, Law] = {}
    left: list[str] = []
    begun = 0
    for found, number, end in _numbers(text):
        before, after = text[found - 1 : found], text[end : end + 1]
        glued_before = bool(before) and not before.isspace() and before not in '(“"'
        glued_after = not after or (after.isalnum() or after in '“"+*•')
        if not (glued_before or glued_after):
            continue
        name = _clean(text[begun:found], number)
        known = laws.get(number)
        if known is None or (known.title == number and name):
            laws[number] = Law(number, name or number)
        begun = end
    rest = text[begun:].strip(" ;.,-\n")
    if rest:
        named = [number for _, number, _ in _numbers(rest)]
        for number in named[:1] if laws else named:
            laws.setdefault(number, Law(number, _clean(rest, number) or number))
        if not named:
            left.append(rest)
    return list(laws.values()), left


def laws_in(text: str) -> list[Law]:
    """The documents that running text names, each once, with no more title than the number."""
    return [Law(number, number) for number in dict.fromkeys(number for _, number, _ in _numbers(text))]


def _numbers(text: str) -> list[tuple[int, str, int]]:
    """Start, canonical number and end of every document number in the text."""
    found = []
    for match in _NUMBER.finditer(text):
        tail, end = _tail(match["tail"], match.end(), text)
        if tail is None:
            continue
        number, start = match["number"], match.start()
        if len(number) > 4 and (glued := _YEAR_BEFORE.match(number)):
            # The name before it ends in a year.
            number, start = number[glued.end() :], start + glued.end()
        parts = [number, match["year"], tail]
        found.append((start, "/".join(part for part in parts if part), end))
    return found


def _tail(tail: str, end: int, text: str) -> tuple[str | None, int]:
    """The tail without what the next cell's first letters added to it, and where it ends.

    None: it is no tail of a document's number.
    """
    start = end - len(tail)
    kind, *issuers = re.findall(r"[^-–_\s]+", tail)
    if kind.startswith(("QH", "UBTVQH")):
        return kind, start + len(kind)
    known = next((each for each in _KINDS if kind == each), None)
    if known is None or not issuers:
        return None, end
    written = []
    reached = start + len(kind)
    for issuer in issuers:
        place = text.index(issuer, reached)
        kept = _issuer(issuer, text[place + len(issuer) : place + len(issuer) + 1])
        written.append("CP" if known in {"NĐ", "ND"} else kept)
        reached = place + len(kept)
        if kept != issuer:
            break
    return f"{'NĐ' if known == 'ND' else known}-{'-'.join(written)}", reached


def _issuer(run: str, after: str) -> str:
    """The issuer in a run of capitals to which the next word's may be glued."""
    known = max((each for each in _ISSUERS if run.startswith(each)), key=len, default=None)
    if run[-2:].isdigit() or not after.isalpha():
        return known if known and run[len(known) :] in _OPENERS else run
    return known or (run[:-1] if len(run) > 1 else run)


def _clean(name: str, number: str) -> str:
    """A document's title from the cell of its row: without the number said again and without marks at its ends."""
    name = " ".join(name.replace(_JOINT, " ").split()).strip(' ;.,-–+*•“”"')
    if name.endswith(number):
        name = name[: -len(number)].strip(" ;.,-–")
    name = re.sub(r"\s*(?:,|-)?\s*(?:số|Số)$", "", name)
    if name in _BARE:
        return f"{name} {number}"
    return name if len(name) > 3 else ""
