"""``canang`` alone on a terminal: a menu for whoever has never typed a command."""

from collections.abc import Callable
from pathlib import Path

from canang.catalog.labels import LEVELS, NO_LEVEL
from canang.catalog.overview import Filters
from canang.cli.commands.checklist import go_on, practise, walk_case
from canang.cli.commands.ho_so.xem import show_case
from canang.cli.commands.hoi_dap import show_answers
from canang.cli.commands.xem import show_entry
from canang.cli.terminal.glance import show_glance
from canang.cli.terminal.output import deliver, may_replace
from canang.cli.terminal.page import Page
from canang.cli.terminal.picker import Choice, pick
from canang.cli.terminal.session import Session
from canang.desk.cases import CaseList, find_case, list_cases
from canang.desk.formats import Extent
from canang.desk.last import Last, last_of, remember
from canang.desk.membership import where_it_goes
from canang.desk.overview import about, list_of
from canang.desk.printing import print_case, print_entries
from canang.desk.reading import Reading, look_around, practised, questions_on, read_entry
from canang.desk.searching import Search, open_search
from canang.errors import Failure
from canang.export.due_words import due_text
from canang.search.results import Wanted
from canang.text.days import read_day, show_day

_FOUND = 30
"""At most so many results stand under the box."""


def home(session: Session) -> None:
    """Show the menu again and again until the person leaves it."""
    with open_search(session.desk) as search:
        menu = _Menu(session, search)
        while menu.once():
            pass


class _Menu:
    """What one may do from the first screen, each thing by a row; every action ends back at the menu."""

    def __init__(self, session: Session, search: Search) -> None:
        self._session = session
        self._search = search

    def once(self) -> bool:
        """One choice and what follows from it; False where the person leaves."""
        last = last_of(self._session.desk)
        actions: dict[str, Callable[[], None]] = {
            "cases": self._cases,
            "tasks": self._tasks,
            "practice": self._practice,
            "questions": self._questions,
            "help": self._help,
        }
        rows = [
            Choice("cases", "Hồ sơ của tôi", self._due()),
            Choice("tasks", "Các việc đã giao về xã, về tỉnh"),
            Choice("practice", "Luyện tập", "làm thử trên hồ sơ bịa ra, có giấy tờ sai"),
            Choice("questions", "Hỏi và đáp", "vướng mắc đã gặp thật, và cách gỡ"),
            Choice("help", "Trợ giúp"),
            Choice("leave", "Thoát"),
        ]
        if last is not None:
            what = ("Hồ sơ làm gần nhất", last.case) if last.case else ("Việc xem gần nhất", self._name(last.entry))
            rows.insert(0, Choice("last", *what))
            actions["last"] = lambda: self._go_on(last)
        chosen = pick(self._session.environment, self._head(), rows, self._find)
        if chosen is None or chosen == "leave":
            return False
        self._safely(actions.get(chosen) or (lambda: self._entry(chosen)))
        return True

    def _head(self) -> list[str]:
        as_of = show_day(read_day(about(self._session.desk)["as_of"]))
        return [
            "CẨM NANG – việc khoa học và công nghệ đã giao về tỉnh và xã",
            f"Dữ liệu ngày {as_of}, trên máy này; {where_it_goes(self._session.desk)}.",
            "Gõ việc cần tìm bằng lời thường ngày, như: cây xăng, máy X-quang phòng khám",
        ]

    def _find(self, asked: str) -> list[Choice]:
        found = self._search.find(asked, self._session.environment.today, Wanted(None, None, None), _FOUND)
        near = [Choice(result.id, f"{result.id}  {result.name}", "có thể là") for result in found.near]
        return [Choice(result.id, f"{result.id}  {result.name}") for result in found.answers] + near

    def _safely(self, action: Callable[[], None]) -> None:
        environment = self._session.environment
        try:
            action()
        except Failure as failure:
            environment.say(str(failure))
            if failure.hint:
                environment.say(failure.hint)
            self._wait()

    def _wait(self) -> None:
        environment = self._session.environment
        environment.ask("Gõ Enter để về trang đầu. ")
        environment.stdin.readline()

    def _ask(self, question: str) -> str:
        environment = self._session.environment
        environment.ask(question)
        return environment.stdin.readline().strip()

    def _name(self, id_: str) -> str:
        try:
            return f"{id_} {read_entry(self._session.desk, id_).entry.name}"
        except Failure:
            return id_

    def _go_on(self, last: Last) -> None:
        if last.case is not None:
            self._case(last.case)
        else:
            self._entry(last.entry)

    def _due(self) -> str:
        """What is most urgent among the cases, beside the row that opens them."""
        try:
            found = list_cases(self._session.desk)
        except Failure as failure:
            return str(failure)
        late = sum(standing.is_late(self._session.desk.today) for standing in found.cases)
        told = [f"{len(found.cases)} đang làm"] if found.cases else ["chưa có hồ sơ nào"]
        told += [f"{late} quá hạn"] if late else []
        told += [f"gần hạn nhất: “{found.cases[0].case.name[:40]}” {due}" for due in [self._when(found, 0)] if due]
        return "; ".join(told)

    def _when(self, found: CaseList, number: int) -> str:
        whole = found.cases[number].schedule.whole if found.cases else None
        return due_text(whole, self._session.desk.today, found.calendar) if whole else ""

    def _cases(self) -> None:
        found = list_cases(self._session.desk)
        if not found.cases:
            page = Page(self._session.environment)
            page.line("Chưa có hồ sơ nào. Tìm việc ở trang đầu, mở nó, chọn “Làm từng bước” rồi đặt tên hồ sơ.")
            self._wait()
            return
        rows = [
            Choice(standing.case.name, standing.case.name[:60], f"{standing.case.entry}  {self._when(found, number)}")
            for number, standing in enumerate(found.cases)
        ]
        chosen = pick(self._session.environment, ["HỒ SƠ CỦA TÔI, gần hạn đứng trước"], rows)
        if chosen is not None:
            self._case(chosen)

    def _case(self, name: str) -> None:
        desk = self._session.desk
        found = find_case(desk, name)
        head = [f"HỒ SƠ “{name[:70]}”", f"{found.cases[0].case.entry}; hạn {self._when(found, 0) or 'chưa tính được'}"]
        rows = [
            Choice("walk", "Làm tiếp từ chỗ đã dừng"),
            Choice("show", "Xem đã làm gì, còn gì"),
            Choice("print", "In ra PDF"),
        ]
        match pick(self._session.environment, head, rows):
            case "walk":
                go_on(self._session, name)
            case "show":
                with self._session.paged() as paging:
                    show_case(paging, found.cases[0], found.calendar)
            case "print":
                self._write(f"ho-so-{found.cases[0].case.entry}.pdf", lambda: print_case(desk, name, "pdf"))
            case _:
                return
        self._wait()

    def _tasks(self) -> None:
        rows = [Choice(level, f"Việc của {LEVELS[level]}") for level in ("xa", "tinh")]
        level = pick(self._session.environment, ["CÁC VIỆC ĐÃ GIAO VỀ ĐỊA PHƯƠNG"], rows)
        if level is None:
            return
        listed = list_of(self._session.desk, Filters(level=level), self._session.desk.today, "task")
        tasks = [Choice(item.id, f"{item.id.ljust(8)} {item.name}") for item in listed]
        chosen = pick(self._session.environment, [f"VIỆC CỦA {LEVELS[level].upper()} ({len(tasks)})"], tasks)
        if chosen is not None:
            self._entry(chosen)

    def _entry(self, id_: str) -> None:
        """What may be done with an entry; of a task, its procedures too."""
        read = read_entry(self._session.desk, id_, self._session.desk.today)
        entry = read.entry
        head = [f"{entry.id}  {entry.name}"]
        head += [entry.authority or LEVELS.get(entry.level or "", NO_LEVEL)]
        head += [f"! {notice.text}" for notice in read.sheet.notices]
        there = look_around(self._session.desk, entry)
        rows = [Choice("glance", "Xem gọn trên một màn hình"), Choice("whole", "Xem đầy đủ, có căn cứ từng dòng")]
        rows += [Choice(each.id, f"Thủ tục {each.id}  {each.name}") for each in entry.procedures]
        rows += [Choice("walk", "Làm từng bước", "đặt tên hồ sơ để lưu, hoặc đi thử")] if entry.steps else []
        rows += [Choice("page", "In bản gọn một trang (PDF)"), Choice("print", "In cả phiếu (PDF)")]
        rows += [Choice("questions", "Hỏi và đáp về việc này", f"{there.questions} câu")] if there.questions else []
        chosen = pick(self._session.environment, head, rows)
        match chosen:
            case "glance":
                # Two rows for the way back; whoever chooses from lists is shown no commands to type.
                show_glance(read.summary, self._session.environment, (), below=2)
                remember(self._session.desk, entry.id)
            case "whole":
                show_entry(self._session, read, whole=True)
            case "walk":
                self._walk(read)
            case "page" | "print":
                brief = chosen == "page"
                extent = Extent.BRIEF if brief else Extent.SHEET
                name = f"{entry.id}-gon.pdf" if brief else f"{entry.id}.pdf"
                desk = self._session.desk
                self._write(name, lambda: print_entries(desk, [entry.id], desk.today, "pdf", extent=extent))
            case "questions":
                show_answers(self._session, questions_on(self._session.desk, entry.id))
            case None:
                return
            case procedure:
                self._entry(procedure)
                return
        self._wait()

    def _walk(self, read: Reading) -> None:
        name = self._ask("Tên hồ sơ để lưu, như: Cửa hàng số 5 (Enter: đi thử, không lưu gì): ")
        if name:
            walk_case(self._session, name, read, plain=False)
        else:
            practise(self._session, read, with_sample=False, plain=False)

    def _write(self, name: str, make: Callable[[], bytes]) -> None:
        target = Path.cwd() / name
        may_replace(self._session, target, overwrite=False)
        deliver(self._session, str(target), make())

    def _practice(self) -> None:
        rows = [Choice(id_, f"{id_}  {name}") for id_, name in practised(self._session.desk)]
        chosen = pick(self._session.environment, ["LUYỆN TẬP trên hồ sơ bịa ra; không lưu gì"], rows)
        if chosen is None:
            return
        practise(self._session, read_entry(self._session.desk, chosen), with_sample=True, plain=False)
        self._wait()

    def _questions(self) -> None:
        every = questions_on(self._session.desk, None)
        rows = [Choice(question.id, question.question) for question in every]
        chosen = pick(self._session.environment, ["HỎI VÀ ĐÁP: vướng mắc đã gặp thật, và cách gỡ"], rows)
        if chosen is None:
            return
        show_answers(self._session, [question for question in every if question.id == chosen])
        self._wait()

    def _help(self) -> None:
        page = Page(self._session.environment)
        page.line("Ở trang đầu: gõ việc cần tìm; ↑ ↓ để chọn, Enter để mở, Esc để quay lại.")
        page.line("Khi làm từng bước: gõ một chữ cái ở dòng cuối rồi Enter; mỗi câu trả lời được lưu ngay.")
        page.gap()
        page.line("Gõ thẳng lệnh cũng được:", style="bold")
        page.pairs(
            (
                ('canang "cây xăng"', "tìm"),
                ("canang TDC-01.2", "mở một mục"),
                ("canang checklist TDC-01.2", "làm từng bước"),
                ("canang ho-so", "các hồ sơ đang làm"),
                ("canang --help", "mọi lệnh"),
            ),
            indent="  ",
        )
        self._wait()
