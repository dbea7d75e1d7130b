"""What several commands of ``canang may-chu`` take."""

from typing import Annotated

import typer

from canang.cli.terminal.session import Session
from canang.desk.province import address_of, province_at
from canang.server.province import Office, Province

Address = Annotated[
    str | None,
    typer.Option("--csdl", metavar="ĐỊA-CHỈ", help="địa chỉ PostgreSQL (mặc định: biến CANANG_CSDL)"),
]
OfficeName = Annotated[str, typer.Option("--co-quan", metavar="TÊN", help="tên cơ quan, như “Xã An Bình”")]


def opened(session: Session, address: str | None) -> Province:
    """The province whose database was named.

    Raises:
        Failure: none was.
    """
    return province_at(address_of(session.desk, address))


def office_of(session: Session, address: str | None, name: str) -> tuple[Province, Office]:
    """A province and one of its offices by name.

    Raises:
        Failure: there is none of this name.
    """
    province = opened(session, address)
    return province, province.find_office(name)
