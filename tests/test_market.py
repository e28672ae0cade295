"""A market on disk: imported whole or not at all, opened like any graph, and what rules add."""

import json
import shutil
import signal
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from click.testing import CliRunner
from rdflib import Literal, URIRef

import careergraph as cg
import paper
from careergraph import market, shelf
from careergraph import store as stores
from careergraph.cli import main
from careergraph.errors import (
    FormatError,
    InvalidGraphError,
    ParameterError,
    ReadError,
    WriteError,
)
from careergraph.market import building, difference, generations, importing, inventory
from careergraph.market.importing import import_release
from careergraph.model import (
    RECORDS,
    AdvancementStep,
    Claim,
    Concept,
    Experience,
    Mapping,
    Role,
    RoleGroup,
    Skill,
    Source,
)
from careergraph.rules import levels
from careergraph.rules.choosing import Choice
from careergraph.sources import SOURCES, Release, joined
from careergraph.tables import table
from careergraph.terms import CAREER, ID, PREFIXES, SKOS
from imports import state

SAMPLE = Path(__file__).parent / "samples" / "onet" / "db_30_1_text"


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("markets") / "market"
    import_release("onet", SAMPLE, into=folder)
    return folder


@pytest.fixture
def copied(imported: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(imported, tmp_path / "market"))


def generation(folder: Path) -> str:
    return generations.current(folder).name


def test_a_market_opens_like_any_graph_and_each_source_has_a_graph_of_its_own(
    imported: Path,
) -> None:
    graph = cg.open(imported)
    assert any(claim.stance == CAREER.stated for claim in graph.book.claims)
    named = {str(g.value) for g in graph.store.named_graphs()}
    assert {f"{ID}graph/onet", f"{ID}graph/derived"} <= named


def test_the_records_kept_in_files_are_those_of_the_store(imported: Path) -> None:
    store = market.opened(generations.current(imported))
    folder = generations.current(imported) / "records"
    for cls in RECORDS:
        kept = shelf.load(cls, folder / f"{cls.__name__}.npz")
        assert list(kept) == list(table(store, cls)), cls.__name__


def links(store: ox.Store, *, graph: str | None = None) -> list[str]:
    """The direct links of a store, or of a graph of it, each as often as it is there."""
    measures = stores.relations(store)
    where = None if graph is None else ox.NamedNode(ID[f"graph/{graph}"])
    found = store.quads_for_pattern(None, None, None, where)
    return sorted(str(quad.triple) for quad in found if quad.predicate in measures)


def test_a_market_has_the_direct_links_of_the_graph_that_was_imported(tmp_path: Path) -> None:
    import_release("curated", stores.shipped("data"), into=tmp_path / "market")
    graph = cg.open(tmp_path / "market")
    whole = links(graph.store)
    claimed = graph.query("""
        SELECT DISTINCT ?s ?m ?o WHERE {
          GRAPH <https://w3id.org/careergraph/ontology> { ?m a career:Relation }
          ?claim career:measure ?m ; career:subject ?s ; career:object ?o ;
                 career:polarity career:affirmed .
        }""")  # fmt: skip
    assert whole == sorted(" ".join(map(str, row)) for row in claimed.terms)
    assert set(links(stores.open_store())) <= set(whole), "rules may add some"
    assert whole == links(graph.store, graph="derived"), "none comes twice"
    skills = "SELECT ?skill { role:data-scientist career:essentialSkill ?skill }"
    assert graph.query(skills).rows == cg.open().query(skills).rows != ()


def test_links_follow_from_what_is_affirmed_alone(imported: Path) -> None:
    graph = cg.open(imported)
    said = graph.tables[Claim]
    related = {each.value for each in stores.relations(graph.store)}
    expected = {f"<{c.subject}> <{c.measure}> <{c.object}>" for c in said
                if c.affirms and str(c.measure) in related}  # fmt: skip
    assert expected
    assert links(graph.store) == sorted(expected)


def test_a_market_without_links_opens_and_the_next_import_derives_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(building, "write_links", lambda *_: None)
    monkeypatch.setattr(importing, "READERS", importing.READERS - 1)
    import_release("onet", SAMPLE, into=tmp_path / "market")
    monkeypatch.undo()
    assert not links(cg.open(tmp_path / "market").store)
    done = import_release("onet", SAMPLE, into=tmp_path / "market")
    assert links(cg.open(tmp_path / "market").store)
    assert done.difference is not None
    assert (done.difference.triples.added, done.difference.triples.removed) == (0, 0)


def test_importing_the_same_release_again_changes_nothing(copied: Path) -> None:
    before = generation(copied)
    again = import_release("onet", SAMPLE, into=copied)
    assert not again.changed
    assert generation(copied) == before


def test_another_release_takes_the_place_of_the_first(copied: Path, tmp_path: Path) -> None:
    newer = Path(shutil.copytree(SAMPLE, tmp_path / "newer"))
    (newer / "Related Occupations.txt").unlink()
    done = import_release("onet", newer, into=copied)
    assert done.changed
    assert done.before is not None
    graph = cg.open(copied)
    assert not graph.book.places(CAREER.relatedRole).size
    assert graph.tables[Claim]


MAPPED = """#curie_map:
#  ex: https://example.org/
subject_id\tpredicate_id\tobject_id\tmapping_justification
ex:{0}\tskos:exactMatch\tex:{1}\tsemapv:ManualMappingCuration
"""


def sets(folder: Path, **ends: str) -> Path:
    """A folder of mapping sets in SSSOM, each of one mapping between two nodes."""
    folder.mkdir(exist_ok=True)
    for name, (one, other) in ends.items():
        (folder / f"{name}.sssom.tsv").write_text(MAPPED.format(one, other))
    return folder


def mapped(folder: Path) -> set[str]:
    """The ends of all mappings in a market."""
    return {f"{m.subject[-1]}{m.object[-1]}" for m in cg.open(folder).tables[Mapping]}


def held(folder: Path) -> list[str]:
    """The releases in a market, but for O*NET."""
    return [name for name in building.held(generations.current(folder)) if name != "onet"]


def test_two_data_sets_of_one_publisher_live_side_by_side(copied: Path, tmp_path: Path) -> None:
    import_release("crosswalk", sets(tmp_path / "1", one="ab"), into=copied)
    import_release("crosswalk", sets(tmp_path / "2", two="cd"), into=copied)
    assert held(copied) == ["crosswalk-sssom-one", "crosswalk-sssom-two"]
    assert mapped(copied) == {"ab", "cd"}
    done = import_release("crosswalk", sets(tmp_path / "2", two="ce"), into=copied)
    assert done.before is not None
    assert (done.before.name, held(copied)[1:]) == (done.release.name, ["crosswalk-sssom-two"])
    assert mapped(copied) == {"ab", "ce"}


def test_data_sets_in_one_folder_are_one_release_that_replaces_each_of_them(
    copied: Path, tmp_path: Path
) -> None:
    import_release("crosswalk", sets(tmp_path / "1", one="ab"), into=copied)
    import_release("crosswalk", sets(tmp_path / "3", three="ef"), into=copied)
    both = sets(tmp_path / "both", one="ab", two="cd")
    import_release("crosswalk", both, into=copied)
    assert held(copied) == ["crosswalk-sssom-one+two", "crosswalk-sssom-three"]
    assert mapped(copied) == {"ab", "cd", "ef"}
    assert not import_release("crosswalk", both, into=copied).changed
    import_release("crosswalk", sets(both, two="ce"), into=copied)
    assert held(copied) == ["crosswalk-sssom-one+two", "crosswalk-sssom-three"]
    assert mapped(copied) == {"ab", "ce", "ef"}


def test_a_part_of_a_release_does_not_take_its_place(copied: Path, tmp_path: Path) -> None:
    import_release("crosswalk", sets(tmp_path / "both", one="ab", two="cd"), into=copied)
    with pytest.raises(WriteError, match=r"with crosswalk-sssom-two; put the files of all of them"):
        import_release("crosswalk", sets(tmp_path / "1", one="ax"), into=copied)
    assert mapped(copied) == {"ab", "cd"}


def test_a_release_of_very_many_data_sets_has_a_name_that_a_file_can_have() -> None:
    name = joined(tuple(f"crosswalk-set-number-{n}" for n in range(100)))
    assert name.startswith("crosswalk-set-number-100-sets-")
    assert len(name) < 50


def test_the_same_release_is_the_same_bytes(imported: Path, tmp_path: Path) -> None:
    import_release("onet", SAMPLE, into=tmp_path / "market")
    one, other = (generations.current(each) for each in (imported, tmp_path / "market"))
    for room in ("sources", "records"):
        for path in sorted((one / room).iterdir()):
            assert path.read_bytes() == (other / room / path.name).read_bytes(), path.name


def test_what_two_sources_state_of_a_node_is_one_record(copied: Path) -> None:
    before = set(shelf.load(Role, generations.current(copied) / "records/Role.npz").column("iri"))
    first = min(before)
    stated = [
        Concept(URIRef(first), (CAREER.Role,), Literal("Other", lang="de"),
                (Literal("Also", lang="en"),)),
        ox.Triple(ox.NamedNode(first), ox.NamedNode(SKOS.broader), ox.NamedNode(max(before))),
        Concept(ID["skill/new"], (CAREER.Skill, CAREER.Knowledge), Literal("New", lang="en")),
        Experience(ID["experience/2-years"], Literal("2 years", lang="en"), Decimal("2.0")),
    ]  # fmt: skip
    release = Release(Source(ID["source/second"], Literal("Second", lang="en")), iter(stated))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(importing, "reader", lambda _: lambda *_: release)
        import_release("crosswalk", SAMPLE, into=copied)
    home = generations.current(copied)
    for cls in RECORDS:
        kept = shelf.load(cls, home / "records" / f"{cls.__name__}.npz")
        assert list(kept) == list(table(market.opened(home), cls)), cls.__name__
    role = next(each for each in cg.open(copied).tables[Role] if each.iri == first)
    assert Literal("Also", lang="en") in role.alt_labels
    assert role.broader == (URIRef(max(before)),)


STAGES = ("keep_others", "begin_base", "write_release", "write_held", "finish_base", "make_store",
          "write_records", "write_links", "write_names")  # fmt: skip


@pytest.mark.parametrize("where", STAGES)
@pytest.mark.parametrize("fault", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_whatever_stops_an_import_the_market_is_what_it_was(
    copied: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str, fault: BaseException
) -> None:
    newer = Path(shutil.copytree(SAMPLE, tmp_path / "newer"))
    (newer / "Related Occupations.txt").unlink()
    before = generation(copied)

    def stopped(*_: object, **__: object) -> None:
        raise fault

    monkeypatch.setattr(building, where, stopped)
    with pytest.raises((WriteError, KeyboardInterrupt)):
        import_release("onet", newer, into=copied)
    monkeypatch.undo()
    assert generation(copied) == before
    assert cg.open(copied).book.places(CAREER.relatedRole).size
    assert not [path for path in copied.iterdir() if path.name.endswith(".forming")]


KILLED = """
import os, signal, sys
from careergraph.market import building, generations, importing

def killed(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)

room, name = sys.argv[3].split(".")
setattr(sys.modules["careergraph.market." + room], name, killed)
importing.import_release("onet", sys.argv[1], into=sys.argv[2], preset=(sys.argv[4:] or [None])[0])
"""


@pytest.mark.parametrize(
    ("where", "after"),
    [("building._told", "1"), ("building.finish_base", "1"), ("building.write_names", "1"),
     ("generations.write_whole", "1"), ("importing.Imported", "2")],
)  # fmt: skip
def test_killed_at_any_moment_the_market_opens_with_the_old_graph_or_the_new(
    copied: Path, tmp_path: Path, where: str, after: str
) -> None:
    newer = Path(shutil.copytree(SAMPLE, tmp_path / "newer"))
    (newer / "Related Occupations.txt").unlink()
    script = [sys.executable, "-c", KILLED, str(newer), str(copied), where]
    assert subprocess.run(script, check=False).returncode == -signal.SIGKILL
    assert generation(copied) == after
    related = cg.open(copied).book.places(CAREER.relatedRole).size
    assert bool(related) == (after == "1")
    assert import_release("onet", newer, into=copied).changed == (after == "1")
    assert not cg.open(copied).book.places(CAREER.relatedRole).size


def test_an_import_cut_short_leaves_what_the_next_one_clears_away(copied: Path) -> None:
    (copied / "9.forming").mkdir()
    (copied / "8").mkdir()
    with generations.locked(copied):
        assert generation(copied) == "1"
    assert sorted(path.name for path in copied.iterdir()) == ["1", "CURRENT", "lock"]


def test_a_first_import_that_fails_leaves_no_folder(tmp_path: Path) -> None:
    with pytest.raises(ReadError):
        import_release("onet", tmp_path, into=tmp_path / "market")
    assert not (tmp_path / "market").exists()


def test_two_imports_at_once_are_refused(copied: Path) -> None:
    with generations.locked(copied), pytest.raises(WriteError, match="another import is at work"):
        import_release("onet", SAMPLE, into=copied)


def test_a_folder_with_other_files_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(WriteError, match="it holds other files; name an empty folder"):
        import_release("onet", SAMPLE, into=tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_strict_fails_rather_than_leave_anything_out(tmp_path: Path) -> None:
    short = Path(shutil.copytree(SAMPLE, tmp_path / "short"))
    with (short / "Job Zones.txt").open("a") as out:
        out.write("99-9999.00\tNobody\t9\t01/2020\tAnalyst\n")
    with pytest.raises(InvalidGraphError, match="not imported, as asked, because of"):
        import_release("onet", short, into=tmp_path / "market", strict=True)
    assert not (tmp_path / "market").exists()


def test_strict_refuses_a_file_that_is_cut_inside_its_last_row(
    copied: Path, tmp_path: Path
) -> None:
    cut = Path(shutil.copytree(SAMPLE, tmp_path / "cut"))
    zones, before = cut / "Job Zones.txt", generation(copied)
    zones.write_bytes(zones.read_bytes()[:-3])
    options = ["import", "onet", str(cut), "--into", str(copied)]
    strict = CliRunner().invoke(main, [*options, "--strict"])
    assert strict.exit_code == 2
    assert "file cut short inside its last row" in strict.stderr
    assert generation(copied) == before
    lenient = CliRunner().invoke(main, options)
    assert lenient.exit_code == 0
    assert "1 × file cut short inside its last row, which is left out" in lenient.stderr


def test_a_market_is_not_read_together_with_other_graphs(imported: Path) -> None:
    with pytest.raises(FormatError, match="a market cannot be read together with other graphs"):
        cg.open(imported, "curated")


def test_the_command_says_what_it_read_and_what_it_left_out(tmp_path: Path) -> None:
    into = str(tmp_path / "market")
    first = CliRunner().invoke(main, ["import", "onet", str(SAMPLE), "--into", into])
    assert first.exit_code == 0, first.output
    assert "read onet" in first.stdout
    again = CliRunner().invoke(main, ["import", "onet", str(SAMPLE), "--into", into])
    assert "already; nothing was changed" in again.stdout
    wrong = CliRunner().invoke(main, ["import", "onet", str(tmp_path / "no"), "--into", into])
    assert wrong.exit_code == 2
    assert "there is no such file or folder" in wrong.stderr


# ---------------------------------------------------------------- rules that were chosen


@pytest.fixture
def alike(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A release of twelve roles in a row, each sharing two of its three skills with the next."""
    monkeypatch.setitem(SOURCES, paper.NAME, paper.__name__)
    group = RoleGroup(URIRef(f"{PREFIXES['isco']}C5120"), (CAREER.RoleGroup,), Literal("Cooks"))
    stated: list[object] = [group]
    skills = [Skill(ID[f"skill/s{n}"], (CAREER.Skill,), Literal(f"s{n}")) for n in range(14)]
    for n in range(12):
        iri = occupation(n)
        stated.append(Role(iri, (CAREER.Role,), Literal(f"Role {n}", lang="en")))
        stated.append(said(iri, CAREER.memberOf, object=group.iri))
        stated.append(said(iri, CAREER.jobZone, minimum=Decimal(2), unit=CAREER.zoneNumber))
        stated += [said(iri, CAREER.essentialSkill, object=s.iri) for s in skills[n : n + 3]]
    return paper.written(tmp_path / "alike", "alike", [*skills, *stated])


LOOSE: Any = {"preset": "nesta", "settings": {"causeways": {"viable": 0.5}}}
"""Among twelve roles hardly one pair is more alike than 96 % of all pairs."""


def occupation(n: int) -> URIRef:
    return URIRef(f"{PREFIXES['esco.occupation']}r{n}")


def said(subject: URIRef, measure: URIRef, **parts: Any) -> Claim:
    about = str(parts.get("object", "")).rpartition("/")[2]
    name = "-".join((subject.rpartition("/")[2], measure.rpartition("#")[2], about))
    return Claim(ID[f"claim/{name}"], subject, measure, CAREER.affirmed, CAREER.stated,
                 paper.SOURCE, **parts)  # fmt: skip


def words(folder: Path) -> dict[URIRef, set[str]]:
    """What is said, after Nesta, of the transitions into each role of a market."""
    graph = cg.open(folder)
    ends = {each.iri: each.end for each in graph.tables[AdvancementStep]}
    found: dict[URIRef, set[str]] = {}
    for claim in graph.book.claims:
        if claim.rule == ID["rule/career-causeways"]:
            found.setdefault(ends[claim.subject], set()).update(str(claim.text).split(", "))
    return found


def test_without_a_preset_no_transition_is_judged_as_nesta_does(
    alike: Path, tmp_path: Path
) -> None:
    done = import_release(paper.NAME, alike, into=tmp_path / "market")
    assert done.rules == Choice("default")
    assert words(tmp_path / "market") == {}


def test_a_preset_holds_for_later_imports_until_another_is_named(
    alike: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "market"
    import_release(paper.NAME, alike, into=folder, **LOOSE)
    assert words(folder)
    import_release("onet", SAMPLE, into=folder)
    assert building.chosen(generations.current(folder)) == Choice(
        "nesta", {"causeways": {"viable": 0.5}}
    )
    assert words(folder)
    import_release("onet", SAMPLE, into=folder, preset="default")
    assert words(folder) == {}


def test_other_rules_derive_anew_what_follows_and_nothing_else(alike: Path, tmp_path: Path) -> None:
    folder, other = tmp_path / "market", tmp_path / "other"
    import_release(paper.NAME, alike, into=folder)
    done = import_release(paper.NAME, alike, into=folder, **LOOSE)
    assert (done.changed, done.before, generation(folder)) == (True, done.release, "2")
    assert done.difference is not None
    assert (sum(done.difference.triples), done.difference.nodes) == (0, {})
    assert building.held(folder / "1") == building.held(folder / "2")
    import_release(paper.NAME, alike, into=other, **LOOSE)
    assert state(folder) == state(other)
    assert cg.open(folder).index.find("Viable and desirable after Nesta")


def test_the_same_release_by_the_same_rules_changes_nothing(alike: Path, tmp_path: Path) -> None:
    folder = tmp_path / "market"
    chosen: dict[str, Any] = {"preset": "nesta", "settings": {"close": (1, Decimal("0.3"), 0.2)}}
    import_release(paper.NAME, alike, into=folder, **chosen)
    for again in (chosen, {}):
        assert not import_release(paper.NAME, alike, into=folder, **again).changed
    assert generation(folder) == "1"
    assert import_release(paper.NAME, alike, into=folder, preset="nesta").changed


def test_what_a_release_changed_is_told_though_the_rules_are_others_now(
    copied: Path, tmp_path: Path
) -> None:
    newer = Path(shutil.copytree(SAMPLE, tmp_path / "newer"))
    (newer / "Related Occupations.txt").unlink()
    import_release("onet", newer, into=copied)
    before = difference.latest(copied)
    assert before.every
    assert "rules now: default; what a change of rules changes is told by" in before.text()
    assert "since then" not in before.text()
    import_release("onet", newer, into=copied, preset="nesta")
    after = difference.latest(copied)
    assert after.every == before.every
    assert (
        "  since then other rules, not default, derive the steps anew\nrules now: nesta; what"
        in (after.text())
    )


def test_a_market_that_had_other_rules_alone_does_not_tell_of_a_release(copied: Path) -> None:
    done = import_release("onet", SAMPLE, into=copied, preset="nesta")
    assert done.difference is not None
    assert "rules: nesta in place of default\n" in done.difference.text()
    assert difference.latest(copied).text() == (
        "no release took the place of another\n"
        "rules now: nesta; what a change of rules changes is told by the import that names them "
        "alone\n"
    )


def test_a_release_by_other_rules_says_that_these_differ_too(copied: Path, tmp_path: Path) -> None:
    newer = Path(shutil.copytree(SAMPLE, tmp_path / "newer"))
    (newer / "Related Occupations.txt").unlink()
    done = import_release("onet", newer, into=copied, preset="nesta")
    assert done.difference is not None
    assert "\nrules: nesta in place of default\n" in done.difference.text()
    assert done.difference.values()["rules"] == {"before": "default", "after": "nesta"}


def test_a_transition_is_safe_where_a_crosswalk_tells_the_risk_of_its_end(
    alike: Path, tmp_path: Path
) -> None:
    folder, risks = tmp_path / "market", tmp_path / "risks"
    import_release(paper.NAME, alike, into=folder, **LOOSE)
    assert not any("safe" in each for each in words(folder).values())
    risks.mkdir()
    (risks / "mcc_risk_All_occupations.csv").write_text(
        "concept_uri,risk,prevalence,risk_category\n"
        f"{occupation(4)},3,0.5,Other\n{occupation(5)},4,0.1,High risk\n"
    )
    import_release("crosswalk", risks, into=folder)
    assert {end for end, each in words(folder).items() if "safe" in each} == {occupation(4)}
    assert occupation(5) in words(folder)


@pytest.mark.parametrize("fault", [OSError(28, "No space left on device"), KeyboardInterrupt()])
@pytest.mark.parametrize("where", ["write_chosen", "make_store", "write_records", "write_ladder"])
def test_whatever_stops_a_change_of_rules_the_market_is_what_it_was(
    copied: Path, monkeypatch: pytest.MonkeyPatch, where: str, fault: BaseException
) -> None:
    before = state(copied)

    def stopped(*_: object, **__: object) -> None:
        raise fault

    monkeypatch.setattr(building, where, stopped)
    with pytest.raises((WriteError, KeyboardInterrupt)):
        import_release("onet", SAMPLE, into=copied, preset="nesta")
    monkeypatch.undo()
    assert (generation(copied), state(copied)) == ("1", before)
    assert building.chosen(generations.current(copied)) == Choice()
    assert import_release("onet", SAMPLE, into=copied, preset="nesta").changed


@pytest.mark.parametrize("where", ["building.write_records", "generations.write_whole"])
def test_killed_amid_a_change_of_rules_the_market_has_the_old_ones(
    copied: Path, where: str
) -> None:
    before = state(copied)
    script = [sys.executable, "-c", KILLED, str(SAMPLE), str(copied), where, "nesta"]
    assert subprocess.run(script, check=False).returncode == -signal.SIGKILL
    assert (generation(copied), state(copied)) == ("1", before)
    assert not import_release("onet", SAMPLE, into=copied).changed
    assert import_release("onet", SAMPLE, into=copied, preset="nesta").changed


def test_rules_that_are_none_make_no_market(tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match="no preset of rules is named 'nessie'"):
        import_release("onet", SAMPLE, into=tmp_path / "market", preset="nessie")
    with pytest.raises(ParameterError, match="no rule is named mots; did you mean most"):
        import_release("onet", SAMPLE, into=tmp_path / "market", settings={"mots": 1})
    assert not (tmp_path / "market").exists()


def test_kept_rules_of_another_version_are_one_clear_error_and_can_be_replaced(
    copied: Path,
) -> None:
    building.write_chosen(generations.current(copied), Choice("default", {"old": 1}))
    inventory.write(generations.current(copied))
    newer = [SAMPLE.parent / "db_30_3_text"]
    with pytest.raises(WriteError, match="keeps rules that do not fit this version: no rule is na"):
        import_release("onet", *newer, into=copied)
    assert import_release("onet", *newer, into=copied, preset="default").changed


def test_the_command_takes_rules_and_info_tells_them(tmp_path: Path) -> None:
    into, mine = str(tmp_path / "market"), tmp_path / "mine.toml"
    mine.write_text("most = 5\n[near_best]\nstay = 0.4\n")
    run = ["import", "onet", str(SAMPLE), "--into", into]
    first = CliRunner().invoke(main, [*run, "--preset", "nesta", "--rules", str(mine)])
    assert first.exit_code == 0, first.output
    told = CliRunner().invoke(main, ["info", "--graph", into]).stdout
    assert "Rules: nesta, with most = 5, near_best.stay = 0.4" in told
    shown = CliRunner().invoke(main, ["info", "--graph", into, "--format", "json"])
    values = json.loads(shown.stdout)
    assert values["rules"] == {"preset": "nesta", "values": {"most": 5, "near_best": {"stay": 0.4}}}
    other = CliRunner().invoke(main, [*run, "--preset", "default"])
    assert "already; all that follows is derived anew, by the rules default" in other.stdout
    mine.write_text("mots = 5\n")
    wrong = CliRunner().invoke(main, [*run, "--rules", str(mine)])
    assert wrong.exit_code == 2
    assert wrong.stderr == f"careergraph: {mine}: no rule is named mots; did you mean most?\n"


# ---------------------------------------------------------------- rules


@pytest.mark.parametrize(
    ("title", "level"),
    [
        ("First-Line Supervisors of Retail Sales Workers", "lead"),
        ("Chief Executives", "executive"),
        ("senior economist", "senior"),
        ("Helpers--Carpenters", "entry"),
        ("Registered Nurses", None),
        ("assistant to the director", None),
    ],
)
def test_a_title_names_a_level_or_none(title: str, level: str | None) -> None:
    assert levels.level_in(title) == (CAREER[level] if level else None)


def test_what_is_derived_names_its_rule_and_what_it_rests_on(imported: Path) -> None:
    graph = cg.open(imported)
    derived = [claim for claim in graph.book.claims if claim.stance == CAREER.derived]
    assert derived
    for claim in derived:
        assert claim.rule is not None
        assert claim.derived_from
        assert all(base in graph.book.by_iri for base in claim.derived_from)


def test_the_share_that_need_a_degree_adds_up_the_answers_that_imply_it(imported: Path) -> None:
    book = cg.open(imported).book
    shares = [c for c in book.claims if c.measure == CAREER.requires and c.unit == CAREER.percent]
    assert shares
    for claim in shares:
        parts = [book.by_iri[base].minimum or Decimal(0) for base in claim.derived_from]
        assert claim.minimum == min(sum(parts, Decimal(0)), Decimal(100))


def test_readers_are_numbered_so_that_a_better_one_reads_again(
    copied: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "READERS", importing.READERS + 1)
    assert import_release("onet", SAMPLE, into=copied).changed
