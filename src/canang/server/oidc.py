"""Signing in at the province's identity provider: OpenID Connect, authorization code with PKCE. OWASP ASVS 5.0, 10.

The identity is the issuer with the subject. What the provider calls somebody, or their mail, can change hands and is
not looked at.
"""

import hmac
import secrets
import threading
import time
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import httpx2
import msgspec
from authlib.integrations.base_client import OAuthError
from authlib.integrations.httpx_client import OAuth2Client
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from psycopg.errors import UniqueViolation

from canang.errors import Code, Failure
from canang.server.accounts import COLUMNS, FROM, account_from, digest_of
from canang.server.invitations import NoInvitation, invited
from canang.server.journal import What, note
from canang.server.province import Province
from canang.server.sessions import Session, begin

UNDER_WAY = timedelta(minutes=10)
"""How long somebody may be at the provider's page."""

ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"]
"""Signatures that are taken: none that the client's secret could make."""

_NOT_CREDIBLE = (httpx2.HTTPError, httpx2.InvalidURL, JoseError, ValueError)
"""What asking a provider may end in: no answer, an address of its own that is none, a word that does not hold."""

_KEPT = 3600.0
"""Seconds for which the provider's description and keys are believed."""


class NotIdentified(Failure):
    """The provider did not say, or not credibly, who this is."""

    code = Code.REFUSED

    def __init__(self, why: str) -> None:
        super().__init__(f"Chưa vào được bằng tài khoản của tỉnh: {why}.", "Thử lại từ trang đăng nhập.")


class Description(msgspec.Struct, frozen=True):
    """What is needed of a provider's own description (OpenID Connect Discovery 1.0, 3)."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str


class Provider:
    """A province's identity provider, asked for its description and keys when they are needed."""

    def __init__(self, issuer: str, client: str, secret: str, back: str, name: str) -> None:
        """Name a provider.

        Args:
            issuer: its address, exactly as it calls itself.
            client: under which id it knows this server.
            secret: which it has given this server.
            back: the address to which it sends people back.
            name: what people call an account there.
        """
        self.issuer, self.name = issuer, name
        self._client, self._secret, self._back = client, secret, back
        self._lock = threading.Lock()
        self._certificates = httpx2.create_ssl_context()  # read once: each client would read all of them anew
        self._known: tuple[float, Description, KeySet] | None = None

    def begin(self, province: Province, browser: str, invitation: str | None = None) -> str:
        """The provider's address to send a browser to.

        Args:
            browser: a secret that the browser keeps: only the one that began comes back.
            invitation: ties the identity to the account that was invited.

        Raises:
            NotIdentified: the provider does not answer.
        """
        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        with self._oauth() as client:
            address, _ = client.create_authorization_url(
                self._description().authorization_endpoint, state=state, nonce=nonce, code_verifier=verifier
            )
        with province.connected() as connection:
            connection.execute("DELETE FROM sign_ins WHERE made_at < now() - %s", (UNDER_WAY,))
            connection.execute(
                "INSERT INTO sign_ins (state, browser, nonce, verifier, invitation) VALUES (%s, %s, %s, %s, %s)",
                (digest_of(state), digest_of(browser), nonce, verifier, invitation),
            )
            connection.commit()
        return str(address)

    def finish(self, province: Province, browser: str, said: dict[str, str], place: str) -> Session:
        """A session for whom the provider sent back.

        Args:
            said: what came with the address: ``code``, ``state``, ``iss``, or ``error``.

        Raises:
            NotIdentified: it was begun elsewhere, too long ago, or the provider's word does not hold.
            Failure: no account is tied to this identity.
        """
        with province.connected() as connection:
            row = connection.execute(
                "DELETE FROM sign_ins WHERE state = %s RETURNING browser, nonce, verifier, invitation,"
                " made_at > now() - %s",
                (digest_of(said.get("state", "")), UNDER_WAY),
            ).fetchone()
            connection.commit()
        if row is None or not row[4] or not hmac.compare_digest(row[0], digest_of(browser)):
            raise NotIdentified("lần vào này không bắt đầu ở trình duyệt này, hoặc đã quá lâu")
        if said.get("error") or not said.get("code"):
            raise NotIdentified("bạn đã dừng ở trang đăng nhập của tỉnh")
        if said.get("iss") not in (None, self.issuer):  # RFC 9207: another provider's answer
            raise NotIdentified("câu trả lời đến từ nơi khác")
        subject = self._subject(said["code"], verifier=row[2], nonce=row[1])
        with province.connected() as connection:
            if row[3]:
                account = invited(connection, row[3])
                try:
                    tied = connection.execute(
                        "UPDATE accounts SET issuer = %s, subject = %s, invitation = NULL"
                        " WHERE id = %s AND invitation = %s",
                        (self.issuer, subject, account.id, digest_of(row[3])),
                    )
                except UniqueViolation:
                    raise Failure(
                        "Tài khoản tỉnh này đã gắn với một người khác trong sổ.",
                        "Thoát tài khoản tỉnh rồi vào bằng tài khoản của chính bạn.",
                        Code.EXISTS,
                    ) from None
                if tied.rowcount != 1:  # somebody used it just now
                    raise NoInvitation
                note(connection, What.ACCEPTED, account=account.id, place=place)
                return begin(connection, account, place)
            found = connection.execute(
                f"SELECT {COLUMNS} FROM {FROM} WHERE issuer = %s AND subject = %s AND accounts.closed_at IS NULL"
                " FOR SHARE OF accounts",
                (self.issuer, subject),
            ).fetchone()
            if found is None:
                note(connection, What.REFUSED, said="tài khoản tỉnh chưa gắn", place=place)
                connection.commit()
                raise Failure(
                    "Tài khoản tỉnh này chưa được mời vào sổ.", "Xin người quản trị một mã mời.", Code.REFUSED
                )
            return begin(connection, account_from(found), place)

    def _subject(self, code: str, *, verifier: str, nonce: str) -> str:
        """Who the provider says this is, once its word was checked (OpenID Connect Core 1.0, 3.1.3.7)."""
        description = self._description()
        try:
            with self._oauth() as client:
                answer: dict[str, Any] = client.fetch_token(
                    description.token_endpoint, grant_type="authorization_code", code=code, code_verifier=verifier
                )
            token = self._decoded(str(answer.get("id_token") or ""))
            jwt.JWTClaimsRegistry(
                leeway=60,
                iss={"essential": True, "value": self.issuer},
                aud={"essential": True, "value": self._client},
                nonce={"essential": True, "value": nonce},
                exp={"essential": True},
                iat={"essential": True},
                sub={"essential": True},
            ).validate(token.claims)
        except (*_NOT_CREDIBLE, OAuthError) as error:
            raise NotIdentified("máy chủ của tỉnh trả lời không hợp lệ") from error
        audience, party = token.claims["aud"], token.claims.get("azp")
        if (isinstance(audience, list) and len(audience) > 1 and party is None) or party not in (None, self._client):
            raise NotIdentified("câu trả lời dành cho chương trình khác")
        return str(token.claims["sub"])

    def _decoded(self, word: str) -> jwt.Token:
        try:
            return jwt.decode(word, self._keys(), algorithms=ALGORITHMS)
        except (JoseError, ValueError):
            self._known = None  # the provider may have new keys
            return jwt.decode(word, self._keys(), algorithms=ALGORITHMS)

    def _oauth(self) -> OAuth2Client:
        return OAuth2Client(
            self._client, self._secret, redirect_uri=self._back, scope="openid", code_challenge_method="S256",
            timeout=10, verify=self._certificates,
        )  # fmt: skip

    def _description(self) -> Description:
        return self._told()[0]

    def _keys(self) -> KeySet:
        return self._told()[1]

    def _told(self) -> tuple[Description, KeySet]:
        with self._lock:
            if self._known is None or time.monotonic() - self._known[0] > _KEPT:
                try:
                    with httpx2.Client(timeout=10, verify=self._certificates) as client:
                        answer = client.get(f"{self.issuer.rstrip('/')}/.well-known/openid-configuration")
                        description = self._checked(msgspec.convert(answer.raise_for_status().json(), Description))
                        keys = KeySet.import_key_set(client.get(description.jwks_uri).raise_for_status().json())
                except _NOT_CREDIBLE as error:
                    raise NotIdentified("máy chủ đăng nhập của tỉnh không trả lời") from error
                self._known = (time.monotonic(), description, keys)
            return self._known[1:]

    def _checked(self, description: Description) -> Description:
        if description.issuer != self.issuer:
            raise NotIdentified("máy chủ đăng nhập của tỉnh tự xưng tên khác")
        places = (description.authorization_endpoint, description.token_endpoint, description.jwks_uri)
        if not all(map(is_safe, places)):
            raise NotIdentified("máy chủ đăng nhập của tỉnh dùng địa chỉ không mã hóa")
        return description


def is_safe(address: str) -> bool:
    """Whether an address keeps what is sent to it: HTTPS, or this machine."""
    parts = urlsplit(address)
    return parts.scheme == "https" or parts.hostname in {"127.0.0.1", "localhost"}
