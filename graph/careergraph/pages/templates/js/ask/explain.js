/* What an answer says, in sentences: why a route has its status, what is uncertain, what it takes. */

const inThousands = (number) => (number === null ? "" : number.toLocaleString("en", { maximumFractionDigits: 20 }));

const MOST_DOUBTS = 4; // how much of what is known through weak mappings is named before the rest is counted
const SPELLED = { 3: "three", 4: "four", 5: "five", 6: "six" };

class Explain {
  constructor(ladder) {
    this.ladder = ladder;
  }
  subject(subject) {
    const { ladder } = this;
    if (subject < ladder.roles.length) return ladder.roleLabel(subject);
    const { start, end } = ladder.steps[subject - ladder.roles.length];
    return `${ladder.roleLabel(start)} to ${ladder.roleLabel(end)}`;
  }
  need({ object, subject }) {
    return object < 0 ? this.subject(subject) : this.ladder.label(object);
  }
  speakers(claims) {
    const { ladder } = this;
    return unique(claims.flatMap(({ origin }) => origin.roots)).sort((a, b) => compare(ladder.iri(a), ladder.iri(b)));
  }
  title(source) {
    return `'${this.ladder.label(source)}'`;
  }
  titles(sources, last = "and") {
    return enumerated(sources.map((source) => this.title(source)), last);
  }
  /* Who says what claims have: of what is said of a group, not who says who is in it. */
  tellers(claims) {
    const { ladder } = this;
    const found = unique(claims.flatMap(({ origin }) => origin.words.map(([source]) => source)));
    return found.sort((a, b) => compare(ladder.iri(a), ladder.iri(b)));
  }
  /* Who says what claims on a role have, and of which group, where it is not said of the role itself. */
  credited(claims) {
    const said = new Map();
    for (const source of this.tellers(claims)) {
      const groups = claims.flatMap((claim) => claim.origin.words.filter(([teller]) => teller === source)
        .map(([, group, own]) => this.ofGroup(claim, group, own)));
      const whom = groups.includes("") ? "" : enumerated(unique(groups).sort(compare));
      said.set(whom, [...(said.get(whom) ?? []), source]);
    }
    return enumerated([...said].map(([whom, sources]) => `${this.titles(sources)} ${whom}`.trimEnd()));
  }
  ofGroup({ subject }, group, own) {
    if (group === undefined) return "";
    const name = this.ladder.label(group);
    if (!own) return `of '${name}', the group of the role that stands for it`;
    return name === this.subject(subject) ? "of the group of the same name" : `of '${name}', the group it is in`;
  }
  needed(claims) {
    return enumerated(unique(claims.map((claim) => lowered(this.need(claim)))).sort());
  }
  ends({ step }) {
    return this.subject(this.ladder.subjectOf(step));
  }

  /* Which share of those who left went a step, as it is weighed by counted moves. */
  weighed(step, share) {
    if (this.ladder.steps[step].isEntry) return "a first role, which is no move";
    if (share === null) return `not counted (weighed as ${UNCOUNTED_SHARE} %)`;
    return share <= LEAST_SHARE ? `counted, at no share above ${LEAST_SHARE} %` : `${inThousands(share)} %`;
  }

  /* The levels claimed for a role, lowest first and joined by 'or'; null when unknown. */
  level(role) {
    const { ladder } = this;
    const found = unique(ladder.links.level(role).map(({ object }) => object)).filter((level) => ladder.ranks.has(level));
    const ordered = found.sort((a, b) => ladder.ranks.get(a) - ladder.ranks.get(b));
    return ordered.map((level) => ladder.label(level).toLowerCase()).join(" or ") || null;
  }

  /* Why the route has its status, and on whose word. */
  account(route, query) {
    const { status, steps, openUnder } = route;
    if (status === "supported") return this.supported(route);
    if (status === "unknown") {
      const guessed = steps.filter((step) => step.status === "unknown");
      const names = enumerated(guessed.map((step) => this.ends(step)));
      return `Open, but ${names} ${guessed.length === 1 ? "rests" : "rest"} on a curator's inference alone; ${this.survival(route)}.`;
    }
    const disputed = steps.filter((step) => step.status === "contested");
    if (disputed.length) return `Contested: ${enumerated(disputed.map((step) => this.dispute(step)))}.`;
    const halves = this.inPart(route, query);
    return `Contested: it answers the question to ${this.readers(openUnder)}, but not to a cautious reader${halves.length ? `; ${enumerated(halves)}` : ""}.`;
  }
  /* The limits that a route keeps only at one end of what is said of it. */
  inPart({ pay, costs: { years } }, { pay_at_least: floor, most_years: most }) {
    const lows = inDollars(this.ladder, pay).map(({ minimum }) => minimum ?? 0);
    return [
      ...(floor !== null && lows.length && Math.max(...lows) < floor ? [`its pay is said to start at ${inThousands(Math.max(...lows))}`] : []),
      ...(most !== null && years.known > most ? [`it may take ${inThousands(years.known)} years`] : []),
    ];
  }
  supported(route) {
    const { ladder } = this;
    const sources = this.speakers(route.steps.flatMap(({ possible }) => possible));
    const gained = route.steps.some(({ demands }) => demands.length) ? " who gains what it takes" : "";
    const silent = route.roles.slice(1).filter((role) => !ladder.requires(role).length);
    const unsaid = silent.length ? ` Nobody says what it takes to be ${enumerated(silent.map((role) => ladder.roleLabel(role)), "or")}.` : "";
    const doubted = this.weaklyKnown(route);
    const onWhom = doubted.length ? `${butKnown(doubted)}. It rests on` : ", on";
    const said = `Open even to a cautious reader${gained}${onWhom} the word of ${this.titles(sources)}`;
    if (!same([...route.needs].sort(), [...sources].sort())) return `${said}; ${this.survival(route)}.${unsaid}`;
    const alone = { 1: "which", 2: "either of which" }[sources.length] ?? "any one of which";
    return `${said}, without ${alone} it is closed.${unsaid}`;
  }
  /* What of a route is known through weak mappings alone. */
  weaklyKnown({ steps }) {
    return steps.flatMap((step) => this.doubted(step));
  }
  /* Of a step that people make it, or what it or the role it leads into needs. */
  doubted(step) {
    const { weak } = this.ladder;
    const made = step.possible.filter(({ affirms }) => affirms);
    const sound = step.demands.filter(({ claim }) => !weak.has(claim));
    const unsure = step.demands.filter((c) => !sound.some(({ subject, object }) => subject === c.subject && object === c.object));
    const part = (subject) => (sound.some((c) => c.subject === subject) ? "part of " : "");
    return [
      ...(made.length && made.every(({ claim }) => weak.has(claim)) ? [this.ends(step)] : []),
      ...unique(unsure.map(({ subject }) => subject)).map((subject) => `${part(subject)}what ${this.subject(subject)} needs`),
    ];
  }
  /* Of many sources that all are needed only how many they are: the steps name them. */
  survival({ needs, steps }) {
    if (!needs.length) return "it stays open without any one source";
    const all = this.speakers(steps.flatMap(({ possible }) => possible));
    if (needs.length > 2 && all.every((source) => needs.includes(source))) return `it needs all ${SPELLED[needs.length] ?? needs.length} of its sources`;
    return `without ${this.titles(needs, "or")} it is closed`;
  }

  /* Who stands against whom on a step. */
  dispute({ step, unmet, possible, denials }) {
    const end = this.ladder.roleLabel(this.ladder.steps[step].end);
    if (!unmet.length) {
      return possible.some((claim) => !claim.affirms)
        ? `sources differ on whether people move on to ${end}`
        : `the step to ${end} keeps the limits of the question in some readings only`;
    }
    const needs = this.needed(unmet);
    const against = denials.filter(({ claim }) => unmet.some((each) => each.against.includes(claim)));
    if (!against.length) return `${end} needs ${needs}, says ${this.credited(unmet)}; the other sources are silent`;
    if (same(this.tellers(unmet), this.tellers(against))) {
      return `${this.titles(this.tellers(unmet))} says that ${end} needs ${needs}, and elsewhere that it does not`;
    }
    return `${end} needs ${needs}, says ${this.credited(unmet)}; it does not, says ${this.credited(against)}`;
  }

  weakness(step) {
    const ends = this.ends(step);
    if (step.status === "unknown") return `${ends}: inferred by a curator, stated by no source`;
    if (step.status === "contested") return `${ends}: ${this.dispute(step)}`;
    if (step.crucial.length) return `${ends}: rests on ${this.titles(this.inOrder(step.crucial))} ${step.crucial.length === 1 ? "alone" : "together"}`;
    const how = step.backing.every((each) => each.length === 1) ? "each by itself" : `${step.independent} of them independent`;
    return `${ends}: supported by ${this.titles(this.inOrder(unique(step.backing.flat())))}, ${how}`;
  }
  inOrder(nodes) {
    return inIriOrder(this.ladder, nodes);
  }

  /* Limits of a question that a route may break for all that is known. */
  notKnown(route, query, view) {
    const { ladder } = this;
    const whether = (is, words) => (is ? [`whether ${words}`] : []);
    const moves = route.path.filter((step) => !ladder.steps[step].isEntry);
    const falls = moves.map((step) => view.falls[step]);
    const unsaid = route.roles.slice(1).filter((role) => !ladder.requires(role).some((claim) => ladder.isOnLicences(claim)));
    return [
      ...whether(query.most_years !== null && route.costs.years.unknown > 0, `it takes at most ${amounts.length(query.most_years)}`),
      ...whether(query.pay_at_least !== null && !inDollars(ladder, route.pay).length, `the goal pays ${inThousands(query.pay_at_least)} US dollars a year`),
      ...whether(query.stay_in.length && !moves.every((step) => ladder.steps[step].industries.length),
        `every step is made in ${enumerated(query.stay_in.map((industry) => ladder.label(industry)), "or")}`),
      ...whether(query.avoid_licensed && unsaid.length, `${enumerated(unsaid.map((role) => ladder.roleLabel(role)), "or")} takes a licence`),
      ...whether(query.pay_never_drops && !falls.every((each) => each.length), "pay drops on the way"),
    ];
  }

  /* To whom a route is open, by the readings under which it is. */
  readers(readings) {
    return enumerated(readings.map(({ name, source }) => {
      if (source === null) return `a ${name} reader`;
      const title = this.title(source);
      return name === "only" ? `one who believes ${title} alone` : `one who leaves out ${title}`;
    }));
  }
}

function butKnown(doubted) {
  if (doubted.length === 1) return `, but ${doubted[0]} is known only through a weak mapping`;
  const more = doubted.length - MOST_DOUBTS;
  const named = more > 1 ? [...doubted.slice(0, MOST_DOUBTS), `${more} more`] : doubted;
  return `, but ${enumerated(named)} are known only through weak mappings`;
}
