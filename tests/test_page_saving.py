"""What is saved from the page stands on its own: the tool opens it, and finds all that it names."""

from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner
from playwright.sync_api import Page

import careergraph
from careergraph import store as stores
from careergraph.cli import main
from careergraph.pages import page as render
from careergraph.terms import CAREER, ID, RDF, SKOS
from chromium import Open

LABEL, TYPE = ox.NamedNode(SKOS.prefLabel), ox.NamedNode(RDF.type)


def saved(page: Page, folder: Path) -> Path:
    file = folder / "saved.ttl"
    file.write_text(page.evaluate("careergraph.turtle()"), encoding="utf-8")
    return file


def triples(page: Page) -> set[ox.Triple]:
    text = page.evaluate("careergraph.turtle()")
    return {quad.triple for quad in ox.parse(text, format=ox.RdfFormat.TURTLE)}


def stated(store: ox.Store) -> set[ox.Triple]:
    return {quad.triple for quad in store.quads_for_pattern(None, None, None, ox.DefaultGraph())}


def test_the_saved_graph_opens_again_and_names_source_and_place(
    opened: Open, careers: str, tmp_path: Path
) -> None:
    file = saved(opened(careers), tmp_path)
    again = CliRunner().invoke(main, ["claims", "--graph", str(file)])
    whole = CliRunner().invoke(main, ["claims"])
    assert (again.exit_code, again.output) == (0, whole.output)
    assert "characters" in again.output


def test_nothing_is_lacking_from_the_saved_graph_and_nothing_is_added(
    opened: Open, careers: str, curated: ox.Store, tmp_path: Path
) -> None:
    graph = careergraph.open(saved(opened(careers), tmp_path))
    assert stated(graph.store) <= stated(curated)
    lacking = {t.subject.value for t in stated(curated) - stated(graph.store)}
    spoken = {str(claim.iri) for claim in careergraph.CareerGraph(curated).book.claims}
    assert not lacking & spoken
    assert not [iri for iri in lacking if not iri.startswith(f"{ID}rule/")]


@pytest.mark.parametrize(
    "node",
    [
        "role:data-scientist",
        "credential:cloud-certification",
        "step:data-analyst-to-data-scientist",
    ],
)
def test_a_saved_selection_opens_again(
    opened: Open, careers: str, node: str, tmp_path: Path
) -> None:
    file = saved(opened(careers, hash=f"#node={node}"), tmp_path)
    done = CliRunner().invoke(main, ["check", str(file)])
    assert done.exit_code == 0, done.output


def named(iri: str, *labels: ox.Literal) -> list[ox.Quad]:
    node = ox.NamedNode(iri)
    kind = ox.Quad(node, TYPE, ox.NamedNode(CAREER.Role))
    return [kind, *(ox.Quad(node, LABEL, label) for label in labels)]


def test_saved_labels_keep_their_language(opened: Open, small_world: ox.Store) -> None:
    store = small_world
    store.extend(
        [
            *named(f"{ID}role/french", ox.Literal("Analyste", language="fr")),
            *named(f"{ID}role/plain", ox.Literal("Plain role")),
            *named(f"{ID}role/blank", ox.Literal("", language="en")),
            *named(
                f"{ID}role/two",
                ox.Literal("Leiterin", language="de"),
                ox.Literal("Leader", language="en"),
            ),
        ]
    )
    labels = {t for t in triples(opened(render(store))) if t.predicate == LABEL}
    wanted = {t for t in stated(store) if t.predicate == LABEL}
    rest = {t for t in wanted - labels if "/rule/" not in t.subject.value}
    assert labels <= wanted
    assert rest == set()


def test_names_that_read_like_prefixed_ones_are_saved_in_full(
    opened: Open, small_world: ox.Store
) -> None:
    iris = ["role:fake", f"{ID}role/fake", f"{ID}role///x", "role://x", "urn:role:x"]
    for iri in iris:
        small_world.extend(named(iri, ox.Literal(f"Called {iri}", language="en")))
    store = stores.prepared(small_world)
    found = {t.subject.value: t.object.value for t in triples(opened(render(store)))
             if t.predicate == LABEL and t.object.value.startswith("Called")}  # fmt: skip
    assert found == {iri: f"Called {iri}" for iri in iris}
