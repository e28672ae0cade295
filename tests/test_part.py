"""A part of a graph stands by itself: what it says has its source, what it lacks it leaves out."""

from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from careergraph import export
from careergraph import store as stores
from careergraph.career_graph import CareerGraph
from careergraph.check import check, check_files
from careergraph.errors import QuestionError
from careergraph.model import Role, Skill, instances
from careergraph.names import KINDS
from careergraph.pages.kinds import DRAWN
from careergraph.pages.payload import payload
from careergraph.part import THINGS, around, part
from careergraph.terms import CAREER, ID, curie

ANALYST, LEAD, SCIENTIST = (f"{ID}role/{name}" for name in ("analyst", "lead", "scientist"))
SQL, STATISTICS = f"{ID}skill/sql", f"{ID}skill/statistics"
FINANCE, MASTERS = f"{ID}industry/finance", f"{ID}credential/masters"
STEWARD = f"{ID}role/steward"


def claims(store: ox.Store) -> set[str]:
    return {curie(claim.iri) for claim in CareerGraph(store).book.claims}


def test_what_lies_around_is_what_a_map_draws() -> None:
    assert set(THINGS) == set(DRAWN)
    assert set(THINGS) <= set(KINDS)


def test_a_step_and_a_claim_are_one_hop(small_world: ox.Store) -> None:
    assert around(small_world, STEWARD, hops=0) == {STEWARD}
    assert around(small_world, STEWARD) == {STEWARD, SQL, ANALYST}
    assert around(small_world, STEWARD, hops=2) == {STEWARD, SQL, ANALYST, SCIENTIST}
    everything = around(small_world, STEWARD, hops=99)
    assert everything == {STEWARD, SQL, ANALYST, SCIENTIST, STATISTICS, MASTERS, LEAD}


def test_a_credential_lies_beside_the_roles_that_ask_for_it(small_world: ox.Store) -> None:
    assert around(small_world, MASTERS) == {MASTERS, SCIENTIST}


def test_a_way_starts_at_a_level_but_does_not_lead_over_one(small_world: ox.Store) -> None:
    senior = str(CAREER.senior)
    assert around(small_world, senior) == {senior, SCIENTIST}
    assert senior not in around(small_world, SCIENTIST, hops=99)


def test_fewer_than_no_hops_are_refused(small_world: ox.Store) -> None:
    with pytest.raises(QuestionError, match="-1 hops lead nowhere; 0 is the node alone"):
        around(small_world, STEWARD, hops=-1)


def test_a_part_holds_the_claims_on_and_among_its_nodes(small_world: ox.Store) -> None:
    assert claims(part(small_world, [STEWARD])) == {"claim:steward-level"}
    assert claims(part(small_world, [STEWARD, SQL])) == {"claim:steward-level", "claim:steward-sql"}
    assert claims(part(small_world, [STEWARD, ANALYST])) == {
        "claim:steward-level", "claim:analyst-level", "claim:steward-analyst",
    }  # fmt: skip


def test_both_sides_of_a_dispute_stay_with_what_is_required(small_world: ox.Store) -> None:
    found = CareerGraph(part(small_world, [SCIENTIST]))
    assert len(found.book.conflicts()) == 1
    assert found.labels.label(MASTERS) == "Master's degree"


def test_a_step_brings_its_roles_and_a_claim_what_it_is_about(small_world: ox.Store) -> None:
    step = part(small_world, [f"{ID}step/scientist-lead"])
    assert instances(step, Role) == {SCIENTIST, LEAD}
    assert "claim:scientist-lead" in claims(step)
    claim = part(small_world, [f"{ID}claim/steward-sql"])
    assert (instances(claim, Role), instances(claim, Skill)) == ({STEWARD}, {SQL})


def test_unknown_nodes_make_an_empty_part(small_world: ox.Store) -> None:
    assert stores.data(part(small_world, ["urn:nothing"])) == []
    assert stores.data(part(small_world, [])) == []


def test_all_nodes_make_the_whole(small_world: ox.Store) -> None:
    nodes = {
        t.subject.value for t in stores.data(small_world) if isinstance(t.subject, ox.NamedNode)
    }
    assert stores.data(part(small_world, nodes)) == stores.data(small_world)


def test_a_part_of_a_part_is_itself(curated: ox.Store) -> None:
    nodes = around(curated, f"{ID}role/data-analyst")
    once = part(curated, nodes)
    assert stores.data(part(once, nodes)) == stores.data(once)


@pytest.fixture(scope="module")
def whole(curated: ox.Store) -> dict[str, dict[str, object]]:
    """Each role and step of the shipped graph as its page tells it."""
    found = payload(curated)
    return {row["iri"]: row for kind in ("nodes", "steps") for row in found[kind]}


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_any_part_of_the_shipped_graph_stands_by_itself(
    curated: ox.Store, whole: dict[str, dict[str, object]], data: st.DataObject
) -> None:
    iris = sorted(instances(curated, Role) | instances(curated, Skill))
    start = data.draw(st.sampled_from(iris))
    found = part(curated, around(curated, start, hops=data.draw(st.integers(0, 2))))
    assert set(stores.data(found)) <= set(stores.data(curated))
    assert [str(fault) for fault in check(found) if fault.severity == "fault"] == []
    book = CareerGraph(found).book
    for claim in book.claims:
        assert claim.source in book.sources
        assert all(passage in book.passages for passage in claim.passages)
        assert all(base in book.by_iri for base in claim.derived_from)
    told = payload(found)
    for row in (*told["nodes"], *told["steps"]):
        for field in ("levels", "pay", "unknown", "further", "certificate", "status"):
            assert row.get(field) == whole[row["iri"]].get(field), (row["iri"], field)


def test_a_written_part_opens_to_the_same_part_and_holds(curated: ox.Store, tmp_path: Path) -> None:
    found = CareerGraph(curated).around("data analysts")
    export.write(found.store, tmp_path / "part.ttl")
    again = stores.open_store(tmp_path / "part.ttl")
    assert stores.data(again) == stores.data(found.store)
    assert check_files(tmp_path / "part.ttl", alone=True).holds
