"""The steps of a procedure from text: by “Bước n”, else by the outermost marks of a list, else by paragraphs."""

import re

_STEP = re.compile(
    r"(?:(?<=\n)|(?<=^)|(?<=[.;:)]\s)|(?<=[.;:)]))[ \t]*[-+*•–]*[ \t]*(?:\d{1,2}(?:\.\d{1,2})*\.?[ \t]*)?"
    r"(?i:bước)\s*(?P<number>\d{1,2})(?!\d)\s*(?:\([^)]{1,40}\))?\s*[:.)\-–,]?\s*"
)
_FIRST = re.compile(r"(?<=\s)[-+*•–]*\s*Bước\s*(?P<number>0?1)\s*[:.)]\s*")
_MARKS = (
    ("roman", re.compile(r"(?:I|II|III|IV|V|VI|VII|VIII|IX|X)[.)]\s")),
    ("number", re.compile(r"\(?\d{1,2}[.)](?!\d)")),
    ("nested", re.compile(r"\d{1,2}\.\d{1,2}\.?(?!\d)")),
    ("letter", re.compile(r"\(?[a-zđ][.)]\s?")),
    ("lettered", re.compile(r"\(?[a-zđ]\.?\d{1,2}[.)]\s?")),
    ("star", re.compile(r"[*•·]\s*")),
    ("dash", re.compile(r"[-–−]\s*")),
    ("plus", re.compile(r"\+\s*")),
)
_SENTENCE_GOES_ON = re.compile(r"[^.;:!?”)]$")
LONGEST_LIST = 40
"""A text with more items than this on its outermost level is no list of steps."""


def split_steps(text: str) -> tuple[list[str], list[str]]:
    """The steps of a text, each with the lines below it, marks of numbering removed.

    Returns:
        The steps, and what could not be understood in Vietnamese.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    marked = list(_STEP.finditer(text))
    if not marked or int(marked[0]["number"]) == 2:
        # The page puts a heading and the first step on one line.
        first = _FIRST.search(text, 0, marked[0].start() if marked else len(text))
        marked = [first, *marked] if first else marked
    if marked and int(marked[0]["number"]) <= 1:
        return _by_marks(text, marked), []
    lines = _joined(text)
    level = _outermost(lines)
    if level is not None:
        steps = _by_level(lines, level)
        if 1 < len(steps) <= LONGEST_LIST:
            return steps, []
    if len(lines) == 1:
        return lines, []
    if len(lines) <= LONGEST_LIST:
        return [_bare(line) for line in lines], ["trình tự không đánh số bước; mỗi đoạn thành một bước"]
    return ["\n".join(lines)], ["trình tự không chia được thành bước; giữ nguyên một khối"]


def _by_marks(text: str, marked: list[re.Match[str]]) -> list[str]:
    steps = []
    case = _case(text[: marked[0].start()])
    ends = [match.start() for match in marked[1:]] + [len(text)]
    restarts = sum(match["number"] == "1" for match in marked) > 1
    for match, end in zip(marked, ends, strict=True):
        body = text[match.end() : end]
        following = None
        if restarts and end < len(text):
            body, following = _trailing_case(body)
        action = "\n".join(_joined(body))
        if action:
            steps.append(f"{case}: {action}" if case and restarts else action)
        if following:
            case = following
    return steps


def _case(text: str) -> str | None:
    lines = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
    return _bare(lines[-1]).rstrip(":. ") if lines and len(lines[-1]) < 160 else None


def _trailing_case(body: str) -> tuple[str, str | None]:
    """A heading at the end of a step that names the next case (``b) Trường hợp nộp trực tuyến:``)."""
    lines = body.rstrip().splitlines()
    last = lines[-1].strip() if lines else ""
    heads = re.match(r"(?:[a-zđ\d][.)]|[*+-]|I+[.)])?\s*(?:Trường hợp|Đối với|Trình tự|Cách)", last)
    if len(lines) > 1 and heads and len(last) < 160 and (last.endswith(":") or not last.endswith(".")):
        return "\n".join(lines[:-1]), _case(last)
    return body, None


def _joined(text: str) -> list[str]:
    """The lines, with those that a page broke in the middle of a sentence put together again."""
    lines: list[str] = []
    for raw in text.splitlines():
        line = " ".join(raw.split())
        if not line:
            continue
        if lines and _mark(line) is None and line[0].islower() and _SENTENCE_GOES_ON.search(lines[-1]):
            lines[-1] += f" {line}"
        else:
            lines.append(line)
    return lines


def _mark(line: str) -> str | None:
    return next((name for name, pattern in _MARKS if pattern.match(line)), None)


def _outermost(lines: list[str]) -> str | None:
    """The kind of mark that the first marked line has: what stands below it in the order of marks is within."""
    kinds = [kind for line in lines if (kind := _mark(line))]
    if not kinds:
        return None
    if kinds.count(kinds[0]) > 1:
        return kinds[0]
    return next((kind for kind in kinds if kinds.count(kind) > 1), kinds[0])


def _by_level(lines: list[str], level: str) -> list[str]:
    steps: list[list[str]] = []
    for line in lines:
        if _mark(line) == level or not steps:
            steps.append([_bare(line)])
        else:
            steps[-1].append(line)
    if steps and _mark(lines[0]) != level and len(steps) > 1 and steps[0][0].endswith(":"):
        # An opening line that only announces the list.
        steps = steps[1:]
    return ["\n".join(step) for step in steps]


def _bare(line: str) -> str:
    for _, pattern in _MARKS:
        if match := pattern.match(line):
            return line[match.end() :].strip()
    return line
