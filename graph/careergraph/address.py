"""Addresses of servers, and the passwords in them."""

import re
from typing import NamedTuple
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from careergraph.errors import ReadError


class Login(NamedTuple):
    """As whom a server is asked."""

    user: str
    password: str


def public(location: str) -> str:
    """Return a location as it may be told: an address without its password.

    >>> public("postgres://ann:secret@host/jobs")
    'postgres://ann:***@host/jobs'
    """
    return re.sub(r"(?<=://)([^/@:]*):[^/]*@", r"\1:***@", location)


def parted(address: str) -> tuple[str, Login | None]:
    """Return an address without user and password, and these. Raises ReadError for what is none.

    Letters that no address may hold are written as RFC 3987 maps them.

    >>> parted("https://ann:pass%20word@host/sparql")
    ('https://host/sparql', Login(user='ann', password='pass word'))
    """
    try:
        parts = urlsplit(address)
        _ = parts.port, _ascii(address)
    except ValueError as error:
        raise ReadError(f"{public(address)!r} is no address: {error}") from None
    if parts.scheme not in ("http", "https") or not parts.hostname or re.search(r"\s", address):
        raise ReadError(
            f"{public(address)!r} is no address of a server; one reads https://HOST/sparql"
        )
    login, at, host = parts.netloc.rpartition("@")
    bare = urlunsplit(
        parts._replace(netloc=host, path=_ascii(parts.path), query=_ascii(parts.query))
    )
    if not at:
        return bare, None
    user, _, password = login.partition(":")
    return bare, Login(unquote(user), unquote(password))


def _ascii(text: str) -> str:
    return "".join(each if each.isascii() else quote(each) for each in text)


def is_address(location: object) -> bool:
    """Whether a location is the address of a server.

    >>> is_address("HTTPS://host/sparql"), is_address("data/roles.ttl")
    (True, False)
    """
    return str(location)[:8].lower().startswith(("http://", "https://"))
