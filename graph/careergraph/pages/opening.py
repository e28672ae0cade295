"""What holding a credential opens: alone or beside something else, and who says it is needless."""

from collections.abc import Iterator, Mapping
from typing import Any

from rdflib import URIRef

from careergraph.claims import Relation
from careergraph.model import Claim, Requirement
from careergraph.routes.ladder import Ladder
from careergraph.routes.question import CAUTIOUS
from careergraph.routes.readings import View
from careergraph.terms import CAREER

Row = dict[str, Any]


class Openings:
    """The roles that ask for credentials, by the numbers of nodes and claims."""

    def __init__(
        self, ladder: Ladder, nodes: Mapping[URIRef, int], claims: Mapping[URIRef, int]
    ) -> None:
        self._ladder, self._nodes, self._claims = ladder, nodes, claims
        self._view = View(ladder, CAUTIOUS)
        self._roles = [r for r in ladder.roles if r in nodes and ladder.book.on(r, CAREER.requires)]

    def of(self, credential: URIRef) -> list[Row]:
        """Return a row for each role that asks for a credential, by the number of the role.

        `asks` are the claims that it helps to meet and `besides` those that bind and that it does
        not meet by itself: empty where it opens the role alone. `against` are the claims that
        what is asked is not required. A preferred requirement binds nobody: it is in `asks` of a
        row that `helps`.
        """
        return [row for role in self._roles for row in self._row(role, credential)]

    def _row(self, role: URIRef, credential: URIRef) -> Iterator[Row]:
        said = self._ladder.book.on(role, CAREER.requires)
        asking = [c for c in said if c.affirms and self._meets(c, credential)]
        binding = self._view.binding(role)
        bound = [claim for claim in asking if claim in binding]
        asks = bound or asking
        if asks:
            besides = [c for c in binding if not self._suffices(c, credential)] if bound else []
            against = [c for c in said if not c.affirms and self._excludes(c, asks)]
            row = {"node": self._nodes[role], "asks": self._numbered(asks)}
            row |= {"besides": self._numbered(besides)} if besides else {}
            row |= {"against": self._numbered(against)} if against else {}
            yield row | ({} if bound else {"helps": True})

    def _excludes(self, denial: Claim, asks: list[Claim]) -> bool:
        relation = self._ladder.book.relation
        return any(relation(claim, denial) is Relation.CONFLICT for claim in asks)

    def _meets(self, claim: Claim, credential: URIRef) -> bool:
        """Whether the credential is one of the alternatives of what a claim asks for."""
        requirement = self._ladder.book.requirement(claim.object)
        return requirement is not None and bool(self._met(requirement, credential))

    def _suffices(self, claim: Claim, credential: URIRef) -> bool:
        requirement = self._ladder.book.requirement(claim.object)
        return requirement is not None and self._met(requirement, credential) >= requirement.needed

    def _met(self, requirement: Requirement, credential: URIRef) -> int:
        degrees, held = self._ladder.degrees, self._ladder.book.upwards(credential)
        level = degrees.get(credential, 0)
        return sum(degrees[a] <= level if a in degrees else a in held
                   for a in requirement.alternatives)  # fmt: skip

    def _numbered(self, claims: list[Claim]) -> list[int]:
        return sorted(self._claims[claim.iri] for claim in claims)
