"""What a role or step asks for in degrees, in one word: needed, contested, denied, or not known."""

from rdflib import URIRef

from careergraph.claims import Book
from careergraph.model import AdvancementStep
from careergraph.routes.ladder import Ladder
from careergraph.routes.question import CAUTIOUS, GENEROUS
from careergraph.routes.readings import BACHELOR, View, baseline
from careergraph.terms import CAREER


class Demands:
    """The degrees that roles and steps ask for beyond a baseline, as the claims have it.

    `needed` in every reading, `contested` in the cautious one only, `denied` where a source says
    that no such degree is needed and none says otherwise; empty where nobody speaks of it.
    """

    def __init__(self, ladder: Ladder) -> None:
        self._book: Book = ladder.book
        self._known: dict[tuple[str, URIRef], int] = {}
        denied = self._book.table.column("subject")
        places = self._book.places(CAREER.requires)
        self._denying = {denied[n] for n in places[~self._book.affirmed[places]].tolist()}
        self._cautious, self._generous = View(ladder, CAUTIOUS), View(ladder, GENEROUS)

    def of_role(self, role: URIRef) -> str:
        """Return whether a role asks for more than a bachelor's degree."""
        return self._word((role,), BACHELOR)

    def of_step(self, step: AdvancementStep) -> str:
        """Return whether a step asks for more than its start does, as far as that is known."""
        base = baseline(self._cautious, step.start, holding=(), credential=None)
        return self._word((step.iri, step.end), base.eqf)

    def _word(self, subjects: tuple[URIRef, ...], base: int) -> str:
        cautious, generous = (
            max(self._bound(view, subject) for subject in subjects)
            for view in (self._cautious, self._generous)
        )
        if cautious <= base:
            return "denied" if any(self._denied(subject, base) for subject in subjects) else ""
        return "needed" if generous > base else "contested"

    def _bound(self, view: View, subject: URIRef) -> int:
        """The degree that binds on a role or step; of a role it is asked at each step into it."""
        key = (view.reading.name, subject)
        if key not in self._known:
            self._known[key] = view.degree_bound_on(subject)
        return self._known[key]

    def _denied(self, subject: URIRef, base: int) -> bool:
        if subject not in self._denying:
            return False
        claims = self._book.on(subject, CAREER.requires)
        return any(not c.affirms and self._cautious.degree_left(c) <= base for c in claims)

    def certificate(self, role: URIRef) -> str:
        """Return whether a role asks for something that is no degree."""
        cautious, generous = (
            any(not view.degree_demanded(claim) for claim in view.binding(role))
            for view in (self._cautious, self._generous)
        )
        claims = self._book.on(role, CAREER.requires)
        if not cautious:
            denied = (not c.affirms and not self._cautious.degree_demanded(c) for c in claims)
            return "denied" if any(denied) else ""
        return "needed" if generous else "contested"
