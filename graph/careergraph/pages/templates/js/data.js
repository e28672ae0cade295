/* The payload, and the few helpers that everything else is written with. Data reaches the page
   only through textContent: no file here assigns innerHTML. */

/* In the payload, what was said before is told by where it stood: repeats.py tells how. */
const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%()*+-./:;=?@[]^_{|}";
function whole(short) {
  const letters = [...short];
  const out = [];
  const digit = (at) => DIGITS.indexOf(letters[at]);
  for (let at = 0; at < letters.length; at += 1) {
    if (letters[at] !== "~") out.push(letters[at]);
    else if (letters[at + 1] === "~") out.push(letters[at += 1]);
    else {
      const back = (digit(at + 1) * DIGITS.length + digit(at + 2)) * DIGITS.length + digit(at + 3);
      for (let rest = digit(at + 4) + 6; rest > 0; rest -= 1) out.push(out[out.length - back]);
      at += 4;
    }
  }
  return out.join("");
}
const payload = document.getElementById("payload");
const DATA = JSON.parse(payload.dataset.gzip === undefined ? whole(payload.textContent) : await inflated(payload.textContent));

/* Rows come as columns, each in the shortest of five ways: columns.py tells them. */
function unpacked({ rows: count, columns }, blank = () => ({})) {
  const rows = Array.from({ length: count }, blank);
  for (const [name, column] of Object.entries(columns)) fill(rows, name, column);
  return rows;
}
function fill(rows, name, { numbers, each, tails, of, gaps, values }) {
  let before = "";
  let at = 0;
  if (numbers) rows.forEach((row, number) => { row[name] = number; });
  else if (each) each.forEach((value, row) => { rows[row][name] = value; });
  else if (of) of.forEach((value, row) => { if (value >= 0) rows[row][name] = values[value]; });
  else if (gaps) gaps.forEach((gap, i) => { rows[at += gap][name] = values[i]; });
  else {
    tails.forEach((tail, row) => {
      const bar = tail.indexOf("|");
      before = before.slice(0, Number(tail.slice(0, bar))) + tail.slice(bar + 1);
      rows[row][name] = before;
    });
  }
}

const PAGE = DATA.page;
const MARKET = PAGE.market || null; // a graph too large to hold its claims: see market.js
DATA.nodes = unpacked(DATA.nodes);
DATA.edges = unpacked(DATA.edges);
const { kinds: KINDS, measures: MEASURES, rules: RULES, answers: ANSWERS, sources: SOURCES } = PAGE;
const NODES = unpacked(PAGE.nodes);
const STEPS = MARKET ? stepsOfMarket(PAGE) : unpacked(PAGE.steps);
const CLAIMS = unpacked(PAGE.claims);
const EVIDENCE = unpacked(PAGE.evidence);
const RESTING = unpacked(PAGE.resting);
for (const row of EVIDENCE) row.places = (row.places || []).map(([section, rest]) => PAGE.sections[section] + rest);
const LINKS = MARKET ? linksOf(PAGE.wires.links) : unpacked(PAGE.links).map((link, i) => ({ ...link, from: DATA.edges[i].from, to: DATA.edges[i].to }));
const COUNT = NODES.length;
const MEASURE = Object.fromEntries(MEASURES.map(({ id }, number) => [id, number]));

const byId = (id) => document.getElementById(id);

function make(tag, { className, text, type, ...attributes } = {}, children = []) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  if (tag === "button") element.type = type || "button";
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

function button(className, children, onClick, attributes = {}) {
  const element = make("button", { className, ...attributes }, children);
  element.addEventListener("click", onClick);
  return element;
}

const counted = (count, word, plural = `${word}s`) =>
  `${count.toLocaleString("en")} ${count === 1 ? word : plural}`;
const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
const clipped = (text, most) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);
const joined = (words) =>
  (words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words[words.length - 1]}`);
const announce = (text) => { byId("live").textContent = text; };
const isPhone = () => window.innerWidth <= 820;
const isRole = (node) => NODES[node].kind === "Role";

/* Who is linked to whom: for each node [neighbour, edge number]; steps count on after the links. */
const EDGES = LINKS.concat(STEPS);
const isStepEdge = (edge) => edge >= LINKS.length;
const NEIGHBOURS = NODES.map(() => []);
EDGES.forEach((edge, number) => {
  NEIGHBOURS[edge.from].push([edge.to, number]);
  NEIGHBOURS[edge.to].push([edge.from, number]);
});

/* What is said of a node or step, and the claims that name a node as their value. */
for (const row of [...NODES, ...STEPS]) row.claims = [];
const NAMING = NODES.map(() => []);
CLAIMS.forEach((claim, number) => {
  if (claim.node !== undefined) NODES[claim.node].claims.push(number);
  if (claim.step !== undefined) STEPS[claim.step].claims.push(number);
  (claim.to || []).forEach((node) => NAMING[node].push(number));
});
const sourceOf = (claim) => EVIDENCE[CLAIMS[claim].evidence].source;

/* The clash that a claim is part of, if any. */
const CONFLICT_OF = new Map();
PAGE.conflicts.forEach((group) => group.sides.flat().forEach((c) => CONFLICT_OF.set(c, group)));
const INCOMPARABLE_OF = new Map();
PAGE.incomparable.forEach((g) => g.sides.flat().forEach((c) => INCOMPARABLE_OF.set(c, g)));

const STATUS_WORDS = {
  supported: "Supported",
  contested: "Contested",
  unknown: "Inferred only",
  none: "No route",
};
const statusBadge = (status) =>
  make("span", { className: `badge ${Object.hasOwn(STATUS_WORDS, status) ? status : ""}`, text: STATUS_WORDS[status] || status });
const FURTHER_WORDS = {
  needed: "Needs a further degree",
  contested: "Degree disputed",
  denied: "No further degree",
};
const kindLabel = (kind) => (kind === "Step" ? "Step" : KINDS[kind].label);
