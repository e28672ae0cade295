"""A ladder under one reading as columns of numbers, and which steps are open as one column."""

from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, TypeVar, cast

import numpy as np
import numpy.typing as npt
from rdflib import URIRef

from careergraph.claims import SCOPE, Book
from careergraph.errors import InvalidGraphError
from careergraph.model import AdvancementStep, Requirement
from careergraph.routes.costs import UNCOUNTED, rarity
from careergraph.routes.engine.kernel import UNKNOWN
from careergraph.routes.ladder import Ladder
from careergraph.routes.means import Means
from careergraph.routes.question import Reading, RouteQuery
from careergraph.routes.readings import ALWAYS, Range, View
from careergraph.tables import uncollected
from careergraph.terms import CAREER, curie

Array = npt.NDArray[Any]

T = TypeVar("T")

AGES = 1_000
"""The most years that a step may take."""

YEAR = 1_000_000
"""Years are counted in millionths."""

_YEARS = CAREER.typicalYears


@dataclass(frozen=True, eq=False, repr=False)
class Shape:
    """The roles and steps of a ladder by number: roles in order of IRI, steps in order of the role
    they leave, the role they lead into, and IRI. The steps of role `r` are those from `first[r]`
    up to `first[r + 1]`; those that lead into it are `back[back_first[r]]` and so on."""

    roles: tuple[URIRef, ...]
    steps: Sequence[URIRef]
    number: dict[URIRef, int]
    first: Array
    start: Array
    end: Array
    back_first: Array
    back: Array


@dataclass(frozen=True, eq=False, repr=False)
class Columns:
    """What the claims that count say of each step and role.

    Of each step: whether it is `possible`, `grounded` and `counted`, what it costs by counted moves
    (`rarity`), its `kind` and industries (`place`) as places in the lists of those, its years in
    millionths (`high` is -1 when not known), and whether pay falls on it: in `some` or `every` pair
    of claims that can be compared, if there is a pair (`paid`). Of each role: whether it is
    `licensed`, and at which levels it is held, a bit a rank. Lists of lists (what a role or a step
    needs, the skills of a role, those a step gives) are a column of firsts and one of values; of
    needs there is a third, up to which share, in thousandths, each binds.
    """

    shape: Shape
    possible: Array
    grounded: Array
    counted: Array
    rarity: Array
    kinds: tuple[URIRef, ...]
    kind: Array
    places: tuple[frozenset[URIRef], ...]
    place: Array
    low: Array
    high: Array
    some: Array
    every: Array
    paid: Array
    licensed: Array
    levels: Array
    requirements: tuple[Requirement, ...]
    role_needs: tuple[Array, Array, Array]
    step_needs: tuple[Array, Array, Array]
    skills: Sequence[URIRef]
    role_skills: tuple[Array, Array]
    step_gives: tuple[Array, Array]
    _made: dict[Hashable, Any] = field(init=False, default_factory=dict)

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what `make` gave when it was first asked for under this key."""
        if key not in self._made:
            self._made[key] = make()
        return cast(T, self._made[key])

    @property
    def upper(self) -> Array:
        """The upper end of each step's years as the kernel adds it up: its known part, and
        `UNKNOWN` besides for an end that is not known."""
        return self.once("upper", lambda: np.where(self.high < 0, UNKNOWN + self.low, self.high))

    @property
    def longest(self) -> Array:
        """The upper end of each step's years as far as it is known, else the lower."""
        return self.once("longest", lambda: np.maximum(self.low, self.high))

    @property
    def entered(self) -> Array:
        """Whether each step enters a first role after a credential."""
        kinds = np.array([k == CAREER.opens for k in self.kinds], np.bool_)
        return self.once("entered", lambda: kinds[self.kind] if len(kinds) else kinds)

    @property
    def nothing(self) -> Array:
        """A 0 for each step."""
        return self.once("nothing", lambda: np.zeros(len(self.shape.steps), np.int64))


def shape(ladder: Ladder) -> Shape:
    """Return the roles and steps of a ladder by number."""
    return ladder.keep("shape", lambda: _shape(ladder))


def _shape(ladder: Ladder) -> Shape:
    starts, ends = ({getattr(s, end) for s in ladder.steps.values()} for end in ("start", "end"))
    roles = tuple(sorted(starts.union(ends, ladder.roles), key=str))
    number = {role: n for n, role in enumerate(roles)}
    steps = sorted(ladder.steps.values(), key=lambda s: str(s.iri))
    start = np.array([number[s.start] for s in steps], np.int32)
    end = np.array([number[s.end] for s in steps], np.int32)
    order = np.lexsort((end, start))
    return shaped(roles=roles, steps=tuple(steps[n].iri for n in order), number=number,
                  start=start[order], end=end[order])  # fmt: skip


def shaped(
    *, roles: tuple[URIRef, ...], steps: Sequence[URIRef], number: dict[URIRef, int],
    start: Array, end: Array,
) -> Shape:  # fmt: skip
    """Return a shape from the ends of its steps, which are sorted by start."""
    return Shape(
        roles, steps, number, start=start, end=end,
        first=_firsts(np.bincount(start, minlength=len(roles))),
        back_first=_firsts(np.bincount(end, minlength=len(roles))),
        back=np.argsort(end, kind="stable").astype(np.int32),
    )  # fmt: skip


def _firsts(counts: Array) -> Array:
    return np.concatenate(([0], np.cumsum(counts))).astype(np.int32)


def steps_out_of(ladder: Ladder, role: URIRef) -> list[URIRef]:
    """Return the steps that leave a role."""
    form, number = shape(ladder), shape(ladder).number.get(role)
    return [] if number is None else list(form.steps[form.first[number] : form.first[number + 1]])


def steps_into(ladder: Ladder, role: URIRef) -> list[URIRef]:
    """Return the steps that lead into a role."""
    form, number = shape(ladder), shape(ladder).number.get(role)
    if number is None:
        return []
    numbers = form.back[form.back_first[number] : form.back_first[number + 1]]
    return [form.steps[n] for n in numbers.tolist()]


def columns(view: View) -> Columns:
    """Return the columns of a ladder in a reading, the same each time and for every share."""
    of = (view.reading.name, view.reading.source)
    return view.ladder.keep(("columns", *of), lambda: _columns(view))


@uncollected()
def _columns(view: View) -> Columns:
    ladder = view.ladder
    form = shape(ladder)
    steps = [ladder.steps[iri] for iri in form.steps]
    kinds = tuple(sorted({s.kind for s in steps}))
    kind = {each: n for n, each in enumerate(kinds)}
    places, place = _numbered([s.industries for s in steps])
    low, high = _years(view, steps)
    some, every, paid = _falls(view, form)
    bound, ends = view.bound(), len(form.roles)
    of_each = [bound.get(iri, {}) for iri in (*form.roles, *form.steps)]
    needs = _Lists(of_each)
    skills, gives = view.affirmed(CAREER.essentialSkill), view.affirmed(CAREER.gives)
    skilled = _Lists([*(skills.get(role, ()) for role in form.roles),
                      *(gives.get(step, ()) for step in form.steps)])  # fmt: skip
    requirements = tuple(ladder.book.requirements[iri] for iri in needs.values)
    return Columns(
        shape=form,
        possible=np.array([view.possible(s) for s in steps], np.bool_),
        grounded=np.array([view.grounded(s) for s in steps], np.bool_),
        counted=np.array([s.iri in view.counted for s in steps], np.bool_),
        rarity=_rarity(view, steps),
        kinds=kinds,
        kind=np.array([kind[s.kind] for s in steps], np.int16),
        places=tuple(frozenset().union(*map(ladder.book.upwards, p)) for p in places),
        place=place,
        low=low,
        high=high,
        some=some,
        every=every,
        paid=paid,
        licensed=np.array([_licensed(view, bound.get(role, {})) for role in form.roles], np.bool_),
        levels=np.array([sum(1 << n for n in view.levels(role)) for role in form.roles], np.int16),
        requirements=requirements,
        role_needs=(*needs.columns(0, ends), _shares(of_each[:ends])),
        step_needs=(*needs.columns(ends, ends + len(steps)), _shares(of_each[ends:])),
        skills=skilled.values,
        role_skills=skilled.columns(0, ends),
        step_gives=skilled.columns(ends, ends + len(steps)),
    )


class _Lists:
    """Several lists of nodes as numbers: `values` are all nodes in order of IRI."""

    def __init__(self, lists: Sequence[Collection[URIRef]]) -> None:
        self.values = tuple(sorted({node for each in lists for node in each}, key=str))
        number = {node: n for n, node in enumerate(self.values)}
        self._lists = [sorted(number[n] for n in each) if each else () for each in lists]

    def columns(self, begin: int, end: int) -> tuple[Array, Array]:
        """Return the firsts and the numbers of some of the lists, one after another."""
        lists = self._lists[begin:end]
        flat = [n for each in lists for n in each]
        counts = np.array([len(each) for each in lists], np.int64)
        return _firsts(counts), np.array(flat, np.int32)


def _shares(needs: Iterable[dict[URIRef, int]]) -> Array:
    """The share with each need, the needs in the order of `_Lists`."""
    return np.array([each[iri] for each in needs for iri in sorted(each, key=str)], np.int16)


def _numbered(sets: Iterable[tuple[URIRef, ...]]) -> tuple[tuple[tuple[URIRef, ...], ...], Array]:
    """The different sets, and for each place the number of its set."""
    found: dict[tuple[URIRef, ...], int] = {}
    numbers = [found.setdefault(each, len(found)) for each in sets]
    return tuple(found), np.array(numbers, np.int32)


def _licensed(view: View, needs: dict[URIRef, int]) -> bool:
    """Whether among the needs of a role is something that only a licence can meet."""
    ladder = view.ladder
    needed = [ladder.book.requirements[iri] for iri, share in needs.items() if share == ALWAYS]
    return any(len(set(n.alternatives) - ladder.licences) < n.needed for n in needed)


def _years(view: View, steps: Sequence[AdvancementStep]) -> tuple[Array, Array]:
    """The lowest and the highest end claimed of each step, in millionths; -1 for a highest that is
    not known. Entering a role after a credential takes none."""
    known = {step: years(ranges) for step, ranges in view.ranges(_YEARS).items()}
    at_once = Decimal(0), Decimal(0)
    found = [at_once if s.kind == CAREER.opens else known.get(s.iri, (Decimal(0), None))
             for s in steps]  # fmt: skip
    for step, ends in zip(steps, found, strict=True):
        _refuse_ages(step, ends)
    low = [int(least * YEAR) for least, _ in found]
    high = [-1 if most is None else int(most * YEAR) for _, most in found]
    return np.array(low, np.int64), np.array(high, np.int64)


def _rarity(view: View, steps: Sequence[AdvancementStep]) -> Array:
    """What each step costs by counted moves. Entering a role after a credential is none."""
    uncounted, found = rarity(UNCOUNTED), view.shares
    each = [rarity(found[s.iri]) if s.iri in found else uncounted for s in steps]
    entered = np.array([s.kind == CAREER.opens for s in steps], np.bool_)
    return np.where(entered, 0, np.array(each, np.int64))


def _refuse_ages(step: AdvancementStep, ends: Range) -> None:
    """Raise InvalidGraphError for a step that takes less than no time, or ages."""
    for end in ends:
        if end is not None and not 0 <= end <= AGES:
            raise InvalidGraphError(
                f"{curie(step.iri)} takes {end} years; mend the claim on its career:typicalYears: "
                f"0 to {AGES:,} can be counted"
            )


def years(ranges: Sequence[Range]) -> tuple[Decimal, Decimal | None]:
    """Return how long a step takes at least (0 when not known) and at most (None when not known).

    Of several ranges the widest counts; an end that one of them leaves open is open.
    """
    lows = [low or Decimal(0) for low, _ in ranges]
    highs = [high for _, high in ranges if high is not None]
    known = bool(highs) and len(highs) == len(ranges)
    return min(lows, default=Decimal(0)), max(highs) if known else None


def _falls(view: View, form: Shape) -> tuple[Array, Array, Array]:
    """Of each step, whether pay falls in some, and whether in every, pair of a claim on what its
    start pays and one on what its end pays that can be compared, and whether there is a pair."""
    book = view.ladder.book
    role, places = _paid(view, form)
    column = book.table.column
    count = np.bincount(role, minlength=len(form.roles))
    step, one, other = _pairs(_firsts(count), count, form)
    least, most = _ranked(*([column(end)[n] for n in places] for end in ("minimum", "maximum")))
    falls = most[other] < least[one]
    alike = _comparable(book, places, one, other)
    some, against, paid = (
        np.bincount(step[found], minlength=len(form.steps)) > 0
        for found in (alike & falls, alike & ~falls, alike)
    )
    return some, ~against, paid


def _paid(view: View, form: Shape) -> tuple[Array, list[int]]:
    """The admitted claims on what roles pay, by place, in order of the roles, and whose each is."""
    book = view.ladder.book
    places = view.places(CAREER.pay, _telling(book))
    subjects = book.table.codes("subject")[places]
    numbers = {book.table.number("subject", role): n for n, role in enumerate(form.roles)}
    role = np.array([numbers.get(each, -1) for each in subjects.tolist()], np.int64)
    order = np.argsort(role, kind="stable")
    order = order[role[order] >= 0]
    return role[order], places[order].tolist()


def _telling(book: Book) -> Array:
    """Of each claim whether it tells what a role pays, as `readings.telling_pay` says."""
    table, pay = book.table, book.places(CAREER.pay)
    places = pay[book.affirmed[pay]]
    subject, source, statistic = (table.codes(name)[places].astype(np.int64)
                                  for name in ("subject", "source", "statistic"))  # fmt: skip
    median, none = (table.number("statistic", each) for each in (CAREER.median, None))
    whose = subject * (source.max(initial=0) + 1) + source
    besides = np.isin(whose, whose[statistic == median])
    found = np.zeros(len(book.claims), np.bool_)
    found[places] = ~besides | (statistic == median) | (statistic == none)
    return found


def _pairs(first: Array, count: Array, form: Shape) -> tuple[Array, Array, Array]:
    """Every pair of a claim on the start and one on the end of a step: the step and both claims."""
    each = count[form.start] * count[form.end]
    step = np.repeat(np.arange(len(each)), each)
    n = np.arange(len(step)) - np.repeat(np.cumsum(each) - each, each)
    start, end = form.start[step], form.end[step]
    one, other = np.divmod(n, count[end])
    return step, first[start] + one, first[end] + other


def _ranked(
    least: Sequence[Decimal | None], most: Sequence[Decimal | None]
) -> tuple[Array, Array]:  # fmt: skip
    """Both ends as whole numbers in the same order; an open one lies beyond all."""
    amounts = sorted({amount for amount in (*least, *most) if amount is not None})
    rank = {amount: n for n, amount in enumerate(amounts)}
    lows = [-1 if amount is None else rank[amount] for amount in least]
    highs = [len(rank) if amount is None else rank[amount] for amount in most]
    return np.array(lows, np.int64), np.array(highs, np.int64)


def _comparable(book: Book, places: Sequence[int], one: Array, other: Array) -> Array:
    """Whether the claims of each pair may be compared; those of one scope are asked about once."""
    scopes: dict[tuple[int, ...], int] = {}
    codes = np.array([book.table.codes(name)[places] for name in (*SCOPE, "unit")]).T.tolist()
    scope = np.array([scopes.setdefault(tuple(each), len(scopes)) for each in codes], np.int64)
    example = dict(zip(scope.tolist(), places, strict=True))
    pairs, which = np.unique(scope[one] * len(scopes) + scope[other], return_inverse=True)
    claims = {n: book.table[place] for n, place in example.items()}
    differ = [book.differing(claims[p // len(scopes)], claims[p % len(scopes)])
              for p in pairs.tolist()]  # fmt: skip
    return ~np.array([bool(d) for d in differ], np.bool_)[which]


# ---------------------------------------------------------------- which steps are open


def open_steps(of: Columns, query: RouteQuery, means: Means, reading: Reading) -> Array:
    """Return for each step whether a traveller may make it, wherever it stands on a route.

    Limits on kinds of step, counts, industries and pay are about moves from role to role: entering
    a first role after a credential is none.
    """
    allow = query.unknown == "allow"
    end = of.shape.end
    found: Array = of.possible & _met(of, means, reading)
    entered = of.entered
    if query.kinds:
        kinds = {*query.kinds, CAREER.opens}
        found &= np.array([k in kinds for k in of.kinds], np.bool_)[of.kind]
    if query.counted:
        found &= of.counted | entered
    if query.avoid:
        avoided = np.zeros(len(of.shape.roles), np.bool_)
        avoided[[of.shape.number[r] for r in query.avoid if r in of.shape.number]] = True
        found &= ~avoided[end]
    if query.avoid_licensed:
        found &= ~of.licensed[end]
    if query.stay_in:
        wanted = set(query.stay_in)
        inside = [bool(wanted & p) if p else allow for p in of.places]
        found &= np.array(inside, np.bool_)[of.place] | entered
    if query.pay_never_drops:
        drops = of.every if reading.name == "generous" else of.some
        found &= np.where(of.paid, ~drops, allow) | entered
    if query.most_years is not None and not allow:
        found &= of.high >= 0
    return found


def _met(of: Columns, means: Means, reading: Reading) -> Array:
    """For each step whether its requirements and those of its end can be met."""
    unmet = np.array([not means.meets(r) for r in of.requirements], np.int64)
    role, step = (_total(needs, unmet, reading) for needs in (of.role_needs, of.step_needs))
    met: Array = (role[of.shape.end] == 0) & (step == 0)
    return met


def _binds(shares: Array, reading: Reading) -> Array:
    found: Array = shares >= int(reading.share * ALWAYS)
    return found


def _total(lists: tuple[Array, Array, Array], values: Array, reading: Reading) -> Array:
    """The sum of `values` over what binds of each list."""
    first, flat, shares = lists
    sums = np.concatenate(([0], np.cumsum(values[flat] * _binds(shares, reading))))
    return sums[first[1:]] - sums[first[:-1]]


def years_asked(of: Columns, means: Means, held: Decimal, reading: Reading) -> Array:
    """Return for each step the years, in millionths, still to be worked before it can be made."""
    asked = [int(max(means.years_asked(r) - held, Decimal(0)) * YEAR) for r in of.requirements]
    if not any(asked):
        return of.nothing
    most = (_most(needs, np.array(asked), reading) for needs in (of.role_needs, of.step_needs))
    role, step = most
    return np.maximum(role[of.shape.end], step)


def _most(lists: tuple[Array, Array, Array], values: Array, reading: Reading) -> Array:
    """The highest of `values` over what binds of each list, 0 where nothing does."""
    first, flat, shares = lists
    found = np.zeros(len(first) - 1, np.int64)
    each = np.repeat(np.arange(len(found)), np.diff(first))
    np.maximum.at(found, each, values[flat] * _binds(shares, reading))
    return found
