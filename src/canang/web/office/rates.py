"""How often somebody may ask: a moving window for each account, and for each address before anybody is known."""

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from canang.errors import Code, Failure

OF_ACCOUNT = RateLimitItemPerMinute(300)
"""A page asks for suggestions while one types, which is the most that a person asks."""

OF_ADDRESS = RateLimitItemPerMinute(240)
"""A whole office may be behind one address."""

OF_SIGNING_IN = RateLimitItemPerMinute(90)
"""Passwords and invitations from one address: all that are at work in a province may come from one, in the morning;
each costs a tenth of a second, and a login is slowed down by itself."""


class TooOften(Failure):
    """Somebody asks more than a person can."""

    code = Code.TOO_OFTEN

    def __init__(self) -> None:
        super().__init__("Hỏi dồn dập quá.", "Đợi một phút rồi làm tiếp. Những gì đã lưu còn nguyên.")


class Rates:
    """What was asked within the last minute."""

    def __init__(self) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def count(self, item: RateLimitItemPerMinute, who: str) -> None:
        """Count a request.

        Raises:
            TooOften: it is one too many.
        """
        if not self._limiter.hit(item, who):
            raise TooOften
