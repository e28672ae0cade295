"""uvicorn, with limits that it lacks: on the time and the size of headers, on clients that stall.

It also tells the application at once when a client has left, so that its query can be ended.
"""

import asyncio
from functools import partial
from typing import Any

import uvicorn
from uvicorn.protocols.http.httptools_impl import (
    STATUS_LINE,
    HttpToolsProtocol,
    RequestResponseCycle,
)

from careergraph.serve.service import Service
from careergraph.serve.settings import Settings


def configured(service: Service, settings: Settings) -> uvicorn.Config:
    """Return how uvicorn is to run a service."""
    return uvicorn.Config(
        service, host=settings.host, port=settings.port, root_path=settings.root_path,
        http=protocol(settings), ws="none", lifespan="off", loop="uvloop", log_config=None,
        access_log=False, server_header=False, proxy_headers=False,
        timeout_keep_alive=settings.idle_timeout,
        limit_concurrency=settings.most_connections, timeout_graceful_shutdown=10,
    )  # fmt: skip


def protocol(settings: Settings) -> type[asyncio.Protocol]:
    """Return the class of a connection that keeps to the limits of `settings`."""

    class Connection(HttpToolsProtocol):
        """One connection; its timer is for whatever the client has to do next."""

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            self._gone: list[Any] = []
            self._unread = 0
            self._timer: asyncio.TimerHandle | None = None
            self._in_headers = False
            self._expect_headers()

        def _expect_headers(self) -> None:
            self._calm()
            self._timer = self.loop.call_later(settings.header_timeout, self.transport.abort)

        def _calm(self) -> None:
            if self._timer:
                self._timer.cancel()
                self._timer = None

        def data_received(self, data: bytes) -> None:
            self._unread += len(data)
            super().data_received(data)
            if self._in_headers and not self._timer:
                self._expect_headers()  # they did not come in one piece, as they most often do
            if self._timer and self._unread > settings.most_header_bytes:
                self._calm()
                self._refuse()

        def _refuse(self) -> None:
            self.transport.write(
                b"HTTP/1.1 431 Request Header Fields Too Large\r\ncontent-length: 0\r\n"
                b"connection: close\r\n\r\n"
            )
            self.transport.close()

        def on_message_begin(self) -> None:
            super().on_message_begin()
            self.scope["state"]["gone"] = self._gone
            self.scope["state"]["left"] = self.transport.is_closing
            self._in_headers = True

        def on_headers_complete(self) -> None:
            self._calm()
            self._in_headers = False
            self._unread = 0
            super().on_headers_complete()
            self.scope["state"]["give"] = partial(_give, self.cycle)

        def connection_lost(self, exc: Exception | None) -> None:
            self._calm()
            super().connection_lost(exc)
            for leave in list(self._gone):
                leave()

        def timeout_keep_alive_handler(self) -> None:
            super().timeout_keep_alive_handler()
            # closing waits until all is sent: not for ever, when the client takes nothing
            self.loop.call_later(settings.stall_timeout, self.transport.abort)

    return Connection


def _give(cycle: RequestResponseCycle, status: int, lines: bytes, body: bytes) -> bool:
    """Send an answer that is whole, if it can go at once: head and body by one call of the system.

    `lines` are its headers as they are sent, `content-length` among them. uvicorn looks at each
    header of each answer anew and sends the body by itself, which is a third of its time.
    """
    if cycle.disconnected or cycle.flow.write_paused or cycle.response_started:
        return False
    head = [STATUS_LINE[status]]
    head += [b"%b: %b\r\n" % header for header in cycle.default_headers]
    closing = b"\r\n" if cycle.keep_alive else b"connection: close\r\n\r\n"
    cycle.response_started = cycle.response_complete = True
    cycle.waiting_for_100_continue = False
    cycle.transport.write(b"".join([*head, lines, closing, body]))
    cycle.message_event.set()
    if not cycle.keep_alive:
        cycle.transport.close()
    cycle.on_response()
    return True
