/* Single changes to a question: what a traveller could have, allow or believe instead; and what
   closes a step, with the changes that would help. */

const HOLDS = ["hold degree", "hold credential"];
const LIMITS = ["most_years", "most_steps", "most_new_skills", "pay_at_least"];
const DROPS = ["without_further_degree", "without_further_credential", "highest_degree", "pay_never_drops", "stay_in",
  "through", "avoid", "avoid_licensed", "kinds", "unknown"];
const SIDES = ["cautious", "generous", "source"];
const CHANGES = [...HOLDS, ...LIMITS, ...DROPS, ...SIDES]; // in the order in which they are listed

const changing = (kind, node = null, amount = null) => ({ kind, node, amount });
const changeKey = ({ kind, node }) => `${kind} ${node}`;
/* What a change is about: two of one slot are never made together. */
const slotOf = ({ kind, node }) => (SIDES.includes(kind) ? "reading" : kind === "hold degree" ? kind : `${kind} ${node}`);
const changeOrder = (ladder) => ({ kind, node }) => [CHANGES.indexOf(kind), node === null ? "" : ladder.iri(node)];
const inChangeOrder = (ladder, changes) => {
  const order = changeOrder(ladder);
  return [...changes].sort((a, b) => compareAll(order(a), order(b)));
};
const sideOf = ({ kind, node }) => ({ cautious: CAUTIOUS, generous: GENEROUS })[kind] ?? { name: "only", source: node };

function applied(query, changes) {
  return changes.reduce((asked, change) => ({ ...asked, ...editOf(asked, change) }), query);
}
function editOf(query, { kind, node, amount }) {
  if (HOLDS.includes(kind)) return { holding: [...query.holding, node] };
  if (SIDES.includes(kind)) return { reading: sideOf({ kind, node }) };
  if (kind === "through" || kind === "avoid") return { [kind]: query[kind].filter((each) => each !== node) };
  if (LIMITS.includes(kind)) return { [kind]: amount };
  return { [kind]: NOTHING_ASKED[kind] };
}

/* The lifting of each limit that counts over a whole route. */
function limitsOf(query) {
  return [
    ...LIMITS.filter((kind) => query[kind] !== null).map((kind) => changing(kind)),
    ...query.through.map((industry) => changing("through", industry)),
    ...(query.unknown === "forbid" ? [changing("unknown")] : []),
  ];
}
/* The other ways of reading; none for a question that names none: it is asked under all of them. */
function otherSides(ladder, { reading }) {
  if (!reading) return [];
  const sides = [changing("cautious"), changing("generous"), ...ladder.speaking.map((source) => changing("source", source))];
  return sides.filter((side) => !same(sideOf(side), reading));
}
/* The holding of a degree of each EQF level from `atLeast` up that is ever demanded. */
function degreesFrom(ladder, atLeast) {
  const demanded = new Set([...ladder.requirements.values()].flatMap(({ alternatives }) => alternatives.map((a) => ladder.degrees.get(a))));
  return generalDegrees(ladder).filter((degree) => ladder.degrees.get(degree) >= atLeast && demanded.has(ladder.degrees.get(degree)))
    .map((degree) => changing("hold degree", degree));
}

/* ---- what closes a step: for each obstacle the changes that help against it ---- */
function obstaclesTo(step, { of, base, isSupported }) {
  const { view, query, ladder } = of;
  const { end, kind } = ladder.steps[step];
  const role = ladder.roles[end];
  const unknown = (name) => (query.unknown === "allow" ? [] : [[changing(name), changing("unknown")]]);
  return [
    ...(view.possible[step] ? [] : [[]]),
    ...(query.kinds.length && !query.kinds.includes(kind) ? [[changing("kinds")]] : []),
    ...(query.avoid.includes(role) ? [[changing("avoid", role)]] : []),
    ...(query.most_years !== null && view.ranges[step].high === null ? unknown("most_years") : []),
    ...(query.avoid_licensed && view.licensed[end] ? [[changing("avoid_licensed")]] : []),
    ...(query.stay_in.length && !view.places[step].size ? unknown("stay_in") : []),
    ...(query.stay_in.length && view.places[step].size && !of.isInside(step) ? [[changing("stay_in")]] : []),
    ...(query.pay_never_drops && !view.falls[step].length ? unknown("pay_never_drops") : []),
    ...(query.pay_never_drops && view.falls[step].length && !of.keepsPay(step) ? [[changing("pay_never_drops")]] : []),
    ...view.demands(step).flatMap((claim) => unmetBy(claim, of, base)),
    ...(isSupported && !view.grounded[step] ? [[]] : []),
  ];
}
function unmetBy(claim, of, base) {
  const requirement = of.ladder.requirements.get(claim.object);
  if (!requirement) return [];
  const { alternatives, needed } = requirement;
  const lacking = alternatives.map((alternative) => lackingFor(alternative, of, base));
  if (lacking.filter((each) => !each.length).length >= needed) return [];
  const remedies = [...new Map(lacking.flat().map((change) => [changeKey(change), change])).values()];
  return [needed <= alternatives.length ? remedies : []];
}
/* What would help towards an alternative; nothing when it is met or may be met on the way. */
function lackingFor(alternative, of, base) {
  const { ladder } = of;
  if (ladder.degrees.has(alternative)) return lackingDegree(ladder.degrees.get(alternative), of, base);
  return of.means(base).has(alternative) ? [] : [changing("hold credential", alternative), changing("without_further_credential")];
}
function lackingDegree(eqf, of, base) {
  const { query, ladder } = of;
  const highest = ladder.degrees.get(query.highest_degree);
  const drops = [
    ...(query.without_further_degree && eqf > base.eqf ? ["without_further_degree"] : []),
    ...(query.without_further_credential ? ["without_further_credential"] : []),
    ...(highest !== undefined && eqf > highest ? ["highest_degree"] : []),
  ];
  if (eqf <= of.means(base).eqf || !drops.length) return [];
  return [...degreesFrom(ladder, eqf), ...drops.map((kind) => changing(kind))];
}

/* ---- a change in words ---- */
const SPOKEN_CHANGES = {
  without_further_degree: "allow a further degree",
  without_further_credential: "allow further credentials",
  highest_degree: "allow a higher degree",
  pay_never_drops: "accept that pay drops on the way",
  stay_in: "leave the industries to stay in",
  avoid_licensed: "accept roles that need a licence",
  kinds: "accept any kind of step",
  unknown: "accept what is not known",
  cautious: "read the claims cautiously",
  generous: "read the claims generously",
};
const SPOKEN_LIMITS = {
  most_years: ["year", "allow ", "", "set no limit on the years"],
  most_steps: ["step", "allow ", "", "set no limit on the steps"],
  most_new_skills: ["new skill", "allow ", "", "set no limit on new skills"],
  pay_at_least: ["US dollar", "accept ", " a year", "set no floor for the pay"],
};
const grouped1000 = (number) => number.toLocaleString("en", { maximumFractionDigits: 20 });

function changeInWords({ kind, node, amount }, ladder) {
  if (SPOKEN_LIMITS[kind]) {
    const [unit, before, after, none] = SPOKEN_LIMITS[kind];
    return amount === null ? none : `${before}${grouped1000(amount)} ${unit}${amount === 1 ? "" : "s"}${after}`;
  }
  if (node === null) return SPOKEN_CHANGES[kind];
  const name = ladder.label(node);
  if (kind === "source") return `side with '${name}'`;
  if (kind === "through") return `do without ${name}`;
  return kind === "avoid" ? `allow ${name}` : `hold ${withArticle(lowered(name))}`;
}
