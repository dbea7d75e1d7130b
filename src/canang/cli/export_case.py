"""Exports that know a case: its record, and a form with what the case already knows filled in."""

from pathlib import Path

from canang.catalog.blanks import Blank, blanks_of, choose_blank
from canang.catalog.entries import load_entry, resolve, sole_procedure
from canang.catalog.overview import meta
from canang.catalog.validity import Validity, notices
from canang.cli.errors import ExitCode, Failure
from canang.cli.exporting import as_json, content_of, office_if_any
from canang.cli.output import deliver, may_replace
from canang.cli.session import Session
from canang.export.office import Office
from canang.export.paper import lay_out
from canang.text.days import show_day


def export_case(
    session: Session, name: str, form: str, output: str | None, *, overwrite: bool, office: Office | None
) -> None:
    """Write the record of a case.

    Raises:
        Failure: there is no such case, or the catalogue no longer has what it follows.
    """
    from canang.cases.record import record_of  # noqa: PLC0415  only a case needs the register
    from canang.cli.case_view import case_named, object_of, standing_of  # noqa: PLC0415
    from canang.cli.due import due_text  # noqa: PLC0415
    from canang.cli.registers import opened  # noqa: PLC0415

    with opened(session.environment) as register:
        case = case_named(register, name, None)
        events = register.events(name)
    standing, calendar = standing_of(session, case)
    if standing.entry is None:
        raise Failure(f"Dữ liệu không còn {case.entry} mà hồ sơ này làm theo.", "Dùng lại bản dữ liệu cũ bằng --db.")
    target = output or f"ho-so.{form}"
    if target != "-":
        may_replace(session, Path(target), overwrite)
    today, whole = session.environment.today, standing.schedule.whole
    if form == "json":
        content = as_json(object_of(standing, today, whole=True))
    else:
        with session.catalog() as connection:
            validity, version = Validity(connection), meta(connection)["version"]
            paper = lay_out(standing.entry, notices(standing.entry, validity), version)
        last = due_text(whole, today, calendar) if whole else None
        content = content_of(form, [], [record_of(paper, case, events, last)], office=office)
    deliver(session, target, content)


def export_blank(
    session: Session, asked: str, reference: str | None, case_name: str | None, output: str | None, *, overwrite: bool
) -> None:
    """Write a form to fill in, of an entry or of a case, with what the case knows.

    Raises:
        Failure: the form cannot be told from what was asked; names those that there are.
    """
    known = {"today": show_day(session.environment.today)}
    if case_name is not None:
        reference, known = _known(session, case_name, known)
    with session.catalog() as connection:
        entry_id = sole_procedure(connection, resolve(connection, reference or ""))
        entry = load_entry(connection, entry_id, session.environment.today)
        blanks, version = blanks_of(connection, entry), meta(connection)["version"]
    blank = choose_blank(blanks, asked)
    if blank is None:
        raise Failure(f"{entry.id} không có tờ điền nào là “{asked[:60]}”.", _choices(blanks), ExitCode.NOTHING_FOUND)
    from canang.export.blank_docx import to_docx  # noqa: PLC0415  only a form needs Word's library

    target = output or f"{blank.id}.docx"
    if target != "-":
        may_replace(session, Path(target), overwrite)
    content = to_docx(blank, office_if_any(session), known, f"{entry.id} · dữ liệu {version}")
    deliver(session, target, content)
    if target != "-" and not session.as_json:
        session.environment.say(f"Dựng theo {blank.form}; không phải tệp chính thức. Đối chiếu mẫu trước khi ký.")


def _known(session: Session, name: str, known: dict[str, str]) -> tuple[str, dict[str, str]]:
    """The entry of a case, and what the case knows: its name, and the notes written at its items."""
    from canang.cases.record import places_of  # noqa: PLC0415  only a case needs the register
    from canang.cli.case_view import case_named, standing_of  # noqa: PLC0415
    from canang.cli.registers import opened  # noqa: PLC0415

    with opened(session.environment) as register:
        case = case_named(register, name, None)
    standing, _ = standing_of(session, case)
    places = places_of(lay_out(standing.entry, [], "")) if standing.entry else {}
    notes = [f"{places.get(item, item)}: {answer.note}" for item, answer in case.answers.items() if answer.note]
    return case.entry, {**known, "case": case.name, **({"notes": "; ".join(notes)} if notes else {})}


def _choices(blanks: list[Blank]) -> str:
    if not blanks:
        return "Mục này chưa có tờ điền. Xem các mẫu được nêu tên: canang xem MÃ"
    lines = [f"  {blank.form.removeprefix('Mẫu ')}  {blank.title}: {blank.about}" for blank in blanks]
    return "\n".join(["Có:", *lines])
