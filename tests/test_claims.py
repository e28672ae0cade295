"""Agreement, conflict and what cannot be compared are computed, not written down."""

from dataclasses import replace
from decimal import Decimal

import pyoxigraph as ox
import pytest
from rdflib import URIRef

from careergraph import claims
from careergraph.claims import Relation, Status
from careergraph.model import Claim
from careergraph.terms import CAREER, ID

GROWTH = {Decimal(n) for n in (36, 22, 15, 40, 34)}


@pytest.fixture(scope="module")
def book(curated: ox.Store) -> claims.Book:
    return claims.read(curated)


def changed(book: claims.Book, iri: URIRef, **parts: object) -> claims.Book:
    """The same book with one claim changed, as a copy of the graph with one edit would give it."""
    return book.restricted(
        replace(c, **parts) if c.iri == iri else c  # type: ignore[arg-type]
        for c in book.claims
    )


def contested(book: claims.Book, subject: URIRef, measure: URIRef) -> bool:
    return any((g.subject, g.measure) == (subject, measure) for g in book.conflicts())


def one(book: claims.Book, measure: URIRef, value: int) -> Claim:
    return next(c for c in book.claims if c.measure == measure and c.minimum == value)


@pytest.mark.parametrize("name", ["data-scientist", "machine-learning-engineer"])
def test_both_sides_of_the_need_for_further_education_are_in_the_graph(
    book: claims.Book, name: str
) -> None:
    group = next(g for g in book.conflicts() if g.subject == ID[f"role/{name}"])
    assert group.measure == CAREER.requires
    affirmed, denied = group.sides
    assert all(c.affirms for c in affirmed)
    assert not any(c.affirms for c in denied)


def test_employment_within_six_months_is_contested(book: claims.Book) -> None:
    degree = ID["credential/machine-learning-degree"]
    assert contested(book, degree, CAREER.employmentShare)


def test_employment_figures_that_meet_after_rounding_do_not_clash(book: claims.Book) -> None:
    low = one(book, CAREER.employmentShare, 35)
    near = changed(book, low.iri, minimum=Decimal(60), maximum=Decimal(60))
    assert not contested(near, low.subject, CAREER.employmentShare)
    still = changed(book, low.iri, minimum=Decimal(59), maximum=Decimal(59))
    assert contested(still, low.subject, CAREER.employmentShare)


@pytest.mark.parametrize("part", ["population", "place", "stage", "industry", "statistic"])
def test_a_scope_that_differs_makes_a_conflict_incomparable(book: claims.Book, part: str) -> None:
    low, high = (one(book, CAREER.employmentShare, n) for n in (35, 65))
    both = changed(book, low.iri, **{part: ID["population/here"]})
    both = changed(both, high.iri, **{part: ID["population/there"]})
    assert not contested(both, low.subject, CAREER.employmentShare)
    relation = both.relation(both.by_iri[low.iri], both.by_iri[high.iri])
    assert relation is Relation.NOT_COMPARABLE


def test_a_scope_that_only_one_states_matches_anything(book: claims.Book) -> None:
    low = one(book, CAREER.employmentShare, 35)
    assert contested(
        changed(book, low.iri, place=ID["place/united-states"]), low.subject, low.measure
    )


def test_growth_figures_are_not_comparable(book: claims.Book) -> None:
    group = next(g for g in book.incomparable() if g.measure == CAREER.growth)
    assert {c.minimum for c in group.claims} == GROWTH
    assert not contested(book, group.subject, CAREER.growth)
    assert {"period", "population"} <= set(group.differs)


def test_growth_figures_of_the_same_scope_would_clash(book: claims.Book) -> None:
    first, second = one(book, CAREER.growth, 36), one(book, CAREER.growth, 22)
    same = changed(book, first.iri, period=second.period, population=second.population)
    assert contested(same, first.subject, CAREER.growth)


def test_two_articles_with_the_same_figure_agree(book: claims.Book) -> None:
    same = [c for c in book.claims if c.measure == CAREER.growth and c.minimum == 22]
    assert len(same) == 2
    assert len({c.source for c in same}) == 2
    assert book.relation(*same) is Relation.AGREE


def test_the_stage_of_career_is_not_compared_for_requirements(book: claims.Book) -> None:
    role = ID["role/data-scientist"]
    for claim in book.on(role, CAREER.requires):
        stage = CAREER.senior if claim.affirms else CAREER.entry
        book = changed(book, claim.iri, stage=stage)
    assert contested(book, role, CAREER.requires)


def test_removing_one_side_ends_the_contest(book: claims.Book) -> None:
    role = ID["role/data-scientist"]
    left = book.restricted(c for c in book.claims if c.measure != CAREER.requires or c.affirms)
    assert not contested(left, role, CAREER.requires)
    assert left.status(left.on(role, CAREER.requires)) is Status.SUPPORTED


def test_what_helps_does_not_clash_with_not_needed(book: claims.Book) -> None:
    role = ID["role/data-scientist"]
    for claim in book.on(role, CAREER.requires):
        if claim.affirms:
            book = changed(book, claim.iri, strength=CAREER.preferred)
    assert not contested(book, role, CAREER.requires)


def test_a_denied_certificate_does_not_deny_a_degree(book: claims.Book) -> None:
    role = ID["role/data-scientist"]
    certificate = ID["requirement/certification"]
    left = book.restricted(
        c for c in book.claims if c.affirms or c.object == certificate or c.subject != role
    )
    assert not contested(left, role, CAREER.requires)


def test_an_alternative_left_open_keeps_k_of_n_from_clashing(small_world: ox.Store) -> None:
    book = claims.read(small_world)
    masters, wide = ID["requirement/masters"], ID["requirement/wide"]
    options = (ID["credential/masters"], ID["skill/sql"])
    book.requirements[wide] = replace(book.requirements[masters], iri=wide, alternatives=options)
    needs = next(c.iri for c in book.claims if c.object == masters and c.affirms)
    easy = changed(book, needs, object=wide)
    assert not easy.conflicts()
    book.requirements[wide] = replace(book.requirements[wide], needed=2)
    assert len(changed(book, needs, object=wide).conflicts()) == 1


def test_nobody_speaking_is_unknown_and_not_no(book: claims.Book) -> None:
    assert book.on(ID["role/ai-ethicist"], CAREER.pay) == ()
    assert book.status(()) is Status.UNKNOWN


def test_inference_alone_is_unknown(book: claims.Book) -> None:
    level = book.on(ID["role/ai-ethicist"], CAREER.level)
    assert [c.stance for c in level] == [CAREER.curated]
    assert book.status(level) is Status.UNKNOWN


def test_a_derived_claim_is_as_good_as_what_it_was_derived_from(book: claims.Book) -> None:
    derived = next(c for c in book.claims if c.stance == CAREER.derived)
    assert book.grounded(derived)
    assert not changed(book, derived.derived_from[0], stance=CAREER.curated).grounded(derived)
