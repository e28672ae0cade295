"""What an answer says of its routes, in sentences: why each has its status, and on whose word.

Sources are named by `named`, by default their titles in quotation marks.
"""

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal

from rdflib import URIRef

from careergraph import wording
from careergraph.claims import Book, OfGroup, Relation, Status
from careergraph.enumeration import few, listed
from careergraph.model import AdvancementStep, Claim
from careergraph.routes.answer import Route, RouteAnswer, RouteStep
from careergraph.routes.forms.mapped import is_weakly_known, is_weakly_made, weakly_needing
from careergraph.routes.ladder import Ladder
from careergraph.routes.phrase.words import EXACT_LEVELS
from careergraph.routes.question import CAUTIOUS, RouteQuery
from careergraph.routes.readings import DIPLOMA, share_of, viewed
from careergraph.routes.whatif.gain import Gain
from careergraph.routes.whatif.higher import Higher
from careergraph.terms import CAREER
from careergraph.wording import Labelled

Named = Callable[[URIRef], str]

_BASELINES = {
    "held": "the degree held",
    "started from": "the degree started from",
    "assumed": "a bachelor's degree, which is assumed",
    "surveyed": "a high school diploma: of those asked in the first role, few need any degree",
}
_LEVELS = {DIPLOMA: "a high school diploma", DIPLOMA + 1: "an associate's degree"}

MOST_ABOVE = 3
"""How many roles above a level are named before the rest is counted."""

MOST_DOUBTS = 4
"""How much of what is known through weak mappings is named before the rest is counted."""


# ---------------------------------------------------------------- words


def lowered(text: str) -> str:
    """Return a label for the middle of a sentence; abbreviations keep their capitals, and so do
    titles, all of whose words have them.

    >>> lowered("Master's degree"), lowered("Financial Managers"), lowered("SQL")
    ("master's degree", 'Financial Managers', 'SQL')
    """
    return text if wording.is_title(text) else f"{text[:1].lower()}{text[1:]}"


def article(label: str) -> str:
    """Return a label for the middle of a sentence, with 'a' or 'an'."""
    name = lowered(label)
    first = name[0].lower() if name[1:2].islower() else name[0]
    return f"{'an' if first in 'aeiou' else 'a'} {name}"


def counted(amount: Decimal | int, unit: str) -> str:
    """Return an amount with its unit, such as '1 year' or '2.5 years'."""
    return f"{wording.number(Decimal(amount))} {unit}{'' if amount == 1 else 's'}"


def uppered(text: str) -> str:
    """Return a text as the beginning of a sentence."""
    return text[:1].upper() + text[1:]


def ends(step: RouteStep, labels: Labelled) -> str:
    """Return between which roles a step leads: 'Data Analyst to Data Scientist'."""
    return f"{labels.label(step.step.start)} to {labels.label(step.step.end)}"


def needed(claims: Iterable[Claim], labels: Labelled, last: str = "and") -> str:
    """Return what requirements ask for, as one enumeration."""
    found = sorted({lowered(labels.label(c.object or c.subject)) for c in claims})
    return listed(found, last)


def share(claim: Claim, book: Book) -> str:
    """Return how many of those in a role say that it needs what a claim names, where a source
    tells; of answers that were added up, that so many say this or more."""
    if claim.unit != CAREER.percent or claim.minimum is None:
        return ""
    added = any(base.measure == CAREER.educationShare for base in book.bases(claim))
    said = "incumbents say this or more" if added else "those who were asked"
    return f" ({wording.number(claim.minimum)} % of {said})"


# ---------------------------------------------------------------- sources


def title(source: URIRef, book: Book, labels: Labelled) -> str:
    """Return the title of a source."""
    known = book.sources.get(source)
    return str(known.title) if known else labels.label(source)


def quoted(book: Book, labels: Labelled) -> Named:
    """Return what names a source by its title in quotation marks."""
    return lambda source: f"'{title(source, book, labels)}'"


def speakers(claims: Iterable[Claim], book: Book) -> list[URIRef]:
    """Return the sources on whose word claims rest, those at their root, sorted."""
    return sorted({root.source for claim in claims for root in book.roots(claim)})


def voices(
    claims: Iterable[Claim], book: Book, labels: Labelled, named: Named | None = None
) -> str:
    """Return in words on whose word claims rest: their sources, joined by 'and'."""
    return listed(map(named or quoted(book, labels), speakers(claims, book)))


def tellers(claims: Iterable[Claim], book: Book) -> list[URIRef]:
    """Return the sources that say what claims have, sorted: of what is said of a group, and holds
    of a role for being in it, not those that say who is in the group."""
    return sorted({word.source for claim in claims for word in book.words(claim)})


def credited(
    claims: Iterable[Claim], book: Book, labels: Labelled, named: Named | None = None
) -> str:
    """Return in words who says what claims on a role have, and where it is not said of the role
    itself but of a group, of which: "bls of 'Registered Nurses', the group it is in"."""
    name = named or quoted(book, labels)
    whom: dict[URIRef, dict[str, None]] = {}
    for claim in claims:
        for word in book.words(claim):
            whom.setdefault(word.source, {})[_of_group(word.group, claim, labels)] = None
    said: dict[str, list[str]] = {}
    for source in sorted(whom):
        groups = listed(sorted(whom[source])) if "" not in whom[source] else ""
        said.setdefault(groups, []).append(name(source))
    return listed(f"{listed(names)} {groups}".rstrip() for groups, names in said.items())


def _of_group(group: OfGroup | None, claim: Claim, labels: Labelled) -> str:
    """Of which group what a claim on a role has is said; empty where of the role itself."""
    if group is None:
        return ""
    name = labels.label(group.iri)
    if not group.own:
        return f"of '{name}', the group of the role that stands for it"
    same = name == labels.label(claim.subject)
    return "of the group of the same name" if same else f"of '{name}', the group it is in"


# ---------------------------------------------------------------- routes


def duration(route: Route) -> str:
    """Return the years a route takes in words: '2 to 4', 'at least 3 (known for 1 of 2 steps)'."""
    moves = [each for each in route.steps if each.step.kind != CAREER.opens]
    found, count = route.costs.years, len(moves)
    if found.unknown == count and not found.low:
        return "not known"
    part = f" (known for {count - found.unknown} of {count} steps)" if found.unknown else ""
    if found.high is None:
        return f"at least {wording.number(found.low)}{part}"
    if found.high == found.low:
        return wording.number(found.low)
    return f"{wording.number(found.low)} to {wording.number(found.high)}"


def kind_of(step: AdvancementStep, labels: Labelled) -> str:
    """Return what kind of step it is, in words."""
    entered = step.kind == CAREER.opens
    return "a first role after it" if entered else lowered(labels.label(step.kind))


def level(role: URIRef, ladder: Ladder, labels: Labelled) -> str | None:
    """Return the levels claimed for a role, lowest first and joined by 'or'; None when unknown."""
    claims = ladder.book.on(role, CAREER.level)
    found = {c.object for c in claims if c.affirms and c.object in ladder.ranks}
    ordered = sorted((lv for lv in found if lv is not None), key=lambda lv: ladder.ranks[lv])
    return " or ".join(labels.label(lv).lower() for lv in ordered) or None


def account(
    route: Route, query: RouteQuery, book: Book, labels: Labelled, named: Named | None = None
) -> str:
    """Return in a sentence or two why a route has its status, and on whose word."""
    if route.status is Status.SUPPORTED:
        return _supported(route, book, labels, named or quoted(book, labels))
    if route.status is Status.UNKNOWN:
        guessed = [s for s in route.steps if s.status is Status.UNKNOWN]
        verb = "rests" if len(guessed) == 1 else "rest"
        names = listed(ends(s, labels) for s in guessed)
        survival = _survival(route, book, named or quoted(book, labels))
        return f"Open, but {names} {verb} on a curator's inference alone; {survival}."
    disputed = [s for s in route.steps if s.status is Status.CONTESTED]
    if not disputed:
        who = readers(route, book, labels, named)
        part = f"; {listed(halves)}" if (halves := list(_in_part(route, query))) else ""
        return f"Contested: it answers the question to {who}, but not to a cautious reader{part}."
    return f"Contested: {listed(_dispute(s, book, labels, named) for s in disputed)}."


def _in_part(route: Route, query: RouteQuery) -> Iterator[str]:
    """The limits that a route keeps only at one end of what is said of it."""
    floor, most, years = query.pay_at_least, query.most_years, route.costs.years
    lows = [c.minimum or Decimal(0) for c in route.pay if c.unit == CAREER.usdPerYear]
    if floor is not None and lows and max(lows) < floor:
        yield f"its pay is said to start at {wording.number(max(lows))}"
    if most is not None and years.known > most:
        yield f"it may take {wording.number(years.known)} years"


def _supported(route: Route, book: Book, labels: Labelled, named: Named) -> str:
    sources = speakers((c for s in route.steps for c in s.possible), book)
    gained = " who gains what it takes" if any(s.demands for s in route.steps) else ""
    silent = [r for r in route.roles[1:] if not book.on(r, CAREER.requires)]
    roles = listed(map(labels.label, silent), "or")
    unsaid = f" Nobody says what it takes to be {roles}." if silent else ""
    doubted = list(weakly_known(route, book, labels))
    on_whom = f"{_but(doubted)}. It rests on" if doubted else ", on"
    who = listed(map(named, sources))
    said = f"Open even to a cautious reader{gained}{on_whom} the word of {who}"
    if set(route.needs) != set(sources):
        return f"{said}; {_survival(route, book, named)}.{unsaid}"
    alone = {1: "which", 2: "either of which"}.get(len(sources), "any one of which")
    return f"{said}, without {alone} it is closed.{unsaid}"


def weakly_known(route: Route, book: Book, labels: Labelled) -> Iterator[str]:
    """Yield in words what of a route is known through weak mappings alone: of a step that people
    make it, or what it or the role it leads into needs."""
    for step in route.steps:
        if is_weakly_made(step, book):
            yield ends(step, labels)
        for who in weakly_needing(step, book):
            whole = all(is_weakly_known(c, book) for c in step.demands if c.subject == who)
            name = ends(step, labels) if who == step.step.iri else labels.label(who)
            yield f"{'' if whole else 'part of '}what {name} needs"


def _but(doubted: list[str]) -> str:
    if len(doubted) == 1:
        return f", but {doubted[0]} is known only through a weak mapping"
    more = len(doubted) - MOST_DOUBTS
    named = [*doubted[:MOST_DOUBTS], f"{more} more"] if more > 1 else doubted
    return f", but {listed(named)} are known only through weak mappings"


def _survival(route: Route, book: Book, named: Named) -> str:
    """What becomes of a route when one source is left out; of many that all are needed, only how
    many they are, since the steps name them."""
    if not route.needs:
        return "it stays open without any one source"
    count = len(route.needs)
    everyone = speakers((c for s in route.steps for c in s.possible), book)
    if count > 2 and set(route.needs) >= set(everyone):
        return f"it needs all {_SPELLED.get(count, count)} of its sources"
    return f"without {listed(map(named, route.needs), 'or')} it is closed"


_SPELLED = {3: "three", 4: "four", 5: "five", 6: "six"}


def _dispute(step: RouteStep, book: Book, labels: Labelled, named: Named | None) -> str:
    """Who stands against whom on a step, in words."""
    end = labels.label(step.step.end)
    if not step.unmet:
        denied = any(not claim.affirms for claim in step.possible)
        return (
            f"sources differ on whether people move on to {end}"
            if denied
            else f"the step to {end} keeps the limits of the question in some readings only"
        )
    needs = needed(step.unmet, labels)
    conflict = Relation.CONFLICT
    denials = [d for d in step.denials if any(book.relation(u, d) is conflict for u in step.unmet)]
    if not denials:
        said = credited(step.unmet, book, labels, named)
        return f"{end} needs {needs}, says {said}; the other sources are silent"
    tell = tellers(step.unmet, book)
    if tell == tellers(denials, book):
        said = listed(map(named or quoted(book, labels), tell))
        return f"{said} says that {end} needs {needs}, and elsewhere that it does not"
    demanding, denying = (credited(c, book, labels, named) for c in (step.unmet, denials))
    return f"{end} needs {needs}, says {demanding}; it does not, says {denying}"


def weakness(step: RouteStep, book: Book, labels: Labelled, named: Named | None = None) -> str:
    """Return in words what makes this the weakest step of its route."""
    if step.status is Status.UNKNOWN:
        return f"{ends(step, labels)}: inferred by a curator, stated by no source"
    if step.status is Status.CONTESTED:
        return f"{ends(step, labels)}: {_dispute(step, book, labels, named)}"
    if step.crucial:
        said = listed(map(named or quoted(book, labels), sorted(step.crucial)))
        how = "alone" if len(step.crucial) == 1 else "together"
        return f"{ends(step, labels)}: rests on {said} {how}"
    said = listed(map(named or quoted(book, labels), sorted(frozenset().union(*step.backing))))
    apart = all(len(each) == 1 for each in step.backing)
    how = "each by itself" if apart else f"{step.independent} of them independent"
    return f"{ends(step, labels)}: supported by {said}, {how}"


def further(
    route: Route, ladder: Ladder, labels: Labelled, named: Named | None = None
) -> str:  # fmt: skip
    """Return in words the degree above which another would be a further one on this route, and why:
    what it rests on."""
    origin, book, start = route.baseline.origin, ladder.book, labels.label(route.roles[0])
    claims = _grounds(route, ladder)
    unsure = bool(claims) and all(is_weakly_known(claim, book) for claim in claims)
    doubt = "; this is known only through a weak mapping" if unsure else ""
    if origin in _BASELINES:
        return f"{_BASELINES[origin]}{doubt}"
    if origin == "denied on the start":
        said = credited(claims, book, labels, named)
        return (f"{_LEVELS[route.baseline.eqf]}: {start} does not need "
                f"{needed(claims, labels, 'or')}, says {said}{doubt}")  # fmt: skip
    return f"what {start} itself is said to need: {needed(claims, labels)}{doubt}"


def _grounds(route: Route, ladder: Ladder) -> list[Claim]:
    """The claims on the start of a route from which the degree above which another is a further
    one follows; empty when it does not follow from any."""
    base, view = route.baseline, viewed(ladder, CAUTIOUS)
    said = ladder.book.on(route.roles[0], CAREER.requires)
    affirmed = [c for c in said if c.affirms]
    if base.origin == "surveyed":
        return [c for c in affirmed if c.strength is None and share_of(c)]
    if base.origin == "denied on the start":
        return [c for c in said if not c.affirms and view.degree_left(c) == base.eqf]
    if base.origin == "binds on the start":
        return [c for c in affirmed if view.degree_demanded(c) == base.eqf] or affirmed
    return []


def readers(route: Route, book: Book, labels: Labelled, named: Named | None = None) -> str:
    """Return in words to whom a route is open, by the readings under which it is."""
    name = named or quoted(book, labels)
    found = []
    for reading in route.open_under:
        kind, _, source = reading.partition(" ")
        who = {"only": "one who believes {} alone", "without": "one who leaves out {}"}.get(kind)
        found.append(who.format(name(URIRef(source))) if who else f"a {kind} reader")
    return listed(found)


def gained(gain: Gain, labels: Labelled) -> str:
    """Return in words what holding something changes: routes that it opens, or nothing."""
    what = listed(lowered(labels.label(iri)) for iri in gain.held)
    there = "there is" if gain.without == 1 else "there are"
    changes = [
        f"{count} {words[count > 1]}"
        for count, words in (
            (gain.opened, ("route is there only with it", "routes are there only with it")),
            (gain.better, ("route has a better status", "routes have a better status")),
            (gain.lost, ("route is there only without it", "routes are there only without it")),
        )
        if count
    ]
    if changes:
        routes = counted(gain.without, "route")
        return f"Holding {what}: {listed(changes)}. Without it {there} {routes}."
    same = f"{there} the same {counted(gain.without, 'route')}" if gain.without else "there is none"
    return f"Holding {what} changes nothing here: without it {same}."


def raised(found: Higher, labels: Labelled) -> str:
    """Return in words that roles above a level would answer, and how to ask for them."""
    level = labels.label(found.level).lower()
    phrase = f"{level} roles{' or above' if found.level in EXACT_LEVELS else ''}"
    told = few([labels.label(role) for role in found.above], MOST_ABOVE)
    return (
        f"Exactly the level {level} is asked for. 'to {phrase}' takes higher ones in as well, and "
        f"leads to {told}."
    )


def already(answer: RouteAnswer, labels: Labelled) -> str:
    """Return in words that the role a question starts from is one of those it asks for, if it is:
    else who asks how to become senior is shown moves among the senior without a word."""
    role, goal = answer.query.start.role, answer.query.goal
    if role is None or role not in answer.goals or goal.kind not in ("Level", "Industry"):
        return ""
    return f"{labels.label(role)} itself is one of the roles that are asked for."


def summary(answer: RouteAnswer, k: int | None) -> str:
    """Return the status of an answer and how many routes of each it has."""
    if not answer.routes:
        if not answer.complete:
            return "none found. The search had to stop before it had tried every way."
        return "none. No route answers this question."
    total = answer.total
    least = "" if answer.complete else "at least "
    found = [f"{n} {s}" for s, n in answer.counts.items() if n]
    parts = f" ({', '.join(found)})" if len(found) > 1 else ""
    shown = f"; the best {k} are shown" if k is not None and 1 < k < total else ""
    shown = "; the best is shown" if k == 1 < total else shown
    known = ", as far as is known" if answer.not_known(answer.routes[0]) else ""
    return f"{answer.status}{known}. {least}{counted(total, 'route')}{parts}{shown}."
