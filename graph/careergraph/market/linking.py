"""The direct links of a market: `subject measure object` of every affirmed claim that relates.

The same as `store.links`, worked out from the columns of the claims: a market has millions, and a
query would have to look up four triples of each.
"""

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

import pyoxigraph as ox
from rdflib import URIRef

from careergraph.model import Claim
from careergraph.ntriples import BATCH
from careergraph.terms import CAREER

if TYPE_CHECKING:
    from careergraph.tables import Table


def links(claims: "Table[Claim]", relations: Collection[ox.NamedNode]) -> Iterator[bytes]:
    """Yield the direct links as lines of N-Triples, some at a time: each once, sorted."""
    import numpy as np  # late: most commands do not need it

    starts, ends = claims.values("subject"), claims.values("object")
    subjects, objects = (claims.codes(each).astype(np.int64) for each in ("subject", "object"))
    affirmed = claims.where("polarity", CAREER.affirmed)
    for measure in sorted(relations, key=str):
        at = affirmed & claims.where("measure", URIRef(measure.value))
        pairs = np.unique(subjects[at] * len(ends) + objects[at])  # a pair as one number
        for n in range(0, pairs.size, BATCH):
            some = (each.tolist() for each in np.divmod(pairs[n : n + BATCH], len(ends)))
            yield "".join(
                f"<{starts[start]}> {measure} <{ends[end]}> .\n"
                for start, end in zip(*some, strict=True) if ends[end] is not None
            ).encode()  # fmt: skip
