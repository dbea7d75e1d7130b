"""The settings of a server for a province: a TOML file that its operator writes."""

import tomllib
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from canang.errors import Code, Failure
from canang.server.oidc import is_safe

FILE = "may-chu.toml"
"""In the folder of the server's own data, unless another is named."""

EXAMPLE = """Ví dụ:
dia-chi = "https://canang.tinh.gov.vn"
[dang-nhap]
may-cap = "https://dangnhap.tinh.gov.vn"
ma-ung-dung = "canang"
tep-bi-mat = "/etc/canang/oidc"
ten = "tài khoản cán bộ tỉnh"
"""


class SignIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """The province's identity provider: its issuer, under which id it knows this server, where the secret lies that it
    gave, and what people call an account there."""

    may_cap: str
    ma_ung_dung: str
    tep_bi_mat: str
    ten: str = "tài khoản của tỉnh"


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """``dia_chi`` is the address that people type; ``sau`` are the addresses of the reverse proxies before this
    program, whose word on who asks is taken."""

    dia_chi: str
    dang_nhap: SignIn | None = None
    sau: tuple[str, ...] = ("127.0.0.1",)

    @property
    def host(self) -> str:
        """The name with port that a browser sends."""
        return urlsplit(self.dia_chi).netloc

    @property
    def secure(self) -> bool:
        """Whether people speak HTTPS to it."""
        return urlsplit(self.dia_chi).scheme == "https"


def read_settings(path: Path) -> Settings:
    """The settings in a file.

    Raises:
        Failure: it cannot be read, or something in it cannot be.
    """
    try:
        settings = msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), Settings)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise Failure(f"Không đọc được cấu hình {path}: {error}", EXAMPLE, Code.BAD_INPUT) from error
    return checked(settings)


def checked(settings: Settings) -> Settings:
    """The same settings.

    Raises:
        Failure: they would let in whom they should not.
    """
    parts = urlsplit(settings.dia_chi)
    here = parts.hostname in {"127.0.0.1", "localhost"}
    if (
        not parts.hostname
        or parts.path not in {"", "/"}
        or parts.scheme not in ({"http", "https"} if here else {"https"})
    ):
        raise Failure("dia-chi phải là địa chỉ https://… mà người dùng gõ, không có phần sau tên máy.", EXAMPLE)
    if "*" in settings.sau:
        raise Failure('sau = "*" nghĩa là tin bất kỳ ai nói hộ địa chỉ của người khác.', "Ghi địa chỉ máy HTTPS.")
    if settings.dang_nhap and not is_safe(settings.dang_nhap.may_cap):
        raise Failure("may-cap phải là địa chỉ https://….", EXAMPLE)
    return settings


def secret_of(sign_in: SignIn) -> str:
    """What the provider gave this server, from its file.

    Raises:
        Failure: the file cannot be read, or is empty.
    """
    try:
        secret = Path(sign_in.tep_bi_mat).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise Failure(f"Không đọc được tệp bí mật {sign_in.tep_bi_mat}.", "Xem quyền đọc của tệp.") from error
    if not secret or not secret.isascii():
        raise Failure(
            f"Tệp bí mật {sign_in.tep_bi_mat} trống, hoặc không phải mã đã cấp.",
            "Ghi vào đó mã mà máy chủ đăng nhập đã cấp.",
        )
    return secret
