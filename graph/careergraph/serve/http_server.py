"""uvicorn, with limits that it lacks: on the time and the size of requests, on clients that stall.

It also tells the application at once when a client has left, so that its query can be ended, and
stops on a signal without dying of it.
"""

import asyncio
import contextlib
import errno
import logging
import signal
import socket
import struct
from collections.abc import Iterator
from functools import partial
from typing import Any

import uvicorn
from uvicorn.protocols.http.httptools_impl import (
    STATUS_LINE,
    HttpToolsProtocol,
    RequestResponseCycle,
)

from careergraph.errors import ReadError
from careergraph.serve.service import Service
from careergraph.serve.settings import Settings

_MOST_HEADERS = 100
_TOO_LARGE = "the address or the headers are too large; send a long query by POST"
_NO_REQUEST = "this is no request as HTTP/1.1 has it: see its method, headers and lengths"
_GRACE = 5.0
"""Seconds by which a limit of the connection comes after that of the application, which can say
why."""


class Server(uvicorn.Server):
    """A server that stops on SIGTERM and Ctrl-C; `stopped_by` are the signals that came."""

    @property
    def stopped_by(self) -> list[int]:
        """The signals that said to stop."""
        return self._captured_signals

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Heed signals for as long as it serves; uvicorn would have them end it afterwards."""
        loop, signals = asyncio.get_running_loop(), (signal.SIGTERM, signal.SIGINT)
        for each in signals:
            loop.add_signal_handler(each, self.handle_exit, each, None)
        try:
            yield
        finally:
            for each in signals:
                loop.remove_signal_handler(each)


def configured(service: Service, settings: Settings) -> uvicorn.Config:
    """Return how uvicorn is to run a service."""
    logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)  # the service has its own log
    return uvicorn.Config(
        service, host=settings.host, port=settings.port, root_path=settings.root_path,
        http=protocol(service, settings), ws="none", lifespan="off", loop="uvloop",
        log_config=None, access_log=False, server_header=False, proxy_headers=False,
        timeout_keep_alive=settings.idle_timeout,
        limit_concurrency=settings.most_connections, timeout_graceful_shutdown=10,
    )  # fmt: skip


def listening(host: str, port: int) -> list[socket.socket]:
    """Return sockets that listen at each address of a host. Raises ReadError."""
    kind = socket.SOCK_STREAM
    try:
        found = socket.getaddrinfo(host, port, type=kind, flags=socket.AI_PASSIVE)
    except (OSError, UnicodeError):
        raise ReadError(f"cannot listen at {host}: no such address is known here") from None
    sockets, fault = [], OSError()
    for family, _, _, _, address in found:
        try:
            sockets.append(_bound(family, address))
        except OSError as error:  # a machine without IPv6, say, has an address fewer
            fault = error
    if not sockets:
        taken = "; another program does, choose another --port" * (fault.errno == errno.EADDRINUSE)
        raise ReadError(f"cannot listen at {host}:{port}: {fault.strerror}{taken}")
    return sockets


def _bound(family: int, address: Any) -> socket.socket:
    made = socket.socket(family, socket.SOCK_STREAM)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            made.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        made.bind(address)
        made.listen(1024)  # a port is another's, too, if that only listens
    except OSError:
        made.close()
        raise
    return made


def protocol(service: Service, settings: Settings) -> type[asyncio.Protocol]:
    """Return the class of a connection that keeps to the limits of `settings`."""

    class Connection(HttpToolsProtocol):
        """One connection; its timer is for whatever the client has to do next."""

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            self._gone: list[Any] = []
            self._came = self._unread = self._body = self._beside = 0
            self._in_body = False
            self._in_headers = self._lost = False
            self._owed = 0.0  # seconds in which what it has begun to send must be whole
            self._timer: asyncio.TimerHandle | None = None
            self._leaving: asyncio.TimerHandle | None = None
            if len(self.connections) > 2 * settings.most_connections:
                transport.abort()  # not even to be told that there are too many
                return
            self._await(settings.header_timeout)

        def _await(self, seconds: float) -> None:
            self._calm()
            self._timer = self.loop.call_later(seconds, self._late, seconds)

        def _late(self, seconds: float) -> None:
            if self.pipeline:  # it is us who does not read on, as there are answers to be given
                self._await(seconds)
            else:
                self._abort()

        def _calm(self) -> None:
            if self._timer:
                self._timer.cancel()
                self._timer = None

        def data_received(self, data: bytes) -> None:
            self._came = len(data)
            super().data_received(data)
            if self._in_body:  # what is no body beside it: sizes of pieces, and trailers
                self._beside += len(data)
                if self._beside > 2 * settings.most_header_bytes + 8 * self._body:
                    self._refuse(431, "too much comes with the body that is none of it")
            if self._in_headers:
                self._unread += len(data)
                if self._unread > settings.most_header_bytes:
                    self._refuse(431, _TOO_LARGE)
            if self._timer:
                return
            if self._owed:  # it did not come in one piece, as it most often does
                self._await(self._owed)
            elif not self._at_work():
                self._await(settings.header_timeout)  # it sent something, and no request

        def _at_work(self) -> bool:
            return self.cycle is not None and not self.cycle.response_complete

        def send_400_response(self, msg: str) -> None:
            self._refuse(400, _NO_REQUEST)

        def _refuse(self, status: int, reason: str) -> None:
            """Answer what never becomes a request, and close."""
            self._calm()
            if self.transport.is_closing():
                return
            if self._at_work():  # an answer may be on its way: nothing may come into it
                if self.pipeline or not self._in_body or self.cycle.response_started:
                    self._abort()
                    return
                self.cycle.disconnected = True  # its body is what is wrong: this is the answer
            service.measures.refused(status)
            body = f"{reason}\n".encode()
            self.transport.write(
                b"HTTP/1.1 %d Refused\r\ncontent-type: text/plain; charset=utf-8\r\n"
                b"content-length: %d\r\nx-content-type-options: nosniff\r\n"
                b"content-security-policy: default-src 'none'; sandbox\r\n"
                b"connection: close\r\n\r\n%s" % (status, len(body), body)
            )
            self._close()
            for leave in list(self._gone):
                leave()

        def on_message_begin(self) -> None:
            super().on_message_begin()
            self._in_headers, self._unread = True, 0
            self._state = self.scope["state"] = self.app_state | {
                "gone": self._gone, "left": self.transport.is_closing,
                "close": self._close, "abort": self._abort,
            }  # fmt: skip
            self._calm()
            self._owed = settings.header_timeout

        def on_header(self, name: bytes, value: bytes) -> None:
            if self._in_headers:  # else it is a trailer, and changes nothing
                super().on_header(name, value)

        def on_headers_complete(self) -> None:
            self._in_headers = False
            size = self._came + self._unread  # at most: what follows may have come with them
            if size > settings.most_header_bytes:
                size = len(self.url) + sum(len(name) + len(value) for name, value in self.headers)
            if size > settings.most_header_bytes or len(self.headers) > _MOST_HEADERS:
                self._refuse(431, _TOO_LARGE)
                return
            assert self.parser is not None
            version = self.parser.get_http_version()
            if version not in ("1.0", "1.1"):
                self._refuse(505, "send HTTP/1.1")
            hosts = [name for name, _ in self.headers].count(b"host")
            if hosts > 1 or (not hosts and version == "1.1"):
                self._refuse(400, "send one Host header")
            if self.transport.is_closing():
                return
            self._calm()
            self._owed = settings.body_timeout + _GRACE
            self._in_body, self._body, self._beside = True, 0, 0
            super().on_headers_complete()
            self._state["give"] = partial(_give, self.cycle)

        def on_body(self, body: bytes) -> None:
            self._body += len(body)
            if not self.transport.is_closing():
                super().on_body(body)

        def on_message_complete(self) -> None:
            self._calm()
            self._owed = 0.0
            self._in_body = False
            if not self.transport.is_closing():
                super().on_message_complete()

        def on_response_complete(self) -> None:
            super().on_response_complete()
            if self.transport.is_closing():
                self._close()

        def connection_lost(self, exc: Exception | None) -> None:
            self._calm()
            if self._leaving:
                self._leaving.cancel()  # which would hold on to this connection
            self._lost = True
            super().connection_lost(exc)
            for leave in list(self._gone):
                leave()

        def timeout_keep_alive_handler(self) -> None:
            self._close()

        def shutdown(self) -> None:
            super().shutdown()
            if self.transport.is_closing():
                self._close()

        def _close(self) -> None:
            """Close when all is sent: not for ever, when the client takes nothing."""
            self.transport.close()
            if not self._lost and self._leaving is None:
                self._leaving = self.loop.call_later(settings.stall_timeout, self._abort)

        def _abort(self) -> None:
            """Close at once, with nothing kept for the client, by the system neither."""
            if not self._lost:
                made = self.transport.get_extra_info("socket")
                made.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                self.transport.abort()

    return Connection


def _give(cycle: RequestResponseCycle, status: int, lines: bytes, body: bytes) -> bool:
    """Send an answer that is whole, if it can go at once: head and body by one call of the system.

    `lines` are its headers as they are sent, but for `content-length`. uvicorn looks at each
    header of each answer anew and sends the body by itself, which is a third of its time.
    """
    if cycle.disconnected or cycle.flow.write_paused or cycle.response_started:
        return False
    always = b"".join([b"%b: %b\r\n" % header for header in cycle.default_headers])
    closing = b"" if cycle.keep_alive else b"connection: close\r\n"
    cycle.response_started = cycle.response_complete = True
    cycle.waiting_for_100_continue = False
    cycle.transport.write(b"%b%b%bcontent-length: %d\r\n%b\r\n%b" % (
        STATUS_LINE[status], always, lines, len(body), closing, body
    ))  # fmt: skip
    cycle.message_event.set()
    if not cycle.keep_alive:
        cycle.transport.close()
    cycle.on_response()
    return True
