"""Who asks a province's server."""

import msgspec

from canang.server.accounts import ROLES, Account, Role
from canang.server.oidc import Provider
from canang.server.province import Office, Province
from canang.server.sessions import Session


class Signed(msgspec.Struct, frozen=True):
    """Somebody before a province's server, signed in or not yet (``session`` is None).

    ``place`` is the address from which they ask; ``secure`` whether they speak HTTPS.
    """

    province: Province
    provider: Provider | None
    session: Session | None
    place: str
    secure: bool

    @property
    def account(self) -> Account:
        """Who it is. Only pages behind the sign-in ask."""
        assert self.session is not None
        return self.session.account

    @property
    def register(self) -> Office | None:
        """The office whose register is looked at; None for who looks at none."""
        if self.session is None or self.session.account.role is Role.ADMINISTRATOR:
            return None
        return self.session.office or self.session.account.office

    @property
    def away(self) -> bool:
        """Whether that is another office than one's own."""
        return self.register is not None and self.register.id != (self.account.office.id if self.account.office else "")

    @property
    def speaks(self) -> bool:
        """Whether they may say what the office is: it speaks through its head."""
        return self.session is not None and not self.away and self.session.account.role is not Role.OFFICIAL

    @property
    def role(self) -> str:
        """What their role is called."""
        return ROLES[self.account.role]

    @property
    def oversees(self) -> bool:
        """Whether they see the whole province."""
        return self.session is not None and self.session.account.role is Role.SPECIALIST

    @property
    def manages(self) -> bool:
        """Whether they have the accounts."""
        return self.session is not None and self.session.account.role is Role.ADMINISTRATOR
