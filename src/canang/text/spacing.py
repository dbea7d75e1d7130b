"""Words typed without spaces, taken apart."""

import math
from collections.abc import Callable, Mapping

from canang.text.syllables import is_syllable, same_spelling

_LONGEST = 7
"""No Vietnamese syllable has more letters (nghiêng)."""

_EACH, _LETTER, _BESIDE = 2.0, 6.0, -4.0
"""Short words are cheap to find by chance: what each word costs, a single letter, and one that often follows."""


def segment(
    glued: str, counts: Mapping[str, int], together: Callable[[str, str], int] = lambda first, second: 0
) -> list[str] | None:
    """The known words that a run of letters is made of, the likeliest way; None where it is not made of them.

    Args:
        glued: folded letters without spaces.
        counts: how often each known word occurs, under the one spelling that ``same_spelling`` gives.
        together: how often one known word stands before another.

    >>> segment("doluongxangdau", {"do": 9, "luong": 9, "xang": 3, "dau": 5})
    ['do', 'luong', 'xang', 'dau']
    """
    total = sum(counts.values()) or 1
    best: list[tuple[float, list[str]] | None] = [(0.0, [])] + [None] * len(glued)
    for end in range(1, len(glued) + 1):
        for start in range(max(0, end - _LONGEST), end):
            before, word = best[start], same_spelling(glued[start:end])
            if before is None or word not in counts or (len(word) > 1 and not is_syllable(word)):
                continue
            cost = before[0] + math.log(total / counts[word]) + (_EACH if len(word) > 1 else _LETTER)
            if before[1] and together(before[1][-1], word):
                cost += _BESIDE
            kept = best[end]
            if kept is None or cost < kept[0]:
                best[end] = (cost, [*before[1], word])
    last = best[-1]
    return last[1] if last else None
