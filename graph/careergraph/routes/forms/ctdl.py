"""An answer as pathways of the Credential Transparency Description Language, in JSON-LD.

Each route is a `ceterms:Pathway`. Its roles are job components, each preceding the next; what is
asked for on the way are credential, competency or work experience components, and a component
condition on the role says how many of them are needed. `ceterms:proxyFor` leads to our own nodes.

No CTIDs are given, since nothing here is in the Credential Registry; who publishes a pathway there
adds them, with the owner. The context stands in the file, so that reading it needs no network.
"""

import json
from collections.abc import Iterator
from typing import Any

from rdflib import URIRef

from careergraph.claims import Relation
from careergraph.routes.answer import Route, RouteAnswer, RouteStep
from careergraph.routes.forms.needs import Need, needs
from careergraph.routes.forms.rdf import iri
from careergraph.routes.forms.sentences import account, credited, kind_of, level, voices
from careergraph.routes.ladder import Ladder
from careergraph.terms import CAREER, PREFIXES, XSD
from careergraph.wording import Labelled

Node = dict[str, Any]

_LINKS = ("credentialType", "hasDestinationComponent", "hasPart", "isDestinationComponentOf",
          "isPartOf", "precedes", "proxyFor", "targetComponent", "targetNode")  # fmt: skip
_TEXTS = ("description", "name", "targetNodeName")

CONTEXT: Node = {
    "ceterms": PREFIXES["ceterms"],
    "xsd": str(XSD),
    **{f"ceterms:{name}": {"@type": "@id"} for name in _LINKS},
    **{f"ceterms:{name}": {"@container": "@language"} for name in _TEXTS},
    "ceterms:requiredNumber": {"@type": "xsd:integer"},
}
"""What the words of the file stand for."""

_AWARDS = {
    CAREER.Degree: "Degree",
    CAREER.Certification: "Certification",
    CAREER.Licence: "License",
}


def as_ctdl(answer: RouteAnswer, ladder: Ladder, labels: Labelled, *, k: int | None = None) -> str:
    """Return at most `k` routes as CTDL pathways in JSON-LD: same answer, same bytes."""
    pathways = [_Pathway(route, answer, ladder, labels) for route in answer.best(k)]
    graph = [node for pathway in pathways for node in pathway.nodes()]
    return json.dumps({"@context": CONTEXT, "@graph": graph}, indent=2, ensure_ascii=False) + "\n"


class _Pathway:
    """One route on its way into CTDL: its components get numbers as they are met."""

    def __init__(self, route: Route, answer: RouteAnswer, ladder: Ladder, labels: Labelled) -> None:
        self.route, self.ladder, self.labels = route, ladder, labels
        self.iri, self.query = iri(route, answer), answer.query
        self.needs = needs(route, answer.query, ladder)
        self.asked: dict[URIRef, str] = {}

    def nodes(self) -> list[Node]:
        """Return the pathway, then its components in the order in which they are met."""
        jobs = [self._job(place) for place in range(len(self.route.roles))]
        parts = [*jobs, *(self._component(what) for what in self.asked)]
        pathway = self._node(
            self.iri, "Pathway", " to ".join(map(self.labels.label, self.route.roles)),
            account(self.route, self.query, self.ladder.book, self.labels),
        )  # fmt: skip
        pathway["ceterms:inLanguage"] = ["en"]
        pathway["ceterms:hasPart"] = [part["@id"] for part in parts]
        pathway["ceterms:hasDestinationComponent"] = [jobs[-1]["@id"]]
        pathway["ceterms:occupationType"] = [self._aligned(self.route.roles[-1])]
        industries = sorted({i for step in self.route.steps for i in step.step.industries})
        if industries:
            pathway["ceterms:industryType"] = [self._aligned(each) for each in industries]
        return [pathway, *parts]

    def _node(self, node: str, kind: str, name: str, description: str = "") -> Node:
        found: Node = {"@id": str(node), "@type": f"ceterms:{kind}", "ceterms:name": {"en": name}}
        if description:
            found["ceterms:description"] = {"en": description}
        return found

    def _aligned(self, node: URIRef) -> Node:
        return {
            "@type": "ceterms:CredentialAlignmentObject",
            "ceterms:targetNode": str(node),
            "ceterms:targetNodeName": {"en": self.labels.label(node)},
        }

    def _job(self, place: int) -> Node:
        """The role at a place of the route, with the conditions of the step that leads into it."""
        role = self.route.roles[place]
        rank = level(role, self.ladder, self.labels) or "not known"
        about = f"Level: {rank}."
        if place:
            about += f" {self._step(self.route.steps[place - 1])}"
        kind = "JobComponent"
        if role in self.ladder.credentials:
            kind, about = "CredentialComponent", "Where the route starts."
        job = self._node(f"{self.iri}#role-{place + 1}", kind, self.labels.label(role), about)
        job["ceterms:proxyFor"] = str(role)
        job["ceterms:isPartOf"] = [str(self.iri)]
        if place + 1 < len(self.route.roles):
            job["ceterms:precedes"] = [f"{self.iri}#role-{place + 2}"]
        else:
            job["ceterms:isDestinationComponentOf"] = [str(self.iri)]
        conditions = list(self._conditions(place - 1)) if place else []
        return job | ({"ceterms:hasCondition": conditions} if conditions else {})

    def _step(self, step: RouteStep) -> str:
        kind = kind_of(step.step, self.labels)
        said = voices(step.possible, self.ladder.book, self.labels)
        start = self.labels.label(step.step.start)
        return f"Step from {start}: {kind}, {step.status.value}, on the word of {said}."

    def _conditions(self, place: int) -> Iterator[Node]:
        for need in self.needs[place]:
            requirement = self.ladder.book.requirement(need.claim.object)
            if requirement is not None:
                yield {
                    "@type": "ceterms:ComponentCondition",
                    "ceterms:name": {"en": self.labels.label(requirement.iri)},
                    "ceterms:description": {"en": self._condition(need)},
                    "ceterms:requiredNumber": requirement.needed,
                    "ceterms:targetComponent": [
                        self.asked.setdefault(a, f"{self.iri}#need-{len(self.asked) + 1}")
                        for a in requirement.alternatives
                    ],
                }

    def _condition(self, need: Need) -> str:
        strength = self.labels.label(need.claim.strength) if need.claim.strength else "Needed"
        said = credited([need.claim], self.ladder.book, self.labels)
        denied = "; another claim denies it" if self._denied(need) else ""
        return f"{strength} on the word of {said}{denied}; {need.met.value}."

    def _denied(self, need: Need) -> bool:
        steps = (denial for step in self.route.steps for denial in step.denials)
        return any(
            self.ladder.book.relation(need.claim, denial) is Relation.CONFLICT for denial in steps
        )

    def _component(self, what: URIRef) -> Node:
        """A credential, skill or experience that some condition counts."""
        credential = self.ladder.credentials.get(what)
        kind = "CredentialComponent" if credential else "CompetencyComponent"
        kind = "WorkExperienceComponent" if what in self.ladder.experiences else kind
        node = self._node(self.asked[what], kind, self.labels.label(what))
        node["ceterms:proxyFor"] = str(what)
        node["ceterms:isPartOf"] = [str(self.iri)]
        awards = [_AWARDS[t] for t in (credential.types if credential else ()) if t in _AWARDS]
        return node | ({"ceterms:credentialType": f"ceterms:{awards[0]}"} if awards else {})
