"""The queries of the cookbook, for who looks around: to stand at `queries`."""

from functools import cache

from careergraph.linked.html import render
from careergraph.sparql import cookbook


@cache  # it is of the package, not of a graph
def recipes(root: str = "./") -> str:
    """Return the page of the queries that have a name, each with a link that asks it.

    `root` leads from where it stands to the root.
    """
    return render("cookbook", title="Queries by name – careergraph", root=root, forms={},
                  recipes=cookbook.recipes())  # fmt: skip
