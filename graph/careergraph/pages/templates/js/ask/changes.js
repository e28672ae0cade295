/* Single changes to a question: what a traveller could have, allow or believe instead; and what
   closes a step, with the changes that would help. */

const HOLDS = ["hold degree", "hold credential"];
const LIMITS = ["most_years", "most_steps", "most_new_skills", "pay_at_least"];
const DROPS = ["without_further_degree", "without_further_credential", "highest_degree", "pay_never_drops", "stay_in",
  "through", "avoid", "avoid_licensed", "kinds", "counted", "unknown"];
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

const inIriOrder = (ladder, nodes) => [...nodes].sort((a, b) => compare(ladder.iri(a), ladder.iri(b)));

/* The lifting of each limit that counts over a whole route. */
function limitsOf(ladder, query) {
  return [
    ...LIMITS.filter((kind) => query[kind] !== null).map((kind) => changing(kind)),
    ...inIriOrder(ladder, query.through).map((industry) => changing("through", industry)),
    ...(query.unknown === "forbid" ? [changing("unknown")] : []),
  ];
}
/* The limits for which sources are not asked that never speak of pay. */
function unasked(ladder, query) {
  const free = { ...query, pay_at_least: null, pay_never_drops: false };
  if (readingsOf(ladder, free).length === readingsOf(ladder, query).length) return [];
  return [...(query.pay_at_least === null ? [] : [changing("pay_at_least")]), ...(query.pay_never_drops ? [changing("pay_never_drops")] : [])];
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

/* ---- what closes a step: each obstacle with the claims it rests on and the changes that help ---- */
const obstacle = (kind, claims, remedies, unknown = false) => ({ kind, claims, remedies, unknown });

function obstaclesTo(step, { of, base, isSupported }) {
  const { view, query, ladder } = of;
  const { end, kind, isEntry } = ladder.steps[step];
  const role = ladder.roles[end];
  const said = view.on(ladder.possible(step));
  const found = [];
  if (!view.possible[step]) found.push(obstacle("not said", said.filter((claim) => !claim.affirms), []));
  if (query.kinds.length && !query.kinds.includes(kind) && !isEntry) found.push(obstacle("kinds", [], [changing("kinds")]));
  if (query.counted && !view.counted[step] && !isEntry) found.push(obstacle("counted", [], [changing("counted")]));
  if (query.avoid.includes(role)) found.push(obstacle("avoid", [], [changing("avoid", role)]));
  if (query.most_years !== null && view.ranges[step].high === null) found.push(...forbidden("most_years", query));
  if (query.avoid_licensed) found.push(...licensedAt(end, of));
  if (query.stay_in.length && !isEntry) found.push(...elsewhere(step, of));
  if (query.pay_never_drops && !isEntry) found.push(...dropAt(step, of));
  found.push(...view.demands(step).flatMap((claim) => unmetBy(claim, of, base)));
  if (isSupported && !view.grounded[step]) found.push(obstacle("inferred", said, []));
  return found;
}
const forbidden = (kind, { unknown }) => (unknown === "allow" ? [] : [obstacle(kind, [], [changing(kind), changing("unknown")], true)]);

function licensedAt(role, { view, ladder }) {
  const claims = view.binding(role).filter(({ object }) => ladder.requirements.has(object) && view.isOnlyLicences(ladder.requirements.get(object)));
  return claims.length ? [obstacle("avoid_licensed", claims, [changing("avoid_licensed")])] : [];
}
function elsewhere(step, of) {
  if (!of.view.places[step].size) return forbidden("stay_in", of.query);
  return of.isInside(step) ? [] : [obstacle("stay_in", [], [changing("stay_in")])];
}
function dropAt(step, of) {
  const { start, end } = of.ladder.steps[step];
  if (!of.view.falls[step].length) return forbidden("pay_never_drops", of.query);
  if (of.keepsPay(step)) return [];
  const claims = of.view.pairsOfPay(start, end).filter(isDrop).flat();
  const found = [...new Map(claims.map((claim) => [claim.claim, claim])).values()];
  return [obstacle("pay_never_drops", found.sort((a, b) => a.claim - b.claim), [changing("pay_never_drops")])];
}
function unmetBy(claim, of, base) {
  const requirement = of.ladder.requirements.get(claim.object);
  if (!requirement) return [];
  const { alternatives, needed } = requirement;
  const lacking = alternatives.map((alternative) => lackingFor(alternative, of, base));
  if (lacking.filter((each) => !each.length).length >= needed) return [];
  const remedies = [...new Map(lacking.flat().map((change) => [changeKey(change), change])).values()];
  return [obstacle("requirement", [claim], needed <= alternatives.length ? remedies : [])];
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
  counted: "accept steps that nobody was counted to make",
  unknown: "accept what is not known",
  cautious: "read all sources cautiously",
  generous: "read all sources generously",
};
const SPOKEN_LIMITS = {
  most_years: ["year", "allow ", "", "set no limit on the years"],
  most_steps: ["step", "allow ", "", "set no limit on the steps"],
  most_new_skills: ["new skill", "allow ", "", "set no limit on new skills"],
  pay_at_least: ["US dollar", "accept ", " a year", "set no floor for the pay"],
};

const inUnits = (amount, unit) => `${inThousands(amount)} ${unit}${amount === 1 ? "" : "s"}`;
const isOrAre = (amount) => (amount === 1 ? "is" : "are");

function changeInWords({ kind, node, amount }, ladder) {
  if (SPOKEN_LIMITS[kind]) {
    const [unit, before, after, none] = SPOKEN_LIMITS[kind];
    return amount === null ? none : `${before}${inUnits(amount, unit)}${after}`;
  }
  if (node === null) return SPOKEN_CHANGES[kind];
  const name = ladder.label(node);
  if (kind === "source") return `side with '${name}'`;
  if (kind === "through") return `do without ${name}`;
  return kind === "avoid" ? `allow ${name}` : `hold ${withArticle(lowered(name))}`;
}

/* ---- what closes a step, and limits that no route keeps, in words ---- */
function obstacleInWords({ kind, claims }, step, ladder, explain) {
  const { end, kind: stepKind, industries } = ladder.steps[step];
  const plain = {
    "not said": "nobody whose claims count here says that people make this step",
    inferred: "a curator infers it and no source says it",
    kinds: `a ${ladder.label(stepKind).toLowerCase()} is not among the kinds of step asked for`,
    counted: "nobody whose claims count here counted people who made it",
    avoid: `${ladder.roleLabel(end)} is to be avoided`,
    most_years: "it is not known how long it takes",
    stay_in: industries.length
      ? `it is made in ${enumerated(industries.map((industry) => ladder.label(industry)).sort())}`
      : "no industry is known for it",
  };
  if (plain[kind]) return plain[kind];
  if (kind === "pay_never_drops") return claims.length ? `pay drops, says ${explain.credited(claims)}` : "it is not known whether pay drops";
  const subject = claims.length ? claims[0].subject : end;
  const who = subject === ladder.subjectOf(step) ? "the step" : explain.subject(subject);
  return `${who} needs ${explain.needed(claims)}, says ${explain.credited(claims)}`;
}
const KEPT_LIMITS = {
  most_years: "the limit on years",
  most_steps: "the limit on steps",
  most_new_skills: "the limit on new skills",
  pay_at_least: "the floor for pay",
  through: "the industries to pass through",
};
function boundInWords({ kind, allowed, needed, node, given }, ladder) {
  const others = given.length ? `within ${enumerated(given.map((each) => KEPT_LIMITS[each]))}, ` : "";
  if (node !== null) return `${others}no route passes through ${ladder.label(node)}`;
  if (kind === "pay_at_least") {
    const most = needed === null ? "no pay is known" : `the most that is known to be paid is ${inThousands(needed)} US dollars a year`;
    return `${others}${most}; ${inThousands(allowed)} are asked for`;
  }
  const [unit] = SPOKEN_LIMITS[kind];
  const least = needed === null ? `how many ${unit}s is not known; more are` : `at least ${inUnits(needed, unit)} ${isOrAre(needed)}`;
  return `${others}${least} needed; ${inThousands(allowed)} ${isOrAre(allowed)} allowed`;
}
