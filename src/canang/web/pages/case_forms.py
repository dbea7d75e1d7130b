"""Answering the items of a case: one a page, or all on one; nothing lost, nothing twice, nothing overwritten unseen."""

from functools import partial
from pathlib import Path

import msgspec
from starlette.responses import Response

from canang.cases.walk import Answer, Item, State, every_item
from canang.desk.attachments import what_became_of
from canang.desk.case_files import attach_content
from canang.desk.case_keys import name_of
from canang.desk.cases import open_case
from canang.desk.casework import CaseWork, Excluded
from canang.errors import Code, Failure
from canang.sheet.page import Box
from canang.web.failing import NOT_NOW
from canang.web.visit import Visit

MUST_SAY = "Ghi điều không đạt: thấy gì, ở đâu. Câu này vào biên bản."


class Clash(msgspec.Struct, frozen=True):
    """An answer that was not written: since the form was opened somebody answered otherwise. Both are shown."""

    item: Item
    typed: Answer
    there: Answer | None


def item(visit: Visit) -> Response:
    """One item: what it says, what was answered, and the form."""
    with open_case(visit.desk, name_of(visit.desk, visit.place("khoa"))) as work:
        return _item(visit, work, _found(work, visit.place("muc")))


def answered(visit: Visit) -> Response:
    """Keep the answer, a note, a file; then the next item that is left, or all of them to look through."""
    with open_case(visit.desk, name_of(visit.desk, visit.place("khoa"))) as work:
        one = _found(work, visit.place("muc"))
        _open(work)
        if visit.typed("lam") == "rut-lai":
            work.undo(one.id)
            return _item_address(visit, one)
        typed = _typed(visit, "tra-loi", "ghi-chu")
        if typed and typed.state == State.NOT_MET and not typed.note:
            return _item(visit, work, one, {"ghi-chu": MUST_SAY})
        try:
            problems = _shown(visit, work, one)
            clash = None
            if typed and not problems:
                clash = _written(work, one, typed, known=visit.typed("biet"), instead=visit.typed("thay") == "co")
        except Failure as failure:
            if failure.code not in NOT_NOW:
                raise
            return _item(visit, work, one, {"tra-loi": f"{failure} Bấm Lưu lần nữa; chữ đã gõ còn ở dưới."})
        if problems:
            return _item(visit, work, one, problems)
        if typed:
            if isinstance(clash, Clash):
                return _item(visit, work, one, {"tra-loi": "Mục này vừa được trả lời ở cửa sổ khác."}, clash=clash)
            if isinstance(clash, Excluded):
                return _item(visit, work, one, {"thay": str(clash)}, excluded=clash.other)
        _noted(visit, work, one)
        if visit.typed("lam") == "o-lai" or not typed:
            return _item_address(visit, one)
        following = _next(work, one)
        if following is None:
            return visit.go("ho-so", visit.place("khoa"), "soat")
        return _item_address(visit, following)


def every(visit: Visit) -> Response:
    """All items on one page."""
    with open_case(visit.desk, name_of(visit.desk, visit.place("khoa"))) as work:
        return _every(visit, work, {}, [])


def every_answered(visit: Visit) -> Response:
    """Keep every answer of the page that is another than before; what cannot be kept is shown again with the reason."""
    problems: dict[str, str] = {}
    clashes: list[Clash] = []
    with open_case(visit.desk, name_of(visit.desk, visit.place("khoa"))) as work:
        _open(work)
        for one in every_item(work.items):
            typed = _typed(visit, f"tl-{one.id}", f"gc-{one.id}")
            # Of answers that stand beside each other, only the item's own page settles which holds.
            if typed is None or typed == work.case.answers.get(one.id):
                continue
            if typed.state == State.NOT_MET and not typed.note:
                problems[f"gc-{one.id}"] = f"{one.text[:60]}: {MUST_SAY}"
                continue
            said = _written(work, one, typed, known=visit.typed(f"biet-{one.id}"), instead=False)
            if isinstance(said, Clash):
                problems[f"tl-{one.id}"] = f"{one.text[:60]}: vừa được trả lời ở cửa sổ khác."
                clashes.append(said)
            elif said is not None:
                problems[f"tl-{one.id}"] = str(said)
        if problems:
            return _every(visit, work, problems, clashes)
    return visit.go("ho-so", visit.place("khoa"), "soat")


def undone(visit: Visit) -> Response:
    """Take back what was last done; the log keeps it."""
    with open_case(visit.desk, name_of(visit.desk, visit.place("khoa"))) as work:
        # A form sent twice takes back one thing: it names what it saw.
        if _newest(work) == visit.typed("biet"):
            work.undo()
        return visit.go("ho-so", work.case.id)


def _typed(visit: Visit, answer: str, note: str) -> Answer | None:
    state = visit.typed(answer)
    return Answer(state, visit.typed(note) or None) if state in list(State) else None


def _written(work: CaseWork, one: Item, typed: Answer, *, known: str, instead: bool) -> Clash | Excluded | None:
    """Write an answer unless it is there already, or another came in between, or a step excludes it."""
    there = work.case.answers.get(one.id)
    if there == typed and one.id not in work.case.conflicts:
        return None
    if known != head_of(work, one.id):
        return Clash(one, typed, there)
    try:
        work.answer(one.id, typed, instead=instead)
    except Excluded as excluded:
        return excluded
    return None


def _shown(visit: Visit, work: CaseWork, one: Item) -> dict[str, str]:
    """Attach what was chosen or named; what is wrong by field."""
    # A path is of a person's own machine; on a server it would be one of the server's files.
    upload, named = visit.uploaded("tep"), "" if visit.signed else visit.typed("duong-dan").strip('"')
    if upload is not None:
        attach_content(visit.desk, work, one.id, upload.filename or "", upload.file)
    if named:
        try:
            digests = {(a.item, a.path) for a in work.case.attachments}
            if (one.id, str(Path(named).resolve())) not in digests:
                work.attach(one.id, Path(named))
        except (OSError, ValueError, Failure):
            return {"duong-dan": "Không đọc được tệp ở đường dẫn này. Kiểm lại, hoặc tải tệp lên."}
    return {}


def _noted(visit: Visit, work: CaseWork, one: Item) -> None:
    note = visit.typed("ghi-rieng")
    if note and note != (work.case.notes.get(one.id) or ("",))[-1]:
        work.note(one.id, note)


def _open(work: CaseWork) -> None:
    if work.case.closed:
        raise Failure(
            "Hồ sơ này đã đóng ở cửa sổ khác, nên chưa ghi gì.", "Mở lại hồ sơ rồi trả lời tiếp.", Code.CLOSED
        )


def head_of(work: CaseWork, item_id: str) -> str:
    """The newest event that answered an item or took its answer back, by its id; empty where there is none.

    A form carries the one that it was made from: where another is there when it comes back, it is old.
    """
    kinds = {"answer", "undo"}
    return next((each.id for each in reversed(work.events()) if each.item == item_id and each.kind in kinds), "")


def _newest(work: CaseWork) -> str:
    return work.events()[-1].id


def _found(work: CaseWork, item_id: str) -> Item:
    found = next((each for each in every_item(work.items) if each.id == item_id), None)
    if found is None:
        raise Failure("Hồ sơ này không có mục ấy.", "Quay lại danh sách mục của hồ sơ.", Code.NOT_FOUND)
    return found


def _next(work: CaseWork, one: Item) -> Item | None:
    """The first item behind this one that is left, else the first that is left at all."""
    order = [each.id for each in work.items]
    own = next((i.id for i in work.items if one == i or one in i.papers), one.id)
    left = work.progress.left
    behind = [each for each in left if order.index(each.id) > order.index(own)]
    return next(iter(behind or [each for each in left if each != one]), None)


def _item_address(visit: Visit, one: Item) -> Response:
    return visit.go("ho-so", visit.place("khoa"), "muc", one.id)


def _item(
    visit: Visit,
    work: CaseWork,
    one: Item,
    problems: dict[str, str] | None = None,
    clash: Clash | None = None,
    excluded: Item | None = None,
) -> Response:
    flat = list(every_item(work.items))
    place = flat.index(one)
    return visit.show(
        "item.html",
        400 if problems else 200,
        problems=problems or {},
        typed=visit.form,
        work=work,
        item=one,
        box=_boxes(work).get(one.id),
        number=place + 1,
        count=len(flat),
        before=flat[place - 1] if place else None,
        after=flat[place + 1] if place + 1 < len(flat) else None,
        head=head_of(work, one.id),
        clash=clash,
        excluded=excluded,
        became=partial(what_became_of, visit.desk.register_home),
        key=visit.place("khoa"),
        due=work.schedule.steps.get(one.key) if one.part == "step" else None,
    )


def _every(visit: Visit, work: CaseWork, problems: dict[str, str], clashes: list[Clash]) -> Response:
    return visit.show(
        "case_all.html",
        400 if problems else 200,
        problems=problems,
        typed=visit.form,
        work=work,
        heads={each.id: head_of(work, each.id) for each in every_item(work.items)},
        clashes={clash.item.id: clash for clash in clashes},
        boxes=_boxes(work),
        key=visit.place("khoa"),
    )


def _boxes(work: CaseWork) -> dict[str, Box]:
    """What the page says of each paper and step, by the ids of their items."""
    sheet = work.reading.sheet
    parts = (("dossier", sheet.dossier), ("step", sheet.steps))
    return {f"{part}:{box.key}": box for part, boxes in parts for box in boxes}


ROUTES = (
    ("/ho-so/{khoa}/muc/{muc}", "GET", item),
    ("/ho-so/{khoa}/muc/{muc}", "POST", answered),
    ("/ho-so/{khoa}/tat-ca", "GET", every),
    ("/ho-so/{khoa}/tat-ca", "POST", every_answered),
    ("/ho-so/{khoa}/rut-lai", "POST", undone),
)
