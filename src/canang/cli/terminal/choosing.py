"""Which entry a command is for where none, or a task of several procedures, was named."""

from canang.catalog.entries import UnknownEntry
from canang.cli.terminal.page import Page
from canang.cli.terminal.session import Session
from canang.desk.last import Last, last_of
from canang.desk.reading import Reading, read_entry
from canang.errors import Failure


def last_worked_on(session: Session, example: str) -> Last:
    """The entry last read or the case last walked; whoever typed no id is told which it is.

    Args:
        example: the command with an id, for whoever has read nothing yet.

    Raises:
        Failure: nothing was read yet, or the catalogue no longer has it.
    """
    last = last_of(session.desk)
    if last is None:
        raise Failure("Còn thiếu MÃ: chưa xem mục nào để lấy lại.", f"Ví dụ: {example}. Tìm mã: canang tim …")
    if last.case is not None:
        session.environment.complain(f"Không ghi mã: lấy hồ sơ làm gần nhất, “{last.case[:80]}” ({last.entry}).")
    else:
        try:
            name = read_entry(session.desk, last.entry).entry.name
        except UnknownEntry:
            raise Failure(f"Còn thiếu MÃ: mục xem gần nhất, {last.entry}, không còn.", f"Ví dụ: {example}") from None
        session.environment.complain(f"Không ghi mã: lấy mục xem gần nhất, {last.entry} {name[:80]}.")
    return last


def choose_procedure(session: Session, reading: Reading, what: str, *, or_task: bool = False) -> Reading | None:
    """One of the procedures of a task, chosen by whoever sits at the keyboard; an entry that is none stays.

    Args:
        what: what for, as in “làm”.
        or_task: Enter alone means the task itself, which else is no choice.

    Returns:
        None where nothing was chosen.
    """
    procedures = reading.entry.procedures
    if not procedures or session.as_json or not session.environment.interactive:
        return reading
    environment = session.environment
    page = Page(environment)
    page.line(f"{reading.entry.id} là một nhiệm vụ có {len(procedures)} thủ tục:", style="bold")
    for number, procedure in enumerate(procedures, 1):
        page.hanging(f"{number:>2}. {procedure.id}  ", procedure.name, head_style="cyan")
    otherwise = f"Enter để {what} cả nhiệm vụ" if or_task else "Enter để thôi"
    while True:
        environment.ask(f"Gõ số của thủ tục cần {what} rồi Enter; {otherwise}: ")
        typed = environment.stdin.readline()
        answer = typed.strip()
        if not answer:
            if not typed:
                environment.say()
            return reading if or_task else None
        if answer.isdecimal() and 1 <= int(answer) <= len(procedures):
            return read_entry(session.desk, procedures[int(answer) - 1].id, reading.entry.as_of)
        environment.say(f"Gõ một số từ 1 đến {len(procedures)}.")
