"""A small identity provider, as a province has one: discovery, keys, and tokens for a code with its verifier."""

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from joserfc.jwk import KeySet, OctKey, RSAKey


@cache
def key_of(year: int) -> RSAKey:
    """The key with which the provider signs in a year: another one each year, made when it is first asked for."""
    return RSAKey.generate_key(2048, {"kid": "k1", "use": "sig", "alg": "RS256"}, private=True)


class IdentityProvider:
    """Runs on a port of this machine. ``change`` alters what it says in a token, ``signing`` is with what;
    ``described`` alters what it says of itself; one that is ``gone`` hangs up.
    """

    def __init__(self) -> None:
        self.key = key_of(1)
        self.gone = False
        self.described: dict[str, str] = {}
        self.codes: dict[str, dict[str, str]] = {}
        self.change: dict[str, Any] = {}
        self.header = {"alg": "RS256", "kid": "k1"}
        self.signing: Any = self.key
        self.issuer = ""
        self.asked: list[str] = []

    def approve(self, address: str, subject: str) -> dict[str, str]:
        """Somebody signs in at the address that our server sent them to; what they bring back."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert asked["response_type"] == "code" and asked["scope"] == "openid"
        assert asked["code_challenge_method"] == "S256"
        code = f"ma-{len(self.codes)}"
        self.codes[code] = {**asked, "subject": subject}
        return {"code": code, "state": asked["state"], "iss": self.issuer}

    def token(self, form: dict[str, str]) -> dict[str, Any] | None:
        """A token for a code, once, to who knows the verifier."""
        asked = self.codes.pop(form.get("code", ""), None)
        if asked is None or form.get("redirect_uri") != asked["redirect_uri"]:
            return None
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != asked["code_challenge"]:
            return None
        now = int(time.time())
        claims = {
            "iss": self.issuer, "aud": "canang", "sub": asked["subject"], "nonce": asked["nonce"], "iat": now,
            "exp": now + 300,
        }  # fmt: skip
        claims = {name: value for name, value in (claims | self.change).items() if value is not None}
        word = jwt.encode(self.header, claims, self.signing, algorithms=["RS256", "HS256"])
        return {"access_token": "x", "token_type": "Bearer", "id_token": word}

    def sign_with_our_secret(self, secret: str) -> None:
        """As an attacker would who knows the client's secret."""
        self.header, self.signing = {"alg": "HS256"}, OctKey.import_key(secret)


@contextmanager
def running_provider() -> Iterator[IdentityProvider]:
    provider = IdentityProvider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            provider.asked.append(self.path)
            if self.path == "/.well-known/openid-configuration":
                self._say(
                    {
                        "issuer": provider.issuer,
                        "authorization_endpoint": f"{provider.issuer}/vao",
                        "token_endpoint": f"{provider.issuer}/token",
                        "jwks_uri": f"{provider.issuer}/keys",
                    }
                    | provider.described
                )
            elif self.path == "/keys":
                self._say(KeySet([provider.key]).as_dict(private=False))
            else:
                self.send_error(404)

        def do_POST(self) -> None:
            if provider.gone:
                return
            body = self.rfile.read(int(self.headers["content-length"])).decode()
            token = provider.token({name: values[0] for name, values in parse_qs(body).items()})
            self._say(token or {"error": "invalid_grant"}, 200 if token else 400)

        def _say(self, value: object, status: int = 200) -> None:
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(value).encode())

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider.issuer = f"http://127.0.0.1:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
