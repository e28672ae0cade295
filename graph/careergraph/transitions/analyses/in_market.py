"""What a market says of the occupations of some counts: pay, job zone, education, demands.

The codes of counts are those of roles (O*NET-SOC, IRIs), of SOC, or of a classification that a
crosswalk joins to O*NET-SOC. One that stands for several roles has their mean, weighed by how many
work in their SOC codes, as far as anything is known of them.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from careergraph.errors import ParameterError
from careergraph.routes.readings import ALWAYS, share_of
from careergraph.sources import schooling
from careergraph.terms import CAREER
from careergraph.transitions.model import gathering, in_graph
from careergraph.transitions.model.profiles import mixed, mixture

if TYPE_CHECKING:
    from careergraph.career_graph import CareerGraph
    from careergraph.model import Claim
    from careergraph.transitions.counts import Array, Counts

DEGREES = {
    schooling.ASSOCIATE.eqf: "associate's degree",
    schooling.BACHELOR.eqf: "bachelor's degree",
    schooling.MASTER.eqf: "master's degree",
    schooling.DOCTORATE.eqf: "doctoral degree",
}
"""How the demand for a degree of each EQF level, or a higher one, is called."""

LICENCE = "licence"
DEMANDS = (*DEGREES.values(), LICENCE)


@dataclass(frozen=True, eq=False)
class Market:
    """A market, asked for some codes: `parts` are the O*NET-SOC codes that each stands for."""

    graph: "CareerGraph"
    codes: Sequence[str]
    parts: gathering.Parts | None = None

    def values(self, name: str) -> dict[str, float]:
        """Return a number for each code of which it is known.

        `pay`: US dollars a year, the median, the newest that is published of its SOC codes in all
        industries together. `job-zone`: O*NET's, 1 to 5. `education`: the level that is asked for,
        from 1, less than high school, to 12, post-doctoral training: the mean of what O*NET's
        respondents said. Raises ParameterError for another name.
        """
        if name not in _VALUES:
            raise ParameterError(f"a market tells no {name!r}; it tells {', '.join(_VALUES)}")
        told = mixed(self._weights, _VALUES[name](self._told)).ravel()
        return {
            code: round(float(value), 6)
            for code, value in zip(self.codes, told, strict=True)
            if np.isfinite(value)
        }  # so that means of the same are the same

    def demands(self, *, threshold: float = 0.5) -> dict[str, frozenset[str]]:
        """Return which of `DEMANDS` each code has of which anything is known.

        A degree binds where the share of those who need it or a higher one is at least
        `threshold`, 0 to 1. Of a role whose sources give shares these count; of others, what is
        simply said to be needed has a share of 1. A licence binds in the same way.
        """
        told = mixed(self._weights, self._shares)
        return {code: frozenset(name for name, share in zip(DEMANDS, row, strict=True)
                                if share >= threshold - 1e-9)
                for code, row in zip(self.codes, told.tolist(), strict=True)
                if np.isfinite(row).all()}  # fmt: skip

    def untold(self, known: Collection[str], what: str) -> tuple[str, ...]:
        """Return the warning that is due where something is not known of some codes."""
        left = [code for code in self.codes if code not in known]
        if not left:
            return ()
        named = ", ".join(left[:5]) + (", …" if len(left) > 5 else "")
        return (f"the graph does not tell the {what} of {len(left)} of {len(self.codes)} "
                f"occupations: {named}",)  # fmt: skip

    @property
    def knows_any(self) -> bool:
        """Whether the market has any of these occupations."""
        return bool(self._weights.nnz)

    @cached_property
    def _told(self) -> Any:
        return in_graph.read(self.graph)

    @cached_property
    def _weights(self) -> Any:
        """How much of each code each role is: codes x roles."""
        told = self._told
        inside = self.parts if self.parts is not None else told.inside(self.codes)
        return mixture(inside, self.codes, told.codes, told.jobs())

    @cached_property
    def _shares(self) -> "Array":
        """The share of each role for which each of `DEMANDS` holds; NaN where nothing is known."""
        book, degrees = self.graph.book, self.graph.ladder.degrees
        asked: dict[str, list[Claim]] = {}
        for n in book.places(CAREER.requires).tolist():
            claim = book.table[n]
            if claim.subject in self._told.code:
                asked.setdefault(self._told.code[claim.subject], []).append(claim)
        found = np.full((len(self._told.codes), len(DEMANDS)), np.nan)
        for n, code in enumerate(self._told.codes):
            if code in asked:
                found[n] = self._of_role(asked[code], degrees)
        return found

    def _of_role(self, claims: Sequence["Claim"], degrees: Mapping[Any, int]) -> list[float]:
        licences = self.graph.ladder.licences
        levels: list[tuple[int, float, bool]] = []
        licensed = 0.0
        for claim in claims:
            share = share_of(claim) / ALWAYS if claim.affirms else 0.0
            need = self.graph.book.requirement(claim.object)
            if need is None or not share:
                continue
            if all(each in degrees for each in need.alternatives):
                level = sorted(degrees[each] for each in need.alternatives)[need.needed - 1]
                levels.append((level, share, claim.strength is None))
            elif all(each in licences for each in need.alternatives):
                licensed = max(licensed, share)
        surveyed = [each for each in levels if each[2]] or levels
        return [*(max((share for level, share, _ in surveyed if level >= least), default=0.0)
                  for least in DEGREES), licensed]  # fmt: skip


def market(graph: "CareerGraph", counts: "Counts", *, moves: Path | None = None) -> Market:
    """Return a market, to be asked for the codes of some counts.

    Where a crosswalk to O*NET-SOC lies beside the file of moves, it tells what the codes stand for.
    Raises ParameterError when the market has none of these occupations.
    """
    path = gathering.beside(moves) if moves else None
    parts = gathering.crosswalk(path, counts.codes) if path else None
    found = Market(graph, counts.codes, parts)
    if not found.knows_any:
        raise ParameterError(f"the graph has none of these occupations, such as {counts.codes[0]!r}"
                             "; their codes are to be O*NET-SOC or SOC, or a crosswalk to O*NET-SOC"
                             " is to lie beside the file of moves")  # fmt: skip
    return found


def _pay(told: Any) -> "Array":
    pay = {code: [value] for code, industry, value in told.figures(CAREER.pay, CAREER.median)
           if industry is None and value > 0}  # fmt: skip
    return gathering.spread(pay, told.codes) if pay else _nothing(told)


def _zones(told: Any) -> "Array":
    return _column(told, ((role, zone) for role, _, zone in told.claims(CAREER.jobZone)))


def _education(told: Any) -> "Array":
    sums: dict[str, list[float]] = {}
    for role, answer, share in told.claims(CAREER.educationShare):
        level = int(answer.rpartition("-")[2])
        sums.setdefault(role, [0.0, 0.0])
        sums[role][0] += share
        sums[role][1] += share * level
    return _column(told, ((role, of_all / of) for role, (of, of_all) in sums.items() if of))


def _column(told: Any, cells: Iterator[tuple[str, float]]) -> "Array":
    found = _nothing(told)
    for role, value in cells:
        found[told.place[role], 0] = value
    return found


def _nothing(told: Any) -> "Array":
    return np.full((len(told.codes), 1), np.nan)


_VALUES = {"pay": _pay, "job-zone": _zones, "education": _education}

VALUES = tuple(_VALUES)
"""What `Market.values` can be asked for."""
