"""CTDL: pathways, occupations and credentials in the Credential Transparency Description Language.

Reads documents in JSON-LD, each a source of its own. What becomes what:

- job components, occupations, jobs and work roles: a `Role`; credentials and their components: a
  `Credential`; competencies: a `Skill`; years of experience: an `Experience`. A component is what
  it is a proxy for.
- a role that precedes another, or that a condition of the other counts: an `AdvancementStep`, of
  which a claim says that it is possible. CTDL does not say what kind of move it is.
- conditions (k of n, nested, alternatives): `Requirement`s, which a claim asks for on each step
  into the role, or on the role itself when the document names no role before it; what is
  recommended is preferred. A credential that is enough by itself opens the role.

A requirement that counts what we have no measure for, such as a course, is left out whole and told:
without that part it would say something else.
"""

from collections.abc import Iterator
from typing import Any

import pyoxigraph as ox
from rdflib import Literal

from careergraph.errors import ParseError, ReadError
from careergraph.model import Source, SourceFile
from careergraph.sources import Findings, Records, Release
from careergraph.sources.ctdl.document import Document
from careergraph.sources.ctdl.pathways import Pathways
from careergraph.sources.ctdl.things import SCHEME, digest
from careergraph.sources.files import Files, slug
from careergraph.sources.voice import Voice
from careergraph.terms import DCTERMS, ID, RDF, SKOS

_WHOLE = ID["source/ctdl"]


def read(files: Files, findings: Findings) -> Release:
    """Return what the documents say. Raises ReadError when there is none."""
    names = [n for n in files.names if n.lower().endswith((".json", ".jsonld"))]
    if not names:
        raise ReadError(
            f"{files.path}: no file in JSON-LD; expected the pathways of a publisher as .json or "
            ".jsonld"
        )
    found = {name: SourceFile(ID[f"source/ctdl/file-{digest(name)}"], Literal(name),
                              Literal(files.sha256(name))) for name in names}  # fmt: skip
    title = Literal("Documents in CTDL", lang="en")
    source = Source(_WHOLE, title, files=tuple(found[name].iri for name in names))
    documents = tuple(f"ctdl-{slug(name.rpartition('.')[0])}" for name in names)
    return Release(source, _records(files, found, findings), documents)


def _records(files: Files, found: dict[str, SourceFile], findings: Findings) -> Records:
    scheme = ox.NamedNode(SCHEME)
    yield ox.Triple(scheme, ox.NamedNode(RDF.type), ox.NamedNode(SKOS.ConceptScheme))
    yield ox.Triple(scheme, ox.NamedNode(SKOS.prefLabel),
                    ox.Literal("Names in documents in CTDL", language="en"))  # fmt: skip
    for name, file in found.items():
        yield file
        try:
            document = Document(files.text(name, findings), name, findings)
        except ParseError as error:
            findings.note("document that is not JSON-LD; left out", str(error))
            continue
        yield from _document(document, file, findings)


def _document(document: Document, file: SourceFile, findings: Findings) -> Iterator[Any]:
    pathways = document.of_types("Pathway")
    titles = [text for node in pathways if (text := document.text(node, "name"))]
    title = Literal("; ".join(titles) or document.place, lang="en")
    source = Source(ID[f"source/ctdl-{digest(document.place)}"], title, files=(file.iri,))
    yield source
    yield ox.Triple(ox.NamedNode(_WHOLE), ox.NamedNode(DCTERMS.hasPart), ox.NamedNode(source.iri))
    voice = Voice(f"ctdl-{digest(document.place)}", source.iri)
    yield from Pathways(document, voice, findings).records()
