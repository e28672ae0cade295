/* Which routes answer a question: all, the undominated, the best or the most unlike each other.
   At the size of a page's ladder every route can be looked at. */

const MOST_ROUTES = 1000; // as many as the command lists
const MOST_LOOKED_AT = 200000;
const POOL = 10; // from how many times as many of the best are those that differ most picked

/* The routes of one question in each reading, and whether they are all that were asked for. Where
   the cautious reading is among them, routes on more than a curator's inference are sought once
   more by themselves: no other kind can crowd them out. */
function findRoutes(cases) {
  const { query } = cases[0];
  const everywhere = query.k === null && query.objectives.length === 1;
  const cautious = cases.filter((each) => each.view.reading.name === "cautious");
  const grounded = () => cautious.map((each) => inOneReading(each, { grounded: true }));
  const parts = [...(everywhere ? [] : grounded()), ...cases.map((each) => inOneReading(each, {}))];
  const complete = parts.every((part) => part.complete);
  if (everywhere && !complete) parts.push(...grounded());
  const routes = new Map(parts.flatMap((part) => part.routes).map((route) => [route.join(), route]));
  const found = [...routes.values()];
  return { routes: query.diverse ? unlikeEachOther(found, found.length, cases[0].view.ladder) : found, complete };
}

function inOneReading(of, options) {
  const { query } = of;
  if (query.k === null && query.objectives.length > 1) return undominated(of, options);
  const problems = of.problems(options);
  const seek = leadsOn(query) ? bestPaid : firstMet;
  if (query.k === null) return seek(problems, null);
  if (!query.diverse) return seek(problems, query.k);
  const pool = seek(problems, POOL * query.k);
  return { routes: unlikeEachOther(pool.routes, query.k, of.ladder), complete: pool.complete };
}
/* Each ends at the first goal it meets. */
function firstMet(problems, k) {
  return k === null ? joinedParts(problems.map((problem) => everyRoute(problem))) : bestRoutes(problems, k);
}
/* Each passes goals that pay worse than its own: one place by pay after another, from the best, until
   there are enough. */
function bestPaid(problems, k) {
  const most = k ?? MOST_ROUTES;
  const ranks = new Set(problems.flatMap(({ of, goals }) => [...goals].map((goal) => of.rank(goal))));
  const found = { routes: [], complete: true };
  for (const rank of [...ranks].sort((a, b) => a - b)) {
    if (found.routes.length > most || (k !== null && found.routes.length >= k)) break;
    const { routes, complete } = firstMet(problems.map((problem) => paying(problem, rank)), k);
    found.routes.push(...routes);
    found.complete = found.complete && complete;
  }
  return { routes: found.routes.slice(0, most), complete: found.complete && (k !== null || found.routes.length <= most) };
}
const paying = (problem, rank) => ({
  ...problem,
  goals: new Set([...problem.goals].filter((goal) => problem.of.rank(goal) === rank)),
  barred: new Set([...problem.goals].filter((goal) => problem.of.rank(goal) < rank)),
});
const joinedParts = (parts) => ({ routes: parts.flatMap((part) => part.routes), complete: parts.every((part) => part.complete) });

/* ---- all of them, those with few steps first, then in order ---- */
function everyRoute(problem, { most = MOST_ROUTES, vague = false } = {}) {
  const found = [];
  const walk = new Walk(problem);
  for (const route of walk.routes()) {
    if (vague && !route.some((step) => problem.terrain.high[step] >= UNKNOWN_END)) continue;
    if (found.length === most) return { routes: found, complete: false };
    found.push(route);
  }
  return { routes: found, complete: walk.isComplete };
}

class Walk {
  constructor(problem) {
    Object.assign(this, { barred: new Set() }, problem);
    this.ladder = problem.of.ladder;
    this.away = this.stepsAway();
    this.isComplete = true;
    this.looked = 0;
  }

  /* The fewest open steps from each role to a goal. */
  stepsAway() {
    const away = this.ladder.roles.map((_, role) => (this.goals.has(role) ? 0 : Infinity));
    for (let changed = true; changed;) {
      changed = false;
      this.ladder.steps.forEach(({ start, end }, step) => {
        if (!this.terrain.open[step] || this.barred.has(end) || this.goals.has(start) || away[end] + 1 >= away[start]) return;
        away[start] = away[end] + 1;
        changed = true;
      });
    }
    return away;
  }

  *routes() {
    const most = Math.min(this.of.query.most_steps ?? Infinity, this.ladder.roles.length - 1);
    this.isLonger = this.starts.some((start) => this.away[start] < Infinity || this.goals.has(start));
    for (let steps = 1; this.isLonger && steps <= most && this.isComplete; steps++) {
      this.isLonger = false;
      for (const start of this.starts) yield* this.from(start, [], new Set([start]), steps);
    }
  }

  /* The routes on from a role that have just so many steps left. */
  *from(role, path, seen, left) {
    for (const step of this.ladder.leaving[role]) {
      this.looked += 1;
      if (this.looked > MOST_LOOKED_AT) this.isComplete = false;
      if (!this.isComplete) return;
      const { end } = this.ladder.steps[step];
      if (!this.terrain.open[step] || this.barred.has(end) || seen.has(end) || !this.leads(end, left - 1)) continue;
      const route = [...path, step];
      const cost = this.of.cost(route, this.terrain);
      if (!this.of.isWithin(cost)) continue;
      if (!this.goals.has(end)) yield* this.from(end, route, new Set([...seen, end]), left - 1);
      else if (cost.ticked.size === this.terrain.through.length) yield route;
    }
  }
  leads(role, left) {
    const away = this.away[role];
    if (away > left) this.isLonger = this.isLonger || away < Infinity;
    return away <= left && !(away === 0 && left > 0);
  }
}

/* ---- the best ---- */
const sortKey = (problem, route) => {
  const cost = problem.of.cost(route, problem.terrain);
  return [...problem.order.map((name) => cost[name]), cost.steps, problem.of.ends(route)[0], route];
};
function bestRoutes(problems, k) {
  const parts = problems.map((problem) => everyRoute(problem, { most: Infinity }));
  const keyed = parts.flatMap((part, i) => part.routes.map((route) => ({ route, key: sortKey(problems[i], route) })));
  const ranked = keyed.sort((a, b) => compareAll(a.key, b.key));
  return { routes: ranked.slice(0, k).map(({ route }) => route), complete: parts.every((part) => part.complete) };
}

/* The best and, one after another, those that share least with any chosen before; none that is one
   of these by other names. */
function unlikeEachOther(routes, k, ladder) {
  const chosen = routes.slice(0, 1);
  const left = routes.slice(1);
  while (left.length && chosen.length < k) {
    const shared = left.map((route) => Math.max(...chosen.map((other) => overlap(route, other, ladder))));
    if (Math.min(...shared) === 1) break;
    chosen.push(...left.splice(shared.indexOf(Math.min(...shared)), 1));
  }
  return chosen;
}
function overlap(one, other, ladder) {
  const shared = (a, b) => a.filter((step) => b.some((each) => areAlike(step, each, ladder))).length;
  const both = Math.min(shared(one, other), shared(other, one));
  return both / (one.length + other.length - both);
}
/* Whether two steps are the same, or lead from one occupation to one other. */
function areAlike(one, other, { steps, same: counterparts }) {
  if (one === other) return true;
  const crossed = ["start", "end"].map((end) => [steps[one][end], steps[other][end]]).filter(([a, b]) => a !== b);
  return crossed.length > 0 && crossed.every(([a, b]) => counterparts.has(`${a} ${b}`));
}

/* ---- those that none surpasses in all objectives ----
   Years that are not known are not compared: a route with such a step surpasses none and is
   surpassed by none when years are an objective. */
function undominated(of, options) {
  const isTimed = of.query.objectives.includes("years");
  const problems = of.problems(options);
  const known = isTimed ? of.problems({ ...options, known: true }) : problems;
  const parts = known.map((problem) => everyRoute(problem, { most: Infinity }));
  const candidates = parts.flatMap((part, i) => part.routes.map((route) => candidateOf(known[i], route)));
  const pays = new Pays(of);
  const rivals = [...new Map(candidates.map((each) => [each.key, each])).values()];
  const kept = new Set(rivals.filter((each) => !rivals.some((rival) => surpasses(rival, each, pays))).map(({ key }) => key));
  const found = { routes: candidates.filter(({ key }) => kept.has(key)).map(({ route }) => route), complete: parts.every((part) => part.complete) };
  const vague = isTimed ? problems.map((problem) => everyRoute(problem, { vague: true })) : [];
  const { routes, complete } = joinedParts([found, ...vague]);
  return { routes: routes.slice(0, MOST_ROUTES), complete: complete && routes.length <= MOST_ROUTES };
}
function candidateOf(problem, route) {
  const cost = problem.of.cost(route, problem.terrain);
  const costs = problem.order.filter((name) => name !== "pay").map((name) => cost[name]);
  const [, goal] = problem.of.ends(route);
  return { route, costs, goal, key: `${costs.join()} ${goal}` };
}
function surpasses(one, other, pays) {
  if (one.costs.some((cost, i) => cost > other.costs[i])) return false;
  const [asWell, better] = pays.compare(one.goal, other.goal);
  return asWell && (better || !same(one.costs, other.costs));
}

/* How the pay of two goals compares; alike where it is no objective or they are the same. */
class Pays {
  constructor(of) {
    this.of = of;
    this.matters = of.query.objectives.includes("pay");
  }
  /* Whether one pays no worse than the other at any end, and better at some. */
  compare(one, other) {
    if (one === other || !this.matters) return [true, false];
    const { view, ladder } = this.of;
    const pairs = view.pay(one).flatMap((a) => view.pay(other).filter((b) => a.unit === b.unit && !ladder.isApart(a, b)).map((b) => [a, b]));
    const ends = pairs.flatMap(([a, b]) => [[a.minimum, b.minimum], [a.maximum, b.maximum]]);
    const isKnown = ends.length > 0 && ends.every(([p, q]) => p !== null && q !== null);
    if (!isKnown || ends.some(([p, q]) => p < q)) return [false, false];
    return [true, ends.some(([p, q]) => p > q)];
  }
}
