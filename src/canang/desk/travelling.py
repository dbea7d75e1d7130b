"""Cases sent to another machine and taken in from one, by a file."""

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import IO

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from canang.cases.events import Event
from canang.cases.state import Attachment
from canang.cases.verdicts import Gap, Outcome, Verdict
from canang.desk.attachments import find_file, keep_content, kept_file, name_of_file
from canang.desk.desk import Desk
from canang.errors import Code, Failure
from canang.exchange.case_pack import (
    CaseManifest,
    CasePack,
    CasePackRefused,
    open_packed,
    read_case_pack,
    write_case_pack,
)
from canang.exchange.keys import TrustedKeys, fingerprint, make_key, read_private
from canang.files import private_folder, replacing

OWN_KEY = "khoa-may.pem"
"""The machine's own signing key in the user's folder, made when the first pack is."""

TRUSTED = "may-tin"
"""The folder of the keys of machines whose packs are taken in."""


class Sent(msgspec.Struct, frozen=True):
    """What was written into a pack: names of cases, how many events and files, attached files that are no longer
    to be had, and the fingerprint by which the receiver knows this machine."""

    cases: tuple[str, ...]
    events: int
    files: int
    missing: tuple[str, ...]
    fingerprint: str


class Received(msgspec.Struct, frozen=True):
    """What came of a pack: who made it, events taken and known before, files kept, what was refused or waits and why,
    names of cases that are new here, and of those in which two people now contradict each other; ``gaps`` are what is
    missing of any machine."""

    made_by: str
    added: int
    known: int
    files: int
    problems: tuple[str, ...]
    new_cases: tuple[str, ...]
    conflicts: tuple[str, ...]
    gaps: tuple[Gap, ...]


class Untrusted(CasePackRefused):
    """A pack of a machine that is not trusted yet, or that nobody signed."""


def send(desk: Desk, target: Path, names: Sequence[str] = ()) -> Sent:
    """Write cases, with all that was said of them and their files, as one signed file; whole or not at all.

    Args:
        names: None named sends every case and every difficulty.

    Raises:
        Failure: there is no case of a name, or nothing to send.
        OSError: the file cannot be written.
    """
    with desk.register() as register:
        keys = register.keys()
        unknown = next((name for name in names if name not in keys), None)
        if unknown is not None:
            raise Failure(
                f"Không có hồ sơ nào tên “{unknown[:80]}”.", "Xem các hồ sơ: canang ho-so --tat-ca", Code.NOT_FOUND
            )
        chosen = tuple(names) or tuple(keys)
        events = register.log([keys[name] for name in chosen] if names else None)
    if not events:
        raise Failure("Chưa có hồ sơ nào để gửi.", 'Mở một: canang ho-so mo MÃ "TÊN"', Code.NOT_FOUND)
    attached = [attachment_of(event) for event in events if event.kind == "attach"]
    files = {each.sha256: path for each in attached if (path := find_file(desk.home, each))}
    missing = tuple(name_of_file(each) for each in attached if each.sha256 not in files)
    key = own_key(desk)
    with replacing(target) as temporary:
        write_case_pack(temporary, events, files, key=key, now=desk.now(), who=desk.who or "")
    return Sent(chosen, len(events), len(files), missing, fingerprint(key.public_key()))


def receive(desk: Desk, path: Path, *, trust: bool = False) -> Received:
    """Take in what another machine sent; each event once, however often the file comes.

    Args:
        trust: also a pack of a machine that is not trusted yet, which then is; or one that nobody signed.

    Raises:
        Untrusted: of such a one.
        CasePackRefused: the file is no pack, or was changed on the way.
        Unreadable: it is no ordinary file, or too large.
    """
    pack = read_case_pack(path)
    _check_signer(desk, pack.manifest, trust=trust)
    files, problems = _keep_files(desk, path, pack)
    with desk.register() as register:
        before = set(register.keys().values())
        verdicts = register.take(pack.events, desk.now(), sent=False)
        cases = register.all_cases()
        gaps = tuple(register.gaps())
    touched = {e.case for e, v in zip(pack.events, verdicts, strict=True) if v.outcome is Outcome.ADDED}
    return Received(
        made_by=pack.manifest.made_by,
        added=sum(verdict.outcome is Outcome.ADDED for verdict in verdicts),
        known=sum(verdict.outcome is Outcome.KNOWN for verdict in verdicts),
        files=files,
        problems=(*problems, *(f"dòng {number}: không phải sự kiện" for number in pack.unread), *told_of(verdicts)),
        new_cases=tuple(case.name for case in cases if case.id not in before),
        conflicts=tuple(case.name for case in cases if case.conflicts and case.id in touched),
        gaps=gaps,
    )


def told_of(verdicts: Sequence[Verdict]) -> list[str]:
    """What is to be told of verdicts, the same reason once with how often."""
    reasons: dict[str, int] = {}
    for verdict in verdicts:
        if verdict.reason:
            done = "" if verdict.outcome is Outcome.ADDED else "không nhận: "
            reasons[done + verdict.reason] = reasons.get(done + verdict.reason, 0) + 1
    return [f"{reason} ({count} sự kiện)" for reason, count in reasons.items()]


def attachment_of(event: Event) -> Attachment:
    """What an event of attaching shows."""
    data = event.data
    return Attachment(event.item or "", data["path"], data["sha256"], data["size"])


def own_key(desk: Desk) -> Ed25519PrivateKey:
    """The machine's signing key, made where there is none.

    Raises:
        OSError: it cannot be kept.
    """
    path = desk.home / OWN_KEY
    if not path.is_file():
        private_folder(desk.home)
        work = desk.home / f".{OWN_KEY}.{os.getpid()}.pem"
        make_key(work, None)
        work.with_suffix(".pub").unlink()
        work.replace(path)
    return read_private(path, None)


def _check_signer(desk: Desk, manifest: CaseManifest, *, trust: bool) -> None:
    signer = manifest.signer
    if signer is None:
        if not trust:
            raise Untrusted("Gói hồ sơ này không có chữ ký.", "Biết chắc của ai gửi thì thêm --tin.")
        return
    known = TrustedKeys(desk.home / TRUSTED)
    mark = fingerprint(signer)
    if mark in known.all() or mark == fingerprint(own_key(desk).public_key()):
        return
    if not trust:
        shown = " ".join(mark[at : at + 4] for at in range(0, 16, 4))
        raise Untrusted(
            f"Gói của máy chưa tin ({manifest.made_by[:60] or 'không rõ ai'}), vân khóa {shown}.",
            "Đọc vân khóa ấy với người gửi; đúng thì chạy lại với --tin, các lần sau không hỏi nữa.",
        )
    known.trust(signer)


def _keep_files(desk: Desk, path: Path, pack: CasePack) -> tuple[int, list[str]]:
    """Keep the files that the events show; what is not what its name says is told and left out."""
    names = {each.sha256: name_of_file(each) for e in pack.events if (each := _shown(e))}
    kept, problems = 0, []
    for digest in pack.manifest.files:
        if digest not in names or kept_file(desk.home, digest):
            continue
        try:
            with open_packed(path, digest) as packed:
                if _digest(packed) != digest:
                    problems.append(f"tệp {names[digest][:60]}: nội dung không đúng mã của nó")
                    continue
            with open_packed(path, digest) as packed:
                keep_content(desk.home, names[digest], packed)
            kept += 1
        except (KeyError, CasePackRefused) as error:
            problems.append(f"tệp {names[digest][:60]}: {error}")
    return kept, problems


def _shown(event: Event) -> Attachment | None:
    try:
        return attachment_of(event) if event.kind == "attach" else None
    except KeyError:
        return None


def _digest(content: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while chunk := content.read(1 << 20):
        digest.update(chunk)
    return digest.hexdigest()
