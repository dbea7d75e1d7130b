"""Packs in a folder, on a stick or a share: which of them is newest, and what it would change at open cases."""

from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from canang.catalog.database import bundled_path, open_catalog
from canang.catalog.entries import UnknownEntry, load_entry
from canang.desk.cases import list_cases
from canang.desk.desk import Desk
from canang.desk.layers import installed_of
from canang.desk.packs import trusted_keys
from canang.errors import Code, Failure
from canang.exchange.bounds import Unreadable, check_size
from canang.exchange.pack import Manifest, PackRefused, age_of
from canang.exchange.updating import verify
from canang.sheet.comparing import changes_between

ENDING = ".canang"
MOST = 200
"""Packs that are looked at in one folder."""


class CaseChange(msgspec.Struct, frozen=True):
    """An open case that the pack concerns: how many statements of its entry change; None where the entry is gone."""

    case: str
    entry: str
    changes: int | None


class Offer(msgspec.Struct, frozen=True):
    """A pack that could be taken in now, and the open cases that it would change."""

    path: Path
    manifest: Manifest
    cases: tuple[CaseChange, ...]


def find_offer(desk: Desk, place: Path) -> Offer:
    """The pack at a place, or the newest good one of those in a folder and in the folders within it.

    Nothing is taken in, and nothing is asked of the network.

    Raises:
        Failure: there is none, or none that could be taken in; says why the last was refused.
    """
    if not place.is_dir():
        return _offer(desk, place)
    packs = sorted(each for depth in ("*", "*/*") for each in place.glob(f"{depth}{ENDING}") if each.is_file())[:MOST]
    if not packs:
        raise Failure(
            f"Trong {place} không có gói {ENDING} nào.", "Chỉ thẳng tới gói, hoặc cắm lại USB.", Code.NOT_FOUND
        )
    good: list[Offer] = []
    refused: Failure | None = None
    for each in packs:
        try:
            good.append(_offer(desk, each))
        except (Failure, OSError) as error:
            refused = error if isinstance(error, Failure) else refused
    if not good:
        raise refused or Failure(f"Không đọc được gói nào trong {place}.", "Cắm lại ổ rồi thử lại.", Code.CANNOT_READ)
    return max(good, key=lambda offer: age_of(offer.manifest))


def _offer(desk: Desk, pack: Path) -> Offer:
    installed = installed_of(desk)
    try:
        check_size(pack)
        with TemporaryDirectory() as work:
            fresh = Path(work) / "goc.sqlite"
            manifest = verify(installed, bundled_path(), pack, trusted_keys(desk).all(), fresh)
            changes = () if manifest.layer else _changes(desk, installed.base(bundled_path()), fresh)
    except (PackRefused, Unreadable) as refused:
        raise Failure(f"{refused} Dữ liệu đang dùng được giữ nguyên.", refused.hint, Code.REFUSED) from refused
    return Offer(pack, manifest, changes)


def _changes(desk: Desk, before: Path, after: Path) -> tuple[CaseChange, ...]:
    found = []
    with closing(open_catalog(before)) as old, closing(open_catalog(after)) as new:
        for standing in list_cases(desk).cases:
            case = standing.case
            try:
                was = load_entry(old, case.entry, desk.today)
            except UnknownEntry:
                continue  # of a layer, which the pack leaves as it is
            try:
                count: int | None = len(changes_between(was, load_entry(new, case.entry, desk.today)))
            except UnknownEntry:
                count = None
            if count != 0:
                found.append(CaseChange(case.name, case.entry, count))
    return tuple(found)
