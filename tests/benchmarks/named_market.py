"""A labour market with names, as RDF: occupations in groups, the skills they ask for, and steps.

It has the shape of ESCO: 3,000 occupations in about 40 groups, 14,500 skills, 131,000 links. Names
are put together from words, so that a map of it can be read; none of it is true.
"""

from collections.abc import Iterator
from decimal import Decimal

import numpy as np
import pyoxigraph as ox
from numpy.typing import NDArray
from rdflib import Literal, URIRef

from careergraph import store as stores
from careergraph.model import AdvancementStep, Claim, Level, Role, RoleGroup, Skill, Source, triples
from careergraph.terms import CAREER, ID

ROLES, SKILLS, SKILLS_A_ROLE, STEPS_A_ROLE = 3_000, 14_500, 38, 6
SOURCES = (ID["source/survey"], ID["source/register"])
LEVELS = ("entry", "mid", "senior", "lead", "executive")

FIELDS = {
    "Nursing and midwifery": "Nurse Midwife Ward|Paediatric Surgical Geriatric Community Oncology",
    "Medicine": "Physician Surgeon Anaesthetist|General Emergency Cardiac Rural Family",
    "Therapy and rehabilitation": "Physiotherapist Speech-therapist Osteopath|Sports Child Stroke",
    "Pharmacy and laboratories": "Pharmacist Laboratory-technician Toxicologist|Clinical Food",
    "Social work and counselling": "Social-worker Counsellor Mediator|Youth Family Debt Housing",
    "School teaching": "Teacher Tutor Head-teacher|Primary Secondary Music Science Language",
    "Universities and research": "Lecturer Researcher Librarian|Physics History Law Biology",
    "Early childhood care": "Nursery-teacher Child-minder Play-worker|Forest Bilingual Hospital",
    "Software development": "Developer Tester Architect|Mobile Web Embedded Game Payments",
    "Data and artificial intelligence": "Analyst Scientist Engineer|Data Machine-learning Risk",
    "Networks and security": "Administrator Analyst Penetration-tester|Network Cloud Identity",
    "Electronics and telecoms": "Engineer Technician Installer|Radio Fibre Microchip Satellite",
    "Mechanical engineering": "Engineer Draughter Fitter|Turbine Tooling Automotive Thermal",
    "Civil engineering": "Engineer Surveyor Inspector|Bridge Tunnel Road Water Harbour",
    "Architecture and planning": "Architect Planner Modeller|Landscape Urban Interior Heritage",
    "Building trades": "Bricklayer Roofer Carpenter Plasterer|Restoration Facade Timber Solar",
    "Electrical trades": "Electrician Cable-jointer Lift-mechanic|Domestic Industrial Rail Marine",
    "Metal working": "Welder Turner Sheet-metal-worker|Precision Pipeline Ship Tool",
    "Vehicle repair": "Mechanic Body-repairer Diagnostics-technician|Truck Bicycle Aircraft Bus",
    "Chemicals and process plants": "Operator Process-controller Chemist|Refinery Polymer Paint",
    "Energy and utilities": "Operator Engineer Meter-technician|Wind Hydro Grid Heat Nuclear",
    "Mining and quarrying": "Driller Blaster Geologist|Deep Coal Gravel Salt Ore",
    "Farming": "Farmer Herd-manager Agronomist|Dairy Arable Organic Sheep Vine",
    "Forestry and fishing": "Forester Fisher Ranger|Coastal Pine Trout Nursery",
    "Food processing": "Baker Butcher Cheese-maker Brewer|Artisan Industrial Halal Export",
    "Hotels and kitchens": "Chef Receptionist Waiter Sommelier|Hotel Banquet Cruise Pastry",
    "Travel and guiding": "Guide Agent Tour-operator|Mountain Museum City Safari",
    "Retail": "Shop-assistant Buyer Store-manager|Fashion Grocery Book Jewellery",
    "Sales and marketing": "Representative Strategist Brand-manager|Digital Field Export Medical",
    "Banking and insurance": "Adviser Underwriter Actuary|Mortgage Pension Marine Credit",
    "Accounting and audit": "Accountant Auditor Tax-adviser|Forensic Group Payroll Cost",
    "Law and courts": "Lawyer Notary Clerk Judge|Patent Criminal Family Labour",
    "Public administration": "Officer Policy-adviser Registrar|Customs Tax Election Planning",
    "Police, fire and defence": "Officer Fire-fighter Commander|Airport Harbour Border Forest",
    "Human resources": "Recruiter Adviser Trainer|Executive Graduate Payroll Safety",
    "Office and administration": "Secretary Clerk Office-manager|Legal Medical Travel Board",
    "Warehousing and post": "Picker Dispatcher Courier|Cold-store Parcel Container Night",
    "Road and rail transport": "Driver Planner Signaller|Tram Freight Night Metro Coach",
    "Air and sea transport": "Pilot Deck-officer Controller|Helicopter Ferry Cargo Tug",
    "Journalism and publishing": "Journalist Editor Translator|Sports Science Court Picture",
    "Design and crafts": "Designer Potter Goldsmith Tailor|Textile Furniture Stage Shoe",
    "Performing arts": "Actor Musician Stage-manager Dancer|Opera Folk Radio Circus",
    "Sport and fitness": "Coach Referee Instructor|Swimming Football Ski Yoga",
    "Cleaning and care of places": "Cleaner Caretaker Gardener|Window School Hospital Park",
    "Beauty and personal care": "Hairdresser Beautician Barber|Bridal Theatre Mobile Spa",
}
"""Groups of occupations: what their people are, and what of."""

VERBS = ("apply", "assess", "check", "clean", "coordinate", "design", "document", "explain",
         "improve", "inspect", "lead", "maintain", "measure", "negotiate", "operate", "plan",
         "prepare", "repair", "teach", "test")  # fmt: skip
THINGS = ("budgets", "cases", "contracts", "controls", "equipment", "forms", "guidelines",
          "instruments", "materials", "methods", "models", "plans", "procedures", "records",
          "reports", "rules", "safety", "samples", "schedules", "standards", "stock", "supplies",
          "systems", "teams", "tools")  # fmt: skip
GRADES = {"": 2, "Junior ": 1, "Senior ": 3, "Lead ": 4, "Chief ": 5, "Assistant ": 1,
          "Trainee ": 1}  # fmt: skip
"""What stands before the name of a role, and the level it tells."""

Array = NDArray[np.int64]


def named_market(scale: float = 1.0, seed: int = 7, *, grouped: bool = True) -> ox.Store:
    """Return a generated market as an open graph; at scale 1 it has 17,500 nodes.

    Without `grouped` no role says which group it belongs to.
    """
    store = ox.Store()
    records = _records(scale, np.random.default_rng(seed), grouped)
    store.bulk_extend(ox.Quad(*triple) for triple in triples(records))
    return stores.prepared(store)


def _records(scale: float, random: np.random.Generator, grouped: bool) -> Iterator[object]:
    field = np.sort(random.integers(0, len(FIELDS), round(ROLES * scale)))
    roles = [ID[f"role/{n:05}"] for n in range(len(field))]
    names = list(role_names(field))
    home = np.sort(random.integers(0, len(FIELDS) + 2, round(SKILLS * scale)))
    skills = [ID[f"skill/{n:05}"] for n in range(len(home))]
    yield from (Source(s, Literal(f"Generated {s.rsplit('/')[-1]}")) for s in SOURCES)
    yield from (Level(CAREER[name], Literal(name), n) for n, name in enumerate(LEVELS, 1))
    if grouped:
        yield from (RoleGroup(_group(n), (CAREER.RoleGroup,), Literal(name))
                    for n, name in enumerate(FIELDS))  # fmt: skip
    yield from (Role(r, (CAREER.Role,), Literal(name))
                for r, name in zip(roles, names, strict=True))  # fmt: skip
    yield from (Skill(s, (CAREER.Skill,), Literal(name))
                for s, name in zip(skills, skill_names(home), strict=True))  # fmt: skip
    yield from _of_roles(roles, names, field if grouped else None, random)
    yield from _asked(roles, field, skills, home, random)
    yield from _steps(roles, field, random)


def _group(number: int) -> URIRef:
    return ID[f"group/{number:02}"]


def _words(field: int) -> tuple[list[str], list[str]]:
    people, _, matters = list(FIELDS.values())[field].partition("|")
    return _each(people), _each(matters)


def _each(words: str) -> list[str]:
    return [word.replace("-", " ") for word in words.split()]


def role_names(field: Array) -> Iterator[str]:
    """Each name once: grade, matter and what the people are, in the order of how common."""
    made: dict[int, int] = {}
    for each in field.tolist():
        people, matters = _words(each)
        n = made[each] = made.get(each, -1) + 1
        person, matter = people[n % len(people)], matters[n // len(people) % len(matters)]
        grade = list(GRADES)[n // (len(people) * len(matters)) % len(GRADES)]
        more = n // (len(people) * len(matters) * len(GRADES))
        yield f"{grade}{matter} {person.lower()}".capitalize() + (f" {more + 1}" if more else "")


def skill_names(home: Array) -> Iterator[str]:
    made: dict[int, int] = {}
    for each in home.tolist():
        n = made[each] = made.get(each, -1) + 1
        matters = _words(each)[1] if each < len(FIELDS) else ["team", "customer"]
        thing = THINGS[n // len(VERBS) % len(THINGS)]
        yield f"{VERBS[n % len(VERBS)]} {matters[n // 7 % len(matters)].lower()} {thing}"


def _of_roles(
    roles: list[URIRef], names: list[str], field: Array | None, random: np.random.Generator
) -> Iterator[Claim]:
    """Of each role its group and its level; of seven in ten its pay."""
    for n, role in enumerate(roles):
        if field is not None:
            yield _claim(f"group-{n}", role, CAREER.memberOf, object=_group(int(field[n])))
        rank = GRADES.get(names[n].partition(" ")[0] + " ", 2)
        yield _claim(f"level-{n}", role, CAREER.level, object=CAREER[LEVELS[rank - 1]])
        if random.random() < 0.7:
            low = int(18 + 14 * rank + random.integers(0, 20))
            yield _claim(f"pay-{n}", role, CAREER.pay, minimum=Decimal(low * 1000),
                         maximum=Decimal(low * 1350), unit=CAREER.usdPerYear)  # fmt: skip


def _asked(
    roles: list[URIRef], field: Array, skills: list[URIRef], home: Array,
    random: np.random.Generator,
) -> Iterator[Claim]:  # fmt: skip
    """The skills of a role: most from its field, some from the next, some that all ask for."""
    first = np.searchsorted(home, np.arange(len(FIELDS) + 3))
    for n, role in enumerate(roles):
        shift = random.choice([0, 0, 0, 0, 0, 0, 0, 1, -1, 7], SKILLS_A_ROLE)
        fields = (field[n] + shift) % len(FIELDS)
        fields[random.random(SKILLS_A_ROLE) < 0.15] = len(FIELDS) + int(random.integers(0, 2))
        spread = first[fields + 1] - first[fields]
        chosen = first[fields] + (random.random(SKILLS_A_ROLE) ** 1.6 * spread).astype(np.int64)
        for k, skill in enumerate(np.unique(chosen).tolist()):
            measure = CAREER.essentialSkill if k % 2 else CAREER.optionalSkill
            yield _claim(f"skill-{n}-{k}", role, measure, object=skills[skill])


def _steps(roles: list[URIRef], field: Array, random: np.random.Generator) -> Iterator[object]:
    """Moves, nine in ten inside a field; some are said by both sources, some only inferred."""
    first = np.searchsorted(field, np.arange(len(FIELDS) + 1))
    kinds = (CAREER.promotion, CAREER.lateral, CAREER.specialisation, CAREER.pivot)
    for n, start in enumerate(roles):
        away = (field[n] + random.choice([0] * 18 + [1, 7], STEPS_A_ROLE)) % len(FIELDS)
        goals = first[away] + (random.random(STEPS_A_ROLE) * (first[away + 1] - first[away]))
        for goal in np.unique(goals.astype(np.int64)).tolist():
            if goal != n and goal < len(roles):
                iri = ID[f"step/{n:05}-{goal:05}"]
                yield AdvancementStep(iri, start, roles[goal], kinds[(n + goal) % 4])
                stance = CAREER.curated if random.random() < 0.1 else CAREER.stated
                yield _claim(f"step-{n}-{goal}", iri, CAREER.possible, stance=stance)


def _claim(name: str, subject: URIRef, measure: URIRef, **parts: object) -> Claim:
    values: dict[str, object] = {
        "polarity": CAREER.affirmed, "stance": CAREER.stated,
        "source": SOURCES[len(name) % 2], **parts,
    }  # fmt: skip
    return Claim(iri=ID[f"claim/{name}"], subject=subject, measure=measure, **values)  # type: ignore[arg-type]
