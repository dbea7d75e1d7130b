"""Events between machines: what is yet to be sent, what came, and what is missing."""

from collections.abc import Container, Iterable, Sequence
from datetime import datetime
from typing import Any

from canang.cases.beside import Beside
from canang.cases.events import Event
from canang.cases.incoming import LARGEST_NUMBER, clock_remark, fault_of, tidy
from canang.cases.log_tables import COLUMNS, event_of
from canang.cases.verdicts import TWO_WITH_ONE_ID, Outcome, Verdict

_AT_ONCE = 500
"""Events that are looked up together."""


class Travel(Beside):
    """A log whose events go out, and that takes in those of others."""

    def outbox(self, limit: int) -> list[Event]:
        """The oldest events that the server does not have and has not refused, as many as asked for."""
        waiting = (
            f"SELECT {COLUMNS} FROM events JOIN waiting ON event = id WHERE refused IS NULL ORDER BY position LIMIT ?"
        )
        return [event_of(row) for row in self._all(waiting, limit)]

    def unsent(self) -> dict[str, int]:
        """How many events of each case have not gone out, by the case's id; of none under ``""``."""
        waiting = "SELECT coalesce(case_id, ''), count(*) FROM events JOIN waiting ON event = id GROUP BY 1"
        return dict(self._all(waiting))

    def refused(self) -> list[tuple[Event, str]]:
        """The events that the server refused for good, each with its reason."""
        refused = f"SELECT {COLUMNS}, refused FROM events JOIN waiting ON event = id WHERE refused IS NOT NULL"
        return [(event_of(row[:-1]), row[-1]) for row in self._all(f"{refused} ORDER BY position")]

    def settle(self, verdicts: Iterable[Verdict]) -> None:
        """Note what the server said of what it was sent; what it will take later stays in the outbox."""
        told = list(verdicts)
        with self._writing():
            self._arrived([verdict.id for verdict in told if verdict.arrived])
            for verdict in told:
                if verdict.outcome is Outcome.REFUSED:
                    self._run("UPDATE waiting SET refused = ? WHERE event = ?", verdict.reason or "?", verdict.id)

    def send_again(self) -> int:
        """Put what was refused into the outbox once more; returns how many events."""
        with self._writing():
            return self._run("UPDATE waiting SET refused = NULL WHERE refused IS NOT NULL")

    def take(self, events: Sequence[Event], now: datetime, *, sent: bool) -> list[Verdict]:
        """Keep events that other machines wrote, each once; one that is refused does not hold up the rest.

        Args:
            sent: whether they come from the server, to which they need not be sent then.

        Returns:
            What became of each, in their order.
        """
        with self._writing():
            return self._take(events, now, sent=sent)

    def known(self, ids: Sequence[str]) -> set[str]:
        """Those of some events' ids that are here."""
        return {row[0] for row in self._among("SELECT id FROM events WHERE id IN", ids)}

    def await_all(self) -> None:
        """Put every event into the outbox: the server was brought back from a backup, and may have lost some."""
        with self._writing():
            self._run("INSERT INTO waiting (event) SELECT id FROM events WHERE id NOT IN (SELECT event FROM waiting)")

    def renew_device(self) -> int:
        """Take another id for this machine, and for what it wrote that has not gone out; returns how many events.

        Two machines have one id where a folder was copied. Nothing that the server knows is changed.
        """
        with self._writing():
            own = "SELECT id, case_id FROM events JOIN waiting ON event = id WHERE device = ? ORDER BY number"
            before, mine = self.device, self._all(own, self.device)
            self._new_device()
            for number, (event, case) in enumerate(mine, 1):
                self._run("UPDATE events SET device = ?, number = ? WHERE id = ?", self.device, number, event)
                self._run("UPDATE waiting SET refused = NULL WHERE event = ?", event)
                self._changed |= {case} if case else set()  # the order of events hangs on who wrote them, too
            self._hear_again(before, self.device)
            return len(mine)

    def _take(self, events: Sequence[Event], now: datetime, *, sent: bool) -> list[Verdict]:
        verdicts: list[Verdict] = []
        for start in range(0, len(events), _AT_ONCE):
            verdicts += self._taken(events[start : start + _AT_ONCE], now, sent)
        return verdicts

    def _taken(self, events: Sequence[Event], now: datetime, sent: bool) -> list[Verdict]:
        known = {row[0] for row in self._among("SELECT id FROM events WHERE id IN", [event.id for event in events])}
        devices = list({event.device for event in events})
        numbers = [event.number for event in events if 0 < event.number <= LARGEST_NUMBER]
        first, last = min(numbers, default=0), max(numbers, default=0)
        written = {
            (device, number)
            for device, number in self._among(
                "SELECT device, number FROM events WHERE number BETWEEN ? AND ? AND device IN", devices, first, last
            )
        }
        named = list({event.case for event in events if event.case})
        cases = {row[0] for row in self._among("SELECT id FROM cases WHERE id IN", named)}
        verdicts = []
        for event in events:
            verdict = self._verdict(event, now, known, written, cases)
            if verdict.outcome is Outcome.ADDED:
                self._add(tidy(event), sent=sent)
                known.add(event.id)
                written.add((event.device, event.number))
                if event.kind == "open" and event.case:
                    cases.add(event.case)
            verdicts.append(verdict)
        if sent:
            self._arrived([verdict.id for verdict in verdicts if verdict.outcome is Outcome.KNOWN])
        return verdicts

    def _arrived(self, ids: Sequence[str]) -> None:
        """What the server has need not be sent."""
        if ids:
            self._run(f"DELETE FROM waiting WHERE event IN ({', '.join('?' for _ in ids)})", *ids)

    @staticmethod
    def _verdict(
        event: Event, now: datetime, known: Container[str], written: Container[tuple[str, int]], cases: Container[str]
    ) -> Verdict:
        if fault := fault_of(event):
            return Verdict(event.id, Outcome.REFUSED, fault)
        if event.id in known:
            return Verdict(event.id, Outcome.KNOWN)
        if (event.device, event.number) in written:
            return Verdict(event.id, Outcome.REFUSED, TWO_WITH_ONE_ID)
        if event.case and event.kind != "open" and event.case not in cases:
            return Verdict(event.id, Outcome.LATER, "chưa có lần mở hồ sơ này")
        return Verdict(event.id, Outcome.ADDED, clock_remark(event, now))

    def _among(self, sql: str, among: Sequence[str], *values: object) -> list[tuple[Any, ...]]:
        """The rows of a query that ends on ``IN``, of some values."""
        return self._all(f"{sql} ({', '.join('?' for _ in among)})", *values, *among) if among else []
