/* The selection as Turtle: the same triples as in the graph, of what is open or of all that is shown,
   with all that they rest on: the file is a graph of its own. */

const PREFIXES = PAGE.prefixes;

/* What is saved: numbers of nodes, steps and claims. */
function selection() {
  if (state.node !== null) return withClaims([state.node], [], [...NODES[state.node].claims, ...NAMING[state.node]]);
  if (state.step !== null) return stepsSelection([state.step]);
  if (state.link !== null) return withClaims([LINKS[state.link].from, LINKS[state.link].to], [], LINKS[state.link].claims || []);
  if (state.group) return stepsSelection(state.group.steps);
  if (state.route) return stepsSelection(stepsOf(ANSWERS[state.route[0]].routes[state.route[1]]));
  const nodes = [...NODES.keys()].filter(isShown);
  const steps = [...STEPS.keys()].filter(isStepShown);
  return withClaims(nodes, steps, [...nodes.map((n) => NODES[n]), ...steps.map((s) => STEPS[s])].flatMap(({ claims }) => claims));
}
function stepsSelection(steps) {
  const nodes = [...new Set(steps.flatMap((step) => [STEPS[step].from, STEPS[step].to]))];
  const needs = nodes.flatMap((node) => NODES[node].claims.filter((n) => CLAIMS[n].measure === REQUIRES));
  return withClaims(nodes, steps, [...steps.flatMap((step) => STEPS[step].claims), ...needs]);
}
const withClaims = (nodes, steps, claims) => {
  const { source } = state.filter;
  const kept = [...new Set(claims)].filter((n) => source === null || sourceOf(n) === source);
  return { nodes, steps, claims: kept.sort((a, b) => a - b) };
};
function selectionWords() {
  if (!hasSelection()) return "all that is shown";
  if (state.node !== null) return NODES[state.node].label;
  if (state.step !== null) return STEPS[state.step].label;
  if (state.group) return state.group.title;
  if (state.route) return `route ${state.route[1] + 1}`;
  return "the open link";
}

/* ---- terms ---- */
const SAFE_LOCAL = /^[A-Za-z0-9_](?:[A-Za-z0-9_-]|\.(?=[A-Za-z0-9_-]))*$/;
function term(name) {
  if (name.startsWith("<")) return `<${escapedIri(name.slice(1, -1))}>`;
  const colon = name.indexOf(":");
  const [prefix, local] = [name.slice(0, colon), name.slice(colon + 1)];
  if (!Object.hasOwn(PREFIXES, prefix)) return `<${escapedIri(name)}>`;
  return SAFE_LOCAL.test(local) ? name : `<${escapedIri(PREFIXES[prefix] + local)}>`;
}
const hex = (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0").toUpperCase()}`;
const escapedIri = (iri) => iri.replace(/[\u0000-\u0020<>"{}|^\u0060\\]/g, hex);
const literal = (text) => `"${text.replace(/["\\]/g, "\\$&").replace(/[\u0000-\u001f\u007f\u2028\u2029]/g, hex)}"`;
const inEnglish = (text, language = "en") => literal(text) + (language ? `@${language}` : "");
const decimal = (figure) => `"${figure}"^^xsd:decimal`;

function subjectBlock(subject, pairs) {
  const lines = pairs.filter(([, value]) => value !== undefined && value !== "").map(([property, value]) => `${property} ${value}`);
  return `${term(subject)} ${lines.join(" ;\n    ")} .\n`;
}
const each = (names) => names.split(" ").filter(Boolean).map(term).join(" , ");

const measureIri = ({ iri }) => iri;
const subjectOf = ({ node, step }) => (node !== undefined ? NODES[node].iri : STEPS[step].iri);
const objectOf = ({ objectIri, to }) => objectIri || (to?.length === 1 ? NODES[to[0]].iri : "");

/* Most claims are named by their values, so the payload holds only what differs: values.py. */
const local = (iri) => iri.slice(iri.lastIndexOf(":") + 1);
function claimIri(claim) {
  if (claim.iri && !claim.iri.startsWith("+")) return claim.iri;
  const measure = local(measureIri(MEASURES[claim.measure])).replace(/[A-Z]/g, (capitalLetter) => `-${capitalLetter.toLowerCase()}`);
  const object = objectOf(claim);
  const parts = [local(SOURCES[EVIDENCE[claim.evidence].source].iri), local(subjectOf(claim)), measure];
  if (object) parts.push(local(object));
  if (claim.denied) parts.push("denied");
  return `claim:${parts.join("-")}${(claim.iri || "").slice(1)}`;
}

const passagesOf = ({ passages = "" }) => passages.split(" ").filter(Boolean).map((name) => (name.includes(":") ? name : `passage:${name}`));

function claimBlock(number) {
  const claim = CLAIMS[number];
  const evidence = EVIDENCE[claim.evidence];
  const object = objectOf(claim);
  const text = claim.text ?? (claim.language === undefined ? undefined : inEnglish(claim.remark || claim.value || "", claim.language));
  const named = (name) => (claim[`${name}Iri`] ? term(claim[`${name}Iri`]) : "");
  const figure = (name) => (claim[name] === undefined ? "" : decimal(claim[name]));
  return subjectBlock(claimIri(claim), [
    ["a", "career:Claim"],
    ["career:subject", term(subjectOf(claim))],
    ["career:measure", term(measureIri(MEASURES[claim.measure]))],
    ["career:object", object ? term(object) : ""],
    ["career:minimum", figure("minimum")], ["career:maximum", figure("maximum")],
    ["career:roundedTo", figure("rounded_to")], ["career:unit", named("unit")],
    ["career:text", text],
    ["career:polarity", claim.denied ? "career:denied" : "career:affirmed"],
    ["career:strength", named("strength")],
    ["career:population", named("population")], ["career:place", named("place")],
    ["career:period", named("period")], ["career:stage", named("stage")],
    ["career:inIndustry", named("industry")], ["career:statistic", named("statistic")],
    ["career:stance", term(evidence.stanceIri)],
    ["prov:hadPrimarySource", term(SOURCES[evidence.source].iri)],
    ["prov:wasAttributedTo", each(evidence.agents || "")],
    ["career:passage", passagesOf(evidence).map(term).join(" , ")],
    ["career:rule", evidence.rule === undefined ? "" : term(RULES[evidence.rule].iri)],
    ["career:derivedFrom", (claim.bases || []).map((base) => term(claimIri(CLAIMS[base]))).join(" , ")],
  ]);
}

/* What is stated of a node, in pairs; most have a kind and an English label, so only others are told. */
const statedOf = ({ stated, more = [], kind, label }) =>
  stated ?? [["a", `career:${kind}`], ["skos:prefLabel", inEnglish(label)], ...more];
const isLiteral = (value) => /^["0-9]/.test(value);
const statedBlock = (row) => subjectBlock(row.iri, statedOf(row).map(([property, value]) =>
  [property === "a" ? property : term(property), isLiteral(value) ? value : term(value)]));

/* With the claims those they are derived from, and with these the steps that they are about. */
function withBases(claims) {
  const found = new Set(claims);
  for (const n of found) (CLAIMS[n].bases || []).forEach((base) => found.add(base));
  return [...found].sort((a, b) => a - b);
}
/* All that is told of something beside claims and steps, by its name. */
const TOLD = new Map([...RESTING, ...NODES].map((row) => [row.iri, row]));
function restOf(names) {
  const found = new Set([...names].filter((name) => TOLD.has(name)));
  for (const name of found) {
    for (const [, value] of statedOf(TOLD.get(name))) if (TOLD.has(value)) found.add(value);
  }
  return [...TOLD].flatMap(([name, row]) => (found.has(name) && statedOf(row).length ? [row] : [])); // of a level the ontology tells
}
function namesIn({ evidence, objectIri, unitIri, strengthIri, ...claim }) {
  const { source, agents = "", rule } = EVIDENCE[evidence];
  const scope = ["population", "place", "period", "stage", "industry", "statistic"].map((name) => claim[`${name}Iri`]);
  const spoken = [...(claim.to || []), claim.node].flatMap((node) => NODES[node]?.iri ?? []);
  return [
    ...spoken, objectIri, unitIri, strengthIri, ...scope, SOURCES[source].iri, ...agents.split(" "),
    ...passagesOf(EVIDENCE[evidence]), ...(rule === undefined ? [] : [RULES[rule].iri]),
  ];
}

function turtleText({ nodes, steps, claims } = selection()) {
  const said = withBases(claims);
  const made = [...new Set([...steps, ...said.flatMap((n) => CLAIMS[n].step ?? [])])];
  const drawn = [...nodes, ...made.flatMap((s) => [STEPS[s].from, STEPS[s].to, ...STEPS[s].industries])];
  const blocks = [
    ...restOf([...drawn.map((n) => NODES[n].iri), ...said.flatMap((n) => namesIn(CLAIMS[n]))]).map(statedBlock),
    ...made.map((s) => subjectBlock(STEPS[s].iri, [
      ["a", "career:AdvancementStep"], ["career:from", term(NODES[STEPS[s].from].iri)], ["career:to", term(NODES[STEPS[s].to].iri)],
      ["career:kind", term(STEPS[s].kindIri)], ["career:inIndustry", STEPS[s].industries.map((i) => term(NODES[i].iri)).join(" , ")]])),
    ...said.map(claimBlock),
  ];
  const prefixes = Object.entries(PREFIXES).map(([prefix, space]) => `@prefix ${prefix}: <${space}> .`);
  return `${prefixes.join("\n")}\n\n${blocks.join("\n")}`;
}

/* ---- the same claims for a spreadsheet, one a row, safe from formulas ---- */
const CSV_HEAD = ["subject", "kind", "measure", "value", "polarity", "strength", "scope", "remark", "stance", "source", "said_by", "place", "rule", "claim"];
function cell(value) {
  const text = String(value ?? "");
  const isFormula = /^(?:[\t\r\n]|\s*[=+\-@＝＋－＠])/.test(text) && !/^[+-]?[0-9]+(\.[0-9]+)?$/.test(text);
  const safe = isFormula ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
}
function csvText({ claims } = selection()) {
  const rows = claims.map((number) => {
    const claim = CLAIMS[number];
    const { stance, source, says, places: where, rule } = EVIDENCE[claim.evidence];
    const isStep = claim.step !== undefined;
    return [
      isStep ? STEPS[claim.step].label : NODES[claim.node].label, isStep ? "Step" : kindLabel(NODES[claim.node].kind),
      MEASURES[claim.measure].label, claim.value || (claim.to || []).map((n) => NODES[n].label).join(" | "),
      claim.denied ? "denied" : "affirmed", claim.strength, (claim.scope || []).join(", "), claim.remark, stance,
      SOURCES[source].title, says, (where || []).join(" | "), rule === undefined ? "" : RULES[rule].label, claimIri(claim),
    ];
  });
  return `\ufeff${[CSV_HEAD, ...rows].map((row) => `${row.map(cell).join(",")}\r\n`).join("")}`;
}
