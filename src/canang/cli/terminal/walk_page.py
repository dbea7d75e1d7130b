"""What a walk shows: an item with its papers, the law under it, what changed, and how it stands at the end."""

from collections.abc import Mapping

from canang.cases.outline import Change
from canang.cases.walk import Answer, Item, Progress, every_item, said_of
from canang.catalog.practice import Practice, SamplePaper
from canang.cli.terminal.environment import Environment
from canang.cli.terminal.page import Page
from canang.desk.casework import CaseWork
from canang.desk.reading import Reading
from canang.export.due_words import due_text
from canang.export.record import STATES, conflict_lines
from canang.sheet.page import Box
from canang.sheet.words import ITEM_PLACES, Kind

_CHANGES = {"added": "thêm", "removed": "bỏ", "changed": "đổi"}
_MARKS = {"done": "x", "not-met": "!", "not-applicable": "-", "later": "…"}


class WalkPage:
    """The pages of one walk through an entry."""

    def __init__(self, environment: Environment, reading: Reading, practice: Practice | None) -> None:
        self._environment = environment
        self._reading = reading
        self._boxes = _boxes(reading)
        self._samples = {sample.item: sample for sample in practice.papers} if practice else {}

    @property
    def page(self) -> Page:
        """At the width that the screen has now."""
        return Page(self._environment)

    def place(self, item: Item) -> str:
        """Where an item stands: ``Bước 2``."""
        return f"{ITEM_PLACES.get(item.part, 'Tra cứu')} {self.box(item).number}".strip()

    def box(self, item: Item) -> Box:
        """The box of an item on the page; of what the handbook does not know, one that only asks."""
        return self._boxes.get(item.id) or Box(item.key, "", item.text, ())

    def item(self, item: Item, where: str, answers: Mapping[str, Answer], work: CaseWork | None) -> None:
        """An item: what it says, its papers, what was said of it, and when it is due."""
        page = self.page
        page.gap()
        page.line(f"── {self.place(item)} · {where} ──", "cyan")
        self._sample(item, page)
        answer = answers.get(item.id)
        mark = f"[{_mark(answer)}] "
        if item.id in self._boxes:
            page.box(self.box(item), mark)
        else:
            page.hanging(mark, item.text)
        self._papers(item, answers, page)
        if work:
            last = work.schedule.steps.get(item.key) if item.part == "step" else None
            if last:
                page.line(f"Hạn bước này: {due_text(last, self._environment.today, work.calendar)}", style="yellow")
            ids = {item.id, *(paper.id for paper in item.papers)}
            for attachment in work.case.attachments:
                if attachment.item in ids:
                    page.line(f"Đính kèm: {attachment.path}", style="green")
            for note in work.case.notes.get(item.id, ()):
                page.hanging("Ghi chú: ", note, style="green")
        for each in every_item((item,)):
            for text in conflict_lines(work.case, each.id) if work else ():
                page.hanging("! ", text, style="bold red")
        if answer:
            note = f": {answer.note}" if answer.note else ""
            page.line(f"Đã trả lời: {STATES.get(answer.state, answer.state)}{note}", style="green")

    def laws(self, item: Item, laws: Mapping[str, str]) -> None:
        """The documents under an item and its papers, by their titles."""
        cited = [basis for each in (item, *item.papers) if (basis := self.box(each).detail(Kind.BASIS))]
        numbers = dict.fromkeys(citation.document for basis in cited for citation in basis.citations)
        for line in [f"{number}: {laws[number]}" for number in numbers] or ["Mục này không có căn cứ riêng."]:
            self.page.hanging("  ", line)

    def changes(self, found: list[Change]) -> None:
        """What changed under a case since it last followed its entry."""
        page = self.page
        page.line(f"Quy định hoặc dữ liệu đã đổi từ khi mở hồ sơ này: {len(found)} mục.", style="bold yellow")
        for change in found[:12]:
            page.hanging(f"  {_CHANGES[change.kind]}: ", change.text)
        page.line("Câu trả lời cũ được giữ nguyên.", style="dim")

    def standing(self, progress: Progress) -> None:
        """How a walk stands: whether everything is done, else what is left, and what failed."""
        page = self.page
        if progress.complete:
            page.line("Đã qua mọi mục.", style="bold green")
        if progress.left:
            later, unknown = len(progress.later), len(progress.to_look_up)
            parts = [f"{later} để sau" if later else "", f"{unknown} phải tra cứu" if unknown else ""]
            told = "; trong đó ".join(filter(None, ["", ", ".join(filter(None, parts))]))
            page.line(f"Còn {len(progress.left)} mục chưa trả lời xong{told}.", style="bold")
            # What is to be looked up is never behind the dots.
            first = [*progress.to_look_up, *(item for item in progress.left if item not in progress.to_look_up)][:6]
            for item in first:
                page.hanging("  - ", f"{self.place(item)}: {item.text}", style="dim")
        if progress.clashes:
            page.line("Các bước sau loại trừ nhau mà đều ghi xong; gõ k ở bước không làm:", style="bold red")
            for item in progress.clashes:
                page.hanging("  - ", f"{self.place(item)}: {item.text}", style="red")
        if progress.disputed:
            page.line("Hai người trả lời khác nhau; trả lời lại mục ấy là chọn:", style="bold red")
            for item in progress.disputed:
                page.hanging("  - ", f"{self.place(item)}: {item.text}", style="red")
        if progress.not_met:
            page.line(f"Không đạt: {len(progress.not_met)} mục.", style="bold red")
            for item in progress.not_met:
                page.hanging("  ! ", item.text, style="red")

    def judgement(self, practice: Practice, items: tuple[Item, ...], answers: Mapping[str, Answer]) -> None:
        """What of the wrong papers was overlooked, and which article says so; a step that failed reports its papers."""
        page = self.page
        failed = {item for item, answer in answers.items() if answer.state == "not-met"}
        failed |= {paper.id for item in items if item.id in failed for paper in item.papers}
        found = missed = 0
        for sample in practice.papers:
            reported = sample.item in failed
            box = self._boxes.get(sample.item)
            cited = box.detail(Kind.BASIS) if box else None
            if sample.wrong and reported:
                found += 1
                page.hanging("Đúng:    ", sample.wrong, head_style="bold green")
            elif sample.wrong:
                missed += 1
                basis = cited.text if cited else ""
                page.hanging("Bỏ sót:  ", f"{sample.wrong}. Căn cứ: {basis}.", head_style="bold red")
            elif reported:
                page.hanging("Báo nhầm:", f" {sample.shows} Giấy này đúng.", head_style="bold yellow")
        page.line(f"Tìm ra {found}/{found + missed} chỗ sai. Không có gì được lưu.", style="bold")

    def _papers(self, item: Item, answers: Mapping[str, Answer], page: Page) -> None:
        for number, paper in enumerate(item.papers, 1):
            said = said_of(paper, item, answers)
            note = f": {said.note}" if said and said.note else ""
            state = f" ({STATES.get(said.state, said.state)}{note})" if said else ""
            when = f"; nếu {paper.condition.removeprefix('nếu ')}" if paper.condition and not paper.made else ""
            what = "Làm ra" if paper.made else "Cần xem"
            page.hanging(f"    {number} [{_mark(said)}] {what}: ", f"{paper.text}{when}{state}", head_style="cyan")
            self._sample(paper, page)

    def _sample(self, item: Item, page: Page) -> None:
        sample: SamplePaper | None = self._samples.get(item.id)
        if sample:
            applies = self._reading.entry.procedure_type == "tthc"
            head = "Người nộp đưa: " if applies else "Trên bàn có: "
            page.hanging(head, sample.shows, head_style="bold magenta")


def _mark(answer: Answer | None) -> str:
    return _MARKS.get(answer.state, "x") if answer else " "


def _boxes(reading: Reading) -> dict[str, Box]:
    """The box of each item on the page."""
    parts = (("dossier", reading.sheet.dossier), ("step", reading.sheet.steps))
    return {f"{part}:{box.key}": box for part, boxes in parts for box in boxes}
