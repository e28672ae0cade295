"""Why not, in words: what would open a route, and what closes every one."""

from collections.abc import Callable, Iterable
from decimal import Decimal

from careergraph import wording
from careergraph.claims import Book
from careergraph.model import AdvancementStep, Claim
from careergraph.routes.forms.explain import listed, lowered, title, voices
from careergraph.routes.ladder import Ladder
from careergraph.routes.question import Reading
from careergraph.routes.why.changes import Change
from careergraph.routes.why.cut import Bound, Cut, Proof, Shut
from careergraph.routes.why.obstacles import Obstacle
from careergraph.routes.why.ways import MOST, Way, WhyNot
from careergraph.wording import Labelled

_SPOKEN = {
    "without_further_degree": "allow a further degree",
    "without_further_credential": "allow further credentials",
    "highest_degree": "allow a higher degree",
    "pay_never_drops": "accept that pay drops on the way",
    "stay_in": "leave the industries to stay in",
    "avoid_licensed": "accept roles that need a licence",
    "kinds": "accept any kind of step",
    "unknown": "accept what is not known",
    "cautious": "read the claims cautiously",
    "generous": "read the claims generously",
}
_LIMITS = {
    "most_years": ("year", "allow {}", "set no limit on the years"),
    "most_steps": ("step", "allow {}", "set no limit on the steps"),
    "most_new_skills": ("new skill", "allow {}", "set no limit on new skills"),
    "pay_at_least": ("US dollar", "accept {} a year", "set no floor for the pay"),
}


def change(made: Change, ladder: Ladder, labels: Labelled) -> str:
    """Return a single change in words, such as 'allow 4 steps'."""
    if made.kind in _LIMITS:
        unit, some, none = _LIMITS[made.kind]
        return none if made.amount is None else some.format(counted(made.amount, unit))
    if made.node is None:
        return _SPOKEN[made.kind]
    name = labels.label(made.node)
    if made.kind == "source":
        return f"side with '{title(made.node, ladder.book, labels)}'"
    if made.kind == "through":
        return f"do without {name}"
    return f"allow {name}" if made.kind == "avoid" else f"hold {article(name)}"


def counted(amount: Decimal, unit: str) -> str:
    """Return an amount with its unit, such as '1 year' or '2.5 years'."""
    return f"{wording.number(amount)} {unit}{'' if amount == 1 else 's'}"


def article(label: str) -> str:
    """Return a label for the middle of a sentence, with 'a' or 'an'."""
    name = lowered(label)
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name}"


def all_changes(way: Way, ladder: Ladder, labels: Labelled) -> str:
    """Return the changes of a way in words, as one enumeration."""
    return listed(change(made, ladder, labels) for made in way.changes)


def as_text(
    found: WhyNot, ladder: Ladder, labels: Labelled, *, k: int | None = None,
    cite: Callable[[Claim], str] = lambda _: "",
) -> str:  # fmt: skip
    """Return why there is no route, or no supported one, and up to `k` ways to open one.

    `cite` gives the mark of a claim, such as '[3]'. Empty when nothing has to change.
    """
    if found.wanted is None:
        return ""
    lines = [f"What would open a {found.wanted}:"] if found.ways else []
    for way in found.ways[:k]:
        roles = " → ".join(labels.label(role) for role in way.route.roles)
        opened = f"{way.route.status.value}: {roles}"
        lines.append(f"   - {all_changes(way, ladder, labels)} ({opened})")
    left = len(found.ways[k:]) if k is not None else 0
    lines += [f"   and {left} more"] if left else []
    lines += _hopeless(found, labels)
    if found.proof:
        proof = _proof(found.proof, ladder, labels, cite)
        lines += ["", *proof] if lines and proof else proof
    return "\n".join(lines) + "\n"


def _hopeless(found: WhyNot, labels: Labelled) -> list[str]:
    if not found.complete:
        return ["Not everything was tried: as many searches as allowed were made."]
    if found.ways:
        return []
    if found.proof and not found.proof.entered:
        goals = listed(labels.label(goal) for goal in found.proof.goals) or "the goal"
        return [f"No source says how one becomes {goals}: no step leads there, so that no change "
                "to the question opens one."]  # fmt: skip
    return [f"No change of up to {MOST} things opens a {found.wanted}."]


def _proof(
    proof: Proof, ladder: Ladder, labels: Labelled, cite: Callable[[Claim], str]
) -> list[str]:
    lines = []
    for cuts in _alike(proof.cuts):
        if cuts[0].steps:
            under = listed(reading(cut.reading, ladder.book, labels) for cut in cuts)
            what = "supported way" if proof.supported else "way"
            lines.append(f"{_upper(under)}, every {what} ends at one of these steps:")
            lines += [f"   - {_shut(s, ladder, labels, cite)}" for s in cuts[0].steps]
    lines += [_upper(bound(b, labels)) + "." for b in proof.bounds]
    if not lines and proof.entered:
        lines += ["No step leads from the roles that can be reached to one that is asked for."]
    return lines


def _alike(cuts: Iterable[Cut]) -> list[list[Cut]]:
    """The cuts of several readings, those that close the same steps alike together."""
    found: dict[tuple[Shut, ...], list[Cut]] = {}
    for cut in cuts:
        found.setdefault(cut.steps, []).append(cut)
    return list(found.values())


def reading(read: Reading, book: Book, labels: Labelled) -> str:
    """Return a reading in words, such as 'in the cautious reading'."""
    if read.source is None:
        return f"in the {read.name} reading"
    name = f"'{title(read.source, book, labels)}'"
    return f"on the word of {name} alone" if read.name == "only" else f"leaving out {name}"


def _shut(shut: Shut, ladder: Ladder, labels: Labelled, cite: Callable[[Claim], str]) -> str:
    step = shut.step
    reasons = [
        f"{obstacle(o, step, ladder, labels)} {''.join(map(cite, o.claims))}".rstrip()
        for o in shut.by
    ]
    return f"{labels.label(step.start)} → {labels.label(step.end)}: {'; '.join(reasons)}"


def obstacle(found: Obstacle, step: AdvancementStep, ladder: Ladder, labels: Labelled) -> str:
    """Return in words what closes a step."""
    end = labels.label(step.end)
    plain = {
        "not said": "no claim that counts here says that people make this step",
        "inferred": "a curator infers it and no source says it",
        "kinds": f"a {labels.label(step.kind).lower()} is not among the kinds of step asked for",
        "avoid": f"{end} is to be avoided",
        "stay_in": f"it is made in {listed(sorted(map(labels.label, step.industries)))}"
        if step.industries
        else "no industry is known for it",
        "pay_never_drops": "it is not known whether pay drops"
        if found.unknown
        else f"pay drops, says {voices(found.claims, ladder.book, labels)}",
    }
    if found.kind in plain:
        return plain[found.kind]
    who = labels.label(found.claims[0].subject if found.claims else step.end)
    if found.claims and found.claims[0].subject == step.iri:
        who = "the step"
    needs = listed(sorted({lowered(labels.label(c.object or c.subject)) for c in found.claims}))
    return f"{who} needs {needs}, says {voices(found.claims, ladder.book, labels)}"


def bound(found: Bound, labels: Labelled) -> str:
    """Return in words a limit that no route keeps."""
    allowed = found.allowed or Decimal(0)
    if found.node is not None:
        words = f"no route passes through {labels.label(found.node)}"
    elif found.kind == "pay_at_least":
        words = f"{_best_pay(found.needed)}; {wording.number(allowed)} are asked for"
    else:
        words = f"{_least(found)} needed; {wording.number(allowed)} {_are(allowed)} allowed"
    others = listed(_KEPT[kind] for kind in found.given) if found.given else ""
    return f"within {others}, {words}" if others else words


def _best_pay(most: Decimal | None) -> str:
    if most is None:
        return "no pay is known"
    return f"the most that is known to be paid is {wording.number(most)} US dollars a year"


def _least(found: Bound) -> str:
    unit = _LIMITS[found.kind][0]
    if found.needed is None:
        return f"how many {unit}s is not known; more are"
    return f"at least {counted(found.needed, unit)} {_are(found.needed)}"


def _are(amount: Decimal) -> str:
    return "is" if amount == 1 else "are"


_KEPT = {
    "most_years": "the limit on years",
    "most_steps": "the limit on steps",
    "most_new_skills": "the limit on new skills",
    "pay_at_least": "the floor for pay",
    "through": "the industries to pass through",
}


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
