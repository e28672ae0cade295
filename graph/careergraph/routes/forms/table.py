"""An answer as CSV, one row a step of a route: for spreadsheets and data frames.

UTF-8, lines end in CR LF. Several values in one cell stand side by side, parted by ` | `. A text
that a spreadsheet would take for a formula has a `'` before it. A cell is empty where nothing is
known. An answer without routes has the header alone.
"""

import csv
import io
from collections.abc import Iterable, Iterator

from rdflib import URIRef

from careergraph import wording
from careergraph.export.claim_table import safe
from careergraph.model import Claim
from careergraph.routes.answer import Route, RouteAnswer, RouteStep
from careergraph.routes.forms.needs import Need, needs
from careergraph.routes.forms.sentences import level
from careergraph.routes.ladder import Ladder
from careergraph.terms import CAREER
from careergraph.wording import Labelled

COLUMNS = (
    "route", "route_status", "step", "from", "to", "from_level", "to_level", "kind", "industries",
    "status", "basis", "requires", "met", "denies", "least_years", "most_years", "pay_at_to",
    "skills_at_to", "sources", "step_iri", "from_iri", "to_iri", "claims",
)  # fmt: skip
"""The columns, in order. `route` and `step` count from 1; `met` says for each of `requires` how it
is met; years are those of the step; pay and skills are those of the role it leads into."""


def as_csv(answer: RouteAnswer, ladder: Ladder, labels: Labelled, *, k: int | None = None) -> str:
    """Return the steps of at most `k` routes as CSV."""
    out = io.StringIO(newline="")
    table: csv.DictWriter[str] = csv.DictWriter(out, COLUMNS)
    table.writeheader()
    for number, route in enumerate(answer.best(k), 1):
        found = needs(route, answer.query, ladder)
        for place, step in enumerate(route.steps):
            row = {"route": str(number), "route_status": route.status.value, "step": str(place + 1)}
            row |= _row(step, found[place], route, ladder, labels)
            table.writerow({name: safe(text) for name, text in row.items()})
    return out.getvalue()


def _row(
    step: RouteStep, found: tuple[Need, ...], route: Route, ladder: Ladder, labels: Labelled
) -> dict[str, str]:
    start, end = step.step.start, step.step.end
    years = [c for c in route.years if c.subject == step.step.iri]
    return {
        "from": labels.label(start),
        "to": labels.label(end),
        "from_level": level(start, ladder, labels) or "",
        "to_level": level(end, ladder, labels) or "",
        "kind": labels.label(step.step.kind),
        "industries": _joined(labels.label(i) for i in step.step.industries),
        "status": step.status.value,
        "basis": _joined(dict.fromkeys(wording.basis(c, labels) for c in step.possible)),
        "requires": _joined(labels.label(n.claim.object or n.claim.subject) for n in found),
        "met": _joined(n.met.value for n in found),
        "denies": _joined(labels.label(c.object or c.subject) for c in step.denials),
        "least_years": _least(years),
        "most_years": _most(years),
        "pay_at_to": _joined(_pay(c, labels) for c in _affirmed(ladder, end)),
        "skills_at_to": _joined(_skills(ladder, step, labels)),
        "sources": _joined(sorted({b.source for c in step.claims for b in ladder.book.bases(c)})),
        "step_iri": str(step.step.iri),
        "from_iri": str(start),
        "to_iri": str(end),
        "claims": _joined(c.iri for c in step.claims),
    }


def _affirmed(ladder: Ladder, role: URIRef) -> Iterator[Claim]:
    return (c for c in ladder.book.on(role, CAREER.pay) if c.affirms)


def _pay(claim: Claim, labels: Labelled) -> str:
    scope = wording.scope(claim, labels)
    return f"{wording.amount(claim, labels)}{f' ({scope})' if scope else ''}"


def _skills(ladder: Ladder, step: RouteStep, labels: Labelled) -> list[str]:
    claims = ladder.book.on(step.step.end, CAREER.essentialSkill)
    found = {c.object for c in claims if c.affirms and c.object is not None}
    return [labels.label(skill) for skill in sorted(found)]


def _least(claims: list[Claim]) -> str:
    lows = [c.minimum for c in claims]
    known = [low for low in lows if low is not None]
    return f"{min(known):f}" if known and len(known) == len(lows) else ""


def _most(claims: list[Claim]) -> str:
    highs = [c.maximum for c in claims]
    known = [high for high in highs if high is not None]
    return f"{max(known):f}" if known and len(known) == len(highs) else ""


def _joined(values: Iterable[object]) -> str:
    return " | ".join(map(str, values))
