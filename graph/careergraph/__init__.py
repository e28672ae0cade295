"""A knowledge graph of career claims.

    import careergraph as cg
    graph = cg.open()
    answer = graph.route("from entry role to senior role without further degree")

Every name here is loaded when it is first used, so that `import careergraph` costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from careergraph.career_graph import CareerGraph
    from careergraph.career_graph import open_graph as open
    from careergraph.claims import Book, Status
    from careergraph.errors import CareerGraphError
    from careergraph.model import AdvancementStep, Claim, Credential, Industry, Role, Skill
    from careergraph.routes import RouteAnswer, RouteQuery

__version__ = "0.1.0"

__all__ = [
    "AdvancementStep",
    "Book",
    "CareerGraph",
    "CareerGraphError",
    "Claim",
    "Credential",
    "Industry",
    "Role",
    "RouteAnswer",
    "RouteQuery",
    "Skill",
    "Status",
    "__version__",
    "open",
]

_HOMES = {
    "open": "career_graph:open_graph",
    "CareerGraph": "career_graph:CareerGraph",
    "CareerGraphError": "errors:CareerGraphError",
    "Book": "claims:Book",
    "Status": "claims:Status",
    "RouteAnswer": "routes:RouteAnswer",
    "RouteQuery": "routes:RouteQuery",
    **{
        name: f"model:{name}"
        for name in ("AdvancementStep", "Claim", "Credential", "Industry", "Role", "Skill")
    },
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'careergraph' has no attribute {name!r}")
    module, attribute = _HOMES[name].split(":")
    return getattr(import_module(f"careergraph.{module}"), attribute)
