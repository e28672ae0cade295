"""Rules on small worlds made by hand: levels, what is carried, and which steps people can make."""

import json
import re
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from click.testing import CliRunner
from rdflib import Literal, URIRef

from careergraph import rules
from careergraph import store as stores
from careergraph.claims import Relation, read
from careergraph.cli import main
from careergraph.errors import ParameterError, ParseError, ReadError
from careergraph.model import (
    AdvancementStep,
    Claim,
    Mapping,
    Role,
    RoleGroup,
    Skill,
    SkillGroup,
    Source,
    triples,
)
from careergraph.routes import compile_ladder
from careergraph.routes.question import CAUTIOUS
from careergraph.routes.readings import View, baseline
from careergraph.rules import Settings, causeways, choosing, fields, levels, titles
from careergraph.rules.counterparts import counterparts
from careergraph.rules.settings import Causeways
from careergraph.rules.standing import Standing
from careergraph.rules.world import World
from careergraph.shelf import Tables
from careergraph.sources import Files, Findings, reader, schooling
from careergraph.sources.bls import entry
from careergraph.sources.schooling import BACHELOR, DOCTORATE, MASTER
from careergraph.terms import CAREER, ID, SEMAPV, SKOS

SOURCE = Source(ID["source/here"], Literal("Here"))
ISCO = "http://data.europa.eu/esco/isco/C"


def role(name: str) -> URIRef:
    return ID[f"role/{name.replace(' ', '-')}"]


def claim(subject: URIRef, measure: URIRef, **parts: Any) -> Claim:
    """A claim of the one source; its name is told from its parts."""
    name = "-".join(str(p).rpartition("/")[2] for p in (subject, measure, *parts.values()))
    values = {"polarity": CAREER.affirmed, "stance": CAREER.stated, "source": SOURCE.iri, **parts}
    return Claim(iri=ID["claim/" + "".join(c if c.isalnum() else "-" for c in name)],
                 subject=subject, measure=measure, **values)  # fmt: skip


def number(subject: URIRef, measure: URIRef, value: float, **parts: Any) -> Claim:
    return claim(subject, measure, minimum=Decimal(str(value)), maximum=Decimal(str(value)),
                 **parts)  # fmt: skip


def described(
    name: str, group: str = "", *, zone: int = 0, pay: int = 0, level: str = "", degree: Any = None
) -> list[Any]:
    """A role with the code of a group, and what is known of it."""
    found: list[Any] = [Role(role(name), (CAREER.Role,), Literal(name, lang="en"))]
    if group:
        node = URIRef(ISCO + group[1:]) if group.startswith("C") else ID[f"soc-2018/{group}"]
        found += [RoleGroup(node, (CAREER.RoleGroup,), Literal(group)),
                  claim(role(name), CAREER.memberOf, object=node)]  # fmt: skip
    if zone:
        found.append(number(role(name), CAREER.jobZone, zone))
    if pay:
        found.append(number(role(name), CAREER.pay, pay, statistic=CAREER.median))
    if level:
        found.append(claim(role(name), CAREER.level, object=CAREER[level]))
    if degree is not None:
        found.append(number(role(name), CAREER.requires, 80, object=degree.requirement,
                            unit=CAREER.percent))  # fmt: skip
    return found


def related(one: str, other: str, tier: str = "Primary-Short") -> Claim:
    return claim(role(one), CAREER.relatedRole, object=role(other), text=Literal(tier, lang="en"))


def mapped(one: str, other: str, confidence: str = "1", kind: str = "closeMatch") -> Mapping:
    iri = ID[f"mapping/{one}-{other}".replace(" ", "-")]
    return Mapping(iri, role(one), SKOS[kind], role(other), SEMAPV.ManualMappingCuration,
                   SOURCE.iri, Decimal(confidence))  # fmt: skip


def opened(records: Iterable[Any]) -> ox.Store:
    store = ox.Store()
    store.extend(ox.Quad(*triple) for triple in triples([SOURCE, *schooling.degrees(), *records]))
    stores.load(store, stores.shipped("ontology/careergraph.ttl"),
                graph=ox.NamedNode("https://w3id.org/careergraph/ontology"))  # fmt: skip
    return store


def derived(*records: Any, settings: Settings | None = None) -> list[Any]:
    return list(rules.derive(opened(records), settings))


def world(*records: Any) -> World:
    tables = Tables(opened(records))
    return World.of(read(opened(records), tables=tables), tables)


def steps(found: list[Any]) -> dict[tuple[str, str], AdvancementStep]:
    return {(s.start.rpartition("/")[2], s.end.rpartition("/")[2]): s
            for s in found if isinstance(s, AdvancementStep)}  # fmt: skip


def level(found: list[Any], name: str) -> list[tuple[URIRef | None, str]]:
    said = [c for c in found if isinstance(c, Claim) and c.measure == CAREER.level]
    return [(c.object, (c.rule or "").rpartition("/")[2]) for c in said if c.subject == role(name)]


def standing(*records: Any) -> Standing:
    return Standing(world(*records), Settings())


# ---------------------------------------------------------------- levels


@pytest.mark.parametrize(
    ("answer", "zone", "expected"),
    [
        (5, 2, "entry"), (6, 2, "entry"), (7, 2, "mid"), (11, 2, "mid"), (5, 3, "entry"),
        (6, 3, "mid"), (9, 3, "mid"), (7, 4, "mid"), (8, 4, "senior"), (1, 4, "entry"),
        (1, 5, "mid"), (6, 5, "mid"), (7, 5, "senior"),
    ],
)  # fmt: skip
def test_the_level_follows_from_experience_weighed_by_job_zone(
    answer: int, zone: int, expected: str
) -> None:
    assert levels.level_of(answer, zone) == CAREER[expected]


@pytest.mark.parametrize(
    ("answer", "zone", "entry", "expected"),
    [
        (8, 4, (0, 0), "mid"), (7, 4, (0, 5), "senior"), (6, 4, (0, 5), "mid"),
        (6, 3, (5, None), "senior"), (7, 3, (0, 5), "senior"), (9, 3, (0, 0), "mid"),
        (5, 3, (5, None), "entry"), (7, 5, (0, 0), "senior"), (7, 2, (5, None), "mid"),
    ],
)  # fmt: skip
def test_what_an_office_says_of_entry_is_held_against_the_survey(
    answer: int, zone: int, entry: tuple[int, int | None], expected: str
) -> None:
    least, most = (None if each is None else Decimal(each) for each in entry)
    said = claim(role("x"), CAREER.experienceNeeded, minimum=least, maximum=most)
    assert levels.level_of(answer, zone, said) == CAREER[expected]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("headteacher", "lead"), ("secretary general", "executive"), ("Range Managers", None),
        ("minister of religion", None), ("assistant stage director", None),
        ("account manager", None), ("government minister", "executive"),
        ("executive assistant", None), ("chief fire officer", "executive"),
    ],
)  # fmt: skip
def test_a_word_in_a_title_is_not_taken_for_a_level_when_it_means_another_thing(
    title: str, expected: str | None
) -> None:
    assert levels.level_in(title) == (CAREER[expected] if expected else None)


def answers(name: str, **shares: int) -> list[Claim]:
    return [number(role(name), CAREER.experienceShare, share, object=ID[f"onet/3.A.1-RW-{n[1:]}"])
            for n, share in shares.items()]  # fmt: skip


def test_a_role_has_one_level_by_the_best_evidence_and_names_what_it_rests_on() -> None:
    asked = answers("nurse", a6=60, a8=40)
    found = derived(*described("nurse", "29-1141", zone=4), *asked)
    assert level(found, "nurse") == [(CAREER.mid, "level-by-experience")]
    [said] = [c for c in found if isinstance(c, Claim) and c.measure == CAREER.level]
    assert {c.iri for c in asked} < set(said.derived_from)
    boss = "nurse supervisor"
    titled = derived(*described(boss, "29-1141", zone=4), *answers(boss, a6=100))
    assert level(titled, "nurse supervisor") == [(CAREER.lead, "level-in-title")]


def test_what_a_source_says_of_the_level_is_not_overruled() -> None:
    found = derived(*described("analyst", "15-2051", zone=5, level="entry"),
                    *answers("analyst", a9=100))  # fmt: skip
    assert level(found, "analyst") == []


def test_the_level_by_entry_is_unknown_where_entry_takes_a_masters_degree_or_more() -> None:
    def entered(name: str, degree: Any) -> list[Any]:
        needs = claim(role(name), CAREER.requires, object=degree.requirement,
                      strength=CAREER.typical)  # fmt: skip
        none = number(role(name), CAREER.experienceNeeded, 0, unit=CAREER.yearCount)
        return [*described(name, "29-1229"), needs, none]

    found = derived(*entered("engineer", BACHELOR), *entered("physician", DOCTORATE))
    assert level(found, "engineer") == [(CAREER.entry, "level-by-entry")]
    assert level(found, "physician") == []


def test_the_skill_level_of_isco_alone_is_no_seniority() -> None:
    assert level(derived(*described("physicist", "C2111")), "physicist") == []


# ---------------------------------------------------------------- licences


def test_a_regulated_profession_asks_for_a_licence_also_under_its_name_elsewhere() -> None:
    found = derived(*described("nurse", "C2221"), *described("nurses", "29-1141", zone=4),
                    *described("cook", "C5120"), mapped("nurse", "nurses"),
                    claim(role("nurse"), CAREER.regulated),
                    claim(role("cook"), CAREER.regulated, polarity=CAREER.denied))  # fmt: skip
    asked = {c.subject: c for c in found
             if isinstance(c, Claim) and c.object == schooling.LICENSED}  # fmt: skip
    assert set(asked) == {role("nurse"), role("nurses")}
    assert asked[role("nurse")].strength == CAREER.required
    assert asked[role("nurses")].mappings == (mapped("nurse", "nurses").iri,)


# ---------------------------------------------------------------- counterparts


def test_an_exact_match_goes_before_a_surer_close_one_and_a_weak_one_is_not_followed() -> None:
    known = [*described("a", "11-1011", zone=4), *described("b", "11-1021", zone=4)]
    chosen = counterparts(
        world(*known, *described("x", "C1"), *described("y", "C1"),
              mapped("x", "a", "0.6", "exactMatch"), mapped("x", "b", "0.9"),
              mapped("y", "a", "0.4")), Settings())  # fmt: skip
    assert {r: c.role for r, c in chosen.items()} == {role("x"): role("a")}


def test_a_mapping_is_read_backwards_and_a_narrower_role_takes_that_of_the_role_above() -> None:
    records = [*described("known", "11-1011", zone=4), *described("above", "C1"),
               mapped("known", "above")]  # fmt: skip
    below = Role(role("below"), (CAREER.Role,), Literal("below"), broader=(role("above"),))
    chosen = counterparts(world(*records, below), Settings())
    assert chosen[role("above")].own
    assert chosen[role("below")].role == role("known")
    assert not chosen[role("below")].own


def test_the_same_title_is_a_mapping_unless_two_roles_bear_it() -> None:
    records = [*described("Taxi Drivers", "53-3054", zone=2), *described("taxi driver", "C8322"),
               *described("Clerk", "43-1011", zone=2), *described("Clerks", "43-1012", zone=2),
               *described("clerk", "C4110")]  # fmt: skip
    found = [m for m in titles.derive(world(*records), Settings()) if isinstance(m, Mapping)]
    assert [(m.subject, m.predicate, m.object) for m in found] == [
        (role("taxi driver"), SKOS.exactMatch, role("Taxi Drivers"))
    ]
    assert found[0].justification == SEMAPV.LexicalMatching


def test_a_claim_that_was_carried_names_the_mapping_and_a_level_is_carried_where_it_holds() -> None:
    known = [*described("magistrates", "23-1023", zone=5, level="senior", pay=150_000)]
    found = derived(*known, *described("judge", "C2612"), mapped("judge", "magistrates", "0.5"),
                    *described("court attendant", "C3411"),
                    mapped("court attendant", "magistrates", "0.5"),
                    *described("court officer", "C2619"),
                    mapped("court officer", "magistrates", "0.5"),
                    *described("supreme justice", "C2612", level="lead"),
                    mapped("supreme justice", "magistrates", "0.5"))  # fmt: skip
    carried = [c for c in found if isinstance(c, Claim) and c.subject == role("judge")
               and c.measure == CAREER.pay]  # fmt: skip
    assert [c.mappings for c in carried] == [(mapped("judge", "magistrates").iri,)]
    assert level(found, "judge") == [(CAREER.senior, "over-a-mapping")]
    assert level(found, "court attendant") == level(found, "court officer") == []
    assert level(found, "supreme justice") == [(CAREER.senior, "over-a-mapping")]  # and lead


def test_who_leads_by_title_is_senior_as_well_where_entry_takes_years() -> None:
    years = {"minimum": Decimal(5), "maximum": None, "unit": CAREER.yearCount}
    found = derived(*described("Shift Supervisors", "35-1012"),
                    claim(role("Shift Supervisors"), CAREER.experienceNeeded, **years),
                    *described("Head of Nothing", "35-1012"))  # fmt: skip
    assert level(found, "Shift Supervisors") == [
        (CAREER.lead, "level-in-title"), (CAREER.senior, "level-by-entry")]  # fmt: skip
    assert level(found, "Head of Nothing") == [(CAREER.lead, "level-in-title")]


def test_what_an_office_calls_typical_to_enter_denies_that_a_higher_degree_is_needed() -> None:
    office = claim(ID["soc-2018/43-1011"], CAREER.requires, object=schooling.DIPLOMA.requirement,
                   strength=CAREER.typical)  # fmt: skip
    found = derived(*described("supervisor", "43-1011", degree=schooling.ASSOCIATE), office)
    denied = [c for c in found if isinstance(c, Claim) and not c.affirms]
    assert {c.subject for c in denied} == {office.subject, role("supervisor")}
    said = [record for record in found if not isinstance(record, ox.Triple)]
    known = described("supervisor", "43-1011", degree=schooling.ASSOCIATE)
    book = read(opened([*known, office, *said]))
    (need,) = [c for c in book.on(role("supervisor"), CAREER.requires)
               if c.affirms and c.object == schooling.ASSOCIATE.requirement]  # fmt: skip
    against = [c for c in book.on(role("supervisor"), CAREER.requires) if not c.affirms]
    assert [book.relation(need, c) for c in against] == [Relation.CONFLICT]


@pytest.mark.parametrize(
    ("education", "eqf", "origin"),
    [
        ("No formal educational credential", 4, "denied on the start"),
        ("High school diploma or equivalent", 4, "binds on the start"),
        ("Some college, no degree", 4, "denied on the start"),
        ("Postsecondary nondegree award", 4, "denied on the start"),
        ("Associate's degree", 5, "binds on the start"),
        ("Bachelor's degree", 6, "binds on the start"),
    ],
)
def test_a_further_degree_is_one_above_what_an_office_calls_typical_to_enter(
    education: str, eqf: int, origin: str
) -> None:
    code = ID["soc-2018/41-2011"]
    objects = {"No formal educational credential": entry.ANY, **entry.EDUCATION}
    denied = objects[education] == entry.ANY
    office = claim(code, CAREER.requires, object=objects[education],
                   polarity=CAREER.denied if denied else CAREER.affirmed,
                   strength=None if denied else CAREER.typical)  # fmt: skip
    known = [*described("Cashiers", "41-2011", zone=1), *described("till worker", "C5230"),
             mapped("till worker", "Cashiers", "0.9"), office, *entry.records()]  # fmt: skip
    said = [record for record in derived(*known) if not isinstance(record, ox.Triple)]
    store = opened([*known, *said])
    view = View(compile_ladder(store, read(store)), CAUTIOUS)
    for name in ("Cashiers", "till worker"):
        base = baseline(view, role(name), holding=(), credential=None)
        assert (base.eqf, base.origin) == (eqf, origin)


def test_what_is_said_of_a_code_holds_of_its_roles_and_of_a_mere_heading_does_not() -> None:
    code, heading = ID["soc-2018/15-2051"], ID["group/highest-paying-roles"]
    found = derived(*described("scientist", "15-2051"),
                    claim(role("scientist"), CAREER.memberOf, object=heading),
                    number(code, CAREER.pay, 112_000, statistic=CAREER.median),
                    number(heading, CAREER.pay, 90_000))  # fmt: skip
    carried = [c for c in found if isinstance(c, Claim) and c.measure == CAREER.pay]
    assert [c.minimum for c in carried] == [Decimal(112_000)]
    assert len(carried[0].derived_from) == 2


# ---------------------------------------------------------------- fields and standing


def test_managers_are_in_the_field_of_those_whom_they_manage() -> None:
    assert fields.field("11-9051") == fields.field("35-2014") == fields.field("C5120")
    assert fields.field("31-1131") == fields.field("29-1141")
    assert fields.field("11-1021") == fields.GENERAL
    assert fields.code([claim(role("x"), CAREER.memberOf, object=ID["group/graduates"])]) is None


KINDS = [
    (("35-2014", 2, 36, "entry"), ("35-1011", 3, 60, "lead"), CAREER.promotion),
    (("29-2061", 3, 62, "entry"), ("29-1141", 4, 93, "entry"), CAREER.promotion),
    (("29-2061", 3, 78, "mid"), ("29-1141", 3, 93, "mid"), CAREER.lateral),
    (("43-4071", 2, 41, ""), ("43-1011", 3, 66, "senior"), CAREER.promotion),
    (("35-2014", 2, 41, "entry"), ("35-2012", 2, 55, "entry"), CAREER.promotion),
    (("43-4071", 2, 41, "entry"), ("43-4131", 2, 55, "entry"), CAREER.pivot),
    (("43-9021", 2, 39, "entry"), ("43-4131", 2, 55, "entry"), CAREER.pivot),
    (("29-1212", 5, 200, "senior"), ("29-1213", 5, 220, "senior"), CAREER.specialisation),
    (("35-2014", 2, 39, "entry"), ("35-2012", 2, 41, "entry"), CAREER.lateral),
    (("43-9021", 2, 39, "entry"), ("43-4071", 2, 41, "entry"), CAREER.pivot),
    (("15-2051", 4, 112, "entry"), ("15-2051", 4, 112, "mid"), CAREER.lateral),
    (("17-2141", 4, 102, "mid"), ("17-2161", 4, 127, "mid"), CAREER.pivot),
    (("51-1011", 3, 71, "lead"), ("11-3051", 4, 121, "lead"), CAREER.promotion),
    (("43-9021", 2, 39, "entry"), ("15-1252", 3, 90, "mid"), CAREER.pivot),
]  # fmt: skip


def pair(one: tuple[Any, ...], other: tuple[Any, ...]) -> Standing:
    return standing(*(
        each
        for name, (code, zone, pay, rank) in (("a", one), ("b", other))
        for each in described(name, code, zone=zone, pay=pay, level=rank)
    ))  # fmt: skip


@pytest.mark.parametrize(("one", "other", "kind"), KINDS)
def test_a_rise_within_the_field_is_a_promotion_and_a_lateral_move_stays_there_at_a_like_pay(
    one: tuple[Any, ...], other: tuple[Any, ...], kind: URIRef
) -> None:
    assert pair(one, other).kind(role("a"), role("b")) == kind


def test_half_the_pay_is_no_advancement_whatever_the_level() -> None:
    one, other = ("43-1011", 3, 90, "entry"), ("43-1011", 3, 45, "mid")
    assert pair(one, other).step_class(role("a"), role("b")) == CAREER.similarStep
    assert pair(other, one).step_class(role("a"), role("b")) == CAREER.similarStep
    better = ("43-1011", 3, 99, "entry")
    assert pair(one, better).step_class(role("a"), role("b")) == CAREER.advancement
    assert pair(one, ("47-2111", 3, 90, "mid")).step_class(role("a"), role("b")) \
        == CAREER.lateralAdvancement  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("53-3032", 2, 57, "entry"), ("29-9093", 4, 60, "mid")),  # two job zones
        (("29-1141", 4, 93, "mid"), ("31-1131", 4, 39, "mid")),  # less than half the pay
        (("29-1141", 4, 93, "mid"), ("31-1131", 3, 90, "mid")),  # down a zone for less
        (("29-1141", 4, 93, "senior"), ("31-1131", 4, 99, "entry")),  # down two levels
        (("29-1141", 4, 93, "entry"), ("29-1151", 5, 99, "senior")),  # up two levels
        (("43-9021", 3, 39, "entry"), ("47-1011", 3, 70, "lead")),  # to lead in another field
        (("43-9021", 3, 39, "senior"), ("11-1011", 3, 70, "executive")),  # up two levels
        (("43-9021", 2, 38, "entry"), ("43-4071", 2, 85, "entry")),  # twice the pay for the same
        (("37-2011", 3, 35, "entry"), ("11-3013", 3, 104, "lead")),  # three times the pay
        (("43-4151", 2, 44, "entry"), ("11-3012", 3, 80, "lead")),  # past the supervisor
        (("43-4151", 2, 44, "mid"), ("43-9021", 2, 50, "entry")),  # down a level in one's field
        (("43-4151", 2, 44, "mid"), ("53-3032", 2, 47, "entry")),  # down a level for little more
        (("13-1199", 4, 81, "mid"), ("11-2021", 4, 120, "lead")),  # to lead where others work
        (("11-2033", 4, 123, "lead"), ("11-3031", 4, 161, "lead")),  # from one function to another
        (("13-2011", 4, 81, "mid"), ("11-1021", 4, 102, "lead")),  # general management from below
        (("19-1021", 5, 103, "mid"), ("17-2011", 5, 117, "mid")),  # without studies of it
        (("17-3021", 4, 80, "mid"), ("17-2011", 4, 117, "mid")),  # without studies of it
        (("29-1141", 4, 93, "mid"), ("29-1071", 4, 120, "mid")),  # another health profession
        (("33-3051", 3, 76, "entry"), ("11-9161", 4, 86, "lead")),  # past the supervisor
        (("C2221", 0, 0, ""), ("C5321", 0, 0, "")),  # a whole skill level down
        (("29-1141", 4, 93, ""), ("29-1171", 5, 0, "senior")),  # to senior from nobody says where
        (("35-1012", 2, 42, "lead"), ("35-1011", 3, 60, "lead")),  # to supervise another trade
        (("11-9033", 5, 103, "lead"), ("11-9032", 5, 104, "lead")),  # schools of another kind
        (("47-3013", 2, 40, "entry"), ("47-1011", 3, 78, "lead")),  # from a mere helper
        (("43-5032", 2, 48, "entry"), ("43-1011", 3, 66, "lead")),  # not those whom they lead
        (("39-1022", 3, 47, "lead"), ("11-9171", 3, 76, "lead")),  # but a part of those one led
    ],
)
def test_no_step_leads_where_people_cannot_go(one: tuple[Any, ...], other: tuple[Any, ...]) -> None:
    assert not pair(one, other).sensible(role("a"), role("b"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("41-2011", 2, 31, "entry"), ("41-1011", 2, 47, "lead")),  # to lead in one's own field
        (("11-3031", 4, 81, "lead"), ("11-1021", 4, 102, "lead")),  # into general management
        (("47-1011", 3, 78, "lead"), ("11-9021", 4, 106, "lead")),  # to lead more of the same
        (("17-2011", 4, 117, "mid"), ("17-2141", 4, 120, "mid")),  # another engineer
        (("29-1141", 4, 93, "mid"), ("29-1171", 5, 120, "senior")),  # another nurse
        (("47-2111", 3, 62, "entry"), ("49-9051", 2, 92, "entry")),  # down a zone for more
        (("29-1141", 4, 93, ""), ("29-1171", 5, 0, "mid")),  # what is unknown bars little
    ],
)
def test_a_step_stands_where_what_is_known_lets_it(
    one: tuple[Any, ...], other: tuple[Any, ...]
) -> None:
    assert pair(one, other).sensible(role("a"), role("b"))


def test_a_doctorate_is_climbed_to_only_from_a_master_in_ones_own_group() -> None:
    known = standing(
        *described("nurse", "29-1141", degree=BACHELOR),
        *described("practitioner", "29-1171", degree=MASTER),
        *described("surgeon", "29-1248", degree=DOCTORATE),
        *described("biochemist", "19-1021", degree=MASTER),
        *described("biophysicist", "19-1021", degree=DOCTORATE),
    )
    assert not known.sensible(role("nurse"), role("surgeon"))
    assert not known.sensible(role("practitioner"), role("surgeon"))
    assert known.sensible(role("biochemist"), role("biophysicist"))
    assert known.sensible(role("nurse"), role("practitioner"))


def test_pay_is_compared_in_one_unit_place_and_period_only() -> None:
    yearly = number(role("a"), CAREER.pay, 40_000, statistic=CAREER.median, unit=CAREER.usdPerYear)
    hourly = number(role("b"), CAREER.pay, 30, statistic=CAREER.median, unit=CAREER.usdPerHour)
    known = standing(*described("a", "43-1011"), *described("b", "43-1011"), yearly, hourly)
    assert known.pay_change(role("a"), role("b")) == 0
    assert known.sensible(role("a"), role("b"))


def test_for_want_of_job_zones_the_skill_levels_of_isco_must_not_lie_far_apart() -> None:
    known = standing(*described("labourer", "C9313"), *described("accountant", "C2411"),
                     *described("bookkeeper", "C3313"))  # fmt: skip
    assert not known.sensible(role("labourer"), role("accountant"))
    assert known.sensible(role("bookkeeper"), role("accountant"))


def test_roles_mapped_to_supervisors_of_many_trades_are_entered_with_the_skills_of_theirs() -> None:
    known = standing(
        *described("Operators", "51-9196", zone=2), *described("Supervisors", "51-1011", zone=3),
        *described("paper maker", "C8171"), *described("waste supervisor", "C3122"),
        *described("mill supervisor", "C3122"), mapped("paper maker", "Operators"),
        mapped("waste supervisor", "Supervisors"), mapped("mill supervisor", "Supervisors"),
        *needing("paper maker", "pulp", "press"), *needing("waste supervisor", "sort", "lead"),
        *needing("mill supervisor", "pulp", "lead"), *needing("other", "x"),
    )  # fmt: skip
    assert known.sensible(role("Operators"), role("Supervisors"))
    assert known.sensible(role("paper maker"), role("mill supervisor"))
    assert not known.sensible(role("paper maker"), role("waste supervisor"))


def test_a_profession_of_isco_is_not_entered_by_a_mapping_alone() -> None:
    known = standing(
        *described("Teachers", "25-1126", zone=5), *described("coach", "C2359"),
        *described("researcher", "C2636"), mapped("coach", "Teachers"),
        mapped("researcher", "Teachers"), *described("psychologist", "C2634"),
        *described("counsellor", "C2634"),
    )  # fmt: skip
    assert not known.sensible(role("coach"), role("researcher"))
    assert not known.sensible(role("researcher"), role("psychologist"))
    assert known.sensible(role("counsellor"), role("psychologist"))


def test_pay_does_not_drop_behind_a_role_whose_pay_only_its_unit_group_tells() -> None:
    known = standing(*described("fund manager", "C2413", pay=160), *described("analyst", "C2412"),
                     *described("planner", "C2412", pay=100))  # fmt: skip
    assert not known.sensible(role("fund manager"), role("analyst"))
    assert known.sensible(role("analyst"), role("planner"))
    assert known.pay_change(role("fund manager"), role("analyst")) == 0


def test_a_degree_is_typical_where_only_the_skill_level_of_isco_tells() -> None:
    found = derived(*described("psychologist", "C2634"), *described("clerk", "C4110"),
                    *described("shop manager", "C1420"),
                    *described("physicist", "C2111", degree=DOCTORATE))  # fmt: skip
    asked = [c for c in found if isinstance(c, Claim)
             and c.rule == ID["rule/degree-by-skill-level"]]  # fmt: skip
    assert [(c.subject, c.object, c.strength) for c in asked] == [
        (role("psychologist"), BACHELOR.requirement, CAREER.typical)]  # fmt: skip
    assert asked[0].derived_from


# ---------------------------------------------------------------- steps


def rated(name: str, *values: float) -> list[Any]:
    return [number(role(name), CAREER.importance, value, object=ID[f"onet/2.A.{n}"])
            for n, value in enumerate(values)]  # fmt: skip


RATED = [Skill(ID[f"onet/2.A.{n}"], (CAREER.Skill,), Literal(f"s{n}")) for n in range(4)]


def test_a_source_states_the_steps_to_related_roles_with_their_tier() -> None:
    found = derived(*described("a", "43-9021", zone=2), *described("b", "43-4071", zone=2),
                    related("a", "b"))  # fmt: skip
    assert set(steps(found)) == {("a", "b")}
    [said] = [c for c in found if isinstance(c, Claim) and c.measure == CAREER.possible]
    assert said.stance == CAREER.stated
    assert said.text == Literal("Primary-Short", lang="en")
    assert said.derived_from == (related("a", "b").iri,)


def test_a_lower_tier_needs_ratings_that_bear_it_out() -> None:
    known = [*described("a", "35-2014", zone=2), *described("b", "35-2012", zone=2),
             *described("c", "35-2015", zone=2), related("a", "b", "Supplemental"),
             related("a", "c", "Supplemental"), *RATED,
             *rated("a", 1, 5, 1, 5), *rated("b", 1, 5, 2, 5), *rated("c", 5, 1, 5, 1)]  # fmt: skip
    found = steps(derived(*known))
    assert ("a", "b") in found
    assert ("a", "c") not in found


def test_steps_by_ratings_look_at_skills_and_knowledge_and_not_at_abilities() -> None:
    abilities = [Skill(ID[f"onet/2.A.{n}"], (CAREER.Ability,), Literal(f"s{n}")) for n in range(4)]
    known = [*described("a", "35-2014", zone=2), *described("b", "35-2012", zone=2),
             *described("c", "35-2015", zone=2),
             *rated("a", 1, 5, 1, 5), *rated("b", 1, 5, 2, 5), *rated("c", 5, 1, 5, 1)]  # fmt: skip
    assert set(steps(derived(*known, *RATED))) == {("a", "b"), ("b", "a")}
    assert not steps(derived(*known, *abilities))


def test_a_role_leads_to_its_supervisors_and_to_the_manager_of_its_field_most_like_it() -> None:
    known = [*described("nurse", "29-1141", zone=4, pay=93, level="mid"),
             *described("manager", "11-9111", zone=4, pay=117, level="lead"),
             *described("electrician", "47-2111", zone=3, pay=62, level="entry"),
             *described("foreman", "47-1011", zone=3, pay=78, level="lead"),
             *described("police chief", "33-1012", zone=3, pay=105, level="lead"), *RATED,
             *rated("nurse", 1, 5, 1, 5), *rated("manager", 1, 2, 1, 5),
             *rated("electrician", 5, 5, 1, 1), *rated("foreman", 1, 1, 5, 5),
             *rated("police chief", 5, 1, 1, 5)]  # fmt: skip
    found = derived(*known)
    assert set(steps(found)) == {("nurse", "manager"), ("electrician", "foreman")}
    assert steps(found)["nurse", "manager"].kind == CAREER.promotion
    assert {c.rule for c in found if isinstance(c, Claim) and c.measure == CAREER.possible} \
        == {ID["rule/leads-its-field"]}  # fmt: skip


def test_a_role_of_many_trades_leads_to_the_supervisors_of_all_of_them() -> None:
    found = steps(derived(
        *described("presser", "51-6021", zone=1, pay=33, level="entry"), *RATED,
        *described("supervisor", "51-1011", zone=3, pay=60, level="lead"),
        *rated("presser", 5, 5, 1, 1), *rated("supervisor", 1, 1, 5, 5)))  # fmt: skip
    assert found["presser", "supervisor"].kind == CAREER.promotion


def test_another_field_takes_the_highest_tier_and_ratings_that_bear_it_out() -> None:
    known = [*described("teller", "43-3071", zone=2), *described("broker", "41-3031", zone=2),
             *RATED, *rated("teller", 1, 5, 1, 5), *rated("broker", 1, 5, 2, 5),
             *rated("else", 5, 1, 5, 1), *rated("other", 4, 1, 4, 2)]  # fmt: skip
    assert not steps(derived(*known))
    assert not steps(derived(*known, related("teller", "broker", "Primary-Long")))
    found = steps(derived(*known, related("teller", "broker")))
    assert found["teller", "broker"].kind == CAREER.pivot


def test_another_field_asks_for_no_more_schooling() -> None:
    award = claim(role("broker"), CAREER.requires, object=schooling.AWARDED,
                  strength=CAREER.typical)  # fmt: skip
    known = [*described("teller", "43-3071", zone=2), *described("broker", "41-3031", zone=2),
             related("teller", "broker"), *RATED, *rated("teller", 1, 5, 1, 5),
             *rated("broker", 1, 5, 2, 5), *rated("else", 5, 1, 5, 1)]  # fmt: skip
    assert steps(derived(*known))
    assert not steps(derived(*known, *schooling.undegreed(), award))


def test_a_trade_that_is_learned_in_an_apprenticeship_is_entered_by_those_who_help_in_it() -> None:
    trained = claim(ID["soc-2018/47-2111"], CAREER.onTheJobTraining, text=Literal("Apprenticeship"))
    known = [*described("electrician", "47-2111", zone=3), *described("mason", "47-2021", zone=3),
             *described("helper", "47-3013", zone=2), related("mason", "electrician"),
             related("helper", "electrician")]  # fmt: skip
    assert set(steps(derived(*known, trained))) == {("helper", "electrician")}


def test_from_one_medical_specialty_no_step_leads_to_another() -> None:
    known = [*described("pediatrician", "29-1221", zone=5, degree=DOCTORATE),
             *described("dermatologist", "29-1213", zone=5, degree=DOCTORATE),
             related("pediatrician", "dermatologist")]  # fmt: skip
    assert not steps(derived(*known))


def test_isco_names_the_supervisor_and_shared_skills_which_of_them() -> None:
    known = [*described("baker", "C7512", level="entry"), *described("smith", "C7221"),
             *described("bakery supervisor", "C3122", level="lead"),
             *described("foundry supervisor", "C3122", level="lead"),
             *needing("baker", "knead", "bake"), *needing("bakery supervisor", "bake", "lead"),
             *needing("foundry supervisor", "cast", "lead"),
             *needing("smith", "forge", "cast")]  # fmt: skip
    found = derived(*known, settings=Settings(similar=(1.1, 1.1, 1.1), overseen=0.2))
    assert set(steps(found)) == {("baker", "bakery-supervisor"), ("smith", "foundry-supervisor")}
    assert {c.rule for c in found if isinstance(c, Claim) and c.measure == CAREER.possible} \
        == {ID["rule/supervised-by"]}  # fmt: skip


def test_a_classified_role_leads_where_its_match_leads_whom_others_manage() -> None:
    known = [*described("Engineers", "17-2051", zone=4, pay=99, level="mid"),
             *described("Managers", "11-9041", zone=5, pay=150, level="lead"),
             *described("bridge engineer", "C2142"), mapped("bridge engineer", "Engineers"),
             *needing("bridge engineer", "span")]  # fmt: skip
    found = derived(*known)
    step = steps(found)["bridge-engineer", "Managers"]
    assert step.kind == CAREER.promotion
    [said] = [c for c in found if isinstance(c, Claim) and c.subject == step.iri]
    assert said.rule == ID["rule/as-its-counterpart"]
    assert said.mappings == (mapped("bridge engineer", "Engineers").iri,)


def test_what_an_office_publishes_together_holds_of_each_part() -> None:
    code = ID["soc-2018/53-1047"]
    found = derived(*described("movers' supervisor", "53-1043"),
                    number(code, CAREER.pay, 61_890, statistic=CAREER.median))  # fmt: skip
    assert [c.minimum for c in found if isinstance(c, Claim) and c.measure == CAREER.pay] \
        == [Decimal(61_890)]  # fmt: skip


def test_of_those_one_could_come_to_lead_the_ones_most_like_oneself_are_chosen() -> None:
    known = [*described("baker", "C7512", level="entry"),
             *described("bakery supervisor", "C3122", level="lead"),
             *described("mill supervisor", "C3122", level="lead"),
             *needing("baker", "knead", "bake", "clean", "mill"),
             *needing("bakery supervisor", "bake", "knead", "lead"),
             *needing("mill supervisor", "mill", "grind", "sift", "lead"),
             *described("x", "51-3011"), *described("y", "51-1011", level="lead"),
             mapped("baker", "x"), mapped("bakery supervisor", "y"), mapped("mill supervisor", "y"),
             number(role("x"), CAREER.jobZone, 2), number(role("y"), CAREER.jobZone, 3),
             related("x", "y")]  # fmt: skip
    found = steps(derived(*known, settings=Settings(overseen=0.1)))
    assert ("baker", "bakery-supervisor") in found
    assert ("baker", "mill-supervisor") not in found


def needing(name: str, *skills: str) -> list[Claim]:
    return [claim(role(name), CAREER.essentialSkill, object=ID[f"skill/{each}"]) for each in skills]


def test_roles_of_different_fields_must_be_more_alike_in_skills() -> None:
    known = [*described("cook", "C5120"), *described("waiter", "C5120"),
             *described("driver", "C8322"), *needing("cook", "stew", "fry", "serve"),
             *needing("waiter", "serve", "stew"), *needing("driver", "drive", "fry")]  # fmt: skip
    found = steps(derived(*known))
    assert ("cook", "waiter") in found
    assert found["cook", "waiter"].kind == CAREER.lateral
    assert not any("driver" in ends for ends in found)


def test_what_a_source_relates_leads_on_between_the_roles_that_are_mapped_to_it() -> None:
    known = [*described("x", "43-9021", zone=2), *described("y", "43-4071", zone=2),
             related("x", "y"), *described("a", "C4132"), *described("b", "C4415"),
             *described("c", "C4415"), *described("d", "C4415"), mapped("a", "x"),
             mapped("b", "y"), mapped("c", "y"), mapped("d", "y"),
             *needing("a", "type", "file", "look"), *needing("b", "file", "look", "sort"),
             *needing("c", "sort", "bind"), *needing("d", "file", "look", "bind"),
             *(each for n in range(6) for each in needing(f"other-{n}", f"else-{n}"))]  # fmt: skip
    found = derived(*known, settings=Settings(similar=(1.1, 1.1, 1.1), related=(0.1, 0.04, 0.02)))
    assert set(steps(found)) == {("x", "y"), ("a", "b"), ("a", "d")}
    [over] = [c for c in found if isinstance(c, Claim) and c.subject == steps(found)["a", "b"].iri]
    assert set(over.mappings) == {mapped("a", "x").iri, mapped("b", "y").iri}
    assert over.derived_from == (related("x", "y").iri,)


def test_a_role_of_ones_own_graph_joins_the_steps_of_what_it_is_mapped_to() -> None:
    known = [*described("x", "15-2051", zone=4), *described("y", "15-1252", zone=4),
             *described("z", "15-1299", zone=4), related("x", "y"), related("z", "x"),
             *described("mine"), mapped("mine", "x"), *described("part"),
             mapped("part", "x", kind="broadMatch")]  # fmt: skip
    found = derived(*known)
    assert set(steps(found)) == {("x", "y"), ("z", "x"), ("mine", "y"), ("z", "mine")}
    [said] = [
        c for c in found if isinstance(c, Claim) and c.subject == steps(found)["mine", "y"].iri
    ]
    assert said.mappings == (mapped("mine", "x").iri,)
    zones = {c.subject for c in found if isinstance(c, Claim) and c.measure == CAREER.jobZone}
    assert zones == {role("mine"), role("part")}


def test_a_step_that_the_sources_have_is_not_made_again() -> None:
    there = AdvancementStep(ID["step/a-to-b"], role("a"), role("b"), CAREER.promotion)
    found = derived(*described("a", "43-9021"), *described("b", "43-4071"), there,
                    related("a", "b"))  # fmt: skip
    assert not steps(found)


def test_nothing_known_is_nothing_derived() -> None:
    assert not [r for r in derived() if isinstance(r, (Claim, AdvancementStep))]


# ---------------------------------------------------------------- Nesta


def causeway_world(*more: Any) -> World:
    """Twelve roles in a row, each sharing two of its three skills with the next."""
    records: list[Any] = [
        *more,
        SkillGroup(ID["skill/root"], (CAREER.SkillGroup,), Literal("root")),
    ]
    for n in range(12):
        records += described(f"r{n}", "C5120", zone=1 + n // 4, pay=100 if n != 1 else 50)
        records += needing(f"r{n}", *(f"s{n + k}" for k in range(3)))
    return world(*records)


def test_nestas_classes_stand_on_the_published_shares_and_are_not_rounded() -> None:
    assert Settings.nesta().causeways == Causeways(0.96, 0.987, 1, Decimal("0.75"))
    here = causeway_world()
    chosen = Causeways(viable=0.7, highly=0.95)
    found = {ends: (words, alike) for ends, words, alike
             in causeways.judged(here, Standing(here, Settings()), chosen)}  # fmt: skip
    assert found[role("r2"), role("r3")][0][-1] == "desirable"
    assert found[role("r2"), role("r1")][0] == ("viable",)  # half the pay
    assert (role("r2"), role("r9")) not in found
    assert all(ends[0] != ends[1] for ends in found)
    assert not any("safe" in words for words, _ in found.values())


def at_risk(name: str, category: str, **parts: Any) -> Claim:
    return number(role(name), CAREER.automationRisk, 3.5, unit=CAREER.scaleFrom1To5,
                  text=Literal(category, lang="en"), **parts)  # fmt: skip


def test_a_transition_is_safe_only_where_the_risk_is_known_and_nobody_calls_it_high() -> None:
    here = causeway_world(
        at_risk("r3", "High risk"), at_risk("r4", "Other"), at_risk("r6", "Low risk"),
        at_risk("r7", "Low risk"), at_risk("r7", "High risk", source=ID["source/another"]),
    )  # fmt: skip
    chosen = Causeways(viable=0.7, highly=0.95)
    found = {e: w for e, w, _ in causeways.judged(here, Standing(here, Settings()), chosen)}
    safe = {end for (_, end), words in found.items() if "safe" in words}
    assert {role(f"r{n}") for n in (3, 5, 7)} < {end for _, end in found} - safe
    assert safe == {role("r4"), role("r6")}


def test_a_transition_does_not_rest_on_the_risk_since_it_stands_without() -> None:
    here = causeway_world(at_risk("r4", "Low risk"))
    chosen = Causeways(viable=0.7, highly=0.95)
    found = {pair: bases for pair, bases, said
             in causeways.transitions(here, Standing(here, Settings()), chosen)}  # fmt: skip
    assert {base.measure for base in found[role("r3"), role("r4")]} == {CAREER.memberOf}


def test_more_similar_means_more_not_as_much() -> None:
    here = causeway_world()
    among = dict.fromkeys(("viable", "highly"), 1.0)
    assert not list(causeways.judged(here, Standing(here, Settings()), Causeways(**among)))


# ---------------------------------------------------------------- choosing


def written(path: Path, text: str) -> Path:
    (path / "mine.toml").write_text(text, encoding="utf-8")
    return path / "mine.toml"


def test_a_file_of_rules_changes_what_it_names_and_nothing_else(tmp_path: Path) -> None:
    text = """
        most = 5
        related = [0.2, 0, 0.04]
        pay_kept = 0.9
        near_best.stay = 1
        causeways.viable = 0.95
    """
    found = choosing.read(written(tmp_path, text)).settings()
    assert found == replace(
        Settings(), most=5, related=(0.2, 0.0, 0.04), pay_kept=Decimal("0.9"),
        near_best={**Settings().near_best, "stay": 1.0}, causeways=Causeways(viable=0.95),
    )  # fmt: skip
    assert isinstance(found.near_best["stay"], float)


def test_a_file_of_rules_goes_over_a_preset(tmp_path: Path) -> None:
    path = written(tmp_path, "zones = 2")
    assert choosing.read(path, preset="nesta").settings() == replace(Settings.nesta(), zones=2)
    assert choosing.read(written(tmp_path, "[causeways]")).settings() == Settings.nesta()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("mots = 5", "no rule is named mots; did you mean most?"),
        ("[causeways]\nviabel = 1", "no rule is named causeways.viabel; did you mean "
                                    "causeways.viable?"),
        ("most = 2.5", "most must be a whole number from 0 to 1000, not 2.5"),
        ("most = true", "most must be a whole number from 0 to 1000, not true"),
        ("led = 1.5", "led must be a number from -1 to 1, not 1.5"),
        ("led = nan", "led must be a number from -1 to 1, not NaN"),
        ("confidence = 'x'", 'confidence must be a number from 0 to 1, not "x"'),
        ("pay_kept = 2020-01-01", 'pay_kept must be a number from 0 to 1000, not "2020-01-01"'),
        ("rated = 1", "rated must be a list of 3 numbers, such as [0.75, 0.55, 0.55], not 1"),
        ("near_best = [1]", "near_best must be a table, [near_best], not [1]"),
        ("near_best.stay = -1", "near_best.stay must be a number from 0 to 1, not -1"),
    ],
)  # fmt: skip
def test_a_wrong_rule_is_told_by_file_key_and_what_would_be_right(
    tmp_path: Path, text: str, said: str
) -> None:
    path = written(tmp_path, text)
    with pytest.raises(ParseError, match=re.escape(f"{path}: {said}")):
        choosing.read(path)


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("zones = 2\n\nmost: 5\n", 3, "Expected '=' after a key in a key/value pair"),
        ("most", 1, "Expected '=' after a key in a key/value pair"),
        ("most = 5\nrelated = [0.2, 0.07,\n\n", 2, "Invalid value"),
        (
            "most = 5\n[causeways\nviable = 0.9\n",
            2,
            "Expected ']' at the end of a table declaration",
        ),
    ],
)
def test_what_is_no_toml_is_told_by_file_line_and_what_would_be_right(
    tmp_path: Path, text: str, line: int, said: str
) -> None:
    path = written(tmp_path, text)
    with pytest.raises(ParseError) as caught:
        choosing.read(path)
    right = "write a rule a line, such as: most = 5"
    assert str(caught.value) == f"{path}, line {line}: {said}; {right}"


def test_rules_may_begin_with_the_mark_of_utf_8(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text("most = 5\n", encoding="utf-8-sig")
    assert choosing.read(tmp_path / "mine.toml").values == {"most": 5}


def test_what_cannot_be_read_as_rules_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="cannot read"):
        choosing.read(tmp_path / "none.toml")
    (tmp_path / "bytes.toml").write_bytes(b"\xff")
    with pytest.raises(ParseError, match=r"bytes\.toml: it is not UTF-8, which is expected"):
        choosing.read(tmp_path / "bytes.toml")
    (tmp_path / "utf-16.toml").write_text("most = 5\n", encoding="utf-16")
    with pytest.raises(ParseError, match=r"utf-16\.toml: it is UTF-16, and UTF-8 is expected"):
        choosing.read(tmp_path / "utf-16.toml")
    with pytest.raises(ParameterError, match="no preset of rules is named 'nessie'; there are def"):
        choosing.choice("nessie", None)


def test_whole_settings_are_a_choice_too() -> None:
    mine = replace(Settings.nesta(), pay_kept=Decimal("0.9"))
    made = choosing.choice(None, mine)
    assert made is not None
    assert made.settings() == mine
    assert json.loads(json.dumps(made.as_json())) == made.as_json()
    assert choosing.choice(None, Settings.nesta()) == choosing.Choice("nesta")
    assert choosing.choice(None, None) is None
    with pytest.raises(ParameterError, match="name a preset, or give whole settings"):
        choosing.choice("nesta", mine)


# ---------------------------------------------------------------- the curated graph


@pytest.fixture(scope="module")
def curated() -> list[Any]:
    findings = Findings()
    release = reader("curated")(Files(stores.shipped("data")), findings)
    found = [release.source, *release.records]
    assert not list(findings)
    return found


def test_every_mapping_of_the_curated_graph_has_a_subject_there_and_a_reviewer(
    curated: list[Any],
) -> None:
    graph = stores.open_store()
    mappings = [m for m in curated if isinstance(m, Mapping)]
    assert len(mappings) > 100
    for each in mappings:
        node = ox.NamedNode(each.subject)
        assert next(graph.quads_for_pattern(node, None, None, None), None) is not None, each.subject
        assert each.confidence is not None
        assert each.justification == SEMAPV.ManualMappingCuration
    stated = {(str(t.subject).strip("<>"), t.predicate.value.rpartition("/")[2]) for t in curated
              if isinstance(t, ox.Triple)}  # fmt: skip
    assert all((str(m.iri), "reviewer_label") in stated for m in mappings)


def test_nearly_every_curated_role_is_mapped_and_an_exact_match_is_one_a_classification(
    curated: list[Any],
) -> None:
    mappings = [m for m in curated if isinstance(m, Mapping)]
    roles = {str(r.iri) for r in Tables(stores.open_store())[Role]}
    assert roles - {str(m.subject) for m in mappings} == {str(ID["role/data-policy-lead"])}
    exact = [(m.subject, m.object.rpartition("/")[0]) for m in mappings
             if m.predicate == SKOS.exactMatch]  # fmt: skip
    assert len(exact) == len(set(exact))


def test_the_mappings_are_sorted_a_fact_a_line() -> None:
    text = Path(stores.shipped("data/mappings.sssom.tsv")).read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
    assert len({len(row) for row in rows}) == 1
    keys = [(row[0], row[3]) for row in rows[1:]]
    assert keys == sorted(set(keys))


def test_the_curated_graph_joins_a_market(curated: list[Any]) -> None:
    known = described("Data Scientists", "15-2051", zone=5, pay=112_000)
    store = opened([*known, *(r for r in curated if not isinstance(r, ox.Triple))])
    store.extend(ox.Quad(*t) for t in curated if isinstance(t, ox.Triple))
    onet = Mapping(ID["mapping/test"], ID["role/data-scientist"], SKOS.exactMatch,
                   role("Data Scientists"), SEMAPV.ManualMappingCuration, SOURCE.iri)  # fmt: skip
    store.extend(ox.Quad(*t) for t in triples([onet]))
    found = [c for c in rules.derive(store) if isinstance(c, Claim)
             and c.subject == ID["role/data-scientist"] and c.measure == CAREER.pay]  # fmt: skip
    assert [c.minimum for c in found] == [Decimal(112_000)]
    assert found[0].mappings


def test_the_command_needs_no_path_for_the_shipped_graph_and_asks_for_one_elsewhere(
    tmp_path: Path,
) -> None:
    into = str(tmp_path / "market")
    done = CliRunner().invoke(main, ["import", "curated", "--into", into])
    assert done.exit_code == 0, done.output
    assert "121 Mapping" in done.stdout
    answer = CliRunner().invoke(main, ["show", "Data Scientist", "--graph", into])
    assert answer.exit_code == 0
    wrong = CliRunner().invoke(main, ["import", "onet", "--into", into])
    assert wrong.exit_code == 2
    assert "Name the PATH of the release" in wrong.stderr


def test_the_command_refuses_a_path_to_what_is_shipped(tmp_path: Path) -> None:
    into, mine = tmp_path / "market", tmp_path / "mine"
    wrong = CliRunner().invoke(main, ["import", "curated", str(mine), "--into", str(into)])
    assert (wrong.exit_code, wrong.stdout) == (2, "")
    assert (
        f"curated is shipped with careergraph and takes no PATH; leave out {mine}" in wrong.stderr
    )
    assert not into.exists()
