"""The names of a graph as columns: quickly searched by key, and quickly read from a file."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from careergraph.names.abbreviations import abbreviations, written_out
from careergraph.names.collected import KINDS, Name
from careergraph.names.spelling import key, shortened, turned

OWN, WHOLE, SHORT = range(3)
"""What a key is of its name: the key itself; with abbreviations written out, or turned round; with
a word left out."""

_BY_SHORT_NAME = ("Source", "StepKind")
"""Kinds of node that are known by the end of their IRI as well."""


@dataclass(frozen=True, eq=False, repr=False)
class Columns:
    """Names by number, in the order of `collected`, and the nodes that bear them, by IRI.

    Of each name: its text, its node, whether it is preferred. Of each node: its IRI, the place of
    its kind in `KINDS`, the name it is shown by (-1 for none); its names are `borne[first[n]]` up
    to `borne[first[n + 1]]`. Of each key, in order: the name it leads to, and what it is of it
    (`OWN` and so on). The names of kind `k` are those from `spans[k]` up to `spans[k + 1]`.
    """

    texts: Sequence[str]
    nodes: Sequence[int]
    preferred: Sequence[int]
    iris: Sequence[str]
    kinds: Sequence[int]
    shown: Sequence[int]
    borne: Sequence[int]
    first: Sequence[int]
    keys: Sequence[str]
    leads: Sequence[int]
    grades: Sequence[int]
    spans: Sequence[int]
    short: Sequence[str]
    long: Sequence[str]


def columns(names: Sequence[Name]) -> Columns:
    """Return names, which are in the order of `collected`, as columns."""
    iris = sorted({str(name.iri) for name in names})
    number = {iri: n for n, iri in enumerate(iris)}
    nodes = [number[str(name.iri)] for name in names]
    kinds, shown = [0] * len(iris), [-1] * len(iris)
    for n in reversed(range(len(names))):
        kinds[nodes[n]] = KINDS.index(names[n].kind)
        if names[n].preferred:
            shown[nodes[n]] = n
    borne = sorted(range(len(names)), key=nodes.__getitem__)
    first = _begins(borne, len(iris), nodes.__getitem__)
    bearers = ([names[n].text for n in borne[a:b]] for a, b in pairwise(first))
    known = abbreviations(bearers)
    keyed = sorted(_keyed(names, known))
    return Columns(
        texts=[name.text for name in names], nodes=nodes,
        preferred=[int(name.preferred) for name in names],
        iris=iris, kinds=kinds, shown=shown, borne=borne, first=first,
        keys=[each for each, _, _ in keyed], grades=[grade for _, grade, _ in keyed],
        leads=[n for _, _, n in keyed],
        spans=_begins(range(len(names)), len(KINDS), lambda n: kinds[nodes[n]]),
        short=list(known), long=list(known.values()),
    )  # fmt: skip


def _begins(ordered: Sequence[int], count: int, value: Callable[[int], int]) -> list[int]:
    """Where, among numbers ordered by a value from 0 up to `count`, those of each begin."""
    return [bisect_left(ordered, each, key=value) for each in range(count + 1)]


def _keyed(names: Iterable[Name], known: dict[str, str]) -> set[tuple[str, int, int]]:
    """Each key with what it is of a name, and the name."""
    found = set()
    for n, name in enumerate(names):
        own = key(name.text)
        found.add((own, OWN, n))
        if name.kind in _BY_SHORT_NAME:
            found.add((key(name.iri.replace("#", "/").rpartition("/")[2]), OWN, n))
        whole = [written_out(own, known)]
        if name.kind == "Credential":
            whole += turned(whole[0])
            found |= {(short, SHORT, n) for short in shortened(whole)}
        found |= {(each, WHOLE, n) for each in whole if each != own}
    return found
