"""The pages of a market kept in a folder: around one of its occupations, and of all of it."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from playwright.sync_api import expect
from rdflib import Literal, URIRef

import careergraph as cg
from careergraph import excerpts, focus, wording
from careergraph.career_graph import CareerGraph
from careergraph.check import check
from careergraph.claims import Book
from careergraph.cli import main
from careergraph.errors import QuestionError
from careergraph.market.importing import import_release
from careergraph.model import Estimate
from careergraph.pages.ladder import lettering
from careergraph.pages.market.regions import MOST_REGIONS, regions
from careergraph.pages.payload import payload
from careergraph.terms import CAREER, ID, curie
from chromium import Open

SAMPLES = Path(__file__).parent / "samples"
EXECUTIVES = ID["onet/11-1011.00"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("markets") / "market"
    import_release("onet", SAMPLES / "onet" / "db_30_1_text", into=made)
    import_release("esco", SAMPLES / "esco" / "tables", into=made)
    return made


@pytest.fixture(scope="module")
def graph(folder: Path) -> CareerGraph:
    return cg.open(folder)


@pytest.fixture(scope="module")
def near(graph: CareerGraph) -> excerpts.Excerpt:
    return excerpts.page_around(graph, "Chief Executives")


def test_all_that_is_said_of_the_node_itself_is_kept(
    graph: CareerGraph, near: excerpts.Excerpt
) -> None:
    def said(book: Book) -> set[str]:
        return {curie(book.table[n].iri) for n in book.of(EXECUTIVES).tolist()}

    assert said(near.graph.book) == said(graph.book)
    assert len(said(graph.book)) > 20


def test_every_claim_has_its_source_and_what_it_was_derived_from(near: excerpts.Excerpt) -> None:
    book = near.graph.book
    for claim in book.claims:
        assert claim.source in book.sources
        assert all(base in book.by_iri for base in claim.derived_from)
        assert near.graph.labels.label(claim.subject) != curie(claim.subject)
    assert [fault for fault in check(near.graph.store) if fault.severity == "fault"] == []


def test_what_is_not_drawn_is_told_in_words(graph: CareerGraph, near: excerpts.Excerpt) -> None:
    told = payload(near.store, views=near.graph.views, drawn=near.drawn, asks=False)
    assert {row["iri"] for row in told["nodes"]} == {*map(curie, near.drawn or ())}
    (uses,) = [n for n, m in enumerate(told["measures"]) if m["id"] == "usesTechnology"]
    words = [row["value"] for row in told["claims"] if row["measure"] == uses]
    assert words
    assert all(":" not in word for word in words)
    assert told["ask"] is None


def test_a_skill_is_drawn_where_it_is_important(graph: CareerGraph, near: excerpts.Excerpt) -> None:
    ratings = graph.book.on(EXECUTIVES, CAREER.importance)
    skills = {c.object: c.maximum for c in ratings if graph.index.kind(c.object or "") == "Skill"}
    drawn = {iri for iri in skills if str(iri) in (near.drawn or ())}
    assert drawn == {iri for iri, figure in skills.items() if (figure or 0) >= focus.IMPORTANT}
    assert drawn


def test_what_there_is_no_room_for_is_named(
    opened: Open, graph: CareerGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(focus, "MOST", {"Role": 1, "Skill": 0})
    found = excerpts.page_around(graph, "Chief Executives")
    roles = [iri for iri in found.drawn or () if graph.index.kind(iri) == "Role"]
    assert roles == [str(EXECUTIVES)]
    assert "Chief Sustainability Officers" in found.left["Role"]
    assert found.left["Skill"]
    page = opened(found.html())
    expect(page.locator("#left-out")).to_contain_text("1 more roles")
    page.click("#left-out summary >> nth=0")
    expect(page.locator("#left-out")).to_contain_text("Chief Sustainability Officers")


def test_few_steps_between_neighbours_are_drawn_and_many_are_not(
    graph: CareerGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    ties = focus._Ties(graph)
    roles = [str(role) for role in graph.ladder.roles]
    steps = ties.between(roles)
    assert steps == {str(step) for step in graph.ladder.steps}
    monkeypatch.setattr(focus, "MOST_BETWEEN", len(steps) - 1)
    assert ties.between(roles) == set()


def test_fewer_than_no_hops_are_refused_in_a_market_too(graph: CareerGraph) -> None:
    with pytest.raises(QuestionError, match="-1 hops lead nowhere"):
        excerpts.page_around(graph, "Chief Executives", hops=-1)


def test_no_hops_show_the_node_alone(graph: CareerGraph) -> None:
    found = excerpts.page_around(graph, "Chief Executives", hops=0)
    assert found.drawn == {str(EXECUTIVES)}


def test_how_sure_a_source_is_is_told_in_words() -> None:
    estimate = Estimate(URIRef("urn:x"), sample_size=1200, suppress=Literal("true"),
                        asked=Literal("Incumbent"), surveyed=Literal("2021-08"))  # fmt: skip
    assert wording.sure(estimate) == (
        "1,200 answered, asked: Incumbent, 2021-08, the source advises against using it"
    )


def test_regions_are_as_wide_as_there_is_room_for() -> None:
    count = MOST_REGIONS + 1
    groups = [{"kind": "RoleGroup", "label": f"Group {n}"} for n in range(count)]
    wide = [{"kind": "RoleGroup", "label": f"Wide {n}"} for n in range(3)]
    roles = [{"kind": "Role", "label": f"Role {n}"} for n in range(count)]
    links = {"memberOf": [(count + 3 + n, n) for n in range(count)],
             "broader": [(n, count + n % 3) for n in range(count)]}  # fmt: skip
    found = regions([*groups, *wide, *roles], [], links)
    assert sorted(found.names) == ["Wide 0", "Wide 1", "Wide 2"]
    assert found.of[0] == found.of[count] == found.of[count + 3]
    few = regions([*groups, *wide, *roles], [], links | {"memberOf": links["memberOf"][:5]})
    assert few.basis == "community"


def test_a_word_that_is_too_long_goes_on_after_a_hyphen() -> None:
    found = lettering.lines("Anesthesiologists", room=114, size=13)
    assert len(found) == 2
    assert found[0].endswith("-")
    assert f"{found[0][:-1]}{found[1]}" == "Anesthesiologists"


# ---------------------------------------------------------------- in the browser

SIZES = pytest.mark.parametrize("size", [(1440, 900), (390, 844)], ids=["wide", "phone"])


@SIZES
def test_the_page_opens_on_a_neighbourhood(
    opened: Open, folder: Path, tmp_path: Path, size: tuple[int, int]
) -> None:
    file = tmp_path / "near.html"
    told = CliRunner().invoke(
        main, ["export", str(file), "--graph", str(folder), "--around", "chief executives"]
    )
    assert told.exit_code == 0, told.output
    page = opened(file.read_text(encoding="utf-8"), size=size)
    expect(page.locator("h1")).to_contain_text("Around Chief Executives")
    page.evaluate("hash => { location.hash = hash; }", f"#node={curie(EXECUTIVES)}")
    details = page.locator("#details")
    expect(details).to_contain_text("Importance")
    expect(details).to_contain_text("8 answered, standard error 0.25")
    expect(details).to_contain_text("O*NET 30.1")
    expect(details).to_contain_text("Row of onet:11-1011.00 and onet:2.A.1.e")


@SIZES
def test_the_page_opens_on_the_overview_of_a_market(
    opened: Open, folder: Path, tmp_path: Path, size: tuple[int, int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr("careergraph.pages.market.MOST_WITH_CLAIMS", 10)
    file = tmp_path / "market.html"
    told = CliRunner().invoke(main, ["export", str(file), "--graph", str(folder)])
    assert told.exit_code == 0, told.output
    assert "claims" in told.output
    page = opened(file.read_text(encoding="utf-8"), size=size)
    page.evaluate("hash => { location.hash = hash; }", f"#node={curie(EXECUTIVES)}")
    expect(page.locator("#details")).to_contain_text("Chief Executives")
    expect(page.locator("#details")).to_contain_text("O*NET 30.1")


def test_a_route_through_a_market_has_a_page_of_its_own(graph: CareerGraph) -> None:
    step = next(iter(graph.ladder.steps.values()))
    label = graph.labels.label
    answer = graph.route(f"from {label(step.start)} to {label(step.end)}")
    found = excerpts.page_of_answer(answer, k=2)
    assert {str(r) for route in answer.best(2) for r in route.roles} <= (found.drawn or set())
    asked = excerpts.page_around(graph, label(step.start), asked=[answer])
    assert asked.answers[0]["question"] == answer.question
    assert str(step.iri) in asked.graph.ladder.steps or not answer.routes
