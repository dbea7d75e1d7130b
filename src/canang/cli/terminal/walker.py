"""The walk on a terminal: shows an item, reads a key, keeps the answer, shows the next."""

from collections.abc import Callable, Mapping
from pathlib import Path

from canang.cases.events import Event
from canang.cases.walk import CHOSEN, Answer, Item, State, Walk, every_item, items_of
from canang.catalog.practice import Practice
from canang.cli.terminal.keys import explained, short
from canang.cli.terminal.output import quoted
from canang.cli.terminal.prompts import Prompts
from canang.cli.terminal.session import Session
from canang.cli.terminal.walk_page import WalkPage
from canang.desk.casework import CaseWork
from canang.desk.printing import content_of, print_case
from canang.desk.reading import Reading, look_around
from canang.errors import Failure
from canang.export.due_words import due_text
from canang.export.record import KINDS, STATES

_UNDONE_HERE = ("answer", "note", "attach")
_CLEAR = "\x1b[2J\x1b[H"
_MOVING = {"", "x", "k", "s", "b", "u"}
"""Keys after which another item is shown: the screen may be cleared for it."""


class Walker:
    """One walk through an entry, kept in a case of the register or, for practice, nowhere."""

    def __init__(
        self,
        session: Session,
        reading: Reading,
        *,
        laws: Mapping[str, str],
        plain: bool,
        practice: Practice | None = None,
        work: CaseWork | None = None,
    ) -> None:
        """Begin.

        Args:
            laws: what is told of each document that the entry cites, by its number.
            plain: never clear the screen.
            work: the case that keeps what is said; None keeps nothing.
        """
        self._session = session
        self._environment = session.environment
        self._prompts = Prompts(session.environment, plain=plain)
        self._shown = WalkPage(session.environment, reading, practice)
        self._reading = reading
        self._laws = laws
        self._practice = practice
        self._clears = session.environment.on_terminal and not plain
        self._walk = Walk(items_of(reading.entry))
        self._unkept: list[tuple[str, Answer | None]] = []
        self._work = work

    @property
    def answers(self) -> dict[str, Answer]:
        """What was said so far."""
        return self._walk.answers

    def follow(self) -> bool:
        """Go on where the case stands; where what it follows has changed, say so and ask. False: not now."""
        work = self._work
        assert work is not None
        self._walk.answers = dict(work.case.answers)
        self._walk.disputed = frozenset(work.case.conflicts)
        found = work.what_changed()
        if found:
            self._shown.changes(found)
            if (self._ask("Enter làm theo bản mới · t thôi, chưa làm tiếp: ") or "").lower() == "t":
                return False
        if found is None or found:
            work.follow()
        self._walk.resume()
        return True

    def walk(self) -> None:
        """From the first open item to the last, or until the user leaves.

        Raises:
            KeyboardInterrupt: the user broke off; what was kept has been told.
        """
        try:
            self._begin()
            while (item := self._walk.current) is not None:
                where = f"mục {self._walk.position + 1}/{len(self._walk.items)}"
                self._shown.item(item, where, self._walk.answers, self._work)
                if not self._act(item):
                    break
            self._finish()
        except KeyboardInterrupt:
            self._tell_kept()
            raise

    def _begin(self) -> None:
        page, sheet, work = self._shown.page, self._reading.sheet, self._work
        page.line(sheet.title, style="bold")
        for notice in sheet.notices:
            page.hanging("! ", notice.text, style="bold red" if notice.severity == "red" else "yellow")
        name = f"Hồ sơ “{work.case.name[:60]}”: mỗi câu trả lời được lưu ngay." if work else ""
        page.line(f"{name or 'Đi thử: không lưu gì.'} {len(self._walk.items)} mục.", style="dim")
        if self._practice:
            page.line(f"Bài luyện (bịa ra): {self._practice.name}", style="bold")
            page.line(self._practice.story)
        if work and work.schedule.whole:
            last = due_text(work.schedule.whole, self._environment.today, work.calendar)
            page.line(f"Hạn cả thủ tục: {last}", style="yellow")

    def _act(self, item: Item) -> bool:
        """Read one key and follow it; False where the user leaves."""
        typed = self._prompts.ask_key(short("xong", "không đạt", " · k không áp dụng"))
        if typed is None or typed.lower() in {"t", "q"}:
            return False
        key = typed.lower()
        if self._clears and key in _MOVING:
            self._environment.stdout.write(_CLEAR)
        actions: dict[str, Callable[[Item], None]] = {
            "": self._done, "x": self._done, "l": self._not_met, "k": self._not_applicable, "s": self._later,
            "g": self._note, "d": self._attach, "v": self._note_difficulty, "u": self._undo,
            "c": lambda item: self._shown.laws(item, self._laws),
            "i": lambda _: self._print(),
            "b": lambda _: self._walk.back(),
            "?": lambda _: self._shown.page.pairs(explained()),
        }  # fmt: skip
        if key in actions:
            actions[key](item)
        else:
            self._say(f"Không có phím “{typed[:10]}”.", "yellow")
        return True

    def _done(self, item: Item) -> None:
        before = self._walk.answers.get(item.id)
        if before and before.state == State.DONE and item.id not in self._walk.disputed:
            self._walk.on()
        elif item.part == "unknown":
            found = self._ask("Tra được gì, ở đâu (Enter: để sau): ")
            self._answer(item, Answer(State.DONE, found) if found else Answer(State.LATER))
        else:
            self._answer(item, Answer(State.DONE))

    def _not_met(self, item: Item) -> None:
        part = self._part(item, "Không đạt ở đâu")
        found = self._ask("Thấy gì: ")
        if found is None:
            return
        self._answer(part, Answer(State.NOT_MET, found or None), stay=part is not item)

    def _not_applicable(self, item: Item) -> None:
        # Where the rules say when it applies, that is the reason.
        why = None if item.condition else self._ask("Vì sao không áp dụng: ")
        self._answer(item, Answer(State.NOT_APPLICABLE, why or None))

    def _later(self, item: Item) -> None:
        if item.id in self._walk.answers:
            self._walk.on()
        else:
            self._answer(item, Answer(State.LATER))

    def _answer(self, item: Item, answer: Answer, *, stay: bool = False) -> None:
        """Keep an answer, say what it closes, and go on unless it is that of a paper among others."""
        if self._work:
            try:
                self._work.answer(item.id, answer)
            except Failure as failure:
                # Another hand was here meanwhile: closed the case, or took the step that excludes this one.
                self._walk.answers = dict(self._work.case.answers)
                self._say(f"{failure} {failure.hint}", "red")
                return
        else:
            self._unkept.append((item.id, self._walk.answers.get(item.id)))
        self._walk.answers[item.id] = answer
        if answer.state in CHOSEN:
            for other in self._walk.items:
                if other.id in item.excludes:
                    self._say(f"{self._shown.place(other)} ({other.text}) đóng lại: hai bước loại trừ nhau.", "yellow")
        if stay:
            self._say(f"Đã ghi {STATES[answer.state]}: {item.text}", "green")
        else:
            self._walk.on()

    def _part(self, item: Item, question: str) -> Item:
        """The item or one of its papers, as the user says by its number."""
        if not item.papers:
            return item
        said = self._ask(f"{question} (Enter: cả {self._shown.place(item).lower()}; hoặc số của giấy tờ): ") or ""
        if said.isdigit() and 1 <= int(said) <= len(item.papers):
            return item.papers[int(said) - 1]
        return item

    def _note(self, item: Item) -> None:
        if self._work is None:
            self._say("Đi thử thì không ghi chú.", "yellow")
            return
        if self._work.note(item.id, self._ask("Ghi chú: ") or ""):
            self._say("Đã ghi chú.", "green")

    def _undo(self, _item: Item) -> None:
        """Take back what was said last, and go to where it was said."""
        if self._work:
            undone = self._work.undo(kinds=_UNDONE_HERE)
            self._walk.answers = dict(self._work.case.answers)
            place, told = (undone.item, self._undone(undone)) if undone else (None, "")
        elif self._unkept:
            place, before = self._unkept.pop()
            if before is None:
                del self._walk.answers[place]
            else:
                self._walk.answers[place] = before
            told = "câu trả lời"
        else:
            place, told = None, ""
        if place is None:
            self._say("Không có gì để rút lại.", "yellow")
            return
        position = (n for n, item in enumerate(self._walk.items) if place in {each.id for each in every_item((item,))})
        self._walk.position = next(position, self._walk.position)
        self._say(f"Đã rút lại: {told}.", "green")

    def _undone(self, event: Event) -> str:
        said = event.data.get("state") or event.data.get("note") or event.data.get("path") or ""
        return f"{KINDS[event.kind]} {STATES.get(said, said)[:60]}".strip()

    def _attach(self, item: Item) -> None:
        if self._work is None:
            self._say("Đi thử thì không đính kèm.", "yellow")
            return
        part = self._part(item, "Đính kèm vào đâu")
        named = (self._prompts.ask_path("Đường dẫn tệp: ") or "").strip("\"' ")
        try:
            self._work.attach(part.id, Path(named).expanduser())
        except (OSError, ValueError, RuntimeError, Failure):
            self._say(f"Không đọc được tệp “{named}”; chưa đính kèm gì.", "red")

    def _note_difficulty(self, item: Item) -> None:
        if self._work is None:
            self._say("Đi thử thì không ghi vướng mắc.", "yellow")
            return
        text = self._ask("Vướng ở đâu, cần gì: ")
        if not text:
            return
        lacks = (self._ask("Do quy định (Enter) hay do thiếu người, tiền, máy (n): ") or "").lower() == "n"
        number = self._work.note_difficulty(item.id, "nguon-luc" if lacks else "quy-dinh", text)
        self._say(f"Đã ghi vướng mắc số {number}; gửi đi: canang vuong-mac xuat", "green")

    def _print(self) -> None:
        """The record of the case so far, or the empty checklist, as PDF in the folder one is in."""
        from canang.files import write_whole  # noqa: PLC0415  only printing writes

        number = 1
        while (target := Path(f"{self._reading.entry.id}-{number}.pdf")).exists():
            number += 1
        try:
            if self._work:
                content = print_case(self._session.desk, self._work.case.name, "pdf")
            else:
                content = content_of("pdf", [self._reading])
            write_whole(target, content)
        except (OSError, Failure) as error:
            self._say(f"Không ghi được {target}: {getattr(error, 'strerror', None) or error}", "red")
            return
        self._say(f"Đã ghi {target.resolve()}", "green")

    def _ask(self, question: str) -> str | None:
        return self._prompts.ask(question)

    def _say(self, text: str, style: str | None = None) -> None:
        self._shown.page.line(text, style=style)

    def _finish(self) -> None:
        page, progress = self._shown.page, self._walk.progress
        page.gap()
        if self._practice:
            self._shown.judgement(self._practice, self._walk.items, self._walk.answers)
            return
        self._shown.standing(progress)
        if self._work is None:
            page.line(f"In phiếu: canang export {self._reading.entry.id} -o phieu.pdf", style="dim")
            return
        name = quoted(self._work.case.name)
        blanks = look_around(self._session.desk, self._reading.entry).blanks if progress.not_met else ()
        if minutes := next((blank for blank in blanks if "BB" in blank), None):
            page.line(f"Biên bản: canang export --ho-so {name} --mau {minutes} -o bien-ban.docx", style="dim")
        if progress.complete:
            page.line(f"Xong hẳn: canang ho-so dong {name}", style="dim")
        else:
            page.line(f"Làm tiếp: canang ho-so lam {name}", style="dim")
        page.line(f"In hồ sơ: canang export --ho-so {name} -o ho-so.pdf", style="dim")

    def _tell_kept(self) -> None:
        page = self._shown.page
        page.gap()
        if self._work:
            page.line(f"Đã lưu {len(self._work.case.answers)} câu trả lời; câu đang gõ dở thì chưa.", style="bold")
            page.line(f"Làm tiếp: canang ho-so lam {quoted(self._work.case.name)}", style="dim")
        elif not self._practice and self._walk.answers:
            page.line(f"Đi thử: {len(self._walk.answers)} câu trả lời chưa được lưu.", style="bold")
