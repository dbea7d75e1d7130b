"""Files shown at a case that come by themselves and not as a place on the disk: kept beside the register by content."""

import hashlib
import shutil
from pathlib import Path
from typing import BinaryIO

from canang.cases.state import Attachment
from canang.desk.casework import CaseWork
from canang.desk.desk import Desk
from canang.files import private_folder, replacing
from canang.text.file_names import file_name

FOLDER = "dinh-kem"
"""The folder of such files within the user's folder: for each content one folder, with the file under its name."""


def attach_content(desk: Desk, work: CaseWork, item: str, name: str, content: BinaryIO) -> Attachment:
    """Keep a file and note it at an item of a case; the same file at the same item is not noted twice.

    Args:
        name: the file's name as it was sent.
        content: what it holds, from its beginning; read twice.

    Raises:
        Failure: the entry has no such item.
        OSError: it cannot be kept.
    """
    path = _kept(desk.home, file_name(name), content)
    digest = path.parent.name
    there = (each for each in work.case.attachments if (each.item, each.sha256) == (item, digest))
    return next(there, None) or work.attach(item, path)


def _kept(home: Path, name: str, content: BinaryIO) -> Path:
    """Where the content lies, once it is on the disk."""
    digest = hashlib.file_digest(content, "sha256").hexdigest()  # type: ignore[arg-type]
    folder = home / FOLDER / digest
    for each in (home, home / FOLDER, folder):
        private_folder(each)
    path = folder / name
    if not path.exists():
        content.seek(0)
        with replacing(path, private=True) as temporary, temporary.open("wb") as file:
            shutil.copyfileobj(content, file)
    return path
