"""What is written in one pass are the triples of the records, and columns that hold the same."""

from decimal import Decimal

import pyoxigraph as ox
import pytest
from rdflib import XSD, Literal, URIRef

from careergraph.market import merging
from careergraph.model import RECORDS, Claim, Concept, Estimate, Experience, records, triples
from careergraph.ntriples import BATCH, Writer
from careergraph.shelf import packed, shown
from careergraph.terms import CAREER, ID, SKOS


def lines(items: list[object]) -> list[str]:
    return "".join(Writer().pieces(items)).splitlines(keepends=True)


@pytest.mark.parametrize("cls", RECORDS)
def test_the_lines_are_the_triples_of_the_records(curated: ox.Store, cls: type) -> None:
    every = records(curated, cls)
    assert sorted(lines(every)) == sorted(f"{triple} .\n" for triple in triples(every))


def test_records_of_several_classes_and_single_triples_are_all_written(curated: ox.Store) -> None:
    every = [*records(curated, Claim), *records(curated, Experience)]
    single = [ox.Triple(ox.NamedNode(ID["x"]), ox.NamedNode(SKOS.broader), ox.NamedNode(ID["y"]))]
    items: list[object] = [*every[::2], *single, *every[1::2]]
    assert sorted(lines(items)) == sorted(f"{t} .\n" for t in (*triples(every), *single))


def test_numbers_that_are_equal_are_written_as_they_look() -> None:
    looks = ["1.0", "1", "1.00", "0.0000001"]
    label = Literal("some years", lang="en")
    items: list[object] = [Experience(ID[f"e{n}"], label, Decimal(x)) for n, x in enumerate(looks)]
    for look in looks:
        assert any(f'"{Decimal(look):f}"^^' in line for line in lines(items))


def test_text_may_hold_any_character() -> None:
    odd = Literal('nul \0, tab \t, quote ", line\n, "^^<x:> and é', lang="en")
    item = Concept(ID["odd"], (CAREER.Skill,), odd, (odd, odd))
    assert set(lines([item])) == {f"{triple} .\n" for triple in triples([item])}


def test_an_iri_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="IRI"):
        lines([Experience(URIRef("no iri"), Literal("x", lang="en"), Decimal(1))])


def test_what_is_kept_are_the_records_sorted_as_a_store_gives_them_back() -> None:
    flag = Literal("1", datatype=XSD.boolean)
    items = [Estimate(ID[f"claim/{n:05}"], sample_size=n % 3 or None,
                      standard_error=Decimal(f"{n % 5}.10"), suppress=flag)
             for n in reversed(range(BATCH + 10))]  # fmt: skip
    store, writer = ox.Store(), Writer()
    for piece in writer.pieces(items):
        store.bulk_load(piece, format=ox.RdfFormat.N_TRIPLES)
    cells = merging.kept(writer).cells[Estimate]
    assert list(shown(Estimate, packed(cells))) == records(store, Estimate)
    assert set(cells.columns["suppress"][0]) == {f'"true"^^<{XSD.boolean}>'}
