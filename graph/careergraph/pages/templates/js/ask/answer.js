/* An answer as plain values, in the shape that `careergraph route --format json` prints. Claims are
   the numbers they have on the page, and the passages they rest on stand with them there. */

const WEAKEST_FIRST = ["unknown", "contested", "supported"];

class Answers {
  constructor(ladder) {
    Object.assign(this, { ladder, explain: new Explain(ladder) });
  }

  /* With `why`, what would open a route, and what closes every one. */
  answer(found, question, k, why) {
    const routes = bestOf(found, this.ladder, k);
    return {
      question,
      status: found.routes.length ? found.routes[0].status : "none",
      total: found.routes.length,
      counts: countsBy(found.routes),
      complete: found.complete,
      routes: routes.map((route) => this.route(route, found.query)),
      ...(why ? this.why(why, k) : { why_not: [] }),
      sources: this.cited(routes, why, k),
    };
  }

  why({ wanted, ways, complete, proof }, k) {
    return {
      wanted,
      why_not: ways.slice(0, k ?? ways.length).map(({ changes, query, route }) => ({
        change: enumerated(changes.map((change) => changeInWords(change, this.ladder))),
        changes: changes.map((change) => this.change(change)),
        route: this.route(route, query),
      })),
      why_not_total: ways.length,
      why_not_complete: complete,
      cut: proof ? this.proof(proof) : null,
    };
  }
  change(change) {
    const node = change.node === null ? null : this.node(change.node);
    return { kind: change.kind, node, amount: change.amount, text: changeInWords(change, this.ladder) };
  }
  proof({ supported, cuts, bounds, before, complete }) {
    const { ladder } = this;
    const iriOf = (node) => (node === null ? null : ladder.iri(node));
    return {
      supported,
      entered: before.length > 0,
      before: before.map((role) => this.node(ladder.roles[role])),
      complete,
      readings: cuts.map(({ reading, goals, steps }) => ({
        reading: reading.name,
        source: iriOf(reading.source),
        goals: goals.map((role) => ladder.iri(ladder.roles[role])),
        steps: steps.map((shut) => this.shut(shut)),
      })),
      bounds: bounds.map((bound) => ({ ...bound, node: iriOf(bound.node), text: boundInWords(bound, ladder) })),
    };
  }
  shut({ step, by }) {
    const { ladder, explain } = this;
    const { start, end } = ladder.steps[step];
    return {
      step: this.stepIri(step), from: ladder.roleLabel(start), to: ladder.roleLabel(end),
      by: by.map((each) => ({
        kind: each.kind, unknown: each.unknown, claims: each.claims.map(({ claim }) => claim),
        text: obstacleInWords(each, step, ladder, explain),
      })),
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
        ...(query.objectives.includes("counted") ? { counted: this.counted(route) } : {}),
      },
      new_skills: route.newSkills.map((skill) => this.node(skill)),
      credentials: this.credentials(needs.flat()),
      baseline: route.baseline,
      weakest: { iri: this.stepIri(weakest.step), why: explain.weakness(weakest), independent_sources: weakest.independent },
      needs: route.needs.map((source) => ladder.iri(source)),
      open_under: route.openUnder.map(({ name, source }) => (source === null ? name : `${name} ${ladder.iri(source)}`)),
      not_known: explain.notKnown(route, query, ladder.view(CAUTIOUS)),
      weakly_known: explain.weaklyKnown(route),
      why: explain.account(route, query),
    };
  }

  /* What a route costs by counted moves, and which share of those who left went each of its steps. */
  counted({ costs, shares, steps }) {
    const text = steps.map(({ step }, i) => this.explain.weighed(step, shares[i])).join(", then ");
    return { cost: costs.counted / MILLION, text, shares };
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
      ...(possible.some(isCount) ? { observed: possible.filter(isCount).flatMap(({ counts }) => ladder.counts[counts]) } : {}),
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
  cited(routes, why, k) {
    const ways = why ? why.ways.slice(0, k ?? why.ways.length) : [];
    const claims = [...routes, ...ways.map(({ route }) => route)].flatMap(({ steps, pay, years }) =>
      [...steps.flatMap(({ possible, demands, denials }) => [...possible, ...demands, ...denials]), ...pay, ...years]);
    const cuts = why && why.proof ? why.proof.cuts : [];
    claims.push(...cuts.flatMap(({ steps }) => steps.flatMap(({ by }) => by.flatMap((each) => each.claims))));
    const sources = unique(claims.flatMap(({ origin }) => origin.sources)).map((source) => ({ iri: this.ladder.iri(source), title: this.ladder.label(source) }));
    return sources.sort((a, b) => compare(a.iri, b.iri));
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

const isCount = ({ affirms, counts }) => affirms && counts !== null;
const countsBy = (routes) => Object.fromEntries(STATUSES.map((status) => [status, routes.filter((route) => route.status === status).length]));

/* The step with the least support: by status, by how many independent sources affirm it, then by how
   many it cannot do without; the first of several. */
function weakestOf({ steps }) {
  const rank = ({ status, independent, crucial }) => [WEAKEST_FIRST.indexOf(status), independent, -crucial.length];
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
