"""Addresses of servers, and the passwords in them."""

import re
from typing import NamedTuple
from urllib.parse import unquote, urlsplit, urlunsplit

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

    >>> parted("https://ann:pass%20word@host/sparql")
    ('https://host/sparql', Login(user='ann', password='pass word'))
    """
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError as error:
        raise ReadError(f"{public(address)!r} is no address: {error}") from None
    login, at, host = parts.netloc.rpartition("@")
    if not at:
        return address, None
    user, _, password = login.partition(":")
    return urlunsplit(parts._replace(netloc=host)), Login(unquote(user), unquote(password))
