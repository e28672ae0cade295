"""What was counted of a step: which share of those who left went so, when, and how sure that is."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from careergraph import wording
from careergraph.claims import Book
from careergraph.model import AdvancementStep, Claim, Estimate
from careergraph.routes.answer import Route, RouteStep
from careergraph.routes.costs import LEAST, UNCOUNTED
from careergraph.routes.forms.nodes import node
from careergraph.terms import CAREER
from careergraph.wording import Labelled

Values = dict[str, Any]


def counts_of(step: RouteStep, book: Book) -> Iterator[Claim]:
    """Yield the counts of moves on which claims rest that people make a step, each claim's own."""
    for claim in step.possible:
        if claim.affirms:
            yield from book.counts(claim)


def count_values(claim: Claim, book: Book, labels: Labelled) -> Values:
    """Return a count of moves as JSON values: the share in percent, the persons it rests on, and
    the ends of its interval, each None where the source gives none."""
    estimate = book.estimates.get(claim.iri)
    low, high = _interval(estimate)
    return {
        "claim": str(claim.iri),
        "of": node(claim.subject, labels) if claim.object else None,
        "to": node(claim.object, labels) if claim.object else None,
        "share": _number(_share(claim)),
        "persons": estimate.sample_size if estimate else None,
        "interval": None if low is None or high is None else [_number(low), _number(high)],
        "period": labels.label(claim.period) if claim.period else None,
        "source": str(claim.source),
    }


def told(claim: Claim, step: AdvancementStep, book: Book, labels: Labelled) -> str:
    """Return in words what was counted, such as '25 % of those who left went so, 2011 to 2019 (30
    persons, 95 % interval 21.9–39.6)'; empty without a share.

    Of groups it is said which they are, since nobody counted this step by itself.
    """
    share = _share(claim)
    if share is None:
        return ""
    whom, where = "", "so"
    if claim.object and (claim.subject, claim.object) != (step.start, step.end):
        whom, where = f" {labels.label(claim.subject)}", f"to {labels.label(claim.object)}"
    when = f", {labels.label(claim.period)}" if claim.period else ""
    sure = ", ".join(_sure(book.estimates.get(claim.iri)))
    return (f"{wording.number(share)} % of those who left{whom} went {where}{when}"
            f"{f' ({sure})' if sure else ''}")  # fmt: skip


def shares(route: Route) -> str:
    """Return in words which share of those who left went each step of a route.

    They are not multiplied: that a share of those who left goes on so says nothing of who came
    by the step before.
    """
    return ", then ".join(map(_weighed, route.steps, route.shares))


def _weighed(step: RouteStep, share: Decimal | None) -> str:
    if step.step.kind == CAREER.opens:
        return "a first role, which is no move"
    if share is None:
        return f"not counted (weighed as {UNCOUNTED} %)"
    if share <= LEAST:
        return f"counted, at no share above {LEAST} %"
    return f"{wording.number(share)} %"


def _sure(estimate: Estimate | None) -> Iterator[str]:
    low, high = _interval(estimate)
    if estimate and estimate.sample_size is not None:
        yield f"{estimate.sample_size:,} person{'s' * (estimate.sample_size != 1)}"
    if low is not None and high is not None:
        yield f"95 % interval {wording.number(low)}–{wording.number(high)}"


def _interval(estimate: Estimate | None) -> Any:
    return (estimate.lower_bound, estimate.upper_bound) if estimate else (None, None)


def _share(claim: Claim) -> Any:
    return claim.minimum if claim.unit == CAREER.percent else None


def _number(amount: Any) -> float | None:
    return None if amount is None else float(amount)
