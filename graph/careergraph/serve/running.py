"""Running the service: the server, the graph it serves, and a new one when that is replaced."""

import asyncio
import contextlib
import gc
import os
import signal
import socket
import threading
import webbrowser
from collections.abc import Callable
from ipaddress import ip_address

from careergraph.errors import ReadError
from careergraph.serve import holding
from careergraph.serve.http_server import Server, configured, listening
from careergraph.serve.pool import Ended, Pool
from careergraph.serve.service import Service
from careergraph.serve.settings import Settings
from careergraph.sparql import faults
from careergraph.wording import visible

Tell = Callable[[str], None]


def run(settings: Settings, *, tell: Tell) -> None:
    """Serve until a signal says to stop; `tell` is told where, a line at a time.

    Raises ReadError when the graph cannot be opened or the port cannot be had, ParameterError for
    services that are none, and KeyboardInterrupt when it was Ctrl-C.
    """
    import uvloop

    _open_standard_streams()
    with faults.allowing(settings.services):  # what is wrong or cannot be had is told at once
        sockets = listening(settings.host, settings.port)
    _allow_descriptors(4 * settings.most_connections)
    if signal.SIGINT in uvloop.run(_run(settings, sockets, tell)):
        raise KeyboardInterrupt


def _open_standard_streams() -> None:
    """See to it that no connection gets the number of a standard stream that was closed."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # which gets the lowest number that is free


def _allow_descriptors(most: int) -> None:
    """Let this process open as many files and connections as it may need, where it is allowed."""
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = most if hard == resource.RLIM_INFINITY else min(most, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


async def _run(settings: Settings, sockets: list[socket.socket], tell: Tell) -> list[int]:
    """Serve until a signal says to stop, and return those that came."""
    service = Service(settings)
    server = Server(configured(service, settings))
    pool = _pool(settings)
    try:
        await pool.start()
    except Ended as ended:
        raise ReadError(ended.by or "the graph cannot be opened: its process ended") from None
    service.pool = pool
    gc.freeze()  # what is held from here on is not looked through again and again
    keeping = asyncio.create_task(_keep(service))
    try:
        serving = asyncio.create_task(server.serve(sockets))
        while not server.started and not serving.done():
            await asyncio.sleep(0.01)
        if server.started:
            _announce(settings, sockets, tell)
        await serving
    finally:
        keeping.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await keeping
        await service.pool.close(patience=1.0)
        service.measures.log.close()
    return server.stopped_by


def _announce(settings: Settings, sockets: list[socket.socket], tell: Tell) -> None:
    if not all(ip_address(each.getsockname()[0].partition("%")[0]).is_loopback for each in sockets):
        tell(f"listening on {settings.host}: other machines can ask, and need no password")
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    address = f"http://{host}:{settings.port}/"
    tell(f"serving {address}")
    if settings.opening:
        threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()


def _pool(settings: Settings) -> Pool:
    return Pool(
        list(settings.locations), settings.limits, writable=settings.writable,
        services=settings.services,
    )  # fmt: skip


async def _keep(service: Service) -> None:
    """Open the graph anew whenever it has been replaced, or its keeper has been lost."""
    locations, fault = service.settings.locations, ""
    while True:
        old = service.pool
        assert old is not None
        await old.changed.wait()
        tried = holding.state(locations)
        async with service.changing:
            if service.pool is not old:
                continue  # an update has come meanwhile: that was the change
            fresh = _pool(service.settings)
            try:
                await fresh.start()
            except (Ended, OSError) as error:
                told, fault = fault, str(error)
                if told != fault:
                    _news(service, f"the new graph cannot be opened: {fault}")
            else:
                fault = ""
                service.replace(fresh)
                _news(service, f"the graph is now version {fresh.told['version']}")
                continue
        for _ in range(_AGAIN_LOST if old.lost.is_set() else _AGAIN):
            await asyncio.sleep(1)
            if holding.state(locations) != tried:
                break


def _news(service: Service, words: str) -> None:
    """Tell what happens while requests are answered: whoever reads it may not hold them up."""
    service.measures.log.write(visible(f"careergraph: {' '.join(words.split())}"))


_AGAIN, _AGAIN_LOST = 60, 5
"""Seconds until a graph that cannot be opened is tried again, though it has not changed: while the
one before is served, and when there is none to serve."""
