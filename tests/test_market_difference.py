"""What a new release changes: each thing once, and nothing that stayed as it was."""

import gzip
import json
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import networkx
import pyoxigraph as ox
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import Literal, URIRef

import paper
from careergraph.cli import main
from careergraph.errors import ReadError
from careergraph.market import difference, generations
from careergraph.market.changes import Lines, compare
from careergraph.market.difference import Difference, Tally, from_values
from careergraph.market.importing import import_release
from careergraph.market.reach import places, reach
from careergraph.model import (
    AdvancementStep,
    Claim,
    Credential,
    Mapping,
    Role,
    RoleGroup,
    Skill,
)
from careergraph.sources import SOURCES
from careergraph.terms import CAREER, ESCO, ID, SEMAPV, SKOS
from cases import cases
from imports import RELEASES


def role(name: str, *, called: str = "", broader: tuple[URIRef, ...] = ()) -> Role:
    return Role(ID[f"role/{name}"], (CAREER.Role,), Literal(called or name.title(), lang="en"),
                broader=broader)  # fmt: skip


def skill(name: str, *more: URIRef) -> Skill:
    return Skill(ID[f"skill/{name}"], (CAREER.Skill, *more), Literal(name, lang="en"))


def claim(subject: str, measure: URIRef, about: str = "", *, key: str = "", **parts: Any) -> Claim:
    name = "-".join(filter(None, (subject, measure.removeprefix(CAREER), about, key)))
    return Claim(ID[f"claim/{name}"], ID[f"role/{subject}"], measure, CAREER.affirmed,
                 CAREER.stated, paper.SOURCE, object=ID[f"skill/{about}"] if about else None,
                 **parts)  # fmt: skip


def pay(subject: str, usd: int, *, key: str = "") -> Claim:
    return claim(subject, CAREER.pay, key=key, minimum=Decimal(usd), unit=CAREER.usdPerYear)


def step(start: str, end: str, kind: URIRef = CAREER.lateral) -> AdvancementStep:
    return AdvancementStep(ID[f"step/{start}-{end}"], ID[f"role/{start}"], ID[f"role/{end}"], kind)


def mapping(start: str, end: str, predicate: URIRef = SKOS.exactMatch) -> Mapping:
    return Mapping(ID[f"mapping/{start}-{end}"], ID[f"role/{start}"], predicate,
                   ID[f"role/{end}"], SEMAPV.ManualMappingCuration, paper.SOURCE)  # fmt: skip


@pytest.fixture(autouse=True, scope="module")
def source() -> Iterator[None]:
    SOURCES[paper.NAME] = paper.__name__
    yield
    del SOURCES[paper.NAME]


def differences(folder: Path, releases: Sequence[Iterable[object]]) -> list[Difference]:
    """What each release of a paper changes when it takes the place of the one before."""
    found = []
    for n, stated in enumerate(releases, 1):
        release = paper.written(folder / str(n), str(n), stated)
        found.append(import_release(paper.NAME, release, into=folder / "market").difference)
    assert found[0] is None
    return [each for each in found if each is not None]


@pytest.fixture
def told(tmp_path: Path) -> Callable[..., Difference]:
    """Tells two releases apart."""
    return lambda *releases: differences(tmp_path, releases)[0]


def test_roles_skills_credentials_and_groups_are_added_removed_and_renamed(
    told: Callable[..., Difference],
) -> None:
    licence = Credential(ID["credential/bar"], (CAREER.Licence,), Literal("bar licence", lang="en"))
    group = RoleGroup(ID["group/cooks"], (CAREER.RoleGroup,), Literal("Cooks", lang="en"))
    found = told(
        [role("cook"), role("baker"), role("waiter"), skill("knead"), licence],
        [role("cook"), role("baker", called="Bread Baker"), role("brewer"), role("chef"),
         skill("knead"), skill("boil"), group],
    )  # fmt: skip
    assert found.nodes == {
        "roles": {
            "added": Tally(2, ("Brewer", "Chef")),
            "removed": Tally(1, ("Waiter",)),
            "renamed": Tally(1, ("Baker → Bread Baker",)),
        },
        "role groups": {"added": Tally(1, ("Cooks",))},
        "skills": {"added": Tally(1, ("boil",))},
        "credentials": {"removed": Tally(1, ("bar licence",))},
    }
    assert (found.before, found.after) == ("1", "2")
    assert not found.links
    assert not found.steps


def test_a_label_in_one_more_language_renames_nothing(told: Callable[..., Difference]) -> None:
    label = ox.Triple(ox.NamedNode(ID["role/cook"]), ox.NamedNode(SKOS.prefLabel),
                      ox.Literal("cuisinier", language="fr"))  # fmt: skip
    found = told([role("cook")], [role("cook"), label])
    assert not found.nodes
    assert found.triples == Lines(2, 1)  # the other is the version


def test_a_role_that_another_replaces_is_replaced_not_removed(
    told: Callable[..., Difference],
) -> None:
    old = ox.NamedNode(ID["role/typist"])
    withdrawn = [
        ox.Triple(old, ox.NamedNode(SKOS.prefLabel), ox.Literal("Typist", language="en")),
        ox.Triple(old, ox.NamedNode(ESCO.replacedBy), ox.NamedNode(ID["role/clerk"])),
    ]
    found = told([role("typist"), role("clerk")], [*withdrawn, role("clerk")])
    assert found.nodes == {"roles": {"replaced": Tally(1, ("Typist → Clerk",))}}


def test_a_skill_of_another_subclass_is_the_same_skill(told: Callable[..., Difference]) -> None:
    found = told([skill("boil", CAREER.Ability)], [skill("boil", CAREER.Knowledge)])
    assert not found.nodes


def test_links_are_told_by_what_they_say_and_a_new_value_replaces(
    told: Callable[..., Difference],
) -> None:
    roles = [role("cook"), role("baker"), skill("knead"), skill("boil")]
    found = told(
        [*roles, claim("cook", CAREER.essentialSkill, "boil"),
         claim("baker", CAREER.essentialSkill, "boil"), pay("cook", 30_000),
         pay("baker", 31_000, key="2023"), mapping("cook", "baker")],
        [*roles, claim("cook", CAREER.essentialSkill, "boil"),
         claim("baker", CAREER.essentialSkill, "knead"), pay("cook", 33_000),
         pay("baker", 31_000, key="2024"), pay("baker", 40_000, key="north")],
    )  # fmt: skip
    assert found.links == {
        "essential skill": {
            "added": Tally(1, ("Baker: knead",)),
            "removed": Tally(1, ("Baker: boil",)),
        },
        "exactMatch": {"removed": Tally(1, ("Cook: Baker",))},
        "pay": {"added": Tally(1, ("Baker",)), "replaced": Tally(2, ("Baker", "Cook"))},
    }
    assert not found.nodes


def test_what_is_broader_is_a_link(told: Callable[..., Difference]) -> None:
    cook, baker = ID["role/cook"], role("baker")
    found = told([role("cook"), baker], [role("cook"), role("baker", broader=(cook,))])
    assert found.links == {"broader": {"added": Tally(1, ("Baker: Cook",))}}


def test_steps_and_the_ways_that_vanish_with_them(told: Callable[..., Difference]) -> None:
    roles = [role(name) for name in "abcde"]
    found = told(
        [*roles, step("a", "b"), step("b", "c"), step("a", "c"), step("d", "e")],
        [*roles, step("a", "b"), step("b", "c"), step("c", "d")],
    )
    assert found.steps == {
        "added": Tally(1, ("C → D",)),
        "removed": Tally(2, ("A → C", "D → E")),
        "still_reached": Tally(1, ("A → C",)),
    }
    assert found.routes == {
        "added": Tally(3, ("A → D", "B → D", "C → D")),
        "removed": Tally(1, ("D → E",)),
    }
    assert found.reached == (4, 6)


def test_a_way_to_a_role_that_is_gone_is_told_with_the_role_alone(
    told: Callable[..., Difference],
) -> None:
    found = told([role("a"), role("b"), step("a", "b")], [role("a")])
    assert found.nodes == {"roles": {"removed": Tally(1, ("B",))}}
    assert found.steps == {"removed": Tally(1, ("A → B",))}
    assert not found.routes
    assert found.reached == (1, 0)


def test_the_same_said_twice_differs_in_nothing(told: Callable[..., Difference]) -> None:
    stated = [role("cook"), skill("boil"), claim("cook", CAREER.essentialSkill, "boil")]
    found = told(stated, reversed(stated))
    assert (found.nodes, found.links, found.steps, found.routes) == ({}, {}, {}, {})
    assert found.text() == "triples: 1 added, 1 removed\n"  # of which release it is


def test_only_the_first_are_named_and_all_are_counted(told: Callable[..., Difference]) -> None:
    found = told([], [role(f"r{n:02}") for n in range(20, 0, -1)])
    assert found.nodes["roles"]["added"] == Tally(20, ("R01", "R02", "R03", "R04", "R05"))
    assert "roles: 20 added (R01; R02; R03; R04; R05; …)" in found.text()


SAID = st.lists(st.tuples(*[st.sampled_from("abc")] * 2, st.integers(1, 3)), max_size=8,
                unique_by=lambda each: each[:2])  # fmt: skip


@settings(max_examples=cases(4))
@given(SAID, SAID)
def test_turned_round_what_was_added_is_removed(
    tmp_path_factory: pytest.TempPathFactory, one: list[Any], other: list[Any]
) -> None:
    """And nothing is lost: as many links as were there, less and more, are there."""
    folder = tmp_path_factory.mktemp("turned")
    first, second, third = (
        [*[role(name) for name in "abc"], *[skill(name) for name in "abc"],
         *[claim(a, CAREER.essentialSkill, b, minimum=Decimal(n)) for a, b, n in said]]
        for said in (one, other, one)
    )  # fmt: skip
    turned = differences(folder, [first, second, third])
    there, back = (found.links.get("essential skill", {}) for found in turned)
    assert {what: tally.count for what, tally in there.items()} == {
        what: tally.count
        for what, tally in (
            ("added", back.get("removed")), ("removed", back.get("added")),
            ("replaced", back.get("replaced")),
        ) if tally
    }  # fmt: skip
    ends = [{(a, b) for a, b, _ in said} for said in (one, other)]
    changed = {e for e in set(one) ^ set(other) if e[:2] in ends[0] & ends[1]}
    expected = {"added": len(ends[1] - ends[0]), "removed": len(ends[0] - ends[1]),
                "replaced": len(changed) // 2}  # fmt: skip
    assert {w: t.count for w, t in there.items()} == {w: n for w, n in expected.items() if n}
    shutil.rmtree(folder)


@given(st.lists(st.integers(0, 30), unique=True), st.lists(st.integers(0, 30), unique=True))
def test_lines_are_told_when_only_one_release_has_them(
    tmp_path_factory: pytest.TempPathFactory, one: list[int], other: list[int]
) -> None:
    folder = tmp_path_factory.mktemp("lines")
    for name, numbers in (("one", one), ("other", other)):
        with gzip.open(folder / name, "wt") as out:
            out.writelines(f'<x:s> <x:p{n}> "a . b {n}" .\n' for n in numbers)
    came: list[tuple[bytes, bytes, bytes]] = []
    went: list[tuple[bytes, bytes, bytes]] = []
    counted = compare(folder / "one", folder / "other", added=lambda *t: came.append(t),
                      removed=lambda *t: went.append(t))  # fmt: skip

    def written(numbers: list[int], without: list[int]) -> list[tuple[bytes, bytes, bytes]]:
        kept = [n for n in numbers if n not in without]
        return [(b"<x:s>", f"<x:p{n}>".encode(), f'"a . b {n}"'.encode()) for n in kept]

    assert came == written(other, one)
    assert went == written(one, other)
    assert counted == Lines(len(came), len(went))


PAIRS = st.sets(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=14)


@given(PAIRS)
def test_a_role_reaches_what_some_walk_of_steps_leads_to(pairs: set[tuple[int, int]]) -> None:
    number = {str(n): n for n in range(7)}
    graph: networkx.DiGraph[int] = networkx.DiGraph(list(pairs))
    graph.add_nodes_from(range(7))
    found = reach({(str(a), str(b)) for a, b in pairs}, number)
    assert [set(places(bits)) for bits in found] == [
        networkx.descendants(graph, n) - {n} for n in range(7)
    ]


# ---------------------------------------------------------------- in a market


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A market in which one release of O*NET took the place of another, and ESCO is new."""
    into = tmp_path_factory.mktemp("market") / "market"
    first = import_release("onet", RELEASES[0], into=into)
    assert first.difference is None
    second = import_release("onet", RELEASES[1], into=into)
    assert second.difference is not None
    assert difference.kept(generations.current(into), "onet") == second.difference
    esco = import_release("esco", RELEASES[0].parents[1] / "esco" / "tables", into=into)
    assert esco.difference is None
    return into


def test_a_difference_is_kept_until_the_next_release(folder: Path) -> None:
    kept = difference.kept(generations.current(folder), "onet")
    assert kept is not None
    assert (kept.before, kept.after) == ("30.1", "30.3")
    assert kept.links["work value rank"] == {
        "removed": Tally(3, ("Chief Executives: Achievement",
                             "Chief Executives: Independence",
                             "Chief Executives: Recognition"))
    }  # fmt: skip
    assert from_values(json.loads(json.dumps(kept.values()))) == kept
    assert difference.kept(generations.current(folder), "esco") is None


def test_it_is_the_same_each_time(folder: Path, tmp_path: Path) -> None:
    for release in RELEASES:
        import_release("onet", release, into=tmp_path / "market")
    name = Path("accounts") / "onet.difference.json"
    again = (generations.current(tmp_path / "market") / name).read_bytes()
    assert again == (generations.current(folder) / name).read_bytes()


def run(*arguments: str | Path) -> Any:
    return CliRunner().invoke(main, [str(each) for each in arguments])


def test_the_command_tells_what_a_release_changed(tmp_path: Path) -> None:
    into = tmp_path / "market"
    first = run("import", "onet", RELEASES[0], "--into", into, "--format", "json")
    assert json.loads(first.stdout)["difference"] is None
    copy = shutil.copytree(into, tmp_path / "copy")
    text = run("import", "onet", RELEASES[1], "--into", into)
    assert text.stdout.startswith(f"read onet 30.3 in place of 30.1 into {into}: ")
    assert "\n  broader: 12 added, 21 removed\n" in text.stdout
    values = json.loads(
        run("import", "onet", RELEASES[1], "--into", copy, "--format", "json").stdout
    )
    assert values["changed"]
    assert values["difference"]["links"]["broader"]["added"]["count"] == 12
    again = json.loads(
        run("import", "onet", RELEASES[1], "--into", copy, "--format", "json").stdout
    )
    assert (again["changed"], again["difference"]) == (False, None)


def test_info_tells_what_the_latest_releases_changed(folder: Path) -> None:
    shown = run("info", "--graph", folder, "--changes")
    assert shown.exit_code == 0, shown.output
    assert shown.stdout.startswith("onet: 30.3 in place of 30.1\n  broader: 12 added, 21 removed\n")
    (values,) = json.loads(run("info", "--graph", folder, "--changes", "--format", "json").stdout)
    assert values["source"] == "onet"


def test_only_a_market_has_releases() -> None:
    with pytest.raises(ReadError, match="only a market has releases"):
        difference.latest(None)
