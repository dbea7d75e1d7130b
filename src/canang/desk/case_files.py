"""Files that come by themselves and not as a place on the disk: kept, then noted at an item of a case."""

from typing import BinaryIO

from canang.cases.state import Attachment
from canang.desk.attachments import keep_content
from canang.desk.casework import CaseWork
from canang.desk.desk import Desk


def attach_content(desk: Desk, work: CaseWork, item: str, name: str, content: BinaryIO) -> Attachment:
    """Keep a file and note it at an item of a case; the same file at the same item is not noted twice.

    Args:
        name: the file's name as it was sent.
        content: what it holds, from its beginning; read twice.

    Raises:
        Failure: the entry has no such item.
        OSError: it cannot be kept.
    """
    path = keep_content(desk.register_home, name, content)
    digest = path.parent.name
    there = (each for each in work.case.attachments if (each.item, each.sha256) == (item, digest))
    return next(there, None) or work.attach(item, path)
