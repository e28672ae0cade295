"""Claims in plain words: the value, the scope, the place in the source, and on whose word.

Every door to people (command line, page, answers) words a claim through this module, so that one
claim reads the same everywhere. Functions take the claim and something that knows labels.
"""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import groupby
from typing import Protocol

import pyoxigraph as ox
from rdflib import URIRef

from careergraph.claims import Book
from careergraph.model import Claim, Estimate, Passage
from careergraph.terms import CAREER, DCTERMS, RDFS, SKOS, curie


class Labelled(Protocol):
    """Whatever knows what a node is called: `Labels` here, or `names.Index`."""

    def label(self, iri: str, /) -> str:
        """Return the preferred label of a node, or its prefixed name when it has none."""
        ...


_LABEL_PROPERTIES = (SKOS.prefLabel, RDFS.label, DCTERMS.title)


class Labels:
    """The label and definition of every node, those of units, agents and sources included.

    A step, which has no label of its own, is called by its two roles: 'Data Analyst to Data Lead'.
    Each is looked up when it is first asked for: a market has more of them than any one answer.
    """

    def __init__(self, store: ox.Store) -> None:
        self._store = store
        self._found: dict[tuple[str, bool], str | None] = {}

    def label(self, iri: str, /) -> str:
        """Return the preferred label of a node, or its prefixed name when it has none."""
        key = (str(iri), False)
        if key not in self._found:
            self._found[key] = _text(self._store, iri, _LABEL_PROPERTIES) or self._step(iri)
        return self._found[key] or curie(iri)

    def _step(self, iri: str) -> str | None:
        """What a step is called: the roles it leads from and to."""
        ends = [_object(self._store, iri, prop) for prop in (CAREER["from"], CAREER.to)]
        return " to ".join(map(self.label, filter(None, ends))) if all(ends) else None

    def definition(self, iri: str, /) -> str | None:
        """Return the definition of a node, or None."""
        key = (str(iri), True)
        if key not in self._found:
            self._found[key] = _text(self._store, iri, (SKOS.definition,))
        return self._found[key]


def _text(store: ox.Store, iri: str, properties: Iterable[URIRef]) -> str | None:
    """The text of a node by the first of `properties` it has, in English where there is one."""
    node = _node(iri)
    for prop in properties if node else ():
        found = store.quads_for_pattern(node, ox.NamedNode(prop), None, None)
        literals = [q.object for q in found if isinstance(q.object, ox.Literal)]
        texts = [each for each in literals if each.value.strip()]  # a blank text is none
        if texts:
            return min((text.language != "en", text.value) for text in texts)[1]
    return None


def _object(store: ox.Store, iri: str, prop: str) -> str | None:
    node = _node(iri)
    found = store.quads_for_pattern(node, ox.NamedNode(prop), None, None) if node else ()
    return min((q.object.value for q in found if isinstance(q.object, ox.NamedNode)), default=None)


def _node(iri: str) -> ox.NamedNode | None:
    try:
        return ox.NamedNode(iri)
    except ValueError:
        return None


_HIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def visible(text: str) -> str:
    """Return text without what would move a terminal's cursor or turn the direction of writing.

    In its place stands '�'; lines and tabs stay.
    """
    return _HIDDEN.sub("�", text)


def number(value: Decimal) -> str:
    """Return a number with thousands marked and no empty decimals.

    >>> number(Decimal("95000.0")), number(Decimal("2.50"))
    ('95,000', '2.5')
    """
    plain = f"{value:,f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def amount(claim: Claim, labels: Labelled) -> str:
    """Return a claimed range with its unit, such as '95,000 to 150,000 US dollars a year'.

    An end that the source leaves open reads 'at least' or 'at most'. Empty without a range.
    """
    low, high = claim.minimum, claim.maximum
    if low is None and high is None:
        return ""
    unit = _running(labels.label(claim.unit)) if claim.unit else ""
    if low == high == 1 and claim.unit == CAREER.yearCount:
        unit = "year"
    return f"{_range(low, high)} {unit}".rstrip()


def _range(low: Decimal | None, high: Decimal | None) -> str:
    if low is None:
        return f"at most {number(high)}" if high is not None else ""
    if high is None:
        return f"at least {number(low)}"
    return number(low) if low == high else f"{number(low)} to {number(high)}"


def value(claim: Claim, labels: Labelled) -> str:
    """Return what the claim puts forward, without its polarity, strength and scope.

    A figure about another node names both ('Master's degree, 77 percent'); a claim with no value
    of its own reads 'yes' or 'no'.
    """
    parts = [labels.label(claim.object)] if claim.object else []
    parts += [amount(claim, labels)] if amount(claim, labels) else []
    if parts:
        return ", ".join(parts)
    return str(claim.text) if claim.text and _describes(claim) else _yes(claim)


def _describes(claim: Claim) -> bool:
    return claim.measure != CAREER.possible


def _yes(claim: Claim) -> str:
    return "yes" if claim.affirms else "no"


def remark(claim: Claim) -> str:
    """Return the curators' remark on a claim that has a value besides it; empty without one."""
    has_value = claim.object or claim.minimum is not None or claim.maximum is not None
    return str(claim.text) if claim.text and (has_value or not _describes(claim)) else ""


_SPOKEN_SCOPE = {"population": "among {}", "stage": "at level {}", "industry": "in {}"}
_MONTHS = ("January", "February", "March", "April", "May ", "June", "July", "August", "September",
           "October", "November", "December")  # fmt: skip
SCOPE_ORDER = ("statistic", "population", "stage", "industry", "place", "period")


def scope(claim: Claim, labels: Labelled) -> str:
    """Return what the claim is limited to, such as 'typical range, United States'.

    Empty when it states no limit, which means that none was stated, not that there is none.
    """
    return ", ".join(text for _, text in scope_fields(claim, labels))


def scope_fields(claim: Claim, labels: Labelled) -> list[tuple[str, str]]:
    """Return the stated scope fields by name and in words, in reading order."""
    found = []
    for name in SCOPE_ORDER:
        iri = getattr(claim, name)
        if iri is not None:
            text = labels.label(iri)
            is_name = name in ("place", "industry") or text.startswith(_MONTHS)
            text = text if is_name else _running(text)
            found.append((name, _SPOKEN_SCOPE.get(name, "{}").format(text)))
    return found


def statement(claim: Claim, labels: Labelled) -> str:
    """Return the claim as 'measure: value (qualifiers)', without its subject and its source.

    For example 'pay: 95,000 to 150,000 US dollars a year (typical range, United States)' or
    'requires: A master's degree (not required)'.
    """
    said = value(claim, labels)
    qualifiers = [] if claim.affirms or said == "no" else [denial(claim.measure)]
    qualifiers += [_running(labels.label(claim.strength))] if claim.strength else []
    qualifiers += [scope(claim, labels)] if scope(claim, labels) else []
    suffix = f" ({', '.join(qualifiers)})" if qualifiers else ""
    return f"{labels.label(claim.measure)}: {said}{suffix}"


_DENIALS = {
    CAREER.requires: "not required",
    CAREER.possible: "people do not",
    CAREER.valuesCredential: "not valued",
    CAREER.essentialSkill: "not essential",
    CAREER.optionalSkill: "not helpful",
}


def denial(measure: URIRef) -> str:
    """Return in words what a source says that denies a value of a measure: 'not required'."""
    return _DENIALS.get(measure, "not so")


def passage(place: Passage) -> str:
    """Return where a passage stands: its section, item and characters in its document.

    Characters count from 0 and the last number is that just past the end.
    """
    item = f", item '{place.item}'" if place.item else ""
    return f"section '{place.section}'{item}, characters {place.begins_at}–{place.ends_at}"


def places(claim: Claim, book: Book) -> list[str]:
    """Return where in its source a claim stands, a text for each section it stands in.

    Several passages of one section are named together; empty for a claim that stands nowhere.
    """
    found = [book.passages[iri] for iri in claim.passages if iri in book.passages]
    found.sort(key=lambda p: (p.source, p.begins_at, p.ends_at))
    sections = groupby(found, key=lambda p: (p.source, p.section))
    return [_in_one_section(list(group)) for _, group in sections]


def _in_one_section(passages: list[Passage]) -> str:
    heading = f"section '{passages[0].section}', "
    others = [passage(place).removeprefix(heading) for place in passages[1:]]
    return " and ".join([passage(passages[0]), *others])


def row(claim: Claim, book: Book) -> Iterator[str]:
    """Yield in which row of its tables a source of tables says something, by the codes there.

    A source of one file has the row in that; of several nothing says in which.
    """
    if claim.stance == CAREER.stated and not claim.passages:
        ends = (curie(iri) for iri in (claim.subject, claim.object) if iri)
        files = book.sources[claim.source].files if claim.source in book.sources else ()
        file = f" in {files[0].rpartition('/')[2]}" if len(files) == 1 else ""
        yield f"row of {' and '.join(ends)}{file}"


def sure(estimate: Estimate) -> str:
    """Return how sure a source is of a figure: who answered, how far they agree, and when."""
    low, high = estimate.lower_bound, estimate.upper_bound
    parts = [f"{estimate.sample_size:,} answered"] if estimate.sample_size is not None else []
    if estimate.standard_error is not None:
        parts.append(f"standard error {number(estimate.standard_error)}")
    if estimate.relative_error is not None:
        parts.append(f"relative standard error {number(estimate.relative_error)} percent")
    if low is not None or high is not None:
        parts.append(f"confidence interval {_range(low, high)}")
    parts += [f"asked: {estimate.asked}"] if estimate.asked else []
    parts += [str(estimate.surveyed)] if estimate.surveyed else []
    if str(estimate.suppress) == "true":
        parts.append("the source advises against using it")
    if str(estimate.not_relevant) == "true":
        parts.append("those asked found it not relevant to the role")
    return ", ".join(parts)


def where(claim: Claim, book: Book) -> str:
    """Return in one text where in its source a claim stands; empty for one that stands nowhere."""
    return "; ".join(places(claim, book))


def source(claim: Claim, book: Book, labels: Labelled) -> str:
    """Return the title of the source that makes the claim."""
    known = book.sources.get(claim.source)
    return str(known.title) if known else labels.label(claim.source)


def authority(claim: Claim, labels: Labelled) -> str:
    """Return whom the source names as its authority, several joined by 'and'; empty if nobody."""
    return " and ".join(sorted(labels.label(iri) for iri in claim.said_by))


def basis(claim: Claim, labels: Labelled) -> str:
    """Return how the claim came to be: its stance, and its rule where it was inferred."""
    stance = _running(labels.label(claim.stance))
    return f"{stance} by the rule '{labels.label(claim.rule)}'" if claim.rule else stance


def describe(claim: Claim, book: Book, labels: Labelled) -> str:
    """Return the whole claim in one line: subject, statement, stance, authority, source, place."""
    parts = [basis(claim, labels)]
    parts += [f"says {authority(claim, labels)}"] if claim.said_by else []
    parts += [source(claim, book, labels)]
    parts += [where(claim, book)] if where(claim, book) else []
    return f"{labels.label(claim.subject)}, {statement(claim, labels)} – {'; '.join(parts)}"


def _running(label: str) -> str:
    """A label in the middle of a sentence; abbreviations such as 'US' keep their capitals."""
    return label[:1].lower() + label[1:] if label[1:2].islower() else label


def is_title(label: str) -> bool:
    """Whether a label keeps its first capital in the middle of a sentence: as an abbreviation, or
    as the title of several words that all have one, but for the small ones."""
    if not (label[1:2].islower() or label[1:2] == " "):
        return True
    words = [word for word in label.split(" ") if word[:1].lower() != word[:1].upper()]
    large = [word[0] != word[0].lower() for word in words[1:] if word not in _SMALL]
    return bool(large) and all(large) and words[0].lower() not in _SMALL


_SMALL = {"a", "an", "and", "as", "at", "by", "except", "for", "from", "in", "into", "not", "of",
          "on", "or", "other", "than", "the", "through", "to", "with"}  # fmt: skip
"""Words that have no capital in a title either."""
