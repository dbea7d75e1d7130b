"""The walk on a terminal: shows an item, reads a key, keeps the answer, shows the next."""

from collections.abc import Callable, Mapping
from pathlib import Path

from canang.cases.outline import Change
from canang.cases.walk import Answer, Item, Walk, items_of
from canang.catalog.practice import Practice
from canang.cli.terminal.page import Page
from canang.cli.terminal.session import Session
from canang.desk.cases import CaseWork
from canang.desk.printing import content_of, print_case
from canang.desk.reading import Reading
from canang.errors import Failure
from canang.export.due_words import due_text
from canang.sheet.page import Box
from canang.sheet.words import ITEM_PLACES, Kind

KEYS = "Enter xong · k không áp dụng · s để sau · g ghi chú · d đính kèm · c căn cứ · v vướng · i in · b lùi · t thôi"
PRACTICE_KEYS = KEYS.replace("k không", "l báo sai · k không")
_STATES = {"done": "xong", "not-applicable": "không áp dụng", "wrong": "báo sai"}
_CHANGES = {"added": "thêm", "removed": "bỏ", "changed": "đổi"}
_CLEAR = "\x1b[2J\x1b[H"


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
        self._page = Page(session.environment)
        self._reading = reading
        self._sheet = reading.sheet
        self._laws = laws
        self._practice = practice
        self._samples = {sample.item: sample for sample in practice.papers} if practice else {}
        self._clears = session.environment.on_terminal and not plain
        self._walk = Walk(items_of(reading.entry))
        self._boxes = _boxes(reading)
        self._work = work

    def follow(self) -> bool:
        """Go on where the case stands; where what it follows has changed, say so and ask. False: not now."""
        work = self._work
        assert work is not None
        self._walk.answers = dict(work.case.answers)
        found = work.what_changed()
        if found:
            self._tell_changes(found)
            if (self._ask("Enter làm theo bản mới · t thôi, chưa làm tiếp: ") or "").lower() == "t":
                return False
        if found is None or found:
            work.follow()
        self._walk.resume()
        return True

    def walk(self) -> None:
        """From the first open item to the last, or until the user leaves."""
        self._page.line(self._sheet.title, style="bold")
        for notice in self._sheet.notices:
            self._page.hanging("! ", notice.text, style="bold red" if notice.severity == "red" else "yellow")
        case = self._work.case if self._work else None
        name = f"Hồ sơ “{case.name[:60]}”: mỗi câu trả lời được lưu ngay." if case else ""
        self._page.line(f"{name or 'Đi thử: không lưu gì.'} {len(self._walk.items)} mục.", style="dim")
        if self._practice:
            self._page.line(f"Bài luyện (bịa ra): {self._practice.name}", style="bold")
            self._page.line(self._practice.story)
        if self._work and self._work.schedule.whole:
            last = due_text(self._work.schedule.whole, self._environment.today, self._work.calendar)
            self._page.line(f"Hạn cả thủ tục: {last}", style="yellow")
        while (item := self._walk.current) is not None:
            self._show(item)
            if not self._act(item):
                break
        self._finish()

    def _show(self, item: Item) -> None:
        box = self._boxes[item.id]
        self._page.gap()
        self._page.line(
            f"── {ITEM_PLACES[item.part]} {box.number} · mục {self._walk.position + 1}/{len(self._walk.items)} ──",
            "cyan",
        )
        if item.id in self._samples:
            self._page.hanging("Người nộp đưa: ", self._samples[item.id].shows, head_style="bold magenta")
        answer = self._walk.answers.get(item.id)
        self._page.box(box, f"[{'x' if answer else ' '}] ")
        if self._work:
            last = self._work.schedule.steps.get(item.key) if item.part == "step" else None
            if last:
                told = due_text(last, self._environment.today, self._work.calendar)
                self._page.line(f"Hạn bước này: {told}", style="yellow")
            for attachment in self._work.case.attachments:
                if attachment.item == item.id:
                    self._page.line(f"Đính kèm: {attachment.path}", style="green")
        if answer:
            note = f": {answer.note}" if answer.note else ""
            self._page.line(f"Đã trả lời: {_STATES.get(answer.state, answer.state)}{note}", style="green")

    def _act(self, item: Item) -> bool:
        """Read one key and follow it; False where the user leaves."""
        key = self._ask(f"[{KEYS if not self._practice else PRACTICE_KEYS}] ")
        if key is None or key.lower() in {"t", "q"}:
            return False
        if self._clears and key.lower() in {"", "x", "s", "b"}:
            self._environment.stdout.write(_CLEAR)
        pressed = key.lower()
        others: dict[str, Callable[[], None]] = {
            "d": lambda: self._attach(item),
            "c": lambda: self._show_laws(item),
            "v": lambda: self._note_difficulty(item),
            "i": self._print,
            "s": self._walk.skip,
            "b": self._walk.back,
        }
        if pressed in others:
            others[pressed]()
        elif answer := self._answer(pressed, item):
            if self._work:
                self._work.answer(item.id, answer)
            self._walk.answer(answer)
        else:
            self._page.line(f"Không có phím “{key[:10]}”.", style="yellow")
        return True

    def _answer(self, key: str, item: Item) -> Answer | None:
        """The answer that a key gives, asking for the words that go with it."""
        match key:
            case "" | "x":
                before = self._walk.answers.get(item.id)
                return Answer("done", before.note if before else None)
            case "k":
                return Answer("not-applicable", self._ask("Vì sao không áp dụng: ") or None)
            case "g":
                return Answer("done", self._ask("Ghi chú: ") or None)
            case "l" if self._practice:
                return Answer("wrong", self._ask("Sai chỗ nào: ") or None)
            case _:
                return None

    def _attach(self, item: Item) -> None:
        if self._work is None:
            self._page.line("Đi thử thì không đính kèm.", style="yellow")
            return
        named = (self._ask("Đường dẫn tệp: ") or "").strip("\"' ")
        try:
            self._work.attach(item.id, Path(named).expanduser())
        except (OSError, ValueError, RuntimeError, Failure):
            self._page.line(f"Không đọc được tệp “{named}”; chưa đính kèm gì.", style="red")

    def _note_difficulty(self, item: Item) -> None:
        if self._work is None:
            self._page.line("Đi thử thì không ghi vướng mắc.", style="yellow")
            return
        text = self._ask("Vướng ở đâu, cần gì: ")
        if not text:
            return
        lacks = (self._ask("Do quy định (Enter) hay do thiếu người, tiền, máy (n): ") or "").lower() == "n"
        number = self._work.note_difficulty(item.id, "nguon-luc" if lacks else "quy-dinh", text)
        self._page.line(f"Đã ghi vướng mắc số {number}; gửi đi: canang vuong-mac xuat", style="green")

    def _print(self) -> None:
        """The record of the case so far, or the empty checklist, as PDF in the folder one is in."""
        from canang.files import write_whole  # noqa: PLC0415  only printing writes

        number = 1
        while (target := Path(f"{self._sheet.id}-{number}.pdf")).exists():
            number += 1
        try:
            if self._work:
                content = print_case(self._session.desk, self._work.case.name, "pdf")
            else:
                content = content_of("pdf", [self._reading])
            write_whole(target, content)
        except OSError as error:
            self._page.line(f"Không ghi được {target}: {error.strerror}.", style="red")
            return
        self._page.line(f"Đã ghi {target.resolve()}", style="green")

    def _show_laws(self, item: Item) -> None:
        basis = self._boxes[item.id].detail(Kind.BASIS)
        numbers = dict.fromkeys(citation.document for citation in basis.citations) if basis else {}
        for line in [f"{number}: {self._laws[number]}" for number in numbers] or ["Mục này không có căn cứ riêng."]:
            self._page.hanging("  ", line)

    def _tell_changes(self, found: list[Change]) -> None:
        self._page.line(f"Quy định hoặc dữ liệu đã đổi từ khi mở hồ sơ này: {len(found)} mục.", style="bold yellow")
        for change in found[:12]:
            self._page.hanging(f"  {_CHANGES[change.kind]}: ", change.text)
        self._page.line("Câu trả lời cũ được giữ nguyên.", style="dim")

    def _judge(self, practice: Practice) -> None:
        """What of the wrong papers was overlooked, and which article says so."""
        found = missed = 0
        for sample in practice.papers:
            answer = self._walk.answers.get(sample.item)
            reported = answer is not None and answer.state == "wrong"
            cited = self._boxes[sample.item].detail(Kind.BASIS)
            if sample.wrong and reported:
                found += 1
                self._page.hanging("Đúng:    ", sample.wrong, head_style="bold green")
            elif sample.wrong:
                missed += 1
                basis = cited.text if cited else ""
                self._page.hanging("Bỏ sót:  ", f"{sample.wrong}. Căn cứ: {basis}.", head_style="bold red")
            elif reported:
                self._page.hanging("Báo nhầm:", f" {sample.shows} Giấy này đúng.", head_style="bold yellow")
        self._page.line(f"Tìm ra {found}/{found + missed} chỗ sai. Không có gì được lưu.", style="bold")

    def _ask(self, question: str) -> str | None:
        """A line from the user; None at the end of the input."""
        self._environment.stdout.write(question)
        self._environment.stdout.flush()
        line = self._environment.stdin.readline()
        return line.strip() if line else None

    def _finish(self) -> None:
        left = self._walk.open_items
        self._page.gap()
        if self._practice:
            self._judge(self._practice)
            return
        if not left:
            self._page.line("Đã qua mọi mục.", style="bold green")
        else:
            self._page.line(f"Còn {len(left)} mục chưa trả lời.", style="bold")
            for item in left[:5]:
                self._page.hanging("  - ", item.text, style="dim")
        if self._work:
            name = self._work.case.name
            self._page.line(f'Làm tiếp: canang checklist {self._sheet.id} --ho-so "{name}"', style="dim")
            if not left:
                self._page.line(f'Xong hẳn: canang ho-so dong "{name}"', style="dim")
        self._page.line(f"In phiếu: canang export {self._sheet.id} -o phieu.pdf", style="dim")


def _boxes(reading: Reading) -> dict[str, Box]:
    """The box of each item on the page."""
    parts = (("dossier", reading.sheet.dossier), ("step", reading.sheet.steps))
    return {f"{part}:{box.key}": box for part, boxes in parts for box in boxes}
