"""Each rule of the shapes, broken once: the fault is found, and nothing else."""

import json
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner, Result
from rdflib import Graph
from rdflib.namespace import SH

from careergraph import constraints, shapes
from careergraph import store as stores
from careergraph.check import Fault, check, check_files
from careergraph.cli.check import check as command
from careergraph.errors import ParseError, ReadError
from careergraph.market import inventory
from careergraph.terms import CAREER, CATALOGUE, ID, ONTOLOGY, RDF, curie
from conftest import SMALL_WORLD

WORLD = SMALL_WORLD.read_text(encoding="utf-8")

CLAIM = """career:polarity career:affirmed ; career:stance career:stated ;
    prov:hadPrimarySource source:first ; career:passage passage:first-0-9 ."""
POSSIBLE = f"career:measure career:possible ; {CLAIM}"
NEW = f"claim:new a career:Claim ; career:subject role:analyst ; {CLAIM}\nclaim:new "

PLANTED: dict[str, tuple[str, str, list[str]]] = {
    # what is planted: the text replaced ("" to append), its replacement, the faults
    "label without language": (
        'skos:prefLabel "SQL"@en', 'skos:prefLabel "SQL"',
        ["skill:sql: has no English label"]),
    "no label": (
        '; skos:prefLabel "Data Analyst"@en', "",
        ["role:analyst: has no English label"]),
    "two labels": (
        '"SQL"@en', '"SQL"@en , "Structured Query Language"@en',
        ["skill:sql: has more than one skos:prefLabel in the same language"]),
    "blank label": (
        '"SQL"@en', '" "@en', ['skill:sql: has skos:prefLabel " "']),
    "one label for two": (
        '"Statistics"@en', '"SQL"@en',
        ["skill:sql: has the label of 'SQL' (skill:statistics)",
         "skill:statistics: has the label of 'SQL' (skill:sql)"]),
    "rule without definition": (
        '; skos:definition "A curator\'s guess, for tests."@en', "",
        ["rule:guess: has no skos:definition"]),
    "ISCO code with a letter": (
        "", 'role:lead skos:notation "C12"^^<http://data.europa.eu/esco/Notation/ISCO08> .',
        ["role:lead: has skos:notation C12"]),
    "NAICS code in words": (
        "", 'industry:finance <https://schema.org/naics> "finance" .',
        ["industry:finance: has schema:naics \"finance\""]),
    "ISIC code of another kind": (
        "", 'industry:finance <https://schema.org/isicV4> "X9" .',
        ["industry:finance: has schema:isicV4 \"X9\""]),
    "degree without level": (
        " ; career:eqfLevel eqf:6", "", ["credential:bachelors: has no career:eqfLevel"]),
    "EQF level 9": (
        "eqf:7", "eqf:9", ["credential:masters: has career:eqfLevel eqf:9"]),
    "EQF level of a certificate": (
        "", 'credential:c a career:Certification ; skos:prefLabel "C"@en ; career:eqfLevel eqf:6 .',
        ["credential:c: has an EQF level but is not a degree"]),
    "step without end": (
        "career:to role:lead ;", "", ["step:scientist-lead: has no career:to"]),
    "step with two starts": (
        "career:from role:scientist", "career:from role:scientist , role:analyst",
        ["step:scientist-lead: has more than one career:from"]),
    "step to a skill": (
        "career:to role:lead", "career:to skill:sql",
        ["step:scientist-lead: has career:to 'SQL' (skill:sql)"]),
    "step in a circle": (
        "career:to role:analyst", "career:to role:steward",
        ["step:steward-analyst: has career:from 'Data Steward' (role:steward)"]),
    "step of no known kind": (
        "career:promotion ; career:inIndustry", "career:mid ; career:inIndustry",
        ["step:analyst-scientist: has career:kind career:mid"]),
    "step in a role": (
        "career:inIndustry industry:finance", "career:inIndustry role:lead",
        ["step:analyst-scientist: has career:inIndustry 'Data Lead' (role:lead)"]),
    "step that nobody claims": (
        "", "step:s a career:AdvancementStep ; career:from role:steward ; career:to role:lead ; "
        "career:kind career:pivot .",
        ["step:s: is a step of which nobody says that people make it"]),
    "requirement of nothing": (
        "career:needed 1", "career:needed 0", ["requirement:masters: has career:needed 0"]),
    "requirement of more than there is": (
        "career:needed 1", "career:needed 2",
        ["requirement:masters: needs more alternatives (2) than it names"]),
    "requirement without alternatives": (
        "; career:alternative credential:masters", "",
        ["requirement:masters: has no career:alternative"]),
    "requirement of a role": (
        "career:alternative credential:masters", "career:alternative role:lead",
        ["requirement:masters: has career:alternative 'Data Lead' (role:lead)"]),
    "experience in words": (
        "", '<urn:e> a career:Experience ; skos:prefLabel "Three"@en ; career:years "three" .',
        ['urn:e: has career:years "three"']),
    "claim without subject": (
        "career:subject role:lead ; ", "", ["claim:lead-level: has no career:subject"]),
    "claim of two subjects": (
        "career:subject role:lead ", "career:subject role:lead , role:analyst ",
        ["claim:lead-level: has more than one career:subject"]),
    "claim of no measure": (
        "career:measure career:pay", "career:measure career:entry",
        ["claim:scientist-pay-first: has career:measure career:entry"]),
    "claim without polarity": (
        "career:affirmed ; career:stance career:curated",
        "career:mid ; career:stance career:curated",
        ["claim:scientist-lead: has career:polarity career:mid"]),
    "claim without stance": (
        "career:stance career:curated ;", "", ["claim:scientist-lead: has no career:stance"]),
    "claim without source": (
        "rule:guess ; prov:hadPrimarySource source:second .", "rule:guess .",
        ["claim:scientist-lead: has no prov:hadPrimarySource"]),
    "claim without passage": (
        "source:second ; career:passage passage:second-0-9 .\nclaim:steward-sql",
        "source:second .\nclaim:steward-sql",
        ["claim:lead-level: is stated by 'Second source' (source:second) but does not say where"]),
    "passage of another source": (
        "passage:second-0-9 .\nclaim:steward-sql", "passage:first-0-9 .\nclaim:steward-sql",
        ["claim:lead-level: is stated by 'Second source' (source:second) but its passage is in "
         "'First source' (source:first)"]),
    "inference without rule": (
        "career:rule rule:guess ;", "",
        ["claim:scientist-lead: is not a source's own statement and names no rule"]),
    "derivation from nothing": (
        "career:stance career:curated", "career:stance career:derived",
        ["claim:scientist-lead: is derived from no claim"]),
    "derivation from itself": (
        "rule:guess ;", "rule:guess ; career:derivedFrom claim:scientist-lead ;",
        ["claim:scientist-lead: is derived from itself in the end"]),
    "relation to nothing": (
        "career:object career:lead ;", "",
        ["claim:lead-level: says career:level, a measure of class career:Relation, "
         "without career:object"]),
    "relation with a number": (
        "career:object career:lead ;", "career:object career:lead ; career:minimum 3.0 ;",
        ["claim:lead-level: says career:level, a measure of class career:Relation, "
         "which takes no career:minimum"]),
    "relation to a wrong class": (
        "career:object skill:sql", "career:object industry:finance",
        ["claim:steward-sql: relates to 'Finance' (industry:finance) by career:essentialSkill, "
         "whose object is of class career:Skill"]),
    "relation of a wrong class": (
        "career:subject role:steward ; career:measure career:essentialSkill",
        "career:subject industry:finance ; career:measure career:essentialSkill",
        ["claim:steward-sql: says career:essentialSkill of 'Finance' (industry:finance), "
         "which is not of class career:Role"]),
    "quantity without unit": (
        "career:unit career:usdPerYear ;", "",
        ["claim:scientist-pay-first: says career:pay, a measure of class career:Quantity, "
         "without career:unit"]),
    "quantity without number": (
        "career:minimum 95000.0 ; career:maximum 150000.0 ;", "",
        ["claim:scientist-pay-first: says career:pay, a measure of class career:Quantity, "
         "without career:minimum"]),
    "range upside down": (
        "career:minimum 95000.0", "career:minimum 195000.0",
        ["claim:scientist-pay-first: ranges from 195000 down to 150000"]),
    "number in words": (
        "career:minimum 95000.0", 'career:minimum "much"',
        ['claim:scientist-pay-first: has career:minimum "much"']),
    "malformed number": (
        "career:minimum 95000.0",
        'career:minimum "95k"^^<http://www.w3.org/2001/XMLSchema#decimal>',
        ["claim:scientist-pay-first: has career:minimum 95k"]),
    "rounded to less than nothing": (
        "career:minimum 95000.0", "career:roundedTo -1.0 ; career:minimum 95000.0",
        ["claim:scientist-pay-first: has career:roundedTo -1"]),
    "description without text": (
        "", NEW + "career:measure career:activity .",
        ["claim:new: says career:activity, a measure of class career:Description, "
         "without career:text"]),
    "description of a node": (
        "", NEW + "career:measure career:activity ; career:object skill:sql ; "
        'career:text "Counts." .',
        ["claim:new: says career:activity, a measure of class career:Description, "
         "which takes no career:object"]),
    "proposition with a number": (
        "career:stance career:curated ;",
        "career:stance career:curated ; career:maximum 2.0 ;",
        ["claim:scientist-lead: says career:possible, a measure of class career:Proposition, "
         "which takes no career:maximum"]),
    "proposition of a role": (
        "", NEW + "career:measure career:possible .",
        ["claim:new: says career:possible of 'Data Analyst' (role:analyst), "
         "which is not an advancement step"]),
    "requirement of unknown strength": (
        "career:strength career:typical ;", "",
        ["claim:scientist-needs-masters: affirms a requirement without saying how firmly"]),
    "strength that is none": (
        "career:strength career:typical ;", "career:strength career:mid ;",
        ["claim:scientist-needs-masters: has career:strength career:mid"]),
    "scope of a wrong class": (
        "career:minimum 95000.0", "career:place industry:finance ; career:minimum 95000.0",
        ["claim:scientist-pay-first: has career:place 'Finance' (industry:finance)"]),
    "two scopes of a kind": (
        "career:minimum 95000.0", "career:stage career:entry , career:mid ; career:minimum 95000.0",
        ["claim:scientist-pay-first: has more than one career:stage"]),
    "passage without source": (
        "career:inSource source:first ;", "",
        ["passage:first-0-9: has no career:inSource"]),
    "passage without section": (
        "source:first ; career:section \"Opening\" ;", "source:first ;",
        ["passage:first-0-9: has no career:section"]),
    "passage that ends before it begins": (
        "career:inSource source:first ; career:section \"Opening\" ;\n    career:beginsAt 0",
        "career:inSource source:first ; career:section \"Opening\" ;\n    career:beginsAt 9",
        ["passage:first-0-9: ends before it begins (9 to 9)"]),
    "hash in capitals": (
        "", 'source:first career:sha256 "ABC" .', ['source:first: has career:sha256 "ABC"']),
    "source without title": (
        ' ; dcterms:title "Second source"@en', "", ["source:second: has no dcterms:title"]),
    "boundless period": (
        "", '<urn:p> a career:Period ; skos:prefLabel "Then"@en .',
        ["urn:p: is a period without beginning, end or length"]),
    "period that ends before it begins": (
        "", '<urn:p> a career:Period ; skos:prefLabel "Then"@en ; '
        'career:begins "2031"^^xsd:gYear ; career:ends "2021"^^xsd:gYear .',
        ["urn:p: ends before it begins (2031 to 2021)"]),
    "year in words": (
        "", '<urn:p> a career:Period ; skos:prefLabel "Then"@en ; career:ends "soon"^^xsd:gYear .',
        ["urn:p: has career:ends soon"]),
    "length that is none": (
        "", '<urn:p> a career:Period ; skos:prefLabel "Then"@en ; career:lasts "half a year" .',
        ['urn:p: has career:lasts "half a year"']),
    "level without rank": (
        "", '<urn:l> a career:Level ; skos:prefLabel "Guru"@en .', ["urn:l: has no career:rank"]),
    "unit without notation": (
        "", '<urn:u> a career:Unit ; skos:prefLabel "Euro"@en .', ["urn:u: has no skos:notation"]),
    "misspelt property": (
        "career:minimum 95000.0", "career:minimun 95000.0",
        ["claim:scientist-pay-first: uses career:minimun, which the ontology does not know"]),
    "misspelt class": (
        "", '<urn:r> a career:Rol ; skos:prefLabel "Clerk"@en .',
        ["urn:r: is of class career:Rol, which the ontology does not know"]),
    "no class": (
        "", '<urn:r> skos:prefLabel "Clerk"@en .', ["urn:r: has no class"]),
    "no IRI": (
        "", f"[] a career:Claim ; career:subject step:scientist-lead ; {POSSIBLE}",
        [": has no IRI"]),
    "link without claim": (
        "", "role:analyst career:essentialSkill skill:sql .",
        ["role:analyst: has career:essentialSkill 'SQL' (skill:sql), which no claim affirms"]),
    "link that is only denied": (
        "", "role:analyst career:requires requirement:masters . claim:new a career:Claim ; "
        "career:subject role:analyst ; career:measure career:requires ; "
        f"career:object requirement:masters ; {CLAIM.replace('affirmed', 'denied')}",
        ["role:analyst: has career:requires 'A master's degree' (requirement:masters), "
         "which no claim affirms"]),
    "figure without claim": (
        "", "role:analyst career:pay 60000 .",
        ["role:analyst: has career:pay 60000, which no claim affirms"]),
    "subject that is nowhere": (
        "career:subject role:lead ", "career:subject role:leed ",
        ["claim:lead-level: refers by career:subject to role:leed, of which nothing is said"]),
    "object that is nowhere": (
        "career:object skill:sql", "career:object skill:sequel",
        ["claim:steward-sql: refers by career:object to skill:sequel, of which nothing is said"]),
    "role that is nowhere": (
        "career:to role:lead", "career:to role:nobody",
        ["step:scientist-lead: refers by career:to to role:nobody, of which nothing is said"]),
    "authority that is nowhere": (
        "prov:hadPrimarySource source:second .",
        "prov:hadPrimarySource source:second ; prov:wasAttributedTo <urn:somebody> .",
        ["claim:scientist-lead: refers by prov:wasAttributedTo to urn:somebody, "
         "of which nothing is said"]),
}  # fmt: skip


def planted(name: str) -> str:
    was, now, _ = PLANTED[name]
    if not was:
        return f"@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n{WORLD}\n{now}\n"
    assert WORLD.count(was) == 1, f"{WORLD.count(was)} places for {was!r}"
    return WORLD.replace(was, now)


def opened(text: str, folder: Path) -> ox.Store:
    path = folder / "world.ttl"
    path.write_text(text, encoding="utf-8")
    return stores.open_store(path)


def faults(found: list[Fault]) -> list[str]:
    return [f"{curie(f.node)}: {f.message}" for f in found if f.severity == "fault"]


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_fault_is_found_and_nothing_else(name: str, tmp_path: Path) -> None:
    assert faults(check(opened(planted(name), tmp_path))) == PLANTED[name][2]


def test_the_small_world_holds_without_a_warning(small_world: ox.Store) -> None:
    assert check(small_world) == []


SHARE = "career:minimum 40.0 ; career:maximum 40.0 ; career:unit career:percent ;"


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("career:strength career:typical ;", SHARE),
        ("career:object skill:sql ;", f"career:object skill:sql ; {SHARE}"),
        ("career:stance career:curated ;",
         f"career:stance career:derived ; career:derivedFrom claim:lead-level ; {SHARE}"),
    ],
)  # fmt: skip
def test_a_relation_and_what_is_derived_may_have_a_share(
    was: str, now: str, tmp_path: Path
) -> None:
    assert WORLD.count(was) == 1
    assert faults(check(opened(WORLD.replace(was, now), tmp_path))) == []


def test_a_step_that_a_curator_thinks_possible_has_no_share(tmp_path: Path) -> None:
    now = f"career:stance career:curated ; {SHARE}"
    found = faults(check(opened(WORLD.replace("career:stance career:curated ;", now), tmp_path)))
    assert [line.rpartition(" ")[-1] for line in found] == [
        "career:maximum", "career:minimum", "career:unit"]  # fmt: skip


def test_two_tasks_may_have_one_text(tmp_path: Path) -> None:
    tasks = "".join(f'<urn:t{n}> a career:Task ; skos:prefLabel "Count."@en .\n' for n in (1, 2))
    assert check(opened(WORLD + tasks, tmp_path)) == []


ADVICE = {
    "role without level": (
        "claim:steward-level a career:Claim ; career:subject role:steward",
        "claim:steward-level a career:Claim ; career:subject role:analyst",
        "role:steward: has no level that a source affirms"),
    "entry role without a way out": (
        "career:from role:steward", "career:from role:lead",
        "role:steward: is an entry role without a step out"),
    "senior role without a way in": (
        "career:to role:lead", "career:to role:steward",
        "role:lead: is a senior role without a step in"),
    "name of two": (
        'skos:altLabel "Steward"@en', 'skos:altLabel "Data Lead"@en',
        "role:steward: is also called \"Data Lead\", which is the label of "
        "'Data Lead' (role:lead)"),
}  # fmt: skip


@pytest.mark.parametrize("name", ADVICE)
def test_advice_is_given_and_breaks_no_rule(name: str, tmp_path: Path) -> None:
    was, now, expected = ADVICE[name]
    assert WORLD.count(was) == 1
    found = check(opened(WORLD.replace(was, now), tmp_path))
    assert [f"{curie(f.node)}: {f.message}" for f in found] == [expected]
    assert [f.severity for f in found] == ["warning"]


def test_every_rule_over_several_nodes_is_planted_at_least_once(tmp_path: Path) -> None:
    """No SPARQL constraint is left that no test breaks."""
    heads = [query.rule.message.split("{")[0].partition(";")[0] for query in shapes._shapes()[1]]
    planted_messages = [line.split(": ", 1)[1] for *_, lines in PLANTED.values() for line in lines]
    advice = [line.split(": ", 1)[1] for *_, line in ADVICE.values()]
    told = planted_messages + advice
    assert [head for head in heads if not any(t.startswith(head) for t in told)] == []


def test_pyshacl_alone_finds_the_same_between_nodes(tmp_path: Path) -> None:
    """Running a constraint once for all gives what a SHACL engine finds node by node."""
    names = ("one label for two", "requirement of more than there is", "derivation from itself",
             "quantity without unit", "misspelt class", "link without claim", "range upside down",
             "subject that is nowhere", "boundless period", "misspelt property",
             "proposition with a number", "relation to a wrong class",
             "passage of another source")  # fmt: skip
    text = WORLD
    for was, now, _ in map(PLANTED.__getitem__, names):
        text = text.replace(was, now) if was else f"{text}\n{now}"
    store = opened(text, tmp_path)
    mends = {query.rule.message.partition("; ")[2] for query in shapes._shapes()[1]}
    ours = {f.node for f in check(store) if f.mend.partition(" (is it ")[0] in mends}
    assert len(ours) >= 11
    assert _found_node_by_node(store) == ours


def _found_node_by_node(store: ox.Store) -> set[str]:
    """The nodes that break a SPARQL constraint, by pySHACL with the whole shapes file."""
    from pyshacl import validate

    data = Graph()
    for triple in store:
        data.add(tuple(map(shapes._term, (triple.subject, triple.predicate, triple.object))))  # type: ignore[arg-type]
    own = {t.subject.value for t in stores.data(store)}
    _, report, _ = validate(data, shacl_graph=Graph().parse(stores.shipped("ontology/shapes.ttl")),
                            inplace=True, focus_nodes=sorted(own))  # fmt: skip
    return {
        str(report.value(result, SH.focusNode))
        for result in report.subjects(SH.sourceConstraintComponent, SH.SPARQLConstraintComponent)
    }


# Whatever pySHACL can compare; of other bounds it raises an error rather than judge.
ODD = ("<urn:nowhere>", "_:b", '"x"', '" "', '"x"@en', '"y"@en', '"z"@de', '"z"@de-AT', "-1", "1",
       "1.5", '"95k"^^xsd:decimal', '"abc"^^xsd:integer', '"12"', '"2020"^^xsd:gYear',
       '"2020-02"^^xsd:gYearMonth', '"2020-13-45"^^xsd:date', '"2020-01-01"^^xsd:date',
       "true", '"P1Y"^^xsd:duration', '"-5"^^xsd:double', '"0.5"^^xsd:float', '"C1"^^<http://data.europa.eu/esco/Notation/ISCO08>',
       '"2512"^^<http://data.europa.eu/esco/Notation/ISCO08>', "career:affirmed", "eqf:6",
       "role:analyst", "skill:sql", "source:first")  # fmt: skip
NUMBERS = ("-1", "1", "1.5", "0.0")
BOUNDS = (CAREER.lowerBound, CAREER.upperBound)


def oddities() -> str:
    """For each property of each shape, nodes with every odd value of it, alone and in pairs."""
    rules = shapes._shapes()[0]
    paths = {
        (cls, path)
        for shape, cls in rules.subject_objects(SH.targetClass)
        for part in rules.objects(shape, SH.property)
        for path in rules.objects(part, SH.path)
    }
    lines = ["@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .", WORLD]
    for place, (cls, path) in enumerate(sorted(paths)):
        values = NUMBERS if path in BOUNDS else ODD
        for number, value in enumerate(values):
            other = values[(number * 7 + place) % len(values)]
            name = f"<urn:{place}-{number}>" if number % 9 else f"_:b{place}-{number}"
            second = f", {other}" if number % 4 == 0 else ""
            lines.append(f"{name} a <{cls}> ; <{path}> {value}{second} .")
    for least in NUMBERS:
        for most in NUMBERS:
            lines.append(f"<urn:{least}-{most}> a career:Estimate , career:Claim ; "
                         f"career:lowerBound {least} ; career:upperBound {most} .")  # fmt: skip
    lines.append("role:lead career:eqfLevel eqf:6 .")
    lines.append("<urn:c> a career:AdvancementStep ; career:from role:lead ; career:to role:lead .")
    return "\n".join(lines)


def _within(store: ox.Store) -> set[tuple[object, ...]]:
    return {
        (shapes._term(found.node), found.value and shapes._term(found.value), each.component,
         each.path, each.mend, each.severity)
        for each in constraints.constraints(store, shapes._shapes()[0])
        for found in each.broken()
    }  # fmt: skip


def _within_by_pyshacl(store: ox.Store) -> set[tuple[object, ...]]:
    from pyshacl import validate

    data = Graph()
    for quad in store:
        data.add(tuple(map(shapes._term, (quad.subject, quad.predicate, quad.object))))  # type: ignore[arg-type]
    _, report, _ = validate(data, shacl_graph=shapes._shapes()[0], inplace=True)
    severities = {SH.Violation: "fault", SH.Warning: "warning"}
    return {
        (report.value(each, SH.focusNode), report.value(each, SH.value),
         report.value(each, SH.sourceConstraintComponent), report.value(each, SH.resultPath),
         str(report.value(each, SH.resultMessage)),
         severities[report.value(each, SH.resultSeverity)])
        for each in report.subjects(RDF.type, SH.ValidationResult)
    }  # fmt: skip


def test_a_pass_over_the_store_finds_what_pyshacl_finds_node_by_node(tmp_path: Path) -> None:
    """Every component of every shape, over every kind of value."""
    store = opened(oddities(), tmp_path)
    with shapes._quiet_literals():
        ours, theirs = _within(store), _within_by_pyshacl(store)
    # What cannot be compared is not at most 1; pySHACL lets it pass.
    apart = {found for found in ours - theirs if found[2] != SH.MaxInclusiveConstraintComponent}
    assert (apart, theirs - ours) == (set(), set())
    components = {found[2] for found in theirs}
    assert components == {each.component for each in constraints.constraints(
        store, shapes._shapes()[0])}  # fmt: skip
    assert len(theirs) > 3000


def test_a_component_without_a_pass_is_not_passed_over() -> None:
    rules = Graph().parse(data="""@prefix sh: <http://www.w3.org/ns/shacl#> .
        <urn:s> a sh:NodeShape ; sh:targetClass <urn:C> ;
            sh:property [ sh:path <urn:p> ; sh:maxLength 3 ] .""")  # fmt: skip
    with pytest.raises(NotImplementedError, match="maxLength"):
        constraints.constraints(ox.Store(), rules)


# ---------------------------------------------------------------- markets


def market(text: str, folder: Path) -> Path:
    """A market whose one source states what the text does, in a named graph, without links."""
    home = folder / "market" / "1"
    home.mkdir(parents=True)
    store = ox.Store(str(home / "store"))
    store.load(text.encode(), format=ox.RdfFormat.TURTLE, to_graph=ox.NamedNode(ID["graph/mine"]))
    ontology = stores.shipped("ontology/careergraph.ttl")
    stores.load(store, ontology, graph=ox.NamedNode(ONTOLOGY))
    store.add(ox.Quad(ox.NamedNode("urn:catalogue"), ox.NamedNode(RDF.type),
                      ox.NamedNode(CAREER.Nonsense), ox.NamedNode(CATALOGUE)))  # fmt: skip
    store.flush()
    del store
    inventory.write(home)
    (folder / "market" / "CURRENT").write_text("1", encoding="ascii")
    return folder / "market"


def test_a_market_that_holds_needs_no_direct_links(tmp_path: Path) -> None:
    report = check_files(market(WORLD, tmp_path))
    assert (report.faults, report.counts) == ((), ())
    assert (report.triples, report.claims) == (153, 12)
    assert str(report) == f"{tmp_path / 'market'}: holds (153 triples, 12 claims)"


@pytest.mark.parametrize("name", PLANTED)
def test_a_fault_planted_in_a_market_is_found_and_nothing_else(name: str, tmp_path: Path) -> None:
    report = check_files(market(planted(name), tmp_path))
    assert faults(list(report.faults)) == PLANTED[name][2]
    numbers = [each.number for each in report.counts if each.severity == "fault"]
    assert sum(numbers) == len(PLANTED[name][2])


def test_of_a_market_the_faults_are_counted_and_the_first_named(tmp_path: Path) -> None:
    many = "".join(f"role:r{n} a career:Role .\n" for n in range(12))
    result = run("--graph", str(market(WORLD + many, tmp_path)))
    assert result.exit_code == 1
    assert result.output.splitlines()[:6] == [
        '12 × has no English label; add skos:prefLabel "..."@en',
        *(f"    Role role:r{n}: has no English label" for n in (0, 1, 10, 11, 2)),
    ]
    assert "warning: 12 × has no level that a source affirms; " in result.output


def test_json_of_a_market_holds_the_counts(tmp_path: Path) -> None:
    folder = market(planted("no label"), tmp_path)
    answer = json.loads(run("--graph", str(folder), "--format", "json").output)
    (count,) = answer["counts"]
    assert (count["number"], count["message"]) == (1, "has no English label")
    assert count["examples"][0]["node"] == "https://w3id.org/careergraph/id/role/analyst"
    assert answer["holds"] is False


def test_one_graph_is_checked_at_a_time() -> None:
    result = run(str(SMALL_WORLD), "--graph", str(SMALL_WORLD))
    assert result.exit_code == 2
    assert "one graph is checked at a time" in result.output


def test_a_misspelt_name_comes_with_a_suggestion(tmp_path: Path) -> None:
    found = check(opened(planted("misspelt property"), tmp_path))
    assert [f.mend for f in found] == ["correct its spelling (is it career:minimum?)"]


def test_same_graph_same_lines(tmp_path: Path) -> None:
    path = tmp_path / "world.ttl"
    path.write_text(planted("no IRI") + "role:x a career:Role .", encoding="utf-8")
    assert str(check_files(path, alone=True)) == str(check_files(path, alone=True))


# ---------------------------------------------------------------- files and the command


def run(*arguments: str) -> Result:
    return CliRunner().invoke(command, list(arguments))


def test_the_line_names_file_node_fault_and_mend(tmp_path: Path) -> None:
    path = tmp_path / "world.ttl"
    path.write_text(planted("label without language"), encoding="utf-8")
    result = run(str(path))
    assert result.exit_code == 1
    assert result.output == (
        f"{path}: Skill 'SQL' (skill:sql): has no English label; add skos:prefLabel \"...\"@en\n"
    )


def test_a_graph_that_holds_is_counted_and_exits_0() -> None:
    result = run(str(SMALL_WORLD))
    assert result.exit_code == 0
    assert result.output == f"{SMALL_WORLD}: holds (160 triples, 12 claims)\n"


def test_the_curated_graph_holds() -> None:
    result = run()
    assert result.exit_code == 0
    assert result.output.splitlines()[-1].startswith("the curated graph: holds (")


def test_the_file_of_a_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text(WORLD, encoding="utf-8")
    (tmp_path / "b.nt").write_text(
        "<https://w3id.org/careergraph/id/role/x> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
        " <https://w3id.org/careergraph/ontology#Role> .\n",
        encoding="utf-8",
    )
    report = check_files(tmp_path, alone=True)
    assert [f.file for f in report.faults if f.severity == "fault"] == [f"{tmp_path}/b.nt"]


def test_a_file_may_speak_of_curated_nodes_unless_it_stands_alone(tmp_path: Path) -> None:
    path = tmp_path / "mine.ttl"
    mine = """@prefix career: <https://w3id.org/careergraph/ontology#> .
        @prefix dcterms: <http://purl.org/dc/terms/> .
        @prefix prov: <http://www.w3.org/ns/prov#> .
        @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        @prefix role: <https://w3id.org/careergraph/id/role/> .
        <urn:mine> a career:Source ; dcterms:title "My own notes"@en .
        role:data-scientist skos:altLabel "Boffin"@en .
        <urn:c> a career:Claim ; career:subject role:data-scientist ; career:measure career:level ;
            career:object career:senior ; career:polarity career:affirmed ;
            career:stance career:stated ; prov:hadPrimarySource <urn:mine> ."""
    path.write_text(mine, encoding="utf-8")
    assert faults(list(check_files(path).faults)) == []
    alone = faults(list(check_files(path, alone=True).faults))
    assert alone == ["role:data-scientist: has no class"]


def test_json_holds_the_same(tmp_path: Path) -> None:
    path = tmp_path / "world.ttl"
    path.write_text(planted("label without language"), encoding="utf-8")
    result = run(str(path), "--format", "json")
    answer = json.loads(result.output)
    assert result.exit_code == 1
    assert answer["holds"] is False
    assert answer["faults"][0] == {
        "severity": "fault", "file": str(path), "kind": "Skill", "label": "SQL",
        "node": "https://w3id.org/careergraph/id/skill/sql", "message": "has no English label",
        "mend": 'add skos:prefLabel "..."@en',
    }  # fmt: skip


def test_broken_turtle_names_file_and_line(tmp_path: Path) -> None:
    path = tmp_path / "broken.ttl"
    path.write_text(f"{WORLD}\nrole:x a .\n", encoding="utf-8")
    with pytest.raises(ParseError, match=rf"broken\.ttl, line {WORLD.count(chr(10)) + 2}"):
        check_files(path)


def test_a_missing_file_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="cannot read"):
        check_files(tmp_path / "none.ttl")
