"""Difficulties noted at a task or a step, to be sent to the ministry's hotline and marked when answered."""

from datetime import datetime

import msgspec

KINDS = {"quy-dinh": "quy định", "nguon-luc": "nguồn lực"}
"""The two groups in which the ministry collects them: the rules, or the means."""


class Difficulty(msgspec.Struct, frozen=True):
    """One difficulty. ``severity`` is 1 (can wait) to 3 (stops the work); ``answer`` is None until there is one."""

    id: int
    at: datetime
    entry: str
    step: str | None
    kind: str
    severity: int
    text: str
    data_version: str
    answer: str | None
    answered_at: datetime | None
