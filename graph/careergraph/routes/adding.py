"""The inner loops for costs that simply add up, so that one number a step says it all.

Plain functions on columns of integers like those of `kernel`, run by `compiled` either way. Each
search leaves in `near` and `far` how far roles are from the start and from the goal, one more than
that, so that 0 means not reached; `trace` then reads off the first route in order.
"""

from typing import NamedTuple

from careergraph.routes.kernel import FAR, Ints, rise, sink


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

    `goal` and `shut` mark the roles where a route ends and those it may not enter. There is a heap
    of `keys` and `values` for each end.
    """

    starts: Ints
    goals: Ints
    goal: Ints
    shut: Ints
    barred: Ints
    near: Ints
    far: Ints
    mark: Ints
    keys: Ints
    values: Ints
    back_keys: Ints
    back_values: Ints


def meet(ways: Ways, trip: Trip) -> int:
    """Return the least cost from a start to a goal, or FAR, searching from both ends at once."""
    near, far, best = trip.near, trip.far, FAR
    size, count = depart(trip), arrive(trip)
    while size > 0 and count > 0 and trip.keys[0] + trip.back_keys[0] - 2 < best:
        if size <= count:
            key, role = trip.keys[0], trip.values[0]
            sink(trip.keys, trip.values, size)
            size -= 1
            if key == near[role] and not trip.goal[role]:
                for step in range(ways.first[role], ways.first[role + 1]):
                    end, total = ways.end[step], key + ways.cost[step]
                    if ways.open[step] and (near[end] == 0 or total < near[end]):
                        near[end] = total
                        rise(trip.keys, trip.values, size, total, end)
                        size += 1
                        if far[end] > 0:
                            best = min(best, total + far[end] - 2)
        else:
            key, role = trip.back_keys[0], trip.back_values[0]
            sink(trip.back_keys, trip.back_values, count)
            count -= 1
            if key == far[role]:
                for i in range(ways.back_first[role], ways.back_first[role + 1]):
                    before, total = ways.before[i], key + ways.back_cost[i]
                    if (
                        ways.back_open[i]
                        and (far[before] == 0 or total < far[before])
                        and not trip.goal[before]
                    ):
                        far[before] = total
                        rise(trip.back_keys, trip.back_values, count, total, before)
                        count += 1
                        if near[before] > 0:
                            best = min(best, total + near[before] - 2)
    return best


def depart(trip: Trip) -> int:
    """Put the starts into their heap; return how many there are."""
    for i in range(len(trip.starts)):
        trip.near[trip.starts[i]] = 1
        trip.keys[i], trip.values[i] = 1, trip.starts[i]
    return len(trip.starts)


def arrive(trip: Trip) -> int:
    """Put the goals into their heap; return how many there are."""
    for i in range(len(trip.goals)):
        trip.far[trip.goals[i]] = 1
        trip.back_keys[i], trip.back_values[i] = 1, trip.goals[i]
    return len(trip.goals)


def measure(ways: Ways, trip: Trip) -> bool:
    """Write to `far` how far each role is from a goal; return whether a start leads to one.

    Roles that are farther away than the nearest start are given the distance of that start.
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
                if (
                    ways.back_open[i]
                    and (far[before] == 0 or total < far[before])
                    and not trip.goal[before]
                ):
                    far[before] = total
                    rise(trip.back_keys, trip.back_values, count, total, before)
                    count += 1
    for role in range(len(far)):
        if far[role] == 0 or far[role] > reach:
            far[role] = reach
    for i in range(len(trip.starts)):
        trip.mark[trip.starts[i]] = 0
    return reach < FAR


def spur(ways: Ways, trip: Trip) -> int:
    """Return the least cost from a start to a goal, or FAR, led by the distances in `far`."""
    near, hope, best, size = trip.near, trip.far, FAR, 0
    for i in range(len(trip.starts)):
        near[trip.starts[i]] = 1
        rise(trip.keys, trip.values, size, hope[trip.starts[i]], trip.starts[i])
        size += 1
    while size > 0 and trip.keys[0] <= best:
        key, role = trip.keys[0], trip.values[0]
        sink(trip.keys, trip.values, size)
        size -= 1
        if trip.goal[role]:
            best = key
        elif key == near[role] + hope[role] - 1:
            first = near[role] == 1
            for step in range(ways.first[role], ways.first[role + 1]):
                end, total = ways.end[step], near[role] + ways.cost[step]
                if (
                    ways.open[step]
                    and not trip.shut[end]
                    and hope[end] < FAR
                    and (near[end] == 0 or total < near[end])
                    and not (first and kept_out(trip, step))
                ):
                    near[end] = total
                    rise(trip.keys, trip.values, size, total + hope[end] - 1, end)
                    size += 1
    return best - 1 if best < FAR else FAR


def kept_out(trip: Trip, step: int) -> bool:
    """Whether a step may not come first."""
    for i in range(len(trip.barred)):
        if trip.barred[i] == step:
            return True
    return False


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
    for role in range(len(trip.near)):
        left = trip.far[role] if both else int(trip.goal[role])
        if trip.near[role] > 0 and left > 0 and trip.near[role] + left - 2 == best:
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
