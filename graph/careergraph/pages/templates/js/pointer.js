/* Pointer and keyboard on the map. */

network.on("click", ({ nodes, edges }) => {
  if (nodes.length) return selectNode(nodes[0]);
  if (edges.length && !hasSelection()) {
    const edge = edges[0];
    return isStepEdge(edge) ? selectStep(edge - LINKS.length) : select({ link: edge });
  }
  return clearSelection();
});
network.on("hoverNode", ({ node }) => {
  box.style.cursor = "pointer";
  if (hasSelection() && state.node === null) return;
  state.hover = node;
  redraw();
});
network.on("blurNode", () => {
  box.style.cursor = "";
  state.hover = null;
  redraw();
});
network.on("dragStart", () => { state.hover = null; });
network.on("dragging", ({ nodes }) => {
  for (const node of nodes) {
    const { x, y } = network.getPosition(node);
    places[node] = [x, y];
  }
});

/* The wheel stops where the buttons do; vis-network itself knows no end. */
if (!MARKET) {
  let inBounds = network.getViewPosition();
  network.on("zoom", () => {
    const scale = network.getScale();
    if (withinZoom(scale) === scale) inBounds = network.getViewPosition();
    else network.moveTo({ position: inBounds, scale: withinZoom(scale) });
  });
  network.on("dragEnd", () => { inBounds = network.getViewPosition(); });
}

/* ---- keyboard ---- */
const ARROWS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
function moveCursor([right, down]) {
  const current = state.cursor !== null ? state.cursor : state.node;
  const shown = NODES.flatMap((_, node) => (isShown(node) ? [node] : []));
  let best = current === null ? shown[0] : null;
  let least = Infinity;
  for (const node of current === null ? [] : shown) {
    const [dx, dy] = [places[node][0] - places[current][0], places[node][1] - places[current][1]];
    const along = dx * right + dy * down;
    const cost = along + 2.2 * (Math.abs(dx * down) + Math.abs(dy * right));
    if (along > 0 && cost < least) [best, least] = [node, cost];
  }
  if (best === null || best === undefined) return;
  Object.assign(state, NOTHING, { cursor: best });
  announce(`${NODES[best].label}, ${kindLabel(NODES[best].kind)}`);
  keepInView(best);
  redraw();
}
function keepInView(node) {
  const [x, y] = places[node];
  const at = network.canvasToDOM({ x, y });
  const outside = at.x < 40 || at.y < 40 || at.x > box.clientWidth - 40 || at.y > box.clientHeight - 40;
  if (outside) network.moveTo({ position: { x, y } });
}
box.addEventListener("keydown", (event) => {
  const { key } = event;
  if (ARROWS[key]) moveCursor(ARROWS[key]);
  else if ((key === "Enter" || key === " ") && state.cursor !== null) {
    selectNode(state.cursor);
    byId("details").focus();
  } else if (key === "Escape") clearSelection();
  else if (key === "+" || key === "=") zoom(1.25);
  else if (key === "-") zoom(0.8);
  else if (key === "0") fitAll({ animated: true });
  else return;
  event.preventDefault();
});
