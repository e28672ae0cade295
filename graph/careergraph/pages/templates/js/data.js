/* The payload, and the few helpers that everything else is written with. Data reaches the page
   only through textContent: no file here assigns innerHTML. */

const DATA = JSON.parse(document.getElementById("payload").textContent);
const PAGE = DATA.page;
const { kinds: KINDS, measures: MEASURES, nodes: NODES, steps: STEPS } = PAGE;
const LINKS = PAGE.links.map((link, i) => ({ ...link, from: DATA.edges[i].from, to: DATA.edges[i].to }));
const { claims: CLAIMS, evidence: EVIDENCE, rules: RULES, answers: ANSWERS } = PAGE;
const COUNT = NODES.length;

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
const announce = (text) => { byId("live").textContent = text; };
const isPhone = () => window.innerWidth <= 820;

/* Who is linked to whom: for each node [neighbour, edge number]; steps count on after the links. */
const EDGES = [...LINKS, ...STEPS];
const isStepEdge = (edge) => edge >= LINKS.length;
const NEIGHBOURS = NODES.map(() => []);
EDGES.forEach((edge, number) => {
  NEIGHBOURS[edge.from].push([edge.to, number]);
  NEIGHBOURS[edge.to].push([edge.from, number]);
});

/* The claims that name a node as their value. */
const NAMING = NODES.map(() => []);
CLAIMS.forEach((claim, number) => (claim.to || []).forEach((node) => NAMING[node].push(number)));

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
  make("span", { className: `badge ${status}`, text: STATUS_WORDS[status] || status });

/* ---- the marks: one outline for each shape, used by the map, the legend and the details ---- */
function outline(shape, radius) {
  const regular = (corners, start, r) =>
    Array.from({ length: corners }, (_, i) => {
      const angle = start + (i * 2 * Math.PI) / corners;
      return [r * Math.cos(angle), r * Math.sin(angle)];
    });
  const r = radius;
  switch (shape) {
    case "square": return [[-r, -r], [r, -r], [r, r], [-r, r]];
    case "diamond": return [[0, -r], [r, 0], [0, r], [-r, 0]];
    case "hexagon": return regular(6, 0, r);
    case "triangle": return regular(3, -Math.PI / 2, r * 1.15);
    case "triangleDown": return regular(3, Math.PI / 2, r * 1.15);
    case "star":
      return regular(10, -Math.PI / 2, r * 0.82).map(([x, y], i) =>
        i % 2 ? [x * 0.5, y * 0.5] : [x * 1.3, y * 1.3]);
    default: return null; // a dot
  }
}

const SVG = "http://www.w3.org/2000/svg";
function swatch(kind) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "-8 -8 16 16");
  svg.setAttribute("class", "mark");
  svg.setAttribute("aria-hidden", "true");
  const isStep = kind === "Step";
  const points = isStep ? null : outline(KINDS[kind].shape, 5.6);
  const shape = document.createElementNS(SVG, isStep ? "path" : points ? "polygon" : "circle");
  if (isStep) shape.setAttribute("d", "M-7-1.2H2V-5L7.5 0 2 5V1.2H-7Z");
  else if (points) shape.setAttribute("points", points.map((p) => p.join(",")).join(" "));
  else shape.setAttribute("r", 6);
  shape.setAttribute("fill", isStep ? "#3b82f6" : KINDS[kind].colour);
  svg.append(shape);
  return svg;
}

const kindLabel = (kind) => (kind === "Step" ? "Step" : KINDS[kind].label);
