"""A table has the records that reading node by node gives, or raises the same error."""

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from careergraph import claims
from careergraph.errors import InvalidGraphError
from careergraph.model import RECORDS, Claim, Credential, Role, records
from careergraph.tables import Table, table
from careergraph.terms import CAREER, ID, RDF, SKOS
from worlds import Market, marketed, markets

TERMS: tuple[ox.NamedNode | ox.BlankNode | ox.Literal, ...] = (
    ox.NamedNode(f"{ID}source/one"),
    ox.NamedNode(f"{ID}source/one-and-a-half"),
    ox.NamedNode(CAREER.Degree),
    ox.BlankNode("b"),
    ox.Literal("tab\t, quote \" and\nline"),
    ox.Literal("Rôle", language="fr"),
    ox.Literal("Role", language="en"),
    ox.Literal("2"),
    ox.Literal("02", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#integer")),
    ox.Literal(2.5),
    ox.Literal("NaN", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#double")),
    ox.Literal(""),
)  # fmt: skip
"""What a value may wrongly, or rightly, be."""


@st.composite
def edited(draw: st.DrawFn) -> ox.Store:
    """A market, mostly with some values removed, replaced, or stated beside others."""
    store = marketed(draw(markets()))
    quads = sorted(store.quads_for_pattern(None, None, None, ox.DefaultGraph()), key=str)
    for quad in draw(st.lists(st.sampled_from(quads), max_size=4)):
        edit = draw(st.sampled_from(["remove", "replace", "add", "add", "unname"]))
        if edit in ("remove", "replace"):
            store.remove(quad)
        if edit in ("replace", "add"):
            store.add(ox.Quad(quad.subject, quad.predicate, draw(st.sampled_from(TERMS))))
        if edit == "unname":
            store.add(ox.Quad(ox.BlankNode("n"), quad.predicate, quad.object))
    return store


def outcome(read: object, store: ox.Store, cls: type) -> object:
    try:
        return list(read(store, cls))  # type: ignore[operator]
    except InvalidGraphError as error:
        return str(error)


@given(edited())
@settings(deadline=None)
def test_a_table_has_what_reading_node_by_node_gives(store: ox.Store) -> None:
    for cls in RECORDS:
        assert outcome(table, store, cls) == outcome(records, store, cls)


@pytest.mark.parametrize("cls", RECORDS)
def test_a_table_of_the_curated_graph_has_its_records(curated: ox.Store, cls: type) -> None:
    assert list(table(curated, cls)) == records(curated, cls)


def test_a_class_may_be_stated_with_its_subclass(small_world: ox.Store) -> None:
    types = (None, ox.NamedNode(RDF.type), ox.NamedNode(CAREER.Degree), None)
    degree = next(iter(small_world.quads_for_pattern(*types)))
    small_world.add(ox.Quad(degree.subject, degree.predicate, ox.NamedNode(CAREER.Credential)))
    assert list(table(small_world, Credential)) == records(small_world, Credential)


def test_a_label_in_several_languages_is_read_in_english(small_world: ox.Store) -> None:
    role = records(small_world, Role)[0]
    label = ox.Literal("Autre", language="de")
    small_world.add(ox.Quad(ox.NamedNode(role.iri), ox.NamedNode(SKOS.prefLabel), label))
    assert list(table(small_world, Role)) == records(small_world, Role)


@given(markets())
@settings(deadline=None)
def test_columns_are_what_the_records_have(market: Market) -> None:
    read = table(marketed(market), Claim)
    made = Table.of(Claim, list(read))
    for name in ("iri", "subject", "object", "minimum", "derived_from"):
        assert list(read.column(name)) == list(made.column(name))
    assert [read[n] for n in range(len(read))] == list(read) == made[:]


@given(markets())
@settings(deadline=None)
def test_a_claim_is_found_by_subject_and_measure(market: Market) -> None:
    book = claims.read(marketed(market))
    for claim in book.claims:
        same = [c for c in book.claims if (c.subject, c.measure) == (claim.subject, claim.measure)]
        assert list(book.on(claim.subject, claim.measure)) == same
        assert claim in book.about[claim.subject]


@pytest.mark.parametrize("cls", RECORDS)
def test_what_two_graphs_state_alike_is_said_once(curated: ox.Store, cls: type) -> None:
    store = ox.Store()
    for graph in ("one", "two"):
        named = ox.NamedNode(ID[f"graph/{graph}"])
        store.extend(ox.Quad(*quad.triple, named) for quad in curated)
    assert list(table(store, cls)) == records(store, cls) == records(curated, cls)
