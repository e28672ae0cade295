"""A client of the SPARQL 1.1 Protocol, over the standard library.

No redirection is followed: a question, and the password with it, goes to the address that was named
and to no other.
"""

import io
import os
import re
import ssl
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPException, HTTPResponse
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, Request, build_opener

from careergraph.address import Login, parted, public
from careergraph.errors import ReadError
from careergraph.remote.login import Challenge, challenge

USER, PASSWORD = "CAREERGRAPH_USER", "CAREERGRAPH_PASSWORD"
"""The environment's words for those who ask, where the address names nobody."""

FORM = "application/x-www-form-urlencoded"
_PIECE = 1 << 16


@dataclass
class Server:
    """A SPARQL 1.1 server: where it is asked, as whom, and how long and how much is waited for.

    `timeout` is in seconds without a word from the server, `most` in bytes of one answer;
    `software` is what the server calls itself, once it was asked.
    """

    address: str
    login: Login | None = None
    timeout: float = 60.0
    most: int = 4 << 30
    software: str = ""
    _challenge: Challenge | None = field(default=None, repr=False)

    @property
    def name(self) -> str:
        """The address as it may be told."""
        return public(self.address)

    def query(
        self, text: str, accept: str, *, default: Iterable[str] = (), named: Iterable[str] = ()
    ) -> "Reply":
        """Return the reply to a query, over the union of the graphs `default` where any are given.

        Raises ReadError when there is none.
        """
        pairs = [("query", text), *(("default-graph-uri", each) for each in default),
                 *(("named-graph-uri", each) for each in named)]  # fmt: skip
        headers = {"Accept": accept, "Content-Type": FORM}
        return self.send("POST", self.address, urlencode(pairs).encode(), headers)

    def send(
        self, method: str, address: str, body: bytes | None, headers: Mapping[str, str]
    ) -> "Reply":
        """Return the reply to a request, whatever its status. Raises ReadError without one."""
        reply = self._sent(method, address, body, headers)
        if reply.status != 401 or self.login is None:
            return reply
        self._challenge = challenge(reply.all("WWW-Authenticate"))
        reply.close()
        return self._sent(method, address, body, headers)

    def _sent(
        self, method: str, address: str, body: bytes | None, headers: Mapping[str, str]
    ) -> "Reply":
        told = {"User-Agent": "careergraph", **headers}
        if self._challenge is not None and self.login is not None:
            told["Authorization"] = self._challenge.answer(self.login, method, address)
        with reaching(public(address)):
            request = Request(address, data=body, headers=told, method=method)
            try:
                found = _OPENER.open(request, timeout=self.timeout)
            except HTTPError as refusal:
                found = refusal
        self.software = found.headers.get("Server") or ""
        return Reply(found, public(address), self.most, knows_who="Authorization" in told)


def server(address: str, *, timeout: float = 60.0) -> Server:
    """Return the server at an address, `https://user:password@host/sparql` for one with a login.

    Without one in the address the environment's is used.
    """
    bare, login = parted(address)
    if login is None and USER in os.environ:
        login = Login(os.environ[USER], os.environ.get(PASSWORD, ""))
    return Server(bare, login, timeout)


def forward(
    address: str, text: str, accept: str, default_graphs: Iterable[str] = (),
    named_graphs: Iterable[str] = (), *, timeout: float = 60.0,
) -> tuple[int, str, Iterator[bytes]]:  # fmt: skip
    """Return what a server says to a query: the status, the media type and the body in pieces.

    The query is passed on as it is. Raises ReadError when the server cannot be reached, or, while
    the pieces are read, when it breaks off.
    """
    asked = server(address, timeout=timeout)
    reply = asked.query(text, accept, default=default_graphs, named=named_graphs)
    return reply.status, reply.header("Content-Type"), reply.pieces()


class Reply(io.RawIOBase):
    """What a server answers: its status, and a body to be read once.

    One that breaks off, or grows larger than `most`, raises ReadError: no part is ever taken for
    the whole.
    """

    def __init__(
        self, found: HTTPResponse | HTTPError, name: str, most: int, *, knows_who: bool
    ) -> None:
        super().__init__()
        self.knows_who = knows_who
        self.status = found.status or 0
        self.name = name
        self._found = found
        self._most = self._left = most

    def header(self, name: str) -> str:
        """Return a header, empty when there is none."""
        return self._found.headers.get(name) or ""

    def all(self, name: str) -> list[str]:
        """Return a header that may be there several times."""
        return self._found.headers.get_all(name) or []

    def readable(self) -> bool:
        """Whether it can be read: it can."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read some of the body into `buffer`. Raises ReadError."""
        view = memoryview(buffer).cast("B")
        piece = self._piece(len(view))
        view[: len(piece)] = piece
        return len(piece)

    def pieces(self) -> Iterator[bytes]:
        """Yield the body in pieces. Raises ReadError."""
        with self:
            while piece := self._piece(_PIECE):
                yield piece

    def close(self) -> None:
        """Let go of the connection."""
        self._found.close()
        super().close()

    def _piece(self, size: int) -> bytes:
        with reaching(self.name):
            piece = self._found.read1(size)
            if not piece and getattr(self._found, "length", False):
                raise ReadError(f"cannot read {self.name}: its answer breaks off")
        self._left -= len(piece)
        if self._left < 0:
            raise ReadError(
                f"cannot read {self.name}: its answer has more than {self._most:,} bytes"
            )
        return piece


class _Stay(HTTPRedirectHandler):
    """Follows no redirection."""

    def redirect_request(
        self, req: Request, fp: Any, code: int, msg: str, headers: Any, newurl: str
    ) -> None:
        """Leave the reply as it is."""
        return


_OPENER = build_opener(_Stay)


@contextmanager
def reaching(name: str) -> Iterator[None]:
    """Give what goes wrong on the way to a server its words. Raises ReadError."""
    try:
        yield
    except ReadError:
        raise
    except (URLError, HTTPException, OSError, ValueError) as error:
        raise ReadError(f"cannot read {name}: {_fault(error)}") from None


def _fault(error: Exception) -> str:
    cause = getattr(error, "reason", error)
    if isinstance(cause, ssl.SSLCertVerificationError):
        return f"its certificate cannot be trusted: {cause.verify_message}"
    if isinstance(cause, ssl.SSLError):
        return f"it does not speak TLS as it should ({cause.reason or cause}); is it http://?"
    if isinstance(cause, TimeoutError):
        return "it does not answer in time"
    if isinstance(error, HTTPException):
        return f"its answer breaks off or is no HTTP ({type(error).__name__})"
    return getattr(cause, "strerror", None) or str(cause)


_HINTS = {
    301: "it has moved", 302: "it has moved", 307: "it has moved", 308: "it has moved",
    403: "it does not allow this",
    404: "there is nothing at this address; those of endpoints often end in /sparql or /query",
    405: "it takes no such request at this address; those of endpoints often end in /sparql or "
         "/query",
    406: "it has no format that can be read here",
    413: "the request is too large for it",
    503: "it is busy; try again later",
}  # fmt: skip
"""What a status means to somebody who asks."""


def complaint(reply: Reply) -> str:
    """Return what a server has against a request: the status, what it means, its own words."""
    hint = _HINTS.get(reply.status, "")
    if reply.status == 401 and reply.knows_who:
        hint = "it refuses this user and password"
    elif reply.status == 401:
        hint = "it wants a user and a password: put USER:PASSWORD@ before its host, or set " \
               f"{USER} and {PASSWORD}"  # fmt: skip
    elif hint == "it has moved":
        hint = f"it has moved to {public(reply.header('Location'))}; name that address"
    said = _said(reply)
    return ": ".join(filter(None, (f"it answers {reply.status}", hint, said)))


def _said(reply: Reply) -> str:
    """The server's own words, on one line and shortened."""
    with reply:
        start = b""
        try:
            while len(start) < _PIECE and (piece := reply.read(_PIECE)):
                start += piece
        except ReadError:
            pass
    text = start.decode("utf-8", "replace")
    text = re.sub(r"(?is)<(style|script|title)\b.*?</\1>|<[^>]*>", " ", text)
    words = " ".join(text.split())
    return words if len(words) <= 200 else f"{words[:199]}…"
