"""How a server is told who asks: Basic and Digest (RFC 7617, RFC 7616)."""

import hashlib
import secrets
from base64 import b64encode
from dataclasses import dataclass
from urllib.parse import urlsplit
from urllib.request import parse_http_list, parse_keqv_list

from careergraph.address import Login

_HASHES = {"MD5": hashlib.md5, "SHA-256": hashlib.sha256}


@dataclass
class Challenge:
    """What a server wants to know of those who ask it."""

    scheme: str
    values: dict[str, str]
    count: int = 0

    def answer(self, login: Login, method: str, address: str, *, once: str = "") -> str:
        """Return the value of the header that answers the challenge in one request.

        `once` is a word that is used for no other request; one is made up.
        """
        if self.scheme == "basic":
            return f"Basic {b64encode(f'{login.user}:{login.password}'.encode()).decode()}"
        self.count += 1
        return f"Digest {self._digest(login, method, address, once or secrets.token_hex(8))}"

    def _digest(self, login: Login, method: str, address: str, once: str) -> str:
        parts, count = urlsplit(address), f"{self.count:08x}"
        path = f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"
        known, nonce = self.values, self.values.get("nonce", "")
        who = self._hash(f"{login.user}:{known.get('realm', '')}:{login.password}")
        what = self._hash(f"{method}:{path}")
        told = {"username": login.user, "realm": known.get("realm", ""), "nonce": nonce,
                "uri": path, "algorithm": known.get("algorithm", "MD5")}  # fmt: skip
        if "qop" in known:
            told |= {"qop": "auth", "nc": count, "cnonce": once}
            told["response"] = self._hash(f"{who}:{nonce}:{count}:{once}:auth:{what}")
        else:
            told["response"] = self._hash(f"{who}:{nonce}:{what}")
        if "opaque" in known:
            told["opaque"] = known["opaque"]
        bare = ("algorithm", "qop", "nc")
        return ", ".join(f"{k}={v}" if k in bare else f'{k}="{v}"' for k, v in told.items())

    def _hash(self, text: str) -> str:
        chosen = _HASHES[self.values.get("algorithm", "MD5").upper()]
        return chosen(text.encode()).hexdigest()


def challenge(headers: list[str]) -> Challenge | None:
    """Return the first challenge, among the headers of a refusal, that can be answered."""
    for header in headers:
        scheme, _, rest = header.strip().partition(" ")
        values = parse_keqv_list(parse_http_list(rest)) if "=" in rest else {}
        known = values.get("algorithm", "MD5").upper() in _HASHES
        if scheme.lower() == "basic" or (scheme.lower() == "digest" and known):
            return Challenge(scheme.lower(), values)
    return None
