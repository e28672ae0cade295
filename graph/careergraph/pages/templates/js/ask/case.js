/* One question in one reading: who may start, what is a goal, which steps are open to whom, and
   what a route costs. */

/* Starts from which whoever is at a goal already need not set out: who is senior has no way to go
   to a senior role. A role in two industries is a start in the one and leads on within the other. */
const SETTLED = ["Level", "Any"];
const COSTS_OF = { steps: ["steps"], years: ["high", "low"], pay: ["pay"], new_skills: ["skills"], contested: ["contested"], counted: ["rarity"] };

/* Whether a route may pass a goal on the way to one that pays better. */
const leadsOn = ({ k, objectives }) => objectives[0] === "pay" && !(k === null && objectives.length > 1);

class Case {
  constructor(view, query) {
    Object.assign(this, { view, query, ladder: view.ladder });
    const found = starting(view, query.start);
    const avoided = query.start.kind === "Role" && !query.start.others.length ? [] : query.avoid;
    this.starts = found.filter((role) => !avoided.includes(this.ladder.roles[role]));
    this.goals = new Set(reached(view, query.goal).filter((role) => query.pay_at_least === null || paysEnough(view, role, query)));
    const isSettled = SETTLED.includes(query.start.kind);
    this.leaving = isSettled ? this.starts.filter((role) => !this.goals.has(role)) : this.starts;
    this.kept = new Map();
  }
  once(key, make) {
    if (!this.kept.has(key)) this.kept.set(key, make());
    return this.kept.get(key);
  }

  /* The degree above which another is a further one, for who starts there. */
  base(role) {
    const { holding, start } = this.query;
    return this.once(`base ${role}`, () =>
      this.view.baseline(role, { holding, credential: start.kind === "Credential" ? start.node : null }));
  }
  means(base) {
    return this.once(`means ${base.eqf}`, () => new Means(this.ladder, this.query, base));
  }

  /* ---- which steps are open, wherever they stand on a route ---- */
  open(base) {
    return this.once(`open ${base.eqf}`, () => {
      const means = this.means(base);
      return this.ladder.steps.map((step, number) => this.isOpen(step, number, means));
    });
  }
  /* Limits on kinds of step, counts, industries and pay are about moves: entering a first role is none. */
  isOpen({ end, kind, isEntry }, step, means) {
    const { view, query, ladder } = this;
    const allow = query.unknown === "allow";
    return view.possible[step] && this.isMet(step, means) &&
      (!query.kinds.length || query.kinds.includes(kind) || isEntry) &&
      (!query.counted || view.counted[step] || isEntry) &&
      !query.avoid.includes(ladder.roles[end]) &&
      !(query.avoid_licensed && view.licensed[end]) &&
      (!query.stay_in.length || this.isInside(step, allow) || isEntry) &&
      (!query.pay_never_drops || this.keepsPay(step, allow) || isEntry) &&
      (query.most_years === null || allow || view.ranges[step].high !== null);
  }
  isMet(step, means) {
    return this.view.demands(step).every((claim) => means.meets(this.ladder.requirements.get(claim.object)));
  }
  isInside(step, allow) {
    const places = this.view.places[step];
    return places.size ? this.query.stay_in.some((industry) => places.has(industry)) : allow;
  }
  keepsPay(step, allow) {
    const falls = this.view.falls[step];
    if (!falls.length) return allow;
    return this.view.isGenerous ? !falls.every(Boolean) : !falls.some(Boolean);
  }

  /* ---- the steps as they are to travellers with one baseline ---- */
  terrain(base, { grounded = false, known = false } = {}) {
    return this.once(`terrain ${base.eqf} ${grounded} ${known}`, () => {
      const { view, query, ladder } = this;
      const opened = this.open(base);
      const through = unique(query.through);
      return {
        open: opened.map((is, step) => is && (!grounded || view.grounded[step]) && (!known || view.ranges[step].high !== null)),
        contested: this.contested(opened, base),
        asked: this.asked(base),
        low: view.ranges.map(({ low }) => low),
        high: view.ranges.map(({ low, high }) => (high === null ? UNKNOWN_END + low : high)),
        time: view.ranges.map(({ low, high }) => (view.isGenerous ? low : Math.max(low, high ?? -1))),
        ticks: ladder.steps.map((_, step) => through.filter((industry) => view.places[step].has(industry))),
        through,
      };
    });
  }
  contested(opened, base) {
    if (this.view.reading.name === "cautious") return opened.map(() => false);
    const cautious = new Case(this.ladder.view(CAUTIOUS, this.query), this.query).open(base);
    return opened.map((is, step) => is && !cautious[step]);
  }
  /* The years, in millionths, still to be worked before each step can be made. */
  asked(base) {
    const means = this.means(base);
    const held = this.query.experience ?? 0;
    const { requirements } = this.ladder;
    const years = (claim) => (requirements.has(claim.object) ? means.yearsAsked(requirements.get(claim.object)) : 0);
    return this.ladder.steps.map((_, step) =>
      Math.max(0, ...this.view.demands(step).map((claim) => millionths(Math.max(years(claim) - held, 0)))));
  }

  /* ---- the question as problems: travellers to whom the same is open together ---- */
  problems(options) {
    return this.companies().map((starts) => this.problem(starts, options));
  }
  /* Those with one baseline go together; one that is a goal itself goes alone to the others. */
  companies() {
    const groups = new Map();
    for (const start of this.leaving) {
      const key = `${this.base(start).eqf} ${this.goals.has(start) ? start : ""}`;
      if (!groups.has(key)) groups.set(key, []);
      groups.get(key).push(start);
    }
    return [...groups.values()];
  }
  problem(starts, options) {
    const goals = new Set([...this.goals].filter((goal) => !(this.goals.has(starts[0]) && starts.includes(goal))));
    const order = unique(this.query.objectives.flatMap((objective) => COSTS_OF[objective]));
    return { of: this, terrain: this.terrain(this.base(starts[0]), options), starts, goals, order };
  }
  rank(goal) {
    const ranks = this.once("ranks", () => {
      const key = (role) => payKey(this.ladder, this.view.pay(role));
      const keys = [...this.goals].map((role) => ({ role, key: key(role) })).sort((a, b) => compareAll(a.key, b.key));
      let place = -1;
      return new Map(keys.map((each, i) => {
        if (!i || compareAll(keys[i - 1].key, each.key)) place += 1;
        return [each.role, place];
      }));
    });
    return this.query.objectives.includes("pay") ? ranks.get(goal) ?? 0 : 0;
  }

  /* ---- single routes: lists of steps ---- */
  cost(route, terrain) {
    const { ladder, view, query } = this;
    let cost = { steps: 0, contested: 0, high: 0, low: 0, skills: 0, pay: 0, time: 0, rarity: 0, ticked: new Set() };
    const known = new Set(view.skills[ladder.steps[route[0]].start]);
    for (const step of route) {
      cost = this.further(cost, step, terrain);
      const { end } = ladder.steps[step];
      view.gives[step].forEach((skill) => known.add(skill));
      cost.skills += [...view.skills[end]].filter((skill) => !known.has(skill) && !query.skills.includes(skill)).length;
      view.skills[end].forEach((skill) => known.add(skill));
      cost.pay = this.rank(end);
    }
    return cost;
  }
  further(cost, step, terrain) {
    const asked = terrain.asked[step];
    const unknown = Math.floor(cost.high / UNKNOWN_END) * UNKNOWN_END;
    return {
      steps: cost.steps + 1,
      contested: cost.contested + Number(terrain.contested[step]),
      rarity: cost.rarity + this.view.rarities[step],
      high: unknown + Math.max(cost.high - unknown, asked) + terrain.high[step],
      low: Math.max(cost.low, asked) + terrain.low[step],
      skills: cost.skills,
      pay: 0,
      time: Math.max(cost.time, asked) + terrain.time[step],
      ticked: terrain.ticks[step].length ? new Set([...cost.ticked, ...terrain.ticks[step]]) : cost.ticked,
    };
  }
  isWithin({ steps, time, skills }) {
    const { most_steps, most_years, most_new_skills } = this.query;
    return (most_steps === null || steps <= most_steps) &&
      (most_years === null || time <= millionths(most_years)) &&
      (most_new_skills === null || skills <= most_new_skills);
  }

  judging(start) {
    return this.terrain(this.base(start));
  }
  ends(route) {
    return [this.ladder.steps[route[0]].start, this.ladder.steps[route[route.length - 1]].end];
  }
  /* Whether a route from a start to a goal has every step open and keeps every limit. */
  keeps(route) {
    const [start, end] = this.ends(route);
    if (!this.starts.includes(start) || !this.goals.has(end)) return false;
    const terrain = this.judging(start);
    if (!route.every((step) => terrain.open[step])) return false;
    const cost = this.cost(route, terrain);
    return this.isWithin(cost) && cost.ticked.size === terrain.through.length;
  }
  /* Whether it is an answer: it also ends at the first goal it meets, or where the best paid are
     asked for, passes only such as pay worse. */
  answers(route) {
    const [start, end] = this.ends(route);
    if (!this.leaving.includes(start)) return false;
    const passed = route.slice(0, -1).map((step) => this.ladder.steps[step].end).filter((role) => this.goals.has(role));
    if (passed.length && !leadsOn(this.query)) return false;
    return this.keeps(route) && passed.every((role) => this.rank(role) > this.rank(end));
  }
  costs(route) {
    const { steps, high, low, skills, contested, rarity } = this.cost(route, this.judging(this.ends(route)[0]));
    const unknown = Math.floor(high / UNKNOWN_END);
    const years = { low: low / MILLION, known: (high - unknown * UNKNOWN_END) / MILLION, unknown };
    return { steps, years, new_skills: skills, contested, counted: rarity };
  }
}

/* ---- ends ---- */
/* The roles to start from; a credential that opens any stands for itself. */
function starting(view, end) {
  if (end.kind !== "Credential") return reached(view, end);
  const place = view.ladder.roles.indexOf(end.node);
  return place >= 0 && view.ladder.leaving[place].length ? [place] : [];
}
/* The roles that an end stands for: itself, those at its level or in its industry. */
function reached(view, { kind, node, others, at_least: atLeast }) {
  const { ladder } = view;
  const among = (is) => [...ladder.roles.keys()].filter((role) => ladder.isRole[role] && is(role));
  if (kind === "Any" || node === null) return among(() => true);
  if (kind === "Role") return [node, ...others].map((each) => ladder.roles.indexOf(each)).filter((role) => role >= 0);
  if (kind === "Industry") return among((role) => view.objects("worksIn", role).has(node));
  const wanted = ladder.ranks.get(node);
  const high = atLeast ? ladder.highest : wanted;
  return among((role) => view.levels(role).some((rank) => rank >= wanted && rank <= high));
}
const inDollars = (ladder, claims) => claims.filter(({ unit }) => unit >= 0 && ladder.iri(unit) === ladder.dollars);

function paysEnough(view, role, { pay_at_least: floor, unknown }) {
  const known = inDollars(view.ladder, view.pay(role));
  if (!known.length) return unknown === "allow";
  if (view.isGenerous) return known.some(({ maximum }) => maximum === null || maximum >= floor);
  return known.some(({ minimum }) => minimum !== null && minimum >= floor);
}
/* What to sort goals by, best paid first: unknown pay comes last. */
function payKey(ladder, claims) {
  const known = inDollars(ladder, claims);
  const highs = known.map(({ maximum }) => maximum ?? Infinity);
  return [known.length ? 0 : 1, 0 - Math.max(0, ...known.map(({ minimum }) => minimum ?? 0)), 0 - Math.max(0, ...highs)];
}
