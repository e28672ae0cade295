"""Counts in the codes of another classification, or of another level of the same.

    F' = A' F A        where a_ik is the share of code i that is k (S x T)

A move goes from each part of its origin to each part of its destination; who stayed stays, in each
part. Splitting makes moves that nobody observed, so it is told: what was split, what was lost for
want of a mapping, and which cells rest on splitting alone.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from careergraph.errors import ParameterError, ParseError
from careergraph.terms import PREFIXES
from careergraph.transitions import text_tables
from careergraph.transitions.counts import Counts, off_diagonal

if TYPE_CHECKING:
    import numpy.typing as npt
    import pyoxigraph as ox

    Array = npt.NDArray[Any]

_NAMES = {"from": ("from", "origin", "source", "code"), "to": ("to", "destination", "target"),
          "weight": ("weight", "share")}  # fmt: skip
_SLACK = 1e-6


@dataclass(frozen=True)
class Crosswalk:
    """What share of each code is which other code; `equal` when codes are split evenly for want
    of weights. What the shares of a code lack to one is lost.
    """

    shares: Mapping[str, Mapping[str, float]]
    equal: bool
    name: str
    labels: Mapping[str, str] = field(default_factory=dict)

    def then(self, other: "Crosswalk") -> "Crosswalk":
        """Return the crosswalk that leads on by another."""
        made: dict[str, dict[str, float]] = {}
        for code, shares in self.shares.items():
            made[code] = defaultdict(float)
            for middle, share in shares.items():
                for end, further in other.shares.get(middle, {}).items():
                    made[code][end] += share * further
        return Crosswalk(made, self.equal or other.equal, f"{self.name}, then {other.name}",
                         other.labels)  # fmt: skip


@dataclass(frozen=True)
class Crosswalked:
    """Counts in other codes, and what became of the moves on the way.

    `lost` codes have no mapping, or one of less than the whole, and with them `lost_share` of all
    persons went. `split` codes are now several. `within` persons moved between codes that are one
    now: they count as stayers. `invented` are the pairs whose moves rest on splitting alone.
    """

    counts: Counts
    lost: tuple[str, ...]
    lost_share: float
    split: tuple[str, ...]
    within: float
    invented: tuple[tuple[str, str], ...]

    def told(self, *, persons: bool = True) -> Iterator[str]:
        """Yield what became of the moves, a line each: nothing where nothing was lost or split.

        Without `persons` none are numbered: beside suppressed cells that would give some away.
        """
        name = self.counts.about.classification
        if self.lost:
            some = ", ".join(self.lost[:3]) + (", …" if len(self.lost) > 3 else "")
            lost = f"{self.lost_share:.1%} of the" if persons else "some"
            yield (f"{name} has no whole place for {len(self.lost):,} codes: {some}; with them "
                   f"{lost} persons are lost")  # fmt: skip
        if self.split:
            some = ", ".join(" to ".join(pair) for pair in self.invented[:3])
            yield (f"{name} splits {len(self.split):,} codes; {len(self.invented):,} pairs have "
                   f"moves by splitting alone{': ' + some if some else ''}")  # fmt: skip
        if self.within:
            some = f"{self.within:,.0f}" if persons else "some"
            yield f"{some} persons moved within what {name} has as one: they stay there"


# ---------------------------------------------------------------- where crosswalks come from


def shares(
    pairs: Iterable[tuple[str, str, float | None]], *, name: str = "a crosswalk",
    labels: Mapping[str, str] | None = None,
) -> Crosswalk:  # fmt: skip
    """Return the crosswalk of pairs, each with its share of the first code, or None for even ones.

    Raises ParameterError for shares that are negative, exceed the whole, or are there for some of a
    code's pairs only.
    """
    held: dict[str, dict[str, float | None]] = {}
    for code, other, share in pairs:
        if share is not None and not 0 <= share <= 1 + _SLACK:
            raise ParameterError(
                f"{name}: the share of {code} in {other} is {share:g}, expected 0 to 1"
            )
        held.setdefault(code, {})[other] = share
    made, equal = {}, False
    for code, others in held.items():
        stated = [each for each in others.values() if each is not None]
        if stated and len(stated) < len(others):
            raise ParameterError(f"{name}: some shares of {code} are stated, others are not")
        if sum(stated) > 1 + _SLACK:
            raise ParameterError(f"{name}: the shares of {code} add up to {sum(stated):g}")
        even = 1 / len(others)
        equal = equal or (not stated and len(others) > 1)
        made[code] = {each: even if share is None else share for each, share in others.items()}
    return Crosswalk(made, equal, name, labels or {})


def read(path: Path, *, columns: Mapping[str, str] | None = None) -> Crosswalk:
    """Return the crosswalk of a CSV file: from, to and perhaps weight.

    `columns` names them where they are called otherwise. Raises ReadError, ParseError,
    ParameterError.
    """
    if strange := sorted(set(columns or {}) - set(_NAMES)):
        raise ParameterError(
            f"a crosswalk has no column {strange[0]!r}; there are: {', '.join(_NAMES)}"
        )
    there, rows = text_tables.opened(path)
    places = {wanted: _place(path, there, wanted, columns or {}) for wanted in _NAMES}
    pairs = [_pair(path, line, dict(zip(there, row, strict=False)), places) for line, row in rows]
    return shares(sorted({pair for pair in pairs if pair[0] and pair[1]}, key=lambda p: p[:2]),
                  name=path.name)  # fmt: skip


def _place(path: Path, there: list[str], wanted: str, named: Mapping[str, str]) -> str | None:
    names = (named[wanted],) if wanted in named else _NAMES[wanted]
    found = next((name for name in names if name in there), None)
    if found is None and (wanted != "weight" or wanted in named):
        raise ParseError(f"{path}: no column {' or '.join(names)}; it has {', '.join(there)}")
    return found


def _pair(
    path: Path, line: int, row: Mapping[str, str], places: Mapping[str, str | None]
) -> tuple[str, str, float | None]:
    code, other, weight = (
        (row.get(place) or "").strip() if place else "" for place in places.values()
    )
    try:
        return code, other, float(weight) if weight else None
    except ValueError:
        raise ParseError(f"{path}, row {line}: the weight {weight!r} is no number") from None


def of_graph(store: "ox.Store", origin: str, destination: str) -> Crosswalk:
    """Return the crosswalk that a market's mappings make, each code split evenly.

    `origin` and `destination` are prefixes of classifications: `isco`, `soc-2010`, `soc-2018`,
    `onet`. Mappings are read in either direction. Raises ParameterError when there are none.
    """
    for each in (origin, destination):
        if each not in PREFIXES:
            raise ParameterError(f"no classification has the prefix {each!r}; known: isco, "
                                 "soc-2010, soc-2018, onet, cip-2020, naics-2022")  # fmt: skip
    here, there = PREFIXES[origin], PREFIXES[destination]
    pairs = {(_code(one, here), _code(other, there), None)
             for a, b in _mappings(store) for one, other in ((a, b), (b, a))
             if one.startswith(here) and other.startswith(there)}  # fmt: skip
    if not pairs:
        raise ParameterError(f"the graph maps nothing of {origin} to {destination}")
    return shares(sorted(pairs, key=lambda p: p[:2]), name=f"{origin} to {destination}")


def _mappings(store: "ox.Store") -> list[tuple[str, str]]:
    query = """SELECT ?a ?b WHERE { ?m a sssom:Mapping ; owl:annotatedSource ?a ;
               owl:annotatedTarget ?b }"""
    found: Any = store.query(query, prefixes=dict(PREFIXES), use_default_graph_as_union=True)
    return [(row["a"].value, row["b"].value) for row in found]


def _code(iri: str, namespace: str) -> str:
    """The code that an IRI ends with; ESCO writes those of ISCO with a C before them."""
    code = iri.removeprefix(namespace)
    return code.removeprefix("C") if namespace == PREFIXES["isco"] else code


def levels(codes: Iterable[str], level: int) -> Crosswalk:
    """Return the crosswalk from codes to their first `level` characters: nothing is split."""
    return shares(((code, code[:level], None) for code in codes), name=f"first {level} characters")


# ---------------------------------------------------------------- what it does


def crosswalked(counts: Counts, crosswalk: Crosswalk) -> Crosswalked:
    """Return the counts in the codes to which a crosswalk leads, and what became of the rest.

    Where a code was split, there are shares of persons, and nobody knows the `distinct` ones.
    """
    known = [code for code in counts.codes if crosswalk.shares.get(code)]
    codes = tuple(sorted({to for code in known for to in crosswalk.shares[code]}))
    shares = _shares(counts.codes, codes, crosswalk)
    whole = sparse.csr_array(shares.multiply(shares >= 1 - _SLACK))
    persons = _moved(counts.persons, shares)
    split = tuple(code for code in known if len(crosswalk.shares[code]) > 1)
    renamed = not split and len(codes) == len(known)
    rule = f"{crosswalk.name}, split {'evenly' if crosswalk.equal else 'by weight'}"
    rules = "; ".join(filter(None, (counts.about.rule, rule if split else "")))
    about = replace(counts.about, classification=crosswalk.name, rule=rules)
    made = Counts(codes, persons, _moved(counts.weight, shares), dict(crosswalk.labels), about,
                  _moved(counts.distinct, shares) if renamed and counts.distinct is not None
                  else None)  # fmt: skip
    before = float(counts.persons.sum())
    lost = tuple(code for code, kept in zip(counts.codes, shares.sum(1), strict=True)
                 if kept < 1 - _SLACK)  # fmt: skip
    return Crosswalked(
        made, lost, 1 - float(persons.sum()) / before if before else 0.0, split,
        float(_stayers(off_diagonal(counts.persons), shares)),
        tuple(_invented(made, _moved(counts.persons, whole))),
    )  # fmt: skip


def _shares(codes: tuple[str, ...], others: tuple[str, ...], crosswalk: Crosswalk) -> Any:
    """The matrix A: a row a code, a column a code of the other classification."""
    number = {code: n for n, code in enumerate(others)}
    cells = [(n, number[to], share) for n, code in enumerate(codes)
             for to, share in crosswalk.shares.get(code, {}).items()]  # fmt: skip
    ends = [cell[0] for cell in cells], [cell[1] for cell in cells]
    values = np.array([cell[2] for cell in cells], float)
    return sparse.csr_array((values, ends), (len(codes), len(others)))


def _moved(held: Any, shares: Any) -> Any:
    """A' F A for the moves, and A' n for those who stayed."""
    moves = sparse.csr_array(shares.T @ off_diagonal(held).astype(float) @ shares)
    stayed = sparse.diags_array(shares.T @ held.diagonal().astype(float)).tocsr()
    found = sparse.csr_array(moves + stayed)
    found.eliminate_zeros()
    even = (found.data == found.data.round()).all() and held.dtype.kind == "i"
    return found.astype(np.int64) if even else found


def _stayers(moves: Any, shares: Any) -> float:
    """How many of those who moved have not, in the other codes."""
    found: float = (shares.T @ moves.astype(float) @ shares).diagonal().sum()
    return found


def _invented(made: Counts, whole: Any) -> Iterable[tuple[str, str]]:
    """The moves of which no part comes from two codes that were both left whole."""
    moves = made.moves.tocoo()
    sure = set(zip(*(part.tolist() for part in whole.nonzero()), strict=True))
    cells = zip(moves.row.tolist(), moves.col.tolist(), strict=True)
    return ((made.codes[i], made.codes[j]) for i, j in sorted(cells) if (i, j) not in sure)
