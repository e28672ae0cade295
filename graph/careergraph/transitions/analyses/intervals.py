"""How sure a share is, and which of many findings to believe."""

from typing import TYPE_CHECKING

import numpy as np

from careergraph.transitions.analyses.analysis import Column

if TYPE_CHECKING:
    from careergraph.transitions.counts import Array


def ratio(part: "Array | float", whole: "Array | float") -> "Array":
    """Return part / whole, NaN where the whole is nothing: an empty row is missing, not zero."""
    parts, wholes = np.broadcast_arrays(np.asarray(part, float), np.asarray(whole, float))
    found: Array = np.divide(parts, wholes, out=np.full(parts.shape, np.nan), where=wholes > 0)
    return found


def bounds(name: str, low: "Array", high: "Array", level: float) -> list[Column]:
    """Return the two columns of an interval of the column of this name."""
    ends = {"low": ("lower", low), "high": ("upper", high)}
    return [Column(f"{name}_{end}", f"{which} end of its {level:.0%} interval", values)
            for end, (which, values) in ends.items()]  # fmt: skip


def false_discovery(p: "Array", tests: int | None = None) -> "Array":
    """Return the q of each p: the least false discovery rate at which it would be believed.

    Benjamini and Hochberg 1995: q(r) = min over s >= r of p(s) m / s. `tests` is m where more were
    made than are given, the others having found nothing (p = 1).
    """
    p = np.asarray(p, float)
    order = np.argsort(p)
    rank = np.arange(1, len(p) + 1)
    scaled = p[order] * (tests or len(p)) / rank
    found = np.empty(len(p))
    found[order] = np.minimum(1, np.minimum.accumulate(scaled[::-1])[::-1])
    return found
