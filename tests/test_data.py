"""The curated graph: every claim can be found in its source, and nothing is copied from one."""

import hashlib
import re
import subprocess
from collections import defaultdict
from itertools import combinations
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import URIRef

from careergraph import claims, store
from careergraph.model import AdvancementStep, Claim, Passage, Role, Source, records
from careergraph.terms import CAREER, ID
from shared import ROOT, SHARED, needs_sources

FILES = sorted((ROOT / "data").glob("*.ttl"))
LONGEST_RUN = 8


@pytest.fixture(scope="module")
def book(curated: ox.Store) -> claims.Book:
    return claims.read(curated)


@pytest.fixture(scope="module")
def documents(curated: ox.Store) -> dict[URIRef, str]:
    """The text of each source that is a document."""
    return {
        s.iri: (SHARED / "sources" / s.file_name).read_text(encoding="utf-8")
        for s in records(curated, Source)
        if s.file_name
    }


@needs_sources
def test_each_source_is_the_document_it_says(
    curated: ox.Store, documents: dict[URIRef, str]
) -> None:
    hashes = {s.iri: s.sha256 for s in records(curated, Source) if s.file_name}
    assert len(hashes) == 2
    for iri, text in documents.items():
        assert hashlib.sha256(text.encode()).hexdigest() == str(hashes[iri])


@needs_sources
def test_every_passage_resolves_to_its_span(
    curated: ox.Store, documents: dict[URIRef, str]
) -> None:
    passages = records(curated, Passage)
    assert len(passages) > 100
    for place in passages:
        span = documents[place.source][place.begins_at : place.ends_at]
        assert hashlib.sha256(span.encode()).hexdigest() == str(place.sha256), place.iri
        assert span == span.strip()
        assert span


@needs_sources
def test_every_passage_stands_under_the_heading_and_in_the_item_it_names(
    curated: ox.Store, documents: dict[URIRef, str]
) -> None:
    for place in records(curated, Passage):
        before = documents[place.source][: place.begins_at]
        heading = place.section.removesuffix("…")
        last = before.rfind(f"\n{heading}")
        assert last >= 0 or str(place.section) == "Opening", place.iri
        line = before[before.rfind("\n") + 1 :] + documents[place.source][place.begins_at :]
        if place.item:
            assert line.lstrip(" •").startswith(f"{place.item}:"), place.iri


@needs_sources
def test_figures_stand_in_the_passage_they_are_cited_from(
    book: claims.Book, documents: dict[URIRef, str]
) -> None:
    spelled = {50: "half", 100: "double"}
    figures = [c for c in book.claims if c.minimum is not None or c.maximum is not None]
    assert len(figures) > 20
    for claim in figures:
        places = [book.passages[p] for p in claim.passages]
        text = " ".join(documents[p.source][p.begins_at : p.ends_at] for p in places)
        for end in {claim.minimum, claim.maximum} - {None}:
            assert f"{end:,.0f}" in text or spelled.get(int(end or 0), "§") in text, claim.iri


@needs_sources
def test_no_sentence_of_an_article_stands_in_the_project(documents: dict[URIRef, str]) -> None:
    runs = {run for text in documents.values() for run in _runs(text)}
    assert len(runs) > 5000
    for path in _project_files():
        copied = [run for run in _runs(path.read_text(encoding="utf-8")) if run in runs]
        assert not copied, f"{path.name}: {' '.join(copied[0])}"


def _runs(text: str) -> list[tuple[str, ...]]:
    words = re.findall(r"[\w$%]+", text.lower())
    length = LONGEST_RUN + 1
    return [tuple(words[i : i + length]) for i in range(len(words) - length + 1)]


def _project_files() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    ).stdout.split("\n")  # fmt: skip
    found = [ROOT / name for name in listed if name] or list(ROOT.rglob("*.*"))
    text = {".ttl", ".py", ".md", ".rq", ".html", ".js", ".css", ".j2", ".toml", ".json", ".jsonld",
            ".graphml", ".csv", ".cff", ".txt"}  # fmt: skip
    return [p for p in found if p.suffix in text and p.is_file() and ".venv" not in p.parts]


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_a_data_file_is_written_as_the_writer_would(path: Path) -> None:
    alone = ox.Store()
    store.load(alone, path)
    assert path.read_bytes() == store.serialise(store.data(alone), ox.RdfFormat.TURTLE)


def test_every_stated_claim_has_a_place_in_its_own_source(book: claims.Book) -> None:
    for claim in book.claims:
        if claim.stance == CAREER.stated:
            assert claim.passages, claim.iri
            assert {book.passages[p].source for p in claim.passages} == {claim.source}


def test_every_inference_names_its_rule(book: claims.Book) -> None:
    for claim in book.claims:
        inferred = claim.stance in (CAREER.derived, CAREER.curated)
        assert bool(claim.rule) == inferred, claim.iri
        assert (claim.source == ID["source/curation"]) == (claim.stance == CAREER.curated)


# ---------------------------------------------------------------- derived claims, computed again


def test_the_derived_steps_are_exactly_what_their_rules_give(
    book: claims.Book, curated: ox.Store
) -> None:
    ends = {s.iri: (s.start, s.end) for s in records(curated, AdvancementStep)}
    found = {
        (*ends[c.subject], c.industry, c.source, c.rule, frozenset(c.derived_from))
        for c in book.claims
        if c.stance == CAREER.derived and c.measure == CAREER.possible
    }
    assert found == set(_progressions(book))
    assert len(found) > 20


def _progressions(book: claims.Book) -> list[tuple[object, ...]]:
    """The rules 'Progression of a group' and 'Progression of entry roles' applied afresh."""
    members: dict[URIRef | None, list[Claim]] = defaultdict(list)
    targets: dict[tuple[URIRef, URIRef], set[URIRef | None]] = defaultdict(set)
    for claim in book.claims:
        if claim.measure == CAREER.memberOf:
            members[claim.object].append(claim)
        if claim.measure == CAREER.progressesTo:
            targets[claim.subject, claim.source].add(claim.object)
    found: list[tuple[object, ...]] = []
    for said in (c for c in book.claims if c.measure == CAREER.progressesTo):
        own = [m for m in members[said.subject] if m.source == said.source]
        entry = bool(own) and all(_is_entry(book, m.subject, said.source) for m in own)
        for member in own if entry else members[said.subject]:
            if member.subject == said.object:
                continue
            if entry and (
                member.subject in targets[said.subject, said.source]
                or not _skills(book, member.subject, said) & _skills(book, said.object, said)
            ):
                continue
            rule = ID[f"rule/{'entry' if entry else 'group'}-progression"]
            found.append((member.subject, said.object, said.industry, said.source, rule,
                          frozenset({said.iri, member.iri})))  # fmt: skip
    return found


def _is_entry(book: claims.Book, role: URIRef, source: URIRef) -> bool:
    levels = book.on(role, CAREER.level)
    return any(c.object == CAREER.entry and c.source == source for c in levels)


def _skills(book: claims.Book, role: URIRef | None, said: Claim) -> set[URIRef | None]:
    """The skills that the source states of the role by itself, not of a whole list at once."""
    claims_on = book.on(role or URIRef(""), CAREER.essentialSkill)
    return {c.object for c in claims_on if c.source == said.source and not _of_a_list(book, c)}


def _of_a_list(book: claims.Book, claim: Claim) -> bool:
    return any(
        c.subject != claim.subject
        for c in book.claims
        if (c.measure, c.object) == (claim.measure, claim.object)
        and set(c.passages) & set(claim.passages)
    )


def test_the_derived_levels_are_what_their_rules_give(book: claims.Book) -> None:
    levels = {
        (c.rule, c.object, c.subject): [book.by_iri[i] for i in c.derived_from]
        for c in book.claims
        if c.stance == CAREER.derived and c.measure == CAREER.level
    }
    beyond = {c.subject for c in book.claims if c.object == ID["group/beyond-entry-roles"]}
    assert beyond == {role for rule, _, role in levels if rule == ID["rule/beyond-entry"]}
    for (rule, level, role), bases in levels.items():
        assert [b.subject for b in bases] == [role]
        wanted = {ID["rule/beyond-entry"]: (CAREER.mid, CAREER.memberOf),
                  ID["rule/leading-role"]: (CAREER.lead, CAREER.activity)}[rule]  # fmt: skip
        assert (level, bases[0].measure) == wanted


def test_every_derived_claim_has_a_rule_that_the_tests_compute_again(book: claims.Book) -> None:
    checked = {CAREER.possible, CAREER.level}
    assert {c.measure for c in book.claims if c.stance == CAREER.derived} <= checked


def test_a_step_lists_the_industries_its_claims_name(book: claims.Book, curated: ox.Store) -> None:
    for step in records(curated, AdvancementStep):
        said = {
            c.industry for c in book.on(step.iri, CAREER.possible) if c.stance == CAREER.derived
        }
        assert said - {None} <= set(step.industries), step.iri


def test_no_two_steps_of_one_kind_join_the_same_roles(curated: ox.Store) -> None:
    steps = records(curated, AdvancementStep)
    same = [(a.iri, b.iri) for a, b in combinations(steps, 2)
            if (a.start, a.end, a.kind) == (b.start, b.end, b.kind)]  # fmt: skip
    assert same == []


# ---------------------------------------------------------------- completeness


@pytest.mark.parametrize(
    ("kind", "least"),
    [("Role", 35), ("Skill", 60), ("Industry", 20), ("AdvancementStep", 40), ("Claim", 150)],
)
def test_the_graph_is_as_large_as_the_articles_are(
    curated: ox.Store, kind: str, least: int
) -> None:
    found = list(curated.quads_for_pattern(None, None, ox.NamedNode(CAREER[kind]), None))
    assert len(found) >= least


def test_every_role_is_spoken_of(curated: ox.Store, book: claims.Book) -> None:
    named = {c.subject for c in book.claims} | {c.object for c in book.claims}
    assert [r.iri for r in records(curated, Role) if r.iri not in named] == []


@pytest.mark.parametrize(
    ("role", "low", "high"),
    [
        ("machine-learning-engineer", 110_000, 160_000),
        ("data-scientist", 95_000, 150_000),
        ("ai-research-scientist", 120_000, 180_000),
        ("computer-vision-engineer", 100_000, 155_000),
        ("robotics-engineer", 90_000, 140_000),
    ],
)
def test_pay_is_as_the_article_states_it(book: claims.Book, role: str, low: int, high: int) -> None:
    (claim,) = book.on(ID[f"role/{role}"], CAREER.pay)
    assert (claim.minimum, claim.maximum) == (low, high)
