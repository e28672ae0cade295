/* Why not: the smallest sets of up to three single changes that open a route, or a supported one
   where there are others. Each is proven by asking again, and minimal: without any one of them the
   way is closed. Changes are looked for where the way is closed, never blindly. */

const MOST_CHANGES = 3;
const MOST_SEARCHES = 1000;

class Spent extends Error {}

/* How far one gets from some starts with one baseline when limits on a whole route are set aside. */
class Region {
  constructor(of, starts, isSupported) {
    Object.assign(this, { of, isSupported, base: of.base(starts[0]) });
    const { view, ladder } = of;
    this.opened = of.open(this.base).map((is, step) => is && (!isSupported || view.grounded[step]));
    this.far = spread(ladder, starts, (step) => this.opened[step]);
    this.goals = [...of.goals].filter((goal) => !starts.includes(goal) && this.far.has(goal));
  }
  /* The closed steps that start here and lead to a role of `near`. */
  closed(near) {
    const steps = [...this.of.ladder.steps.keys()];
    return steps.filter((step) => {
      const { start, end } = this.of.ladder.steps[step];
      return !this.opened[step] && this.far.has(start) && near.has(end);
    });
  }
}
/* The fewest steps from any of some roles to each that can be reached; backwards, to them. */
function spread(ladder, seeds, isOpen, { backwards = false } = {}) {
  const [from, to] = backwards ? ["end", "start"] : ["start", "end"];
  const far = new Map(seeds.map((role) => [role, 0]));
  for (const role of far.keys()) { // grows while it is gone through
    ladder.steps.forEach((step, number) => {
      if (step[from] === role && isOpen(number) && !far.has(step[to])) far.set(step[to], far.get(role) + 1);
    });
  }
  return far;
}
function regionsOf(view, query, isSupported) {
  const of = new Case(view, query);
  return of.companies().map((starts) => new Region(of, starts, isSupported));
}

/* Finds out whether questions have a route, or a supported one, and remembers what it found. */
class Asker {
  constructor(ladder, isSupported) {
    Object.assign(this, { ladder, isSupported, asked: 0, isSure: true, known: new Map(), looked: new Map() });
  }
  route(query) {
    const isCautious = !query.reading || query.reading.name === "cautious";
    const asked = { ...query, objectives: ["steps"], k: this.isSupported && !isCautious ? null : 1, diverse: false };
    const key = JSON.stringify(asked);
    if (!this.known.has(key)) this.known.set(key, this.isPlausible(asked, key) ? this.search(asked) : null);
    return this.known.get(key);
  }
  opens(query) {
    return this.route(query) !== null;
  }
  search(query) {
    if (this.asked >= MOST_SEARCHES) throw new Spent();
    this.asked += 1;
    const { routes, complete } = askOrNothing(this.ladder, query);
    const found = routes.find(({ status }) => !this.isSupported || status === "supported") ?? null;
    this.isSure = this.isSure && (found !== null || complete);
    return found;
  }
  isPlausible(query) {
    const most = query.most_steps ?? Infinity;
    const isReached = (regions) => regions.some(({ goals, far }) => goals.some((goal) => far.get(goal) <= most));
    const each = this.regions(query);
    return this.isSupported ? each.every(isReached) : each.some(isReached);
  }
  /* A supported route has to be open to the cautious on grounded steps, and in the reading asked
     for; any other in one of the readings that the question is asked under. */
  regions(query) {
    return this.readings(query).map((reading) =>
      regionsOf(this.ladder.view(reading, query), query, this.isSupported && reading.name === "cautious"));
  }
  readings(query) {
    if (!this.isSupported) return readingsOf(this.ladder, query);
    const isCautious = !query.reading || query.reading.name === "cautious";
    return [CAUTIOUS, ...(isCautious ? [] : [query.reading])];
  }
  viewsOf(query) {
    return this.readings(query).map((reading) => this.ladder.view(reading, query));
  }
}
function askOrNothing(ladder, query) {
  try {
    return ask(ladder, query);
  } catch (fault) {
    if (fault instanceof QuestionFault) return { routes: [], complete: true, fault };
    throw fault;
  }
}

class Why {
  constructor(ladder, query) {
    Object.assign(this, { ladder, query });
  }

  /* What is wanted (null where there is a supported route already), the ways to it, and whether
     they are all. */
  answer() {
    const isCautious = !this.query.reading || this.query.reading.name === "cautious";
    const shortest = { ...this.query, objectives: ["steps"], k: isCautious ? 1 : null, diverse: false };
    const { routes, fault } = askOrNothing(this.ladder, shortest);
    if (routes.some(({ status }) => status === "supported")) return { wanted: null, ways: [], complete: true, proof: null };
    this.asker = new Asker(this.ladder, routes.length > 0);
    const { ways, complete } = this.ways();
    if (fault && !ways.length) throw fault;
    const wanted = routes.length ? "supported route" : "route";
    const isWhole = complete && this.asker.isSure;
    return { wanted, ways, complete: isWhole, proof: this.proof() };
  }

  /* ---- the proof: the closed steps around all that can be reached, and limits not kept ---- */
  proof() {
    const { asker, query, ladder } = this;
    const regions = asker.regions(query);
    const goals = new Set(asker.viewsOf(query).flatMap((view) => reached(view, query.goal)));
    let [bounds, complete] = [[], true];
    try {
      bounds = this.bounds();
    } catch (fault) {
      if (!(fault instanceof Spent)) throw fault;
      complete = false;
    }
    const before = unique(ladder.steps.filter(({ end }) => goals.has(end)).map(({ start }) => start)).sort((a, b) => a - b);
    const cuts = asker.readings(query).map((reading, i) => this.cut(reading, regions[i]));
    return { supported: asker.isSupported, cuts, bounds, before, complete: complete && asker.isSure };
  }
  /* The cuts around the regions of one reading, as one: a step closed alike is named once. */
  cut(reading, regions) {
    const shut = new Map();
    for (const region of regions) {
      const near = spread(this.ladder, [...region.of.goals], () => true, { backwards: true });
      for (const step of region.closed(near).filter((each) => !region.far.has(this.ladder.steps[each].end))) {
        const by = obstaclesTo(step, region);
        const key = JSON.stringify([step, by.map(({ kind, claims, remedies }) => [kind, claims.map(({ claim }) => claim), remedies])]);
        if (!shut.has(key)) shut.set(key, { step, by });
      }
    }
    const iri = ({ step }) => this.ladder.names.expand(this.ladder.steps[step].name) ?? this.ladder.steps[step].name;
    const goals = unique(regions.flatMap((region) => region.goals)).sort((a, b) => a - b);
    return { reading, goals, steps: [...shut.values()].sort((a, b) => compare(iri(a), iri(b))) };
  }
  /* The limits that no route keeps; of those that cannot be kept together, the first one too many. */
  bounds() {
    const { asker, query } = this;
    const found = limitsOf(this.ladder, query).filter(({ kind }) => kind !== "unknown");
    const without = (some) => asker.opens(applied(query, some));
    if (!without(found)) return [];
    const others = (change) => found.filter((each) => each !== change);
    const alone = found.filter((change) => !without(others(change)));
    if (alone.length) return alone.map((change) => this.bound(change, others(change), []));
    const at = found.findIndex((_, i) => !without(found.slice(i + 1)));
    return at < 0 ? [] : [this.bound(found[at], found.slice(at + 1), unique(found.slice(0, at).map(({ kind }) => kind)))];
  }
  bound({ kind, node }, lifted, given) {
    if (!LIMITS.includes(kind)) return { kind, allowed: null, needed: null, node, given };
    const needed = this.least(applied(this.query, lifted), kind);
    return { kind, allowed: this.query[kind], needed: needed ? needed.amount : null, node: null, given };
  }

  ways() {
    const ways = [];
    let complete = true;
    try {
      for (const chosen of this.minimal()) ways.push(...this.tuned(chosen));
    } catch (fault) {
      if (!(fault instanceof Spent)) throw fault;
      complete = false;
    }
    const order = changeOrder(this.ladder);
    const place = ({ changes }) => {
      const orders = changes.map(order);
      return [orders.length, orders.map(([kind]) => kind), orders.map(([, iri]) => iri)];
    };
    return { ways: ways.sort((a, b) => compareAll(place(a), place(b))), complete };
  }

  /* The minimal sets that open a route, smaller ones first; one that opens nothing is extended by
     what helps where it fails. */
  *minimal() {
    const found = [];
    let layer = [[]];
    for (let size = 1; size <= MOST_CHANGES; size++) {
      const tried = new Map();
      for (const chosen of layer) {
        for (const change of this.helpful(applied(this.query, chosen))) {
          const grown = inChangeOrder(this.ladder, [...chosen.filter((each) => changeKey(each) !== changeKey(change)), change]);
          const key = grown.map(changeKey).join();
          if (tried.has(key) || !areApart(grown) || found.some((each) => isPart(each, grown))) continue;
          const opens = this.asker.opens(applied(this.query, grown));
          tried.set(key, { grown, opens });
          if (opens && this.isLeast(grown)) {
            found.push(grown);
            yield grown;
          }
        }
      }
      layer = [...tried.values()].filter(({ opens }) => !opens).map(({ grown }) => grown);
    }
  }
  /* Whether no part of the changes suffices, nor a lower degree in place of the one named. */
  isLeast(chosen) {
    const smaller = partsOf(chosen);
    for (const change of chosen) {
      const others = chosen.filter((each) => each !== change);
      smaller.push(...this.lowerDegrees(change).map((lower) => [...others, lower]));
    }
    return !smaller.some((each) => this.asker.opens(applied(this.query, each)));
  }
  lowerDegrees({ kind, node }) {
    if (kind !== "hold degree") return [];
    const eqf = this.ladder.degrees.get(node);
    return degreesFrom(this.ladder, 0).filter((change) => this.ladder.degrees.get(change.node) < eqf);
  }

  /* The single changes of which every way to open this question contains at least one. */
  helpful(query) {
    const found = same(query.reading, this.query.reading) ? otherSides(this.ladder, query) : [];
    for (const region of this.asker.regions(query).flat()) {
      const goals = reached(region.of.view, query.goal);
      const near = spread(this.ladder, goals, () => true, { backwards: true });
      found.push(...region.closed(near).flatMap((step) => fewest(obstaclesTo(step, region).map(({ remedies }) => remedies))));
      if (goals.some((goal) => region.far.has(goal))) found.push(...limitsOf(this.ladder, query));
    }
    const starts = this.asker.viewsOf(query).flatMap((view) => starting(view, query.start).map((role) => this.ladder.roles[role]));
    found.push(...query.avoid.filter((role) => starts.includes(role)).map((role) => changing("avoid", role)));
    if (!this.asker.isSupported) found.push(...unasked(this.ladder, query));
    return inChangeOrder(this.ladder, new Map(found.map((change) => [changeKey(change), change])).values());
  }

  /* The way that these changes open, each number at its least. */
  tuned(chosen) {
    const changes = [...chosen];
    changes.forEach((change, at) => {
      if (!LIMITS.includes(change.kind)) return;
      const others = applied(this.query, changes.filter((_, i) => i !== at));
      changes[at] = this.least(others, change.kind) ?? change;
    });
    const query = applied(this.query, changes);
    const route = this.asker.route(query);
    return route ? [{ changes, query, route }] : [];
  }

  /* The least change of one limit that is sufficient; it is lifted when no number lets through what
     is not known. */
  least(query, kind) {
    if (!this.asker.opens(applied(query, [changing(kind)]))) return null;
    const { amount, most } = this.candidates(query, kind);
    const suffices = (n) => this.asker.opens(applied(query, [changing(kind, null, amount(n))]));
    let [low, high] = [0, 1];
    while (high < most && !suffices(high - 1)) [low, high] = [high, high * 2];
    high = Math.min(high, most);
    if (!high || !suffices(high - 1)) return changing(kind);
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (suffices(middle)) high = middle;
      else low = middle + 1;
    }
    return changing(kind, null, amount(low));
  }
  /* The values a limit could be moved to, counted from 0, the smallest move first. */
  candidates(query, kind) {
    const { ladder } = this;
    const asked = query[kind];
    if (kind === "pay_at_least") {
      const figures = inDollars(ladder, [...ladder.roles.keys()].flatMap((role) => ladder.pay(role)));
      const floors = unique(figures.flatMap(({ minimum, maximum }) => [minimum, maximum]))
        .filter((floor) => floor !== null && floor < asked).sort((a, b) => b - a);
      return { amount: (n) => floors[n], most: floors.length };
    }
    if (kind === "most_years") return this.candidateYears(query, asked);
    const most = kind === "most_steps" ? ladder.roles.length : this.mostSkills();
    return { amount: (n) => asked + 1 + n, most };
  }
  /* Years in the finest fraction in which the graph counts: every sum is a multiple of it. */
  candidateYears(query, asked) {
    const { ladder } = this;
    const claims = ladder.steps.flatMap((_, step) => ladder.years(ladder.subjectOf(step)));
    const worked = [...ladder.experiences.values()];
    const figures = [...claims.flatMap(({ minimum, maximum }) => [minimum, maximum]), ...worked, query.experience, asked];
    const places = Math.max(0, ...figures.filter((each) => each !== null).map((each) => (String(each).split(".")[1] ?? "").length));
    const scale = 10 ** places;
    const first = Math.floor(Math.round(asked * scale * 1e3) / 1e3) + 1;
    const bySubject = new Map();
    claims.forEach(({ subject, minimum, maximum }) =>
      bySubject.set(subject, Math.max(bySubject.get(subject) ?? 0, minimum ?? 0, maximum ?? 0)));
    const longest = [...bySubject.values(), ...worked].reduce((sum, years) => sum + years, 0);
    return { amount: (n) => (first + n) / scale, most: Math.floor(longest * scale + 1e-6) + 1 };
  }
  mostSkills() {
    const roles = [...this.ladder.roles.keys()];
    return new Set(roles.flatMap((role) => this.ladder.links.essentialSkill(role).map(({ object }) => object))).size;
  }
}

const areApart = (changes) => new Set(changes.map(slotOf)).size === changes.length;
const isPart = (part, whole) => part.every((change) => whole.some((each) => changeKey(each) === changeKey(change)));
/* All smaller sets of some changes but the empty one. */
function partsOf(changes) {
  const sets = changes.reduce((found, change) => [...found, ...found.map((each) => [...each, change])], [[]]);
  return sets.filter(({ length }) => length > 0 && length < changes.length).sort((a, b) => a.length - b.length);
}
/* What helps against the obstacle with the fewest remedies: all have to be overcome. */
const fewest = (remedies) => remedies.reduce((a, b) => (b.length < a.length ? b : a));
