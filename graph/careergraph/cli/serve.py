"""`careergraph serve`: the graph over HTTP."""

import sys
from ipaddress import ip_address
from typing import Any

import click

from careergraph.cli.options import graph_option, say, writes
from careergraph.errors import MissingExtraError


@click.command(context_settings={"auto_envvar_prefix": "CAREERGRAPH_SERVE"})
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option(
    "--timeout",
    default=30.0,
    show_default=True,
    type=click.FloatRange(0.01, 3600),
    help="Seconds that one query may take.",
)
@click.option(
    "--memory",
    default=1024,
    show_default=True,
    type=click.IntRange(16, 1 << 24),
    help="Megabytes that one query may take.",
)
@click.option("--workers", type=click.IntRange(1, 256), help="Queries that run at a time.")
@click.option(
    "--waiting",
    default=64,
    show_default=True,
    type=click.IntRange(0, 10_000),
    help="Queries that wait for their turn; more are refused at once.",
)
@click.option("--root-path", default="", help="The path under which a proxy offers it.")
@click.option("--public-url", default="", help="The address by which others know the service.")
@click.option(
    "--writable",
    is_flag=True,
    help="Let programs on this machine change the graph, in its FILE, by SPARQL Update.",
)
@click.option(
    "--allow-service",
    "services",
    multiple=True,
    metavar="URL",
    envvar="CAREERGRAPH_SERVE_ALLOW_SERVICE",
    help="An endpoint that queries may ask by SERVICE, written so; all others are refused.",
)
@click.option("--open", "opening", is_flag=True, envvar="CAREERGRAPH_SERVE_OPEN",
              help="Open the editor in a browser.")  # fmt: skip
@click.option("--log/--no-log", default=True, help="Write a line of JSON a request to stderr.")
@click.option("--log-queries", is_flag=True, help="Put the text of queries into that line.")
@graph_option
def serve(
    timeout: float, memory: int, workers: int | None, waiting: int, graph: tuple[str, ...],
    **settings: Any,
) -> None:  # fmt: skip
    """Serve the graph: SPARQL 1.1, an editor, routes, linked data.

    It listens on this machine alone unless --host says otherwise, and only reads unless --writable
    does. Each option can be given as a variable of the environment: CAREERGRAPH_SERVE_PORT=8080.
    """
    if settings["writable"] and not _is_loopback(settings["host"]):
        raise click.UsageError("--writable is for this machine alone: leave --host out")
    if settings["writable"]:
        writes()
    limits: dict[str, Any] = {"waiting": waiting, "time": timeout, "memory": memory << 20}
    if workers:
        limits |= {"workers": workers, "slow": 4 * workers}
    _run(limits, locations=graph, **settings)


def _run(limits: dict[str, Any], **settings: Any) -> None:
    if sys.platform == "win32":
        raise click.UsageError("the service runs on Linux and macOS; on Windows, in WSL")
    try:
        from careergraph.serve import Limits, Settings
        from careergraph.serve.running import run
    except ModuleNotFoundError as error:
        raise MissingExtraError(
            f"the service needs {error.name}: pip install 'careergraph[serve]'"
        ) from None
    run(Settings(limits=Limits(**limits), **settings), tell=say)


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
