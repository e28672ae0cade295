/* What the reader is looking at: view, selection, answer, filter. One place changes it; address.js
   writes it into the hash, so that a link opens the same view again. */

const VIEWS = [...(document.getElementById("result") ? ["result"] : []), "map", "ladder", "list", "flows", "about"];
const noFilter = () => ({
  off: new Set(), // kinds that are left out; "Step" for the steps
  levels: new Set(), // ranks that are asked for, 0 for an unknown level; none asks for all
  industry: null, // number of an industry
  needs: "", // one of NEEDS
  pay: 0,
  statuses: new Set(), // of the paths of steps: those that are left out
  stepNeeds: new Set(), // words on what steps need: those that are left out
  source: null, // number of a source
});

const state = {
  view: "map",
  node: null, // number of the selected node
  step: null, // number of the selected step
  link: null, // number of the selected link
  route: null, // [answer, route]
  trail: null, // the route from which a step or role was opened
  group: null, // { title, note, steps }: several steps at once, from the flows or a line of the ladder
  asked: "", // the phrase that was last asked
  answer: 0, // the answer whose routes are drawn over the ladder
  hover: null,
  cursor: null, // node under the keyboard cursor on the map
  filter: noFilter(),
  theme: null, // chosen by hand, else the system decides
  isFilterOpen: null, // by hand, else the view decides
};
const NOTHING = { node: null, step: null, link: null, route: null, group: null, hover: null, cursor: null };

function select(change, { center = false, quiet = false } = {}) {
  const isOnward = ["node", "step", "link", "group"].some((name) => name in change);
  const trail = isOnward ? state.route ?? state.trail : null;
  Object.assign(state, NOTHING, { trail }, change);
  if (state.route) [state.answer] = state.route;
  reveal();
  renderDetails();
  if (!quiet && hasSelection()) openRight();
  if (center || (MARKET && state.node !== null)) centerOnSelection();
  redraw();
  markOpenRow();
  renderLadder();
  scrollLadder();
  writeAddress();
}

const selectNode = (node, options) => {
  select({ node }, options);
  const { label, kind, claims } = NODES[node];
  announce(`${label}, ${kindLabel(kind)}, ${counted(claims.length, "claim")}`);
};
const selectStep = (step, options) => {
  select({ step }, options);
  announce(`Step, ${STEPS[step].label}`);
};
const selectRoute = (answer, route, options) => {
  select({ route: [answer, route] }, options);
  announce(`Route, ${ANSWERS[answer].routes[route].roles.map((r) => r.label).join(", then ")}`);
};
const selectGroup = (group) => {
  select({ group });
  announce(`${group.title}, ${counted(group.steps.length, "step")}`);
};
const clearSelection = () => select({}, { quiet: true });
const hasSelection = () =>
  ["node", "step", "link", "route", "group"].some((name) => state[name] !== null);

/* The nodes and edges that a selection, a route or a hover puts in front. */
function focus() {
  if (state.route) return routeFocus();
  if (state.step !== null) return edgesFocus([LINKS.length + state.step]);
  if (state.link !== null) return edgesFocus([state.link]);
  if (state.group) return edgesFocus(state.group.steps.map((step) => LINKS.length + step));
  if (MARKET) return marketFocus();
  const centre = state.hover !== null ? state.hover : state.node;
  if (centre === null || !isShown(centre)) return null;
  const edges = NEIGHBOURS[centre].filter(([, edge]) => isEdgeShown(edge));
  return {
    centre,
    nodes: new Set([centre, ...edges.map(([node]) => node)]),
    edges: new Set(edges.map(([, edge]) => edge)),
  };
}
function edgesFocus(edges) {
  const nodes = edges.flatMap((edge) => [EDGES[edge].from, EDGES[edge].to]);
  return { nodes: new Set(nodes), edges: new Set(edges), marked: true };
}
function routeFocus() {
  const route = ANSWERS[state.route[0]].routes[state.route[1]];
  const chain = route.roles.map((role) => role.node).filter((node) => node !== undefined);
  return { ...edgesFocus(stepsOf(route).map((step) => LINKS.length + step)), nodes: new Set(chain), chain };
}
const stepsOf = (route) => route.steps.map(({ step }) => step).filter((step) => step !== undefined);

/* A thing that is opened is shown, even if a filter had left it out. */
function reveal() {
  const wanted = focus();
  const nodes = state.node !== null ? [state.node] : wanted && wanted.marked ? [...wanted.nodes] : [];
  const edges = wanted && wanted.marked ? [...wanted.edges] : [];
  if (nodes.every(isShown) && edges.every(isEdgeShown)) return;
  state.filter = noFilter();
  applyFilter();
}
