"""Cases sent to another machine and taken in from one, by a file."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

import msgspec

from canang.cases.events import Event
from canang.cases.state import Attachment
from canang.cases.verdicts import Gap, Outcome, Verdict
from canang.desk.attachments import find_file, keep_content, kept_file, name_of_file
from canang.desk.desk import Desk
from canang.desk.machine_key import Untrusted, check_signer, signing
from canang.errors import Code, Failure
from canang.exchange.case_pack import (
    CasePack,
    CasePackRefused,
    open_packed,
    read_case_pack,
    write_case_pack,
)
from canang.files import replacing


class Sent(msgspec.Struct, frozen=True):
    """What was written into a pack: names of cases, how many events and files, attached files that are no longer
    to be had, and the fingerprint by which the receiver knows this machine, empty where nobody signed."""

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


def send(desk: Desk, target: Path, names: Sequence[str] = (), *, sign: bool = True) -> Sent:
    """Write cases, with all that was said of them and their files, as one signed file; whole or not at all.

    Args:
        names: None named sends every case and every difficulty.
        sign: False where nothing can sign.

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
    files = {each.sha256: path for each in attached if (path := find_file(desk.register_home, each))}
    missing = tuple(name_of_file(each) for each in attached if each.sha256 not in files)
    key, mark = signing(desk) if sign else (None, "")
    with replacing(target) as temporary:
        write_case_pack(temporary, events, files, key=key, now=desk.now(), who=desk.who or "")
    return Sent(chosen, len(events), len(files), missing, mark)


def receive(desk: Desk, path: Path, *, trust: bool = False, verify: bool = True) -> Received:
    """Take in what another machine sent; each event once, however often the file comes.

    Args:
        trust: also a pack of a machine that is not trusted yet, which then is; or one that nobody signed.
        verify: False where nothing can check a signature: who says ``trust`` then answers for the file, this once.

    Raises:
        Untrusted: of such a one.
        CasePackRefused: the file is no pack, or was changed on the way.
        Unreadable: it is no ordinary file, or too large.
    """
    pack = read_case_pack(path, verify=verify)
    if verify:
        check_signer(desk, pack.manifest, trust=trust)
    elif not trust:
        raise Untrusted("Chưa biết gói hồ sơ này của ai.", "Biết chắc của ai gửi thì đánh dấu là tin.")
    files, problems = _keep_files(desk, path, pack)
    with desk.register() as register:
        before = set(register.keys().values())
        verdicts = register.take(pack.events, desk.now(), sent=False)
        names, disputed = register.keys(), register.disputed()
        gaps = tuple(register.gaps())
    touched = {e.case for e, v in zip(pack.events, verdicts, strict=True) if v.outcome is Outcome.ADDED}
    return Received(
        made_by=pack.manifest.made_by,
        added=sum(verdict.outcome is Outcome.ADDED for verdict in verdicts),
        known=sum(verdict.outcome is Outcome.KNOWN for verdict in verdicts),
        files=files,
        problems=(*problems, *(f"dòng {number}: không phải sự kiện" for number in pack.unread), *told_of(verdicts)),
        new_cases=tuple(name for name, key in names.items() if key not in before),
        conflicts=tuple(name for key, name in disputed.items() if key in touched),
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


def _keep_files(desk: Desk, path: Path, pack: CasePack) -> tuple[int, list[str]]:
    """Keep the files that the events show; what is not what its name says is told and left out."""
    names = {each.sha256: name_of_file(each) for e in pack.events if (each := _shown(e))}
    kept, problems = 0, []
    for digest in pack.manifest.files:
        if digest not in names or kept_file(desk.register_home, digest):
            continue
        try:
            with open_packed(path, digest) as packed:
                if hashlib.file_digest(packed, "sha256").hexdigest() != digest:  # type: ignore[arg-type]
                    problems.append(f"tệp {names[digest][:60]}: nội dung không đúng mã của nó")
                    continue
            with open_packed(path, digest) as packed:
                keep_content(desk.register_home, names[digest], packed)
            kept += 1
        except (KeyError, CasePackRefused) as error:
            problems.append(f"tệp {names[digest][:60]}: {error}")
    return kept, problems


def _shown(event: Event) -> Attachment | None:
    try:
        return attachment_of(event) if event.kind == "attach" else None
    except KeyError:
        return None
