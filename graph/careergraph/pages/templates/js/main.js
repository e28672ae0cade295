/* Putting it together: the tabs, the theme, the panels, and the start. */

function renderCounts() {
  const shown = shownNodes.reduce((sum, is) => sum + is, 0);
  byId("counts").textContent = shown === COUNT
    ? `${counted(COUNT, "node")}, ${counted(STEPS.length, "step")}, ${counted(MARKET ? MARKET.claims : CLAIMS.length, "claim")} from ${sourcesInWords()}`
    : `Showing ${shown.toLocaleString("en")} of ${counted(COUNT, "node")}`;
}

/* Curators are no source: what they infer stands in none. */
function sourcesInWords() {
  const curators = SOURCES.filter((source) => source.curators).length;
  const words = [...(SOURCES.length > curators ? [counted(SOURCES.length - curators, "source")] : []), ...(curators ? ["curators’ inferences"] : [])];
  return joined(words) || counted(0, "source");
}

/* ---- views as tabs: the arrow keys go from one to the next ---- */
function setView(view) {
  state.view = view;
  for (const name of VIEWS) {
    const tab = byId(`tab-${name}`);
    tab.setAttribute("aria-selected", String(name === view));
    tab.tabIndex = name === view ? 0 : -1;
    byId(`view-${name}`).hidden = name !== view;
  }
  byId("rooms").dataset.view = view;
  closeHits();
  closeSave();
  syncPanels();
  applyFilter();
  if (view === "map") network.setSize("100%", "100%");
  redraw();
  writeAddress();
}
for (const name of VIEWS) byId(`tab-${name}`).addEventListener("click", () => showView(name));
function showView(view) {
  setView(view);
  if (view === "map") fitToState();
  scrollLadder();
}
document.querySelector(".tabs").addEventListener("keydown", (event) => {
  const at = VIEWS.indexOf(state.view);
  const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: VIEWS.length - 1 }[event.key];
  if (next === undefined) return;
  event.preventDefault();
  const view = VIEWS[(next + VIEWS.length) % VIEWS.length];
  showView(view);
  byId(`tab-${view}`).focus();
});

const systemTheme = window.matchMedia("(prefers-color-scheme: dark)");
function applyTheme() {
  const theme = state.theme || (systemTheme.matches ? "dark" : "light");
  document.documentElement.dataset.theme = theme;
  byId("theme").setAttribute("aria-label", `Switch to ${theme === "dark" ? "light" : "dark"} colours`);
  readColours();
  if (MARKET) refreshDots();
  redraw();
}
systemTheme.addEventListener("change", applyTheme);

/* ---- the filter: beside the view where there is room, over it on a phone ---- */
const hasFilterOpen = () => state.isFilterOpen ?? (state.view === "map" && window.innerWidth > 1180);
function syncPanels() {
  const isOpen = hasFilterOpen() && state.view !== "about";
  byId("rooms").classList.toggle("no-left", !isOpen);
  byId("toggle-filter").setAttribute("aria-expanded", String(isOpen));
}
function toggleFilter() {
  state.isFilterOpen = !hasFilterOpen();
  syncPanels();
  settle();
  if (state.isFilterOpen) byId("filters").querySelector("input, select")?.focus();
}
function togglePanel(side, open = !byId(side).classList.contains("open")) {
  for (const each of ["left", "right"]) {
    const isOpen = each === side && open;
    byId(each).classList.toggle("open", isOpen);
    byId(`toggle-${each}`).setAttribute("aria-expanded", String(isOpen));
  }
}
const openRight = () => { if (isPhone()) togglePanel("right", true); };
function leavePanel(side) {
  togglePanel(side, false);
  byId(`toggle-${side}`).focus();
}
/* On a phone a panel lies over the view: to open it by hand leads into it, Escape leads out. */
function enterPanel(side) {
  togglePanel(side);
  if (byId(side).classList.contains("open")) byId(side).querySelector(".close").focus();
}
for (const side of ["left", "right"]) {
  byId(side).addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !isPhone() || !byId(side).classList.contains("open")) return;
    event.stopPropagation();
    leavePanel(side);
  }, { capture: true });
}

/* ---- start ---- */
const onClick = (id, action) => byId(id).addEventListener("click", action);
onClick("reset", clearFilter);
onClick("zoom-in", () => zoom(1.3));
onClick("zoom-out", () => zoom(1 / 1.3));
onClick("zoom-fit", () => fitAll({ animated: true }));
onClick("toggle-filter", toggleFilter);
onClick("toggle-left", () => enterPanel("left"));
onClick("toggle-right", () => enterPanel("right"));
onClick("close", () => leavePanel("right"));
onClick("close-left", () => leavePanel("left"));
onClick("theme", () => {
  state.theme = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
  applyTheme();
  writeAddress();
});
onClick("skip", (event) => {
  event.preventDefault();
  setView("list");
  document.querySelector("#list th button").focus();
});
byId("panel").addEventListener("keydown", (event) => {
  if (event.key === "Escape" && hasSelection()) {
    clearSelection();
    byId("details").focus();
  }
});

function fitToState() {
  const wanted = focus();
  if (wanted) fit([...wanted.nodes]);
  else fitAll();
}
function open() {
  readAddress();
  placeBefore = placeNow();
  applyTheme();
  setView(state.view);
  renderDetails();
  renderLadder();
  if (hasSelection()) openRight();
  if (state.view === "map") fitToState();
  scrollLadder();
}
window.addEventListener("popstate", open); // also where the address is changed by hand
let settling;
function settle() {
  clearTimeout(settling);
  settling = setTimeout(() => {
    syncPanels();
    if (state.view === "map") fitToState();
    if (state.view === "flows") renderFlows();
  }, 120);
}
window.addEventListener("resize", settle);

renderFilters();
renderAbout();
open();

/* For tests and the curious: a look at the page's state, and the one way to show it an answer. */
window.careergraph = Object.freeze({
  positions: () => places.map(([x, y]) => [x, y]),
  onScreen: (iri) => {
    const node = NODES.findIndex((n) => n.iri === iri);
    return node < 0 ? null : network.canvasToDOM({ x: places[node][0], y: places[node][1] });
  },
  shown: () => NODES.flatMap((node, number) => (isShown(number) ? [node.iri] : [])),
  drawn: () => (MARKET ? shownNodes.reduce((sum, is) => sum + is, 0) : nodeSet.get({ filter: (node) => !node.hidden }).length),
  regions: () => (MARKET ? REGIONS.map(({ label, x, y, isNamed }) => ({ label, isNamed, ...network.canvasToDOM({ x, y }) })) : []),
  scale: () => network.getScale(),
  labels: () => [...drawnLabels].map(([node, area]) => ({ iri: NODES[node].iri, area })),
  selected: () => (state.node !== null ? NODES[state.node].iri : state.step !== null ? STEPS[state.step].iri : null),
  showRoutes,
  turtle: () => (MARKET ? marketTurtle() : turtleText()),
  csv: () => (MARKET ? marketCsv() : csvText()),
  svg: () => svgText(state.view),
});
