/* What is shown: the filters, what passes them, and their controls. The legend is one of them. */

/* The nodes that a node is said to be linked to by a measure. */
const linkedBy = (measure, from) => (MARKET ? linkedInMarket(measure, from) : NODES[from].claims.flatMap((number) => {
  const { measure: found, denied, to } = CLAIMS[number];
  return found === MEASURE[measure] && !denied ? to || [] : [];
}));
const INDUSTRIES_OF = NODES.map((_, node) => new Set(isRole(node) ? linkedBy("worksIn", node) : []));
STEPS.forEach(({ from, to, industries }) => industries.forEach((industry) => {
  INDUSTRIES_OF[from].add(industry);
  INDUSTRIES_OF[to].add(industry);
}));
const SPEAKERS = MARKET ? whoSpeaks(NODES) : NODES.map(({ claims }, number) => new Set([...claims, ...NAMING[number]].map(sourceOf)));
const STEP_SPEAKERS = MARKET ? whoSpeaks(STEPS) : STEPS.map(({ claims }) => new Set(claims.map(sourceOf)));
const LEVELS = [...new Map(NODES.flatMap(({ levels }) => levels || [])).entries()].sort(([a], [b]) => a - b);
const TOP_PAY = Math.max(0, ...NODES.map((node, number) => (isRole(number) && node.payUpTo) || 0));

const NEEDS = {
  needed: ["A further degree", ({ further }) => further === "needed"],
  contested: ["A further degree, disputed", ({ further }) => further === "contested"],
  denied: ["No further degree, a source says", ({ further }) => further === "denied"],
  certificate: ["A certificate, needed or disputed", ({ certificate }) => certificate === "needed" || certificate === "contested"],
  silent: ["Not known: nobody says", ({ further, certificate }) => !further && !certificate],
};

const shownNodes = new Uint8Array(COUNT).fill(1);
const shownSteps = new Uint8Array(STEPS.length).fill(1);
const isShown = (node) => shownNodes[node] === 1;
const isStepShown = (step) => shownSteps[step] === 1;
const isEdgeShown = (edge) => (isStepEdge(edge)
  ? isStepShown(edge - LINKS.length)
  : isShown(EDGES[edge].from) && isShown(EDGES[edge].to));

const asksOfRoles = ({ levels, industry, needs, pay }) =>
  levels.size > 0 || industry !== null || needs !== "" || pay > 0;
function rolePasses(number, { levels, industry, needs, pay }) {
  const role = NODES[number];
  const held = role.levels ? role.levels.map(([rank]) => rank) : [0];
  return (!levels.size || held.some((rank) => levels.has(rank)))
    && (industry === null || INDUSTRIES_OF[number].has(industry))
    && (!needs || NEEDS[needs][1](role))
    && (!pay || (role.payUpTo || 0) >= pay);
}
function refilter() {
  const wanted = state.filter;
  NODES.forEach(({ kind }, number) => {
    shownNodes[number] = !wanted.off.has(kind)
      && (wanted.source === null || SPEAKERS[number].has(wanted.source))
      && (kind !== "Role" || rolePasses(number, wanted)) ? 1 : 0;
  });
  if (asksOfRoles(wanted)) keepWhatRolesTouch(wanted.industry);
  STEPS.forEach(({ from, to, status, industries }, number) => {
    shownSteps[number] = isShown(from) && isShown(to) && !wanted.off.has("Step")
      && !wanted.statuses.has(status) && !wanted.stepNeeds.has(STEP_NEEDS[number])
      && (wanted.source === null || STEP_SPEAKERS[number].has(wanted.source))
      && (wanted.industry === null || !industries.length || industries.includes(wanted.industry)) ? 1 : 0;
  });
}
/* When roles are asked for, everything else is shown only where it touches one of them. */
function keepWhatRolesTouch(industry) {
  NODES.forEach(({ kind }, number) => {
    if (kind === "Role" || !isShown(number) || number === industry) return;
    const touches = NEIGHBOURS[number].some(([other]) => isRole(other) && isShown(other));
    if (!touches) shownNodes[number] = 0;
  });
}

function applyFilter() {
  refilter();
  filterMap();
  syncFilters();
  renderCounts();
  if (state.view === "list") renderList();
  if (state.view === "flows") renderFlows();
  renderLadder();
  const isEmpty = !shownNodes.includes(1);
  byId("nothing").hidden = !(isEmpty && ["map", "ladder"].includes(state.view));
}
function changeFilter(change) {
  Object.assign(state.filter, change);
  applyFilter();
  writeAddress();
  announce(byId("counts").textContent);
}
function clearFilter() {
  state.filter = noFilter();
  field.value = "";
  applyFilter();
  writeAddress();
  announce(byId("counts").textContent);
}

/* ---- the controls ---- */
const toggled = (set, value, isOn) => {
  const next = new Set(set);
  if (isOn) next.add(value);
  else next.delete(value);
  return next;
};
const SYNCED = [];
const syncFilters = () => SYNCED.forEach((sync) => sync(state.filter));

function renderFilters() {
  const sections = [
    filterSection("Show", [legend(), ...(MARKET ? [marketKey()] : [])], button("link", ["All"], clearFilter, { id: "show-all" })),
    filterSection("Roles", roleFilters()),
    ...(STEPS.length ? [filterSection("Steps between roles", [statusFilter(), needFilter()])] : []),
    ...(SOURCES.length > 1 ? [filterSection("Who says so", [sourceFilter()])] : []),
  ];
  byId("filters").replaceChildren(...sections);
}
const filterSection = (heading, children, extra) =>
  make("section", {}, [make("h2", { text: heading }, extra ? [extra] : []), ...children]);

function legend() {
  const rows = Object.keys(KINDS).map((kind) =>
    [kind, KINDS[kind].plural, NODES.filter((node) => node.kind === kind).length]);
  if (STEPS.length) rows.push(["Step", "Steps", STEPS.length]);
  return make("div", { id: "legend", role: "group", "aria-label": "Kinds to show" }, rows.map(([kind, plural, count]) => {
    const input = checkbox((isOn) => changeFilter({ off: toggled(state.filter.off, kind, !isOn) }), { value: kind });
    SYNCED.push(({ off }) => { input.checked = !off.has(kind); });
    const only = button("link only", ["only"], () => changeFilter({ off: allBut(kind) }), { "aria-label": `Show ${plural.toLowerCase()} only` });
    return make("div", { className: "kind-row" }, [
      make("label", {}, [input, swatch(kind), make("span", { text: plural }), make("span", { className: "count", text: count.toLocaleString("en") })]), only]);
  }));
}
/* All kinds but one are left out; steps are seen only between roles. */
const allBut = (kind) => new Set([...Object.keys(KINDS), "Step"].filter((each) => each !== kind && !(kind === "Step" && each === "Role")));
function checkbox(onChange, attributes = {}) {
  const input = make("input", attributes);
  input.type = "checkbox";
  input.addEventListener("change", () => onChange(input.checked));
  return input;
}

function roleFilters() {
  return [
    ...(LEVELS.length ? [levelFilter()] : []),
    choice("Industry", industries(), "industry", (value) => (value === "" ? null : Number(value))),
    choice("Credential needed", Object.entries(NEEDS).map(([key, [words]]) => [key, words]), "needs", (value) => value),
    ...(TOP_PAY > 0 ? [payFilter()] : []),
    make("p", { className: "fine", text: "These choose roles. All else stays where it touches one of them." }),
  ];
}
const industries = () => NODES.flatMap(({ kind, label }, number) => (kind === "Industry" ? [[number, label]] : []));

function levelFilter() {
  const chips = [...LEVELS, [0, "Not known"]].map(([rank, label]) => {
    const input = checkbox((isOn) => changeFilter({ levels: toggled(state.filter.levels, rank, isOn) }), { value: rank });
    SYNCED.push(({ levels }) => { input.checked = levels.has(rank); });
    return make("label", {}, [input, make("span", { text: label })]);
  });
  return make("fieldset", { className: "field" }, [make("legend", { text: "Level" }), make("div", { className: "pills" }, chips)]);
}
function choice(words, options, name, read) {
  const box = make("select", {}, [make("option", { value: "", text: "Any" }), ...options.map(([value, label]) => make("option", { value, text: label }))]);
  box.addEventListener("change", () => changeFilter({ [name]: read(box.value) }));
  SYNCED.push((filter) => { box.value = filter[name] === null ? "" : String(filter[name]); });
  return make("label", { className: "field" }, [make("span", { text: words }), box]);
}
function payFilter() {
  const input = make("input", { min: 0, max: Math.ceil(TOP_PAY / 10000) * 10000, step: 10000 });
  input.type = "range";
  const words = make("output", {});
  const told = (pay) => (pay ? `${Number(pay).toLocaleString("en")} or more` : "any");
  input.addEventListener("input", () => { words.textContent = told(Number(input.value)); });
  input.addEventListener("change", () => changeFilter({ pay: Number(input.value) }));
  SYNCED.push(({ pay }) => {
    input.value = pay;
    words.textContent = told(pay);
    input.setAttribute("aria-valuetext", told(pay));
  });
  return make("label", { className: "field" }, [make("span", { text: "Stated pay reaches " }, [words]), input]);
}
function statusFilter() {
  const rows = ["supported", "contested", "unknown"].map((status) => {
    const input = checkbox((isOn) => changeFilter({ statuses: toggled(state.filter.statuses, status, !isOn) }), { value: status });
    SYNCED.push(({ statuses }) => { input.checked = !statuses.has(status); });
    const line = draw("svg", { viewBox: "0 0 34 10", class: `line ${status}`, "aria-hidden": "true" }, [draw("path", { d: "M1 5h32" })]);
    const count = STEPS.filter((step) => step.status === status).length;
    return make("label", {}, [input, line, make("span", { text: capital(PATH_WORDS[status]) }), make("span", { className: "count", text: count.toLocaleString("en") })]);
  });
  return labelledRows("Path: do people make the step?", rows);
}
function needFilter() {
  const rows = Object.entries(NEED_WORDS).map(([word, words]) => {
    const input = checkbox((isOn) => changeFilter({ stepNeeds: toggled(state.filter.stepNeeds, word, !isOn) }), { value: word });
    SYNCED.push(({ stepNeeds }) => { input.checked = !stepNeeds.has(word); });
    const line = draw("svg", { viewBox: "0 0 34 10", class: `need ${word}`, "aria-hidden": "true" }, [draw("path", { d: "M1 5h32" })]);
    const count = STEP_NEEDS.filter((each) => each === word).length;
    return make("label", {}, [input, line, make("span", { text: capital(words) }), make("span", { className: "count", text: count.toLocaleString("en") })]);
  });
  return labelledRows("Needs: what the step requires", rows);
}
const labelledRows = (words, rows) => make("fieldset", { className: "field rows" }, [make("legend", { text: words }), ...rows]);
const sourceFilter = () =>
  choice("Only what this source speaks of", SOURCES.map(({ title: words }, number) => [number, words]), "source",
    (value) => (value === "" ? null : Number(value)));

/* ---- what is in force, above the view, each to be taken off by a click ---- */
function activeFilters({ off, levels, industry, needs, pay, statuses, stepNeeds, source }) {
  const levelNames = new Map([...LEVELS, [0, "Level not known"]]);
  return [
    ...[...off].map((kind) => [`without ${kind === "Step" ? "steps" : KINDS[kind].plural.toLowerCase()}`, { off: toggled(off, kind, false) }]),
    ...[...levels].map((rank) => [levelNames.get(rank), { levels: toggled(levels, rank, false) }]),
    ...(industry !== null ? [[NODES[industry].label, { industry: null }]] : []),
    ...(needs ? [[NEEDS[needs][0], { needs: "" }]] : []),
    ...(pay ? [[`pay reaches ${pay.toLocaleString("en")}`, { pay: 0 }]] : []),
    ...[...statuses].map((status) => [`without steps whose path is ${PATH_WORDS[status]}`, { statuses: toggled(statuses, status, false) }]),
    ...[...stepNeeds].map((word) => [`without steps whose needs are ${NEED_WORDS[word]}`, { stepNeeds: toggled(stepNeeds, word, false) }]),
    ...(source !== null ? [[SOURCES[source].title, { source: null }]] : []),
  ];
}
SYNCED.push((filter) => {
  const found = activeFilters(filter);
  byId("filtering").hidden = !found.length;
  byId("active").replaceChildren(...found.map(([words, change]) =>
    button("active", [make("span", { text: words }), make("span", { "aria-hidden": "true", text: "×" })], () => {
      changeFilter(change);
      (byId("active").querySelector("button") || byId("toggle-filter")).focus();
    }, { "aria-label": `Remove filter: ${words}` })));
});
