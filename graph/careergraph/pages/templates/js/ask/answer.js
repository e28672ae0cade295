/* An answer as plain values, in the shape that `careergraph route --format json` prints. Claims are
   the numbers they have on the page, and the passages they rest on stand with them there. */

const WEAKEST_FIRST = ["unknown", "contested", "supported"];

class Answers {
  constructor(ladder) {
    Object.assign(this, { ladder, explain: new Explain(ladder) });
  }

  answer(found, question, k) {
    const routes = bestOf(found, this.ladder, k);
    const unlocks = found.unlocks ?? [];
    const closed = found.closed ?? [];
    return {
      question,
      status: found.routes.length ? found.routes[0].status : "none",
      total: found.routes.length,
      complete: found.complete,
      routes: routes.map((route) => this.route(route, found.query)),
      why_not: unlocks.map(({ change, query, route }) =>
        ({ change: this.explain.change(change), route: this.route(route, query) })),
      closed: closed.map((each) => this.closed(each)),
      sources: this.cited([...routes, ...unlocks.map(({ route }) => route)], closed),
    };
  }

  /* What would open a route, in the shape of `careergraph route --why-not --format json`; the proof
     is left out, but for whether any step leads into a goal. */
  why({ wanted, ways, complete, entered }) {
    const { ladder } = this;
    return {
      wanted,
      why_not: ways.map(({ changes, query, route }) => ({
        change: enumerated(changes.map((change) => changeInWords(change, ladder))),
        changes: changes.map((change) => ({
          kind: change.kind, node: change.node === null ? null : this.node(change.node), amount: change.amount,
          text: changeInWords(change, ladder),
        })),
        route: this.route(route, query),
      })),
      why_not_complete: complete,
      why_not_total: ways.length,
      entered,
    };
  }

  route(route, query) {
    const { ladder, explain } = this;
    const needs = needsOf(route, query, ladder);
    const weakest = weakestOf(route);
    return {
      status: route.status,
      roles: route.roles.map((role) => ({ ...this.node(ladder.roles[role]), level: explain.level(role) })),
      steps: route.steps.map((step, i) => this.step(step, needs[i], route)),
      costs: {
        steps: route.steps.length, years: this.years(route),
        pay: route.pay.length ? route.pay.map((figure) => this.figure(figure)) : null,
        new_skills: route.newSkills.length, contested: route.costs.contested,
      },
      new_skills: route.newSkills.map((skill) => this.node(skill)),
      credentials: this.credentials(needs.flat()),
      baseline: route.baseline,
      weakest: { iri: this.stepIri(weakest.step), why: explain.weakness(weakest) },
      needs: route.needs.map((source) => ladder.iri(source)),
      open_under: route.openUnder.map(({ name, source }) => (source === null ? name : `${name} ${ladder.iri(source)}`)),
      why: explain.account(route),
    };
  }

  step({ step, status, possible, demands, denials }, needs, route) {
    const { ladder } = this;
    const { start, end, kind, industries } = ladder.steps[step];
    const years = route.years.filter(({ subject }) => subject === ladder.subjectOf(step));
    return {
      iri: this.stepIri(step),
      from: ladder.iri(ladder.roles[start]),
      to: ladder.iri(ladder.roles[end]),
      kind: ladder.label(kind),
      industries: industries.map((industry) => ladder.label(industry)),
      requires: needs.map((need) => this.requirement(need)),
      denies: denials.map((claim) => ({ ...this.needed(claim), claim: claim.claim })),
      years: years.length ? years.map((figure) => this.figure(figure)) : null,
      claims: unique([...possible, ...demands, ...denials].map(({ claim }) => claim)).sort((a, b) => a - b),
      says: possible.map(({ claim, affirms, basis, origin }) =>
        ({ claim, affirms, basis: ladder.bases[basis], sources: this.iris(origin.sources) })),
      status,
    };
  }

  requirement({ claim, met }) {
    const { ladder } = this;
    const requirement = ladder.requirements.get(claim.object);
    return {
      ...this.needed(claim),
      strength: claim.strength === null ? null : ladder.label(claim.strength).toLowerCase(),
      claim: claim.claim,
      of: this.subjectIri(claim.subject),
      needed: requirement ? requirement.needed : null,
      alternatives: requirement ? requirement.alternatives.map((each) => this.node(each)) : [],
      met,
    };
  }
  /* What is asked for on the way, by how it is met: each requirement once. */
  credentials(needs) {
    const asked = (how) => {
      const found = needs.filter(({ met }) => met === how).map(({ claim }) => [this.needed(claim).iri, this.needed(claim)]);
      return [...new Map(found).values()];
    };
    return { held: asked("held"), presupposed: asked("presupposed"), to_gain: asked("to gain"), not_met: asked("not met") };
  }

  years({ costs: { years }, steps }) {
    if (years.unknown === steps.length && !years.low) return null;
    return { minimum: years.low, maximum: years.unknown ? null : years.known, known_steps: steps.length - years.unknown };
  }
  figure({ minimum, maximum, unit, scope, claim, source }) {
    const { ladder } = this;
    return { minimum, maximum, unit: unit < 0 ? "None" : ladder.iri(unit), scope: ladder.scopes[scope][0], claim, source: ladder.iri(source) };
  }
  closed({ step, by }) {
    const { start, end } = this.ladder.steps[step];
    return {
      step: this.stepIri(step), from: this.ladder.roleLabel(start), to: this.ladder.roleLabel(end),
      claims: by.map(({ claim }) => claim), why: this.explain.shut(by),
    };
  }

  cited(routes, closed) {
    const claims = routes.flatMap(({ steps, pay, years }) =>
      [...steps.flatMap(({ possible, demands, denials }) => [...possible, ...demands, ...denials]), ...pay, ...years]);
    const all = [...claims, ...closed.flatMap(({ by }) => by)];
    return this.explain.speakers(all).map((source) => ({ iri: this.ladder.iri(source), title: this.ladder.label(source) }));
  }

  node(node) {
    return { iri: this.ladder.iri(node), label: this.ladder.label(node) };
  }
  needed(claim) {
    return claim.object < 0 ? { iri: this.subjectIri(claim.subject), label: this.explain.subject(claim.subject) } : this.node(claim.object);
  }
  subjectIri(subject) {
    const { ladder } = this;
    return subject < ladder.roles.length ? ladder.iri(ladder.roles[subject]) : this.stepIri(subject - ladder.roles.length);
  }
  stepIri(step) {
    const { name } = this.ladder.steps[step];
    return this.ladder.names.expand(name) ?? name;
  }
  iris(nodes) {
    return nodes.map((node) => this.ladder.iri(node)).sort();
  }
}

/* The step with the least support; the first of several. */
function weakestOf({ steps }) {
  const rank = ({ status, possible }) => [WEAKEST_FIRST.indexOf(status), possible.length];
  return steps.reduce((a, b) => (compareAll(rank(b), rank(a)) < 0 ? b : a));
}

/* For each step of a route the requirements that bind in the cautious reading, and how this
   traveller comes to meet them. */
function needsOf({ steps, baseline }, query, ladder) {
  const own = ownOf(query);
  const eqf = Math.max(0, ...own.map((c) => ladder.degrees.get(c) ?? 0));
  const held = new Set([...own, ...query.skills].flatMap((node) => ladder.upwards(node)));
  const has = (alternative, level) => {
    if (ladder.degrees.has(alternative)) return ladder.degrees.get(alternative) <= level;
    if (ladder.experiences.has(alternative)) return ladder.experiences.get(alternative) <= (query.experience ?? 0);
    return held.has(alternative);
  };
  const isEnough = ({ alternatives, needed }, level) => alternatives.filter((a) => has(a, level)).length >= needed;
  const gained = new Set();
  const met = (claim, { unmet }) => {
    const requirement = ladder.requirements.get(claim.object);
    if (unmet.includes(claim)) return "not met";
    if (gained.has(claim.object)) return "gained before";
    if (requirement && isEnough(requirement, eqf)) return "held";
    if (requirement && isEnough(requirement, Math.max(eqf, baseline.eqf))) return "presupposed";
    if (claim.object >= 0) gained.add(claim.object);
    return "to gain";
  };
  return steps.map((step) => step.demands.map((claim) => ({ claim, met: met(claim, step) })));
}

/* ---- none: where every way ends, and what would open one ---- */
function search(ladder, query) {
  const found = ask(ladder, query);
  if (found.routes.length || !found.complete) return found;
  return { ...found, closed: closedSteps(found.cases), unlocks: unlocksOf(ladder, query) };
}

/* The steps out of everything that can be reached in the widest reading: the cut. */
function closedSteps(cases) {
  const of = cases.find(({ view }) => view.reading.name === "generous") ?? cases[0];
  const { ladder, view } = of;
  const found = new Map();
  for (const start of of.starts) {
    const base = of.base(start);
    const within = reachedFrom(start, ladder, of.open(base));
    const unmet = (step) => view.demands(step).filter((claim) => !of.means(base).meets(ladder.requirements.get(claim.object)));
    [...within].sort((a, b) => a - b).flatMap((role) => ladder.leaving[role])
      .filter((step) => !within.has(ladder.steps[step].end))
      .forEach((step) => found.set(step, unmet(step)));
  }
  const iri = (step) => ladder.names.expand(ladder.steps[step].name) ?? ladder.steps[step].name;
  return [...found].map(([step, by]) => ({ step, by })).sort((a, b) => compare(iri(a.step), iri(b.step)));
}
function reachedFrom(start, ladder, open) {
  const found = new Set();
  const queue = [start];
  while (queue.length) {
    const role = queue.pop();
    if (found.has(role)) continue;
    found.add(role);
    queue.push(...ladder.leaving[role].filter((step) => open[step]).map((step) => ladder.steps[step].end));
  }
  return found;
}

/* Single changes to the question, each tried by asking again. */
function unlocksOf(ladder, query) {
  return changesTo(ladder, query).flatMap(({ change, asked }) => {
    const { routes } = ask(ladder, { ...query, ...asked });
    return routes.length ? [{ change, query: { ...query, ...asked }, route: routes[0] }] : [];
  });
}
function changesTo(ladder, query) {
  const found = [];
  if (query.without_further_degree) {
    for (const node of generalDegrees(ladder)) {
      found.push({ change: { what: "hold", node }, asked: { holding: [...query.holding, node] } });
    }
    found.push({ change: { what: "allow a further degree" }, asked: { without_further_degree: false } });
  }
  if (query.most_steps !== null) found.push({ change: { what: "allow more steps" }, asked: { most_steps: null } });
  if (query.reading) found.push({ change: { what: "read the claims in every way" }, asked: { reading: null } });
  return found;
}
/* One degree for each EQF level, the lowest level first: the broadest of its level. */
function generalDegrees(ladder) {
  const found = new Map();
  const inOrder = [...ladder.degrees].sort(([a], [b]) => compare(ladder.iri(a), ladder.iri(b)));
  for (const [degree, eqf] of inOrder) {
    const above = ladder.upwards(degree).slice(1);
    if (!found.has(eqf) && !above.some((other) => ladder.degrees.get(other) === eqf)) found.set(eqf, degree);
  }
  return [...found].sort(([a], [b]) => a - b).map(([, degree]) => degree);
}
