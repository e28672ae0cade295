/* Putting it together: the legend, the views, the theme, the panels of a phone, and the start. */

function renderCounts() {
  const shown = NODES.filter((_, node) => isShown(node)).length;
  byId("counts").textContent = shown === COUNT
    ? `${counted(COUNT, "node")}, ${counted(STEPS.length, "step")}, ${counted(CLAIMS.length, "claim")} from ${counted(PAGE.sources.length, "source")}`
    : `Showing ${shown} of ${counted(COUNT, "node")}`;
}

function renderLegend() {
  const rows = Object.keys(KINDS).map((kind) =>
    [kind, KINDS[kind].plural, NODES.filter((node) => node.kind === kind).length]);
  if (STEPS.length) rows.push(["Step", "Steps", STEPS.length]);
  byId("legend").replaceChildren(...rows.map(([kind, plural, count]) => {
    const input = make("input", { value: kind });
    input.type = "checkbox";
    input.checked = true;
    input.addEventListener("change", () => {
      if (input.checked) state.off.delete(kind);
      else state.off.add(kind);
      applyFilter();
      writeAddress();
    });
    return make("label", {}, [input, swatch(kind), make("span", { text: plural }), make("span", { className: "count", text: count.toLocaleString("en") })]);
  }));
  byId("lines").hidden = !STEPS.length;
}
function showAll() {
  state.off.clear();
  field.value = "";
  applyFilter();
  writeAddress();
}

function setView(view) {
  state.view = view;
  byId("view-map").setAttribute("aria-pressed", String(view === "map"));
  byId("view-list").setAttribute("aria-pressed", String(view === "list"));
  byId("list").hidden = view !== "list";
  closeHits();
  box.hidden = view !== "map";
  document.querySelector(".zoom").hidden = view !== "map";
  applyFilter();
  writeAddress();
}

const systemTheme = window.matchMedia("(prefers-color-scheme: dark)");
function applyTheme() {
  const theme = state.theme || (systemTheme.matches ? "dark" : "light");
  document.documentElement.dataset.theme = theme;
  byId("theme").setAttribute("aria-label", `Switch to ${theme === "dark" ? "light" : "dark"} colours`);
  readColours();
  redraw();
}
systemTheme.addEventListener("change", applyTheme);

/* ---- panels that slide over the map on a phone ---- */
function togglePanel(side, open = !byId(side).classList.contains("open")) {
  for (const each of ["left", "right"]) {
    const isOpen = each === side && open;
    byId(each).classList.toggle("open", isOpen);
    byId(`toggle-${each}`).setAttribute("aria-expanded", String(isOpen));
  }
}
const openRight = () => { if (isPhone()) togglePanel("right", true); };

/* ---- about ---- */
function renderAbout() {
  const sources = PAGE.sources.map(({ title: name, claims, file, sha256 }) => make("li", {}, [
    make("strong", { text: name }), make("span", { text: ` – ${counted(claims, "claim")}` }),
    ...(file ? [make("div", { className: "fine", text: `Character offsets count in ${file}` })] : []),
    ...(sha256 ? [make("div", { className: "fine", text: `SHA-256 ${sha256}` })] : []),
  ]));
  const close = button("primary", ["Close"], () => byId("about").close());
  byId("about").replaceChildren(
    make("h2", { id: "about-title", text: `About ${PAGE.title}` }),
    make("p", { text: "A knowledge graph of career claims: for every statement it keeps who makes it, where it stands, and for whom it holds. Sources may contradict each other, and both sides are kept. What no source speaks of is called not known." }),
    make("p", { text: "A claim is stated by a source, derived from other claims by a named rule, or inferred by a curator by a named rule; only the first is on a source's word alone." }),
    make("h3", { text: "Sources" }), make("ul", { className: "plain" }, sources),
    make("h3", { text: "Licence" }),
    make("p", { text: "Code: Apache-2.0. The facts are those of the sources named; descriptions are in the curators' words. Drawn with vis-network 9.1.2 (Apache-2.0 or MIT). This file asks nothing of the network." }),
    close,
  );
}

/* ---- start ---- */
const onClick = (id, action) => byId(id).addEventListener("click", action);
onClick("view-map", () => setView("map"));
onClick("view-list", () => setView("list"));
onClick("show-all", showAll);
onClick("reset", showAll);
onClick("zoom-in", () => zoom(1.3));
onClick("zoom-out", () => zoom(1 / 1.3));
onClick("zoom-fit", () => fitAll({ animated: true }));
onClick("toggle-left", () => togglePanel("left"));
onClick("toggle-right", () => togglePanel("right"));
onClick("close", () => { togglePanel("right", false); byId("toggle-right").focus(); });
onClick("open-about", () => byId("about").showModal());
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

function open() {
  readAddress();
  applyTheme();
  setView(state.view);
  renderDetails();
  if (hasSelection()) openRight();
  const wanted = focus();
  if (wanted) fit([...wanted.nodes]);
  else fitAll();
}
window.addEventListener("hashchange", open);
let settling;
window.addEventListener("resize", () => {
  clearTimeout(settling);
  settling = setTimeout(() => { if (hasSelection()) centerOnSelection(); else fitAll(); }, 150);
});

renderLegend();
renderAbout();
open();

/* For tests and the curious: a look at the page's state that cannot change it. */
window.careergraph = Object.freeze({
  positions: () => places.map(([x, y]) => [x, y]),
  onScreen: (iri) => {
    const node = NODES.findIndex((n) => n.iri === iri);
    return node < 0 ? null : network.canvasToDOM({ x: places[node][0], y: places[node][1] });
  },
  shown: () => NODES.flatMap((node, number) => (isShown(number) ? [node.iri] : [])),
  drawn: () => nodeSet.get({ filter: (node) => !node.hidden }).length,
  selected: () => (state.node !== null ? NODES[state.node].iri : state.step !== null ? STEPS[state.step].iri : null),
});
