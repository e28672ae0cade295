/* The ladder, and one reading of it: what binds, what is possible, what is met.
   Roles, steps and nodes are numbers, as `pages/abridgement.py` writes them. */

const DIPLOMA = 4; // the EQF level of the baseline where those in the first role were asked
const BACHELOR = 6; // the EQF level of the baseline assumed when nothing else says
const STATUSES = ["supported", "contested", "unknown"];
const IMPOSSIBLE = 9; // above every EQF level
const MILLION = 1e6; // years are counted in millionths
const UNKNOWN_END = 2 ** 42; // what a step of unknown length adds to the upper end of years

const LEAST_SHARE = 0.005; // in percent, that a counted step is taken to have
const UNCOUNTED_SHARE = 0.001; // in percent, that one is taken to have which nobody was counted to make

const AT_ONCE = { low: 0, high: 0 };

const millionths = (years) => Math.trunc(years * MILLION + 1e-5);
function groupedBy(rows, place) {
  const found = new Map();
  for (const row of rows) {
    if (!found.has(row[place])) found.set(row[place], []);
    found.get(row[place]).push(row);
  }
  return (value) => found.get(value) || [];
}

class Ladder {
  constructor(data, names) {
    this.names = names;
    this.roles = data.roles;
    this.isRole = data.roles.map((_, role) => !data.strangers.includes(role));
    const entering = names.iris.indexOf(names.expand("career:opens")); // a first role after a credential
    this.steps = data.steps.map(([name, start, end, kind, industries, status, backing, independent]) =>
      ({ name, start, end, kind, industries, status: STATUSES[status], backing, independent, isEntry: kind >= 0 && kind === entering }));
    this.leaving = data.roles.map(() => []);
    this.steps.forEach(({ start }, step) => this.leaving[start].push(step));
    this.ranks = new Map(data.levels);
    this.highest = Math.max(0, ...this.ranks.values());
    this.credentials = new Set(data.credentials.map(([node]) => node));
    this.degrees = new Map(data.credentials.filter(([, eqf]) => eqf).map(([node, eqf]) => [node, eqf]));
    this.licences = new Set(data.credentials.filter(([, , licence]) => licence).map(([node]) => node));
    this.experiences = new Map(data.experiences);
    this.requirements = new Map(data.requirements.map(([node, needed, alternatives]) => [node, { node, needed, alternatives }]));
    this.weak = new Set(data.weak); // claims that hold only as far as a weak mapping does
    this.same = new Set(data.same.flatMap(([a, b]) => [`${a} ${b}`, `${b} ${a}`])); // one occupation by two names
    this.broader = new Map(data.broader.map(([node, ...wider]) => [node, wider]));
    Object.assign(this, { sources: data.sources, speaking: data.speaking, scopes: data.scopes, bases: data.bases, counts: data.counts });
    this.origins = data.origins.map(([grounded, sources, roots = sources, words = roots.map((source) => [source])]) =>
      ({ grounded: Boolean(grounded), sources, roots, words }));
    this.dollars = names.expand("career:usdPerYear");
    this.readClaims(data);
    this.views = new Map();
  }

  readClaims(data) {
    const origin = (number) => this.origins[number];
    const by = (rows, shape) => groupedBy(rows.map(shape), "subject");
    this.possible = by(data.possible, ([claim, subject, affirms, from, basis, counts = null]) =>
      ({ claim, subject: subject - this.roles.length, affirms: Boolean(affirms), origin: origin(from), basis, counts }));
    this.requires = by(data.requires, ([claim, subject, object, affirms, strength, from, share, against]) => ({
      claim, subject, object, affirms: Boolean(affirms), strength: strength < 0 ? null : strength,
      origin: origin(from), share, against, // up to which share it binds
    }));
    const link = ([subject, object, from]) => ({ subject, object, origin: origin(from) });
    this.links = Object.fromEntries(["level", "worksIn", "essentialSkill", "gives"].map((name) => [name, by(data[name], link)]));
    const figure = ([claim, subject, minimum, maximum, unit, scope, source, from]) =>
      ({ claim, subject, minimum, maximum, unit, scope, source, origin: origin(from) });
    this.pay = by(data.pay, figure);
    const paying = data.pay.map(figure).filter(({ origin: { grounded } }) => grounded).map(({ source }) => source);
    this.speakingOfPay = this.speaking.filter((source) => paying.includes(source));
    this.years = by(data.typicalYears, figure);
  }

  label(node) {
    return this.names.labels[node];
  }
  iri(node) {
    return this.names.iris[node];
  }
  roleLabel(role) {
    return this.label(this.roles[role]);
  }
  /* Where a step stands among the subjects of claims: after the roles. */
  subjectOf(step) {
    return this.roles.length + step;
  }
  /* Whether a claim asks for a licence, or says that none is needed. */
  isOnLicences({ object }) {
    return (this.requirements.get(object)?.alternatives ?? []).some((a) => this.licences.has(a));
  }
  upwards(node) {
    return [node, ...(this.broader.get(node) || [])];
  }
  isApart(one, other) {
    return this.scopes[one.scope][1].includes(other.scope);
  }
  view(reading, { degree_share: share } = { degree_share: 0.5 }) {
    const key = JSON.stringify([reading, share]);
    if (!this.views.has(key)) this.views.set(key, new View(this, reading, share));
    return this.views.get(key);
  }
}

class View {
  constructor(ladder, reading, share) {
    Object.assign(this, { ladder, reading, share });
    this.isGenerous = reading.name === "generous";
    const each = (make) => ladder.steps.map((step, number) => make(step, number));
    const eachRole = (make) => ladder.roles.map((_, role) => make(role));
    this.possible = each((_, step) => this.isPossible(step));
    this.grounded = each((_, step) => this.on(ladder.possible(step)).some((c) => c.affirms && c.origin.grounded));
    this.counted = each((_, step) => this.on(ladder.possible(step)).some((c) => c.affirms && c.counts !== null));
    this.shares = each(({ isEntry }, step) => (this.counted[step] && !isEntry ? this.shareOf(step) : null));
    this.rarities = each(({ isEntry }, step) => (isEntry ? 0 : rarityOf(this.shares[step] ?? UNCOUNTED_SHARE)));
    this.skills = eachRole((role) => this.objects("essentialSkill", role));
    this.gives = each((_, step) => this.objects("gives", ladder.subjectOf(step)));
    this.licensed = eachRole((role) => this.isLicensed(role));
    this.years = each((_, step) => this.on(ladder.years(ladder.subjectOf(step))));
    this.ranges = each(({ isEntry }, step) => (isEntry ? AT_ONCE : rangeOf(this.years[step])));
    this.falls = each(({ start, end }) => this.payFalls(start, end));
    this.places = each(({ industries }) => new Set(industries.flatMap((i) => ladder.upwards(i))));
  }

  /* The claims that count in this reading. */
  on(claims) {
    const { name, source } = this.reading;
    if (source === null) return claims;
    return claims.filter(({ origin: { sources } }) =>
      (name === "only" ? sources.every((s) => s === source) : !sources.includes(source)));
  }
  objects(measure, subject) {
    return new Set(this.on(this.ladder.links[measure](subject)).map((claim) => claim.object));
  }
  levels(role) {
    return [...this.objects("level", role)].filter((level) => this.ladder.ranks.has(level)).map((level) => this.ladder.ranks.get(level));
  }
  pay(role) {
    return this.on(this.ladder.pay(role));
  }

  /* The largest share, in percent, of those who left a step's start that went to its end. */
  shareOf(step) {
    const told = this.on(this.ladder.possible(step)).filter((c) => c.affirms && c.counts !== null)
      .flatMap(({ counts }) => this.ladder.counts[counts].map(({ share }) => share ?? LEAST_SHARE));
    return Math.max(LEAST_SHARE, ...told);
  }
  isPossible(step) {
    const claims = this.on(this.ladder.possible(step));
    return claims.some((c) => c.affirms) && (this.isGenerous || claims.every((c) => c.affirms));
  }
  binding(subject) {
    return this.on(this.ladder.requires(subject)).filter((c) => c.share && c.share >= this.share && !(this.isGenerous && c.against.length));
  }
  /* The binding claims of a step: its own and those of the role it leads into. */
  demands(step) {
    return [...this.binding(this.ladder.subjectOf(step)), ...this.binding(this.ladder.steps[step].end)];
  }
  isLicensed(role) {
    const { requirements } = this.ladder;
    return this.binding(role).some(({ object, share }) => share === 1 && requirements.has(object) && this.isOnlyLicences(requirements.get(object)));
  }
  isOnlyLicences({ needed, alternatives }) {
    return unique(alternatives).filter((a) => !this.ladder.licences.has(a)).length < needed;
  }

  /* The lowest EQF level with which a requirement can be met; 0 when none is needed. */
  degreeDemanded(claim) {
    const requirement = this.ladder.requirements.get(claim.object);
    if (!requirement) return 0;
    const levels = requirement.alternatives.map((a) => this.ladder.degrees.get(a) ?? 0).sort((a, b) => a - b);
    return requirement.needed <= levels.length ? levels.at(requirement.needed - 1) : IMPOSSIBLE;
  }
  baseline(role, { holding, credential }) {
    const { degrees } = this.ladder;
    const held = holding.filter((c) => degrees.has(c)).map((c) => degrees.get(c));
    if (held.length) return { eqf: Math.max(...held), origin: "held" };
    if (degrees.has(credential)) return { eqf: degrees.get(credential), origin: "started from" };
    const bound = Math.max(0, ...this.binding(role).map((claim) => this.degreeDemanded(claim)));
    if (bound) return { eqf: bound, origin: "binds on the start" };
    const isSurveyed = this.on(this.ladder.requires(role)).some((c) => c.affirms && c.strength === null && c.share);
    if (isSurveyed) return { eqf: DIPLOMA, origin: "surveyed" };
    const left = this.degreeLeftOn(role);
    return left < BACHELOR ? { eqf: left, origin: "denied on the start" } : { eqf: BACHELOR, origin: "assumed" };
  }
  /* The highest EQF level that may be needed for a role, as far as it is said what is not: right below
     the lowest degree that is named, but never below a diploma, which nearly all have. */
  degreeLeftOn(role) {
    const { degrees, requirements } = this.ladder;
    const denied = this.on(this.ladder.requires(role)).filter((c) => !c.affirms);
    const named = denied.flatMap(({ object }) => requirements.get(object)?.alternatives ?? []);
    const levels = named.filter((a) => degrees.has(a)).map((a) => degrees.get(a));
    return levels.length ? Math.max(DIPLOMA, Math.min(...levels) - 1) : IMPOSSIBLE;
  }

  /* For each pair of figures that can be compared, whether the later range lies wholly below. */
  payFalls(start, end) {
    return this.pairsOfPay(start, end).map(isDrop);
  }
  pairsOfPay(start, end) {
    return this.pay(start).flatMap((a) => this.pay(end).filter((b) => !this.ladder.isApart(a, b)).map((b) => [a, b]));
  }
}
const isDrop = ([a, b]) => b.maximum !== null && a.minimum !== null && b.maximum < a.minimum;

/* What a step costs by counted moves: -ln of its share, in millionths. */
const rarityOf = (share) => Math.max(0, Math.round(-Math.log(share / 100) * MILLION));

/* The widest range of several claims on years, in millionths; an end that one leaves open is open. */
function rangeOf(claims) {
  const lows = claims.map((c) => c.minimum ?? 0);
  const highs = claims.map((c) => c.maximum).filter((high) => high !== null);
  const isKnown = highs.length > 0 && highs.length === claims.length;
  return { low: lows.length ? millionths(Math.min(...lows)) : 0, high: isKnown ? millionths(Math.max(...highs)) : null };
}

/* What a traveller can meet: what is held, and what may still be earned, learned or worked for. */
class Means {
  constructor(ladder, query, base) {
    this.ladder = ladder;
    const own = ownOf(query);
    this.eqf = Math.max(0, ...own.map((c) => ladder.degrees.get(c) ?? 0));
    this.held = new Set(own.flatMap((c) => ladder.upwards(c)));
    this.isFixed = query.without_further_credential;
    const highest = ladder.degrees.get(query.highest_degree) ?? null;
    this.earnable = Math.min(8, ...(this.isFixed ? [0] : []), ...(query.without_further_degree ? [base.eqf] : []),
      ...(highest === null ? [] : [highest]));
  }
  meets(requirement) {
    return !requirement || requirement.alternatives.filter((a) => this.has(a)).length >= requirement.needed;
  }
  has(alternative) {
    const eqf = this.ladder.degrees.get(alternative);
    if (eqf !== undefined) return eqf <= Math.max(this.eqf, this.earnable);
    return this.held.has(alternative) || !(this.isFixed && this.ladder.credentials.has(alternative));
  }
  /* The years of experience that a requirement comes to when all else is tried first. */
  yearsAsked({ needed, alternatives }) {
    const { experiences } = this.ladder;
    const missing = needed - alternatives.filter((a) => !experiences.has(a) && this.has(a)).length;
    const years = alternatives.filter((a) => experiences.has(a)).map((a) => experiences.get(a)).sort((a, b) => a - b);
    return missing > 0 && missing <= years.length ? years[missing - 1] : 0;
  }
}
const ownOf = ({ start, holding }) => [...holding, ...(start.kind === "Credential" ? [start.node] : [])];
