"""Pathways in CTDL are read as steps and requirements; what cannot be stated is told."""

import json
from itertools import chain, combinations
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import given as examples
from hypothesis import strategies as st

from careergraph import store as stores
from careergraph.check import check
from careergraph.errors import ReadError
from careergraph.model import (
    AdvancementStep,
    Claim,
    Credential,
    Requirement,
    Role,
    Source,
    records,
    triples,
)
from careergraph.sources import Files, Findings, ctdl
from careergraph.sources.ctdl.conditions import MET, Condition, clauses, given
from careergraph.terms import CAREER

SAMPLE = Path(__file__).parent / "samples" / "ctdl" / "cook.json"
CONTEXT = "https://credreg.net/ctdl/schema/context/json"
HERE = "https://example.org/"


def opened(path: Path) -> tuple[ox.Store, Findings]:
    findings = Findings()
    release = ctdl.read(Files(path), findings)
    store = ox.Store()
    for item in chain([release.source], release.records):
        found = [item] if isinstance(item, ox.Triple) else triples([item])
        store.extend(ox.Quad(t.subject, t.predicate, t.object) for t in found)
    return stores.prepared(store), findings


def document(path: Path, *nodes: dict[str, Any], context: Any = CONTEXT) -> Path:
    path.write_text(json.dumps({"@context": context, "@graph": list(nodes)}), encoding="utf-8")
    return path


def job(name: str, **parts: Any) -> dict[str, Any]:
    return {"@id": HERE + name, "@type": "ceterms:JobComponent", "ceterms:name": {"en": name},
            **{f"ceterms:{key}": value for key, value in parts.items()}}  # fmt: skip


def steps(store: ox.Store) -> dict[str, tuple[str, str]]:
    return {str(s.iri): (s.start.removeprefix(HERE), s.end.removeprefix(HERE))
            for s in records(store, AdvancementStep)}  # fmt: skip


def asked(store: ox.Store) -> set[tuple[Any, str, str]]:
    """Of what, how firmly and what the document asks for."""
    labels = {r.iri: str(r.label) for r in records(store, Requirement)}
    known = steps(store)
    found = [c for c in records(store, Claim) if c.measure == CAREER.requires and c.object]
    return {(known.get(str(c.subject), c.subject.removeprefix(HERE)),
             str(c.strength).partition("#")[2], labels[c.object]) for c in found}  # fmt: skip


def test_roles_that_follow_each_other_are_steps_that_the_document_calls_possible() -> None:
    store, _ = opened(SAMPLE)
    assert set(steps(store).values()) == {
        ("porter", "occupation/cook"), ("occupation/cook", "chef"),
        ("occupation/cook", "occupation/critic")}  # fmt: skip
    possible = [c for c in records(store, Claim) if c.measure == CAREER.possible]
    assert {str(c.subject) for c in possible} == steps(store).keys()
    assert {step.kind for step in records(store, AdvancementStep)} == {CAREER.move}
    (source,) = {c.source for c in records(store, Claim)}
    titles = {s.iri: str(s.title) for s in records(store, Source)}
    assert titles[source] == "From kitchen porter to chef"


def test_a_component_is_what_it_is_a_proxy_for() -> None:
    labels = {r.iri.removeprefix(HERE): str(r.label) for r in records(opened(SAMPLE)[0], Role)}
    assert labels == {"porter": "Kitchen porter", "chef": "Chef", "occupation/cook": "Cook",
                      "occupation/critic": "Food critic"}  # fmt: skip


def test_credentials_have_the_class_that_the_document_gives_and_degrees_their_level() -> None:
    found = {c.iri.removeprefix(HERE): c for c in records(opened(SAMPLE)[0], Credential)}
    assert {name: c.types[0].partition("#")[2] for name, c in found.items()} == {
        "academy": "Degree", "diploma": "Certification", "hygiene": "Licence"}  # fmt: skip
    assert str(found["academy"].eqf_level)[-1] == "6"


def test_conditions_are_requirements_nested_ones_and_alternatives_too() -> None:
    cook, chef = ("porter", "occupation/cook"), ("occupation/cook", "chef")
    degree, certificate, licence = (
        "Academy of cooking", "Cook's certificate", "Food handler's licence"
    )  # fmt: skip
    store, _ = opened(SAMPLE)
    assert asked(store) == {
        (cook, "required", f"2 of: {licence}, Handle knives, Make sauces"),
        (chef, "required", f"1 of: {degree}, {certificate}"),
        (chef, "required", f"1 of: {degree}, {licence}"),
        ("occupation/cook", "preferred", "Taste"),
        ("occupation/critic", "required", "Taste"),
        ("occupation/critic", "required", f"1 of: 3 years of experience, {degree}"),
    }


def test_a_requirement_that_counts_a_course_is_left_out_whole_and_told() -> None:
    findings = opened(SAMPLE)[1]
    assert [(f.what, f.count) for f in findings] == [
        ("requirement that counts what is no credential, skill or time worked; left out", 1)
    ]
    assert f"counts {HERE}course" in str(next(iter(findings)))


def test_a_credential_that_is_enough_by_itself_opens_the_role(tmp_path: Path) -> None:
    award = {"@id": f"{HERE}award", "@type": "ceterms:Certification", "ceterms:name": "Award"}
    either = {"ceterms:requiredNumber": 1,
              "ceterms:targetComponent": [f"{HERE}a", f"{HERE}award"]}  # fmt: skip
    path = document(tmp_path / "x.json", job("a"), job("b", hasCondition=[either]), award)
    store, _ = opened(path)
    opens = [(c.subject, c.object) for c in records(store, Claim) if c.measure == CAREER.opens]
    assert [tuple(map(str, pair)) for pair in opens] == [(f"{HERE}award", f"{HERE}b")]
    assert set(steps(store).values()) == {("a", "b")}
    assert asked(store) == set()


def test_a_role_that_takes_several_roles_is_no_step_from_one_of_them(tmp_path: Path) -> None:
    both = {"ceterms:requiredNumber": 2, "ceterms:targetComponent": [f"{HERE}a", f"{HERE}b"]}
    path = document(tmp_path / "x.json", job("a"), job("b"), job("c", hasCondition=[both]))
    store, findings = opened(path)
    assert steps(store) == {}
    assert findings.count("condition that asks for several roles at once; no step is stated") == 2


def test_no_context_is_fetched_and_an_unknown_one_is_told(tmp_path: Path) -> None:
    context = ["https://example.org/words", {"ceterms": "https://purl.org/ctdl/terms/"}]
    plain = {"@id": f"{HERE}a", "@type": "ceterms:Job", "ceterms:name": "a"}
    path = document(tmp_path / "x.json", plain, context=context)
    store, findings = opened(path)
    assert [str(f) for f in findings] == [
        "1 × context that is not fetched; its words are left out: x.json: https://example.org/words"
    ]
    assert [str(role.label) for role in records(store, Role)] == ["a"]


def test_what_is_no_document_is_told_and_the_others_are_read(tmp_path: Path) -> None:
    document(tmp_path / "good.json", job("a"))
    (tmp_path / "bad.json").write_text("{", encoding="utf-8")
    store, findings = opened(tmp_path)
    assert [str(role.label) for role in records(store, Role)] == ["a"]
    assert findings.count("document that is not JSON-LD; left out") == 1
    (tmp_path / "none").mkdir()
    (tmp_path / "none" / "x.txt").write_text("", encoding="utf-8")
    with pytest.raises(ReadError, match=r"no file in JSON-LD; expected"):
        opened(tmp_path / "none")


def test_conditions_that_cannot_hold_are_told(tmp_path: Path) -> None:
    award = {"@id": f"{HERE}award", "@type": "ceterms:Certification", "ceterms:name": "Award"}
    bad = [{"ceterms:requiredNumber": n, "ceterms:targetComponent": [f"{HERE}award"]}
           for n in (0, 2, "some")]  # fmt: skip
    bad.append({"@id": f"{HERE}loop", "ceterms:hasCondition": [f"{HERE}loop"]})
    years = {"@type": "ceterms:ConditionProfile", "ceterms:yearsOfExperience": "many"}
    path = document(tmp_path / "x.json", award, job("a", hasCondition=bad, requires=[years]))
    store, findings = opened(path)
    assert asked(store) == set()
    assert {f.what: f.count for f in findings} == {
        "condition that cannot be met as it stands; left out": 3 + 21,
        "condition that contains itself; left out": 1,
    }


def test_the_graph_holds_and_the_same_document_gives_the_same_graph() -> None:
    store, _ = opened(SAMPLE)
    assert [str(f) for f in check(store) if f.severity == "fault"] == []
    assert stores.data(opened(SAMPLE)[0]) == stores.data(store)


# ---------------------------------------------------------------- conditions

LEAVES = "abcd"
conditions = st.recursive(
    st.sets(st.sampled_from(LEAVES), min_size=1).map(lambda s: tuple(sorted(s))),
    lambda inner: st.lists(inner, min_size=1, max_size=3).map(tuple),
    max_leaves=5,
).flatmap(lambda tree: _numbered(tree))


def _numbered(tree: Any) -> Any:
    parts = [_numbered(p) if isinstance(p, tuple) else st.just(p) for p in tree]
    whole = st.tuples(*parts).map(lambda found: tuple(dict.fromkeys(found)))
    return whole.flatmap(
        lambda found: st.integers(1, len(found)).map(lambda k: Condition(k, found))
    )


def holds(condition: Any, held: frozenset[str]) -> bool:
    if isinstance(condition, str):
        return condition in held
    return sum(holds(part, held) for part in condition.parts) >= condition.needed


@examples(conditions)
def test_clauses_together_say_what_the_condition_says(condition: Condition) -> None:
    found = clauses(condition)
    assert found is not None
    for size in range(len(LEAVES) + 1):
        for held in map(frozenset, combinations(LEAVES, size)):
            met = all(len(held & {*c.leaves}) >= c.needed for c in found)
            assert met == holds(condition, held)
            assert (given(condition, held) == MET) == holds(condition, held)
