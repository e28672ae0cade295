/* The panel on the right: what is said of the thing that is open, and what leads on from it. */

function renderDetails() {
  const host = byId("details");
  const hadFocus = host !== document.activeElement && host.contains(document.activeElement);
  host.replaceChildren(...detailsOf());
  if (hadFocus) host.focus({ preventScroll: true }); // what had it is gone
  markPicked();
  byId("right").classList.toggle("detailed", hasSelection());
  byId("panel").scrollTop = 0;
}

function detailsOf() {
  if (state.node !== null) return MARKET ? marketDetails(state.node) : nodeDetails(state.node);
  if (state.step !== null) return stepDetails(state.step);
  if (state.link !== null) return linkDetails(LINKS[state.link]);
  if (state.route) return routeDetails(...state.route);
  if (state.group) return groupDetails(state.group);
  return MARKET ? marketStart() : startDetails();
}

const kindTag = (kind, text = kindLabel(kind)) =>
  make("p", { className: "kind-tag" }, [swatch(kind), make("span", { text })]);
const title = (text) => make("h3", { text: clipped(text, 300) });
function back() {
  const route = state.trail && ANSWERS[state.trail[0]]?.routes?.[state.trail[1]] ? state.trail : null;
  const leave = (words, go) => button("link back", [words], () => { go(); byId("details").focus(); });
  const overview = (words) => leave(words, clearSelection);
  if (!route) return overview("← Overview");
  return make("div", { className: "backs" }, [leave(`← Route ${route[1] + 1}`, () => selectRoute(...route)), overview("Overview")]);
}

function facts(rows) {
  const terms = rows.flatMap(([term, value]) => [make("dt", { text: term }), make("dd", {}, [value])]);
  return terms.length ? [make("dl", {}, terms)] : [];
}

/* What a reader asks first; the steps follow, then all else. */
const FIRST = new Set(["pay", "payPremium", "requires", "employmentShare", "growth"]);

function nodeDetails(number) {
  const node = NODES[number];
  const rows = (node.facts || []).map(([term, value]) => [term, value]);
  if (node.levels) rows.push(["Level", node.levels.map(([, label]) => label).join(", ")]);
  if (node.alt) rows.push(["Also called", otherNames(node.alt)]);
  const measures = byMeasure(node.claims);
  const isFirst = ([measure]) => FIRST.has(MEASURES[measure].id);
  const section = ([measure, claims]) => {
    const made = measureSection(measure, claims);
    if (measure === MEASURE.pay) made.append(...payBeside(number));
    return made;
  };
  if (node.further) rows.push(["Further degree", { needed: "needed", contested: "disputed, see below", denied: "not needed, a source says" }[node.further]]);
  return [
    back(), kindTag(node.kind), title(node.label),
    ...(node.definition ? [make("p", { className: "definition", text: node.definition })] : []),
    ...facts(rows),
    ...unknownOf(node),
    ...(node.kind === "Credential" ? opensSection(number) : []),
    ...measures.filter(isFirst).map(section),
    ...(node.kind === "Role" ? stepSections(number) : []),
    ...measures.filter((group) => !isFirst(group)).map(section),
    ...namingSections(number),
    ...widerSections(number),
  ];
}

/* A role of a market may have hundreds of other names: the first of them, the rest on demand. */
const FEW_NAMES = 8;
function otherNames(names) {
  if (names.length <= FEW_NAMES + 2) return names.join(", ");
  const rest = make("span", { className: "rest", text: `, ${names.slice(FEW_NAMES).join(", ")}` });
  const more = button("link", [`and ${names.length - FEW_NAMES} more`], () => { more.remove(); rest.classList.remove("rest"); });
  return make("span", {}, [`${names.slice(0, FEW_NAMES).join(", ")}`, rest, " ", more]);
}

function unknownOf({ unknown }) {
  if (!unknown) return [];
  const items = unknown.map((word) => make("li", {}, [
    make("strong", { text: { requires: "Requirements" }[word] || capital(word) }), make("span", { text: "not known: no source speaks of it" }),
  ]));
  return [make("ul", { className: "unknown" }, items)];
}

/* ---- steps into and out of a role ---- */
function stepSections(node) {
  const numbers = [...STEPS.keys()];
  return [
    stepSection("Next steps", numbers.filter((s) => STEPS[s].from === node), "to", noWay("No way on is known.")),
    stepSection("Ways in", numbers.filter((s) => STEPS[s].to === node), "from", noWay("No way in is known.")),
  ];
}
/* A part of a graph lacks what leads out of it, which is not to be taken for not known. */
const noWay = (words) => (PAGE.whole ? "None in this part of the graph." : words);
function stepSection(heading, steps, end, none) {
  const items = inOrder(steps).map((number) => make("li", {}, [stepButton(number, NODES[STEPS[number][end]].label)]));
  const head = make("h4", { text: heading });
  if (items.length) head.append(make("small", { text: String(items.length) }));
  const body = items.length ? make("ul", { className: "steps" }, items) : make("p", { className: "note", text: none });
  return make("section", { className: "measure" }, [head, folded(body)]);
}

/* A step's own status says whether people make it; what its role demands may still be disputed. */
const REQUIRES = MEASURE.requires;
const needsAt = (role) => NODES[role].claims.filter((n) => CLAIMS[n].measure === REQUIRES);
function stepNote({ kind, industries, further }) {
  const words = [industries.length ? `${kind} in ${joined(industries.map((i) => NODES[i].label))}` : kind];
  if (further === "needed") words.push("needs a further degree");
  return words.join("; ");
}
function stepButton(number, words) {
  const name = make("span", { className: "step-name", text: words }, [make("small", { text: stepNote(STEPS[number]) })]);
  return button("step", [name, stepBadges(number)], () => selectStep(number, { center: true }));
}

const STATUS_ORDER = ["supported", "contested", "unknown"];
const inOrder = (steps) =>
  [...steps].sort((a, b) => STATUS_ORDER.indexOf(STEPS[a].status) - STATUS_ORDER.indexOf(STEPS[b].status) || a - b);

/* A long list shows its beginning; the rest opens on demand. */
function folded(list, most = 8) {
  const items = [...list.children];
  if (items.length <= most + 1) return list;
  const rest = items.slice(most);
  rest.forEach((item) => item.classList.add("rest")); // out of sight, but not on paper
  const more = make("li", { className: "more" });
  more.append(button("link", [`Show ${rest.length} more`], () => {
    more.remove();
    rest.forEach((item) => item.classList.remove("rest"));
    rest[0].querySelector("button")?.focus();
  }));
  list.append(more);
  return list;
}

/* ---- what names this node: roles that use a skill, industries that value a credential ---- */
function namingSections(node) {
  const groups = new Map();
  for (const number of NAMING[node]) {
    const { measure, denied } = CLAIMS[number];
    const key = `${measure}${denied ? "-denied" : ""}`;
    if (!groups.has(key)) groups.set(key, { measure, denied, numbers: [] });
    groups.get(key).numbers.push(number);
  }
  return [...groups.values()].sort((a, b) => a.measure - b.measure).map(({ measure, denied, numbers }) => {
    const { incoming } = MEASURES[measure];
    const words = denied ? `Not ${incoming}` : capital(incoming);
    const chips = subjectsOf(numbers);
    const head = make("h4", { text: words }, [make("small", { text: String(chips.length) })]);
    return make("section", { className: "measure" }, [head, folded(chipList(chips), 12), whoseWord(numbers)]);
  });
}
/* The evidence behind such a row of names, one entry a statement, opened on demand. */
function whoseWord(numbers) {
  const list = make("ul", { className: "claims" });
  const word = make("details", { className: "word" }, [make("summary", { text: "Who says so" }), list]);
  const others = new Set(numbers.flatMap((n) => (CONFLICT_OF.has(n) ? CONFLICT_OF.get(n).sides.flat() : [])));
  numbers.forEach((n) => others.delete(n));
  const against = others.size ? [make("li", { className: "note", text: "Against it" }), ...[...others].map(wordItem)] : [];
  word.addEventListener("toggle", () => list.append(...numbers.map(wordItem), ...against), { once: true }); // a hub has many
  return word;
}
function wordItem(number) {
  const claim = CLAIMS[number];
  const subject = claim.node !== undefined ? NODES[claim.node].label : claim.step !== undefined ? STEPS[claim.step].label : "";
  return make("li", { className: "claim" }, [
    make("div", { className: "value", text: [subject, claim.amount].filter(Boolean).join(", ") }),
    ...qualifiersOf(claim), evidenceOf(claim),
  ]);
}
function subjectsOf(numbers) {
  const seen = new Set();
  return numbers.flatMap((number) => {
    const { node, step, amount } = CLAIMS[number];
    const key = node !== undefined ? `n${node}` : `s${step}`;
    if (seen.has(key) || (node === undefined && step === undefined)) return [];
    seen.add(key);
    const note = [amount, CONFLICT_OF.has(number) ? "contested" : ""].filter(Boolean).join(", ");
    return [node !== undefined ? nodeChip(node, note) : stepChip(step)];
  });
}

function widerSections(node) {
  const wider = LINKS.filter((link) => link.broader && link.from === node).map((link) => link.to);
  const narrower = LINKS.filter((link) => link.broader && link.to === node).map((link) => link.from);
  return [["Part of", wider], ["Includes", narrower]].flatMap(([heading, nodes]) => (nodes.length
    ? [make("section", { className: "measure" }, [make("h4", { text: heading }), chipList(nodes.map((n) => nodeChip(n)))])]
    : []));
}

/* ---- a step, a link ---- */
function stepDetails(number) {
  const step = STEPS[number];
  const ends = chipList([nodeChip(step.from), nodeChip(step.to)]);
  const rows = [["Kind", step.kind], ["Do people make it?", pathBadge(step.status)], ["What it requires", needBadge(STEP_NEEDS[number])]];
  rows.push(["Further degree", step.further ? { needed: "needed", contested: "disputed", denied: "not needed, a source says" }[step.further] : "not known: no source speaks of it"]);
  if (MARKET) rows.push(saidOf(step));
  if (step.industries.length) rows.push(["Industries", chipList(step.industries.map((i) => nodeChip(i)))]);
  return [
    back(), kindTag("Step"), title(step.label), ends, ...facts(rows),
    ...byMeasure(step.claims).map(([measure, claims]) => measureSection(measure, claims)),
    ...(MARKET && !needsAt(step.to).length ? [] : needsOf(step.to)),
    ...(MARKET ? [commandNote(step.label)] : []),
  ];
}

/* A step asks for what the role it leads into asks for. */
function needsOf(role) {
  const needs = needsAt(role);
  const heading = make("h4", { className: "wide", text: `What ${NODES[role].label} requires` });
  if (!needs.length) {
    return [make("section", { className: "measure" }, [heading, make("p", { className: "note", text: "Not known: no source speaks of it." })])];
  }
  return [heading, measureSection(REQUIRES, needs)];
}

/* Several steps at once: a line of the ladder, a cell of the flows. */
function groupDetails({ title: words, note, steps }) {
  const most = 400;
  const items = inOrder(steps).slice(0, most).map((number) => make("li", {}, [stepButton(number, STEPS[number].label)]));
  return [
    back(), kindTag("Step", "Steps"), title(words), make("p", { className: "note", text: note }),
    ...(steps.length > most ? [make("p", { className: "note", text: `The first ${most} of ${counted(steps.length, "step")}:` })] : []),
    folded(make("ul", { className: "steps" }, items), 20),
  ];
}

function linkDetails({ from, to, claims, broader }) {
  const measure = broader ? null : CLAIMS[claims[0]].measure;
  const words = broader ? "is part of" : MEASURES[measure].label;
  return [
    back(), make("p", { className: "kind-tag", text: "Link" }), title(`${NODES[from].label}: ${words}`),
    chipList([nodeChip(from), nodeChip(to)]),
    ...(broader ? [] : [measureSection(measure, claims)]),
  ];
}

/* ---- nothing is open: the answers, then where to begin ---- */
function startDetails() {
  const contested = PAGE.conflicts.map((group) => {
    const claim = CLAIMS[group.sides[0][0]];
    const text = MEASURES[claim.measure].label;
    return claim.node !== undefined ? nodeChip(claim.node, text) : null;
  }).filter(Boolean);
  const busiest = [...NODES.keys()].filter(isRole).sort((a, b) => NEIGHBOURS[b].length - NEIGHBOURS[a].length || a - b);
  return [
    ...answerSections(),
    ...partNote(),
    ...leftSection(),
    ...(contested.length ? [startSection("Where the sources disagree", chipList(contested), "disagreements")] : []),
    ...paySection(),
    ...(busiest.length ? [startSection("Roles with the most claims", chipList(busiest.slice(0, 8).map((n) => nodeChip(n))))] : []),
    make("p", { className: "note", text: "Open anything on the map, on the ladder, in the list or by search to read what is said of it, by whom, and where." }),
  ];
}
function partNote() {
  const words = [];
  if (PAGE.whole) words.push(`This page shows a part of a graph, ${(MARKET ? MARKET.claims : CLAIMS.length).toLocaleString("en")} of its ${counted(PAGE.whole.claims, "claim")}. Steps and relations that lead out of it are left out.`);
  if (!canAsk && !hasPicks && STEPS.length) {
    const why = PAGE.whole ? "a way may lead through what is left out" : "the graph is too large for it";
    words.push(`The page answers no ${ANSWERS.length ? "other " : ""}questions for routes, since ${why}: careergraph route PHRASE does, and careergraph export FILE --ask PHRASE writes the answers into a page.`);
  }
  return words.length ? [make("p", { className: "note", text: words.join(" ") })] : [];
}
/* What lies around as well and is not drawn, so that what is drawn can be read. */
function leftSection() {
  if (!PAGE.left) return [];
  const kinds = PAGE.left.map(([plural, names]) => make("details", { className: "word" }, [
    make("summary", { text: `${names.length.toLocaleString("en")} more ${plural.toLowerCase()}` }),
    make("p", { className: "note", text: names.join(", ") }),
  ]));
  return [startSection("Around it, but not drawn", make("div", {}, kinds), "left-out")];
}
const startSection = (heading, body, id) =>
  make("section", { className: "measure", ...(id ? { id } : {}) }, [make("h4", { text: heading }), body]);
