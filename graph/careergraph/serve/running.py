"""Running the service: the server, the graph it serves, and a new one when that is replaced."""

import asyncio
import contextlib
import sys
import webbrowser
from collections.abc import Callable

import uvicorn

from careergraph.errors import ReadError
from careergraph.serve.http_server import configured
from careergraph.serve.pool import Ended, Pool
from careergraph.serve.service import Service
from careergraph.serve.settings import Settings

Tell = Callable[[str], None]


def run(settings: Settings, *, tell: Tell) -> None:
    """Serve until a signal says to stop; `tell` is told what happens, a line at a time.

    Raises ReadError when the graph cannot be opened or the port cannot be had.
    """
    if sys.platform != "win32":
        import uvloop

        uvloop.run(_run(settings, tell))


async def _run(settings: Settings, tell: Tell) -> None:
    service = Service(settings)
    server = uvicorn.Server(configured(service, settings))
    pool = _pool(settings)
    try:
        await pool.start()
    except Ended as ended:
        raise ReadError(ended.by) from None
    service.pool = pool
    keeping = asyncio.create_task(_keep(service, tell))
    try:
        serving = asyncio.create_task(server.serve())
        while not server.started and not serving.done():
            await asyncio.sleep(0.01)
        if server.started:
            _announce(settings, tell)
        await serving
    finally:
        keeping.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await keeping
        await service.pool.close(patience=1.0)


def _announce(settings: Settings, tell: Tell) -> None:
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    address = f"http://{host}:{settings.port}{settings.root_path}/"
    tell(f"serving {address}")
    if settings.opening:
        webbrowser.open(address)


def _pool(settings: Settings) -> Pool:
    return Pool(list(settings.locations), settings.limits, writable=settings.writable)


async def _keep(service: Service, tell: Tell) -> None:
    """Open the graph anew whenever it has been replaced, or its keeper has been lost."""
    while True:
        old = service.pool
        assert old is not None
        await old.changed.wait()
        async with service.changing:
            if service.pool is not old:
                continue  # an update has come meanwhile: that was the change
            fresh = _pool(service.settings)
            try:
                await fresh.start()
            except Ended as ended:
                tell(f"the graph was replaced, and the new one cannot be opened: {ended.by}")
            else:
                service.replace(fresh)
                tell(f"the graph is now version {fresh.told['version']}")
                continue
        await asyncio.sleep(5)
