"""ESCO: European Skills, Competences, Qualifications and Occupations, of the European Commission.

Reads the classification as downloaded, 1.0 to 1.2: the CSV tables of one or several languages, or
the RDF release. ESCO's own IRIs are kept. What becomes what:

- occupations: a `Role`; skills and knowledge: a `Skill`; groups of ISCO-08: a `RoleGroup`; groups
  of skills, those of ISCED-F among them: a `SkillGroup`. Names, definitions, codes, status, types
  and reuse levels are theirs, and what is broader; a withdrawn concept keeps its name and what
  replaced it, and is no role or skill.
- that an occupation needs a skill (essential or optional), is in a group of ISCO, is or is not
  regulated, is green to some share: a claim. Skills and the note on regulation also stand as ESCO's
  own properties; NACE codes only so, since ESCO has no names for them.
- relations among skills: ESCO's own property. Collections (digital, green, transversal skills): a
  `skos:Collection` with its members.

Nothing is derived: no level, no requirement, no step.
"""

import re
from collections.abc import Iterator
from typing import Any

import pyoxigraph as ox
from rdflib import Literal, URIRef

from careergraph.model import Source, SourceFile
from careergraph.sources import Findings, Records, Release
from careergraph.sources.esco import concepts
from careergraph.sources.esco.concepts import Concept
from careergraph.sources.esco.links import Link, Links
from careergraph.sources.esco.rdf import FORMATS, Graph
from careergraph.sources.esco.tables import Tables
from careergraph.sources.esco.vocabulary import (
    COLLECTIONS,
    ISCO_GROUP,
    OCCUPATION,
    SKILL,
    SOURCE,
    VOICE,
    P,
)
from careergraph.sources.files import Files
from careergraph.terms import CAREER, ID, SKOS

_TITLE = "ESCO: European Skills, Competences, Qualifications and Occupations"
_LICENCE = URIRef("http://data.europa.eu/eli/dec/2011/833/oj")
_RIGHTS = "This service uses the ESCO classification of the European Commission."


def read(files: Files, findings: Findings) -> Release:
    """Return what a release says. Raises ReadError when it has no occupations."""
    layout = _layout(files, findings)
    found = [SourceFile(ID[f"source/esco/{re.sub(r'[^A-Za-z0-9._-]', '-', name)}"], Literal(name),
                        Literal(files.sha256(name))) for name in layout.names]  # fmt: skip
    version = layout.version or _version(files)
    source = Source(
        SOURCE, Literal(_TITLE, lang="en"), version=Literal(version) if version else None,
        licence=_LICENCE, rights=Literal(_RIGHTS, lang="en"), files=tuple(f.iri for f in found),
    )  # fmt: skip
    return Release(source, _records(layout, found, findings))


def _layout(files: Files, findings: Findings) -> Tables | Graph:
    graphs = [name for name in files.names if name.lower().endswith(tuple(FORMATS))]
    if not graphs:
        return Tables(files, findings)
    for name in files.names:
        if name.lower().endswith(".csv"):
            findings.note("table beside an RDF file, which says the same; left out", name)
    return Graph(files, findings, graphs)


def _version(files: Files) -> str:
    """The version that the name of the download gives: the tables do not say it themselves."""
    names = (files.path.name, *files.archives, *files.names)
    found = (re.search(r"(?<![\d.])(\d+\.\d+(?:\.\d+)?)(?!\d)", name) for name in names)
    return next((match[1] for match in found if match), "")


def _records(layout: Tables | Graph, found: list[SourceFile], findings: Findings) -> Records:
    yield from found
    for iri, language, name in layout.schemes():
        node = ox.NamedNode(iri)
        yield ox.Triple(node, P.TYPE, ox.NamedNode(SKOS.ConceptScheme))
        yield ox.Triple(node, P.LABEL, ox.Literal(name, language=language))
    links = Links(findings)
    own: list[Link] = []
    for each in layout.concepts():
        if isinstance(each, Concept):
            links.meet(each.iri, each.kind, withdrawn=each.withdrawn)
            own.extend(each.links)
            yield from concepts.statements(each)
        else:
            yield from concepts.translated(each)
    yield from layout.texts()
    for link in own:
        yield from links.statements(link)
    for link in layout.links():
        yield from links.statements(link)
    yield from _shares(layout, links, findings)
    yield from _collections(layout, links)


def _shares(layout: Tables | Graph, links: Links, findings: Findings) -> Iterator[Any]:
    met = set()
    for share in layout.shares():
        iri = links.usable(share.iri, share.place, share.end, OCCUPATION, ISCO_GROUP)
        if iri in met:
            findings.note("share said twice; the first is kept", f"{share.place}: {iri}")
        elif iri is not None:
            met.add(iri)
            yield VOICE.says(iri, CAREER.greenShare, minimum=share.percent, maximum=share.percent,
                             unit=CAREER.percent)  # fmt: skip


def _collections(layout: Tables | Graph, links: Links) -> Iterator[ox.Triple]:
    named: set[str] = set()
    for member in layout.members():
        iri = links.usable(member.iri, member.place, member.end, OCCUPATION, SKILL)
        if iri is None:
            continue
        node = ox.NamedNode(ID[f"esco-collection/{_slug(member.collection)}"])
        if member.collection not in named:
            named.add(member.collection)
            title = COLLECTIONS.get(member.collection, _slug(member.collection).replace("-", " "))
            yield ox.Triple(node, P.TYPE, ox.NamedNode(SKOS.Collection))
            yield ox.Triple(node, P.LABEL, ox.Literal(title, language="en"))
        yield ox.Triple(node, P.MEMBER, ox.NamedNode(iri))


def _slug(stem: str) -> str:
    """A name in small letters: `digitalSkills` is `digital-skills`."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", stem).lower()
