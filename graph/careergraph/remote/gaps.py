"""Queries of the cookbook that a kind of server answers wrongly, or in another order.

They are answered from the copy of the graph. tests/test_engines.py runs the whole cookbook on
every server, and each of these to see that its gap is still there.
"""

from functools import cache

from careergraph.sparql.cookbook import recipes

_TEXTS = "it joins texts with a value that is not bound, which is an error in SPARQL"
_PLANS = "some of its query plans lose rows; which one it takes depends on what it counted before"
_ORDER = "rows that agree in the first columns do not come in the order of the others"

GAPS: dict[str, dict[str, str]] = {
    "Virtuoso": {
        "applications-by-industry": _ORDER,
        "pay-by-role": _PLANS,
        "role-claims": _TEXTS,
        "roles-one-certificate-away": "it loses rows of an OPTIONAL with SELECTs in it",
        "roles-within-reach": "a path over several steps leads it to roles that none reaches",
        "who-says": _TEXTS,
    },
}
"""Why a query is not asked of a server: by the beginning of its `Server` header, and by name."""

UNSURE = (_PLANS,)
"""Reasons that do not hold every time."""


def gap(software: str, text: str) -> str | None:
    """Return why a query of the cookbook is not asked of a server; None when it is."""
    known = next((gaps for kind, gaps in GAPS.items() if software.startswith(kind)), {})
    name = _names().get(text) if known else None
    return known.get(name) if name else None


@cache
def _names() -> dict[str, str]:
    return {recipe.text: recipe.name for recipe in recipes()}
