"""Claims in plain words."""

from dataclasses import replace
from decimal import Decimal

import pyoxigraph as ox
import pytest
from rdflib import Literal, URIRef

from careergraph import claims, listing, names, profiles, wording
from careergraph.career_graph import CareerGraph
from careergraph.claims import Book
from careergraph.model import Claim
from careergraph.overview import overview
from careergraph.terms import CAREER, ID


@pytest.fixture
def labels(small_world: ox.Store) -> wording.Labels:
    return wording.Labels(small_world)


@pytest.fixture
def book(small_world: ox.Store) -> Book:
    return claims.read(small_world)


def named(book: Book, name: str) -> Claim:
    return next(c for c in book.claims if c.iri == URIRef(f"{ID}claim/{name}"))


def test_a_range_reads_with_thousands_and_unit(book: Book, labels: wording.Labels) -> None:
    pay = named(book, "scientist-pay-first")
    assert wording.statement(pay, labels) == "pay: 95,000 to 150,000 US dollars a year"


@pytest.mark.parametrize(
    ("files", "told"),
    [
        (("esco/risk.csv",), "row of role:scientist in risk.csv"),
        (("esco/a.csv", "esco/b.csv"), "row of role:scientist"),
        ((), "row of role:scientist"),
    ],
)
def test_a_row_is_in_the_file_of_its_source_where_that_has_only_one(
    book: Book, files: tuple[str, ...], told: str
) -> None:
    claim = replace(named(book, "scientist-pay-first"), passages=(), object=None)
    source = replace(book.sources[claim.source], files=tuple(ID[f"source/{f}"] for f in files))
    assert [*wording.row(claim, Book([claim], sources={claim.source: source}))] == [told]
    assert [*wording.row(replace(claim, source=ID["source/none"]), book)] == [
        "row of role:scientist"
    ]


def test_the_scope_stands_in_brackets(book: Book, labels: wording.Labels) -> None:
    pay = replace(
        named(book, "scientist-pay-first"),
        statistic=CAREER.typicalRange,
        stage=CAREER.senior,
        industry=URIRef(f"{ID}industry/finance"),
    )
    assert wording.scope(pay, labels) == "typical range, at level senior, in Finance"
    assert wording.statement(pay, labels).endswith(" (typical range, at level senior, in Finance)")


@pytest.mark.parametrize(
    ("low", "high", "unit", "text"),
    [
        ("5", None, CAREER.yearCount, "at least 5 years"),
        (None, "20", CAREER.percent, "at most 20 percent"),
        ("36", "36.0", CAREER.percent, "36 percent"),
        ("1", "1", CAREER.yearCount, "1 year"),
        ("2.50", "3", CAREER.yearCount, "2.5 to 3 years"),
        ("1000000", "1000000", CAREER.usdPerYear, "1,000,000 US dollars a year"),
        (None, None, None, ""),
    ],
)
def test_open_and_single_figures_read_naturally(
    low: str | None, high: str | None, unit: URIRef | None, text: str,
    book: Book, labels: wording.Labels,
) -> None:  # fmt: skip
    ends = {"minimum": low, "maximum": high}
    given = {k: Decimal(v) if v else None for k, v in ends.items()}
    claim = replace(named(book, "scientist-pay-first"), unit=unit, **given)
    assert wording.amount(claim, labels) == text


def test_a_share_of_something_names_it(book: Book, labels: wording.Labels) -> None:
    claim = replace(
        named(book, "scientist-needs-masters"),
        measure=CAREER.credentialShare,
        object=URIRef(f"{ID}credential/masters"),
        minimum=Decimal(77),
        maximum=Decimal(77),
        unit=CAREER.percent,
        strength=None,
    )
    assert wording.statement(claim, labels) == "credential share: Master's degree, 77 percent"


def test_strength_and_denial_are_said(book: Book, labels: wording.Labels) -> None:
    needs, denies = (
        named(book, "scientist-needs-masters"),
        named(book, "scientist-needs-no-masters"),
    )
    assert wording.statement(needs, labels) == "requires: A master's degree (typical)"
    assert wording.statement(denies, labels) == "requires: A master's degree (not required)"


def test_a_claim_without_a_value_is_yes_or_no(book: Book, labels: wording.Labels) -> None:
    step = named(book, "steward-analyst")
    assert wording.statement(step, labels) == "possible: yes"
    denied = replace(step, polarity=CAREER.denied)
    assert wording.statement(denied, labels) == "possible: no"


def test_a_text_is_the_value_or_a_remark(book: Book, labels: wording.Labels) -> None:
    step = named(book, "steward-analyst")
    described = replace(step, measure=CAREER.activity, text=Literal("Keeps records", lang="en"))
    assert wording.value(described, labels) == "Keeps records"
    assert wording.remark(described) == ""
    remarked = replace(named(book, "scientist-pay-first"), text=Literal("Before tax", lang="en"))
    assert wording.remark(remarked) == "Before tax"


def test_the_place_names_section_item_and_characters(book: Book) -> None:
    pay = named(book, "scientist-pay-first")
    assert wording.where(pay, book) == "section 'Opening', characters 0–9"
    with_item = replace(book.passages[pay.passages[0]], item=Literal("Finance"))
    assert wording.passage(with_item) == "section 'Opening', item 'Finance', characters 0–9"


def test_a_curated_claim_names_its_rule_and_no_place(book: Book, labels: wording.Labels) -> None:
    guess = named(book, "scientist-lead")
    assert wording.basis(guess, labels) == "curated by the rule 'Guess'"
    assert wording.where(guess, book) == ""
    assert labels.definition(f"{ID}rule/guess") == "A curator's guess, for tests."


def test_one_line_says_it_all(book: Book, labels: wording.Labels) -> None:
    pay = replace(named(book, "scientist-pay-first"), said_by=(URIRef(f"{ID}agent/bureau"),))
    assert wording.describe(pay, book, labels) == (
        "Data Scientist, pay: 95,000 to 150,000 US dollars a year – "
        "stated; says agent:bureau; First source; section 'Opening', characters 0–9"
    )


def test_every_curated_claim_can_be_worded(curated: ox.Store) -> None:
    book, labels = claims.read(curated), wording.Labels(curated)
    for claim in book.claims:
        text = wording.describe(claim, book, labels)
        assert "career:" not in text, text


def test_an_index_of_names_can_word_claims_too(small_world: ox.Store, book: Book) -> None:
    said = wording.statement(named(book, "scientist-needs-masters"), names.read(small_world))
    assert said.startswith("requires: A master's degree")


def test_a_step_is_called_by_its_roles(book: Book, labels: wording.Labels) -> None:
    assert labels.label(f"{ID}step/analyst-scientist") == "Data Analyst to Data Scientist"
    assert wording.describe(named(book, "steward-analyst"), book, labels).startswith(
        "Data Steward to Data Analyst, possible: yes – stated; First source"
    )


def test_every_scope_field_has_its_words() -> None:
    assert set(wording.SCOPE_ORDER) == set(claims.SCOPE)


TURNED = "Data \u202eAnalyst\x1b[31m"


def test_what_turns_writing_or_moves_the_cursor_is_shown_as_a_mark() -> None:
    assert wording.visible(TURNED) == "Data �Analyst�[31m"
    assert wording.visible("a\tb\nשלום, عربي\u200f") == "a\tb\nשלום, عربي\u200f"


def test_no_text_for_people_is_turned_by_a_label(small_world: ox.Store) -> None:
    for quad in list(small_world.quads_for_pattern(None, None, None)):
        if isinstance(quad.object, ox.Literal) and quad.object.value in (
            "Data Analyst", "First source", "Opening",
        ):  # fmt: skip
            small_world.remove(quad)
            turned = ox.Literal(f"{quad.object.value} \u202e\x1b", language=quad.object.language)
            small_world.add(ox.Quad(quad.subject, quad.predicate, turned, quad.graph_name))
    graph = CareerGraph(small_world)
    answer = graph.route("from role:steward to role:scientist")
    profile = profiles.as_text(graph.profile("role:analyst"), graph.ladder, graph.labels)
    every = listing.listed(graph).text()
    for text in (answer.to_text(), answer.to_markdown(), profile, every, overview(graph).text()):
        assert " ��" in text
        assert not {"\u202e", "\x1b"} & set(text)


def test_passages_of_one_section_are_named_together(book: Book) -> None:
    pay = named(book, "scientist-pay-first")
    first = book.passages[pay.passages[0]]
    item = replace(first, iri=URIRef("x:item"), item=Literal("Pay"), begins_at=20, ends_at=30)
    other = replace(first, iri=URIRef("x:other"), section=Literal("End"), begins_at=40, ends_at=50)
    shelf = replace(book, passages={p.iri: p for p in (first, item, other)})
    cited = replace(pay, passages=(other.iri, item.iri, first.iri))
    assert wording.places(cited, shelf) == [
        "section 'Opening', characters 0–9 and item 'Pay', characters 20–30",
        "section 'End', characters 40–50",
    ]
