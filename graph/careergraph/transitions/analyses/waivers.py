"""The fewest demands that must be waived for a way to open."""

from typing import TYPE_CHECKING, NamedTuple

from careergraph.errors import ParameterError
from careergraph.transitions.analyses.analysis import Analysis, Column
from careergraph.transitions.analyses.barriers import NOT_CAUSAL, Demands, followed, unknown_demands
from careergraph.transitions.analyses.flows import place
from careergraph.transitions.counts import Counts

if TYPE_CHECKING:
    from careergraph.transitions.counts import Sparse


class _Way(NamedTuple):
    waived: frozenset[str]
    states: tuple[int, ...]


def waivers(
    counts: Counts, demands: Demands, origin: str, goal: str, *, steps: int = 3, least: int = 3,
    most: int = 3,
) -> Analysis:  # fmt: skip
    """Return the minimal sets of at most `most` demands whose waiver opens a way to the goal.

    A set is minimal when no part of it opens a way within so many steps over moves that `least`
    persons made; who begins in the origin meets what it demands and acquires nothing on the way.
    The shortest way is shown for each. An empty set says the goal is open already; no row, that no
    so small set opens it.
    """
    start, end = place(counts, origin), place(counts, goal)
    if start == end:
        raise ParameterError("origin and goal are the same occupation")
    held = frozenset(demands.get(counts.codes[start], ()))
    needed = [frozenset(demands.get(code, ())) - held for code in counts.codes]
    found = _minimal(_search(followed(counts, least), needed, start, end, steps, most))
    columns = (
        Column("waived", "what must be waived, together", [sorted(w.waived) for w in found]),
        Column("steps", "steps of the shortest way it opens", [len(w.states) - 1 for w in found]),
        Column("way", "that way", [" > ".join(counts.codes[n] for n in w.states) for w in found]),
    )
    figures = {"sets": len(found), "smallest": len(found[0].waived) if found else None}
    parameters = {"origin": counts.codes[start], "goal": counts.codes[end], "steps": steps,
                  "least": least, "most": most}  # fmt: skip
    return Analysis("Waivers that open a way", columns, figures, parameters, counts.about,
                    (*unknown_demands(counts, demands), NOT_CAUSAL))  # fmt: skip


def _search(
    links: "Sparse", needed: list[frozenset[str]], start: int, end: int, steps: int, most: int
) -> list[_Way]:
    """Every way in rounds of one step more, each with what it needs, none needless.

    A way to a state is dropped when another of no more steps gets there with a part of the same.
    """
    settled: dict[int, list[frozenset[str]]] = {start: [frozenset()]}
    now, arrived = [_Way(frozenset(), (start,))], []
    for _ in range(steps):
        longer = (
            _Way(way.waived | needed[n], (*way.states, int(n)))
            for way in now
            for n in links.indices[links.indptr[way.states[-1]] : links.indptr[way.states[-1] + 1]]
        )
        now = []
        for way in sorted(longer, key=lambda w: (len(w.waived), sorted(w.waived), w.states)):
            known = settled.setdefault(way.states[-1], [])
            if len(way.waived) <= most and not any(each <= way.waived for each in known):
                known.append(way.waived)
                now.append(way)
        arrived += [way for way in now if way.states[-1] == end]
        now = [way for way in now if way.states[-1] != end]
    return arrived


def _minimal(ways: list[_Way]) -> list[_Way]:
    """Those of which no other needs a part only, the smallest first."""
    kept = [w for w in ways if not any(other.waived < w.waived for other in ways)]
    return sorted(kept, key=lambda w: (len(w.waived), len(w.states), sorted(w.waived)))
