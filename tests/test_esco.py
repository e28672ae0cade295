"""ESCO is read as its publisher ships it, from tables or RDF; what does not fit is told."""

import csv
import io
import shutil
import zipfile
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from rdflib import Literal

from careergraph import store as stores
from careergraph.check import check
from careergraph.errors import ReadError
from careergraph.model import Claim, Role, RoleGroup, Skill, SkillGroup, Source, records, triples
from careergraph.sources import Files, Findings, esco
from careergraph.terms import CAREER, ESCO, ID, SKOS
from shared import SHARED

SAMPLE = Path(__file__).parent / "samples" / "esco"
RDF_FILE = SAMPLE / "esco-v1.2.0.ttl"
REAL = SHARED / "data" / "esco-1.1.1"
OCCUPATION = "http://data.europa.eu/esco/occupation/00000000-0000-4000-8000-00000000000"
SKILL = "http://data.europa.eu/esco/skill/00000000-0000-4000-8000-00000000001"
ISCO = "http://data.europa.eu/esco/isco/C"


def read(path: Path) -> tuple[Source, list[Any], Findings]:
    findings = Findings()
    release = esco.read(Files(path), findings)
    return release.source, list(release.records), findings


def as_triples(source: Source, items: list[Any]) -> Iterator[ox.Triple]:
    for item in [source, *items]:
        yield from [item] if isinstance(item, ox.Triple) else triples([item])


def opened(path: Path) -> ox.Store:
    source, items, _ = read(path)
    store = ox.Store()
    store.extend(ox.Quad(t.subject, t.predicate, t.object) for t in as_triples(source, items))
    return stores.prepared(store)


def objects(store: ox.Store, subject: str, prop: str) -> list[str]:
    found = store.quads_for_pattern(ox.NamedNode(subject), ox.NamedNode(prop), None, None)
    return sorted(str(quad.object) for quad in found)


def claims(items: list[Any], measure: str) -> set[tuple[str, str]]:
    return {(c.subject[-1], (c.object or c.polarity).rpartition("/")[2][-2:])
            for c in items if isinstance(c, Claim) and c.measure == CAREER[measure]}  # fmt: skip


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    """A copy of the tables of the sample, to be spoiled."""
    return Path(shutil.copytree(SAMPLE / "tables", tmp_path / "tables"))


def add(path: Path, *rows: tuple[str, ...]) -> None:
    """Append rows to a table."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    with path.open("a", encoding="utf-8") as out:
        out.write(text.getvalue())


# ---------------------------------------------------------------- what is stated


def test_occupations_are_roles_with_escos_own_iris_codes_names_and_texts() -> None:
    store = opened(SAMPLE / "tables")
    cook, soup, inspector = records(store, Role)
    assert str(cook.iri) == f"{OCCUPATION}1"
    assert set(cook.types) == {CAREER.Role, ESCO.Occupation}
    assert cook.label == Literal("noodle cook", lang="en")
    assert objects(store, f"{OCCUPATION}1", SKOS.altLabel) == [
        '"noodle maker"@en', '"nouillier"@fr', '"ramen cook"@en']  # fmt: skip
    assert objects(store, f"{OCCUPATION}1", SKOS.hiddenLabel) == ['"nudle cook"@en']
    assert objects(store, f"{OCCUPATION}1", SKOS.notation) == ['"5120.1"']
    assert objects(store, soup.iri, SKOS.definition) == ['"One who puts noodles in soup."@en']
    assert objects(store, inspector.iri, "http://purl.org/dc/terms/description") == [
        '"Noodle inspectors inspect noodles."@en']  # fmt: skip
    assert objects(store, cook.iri, ESCO.hasNACECode) == [
        "<http://data.europa.eu/ux2/nace2.1/5611>"]  # fmt: skip


def test_an_occupation_is_in_its_isco_group_by_a_claim_and_below_others_by_broader() -> None:
    _, items, _ = read(SAMPLE / "tables")
    assert claims(items, "memberOf") == {("1", "20"), ("2", "20"), ("3", "20")}
    store = opened(SAMPLE / "tables")
    assert objects(store, f"{OCCUPATION}2", SKOS.broader) == [f"<{OCCUPATION}1>"]
    assert objects(store, f"{OCCUPATION}1", SKOS.broader) == []
    assert [str(g.iri)[len(ISCO):] for g in records(store, RoleGroup)] == [
        "5", "51", "512", "5120"]  # fmt: skip
    assert objects(store, f"{ISCO}5120", SKOS.broader) == [f"<{ISCO}512>"]
    assert objects(store, f"{ISCO}5120", SKOS.notation) == [
        '"5120"^^<http://data.europa.eu/esco/Notation/ISCO08>']  # fmt: skip


def test_skills_have_type_reuse_level_and_groups() -> None:
    store = opened(SAMPLE / "tables")
    boil, science, taste = records(store, Skill)
    assert set(boil.types) == {CAREER.Skill, ESCO.Skill}
    kind = "<http://data.europa.eu/esco/skill-type/"
    assert objects(store, boil.iri, ESCO.skillType) == [f"{kind}skill>"]
    assert objects(store, science.iri, ESCO.skillType) == [f"{kind}knowledge>"]
    assert objects(store, taste.iri, ESCO.skillType) == []
    assert objects(store, boil.iri, ESCO.skillReuseLevel) == [
        "<http://data.europa.eu/esco/skill-reuse-level/cross-sector>"]  # fmt: skip
    groups = records(store, SkillGroup)
    assert [str(group.label) for group in groups] == ["making noodles"] * 2
    assert boil.broader == (groups[1].iri,)
    assert groups[1].broader == (groups[0].iri,)
    assert taste.broader == (boil.iri,)


def test_what_an_occupation_needs_is_a_claim_and_escos_own_property() -> None:
    _, items, _ = read(SAMPLE / "tables")
    assert claims(items, "essentialSkill") == {
        ("1", "11"), ("2", "11"), ("2", "13"), ("3", "12")}  # fmt: skip
    assert claims(items, "optionalSkill") == {("1", "12")}
    store = opened(SAMPLE / "tables")
    essential = [f"<{SKILL}1>", f"<{SKILL}3>"]
    assert objects(store, f"{OCCUPATION}2", ESCO.relatedEssentialSkill) == essential
    assert objects(store, f"{OCCUPATION}2", CAREER.essentialSkill) == essential


def test_skills_are_related_by_escos_own_property_and_by_no_claim() -> None:
    store = opened(SAMPLE / "tables")
    assert objects(store, f"{SKILL}1", ESCO.relatedOptionalSkill) == [f"<{SKILL}2>"]
    subjects = {str(claim.subject) for claim in records(store, Claim)}
    assert not {s for s in subjects if "/skill/" in s}


def test_that_a_profession_is_regulated_is_affirmed_or_denied() -> None:
    _, items, _ = read(SAMPLE / "tables")
    assert claims(items, "regulated") == {("1", "ed"), ("2", "ed"), ("3", "ed")}
    polarity = {c.subject[-1]: c.affirms for c in items
                if isinstance(c, Claim) and c.measure == CAREER.regulated}  # fmt: skip
    assert polarity == {"1": False, "2": False, "3": True}


def test_collections_name_their_members_and_green_shares_are_percent() -> None:
    store = opened(SAMPLE / "tables")
    green = ID["esco-collection/green-skills"]
    assert objects(store, green, SKOS.member) == [f"<{SKILL}1>"]
    assert objects(store, green, SKOS.prefLabel) == ['"Green skills"@en']
    shares = {str(c.subject)[-4:]: c.minimum for c in records(store, Claim)
              if c.measure == CAREER.greenShare}  # fmt: skip
    assert shares == {"0001": Decimal("33.333333"), "5120": Decimal("10")}


def test_the_source_says_its_version_licence_attribution_and_files(tmp_path: Path) -> None:
    archive = tmp_path / "ESCO dataset - v1.2.0 - classification - en - csv.zip"
    with zipfile.ZipFile(archive, "w") as out:
        for path in sorted((SAMPLE / "tables").iterdir()):
            out.write(path, f"inner/{path.name}")
    for path in (archive, tmp_path):
        source, items, _ = read(path)
        assert str(source.version) == "1.2.0"
        assert str(source.rights) == (
            "This service uses the ESCO classification of the European Commission.")  # fmt: skip
        assert len(source.files) == 12
        assert {item.iri for item in items[:12]} == set(source.files)


def test_the_graph_holds_and_the_same_files_give_the_same_records() -> None:
    store = opened(SAMPLE / "tables")
    assert [str(f) for f in check(store) if f.severity == "fault"] == []
    assert read(SAMPLE / "tables")[1] == read(SAMPLE / "tables")[1]


# ---------------------------------------------------------------- RDF


def test_the_rdf_release_says_the_same_as_the_tables() -> None:
    """Though it states a link as a property, as its inverse, as an association or as all three."""

    def said(path: Path) -> set[str]:
        source, items, _ = read(path)
        kept = [i for i in items if getattr(i, "measure", None) != CAREER.greenShare]
        about = (t for t in as_triples(source, kept) if "/source/esco" not in str(t.subject))
        return {str(t) for t in about}

    assert said(RDF_FILE) == said(SAMPLE / "tables")


def test_a_link_stated_three_ways_is_one_claim() -> None:
    _, items, findings = read(RDF_FILE)
    counts = Counter(item.iri for item in items if isinstance(item, Claim))
    assert set(counts.values()) == {1}
    assert [str(f) for f in findings] == []


def test_a_withdrawn_concept_is_no_role_and_names_what_replaced_it(tmp_path: Path) -> None:
    path = tmp_path / "esco.ttl"
    path.write_text(
        RDF_FILE.read_text(encoding="utf-8")
        + """o:000000000009 a esco:Occupation ; skos:prefLabel "spaghetti cook"@en ;
             iso-thes:status "obsolete" ; dct:isReplacedBy o:000000000001 ;
             esco:relatedEssentialSkill s:000000000011 .""",
        encoding="utf-8",
    )
    store = opened(path)
    assert f"{OCCUPATION}9" not in {str(role.iri) for role in records(store, Role)}
    assert objects(store, f"{OCCUPATION}9", ESCO.replacedBy) == [f"<{OCCUPATION}1>"]
    assert objects(store, f"{OCCUPATION}9", SKOS.prefLabel) == ['"spaghetti cook"@en']
    told = read(path)[2].count("essential link left out: one of its ends is withdrawn")
    assert told == 1


def test_an_unknown_property_and_half_an_association_are_told(tmp_path: Path) -> None:
    path = tmp_path / "esco.ttl"
    path.write_text(
        RDF_FILE.read_text(encoding="utf-8")
        + """o:000000000001 esco:mood "good" .
             r:9 esco:isAssociationFor o:000000000001 ; dct:type type:optional-skill .""",
        encoding="utf-8",
    )
    assert [str(finding) for finding in read(path)[2]] == [
        "1 × property that is not known; left out: esco.ttl: http://data.europa.eu/esco/model#mood",
        f"1 × association that is not whole; left out: esco.ttl: {OCCUPATION}1",
    ]


def test_rdf_that_cannot_be_parsed_is_one_clear_error(tmp_path: Path) -> None:
    path = tmp_path / "esco.ttl"
    path.write_text(RDF_FILE.read_text(encoding="utf-8")[:2000], encoding="utf-8")
    with pytest.raises(ReadError, match=r"esco\.ttl, line \d+"):
        read(path)


def test_rdf_in_utf_16_is_said_to_be_so(tmp_path: Path) -> None:
    path = tmp_path / "esco.ttl"
    path.write_text(RDF_FILE.read_text(encoding="utf-8"), encoding="utf-16")
    with pytest.raises(ReadError, match=r"esco\.ttl: it is UTF-16, and UTF-8 is expected"):
        read(path)


# ---------------------------------------------------------------- other layouts


def test_the_columns_of_1_0_are_enough(tmp_path: Path) -> None:
    (tmp_path / "occupations_en.csv").write_text(
        "conceptType,conceptUri,iscoGroup,preferredLabel,altLabels,description\n"
        f"Occupation,{OCCUPATION}1,5120,noodle cook,,Cooks noodles.\n",
        encoding="utf-8",
    )
    (tmp_path / "ISCOGroups_en.csv").write_text(
        f"conceptType,conceptUri,code,preferredLabel,altLabels\nISCOGroup,{ISCO}5120,5120,Cooks,\n",
        encoding="utf-8",
    )
    store = opened(tmp_path)
    assert objects(store, f"{OCCUPATION}1", CAREER.memberOf) == [f"<{ISCO}5120>"]
    assert objects(store, f"{OCCUPATION}1", SKOS.inScheme) == [
        "<http://data.europa.eu/esco/concept-scheme/occupations>"]  # fmt: skip
    missing = read(tmp_path)[2].count("file that is not there; what it says is missing")
    assert missing == 6


def test_a_further_language_adds_its_names_and_one_alone_is_told(tables: Path) -> None:
    store = opened(tables)
    assert objects(store, f"{OCCUPATION}1", SKOS.prefLabel) == [
        '"cuisinier de nouilles"@fr', '"noodle cook"@en']  # fmt: skip
    (tables / "occupations_en.csv").unlink()
    store = opened(tables)
    assert [role.label.language for role in records(store, Role)] == ["fr"]
    assert read(tables)[2].count("names in other languages only") == 1


def test_without_the_pillar_the_hierarchy_of_skills_says_what_is_broader(tables: Path) -> None:
    (tables / "broaderRelationsSkillPillar_en.csv").unlink()
    group = SKILL.removesuffix("1") + "2"
    (tables / "skillsHierarchy_en.csv").write_text(
        f"Level 0 URI,Level 1 URI,Level 2 URI\n{group}1,{group}2,\n{group}1,{group}2,{SKILL}1\n",
        encoding="utf-8",
    )
    boil = records(opened(tables), Skill)[0]
    assert boil.broader == (records(opened(tables), SkillGroup)[1].iri,)


# ---------------------------------------------------------------- what does not fit


def test_no_occupations_is_an_error_that_says_what_would_be_right(tmp_path: Path) -> None:
    (tmp_path / "skills_en.csv").write_text("conceptUri,preferredLabel\n", encoding="utf-8")
    with pytest.raises(ReadError, match=r"no occupations_en\.csv .* and no RDF file; give the"):
        read(tmp_path)


def test_a_dangling_iri_is_told_once_and_each_link_that_it_costs(tables: Path) -> None:
    add(tables / "occupationSkillRelations_en.csv",
        *((f"{OCCUPATION}8", "", "essential", "knowledge", f"{SKILL}{n}", "") for n in (1, 2)),
        (f"{OCCUPATION}1", "", "optional", "knowledge", f"{SKILL}9", ""))  # fmt: skip
    _, items, findings = read(tables)
    told = {finding.what: finding.count for finding in findings}
    where = "in occupationSkillRelations_en.csv that the release does not describe"
    assert told[f"occupationUri {where}"] == 1
    assert told[f"skillUri {where}"] == 1
    assert told["essential link left out: one of its ends is not described"] == 2
    assert told["optional link left out: one of its ends is not described"] == 1
    assert len(claims(items, "essentialSkill")) == 4


def test_faults_of_rows_are_told_and_nothing_else_is_lost(tables: Path) -> None:
    relations = tables / "occupationSkillRelations_en.csv"
    add(relations, (f"{OCCUPATION}1", "", "essential", "skill/competence", f"{SKILL}1", ""),
        (f"{OCCUPATION}1", "", "helpful", "knowledge", f"{SKILL}2", ""),
        (f"{OCCUPATION}1", "", "essential", "knowledge", f"{OCCUPATION}2", ""))  # fmt: skip
    add(tables / "skillSkillRelations_en.csv", (f"{SKILL}1", "", "optional", "", f"{SKILL}1"))
    add(tables / "greenShareOcc_en.csv",
        ("Occupation", f"{OCCUPATION}2", "", "", "much"), ("Occupation", f"{SKILL}1", "", "", "0"),
        ("Occupation", f"{OCCUPATION}1", "", "", "0.5"))  # fmt: skip
    blank = ("",) * 8
    add(tables / "skills_en.csv",
        ("", f"{SKILL}1", "knowledge", "transversal", "again", *blank),
        ("", "not an iri", "knowledge", "transversal", "x", *blank),
        ("", f"{SKILL}4", "knowledge", "transversal", "", *blank),
        ("", f"{SKILL}5", "talent", "anywhere", "juggle", *blank[:3], "yesterday", *blank[:4]),
    )  # fmt: skip
    (tables / "moods_en.csv").write_text("x\n", encoding="utf-8")
    told = [(finding.what, finding.count) for finding in read(tables)[2]]
    assert told == [
        ("file that is not known; left out", 1),
        ("concept without a label; left out", 2),
        ("concept without skill type", 1),
        ("concept described twice; the first is kept", 1),
        ("concept without a usable IRI; left out", 1),
        ("date of change that is no date and time; left out", 1),
        ("skill type that is not known; left out", 1),
        ("reuse level that is not known; left out", 1),
        ("relation without skillType; kept", 1),
        ("essential link left out: it is there already", 1),
        ("relationType that is not known; row left out", 1),
        ("essential link left out: it leads from occupation to occupation", 1),
        ("relation without originalSkillType; kept", 1),
        ("relation without relatedSkillType; kept", 1),
        ("optional link left out: it leads back to where it starts", 1),
        ("share that is no number from 0 to 1; left out", 1),
        ("conceptUri in greenShareOcc_en.csv that is of a skill; left out", 1),
        ("share said twice; the first is kept", 1),
    ]


# ---------------------------------------------------------------- the real release


@pytest.mark.skipif(
    not REAL.is_dir(), reason="ESCO is looked for in ../shared/data, if it is there"
)
def test_esco_1_1_1_has_the_publishers_counts_and_its_own_defects() -> None:
    source, items, findings = read(REAL)
    assert str(source.version) == "1.1.1"
    kinds = Counter(type(item).__name__ for item in items)
    assert kinds["Role"] == 3007
    assert kinds["Skill"] == 13896
    assert kinds["SkillGroup"] == 640
    groups = Counter(len(i.iri.removeprefix(ISCO)) for i in items if isinstance(i, RoleGroup))
    assert groups == {1: 10, 2: 43, 3: 130, 4: 436}
    said = Counter(str(c.measure).partition("#")[2] for c in items if isinstance(c, Claim))
    told = {finding.what: finding.count for finding in findings}
    lost = "link left out: one of its ends is not described"
    assert said["essentialSkill"] + told[f"essential {lost}"] == 64946
    assert said["optionalSkill"] + told[f"optional {lost}"] == 58909
    assert said["memberOf"] == 3007
    regulated = Counter(c.affirms for c in items
                        if isinstance(c, Claim) and c.measure == CAREER.regulated)  # fmt: skip
    assert regulated == {True: 15, False: 2992}
    where = "that the release does not describe"
    assert told == {
        f"occupationUri in occupationSkillRelations.csv {where}": 1,
        f"essential {lost}": 55,
        f"optional {lost}": 12,
        f"conceptUri in broaderRelationsSkillPillar.csv {where}": 7,
        f"broaderUri in broaderRelationsSkillPillar.csv {where}": 1,
        f"conceptUri in broaderRelationsOccPillar.csv {where}": 1,
        f"broader {lost}": 8,
        "relation without skillType; kept": 5,
        "concept without skill type": 6,
        "concept without reuse level": 5,
        "optional link left out: it leads back to where it starts": 1,
    }
    edges = Counter(i.predicate.value for i in items if isinstance(i, ox.Triple))
    # 609 among ISCO groups, 1,248 among occupations, 20,656 in the skill pillar; less the 8 lost.
    assert edges[str(SKOS.broader)] == 609 + 1248 + 20656 - 8
    assert edges[str(SKOS.member)] == 1201 + 570 + 346 + 40 + 96 + 26 + 122
    assert edges[str(ESCO.relatedEssentialSkill)] == 64946 - 55 + 191
    assert edges[str(ESCO.relatedOptionalSkill)] == 58909 - 12 + 5708 - 1
