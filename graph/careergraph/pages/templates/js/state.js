/* What the reader is looking at: view, selection, route, filter. One place changes it, and the
   address carries it, so that a link opens the same view again. */

const state = {
  view: "map",
  node: null, // number of the selected node
  step: null, // number of the selected step
  link: null, // number of the selected link
  route: null, // [answer, route]
  hover: null,
  cursor: null, // node under the keyboard cursor on the map
  off: new Set(), // kinds that are filtered out; "Step" for the steps
  asked: "", // the phrase that was last asked
  theme: null, // chosen by hand, else the system decides
};

const isShown = (node) => !state.off.has(NODES[node].kind);
const isEdgeShown = (edge) =>
  isShown(EDGES[edge].from) && isShown(EDGES[edge].to) &&
  !(isStepEdge(edge) && state.off.has("Step"));

function select(change, { center = false, quiet = false } = {}) {
  Object.assign(state, { node: null, step: null, link: null, route: null, hover: null, cursor: null });
  Object.assign(state, change);
  reveal();
  renderDetails();
  if (!quiet && hasSelection()) openRight();
  if (center) centerOnSelection();
  redraw();
  writeAddress();
}

const selectNode = (node, options) => {
  select({ node }, options);
  const { label, kind } = NODES[node];
  announce(`${label}, ${kindLabel(kind)}, ${counted((NODES[node].claims || []).length, "claim")}`);
};
const selectStep = (step, options) => {
  select({ step }, options);
  announce(`Step, ${STEPS[step].label}`);
};
const selectRoute = (answer, route, options) => {
  select({ route: [answer, route] }, options);
  announce(`Route, ${ANSWERS[answer].routes[route].roles.map((r) => r.label).join(", then ")}`);
};
const clearSelection = () => select({}, { quiet: true });
const hasSelection = () =>
  state.node !== null || state.step !== null || state.link !== null || state.route !== null;

/* The nodes and edges that a selection, a route or a hover puts in front. */
function focus() {
  if (state.route) return routeFocus();
  if (state.step !== null) return edgeFocus(LINKS.length + state.step);
  if (state.link !== null) return edgeFocus(state.link);
  const centre = state.hover !== null ? state.hover : state.node;
  if (centre === null || !isShown(centre)) return null;
  const edges = NEIGHBOURS[centre].filter(([, edge]) => isEdgeShown(edge));
  return {
    centre,
    nodes: new Set([centre, ...edges.map(([node]) => node)]),
    edges: new Set(edges.map(([, edge]) => edge)),
  };
}
function edgeFocus(edge) {
  const { from, to } = EDGES[edge];
  return { nodes: new Set([from, to]), edges: new Set([edge]), marked: true };
}
function routeFocus() {
  const route = ANSWERS[state.route[0]].routes[state.route[1]];
  const chain = route.roles.map((role) => role.node).filter((node) => node !== undefined);
  const edges = route.steps.map((s) => s.step).filter((s) => s !== undefined);
  return {
    nodes: new Set(chain),
    edges: new Set(edges.map((s) => LINKS.length + s)),
    marked: true,
    chain,
  };
}

/* A thing that is opened is shown, even if its kind was filtered out. */
function reveal() {
  const wanted = focus();
  const nodes = state.node !== null ? [state.node] : wanted && wanted.marked ? [...wanted.nodes] : [];
  const kinds = nodes.map((node) => NODES[node].kind);
  if (state.step !== null || state.route) kinds.push("Step");
  const hidden = kinds.filter((kind) => state.off.has(kind));
  if (!hidden.length) return;
  hidden.forEach((kind) => state.off.delete(kind));
  applyFilter();
}

/* ---- the address: #node=role:data-scientist&view=list&off=Skill.Place&theme=dark ---- */
function writeAddress() {
  const parts = [];
  const put = (key, value) => parts.push(`${key}=${encodeURIComponent(value).replace(/%3A/g, ":")}`);
  if (state.node !== null) put("node", NODES[state.node].iri);
  if (state.step !== null) put("node", STEPS[state.step].iri);
  if (state.route) put("route", state.route.map((n) => n + 1).join("."));
  if (state.asked) put("ask", state.asked);
  if (state.view !== "map") put("view", state.view);
  if (state.off.size) put("off", [...state.off].join("."));
  if (state.theme) put("theme", state.theme);
  const hash = parts.length ? `#${parts.join("&")}` : " ";
  try {
    history.replaceState(null, "", hash === " " ? location.href.split("#")[0] : hash);
  } catch { /* a page inside a sandbox has no history: the view works without it */ }
}

function readAddress() {
  let given;
  try {
    given = new URLSearchParams(location.hash.slice(1));
  } catch {
    return;
  }
  restoreAsked(given.get("ask"));
  const theme = given.get("theme");
  state.theme = theme === "dark" || theme === "light" ? theme : state.theme;
  state.view = given.get("view") === "list" ? "list" : "map";
  const kinds = (given.get("off") || "").split(".");
  state.off = new Set(kinds.filter((kind) => Object.hasOwn(KINDS, kind) || kind === "Step"));
  Object.assign(state, { node: null, step: null, link: null, route: null }, addressed(given));
}

function addressed(given) {
  const iri = given.get("node");
  const node = iri ? NODES.findIndex((n) => n.iri === iri) : -1;
  if (node >= 0) return { node };
  const step = iri ? STEPS.findIndex((s) => s.iri === iri) : -1;
  if (step >= 0) return { step };
  const route = /^(\d{1,4})\.(\d{1,4})$/.exec(given.get("route") || "");
  if (!route) return {};
  const [answer, number] = [Number(route[1]) - 1, Number(route[2]) - 1];
  return ANSWERS[answer]?.routes?.[number] ? { route: [answer, number] } : {};
}
