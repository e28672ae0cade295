"""The inner loops for costs that simply add up, so that one number a step says it all.

Plain functions on columns of integers like those of `kernel`, run by `compiled` either way. Each
search leaves in `near` and `far` how far roles are from the start and from the goal, one more than
that, so that 0 means not reached; `trace` then reads off the first route in order.
"""

from typing import NamedTuple

from careergraph.routes.engine.kernel import FAR, Ints, rise, sink

NEARBY, AFAR, REACH = range(3)
"""Places in `Trip.state`: how many roles are in `seen`, how many in `seen_far`, and beyond which
distance from the goals roles were not looked for."""


class Ways(NamedTuple):
    """The roles and steps, whether each step is open and what it costs (1 or more): in order of
    the role that a step leaves, and again in order of the role that it leads into: `back` is its
    number, `before` the role it leaves."""

    first: Ints
    end: Ints
    open: Ints
    cost: Ints
    back_first: Ints
    back: Ints
    before: Ints
    back_open: Ints
    back_cost: Ints


class Trip(NamedTuple):
    """Starts and goals, the steps that may not come first (`barred`), and room for one search.

    `goal` and `shut` mark the roles where a route ends and those it may not enter, `mark` those
    from which the goal is reached at the least cost. Roles that have a distance in `near` are
    listed in `seen`, those that have one in `far` in `seen_far`. There is a heap of `keys` and
    `values` for each end.
    """

    starts: Ints
    goals: Ints
    barred: Ints
    goal: Ints
    shut: Ints
    near: Ints
    far: Ints
    mark: Ints
    seen: Ints
    seen_far: Ints
    keys: Ints
    values: Ints
    back_keys: Ints
    back_values: Ints
    state: Ints


def journey(ways: Ways, trip: Trip, both: bool, route: Ints) -> int:
    """Write the first route in order of the cheapest from a start to a goal.

    Return how many steps it has, 0 when there is none. It is searched for from both ends, or else
    led by what `measure` has found, which stays.
    """
    best = meet(ways, trip) if both else spur(ways, trip)
    steps = trace(ways, trip, best, both, route) if best < FAR else 0
    come_back(trip)
    if both:
        withdraw(trip)
    return steps


# ---------------------------------------------------------------- the distances


def meet(ways: Ways, trip: Trip) -> int:
    """Return the least cost from a start to a goal, or FAR, searching from both ends at once.

    Once a route is known, a role is passed over when even the nearest one that the other end has
    not been to yet would make it a longer one.
    """
    best, size, count = FAR, depart(trip), arrive(trip)
    while size > 0 and count > 0 and trip.keys[0] + trip.back_keys[0] - 2 < best:
        if size <= count:
            key, role = trip.keys[0], trip.values[0]
            sink(trip.keys, trip.values, size)
            size -= 1
            if key == trip.near[role] and not trip.goal[role]:
                most = best - trip.back_keys[0] + 2
                for step in range(ways.first[role], ways.first[role + 1]):
                    end, total = ways.end[step], key + ways.cost[step]
                    near = total <= most or trip.far[end] > 0
                    if near and ways.open[step] and draws_near(trip, end, total):
                        rise(trip.keys, trip.values, size, total, end)
                        size += 1
                        if trip.far[end] > 0:
                            best = min(best, total + trip.far[end] - 2)
        else:
            key, role = trip.back_keys[0], trip.back_values[0]
            sink(trip.back_keys, trip.back_values, count)
            count -= 1
            if key == trip.far[role]:
                most = best - trip.keys[0] + 2
                for i in range(ways.back_first[role], ways.back_first[role + 1]):
                    before, total = ways.before[i], key + ways.back_cost[i]
                    near = total <= most or trip.near[before] > 0
                    if near and ways.back_open[i] and draws_back(trip, before, total):
                        rise(trip.back_keys, trip.back_values, count, total, before)
                        count += 1
                        if trip.near[before] > 0:
                            best = min(best, total + trip.near[before] - 2)
    return best


def measure(ways: Ways, trip: Trip) -> bool:
    """Find how far roles are from a goal, as far as the nearest start; return whether there is one.

    What is not known after that is at least as far away as that start: see `left`.
    """
    far, count, reach = trip.far, arrive(trip), FAR
    for i in range(len(trip.starts)):
        trip.mark[trip.starts[i]] = 1
    while count > 0 and trip.back_keys[0] < reach:
        key, role = trip.back_keys[0], trip.back_values[0]
        sink(trip.back_keys, trip.back_values, count)
        count -= 1
        if trip.mark[role]:
            reach = key
        elif key == far[role]:
            for i in range(ways.back_first[role], ways.back_first[role + 1]):
                before, total = ways.before[i], key + ways.back_cost[i]
                if ways.back_open[i] and draws_back(trip, before, total):
                    rise(trip.back_keys, trip.back_values, count, total, before)
                    count += 1
    for i in range(len(trip.starts)):
        trip.mark[trip.starts[i]] = 0
    trip.state[REACH] = reach
    return reach < FAR


def spur(ways: Ways, trip: Trip) -> int:
    """Return the least cost from a start to a goal, or FAR, led by what `measure` has found."""
    near, best, size = trip.near, FAR, 0
    for i in range(len(trip.starts)):
        start = trip.starts[i]
        draws_near(trip, start, 1)
        rise(trip.keys, trip.values, size, left(trip, start), start)
        size += 1
    while size > 0 and trip.keys[0] <= best:
        key, role = trip.keys[0], trip.values[0]
        sink(trip.keys, trip.values, size)
        size -= 1
        if trip.goal[role]:
            best = key
        elif key == near[role] + left(trip, role) - 1:
            first = near[role] == 1
            for step in range(ways.first[role], ways.first[role + 1]):
                end, total = ways.end[step], near[role] + ways.cost[step]
                if not ways.open[step] or trip.shut[end] or left(trip, end) >= FAR:
                    continue
                if not (first and kept_out(trip, step)) and draws_near(trip, end, total):
                    rise(trip.keys, trip.values, size, total + left(trip, end) - 1, end)
                    size += 1
    return best - 1 if best < FAR else FAR


def depart(trip: Trip) -> int:
    """Put the starts into their heap; return how many there are."""
    for i in range(len(trip.starts)):
        draws_near(trip, trip.starts[i], 1)
        trip.keys[i], trip.values[i] = 1, trip.starts[i]
    return len(trip.starts)


def arrive(trip: Trip) -> int:
    """Put the goals into their heap; return how many there are."""
    for i in range(len(trip.goals)):
        goal = trip.goals[i]
        trip.far[goal], trip.seen_far[i] = 1, goal
        trip.back_keys[i], trip.back_values[i] = 1, goal
    trip.state[AFAR] = len(trip.goals)
    return len(trip.goals)


def draws_near(trip: Trip, role: int, total: int) -> bool:
    """Whether a role is nearer to the start than was known; then it is noted."""
    known = trip.near[role]
    if known > 0 and total >= known:
        return False
    trip.near[role] = total
    if known == 0:
        trip.seen[trip.state[NEARBY]] = role
        trip.state[NEARBY] += 1
    return True


def draws_back(trip: Trip, role: int, total: int) -> bool:
    """Whether a role, no goal itself, is nearer to a goal than was known; then it is noted."""
    known = trip.far[role]
    if trip.goal[role] or (known > 0 and total >= known):
        return False
    trip.far[role] = total
    if known == 0:
        trip.seen_far[trip.state[AFAR]] = role
        trip.state[AFAR] += 1
    return True


def left(trip: Trip, role: int) -> int:
    """Return what a role is away from a goal at least, and one more."""
    found = trip.far[role]
    return min(found, trip.state[REACH]) if found > 0 else trip.state[REACH]


def kept_out(trip: Trip, step: int) -> bool:
    """Whether a step may not come first."""
    for i in range(len(trip.barred)):
        if trip.barred[i] == step:
            return True
    return False


# ---------------------------------------------------------------- the route


def trace(ways: Ways, trip: Trip, best: int, both: bool, route: Ints) -> int:
    """Write the first route in order of those that cost `best`; return how many steps it has.

    The roles that lie on such routes are marked first, from where `near` and `far` add up (after
    a search from both ends) or from the goals, back to the starts.
    """
    flag(ways, trip, best, both)
    role, spent, steps = -1, 0, 0
    for i in range(len(trip.starts)):
        start = trip.starts[i]
        if trip.mark[start] and (role < 0 or start < role):
            role = start
    while not trip.goal[role]:
        for step in range(ways.first[role], ways.first[role + 1]):
            end, total = ways.end[step], spent + ways.cost[step]
            ahead = trip.mark[end] and trip.near[end] - 1 == total
            behind = both and trip.far[end] > 0 and total + trip.far[end] - 1 == best
            barred = steps == 0 and kept_out(trip, step)
            if ways.open[step] and (ahead or behind) and not barred:
                route[steps], role, spent = step, end, total
                steps += 1
                break
    return steps


def flag(ways: Ways, trip: Trip, best: int, both: bool) -> None:
    """Mark the roles from which a route of cost `best` goes on, as far as `near` reaches."""
    size = 0
    for i in range(trip.state[NEARBY]):
        role = trip.seen[i]
        onward = trip.far[role] if both else int(trip.goal[role])
        if onward > 0 and trip.near[role] + onward - 2 == best:
            trip.mark[role], trip.values[size] = 1, role
            size += 1
    while size > 0:
        size -= 1
        role = trip.values[size]
        for i in range(ways.back_first[role], ways.back_first[role + 1]):
            before = ways.before[i]
            reached = trip.near[before]
            if (
                ways.back_open[i]
                and reached > 0
                and reached + ways.back_cost[i] == trip.near[role]
                and not trip.mark[before]
                and not trip.goal[before]
                and not (reached == 1 and kept_out(trip, ways.back[i]))
            ):
                trip.mark[before], trip.values[size] = 1, before
                size += 1


def come_back(trip: Trip) -> None:
    """Forget how far roles are from the start, and which lie on a route."""
    for i in range(trip.state[NEARBY]):
        trip.near[trip.seen[i]], trip.mark[trip.seen[i]] = 0, 0
    trip.state[NEARBY] = 0


def withdraw(trip: Trip) -> None:
    """Forget how far roles are from the goals."""
    for i in range(trip.state[AFAR]):
        trip.far[trip.seen_far[i]] = 0
    trip.state[AFAR] = 0
