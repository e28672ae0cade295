"""`careergraph serve`: the graph over HTTP."""

from collections.abc import Callable
from typing import Any

import click

from careergraph.cli.options import graph_option, say
from careergraph.errors import MissingExtraError


@click.command(context_settings={"auto_envvar_prefix": "CAREERGRAPH"})
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
    type=click.IntRange(16),
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
@click.option("--log/--no-log", default=True, help="Write a line of JSON a request to stderr.")
@click.option("--log-queries", is_flag=True, help="Put the text of queries into that line.")
@graph_option
def serve(
    host: str, port: int, timeout: float, memory: int, workers: int | None, waiting: int,
    root_path: str, log: bool, log_queries: bool, graph: tuple[str, ...],
) -> None:  # fmt: skip
    """Serve the graph: SPARQL 1.1, an editor, routes, linked data; read-only."""
    settings_of, run = _service()
    limits: dict[str, Any] = {"waiting": waiting, "time": timeout, "memory": memory << 20}
    if workers:
        limits |= {"workers": workers, "slow": workers}
    run(settings_of(limits, locations=graph, host=host, port=port, root_path=root_path, log=log,
                    log_queries=log_queries), tell=say)  # fmt: skip


def _service() -> tuple[Callable[..., Any], Callable[..., None]]:
    try:
        from careergraph.serve import Limits, Settings
        from careergraph.serve.running import run
    except ModuleNotFoundError as error:
        raise MissingExtraError(
            f"the service needs {error.name}: pip install 'careergraph[serve]'"
        ) from None
    return lambda limits, **rest: Settings(limits=Limits(**limits), **rest), run
