"""``canang export --mau``: a form to fill in, or which forms there are."""

from pathlib import Path

from canang.catalog.blanks import Blank
from canang.cli.terminal.choosing import choose_procedure, last_worked_on
from canang.cli.terminal.output import deliver, target_of
from canang.cli.terminal.page import Page
from canang.cli.terminal.session import Session
from canang.desk.printing import fill_blank, fillable
from canang.desk.reading import read_entry
from canang.errors import Code, Failure
from canang.text.identifiers import read_entry_id


def fill_or_list(
    session: Session,
    asked: str,
    references: list[str],
    case: str | None,
    output: str | None,
    *,
    overwrite: bool,
    notes: bool,
) -> None:
    """Write the form asked for, of an entry or of a case; list the forms where none was named.

    Raises:
        Failure: not one entry or one case was named, or the form cannot be told.
    """
    if not references and case is None and read_entry_id(asked):
        # ``--mau TDC-01.2``: the id stands where the form is expected.
        references, asked = [asked], ""
    if not references and case is None:
        last = last_worked_on(session, "canang export TDC-01.2 --mau")
        references, case = ([], last.case) if last.case is not None and asked else ([last.entry], None)
    if len(references) + (case is not None) != 1:
        raise Failure(
            "--mau cần đúng một mã, hoặc một hồ sơ.",
            'Ví dụ: canang export TDC-01.2 --mau 5.BBKT, hoặc canang export --ho-so "Cửa hàng số 5" --mau 5.BBKT',
        )
    if not asked:
        _list(session, references, case)
        return
    if output and output != "-" and Path(output).suffix.lower() != ".docx":
        raise Failure("Tờ để điền chỉ có dạng DOCX.", "Ví dụ: -o bien-ban.docx")
    reference = references[0] if references else None
    if reference is not None and output != "-":
        chosen = choose_procedure(session, read_entry(session.desk, reference), "in mẫu", or_task=True)
        reference = chosen.entry.id if chosen else reference
    filled = fill_blank(session.desk, asked, reference, case, notes=notes)
    target = target_of(session, output or f"{filled.blank.id}.docx", overwrite)
    deliver(session, target, filled.content)
    if target != "-" and not session.as_json:
        session.environment.say(
            f"Dựng theo {filled.blank.form}; không phải tệp chính thức. Đối chiếu mẫu trước khi ký."
        )


def _list(session: Session, references: list[str], case: str | None) -> None:
    id_, blanks = fillable(session.desk, references[0] if references else None, case)
    if session.as_json:
        keys = ("entry", "form", "title", "about")
        session.print_json([dict(zip(keys, (own, _code(b), b.title, b.about), strict=True)) for own, b in blanks])
        return
    if not blanks:
        raise Failure(f"{id_} chưa có tờ điền nào.", f"Các mẫu được nêu tên: canang xem {id_} --day-du", Code.NOT_FOUND)
    page = Page(session.environment)
    page.line(f"Tờ để điền của {id_}:", style="bold")
    several = len({own for own, _ in blanks}) > 1
    for own in dict.fromkeys(own for own, _ in blanks):
        if several:
            page.line(own, style="cyan")
        told = tuple((_code(blank), f"{blank.title}: {blank.about}") for each, blank in blanks if each == own)
        page.pairs(told, indent="  ")
    first, blank = blanks[0]
    which = f'--ho-so "{case[:80]}"' if case is not None else first
    page.line(f"In một tờ: canang export {which} --mau {_code(blank)}", style="dim")


def _code(blank: Blank) -> str:
    return blank.form.removeprefix("Mẫu ")
