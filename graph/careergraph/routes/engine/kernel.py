"""The inner loops of the search: plain functions on columns of integers.

They are written in the part of Python that numba compiles, and `compiled` runs them either way:
on lists as they stand, or on numpy arrays as machine code. Nothing here allocates; every column
comes from outside, so that a search can be stopped, given more room and continued.

A *label* is one way to have come to a role: its parent label, the step taken, what it has cost.
Labels are kept unless another one at the same role is at least as good whatever follows.
"""

from typing import NamedTuple, Protocol

STEPS, CONTESTED, HIGH, LOW, NEW, PAY, TIME, RARE = range(8)
"""What a label has cost: steps, contested steps, the upper and lower end of years, new skills;
`PAY` is paid only at the goal (the rank of its pay among all goals, best first); `TIME` is the
years that a limit on years counts; `RARE` is how rarely people go so."""
COSTS = 8

UNKNOWN = 1 << 42
"""What a step of unknown length adds to the upper end of years, besides its known part: more than
any number of years, so that upper ends compare first by how many steps are unknown."""
FAR = 1 << 60
"""A bound that no route reaches."""

OTHER, SOUGHT = 1, 2
"""Kinds of skill that are not held."""
BITS = 62
"""How many bits a print of skills has."""

COUNT, QUEUED, FOUND, STAMP, SPUR = range(5)
"""Places in `Labels.state`: labels made, labels in the queue, routes found, marks used, and the
label after which steps are barred."""

DONE, MORE, FULL = range(3)
"""Why a search returned: nothing is left, its budget is spent, its columns are full."""


class Ints(Protocol):
    """A column: a list or a numpy array of integers."""

    def __getitem__(self, at: int, /) -> int: ...
    def __setitem__(self, at: int, value: int, /) -> None: ...
    def __len__(self) -> int: ...


class Net(NamedTuple):
    """The roles and steps. Steps are numbered by the role they leave: those of role `r` are
    `first[r]` up to `first[r + 1]`; `back[back_first[r]]` and so on lead into it, from the roles
    `before[back_first[r]]` and so on. Likewise the skills of a role, and those a step gives."""

    first: Ints
    start: Ints
    end: Ints
    back_first: Ints
    back: Ints
    before: Ints
    skill_first: Ints
    skill: Ints
    give_first: Ints
    give: Ints


class Ground(NamedTuple):
    """What each step is to a traveller: whether it is `open`, whether it is `contested`, its years
    (`low`, `high`, and `time` as a limit counts them), the years of experience `asked` before it,
    the industries it ticks off (`place`, one bit each), how `rare` it is that people make it."""

    open: Ints
    contested: Ints
    low: Ints
    high: Ints
    time: Ints
    asked: Ints
    place: Ints
    rare: Ints


class Ask(NamedTuple):
    """One question about a net: whether each role is a `goal`, and what each `skill` is: 0 when it
    is held, `SOUGHT` when every route has to learn it in the end because the only goal asks for it
    and no step gives it, else `OTHER`; `sought` is how many are sought.

    `order` are the costs to compare, in that order, `capped` those with a limit in `cap`, `watched`
    both and the steps. `last` are lists of skills, one for each role that comes last but one (from
    `last_first[i]`): those sought nowhere else; a route that is not there yet has to learn one list.

    What is still to come at least of a cost, `ahead_of` tells from three columns: `bound` has a row
    of roles for each cost, one more than the least sum to a goal where it was looked for and 0
    elsewhere; nowhere else is it below `reach`; and `row` is the row that serves for a cost.

    The last fields are switches:
    whether all undominated routes are wanted (else the first), whether new skills count, and are
    among what to compare by, the bits that all have to be ticked off, whether a longer way may be
    the cheaper one (then a label gives way only to one that was nowhere else), whether goals differ
    in pay, and the highest `asked`. The step after the label in `labels.state[SPUR]` is none of
    those `barred`.
    """

    goal: Ints
    skill: Ints
    sought: int
    order: Ints
    capped: Ints
    watched: Ints
    last_first: Ints
    last: Ints
    cap: Ints
    bound: Ints
    reach: Ints
    row: Ints
    front: bool
    skilled: bool
    new_matters: bool
    places: int
    winding: bool
    paid: bool
    most_asked: int
    barred: Ints


class Labels(NamedTuple):
    """Room for labels, the queue of those to extend, and the marks that skills are counted with.

    A label has a `cost` of each kind, and what a route on from it comes to at least (`hope`);
    `ahead` are the skills sought and not known yet, `owed` is how many were learned less how many are
    known: that is below 0 by the skills that came free; `prints` has a bit for each skill known
    (several share one), `ticked` has the industries passed through. `latest` is the newest label at each role, `older` the one before
    it; `queue` is a heap.
    """

    role: Ints
    parent: Ints
    step: Ints
    cost: Ints
    hope: Ints
    ahead: Ints
    owed: Ints
    prints: Ints
    ticked: Ints
    older: Ints
    queue: Ints
    found: Ints
    latest: Ints
    known: Ints
    given: Ints
    other: Ints
    state: Ints


# ---------------------------------------------------------------- bounds: from the goals backwards


def layers(
    net: Net, ask: Ask, back_open: Ints, awaited: Ints, starts: int, seen: Ints, size: int
) -> int:
    """Write how many steps it takes at least from each role to a goal; return how many roles.

    Only as far as the last of the `starts` awaited. These roles are listed in `seen`, which has
    the `size` goals at its head. `back_open` is whether each step is open, in the order of
    `net.back`.
    """
    bound, head, at, reach = ask.bound, 0, STEPS * len(ask.goal), FAR
    while head < size and starts > 0:
        role = seen[head]
        head += 1
        starts -= awaited[role]
        for i in range(net.back_first[role], net.back_first[role + 1]):
            before = net.before[i]
            if back_open[i] and bound[at + before] == 0:
                bound[at + before] = bound[at + role] + 1
                seen[size] = before
                size += 1
    if head < size and head > 0:
        reach = bound[at + seen[head - 1]]
    ask.reach[STEPS] = reach
    return size


def spread(
    net: Net, ask: Ask, back_open: Ints, weight: Ints, awaited: Ints, starts: int,
    keys: Ints, values: Ints, size: int, at: int, seen: Ints,
) -> int:  # fmt: skip
    """Write the least sum of `weight` from each role to a goal; return for how many roles.

    As `layers`, with `weight` in the order of `net.back` too, and `at` where the row of the cost
    begins, in `seen` as well. `keys` and `values` have room for every step and goal; the `size`
    goals are in `values` and `seen`, and in `keys` what each comes to by itself, in order.
    """
    bound, reach, count = ask.bound, FAR, size
    while size > 0 and starts > 0:
        radius, role = keys[0], values[0]
        sink(keys, values, size)
        size -= 1
        if radius >= bound[at + role]:
            continue
        starts -= awaited[role]
        if starts <= 0:
            reach = radius
        for i in range(net.back_first[role], net.back_first[role + 1]):
            before, total = net.before[i], radius + weight[i]
            known = bound[at + before]
            if back_open[i] and not ask.goal[before] and (known == 0 or total < known - 1):
                bound[at + before] = total + 1
                if known == 0:
                    seen[at + count] = before
                    count += 1
                rise(keys, values, size, total, before)
                size += 1
    ask.reach[at // len(ask.goal)] = reach
    return count


def ahead_of(ask: Ask, cost: int, role: int) -> int:
    """Return what a route on from a role comes to at least; FAR where none leads to a goal."""
    row = ask.row[cost]
    found = ask.bound[row * len(ask.goal) + role]
    return min(found - 1, ask.reach[row]) if found > 0 else ask.reach[row]


def wipe(column: Ints, at: int, seen: Ints, size: int) -> None:
    """Write 0 to the places of a column, from `at` on, that are listed in `seen` from there."""
    for i in range(at, at + size):
        column[at + seen[i]] = 0


def rise(keys: Ints, values: Ints, size: int, key: int, value: int) -> None:
    """Add a key and its value to a heap of `size`."""
    at = size
    while at > 0 and keys[(at - 1) >> 1] > key:
        keys[at], values[at] = keys[(at - 1) >> 1], values[(at - 1) >> 1]
        at = (at - 1) >> 1
    keys[at], values[at] = key, value


def sink(keys: Ints, values: Ints, size: int) -> None:
    """Take the least key out of a heap of `size`."""
    key, value, at, child = keys[size - 1], values[size - 1], 0, 1
    while child < size - 1:
        if child + 1 < size - 1 and keys[child + 1] < keys[child]:
            child += 1
        if keys[child] >= key:
            break
        keys[at], values[at] = keys[child], values[child]
        at, child = child, 2 * child + 1
    keys[at], values[at] = key, value


# ---------------------------------------------------------------- labels: from the starts forwards


def root(net: Net, ask: Ask, labels: Labels, role: int) -> int:
    """Make the label of a traveller who has not set out, and return it."""
    label = labels.state[COUNT]
    labels.state[COUNT] += 1
    labels.role[label], labels.parent[label], labels.step[label] = role, -1, -1
    labels.ticked[label] = 0
    for cost in range(COSTS):
        labels.cost[label * COSTS + cost] = 0
    labels.ahead[label], labels.owed[label], labels.prints[label] = ask.sought, 0, 0
    if ask.skilled:
        for i in range(net.skill_first[role], net.skill_first[role + 1]):
            skill = net.skill[i]
            labels.ahead[label] -= ask.skill[skill] == SOUGHT
            labels.owed[label] -= ask.skill[skill] > 0
            leave(ask, labels, label, skill)
    look_ahead(ask, labels, label)
    return label


def follow(net: Net, ground: Ground, ask: Ask, labels: Labels, label: int, step: int) -> int:
    """Make the label of who takes a step, whatever it costs, and return it."""
    extend(net, ground, labels, label, step)
    look_ahead(ask, labels, labels.state[COUNT])
    if ask.skilled:
        study(net, ask, labels, step, learn(net, labels, label, labels.known), FAR)
    labels.state[COUNT] += 1
    return labels.state[COUNT] - 1


def leave(ask: Ask, labels: Labels, label: int, skill: int) -> None:
    """Leave the mark of a skill in the print of a label, unless the skill was held before."""
    if ask.skill[skill]:
        labels.prints[label] |= 1 << (skill % BITS)


def offer(ask: Ask, labels: Labels, label: int) -> None:
    """Put a label into the queue, and among those that others at its role are held against."""
    role = labels.role[label]
    labels.older[label] = labels.latest[role]
    labels.latest[role] = label
    push(ask, labels, label)


def advance(net: Net, ground: Ground, ask: Ask, labels: Labels, room: int, budget: int) -> int:
    """Extend labels until there are none, `budget` is spent or the columns are full.

    The routes found are the labels in `labels.found`, each at a goal.
    """
    state = labels.state
    while state[QUEUED] > 0:
        role = labels.role[labels.queue[0]]
        if state[COUNT] + net.first[role + 1] - net.first[role] >= room:
            return FULL
        if budget <= 0:
            return MORE
        budget -= 1
        label = pop(ask, labels)
        if beaten(net, ask, labels, label, label):
            continue
        if ask.goal[role]:
            if labels.ticked[label] == ask.places:
                labels.found[state[FOUND]] = label
                state[FOUND] += 1
                if not ask.front:
                    return DONE
        else:
            spawn(net, ground, ask, labels, label)
    return DONE


def spawn(net: Net, ground: Ground, ask: Ask, labels: Labels, label: int) -> None:
    """Make the labels of all who go on from a label by an open step, and queue those worth it."""
    role = labels.role[label]
    mark = learn(net, labels, label, labels.known) if ask.skilled else 0
    if len(ask.last_first) > 1 and ask.bound[STEPS * len(ask.goal) + role] != 2:
        least = (
            labels.cost[label * COSTS + NEW] + labels.ahead[label] + least_last(ask, labels, mark)
        )
        labels.hope[label * COSTS + NEW] = max(labels.hope[label * COSTS + NEW], least)
        if outdone(ask, labels, label) or not within_caps(ask, labels, label):
            return
    for step in range(net.first[role], net.first[role + 1]):
        end = net.end[step]
        if not ground.open[step] or too_late(ground, ask, labels, label, step, end):
            continue
        if visited(labels, label, end) or (label == labels.state[SPUR] and barred(ask, step)):
            continue
        extend(net, ground, labels, label, step)
        child = labels.state[COUNT]
        look_ahead(ask, labels, child)
        if not within_caps(ask, labels, child) or outdone(ask, labels, child):
            continue
        if ask.skilled and not study(net, ask, labels, step, mark, ask.cap[NEW]):
            continue
        if not beaten(net, ask, labels, child, -1):
            labels.state[COUNT] += 1
            offer(ask, labels, child)


def too_late(ground: Ground, ask: Ask, labels: Labels, label: int, step: int, end: int) -> bool:
    """Whether a step leads nowhere, or where the limits on steps and years cannot be kept.

    What is looked at first, because it closes most steps and costs least.
    """
    ahead = ahead_of(ask, STEPS, end)
    if ahead >= FAR or labels.cost[label * COSTS + STEPS] + 1 + ahead > ask.cap[STEPS]:
        return True
    if ask.cap[TIME] >= FAR:
        return False
    spent = max(labels.cost[label * COSTS + TIME], ground.asked[step]) + ground.time[step]
    return spent + ahead_of(ask, TIME, end) > ask.cap[TIME]


def extend(net: Net, ground: Ground, labels: Labels, label: int, step: int) -> None:
    """Write the label of who takes a step into the first free place, without its new skills."""
    child, cost, asked = labels.state[COUNT], labels.cost, ground.asked[step]
    here, there = label * COSTS, child * COSTS
    labels.role[child], labels.parent[child], labels.step[child] = net.end[step], label, step
    labels.ticked[child] = labels.ticked[label] | ground.place[step]
    labels.ahead[child], labels.owed[child] = labels.ahead[label], labels.owed[label]
    labels.prints[child] = labels.prints[label]
    cost[there + STEPS] = cost[here + STEPS] + 1
    cost[there + CONTESTED] = cost[here + CONTESTED] + ground.contested[step]
    cost[there + LOW] = max(cost[here + LOW], asked) + ground.low[step]
    cost[there + TIME] = max(cost[here + TIME], asked) + ground.time[step]
    known = cost[here + HIGH] % UNKNOWN
    cost[there + HIGH] = cost[here + HIGH] - known + max(known, asked) + ground.high[step]
    cost[there + RARE] = cost[here + RARE] + ground.rare[step]
    cost[there + NEW], cost[there + PAY] = cost[here + NEW], 0


def look_ahead(ask: Ask, labels: Labels, label: int) -> None:
    """Write what a route on from a label comes to at least."""
    here, role = label * COSTS, labels.role[label]
    for i in range(len(ask.watched)):
        cost = ask.watched[i]
        labels.hope[here + cost] = labels.cost[here + cost] + ahead_of(ask, cost, role)
    labels.hope[here + NEW] = labels.cost[here + NEW] + labels.ahead[label]


def barred(ask: Ask, step: int) -> bool:
    """Whether a step is barred."""
    for i in range(len(ask.barred)):
        if ask.barred[i] == step:
            return True
    return False


def visited(labels: Labels, label: int, role: int) -> bool:
    """Whether a role is on the way of a label."""
    while label >= 0:
        if labels.role[label] == role:
            return True
        label = labels.parent[label]
    return False


def learn(net: Net, labels: Labels, label: int, marked: Ints) -> int:
    """Mark all skills known at a label in a column of `labels`, and return the mark."""
    labels.state[STAMP] += 1
    mark = labels.state[STAMP]
    while label >= 0:
        role, step = labels.role[label], labels.step[label]
        for i in range(net.skill_first[role], net.skill_first[role + 1]):
            marked[net.skill[i]] = mark
        if step >= 0:
            for i in range(net.give_first[step], net.give_first[step + 1]):
                marked[net.give[i]] = mark
        label = labels.parent[label]
    return mark


def least_last(ask: Ask, labels: Labels, mark: int) -> int:
    """Return the fewest skills not known yet (they are marked) of any list of `ask.last`."""
    least = FAR
    for i in range(len(ask.last_first) - 1):
        count = 0
        for j in range(ask.last_first[i], ask.last_first[i + 1]):
            count += labels.known[ask.last[j]] != mark
        least = min(least, count)
    return least


def study(net: Net, ask: Ask, labels: Labels, step: int, mark: int, most: int) -> bool:
    """Add the new skills of a step to the first free label; False once they must exceed `most`.

    Skills marked are known. Those that the step gives come free.
    """
    child, role = labels.state[COUNT], net.end[step]
    labels.state[STAMP] += 1
    now, sought, other = labels.state[STAMP], 0, 0
    spare = most - labels.cost[child * COSTS + NEW] - labels.ahead[child]
    for i in range(net.give_first[step], net.give_first[step + 1]):
        skill = net.give[i]
        if labels.known[skill] != mark and labels.given[skill] != now:
            labels.owed[child] -= ask.skill[skill] > 0
            leave(ask, labels, child, skill)
        labels.given[skill] = now
    for i in range(net.skill_first[role], net.skill_first[role + 1]):
        skill = net.skill[i]
        if labels.known[skill] != mark and labels.given[skill] != now:
            kind = ask.skill[skill]
            sought += kind == SOUGHT
            other += kind == OTHER
            leave(ask, labels, child, skill)
    labels.cost[child * COSTS + NEW] += sought + other
    labels.ahead[child] -= sought
    labels.hope[child * COSTS + NEW] = max(
        labels.hope[child * COSTS + NEW] + other, labels.hope[labels.parent[child] * COSTS + NEW]
    )
    return other <= spare


def within_caps(ask: Ask, labels: Labels, label: int) -> bool:
    """Whether a label can still keep every limit."""
    for i in range(len(ask.capped)):
        if labels.hope[label * COSTS + ask.capped[i]] > ask.cap[ask.capped[i]]:
            return False
    return True


# ---------------------------------------------------------------- dominance


def beaten(net: Net, ask: Ask, labels: Labels, label: int, since: int) -> bool:
    """Whether a label can be given up for a route found or for a label after `since` at its role.

    It can for one after which whatever follows is better, or as good and earlier in order.
    """
    if outdone(ask, labels, label):
        return True
    mark, rival = 0, labels.latest[labels.role[label]]
    while rival > since:
        spare = most_spare(labels, rival, label) if ask.skilled else 0
        if spare >= 0 and no_worse(ask, labels, rival, label):
            if ask.skilled:
                if mark == 0:
                    mark = learn(net, labels, label, labels.other)
                spare = margin(net, ask, labels, rival, label, mark)
            if spare >= 0 and (not ask.winding or around(labels, rival, label)):
                better = spare > 0 and ask.new_matters
                if better or leads(ask, labels, rival, label):
                    return True
                if not ask.front and precedes(labels, rival, label):
                    return True
        rival = labels.older[rival]
    return False


def outdone(ask: Ask, labels: Labels, label: int) -> bool:
    """Whether a route already found is better than anything that may still become of a label."""
    if ask.front and not ask.paid:
        for i in range(labels.state[FOUND]):
            if surpassed(ask, labels, labels.found[i], label):
                return True
    return False


def surpassed(ask: Ask, labels: Labels, route: int, label: int) -> bool:
    """Whether a route is better than anything that may still become of a label."""
    better = False
    for i in range(len(ask.order)):
        cost = ask.order[i]
        have, hope = labels.cost[route * COSTS + cost], labels.hope[label * COSTS + cost]
        if have > hope:
            return False
        better = better or have < hope
    return better


def no_worse(ask: Ask, labels: Labels, rival: int, label: int) -> bool:
    """Whether a rival has cost no more than a label, skills apart, and ticked off all it has."""
    one, other = rival * COSTS, label * COSTS
    for i in range(len(ask.order)):
        if labels.cost[one + ask.order[i]] > labels.cost[other + ask.order[i]]:
            return False
    for i in range(len(ask.capped)):
        if labels.cost[one + ask.capped[i]] > labels.cost[other + ask.capped[i]]:
            return False
    return labels.ticked[rival] | labels.ticked[label] == labels.ticked[rival]


def leads(ask: Ask, labels: Labels, rival: int, label: int) -> bool:
    """Whether a rival, no worse, stays better in some cost other than skills whatever follows.

    In years, waiting for experience that is asked for may level the lead.
    """
    for i in range(len(ask.order)):
        cost = ask.order[i]
        one, other = labels.cost[rival * COSTS + cost], labels.cost[label * COSTS + cost]
        if one < other and cost != NEW:
            if cost not in (HIGH, LOW) or one // UNKNOWN < other // UNKNOWN:
                return True
            if other % UNKNOWN > ask.most_asked:
                return True
    return False


def most_spare(labels: Labels, rival: int, label: int) -> int:
    """At most what `margin` will come to: skills whose bits differ are certainly not the same."""
    spare = labels.owed[label] - labels.owed[rival]
    apart = labels.prints[rival] & ~labels.prints[label]
    while apart and spare >= 0:
        apart &= apart - 1
        spare -= 1
    return spare


def margin(net: Net, ask: Ask, labels: Labels, rival: int, label: int, mark: int) -> int:
    """By how many new skills a rival stays ahead of a label whatever follows; below 0 if it may not.

    Each skill known at the label (they are marked) and not at the rival may cost it one later.
    Their number is that by which the label knows more, and that of those known at the rival alone.
    """
    spare = labels.owed[label] - labels.owed[rival]
    labels.state[STAMP] += 1
    now = labels.state[STAMP]
    walker = rival
    while walker >= 0 and spare >= 0:
        role, step = labels.role[walker], labels.step[walker]
        if walker != rival:  # both know the skills of the role where they meet
            for i in range(net.skill_first[role], net.skill_first[role + 1]):
                skill = net.skill[i]
                if labels.other[skill] != mark and labels.given[skill] != now and ask.skill[skill]:
                    labels.given[skill] = now
                    spare -= 1
        if step >= 0:
            for i in range(net.give_first[step], net.give_first[step + 1]):
                skill = net.give[i]
                if labels.other[skill] != mark and labels.given[skill] != now and ask.skill[skill]:
                    labels.given[skill] = now
                    spare -= 1
        walker = labels.parent[walker]
    return spare


def around(labels: Labels, rival: int, label: int) -> bool:
    """Whether a label has been everywhere that its rival has been."""
    while rival >= 0:
        if not visited(labels, label, labels.role[rival]):
            return False
        rival = labels.parent[rival]
    return True


def vacate(labels: Labels) -> None:
    """Forget all labels made."""
    for label in range(labels.state[COUNT]):
        labels.latest[labels.role[label]] = -1
    for place in (COUNT, QUEUED, FOUND):
        labels.state[place] = 0


# ---------------------------------------------------------------- order


def precedes(labels: Labels, one: int, other: int) -> bool:
    """Whether one label's way comes before another's: by start, then step by step."""
    deep, deeper = labels.cost[one * COSTS + STEPS], labels.cost[other * COSTS + STEPS]
    a, b = one, other
    for _ in range(deep - deeper):
        a = labels.parent[a]
    for _ in range(deeper - deep):
        b = labels.parent[b]
    if a == b:
        return deep < deeper
    while labels.parent[a] != labels.parent[b]:
        a, b = labels.parent[a], labels.parent[b]
    if labels.parent[a] < 0:
        return labels.role[a] < labels.role[b]
    return labels.step[a] < labels.step[b]


def sooner(ask: Ask, labels: Labels, one: int, other: int) -> bool:
    """Whether one label is to be extended before another."""
    for i in range(len(ask.order)):
        a = labels.hope[one * COSTS + ask.order[i]]
        b = labels.hope[other * COSTS + ask.order[i]]
        if a != b:
            return a < b
    return precedes(labels, one, other)


def push(ask: Ask, labels: Labels, label: int) -> None:
    """Add a label to the queue."""
    queue, at = labels.queue, labels.state[QUEUED]
    labels.state[QUEUED] += 1
    while at > 0 and sooner(ask, labels, label, queue[(at - 1) >> 1]):
        queue[at] = queue[(at - 1) >> 1]
        at = (at - 1) >> 1
    queue[at] = label


def pop(ask: Ask, labels: Labels) -> int:
    """Take the first label out of the queue, and return it."""
    queue, size = labels.queue, labels.state[QUEUED] - 1
    labels.state[QUEUED] = size
    top, last, at, child = queue[0], queue[size], 0, 1
    while child < size:
        if child + 1 < size and sooner(ask, labels, queue[child + 1], queue[child]):
            child += 1
        if not sooner(ask, labels, queue[child], last):
            break
        queue[at] = queue[child]
        at, child = child, 2 * child + 1
    queue[at] = last
    return top
