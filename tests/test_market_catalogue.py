"""The catalogue of a market says what is there, in the words of DCAT and VoID, and no more."""

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from click.testing import CliRunner

import careergraph as cg
from careergraph import market
from careergraph import store as stores
from careergraph.cli import main
from careergraph.market import building, catalogue
from careergraph.market.importing import import_release
from careergraph.model import Role, Skill, instances
from careergraph.terms import CATALOGUE, ID, RDF
from imports import RELEASES, SAMPLES

SET = """#mapping_set_id: https://example.org/sets/cooks
#mapping_set_version: "2"
#license: https://creativecommons.org/licenses/by/4.0/
#curie_map:
#  esco.occupation: http://data.europa.eu/esco/occupation/
#  onet: https://w3id.org/careergraph/id/onet/
subject_id\tpredicate_id\tobject_id\tmapping_justification
esco.occupation:1\tskos:exactMatch\tonet:11-1011.00\tsemapv:ManualMappingCuration
esco.occupation:2\tskos:closeMatch\tonet:11-1011.03\tsemapv:ManualMappingCuration
esco.occupation:3\tskos:closeMatch\tonet:11-1011.00\tsemapv:ManualMappingCuration
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("catalogue")
    (made / "sets").mkdir()
    (made / "sets" / "cooks.sssom.tsv").write_text(SET)
    import_release("onet", RELEASES[0], into=made / "market")
    import_release("esco", SAMPLES.parent / "esco" / "tables", into=made / "market")
    import_release("crosswalk", made / "sets", into=made / "market")
    return made / "market"


@pytest.fixture(scope="module")
def store(folder: Path) -> ox.Store:
    home = market.home(folder)
    assert home is not None
    return market.opened(home)


def rows(folder: Path, query: str) -> list[dict[str, Any]]:
    found = cg.open(folder).query(query)
    return [dict(zip(found.columns, row, strict=True)) for row in found.rows]


def quads(store: ox.Store, graph: str) -> list[ox.Quad]:
    return list(store.quads_for_pattern(None, None, None, ox.NamedNode(graph)))


GRAPHS = ("onet", "esco", "crosswalk-sssom-cooks", "derived")


@pytest.mark.parametrize("name", GRAPHS)
def test_every_number_is_what_the_graph_holds(store: ox.Store, name: str) -> None:
    graph = str(ID[f"graph/{name}"])
    held = quads(store, graph)
    said: dict[tuple[str, str], list[str]] = {}
    for quad in quads(store, CATALOGUE):
        key = (quad.subject.value, quad.predicate.value)  # type: ignore[union-attr]
        said.setdefault(key, []).append(quad.object.value)  # type: ignore[union-attr]
    void = "http://rdfs.org/ns/void#"
    predicates = Counter(quad.predicate.value for quad in held)
    classes = Counter(q.object.value for q in held  # type: ignore[union-attr]
                      if q.predicate.value == str(RDF.type))  # fmt: skip
    assert said[graph, f"{void}triples"] == [str(len(held))]
    assert said[graph, f"{void}entities"] == [str(len({q.subject for q in held}))]
    assert said[graph, f"{void}distinctSubjects"] == [str(len({q.subject for q in held}))]
    assert said[graph, f"{void}distinctObjects"] == [str(len({q.object for q in held}))]
    assert said[graph, f"{void}properties"] == [str(len(predicates))]
    assert said[graph, f"{void}classes"] == [str(len(classes))]
    for prop, key, count, expected in (
        ("propertyPartition", "property", "triples", predicates),
        ("classPartition", "class", "entities", classes),
    ):
        parts = said[graph, f"{void}{prop}"]
        found = {said[part, f"{void}{key}"][0]: int(said[part, f"{void}{count}"][0])
                 for part in parts}  # fmt: skip
        assert found == expected
        assert len(parts) == len(expected)


def test_a_source_is_a_data_set_with_what_it_says_of_itself(folder: Path) -> None:
    (found,) = rows(folder, """
        SELECT ?title ?version ?issued ?licence (COUNT(?file) AS ?files) (MIN(?hash) AS ?least)
        WHERE {
          ?catalogue a dcat:Catalog ; dcat:dataset ?set .
          ?set a dcat:Dataset ; dcterms:title ?title ; owl:versionInfo ?version ;
            dcterms:issued ?issued ; dcterms:license ?licence ; dcat:distribution ?file .
          ?file a dcat:Distribution ; career:fileName ?name ; career:sha256 ?hash .
          FILTER(?set = source:onet)
        } GROUP BY ?title ?version ?issued ?licence""")  # fmt: skip
    assert str(found["title"]) == "O*NET 30.1 Database"
    assert (str(found["version"]), int(found["files"])) == ("30.1", 21)
    assert str(found["licence"]) == "https://creativecommons.org/licenses/by/4.0/"
    assert len(str(found["least"])) == 64


def test_the_graph_that_holds_a_source_names_it_and_what_is_derived_names_the_graphs(
    folder: Path,
) -> None:
    pairs = rows(folder, f"""
        SELECT ?graph ?source WHERE {{ GRAPH <{CATALOGUE}> {{
          ?graph a void:Dataset ; dcterms:source ?source
        }} }}""")  # fmt: skip
    named = {(str(p["graph"]).rpartition("/")[2], str(p["source"])) for p in pairs}
    assert ("onet", str(ID["source/onet"])) in named
    assert ("esco", str(ID["source/esco"])) in named
    from_ = rows(folder, "SELECT ?g WHERE { <https://w3id.org/careergraph/id/graph/derived> "
                         "prov:wasDerivedFrom ?g }")  # fmt: skip
    held = {"onet", "esco", "crosswalk-sssom-cooks"}
    assert {str(row["g"]).rpartition("/")[2] for row in from_} == held


def test_a_mapping_set_is_a_link_set_for_each_predicate(folder: Path) -> None:
    found = rows(folder, """
        SELECT ?how ?n ?from ?to WHERE {
          ?links a void:Linkset ; void:linkPredicate ?how ; void:triples ?n ;
            void:subjectsTarget/void:uriSpace ?from ; void:objectsTarget/void:uriSpace ?to .
        } ORDER BY ?n""")  # fmt: skip
    told = [(str(r["how"]).rpartition("#")[2], int(r["n"]), str(r["from"]), str(r["to"]))
            for r in found]  # fmt: skip
    space = "http://data.europa.eu/esco/occupation/"
    assert told == [
        ("exactMatch", 1, space, f"{ID}onet/"),
        ("closeMatch", 2, space, f"{ID}onet/"),
    ]


def test_the_catalogue_is_no_part_of_the_data(store: ox.Store) -> None:
    about = {quad.triple for quad in quads(store, CATALOGUE)}
    assert about
    assert not about & set(stores.data(store))
    assert "What this market holds" not in {str(t.object) for t in stores.data(store)}


def test_what_is_counted_once_is_kept_with_the_release(folder: Path, store: ox.Store) -> None:
    home = market.home(folder)
    assert home is not None
    for name in ("onet", "esco", "crosswalk-sssom-cooks"):
        assert (home / building.ACCOUNTS / f"{name}.counts.json").is_file()
        kept = catalogue.counted(home, name)
        assert kept == catalogue.counts(store, building.graph_of(name))


def test_info_lists_the_sources_of_a_market(folder: Path, store: ox.Store) -> None:
    alone = ox.Store()
    alone.extend(quads(store, ID["graph/onet"]))
    skills, roles = (len(instances(alone, cls)) for cls in (Skill, Role))
    shown = CliRunner().invoke(main, ["info", "--graph", str(folder)])
    assert shown.exit_code == 0, shown.output
    (line,) = [each for each in shown.stdout.splitlines() if "O*NET 30.1 Database, " in each]
    assert line.startswith("  O*NET 30.1 Database, release 30.1, 2025-12, https://")
    assert f": {len(alone):,} triples, {roles} roles, 4 role groups, {skills} skills" in line
    assert line.endswith(", 21 files")
    values = json.loads(
        CliRunner().invoke(main, ["info", "--graph", str(folder), "--format", "json"]).stdout
    )
    (entry,) = [each for each in values["sources"] if each["iri"] == str(ID["source/onet"])]
    assert entry["nodes"] == {"roles": roles, "role groups": 4, "skills": skills}


def test_a_set_among_several_is_told_by_its_own_mappings(tmp_path: Path) -> None:
    sets = tmp_path / "sets"
    sets.mkdir()
    (sets / "cooks.sssom.tsv").write_text(SET)
    other = SET.replace("sets/cooks", "sets/others")
    (sets / "others.sssom.tsv").write_text("\n".join(other.splitlines()[:-1]) + "\n")
    import_release("crosswalk", sets, into=tmp_path / "market")
    shown = CliRunner().invoke(main, ["info", "--graph", str(tmp_path / "market")]).stdout
    told = {}
    for line in shown.splitlines():
        found = re.fullmatch(r"  (.*sssom.*): (\d) mappings, 1 file, one of 3 sources in a graph "
                             r"of ([\d,]+) triples", line)  # fmt: skip
        if found:
            told[found[1]] = (found[2], found[3])
    assert [told[name][0] for name in sorted(told)] == ["3", "2"]
    assert len({triples for _, triples in told.values()}) == 1


def test_what_is_in_the_public_domain_is_told_with_the_law_that_says_so(tmp_path: Path) -> None:
    lists = tmp_path / "lists"
    lists.mkdir()
    (lists / "isic4_en.json").write_text('{"sections": []}')
    (lists / "CIP2020_SOC2018_Crosswalk.csv").write_text(
        "CIP2020Code,CIP2020Title,SOC2018Code,SOC2018Title\n"
        "11.0701,Computer Science.,15-1221,Computer and Information Research Scientists\n"
    )
    import_release("crosswalk", lists, into=tmp_path / "market")
    shown = CliRunner().invoke(main, ["info", "--graph", str(tmp_path / "market")]).stdout
    (isic,) = [line for line in shown.splitlines() if line.startswith("  ISIC Rev. 4")]
    assert isic.startswith("  ISIC Rev. 4, https://opensource.org/licenses/MIT: 1 file, ")
    (cip,) = [line for line in shown.splitlines() if line.startswith("  Crosswalk from CIP")]
    assert "in the public domain in the United States (17 U.S.C. 105): 1 mappings" in cip


def test_info_of_another_graph_lists_no_catalogue() -> None:
    shown = CliRunner().invoke(main, ["info"])
    assert "Sources" not in shown.stdout
