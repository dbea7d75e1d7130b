"""The walk on a terminal: shows an item, reads a key, keeps the answer, shows the next."""

import hashlib
from collections.abc import Callable
from pathlib import Path

from canang.cases.outline import Change, changes, outline
from canang.cases.schedule import Schedule, schedule
from canang.cases.state import Case
from canang.cases.store import Store
from canang.cases.walk import Answer, Item, Walk
from canang.catalog.calendar import Calendar
from canang.catalog.model import Entry
from canang.catalog.practice import Practice
from canang.cli.due import due_text
from canang.cli.page import Page
from canang.cli.registers import now, who
from canang.cli.session import Session
from canang.export.paper import Paper

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
        entry: Entry,
        paper: Paper,
        *,
        calendar: Calendar,
        laws: dict[str, str],
        plain: bool,
        practice: Practice | None = None,
    ) -> None:
        self._session = session
        self._environment = session.environment
        self._page = Page(session.environment)
        self._entry = entry
        self._paper = paper
        self._calendar = calendar
        self._laws = laws
        self._practice = practice
        self._papers = {paper.item: paper for paper in practice.papers} if practice else {}
        self._clears = session.environment.on_terminal and not plain
        self._walk = Walk.through(paper)
        self._register: Store | None = None
        self._case: Case | None = None
        self._schedule: Schedule | None = None

    def follow(self, register: Store, case: Case, data_version: str) -> None:
        """Go on with a case of the register; where what it follows has changed, say so and ask."""
        self._register, self._case = register, case
        self._walk.answers = dict(case.answers)
        kept = next((e.data["outline"] for e in reversed(register.events(case.name)) if e.kind == "follow"), None)
        here = outline(self._paper)
        found = changes(kept, here) if kept is not None else []
        if found:
            self._tell_changes(found)
            if (self._ask("Enter làm theo bản mới · t thôi, chưa làm tiếp: ") or "").lower() == "t":
                raise EOFError
        if kept is None or found:
            self._record("follow", None, {"data_version": data_version, "outline": here})
        self._walk.resume()
        self._look_again()

    def walk(self) -> None:
        """From the first open item to the last, or until the user leaves."""
        self._page.line(self._paper.title, style="bold")
        for notice in self._paper.notices:
            self._page.hanging("! ", notice.text, style="bold red" if notice.severity == "red" else "yellow")
        name = f"Hồ sơ “{self._case.name[:60]}”: mỗi câu trả lời được lưu ngay." if self._case else ""
        self._page.line(f"{name or 'Đi thử: không lưu gì.'} {len(self._walk.items)} mục.", style="dim")
        if self._practice:
            self._page.line(f"Bài luyện (bịa ra): {self._practice.name}", style="bold")
            self._page.line(self._practice.story)
        if self._schedule and self._schedule.whole:
            last = due_text(self._schedule.whole, self._environment.today, self._calendar)
            self._page.line(f"Hạn cả thủ tục: {last}", style="yellow")
        while (item := self._walk.current) is not None:
            self._show(item)
            if not self._act(item):
                break
        self._finish()

    def _show(self, item: Item) -> None:
        part = "Hồ sơ" if item.part == "dossier" else "Bước"
        self._page.gap()
        self._page.line(
            f"── {part} {item.box.number} · mục {self._walk.position + 1}/{len(self._walk.items)} ──", "cyan"
        )
        if item.id in self._papers:
            self._page.hanging("Người nộp đưa: ", self._papers[item.id].shows, head_style="bold magenta")
        answer = self._walk.answers.get(item.id)
        self._page.box(item.box, f"[{'x' if answer else ' '}] ")
        last = self._schedule.steps.get(item.key) if self._schedule and item.part == "step" else None
        if last:
            self._page.line(f"Hạn bước này: {due_text(last, self._environment.today, self._calendar)}", style="yellow")
        for attachment in self._case.attachments if self._case else ():
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
            self._keep(item, answer)
        else:
            self._page.line(f"Không có phím “{key[:10]}”.", style="yellow")
        return True

    def _answer(self, key: str, item: Item) -> Answer | None:
        """The answer that a key gives, asking for the words that go with it."""
        match key:
            case "" | "x":
                return Answer("done", self._note_of(item))
            case "k":
                return Answer("not-applicable", self._ask("Vì sao không áp dụng: ") or None)
            case "g":
                return Answer("done", self._ask("Ghi chú: ") or None)
            case "l" if self._practice:
                return Answer("wrong", self._ask("Sai chỗ nào: ") or None)
            case _:
                return None

    def _attach(self, item: Item) -> None:
        if self._case is None:
            self._page.line("Đi thử thì không đính kèm.", style="yellow")
            return
        named = (self._ask("Đường dẫn tệp: ") or "").strip("\"' ")
        path = Path(named).expanduser()
        try:
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
            size = path.stat().st_size
        except OSError:
            self._page.line(f"Không đọc được tệp “{named}”; chưa đính kèm gì.", style="red")
            return
        self._record("attach", item.id, {"path": str(path.resolve()), "sha256": digest, "size": size})
        self._look_again()

    def _note_difficulty(self, item: Item) -> None:
        if self._register is None:
            self._page.line("Đi thử thì không ghi vướng mắc.", style="yellow")
            return
        text = self._ask("Vướng ở đâu, cần gì: ")
        if not text:
            return
        lacks = (self._ask("Do quy định (Enter) hay do thiếu người, tiền, máy (n): ") or "").lower() == "n"
        step = item.key if item.part == "step" else None
        kind = "nguon-luc" if lacks else "quy-dinh"
        version = self._case.data_version if self._case else ""
        number = self._register.note_difficulty(self._entry.id, step, kind, 2, text, version, now(self._environment))
        self._page.line(f"Đã ghi vướng mắc số {number}; gửi đi: canang vuong-mac xuat", style="green")

    def _print(self) -> None:
        """The record of the case so far, or the empty checklist, as PDF in the folder one is in."""
        from canang.cases.record import record_of  # noqa: PLC0415  only printing sets a page
        from canang.export.pdf import to_pdf  # noqa: PLC0415
        from canang.export.writing import write_whole  # noqa: PLC0415

        paper = self._paper
        if self._register is not None and self._case is not None:
            self._look_again()
            last = self._schedule.whole if self._schedule else None
            words = due_text(last, self._environment.today, self._calendar) if last else None
            paper = record_of(paper, self._case, self._register.events(self._case.name), words)
        number = 1
        while (target := Path(f"{self._paper.id}-{number}.pdf")).exists():
            number += 1
        try:
            write_whole(target, to_pdf([paper]))
        except OSError as error:
            self._page.line(f"Không ghi được {target}: {error.strerror}.", style="red")
            return
        self._page.line(f"Đã ghi {target.resolve()}", style="green")

    def _show_laws(self, item: Item) -> None:
        cited = next((text for label, text in item.box.details if label == "Căn cứ"), "")
        shown = [f"{number}: {title}" for number, title in self._laws.items() if number in cited]
        for line in shown or ["Mục này không có căn cứ riêng."]:
            self._page.hanging("  ", line)

    def _tell_changes(self, found: list[Change]) -> None:
        self._page.line(f"Quy định hoặc dữ liệu đã đổi từ khi mở hồ sơ này: {len(found)} mục.", style="bold yellow")
        for change in found[:12]:
            self._page.hanging(f"  {_CHANGES[change.kind]}: ", change.text.splitlines()[0])
        self._page.line("Câu trả lời cũ được giữ nguyên.", style="dim")

    def _judge(self, practice: Practice) -> None:
        """What of the wrong papers was overlooked, and which article says so."""
        boxes = {item.id: item.box for item in self._walk.items}
        found = missed = 0
        for paper in practice.papers:
            answer = self._walk.answers.get(paper.item)
            reported = answer is not None and answer.state == "wrong"
            basis = next((text for label, text in boxes[paper.item].details if label == "Căn cứ"), "")
            if paper.wrong and reported:
                found += 1
                self._page.hanging("Đúng:    ", paper.wrong, head_style="bold green")
            elif paper.wrong:
                missed += 1
                self._page.hanging("Bỏ sót:  ", f"{paper.wrong}. Căn cứ: {basis}.", head_style="bold red")
            elif reported:
                self._page.hanging("Báo nhầm:", f" {paper.shows} Giấy này đúng.", head_style="bold yellow")
        self._page.line(f"Tìm ra {found}/{found + missed} chỗ sai. Không có gì được lưu.", style="bold")

    def _note_of(self, item: Item) -> str | None:
        answer = self._walk.answers.get(item.id)
        return answer.note if answer else None

    def _keep(self, item: Item, answer: Answer) -> None:
        self._record("answer", item.id, {"state": answer.state, "note": answer.note})
        self._walk.answer(answer)

    def _record(self, kind: str, item: str | None, data: dict[str, object]) -> None:
        if self._register is not None and self._case is not None:
            self._register.record(
                self._case.name, kind, item, data, now=now(self._environment), who=who(self._environment)
            )

    def _look_again(self) -> None:
        """The case as the register has it now, and its deadlines."""
        if self._register is not None and self._case is not None:
            self._case = self._register.find(self._case.name) or self._case
            self._schedule = schedule(self._entry, self._case, self._calendar)

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
                self._page.hanging("  - ", item.box.text, style="dim")
        if self._case:
            name = self._case.name
            self._page.line(f'Làm tiếp: canang checklist {self._paper.id} --ho-so "{name}"', style="dim")
            if not left:
                self._page.line(f'Xong hẳn: canang ho-so dong "{name}"', style="dim")
        self._page.line(f"In phiếu: canang export {self._paper.id} -o phieu.pdf", style="dim")
