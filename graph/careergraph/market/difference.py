"""What a new release of a source changes: what there is, how it is linked, and who can get where.

    roles, skills, ...   added, removed, renamed, replaced by another
    links                claims by measure, mappings by predicate, and what is broader than what
    steps and routes     of the whole market: steps that appear or vanish, and pairs of roles of
                         which one can now, or no longer, be reached from the other

It is told once, when the one takes the place of the other, and kept: see `kept`.
"""

import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from heapq import nsmallest
from itertools import chain
from pathlib import Path
from textwrap import indent
from typing import Any

from careergraph import market, model, shelf
from careergraph.errors import ReadError
from careergraph.market import building
from careergraph.market.changes import Lines, compare
from careergraph.market.reach import Pair, places, reach
from careergraph.market.sides import (
    BROADER,
    LABEL,
    LINKS,
    REPLACED,
    TYPE,
    Facts,
    Link,
    Side,
    iri,
    term,
)
from careergraph.model import AdvancementStep, Role, rdf_classes
from careergraph.terms import curie
from careergraph.wording import visible

FIRST = 5
"""How many of each are named, the first by their labels."""

KINDS: dict[str, Any] = {
    "roles": Role, "role groups": model.RoleGroup, "skills": model.Skill,
    "skill groups": model.SkillGroup, "credentials": model.Credential,
    "industries": model.Industry,
}  # fmt: skip
"""What is counted, by the name under which it is told."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many, and what the first of them are called."""

    count: int
    first: tuple[str, ...] = ()


Tallies = Mapping[str, Tally]


@dataclass(frozen=True, slots=True)
class Difference:
    """What a release changed. What did not change is left out.

    `nodes` are tallies by kind and by what became of them (added, removed, renamed, replaced),
    `links` by measure or predicate: a link is replaced when one of the same ends is said with other
    values. `steps` (added, removed, and of these `still_reached`: other steps lead to the same
    goal) and `routes` (added, removed) are of the whole market. A route is told by its ends, two
    roles that both generations have: is there any way by steps, whatever these require? All pairs
    are looked at; `reached` is between how many there is a way, before and after, those of roles
    that were added or removed among them. `rules` are those by which steps were derived before and
    after, in words.
    """

    source: str
    before: str
    after: str
    triples: Lines
    nodes: Mapping[str, Tallies]
    links: Mapping[str, Tallies]
    steps: Tallies
    routes: Tallies
    reached: tuple[int, int]
    rules: tuple[str, str] = ("", "")

    def values(self) -> dict[str, Any]:
        """Return the difference as JSON values; `from_values` is the inverse."""
        found = asdict(self)
        found["triples"] = self.triples._asdict()
        for pair in ("reached", "rules"):
            found[pair] = dict(zip(("before", "after"), found[pair], strict=True))
        return found

    def text(self, *, most: int = 6) -> str:
        """Return the difference for reading: of the links the `most` changed kinds."""
        lines = [f"{kind}: {_told(found)}" for kind, found in self.nodes.items()]
        ranked = sorted(self.links, key=lambda link: (-_size(self.links[link]), link))
        lines += [f"{link}: {_told(self.links[link], named=False)}" for link in ranked[:most]]
        if ranked[most:]:
            rest = sum(_size(self.links[link]) for link in ranked[most:])
            lines.append(f"{len(ranked) - most} other kinds of links: {rest:,} changes")
        if len(set(self.rules)) > 1:
            lines.append(f"rules: {self.rules[1]} in place of {self.rules[0]}")
        lines += [f"{what}: {_told(found)}" for what, found in (
            ("steps", self.steps), ("ways from role to role", self.routes)) if found]  # fmt: skip
        came, went = self.triples
        if came or went or not lines:
            lines.append(f"triples: {came:,} added, {went:,} removed")
        return visible("\n".join(lines)) + "\n"


def _size(tallies: Tallies) -> int:
    return sum(tally.count for tally in tallies.values())


def _told(tallies: Tallies, *, named: bool = True) -> str:
    parts = []
    for what, tally in tallies.items():
        more = ["…"] if tally.count > len(tally.first) else []
        some = f" ({'; '.join([*tally.first, *more])})" if named and tally.first else ""
        parts.append(f"{tally.count:,} {_WORDS.get(what, what)}{some}")
    return ", ".join(parts)


_WORDS = {"still_reached": "of these still got by other steps"}


def from_values(values: Mapping[str, Any]) -> Difference:
    """Return the difference that JSON values state; `Difference.values` is the inverse."""

    def tallies(found: Mapping[str, Any]) -> Tallies:
        return {what: Tally(t["count"], tuple(t["first"])) for what, t in found.items()}

    return Difference(
        values["source"], values["before"], values["after"], Lines(**values["triples"]),
        {kind: tallies(found) for kind, found in values["nodes"].items()},
        {kind: tallies(found) for kind, found in values["links"].items()},
        tallies(values["steps"]), tallies(values["routes"]),
        (values["reached"]["before"], values["reached"]["after"]),
        tuple(values.get("rules", {}).values()) or ("", ""),  # earlier markets do not tell them
    )  # fmt: skip


def _file(generation: Path, name: str) -> Path:
    return generation / building.ACCOUNTS / f"{name}.difference.json"


def tell(before: Path | None, after: Path, *, name: str) -> Difference | None:
    """Return what a generation changes of a source, and keep that in it: nothing for a new one."""
    if before is None or name not in building.held(before):
        return None
    found = between(before, after, name=name)
    path = _file(after, name)
    path.parent.mkdir(exist_ok=True)
    text = json.dumps(found.values(), indent=1, ensure_ascii=False)
    path.write_text(f"{text}\n", encoding="utf-8")
    return found


def kept(generation: Path, name: str) -> Difference | None:
    """Return what the latest release of a source changed, or None when it is the first."""
    path = _file(generation, name)
    return from_values(json.loads(path.read_text("utf-8"))) if path.exists() else None


@dataclass(frozen=True, slots=True)
class Changes:
    """What the latest release of each source of a market changed, by the names of the sources.

    `rules` are those by which the market is derived now, in words. What other rules change, named
    without a new release, is told by the import that names them, and not kept.
    """

    every: tuple[Difference, ...]
    rules: str

    def values(self) -> list[dict[str, Any]]:
        """Return the changes as JSON values."""
        return [each.values() for each in self.every]

    def text(self) -> str:
        """Return the changes for reading."""
        told = [f"{visible(_title(each))}\n{indent(self._told(each), '  ')}" for each in self.every]
        if not told:
            told = ["no release took the place of another\n"]
        return f"{''.join(told)}rules now: {visible(self.rules)}; {_OF_RULES}\n"

    def _told(self, found: Difference) -> str:
        """What a release changed, with a word on steps that other rules have changed since."""
        then = found.rules[1]
        since = f"since then other rules, not {visible(then)}, derive the steps anew\n"
        return found.text() + (since if then and then != self.rules else "")


_OF_RULES = "what a change of rules changes is told by the import that names them alone"


def _title(found: Difference) -> str:
    return f"{found.source}: {found.after or 'a release'} in place of {found.before or 'another'}"


def latest(location: str | os.PathLike[str] | None) -> Changes:
    """Return what the latest releases changed in a market. Raises ReadError where there is none."""
    home = market.home(location) if location else None
    if home is None:
        raise ReadError(f"{location or 'the curated graph'}: no market; only a market has releases")
    found = (kept(home, name) for name in building.held(home))
    return Changes(tuple(each for each in found if each), building.chosen(home).text())


def between(before: Path, after: Path, *, name: str) -> Difference:
    """Return what differs between the releases of a source that two generations hold.

    Both have to be whole but for what is said about them: sources, base and records.
    """
    was, now = Side(before, name), Side(after, name)
    triples = compare(was.path, now.path, added=now.tell, removed=was.tell)
    nodes, links = _sorted_out(was, now)
    steps, routes, reached = _ways(was, now)
    rules = (building.chosen(before).text(), building.chosen(after).text())
    return Difference(name, was.version, now.version, triples, nodes, links, steps, routes,
                      reached, rules)  # fmt: skip


# ---------------------------------------------------------------- nodes and links


_CLASSES = {term(each): kind for kind, cls in KINDS.items() for each in rdf_classes(cls)}

Names = Iterable[tuple[str, ...]]


def _tally(count: int, names: Names, joined: str) -> Tally:
    return Tally(count, tuple(joined.join(each) for each in nsmallest(FIRST, names)))


def _sorted_out(was: Side, now: Side) -> tuple[dict[str, Tallies], dict[str, Tallies]]:
    """What became of the nodes that only one side speaks of, and of the links."""
    nodes: dict[str, dict[str, list[tuple[str, ...]]]] = {kind: {} for kind in KINDS}
    gone, new, anew = Counter[Link](), Counter[Link](), Counter[Link]()
    for node in was.alone.keys() | now.alone.keys():
        if not node.startswith(b"<"):
            continue
        less, more = was.alone.get(node, {}), now.alone.get(node, {})
        gone.update(Link(BROADER, node, each) for each in less.get(BROADER, ()))
        new.update(Link(BROADER, node, each) for each in more.get(BROADER, ()))
        went, came = (LINKS.keys() & facts.get(TYPE, ()) for facts in (less, more))
        if went or came:
            gone.update(was.link(node, each) for each in went)
            new.update(now.link(node, each) for each in came)
            continue
        types = now.stated(node, TYPE)
        links = LINKS.keys() & set(types)
        anew.update(now.link(node, each) for each in links)
        if not links:
            typed = TYPE in less or TYPE in more
            old = _kinds(was.stated(node, TYPE) if typed else types)
            for kind, what, names in _became(node, old, _kinds(types), was, now):
                nodes[kind].setdefault(what, []).append(names)
    return (
        {kind: {what: _tally(len(names), names, " → ") for what, names in sorted(found.items())}
         for kind, found in nodes.items() if found},
        _links(was, now, gone, new, anew),
    )  # fmt: skip


def _kinds(types: Iterable[bytes]) -> set[str]:
    return {_CLASSES[each] for each in types if each in _CLASSES}


def _became(
    node: bytes, old: set[str], new: set[str], was: Side, now: Side
) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """The kinds of a node, what became of it, and its name, with the new one where it has one."""
    more = now.alone.get(node, {})
    others = [other for prop in REPLACED for other in more.get(prop, ())]
    for kind in sorted(old | new):
        if kind in old and others:
            yield kind, "replaced", (was.called(node), *map(now.called, others[:1]))
        elif kind not in new:
            yield kind, "removed", (was.called(node),)
        elif kind not in old:
            yield kind, "added", (now.called(node),)
        elif _renamed(was.alone.get(node, {}), more):
            yield kind, "renamed", (was.called(node), now.called(node))


def _renamed(less: Facts, more: Facts) -> bool:
    """Whether a node is called otherwise in a language in which it was called something."""
    tongues = [{each.rpartition(b'"')[2] for each in facts.get(LABEL, ())}
               for facts in (less, more)]  # fmt: skip
    return bool(tongues[0] & tongues[1])


def _links(
    was: Side, now: Side, gone: Counter[Link], new: Counter[Link], anew: Counter[Link]
) -> dict[str, Tallies]:
    """The links that were added, removed or replaced, by what they are called."""
    both = gone & new
    names = _link_names({link.kind for link in chain(gone, new, anew)}, now)
    found: dict[str, dict[str, Tally]] = {}
    for what, side, links in (("added", now, new - both), ("removed", was, gone - both),
                              ("replaced", now, anew + both)):  # fmt: skip
        by_kind: dict[bytes, Counter[Link]] = {}
        for link, n in links.items():
            by_kind.setdefault(link.kind, Counter())[link] = n
        for kind, some in by_kind.items():
            ends = (tuple(side.called(end) for end in (link.start, link.end) if end)
                    for link in some)  # fmt: skip
            found.setdefault(names[kind], {})[what] = _tally(some.total(), ends, ": ")
    return dict(sorted(found.items()))


def _link_names(kinds: set[bytes], side: Side) -> dict[bytes, str]:
    """What each kind of link is called: by its label, by more where two have the same."""
    short = {kind: curie(iri(kind)) for kind in kinds}
    plain = {kind: side.called(kind) for kind in kinds}
    plain |= {k: short[k].partition(":")[2] for k in kinds if plain[k] == short[k]}
    met = Counter(plain.values())
    return {k: plain[k] if met[plain[k]] == 1 else f"{plain[k]} ({short[k]})" for k in kinds}


# ---------------------------------------------------------------- steps and routes


def _ways(was: Side, now: Side) -> tuple[Tallies, Tallies, tuple[int, int]]:
    old, new = _steps(was.generation), _steps(now.generation)
    number = {role: n for n, role in enumerate(sorted({end for pair in old | new for end in pair}))}
    leads, led = reach(new, number), reach(old, number)
    left, came = old - new, new - old
    steps = {
        "added": _tally(len(came), _called(came, now), " → "),
        "removed": _tally(len(left), _called(left, was), " → "),
    }
    still = {(a, b) for a, b in left if leads[number[a]] >> number[b] & 1}
    steps["still_reached"] = _tally(len(still), _called(still, was), " → ")
    kept = _roles(was.generation) & _roles(now.generation)
    routes = {"added": _apart(leads, led, number, kept, now),
              "removed": _apart(led, leads, number, kept, was)}  # fmt: skip
    reached = [sum(each.bit_count() for each in found) for found in (led, leads)]
    return _some(steps), _some(routes), (reached[0], reached[1])


def _some(tallies: Tallies) -> Tallies:
    return {what: tally for what, tally in tallies.items() if tally.count}


def _steps(generation: Path) -> set[Pair]:
    steps = shelf.load(AdvancementStep, generation / "records" / "AdvancementStep.npz")
    return set(zip(steps.column("start"), steps.column("end"), strict=True))


def _roles(generation: Path) -> set[str]:
    return set(shelf.load(Role, generation / "records" / "Role.npz").column("iri"))


def _called(pairs: Iterable[Pair], side: Side) -> Names:
    return (tuple(map(side.labels.label, pair)) for pair in pairs)


def _apart(
    one: list[int], other: list[int], number: Mapping[str, int], kept: set[str], side: Side
) -> Tally:
    """The pairs of roles kept that the steps of one join, and those of the other do not."""
    roles = list(number)
    mask = sum(1 << n for role, n in number.items() if role in kept)
    found = {role: mask & one[n] & ~other[n] for role, n in number.items() if role in kept}
    starts = sorted((role for role, bits in found.items() if bits), key=side.labels.label)
    pairs = ((start, roles[n]) for start in starts[:FIRST] for n in places(found[start]))
    return _tally(sum(map(int.bit_count, found.values())), _called(pairs, side), " → ")
