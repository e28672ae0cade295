/* Single routes judged under every reading, and in which order they are told. */

function readingsOf(ladder, query) {
  if (query.reading) return [query.reading];
  const heard = query.pay_at_least !== null || query.pay_never_drops ? ladder.speakingOfPay : ladder.speaking;
  return [CAUTIOUS, GENEROUS, ...heard.map((source) => ({ name: "only", source }))];
}

class Judge {
  constructor(ladder, query) {
    Object.assign(this, { ladder, query });
    this.cases = readingsOf(ladder, query).map((reading) => this.case(reading));
    this.cautious = this.case(CAUTIOUS);
    this.without = ladder.sources.map((source) => [source, this.case({ name: "without", source })]);
  }
  case(reading) {
    return new Case(this.ladder.view(reading, this.query), this.query);
  }

  route(path) {
    const { ladder } = this;
    const opened = this.cases.filter((each) => each.answers(path));
    const [first] = opened;
    const [start, goal] = first.ends(path);
    const baseline = first.base(start);
    const steps = path.map((step) => this.step(step, baseline));
    return {
      status: this.status(path), path, steps, baseline,
      roles: [start, ...path.map((step) => ladder.steps[step].end)],
      openUnder: opened.map(({ view }) => view.reading),
      needs: this.without.filter(([, each]) => !each.keeps(path)).map(([source]) => source),
      years: path.flatMap((step) => first.view.years[step]),
      pay: first.view.pay(goal),
      newSkills: this.newSkills(first.view, path),
      shares: path.map((step) => first.view.shares[step]),
      costs: first.costs(path),
    };
  }

  /* Contested if closed to the cautious; unknown if a step rests on inference alone. */
  status(path) {
    if (!this.cautious.keeps(path)) return "contested";
    return path.every((step) => this.cautious.view.grounded[step]) ? "supported" : "unknown";
  }

  step(step, baseline) {
    const { ladder, cautious: { view } } = this;
    const { end, status, backing, independent } = ladder.steps[step];
    const said = [...ladder.requires(ladder.subjectOf(step)), ...ladder.requires(end)];
    const means = this.cautious.means(baseline);
    const demands = view.demands(step);
    return {
      step, demands, backing, independent,
      crucial: backing.length ? backing.reduce((a, b) => a.filter((source) => b.includes(source))) : [],
      status: this.cautious.open(baseline)[step] ? status : "contested",
      possible: ladder.possible(step),
      unmet: demands.filter((claim) => !means.meets(ladder.requirements.get(claim.object))),
      denials: said.filter((claim) => !claim.affirms),
    };
  }

  /* The skills to be learned: those of the roles after the first, held or given ones left out. */
  newSkills(view, path) {
    const found = new Set();
    const known = new Set([...this.query.skills, ...view.skills[this.ladder.steps[path[0]].start]]);
    for (const step of path) {
      view.gives[step].forEach((skill) => known.add(skill));
      view.skills[this.ladder.steps[step].end].forEach((skill) => { if (!known.has(skill)) found.add(skill); });
      view.skills[this.ladder.steps[step].end].forEach((skill) => known.add(skill));
    }
    return [...found].sort((a, b) => compare(this.ladder.iri(a), this.ladder.iri(b)));
  }
}

/* The routes that answer a question, best first, without reasons where there are none. */
function ask(ladder, query) {
  const cases = readingsOf(ladder, query).map((reading) => new Case(ladder.view(reading, query), query));
  refuseEmpty(ladder, query);
  const { routes, complete } = findRoutes(cases);
  const judge = new Judge(ladder, query);
  const judged = routes.map((path) => judge.route(path));
  const order = new Map(judged.map((route) => [route, orderOf(ladder, query, route)]));
  judged.sort((a, b) => compareAll(order.get(a), order.get(b)));
  const goals = unique(cases.flatMap((each) => [...each.goals])).sort((a, b) => a - b);
  return { query, cases, complete, routes: judged, goals };
}

/* What no claim at all makes a start or goal is refused; what one source does not know is none. */
function refuseEmpty(ladder, query) {
  const everything = ladder.view(CAUTIOUS, query);
  const starts = starting(everything, query.start).length;
  const goals = reached(everything, query.goal).length;
  for (const [end, isKnown, what] of [[query.start, starts, "start"], [query.goal, goals, "goal"]]) {
    if (!isKnown) throw new QuestionFault(`no role can be the ${what}: none is known for that ${end.kind.toLowerCase()}`);
  }
}

/* What makes a route better than another, the smaller the better. */
function rankOf(ladder, query, { status, baseline, steps, costs, pay }) {
  const { objectives } = query;
  const others = [baseline.eqf, steps.filter((step) => step.status === "unknown").length, steps.length];
  const place = [STATUSES.indexOf(status), notKnown(ladder, query, costs, pay)];
  if (same(objectives, ["steps"])) return [...place, ...others];
  const { years } = costs;
  const byCost = objectives.flatMap((objective) =>
    (objective === "years" ? [years.unknown, years.known, years.low]
      : objective === "pay" ? payKey(ladder, pay) : [costs[objective]]));
  return [...place, ...byCost, ...others];
}
/* How many of the limits on the whole route let it pass because nobody says more. */
function notKnown(ladder, query, { years }, pay) {
  const isUnpaid = query.pay_at_least !== null && !inDollars(ladder, pay).length;
  return Number(isUnpaid) + Number(query.most_years !== null && years.unknown > 0);
}
function orderOf(ladder, query, route) {
  return [rankOf(ladder, query, route), route.roles[0], route.path];
}

/* `k` of the routes: the best, but one of each status if `k` allows. Of equally good ones, those
   that share the fewest roles with the ones before come first. */
function bestOf({ routes, query }, ladder, k) {
  if (k === null || k >= routes.length) return routes;
  const others = STATUSES.filter((status) => routes.some((route) => route.status === status)).slice(1);
  const rank = new Map(routes.map((route) => [route, rankOf(ladder, query, route)]));
  const chosen = varied(routes, rank, Math.max(1, k - others.length));
  for (const status of others) {
    if (chosen.length < k && !chosen.some((route) => route.status === status)) {
      chosen.push(routes.find((route) => route.status === status));
    }
  }
  chosen.push(...routes.filter((route) => !chosen.includes(route)).slice(0, k - chosen.length));
  return chosen.sort((a, b) => compareAll(rank.get(a), rank.get(b)));
}
function varied(routes, rank, k) {
  const chosen = [];
  const left = [...routes];
  const used = new Map();
  const sharing = (route) => route.roles.reduce((sum, role) => sum + (used.get(role) ?? 0), 0);
  while (left.length && chosen.length < k) {
    const peers = left.filter((route) => !compareAll(rank.get(route), rank.get(left[0])));
    const route = peers.reduce((a, b) => (sharing(b) < sharing(a) ? b : a));
    left.splice(left.indexOf(route), 1);
    chosen.push(route);
    route.roles.forEach((role) => used.set(role, (used.get(role) ?? 0) + 1));
  }
  return chosen;
}
