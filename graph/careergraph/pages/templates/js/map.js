/* The map: vis-network draws marks and lines where Python placed them; what is in focus is drawn
   once more on top of a veil, so that selecting costs the same in a graph of any size. */

/* vis-network stands in the page without its repeats. What is run here is what the policy names by
   its hash: a script that differs by a letter would not run. */
if (!MARKET) {
  const library = make("script", { text: whole(byId("vis").textContent) });
  document.head.append(library);
  library.remove();
}

const box = byId("map");
const places = DATA.nodes.map((node) => [node.x, node.y]);
const radii = DATA.nodes.map((node) => node.size);

/* On a tall screen the picture is turned: seniority runs downwards, a market lies lengthwise. */
const isTall = box.clientHeight > box.clientWidth * 1.25;
const stretch = Math.min(MARKET ? 1.45 : 2.1, box.clientHeight / box.clientWidth * 1.05);
const turned = (x, y) => (isTall ? [y, x * stretch] : [x, y]);
places.forEach(([x, y], node) => { places[node] = turned(x, y); });

const nodeSet = MARKET ? null : new vis.DataSet(
  DATA.nodes.map((node) => ({ ...node, x: places[node.id][0], y: places[node.id][1] })));
const edgeSet = MARKET ? null : new vis.DataSet(DATA.edges);
const network = MARKET ? new Canvas(box)
  : new vis.Network(box, { nodes: nodeSet, edges: edgeSet }, JSON.parse(DATA.options));
const frame = box.querySelector(".vis-network");
if (frame) frame.tabIndex = -1; // the map itself is the one stop of the Tab key

/* A map that is not on screen is drawn when it comes back; whoever asks within a frame, it is drawn
   once. The canvas of a market sees to that by itself, vis-network draws at every call. */
let redrawing = 0;
function redraw() {
  if (state.view !== "map") return;
  if (MARKET) network.redraw();
  else redrawing ||= requestAnimationFrame(drawMap);
}
function drawMap() {
  redrawing = 0;
  if (state.view === "map") network.redraw();
}
let colours = {};
function readColours() {
  const style = getComputedStyle(document.documentElement);
  const names = ["bg", "ink", "ink-soft", "accent", "panel"];
  colours = Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
}

/* Only what changed is told to vis-network, which redraws everything for an update, and only when
   the map is on screen. */
const hiddenNodes = new Uint8Array(COUNT);
const hiddenEdges = new Uint8Array(EDGES.length);
function filterMap() {
  if (state.view !== "map") return undefined;
  if (MARKET) return refreshMarket();
  const nodes = changed(hiddenNodes, (node) => !isShown(node));
  const edges = changed(hiddenEdges, (edge) => !isEdgeShown(edge));
  if (nodes.length) nodeSet.update(nodes);
  if (edges.length) edgeSet.update(edges);
  return redraw();
}
function changed(before, isHidden) {
  return [...before.keys()].flatMap((id) => {
    const hidden = isHidden(id);
    if (Boolean(before[id]) === hidden) return [];
    before[id] = hidden ? 1 : 0;
    return [{ id, hidden }];
  });
}

/* ---- what is in focus ---- */
function drawFocus(context, wanted, scale) {
  context.save();
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.globalAlpha = 0.88;
  context.fillStyle = colours.bg;
  context.fillRect(0, 0, context.canvas.width, context.canvas.height);
  context.restore();
  context.save();
  for (const edge of wanted.edges) drawEdge(context, edge, wanted, scale);
  context.globalAlpha = 1;
  for (const node of wanted.nodes) drawMark(context, node);
  context.restore();
}

function drawEdge(context, edge, wanted, scale) {
  const { from, to, status } = EDGES[edge];
  const other = from === wanted.centre ? to : from;
  const strong = wanted.marked || isStepEdge(edge);
  context.strokeStyle = strong ? colours.accent : KINDS[NODES[other].kind].colour;
  context.globalAlpha = strong ? 1 : 0.6;
  context.lineWidth = (wanted.marked ? 3 : strong ? 2 : 1.4) / scale;
  const dashes = { contested: [9, 5], unknown: [2, 4] }[status] || [];
  context.setLineDash(dashes.map((length) => length / scale));
  context.beginPath();
  context.moveTo(...places[from]);
  context.lineTo(...places[to]);
  context.stroke();
  context.setLineDash([]);
  if (strong) drawArrow(context, from, to, scale);
}

function drawArrow(context, from, to, scale) {
  const [x0, y0] = places[from];
  const [x1, y1] = places[to];
  const angle = Math.atan2(y1 - y0, x1 - x0);
  const gap = radii[to] + 3 / scale;
  const [x, y] = [x1 - Math.cos(angle) * gap, y1 - Math.sin(angle) * gap];
  const length = 11 / scale;
  context.fillStyle = colours.accent;
  context.beginPath();
  context.moveTo(x, y);
  for (const turn of [-0.42, 0.42]) {
    context.lineTo(x - length * Math.cos(angle + turn), y - length * Math.sin(angle + turn));
  }
  context.fill();
}

function drawMark(context, node) {
  const [x, y] = places[node];
  const { shape, colour } = KINDS[NODES[node].kind];
  const points = outline(shape, radii[node]);
  context.fillStyle = colour;
  context.beginPath();
  if (points) points.forEach(([dx, dy], i) => context[i ? "lineTo" : "moveTo"](x + dx, y + dy));
  else context.arc(x, y, radii[node], 0, 2 * Math.PI);
  context.fill();
}

network.on("afterDrawing", (context) => {
  if (state.view !== "map") return;
  const scale = network.getScale();
  const wanted = focus();
  if (wanted) drawFocus(context, wanted, scale);
  context.save();
  const ratio = context.canvas.width / context.canvas.clientWidth;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  drawLabels(context, wanted, scale);
  context.restore();
});

/* ---- moving about ---- */
const isCalm = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;
/* How far a node reaches to the left and to the right besides its mark, in pixels of the screen:
   names of roles stand on the right. */
function reachOfName(node) {
  if (MARKET) return [reachInMarket(node), reachInMarket(node)];
  if (!isRole(node) || isPhone()) return [20, 20];
  return [12, textWidth(shortened(NODES[node].label), ROLE_FONT) + 12];
}

function fit(nodes, { animated = false } = {}) {
  const wanted = nodes.length ? nodes : [...NODES.keys()];
  if (!wanted.length || !box.clientWidth) return;
  const bar = isPhone() ? 0 : byId("bar").offsetHeight; // the filters in force lie over the map
  const [width, height] = [box.clientWidth, box.clientHeight - bar];
  const covered = isPhone() && byId("right").classList.contains("open") ? 0.8 : 0;
  let scale = 1;
  let bounds;
  const rounds = MARKET && state.node !== null ? 12 : 3;
  for (let round = 0; round < rounds; round += 1) { // labels keep their size, so their reach depends on the scale
    bounds = boundsOf(wanted, scale);
    const [left, top, right, bottom] = bounds;
    scale = Math.min(width / (right - left), (height * (1 - covered)) / (bottom - top), 1.5);
  }
  const [left, top, right, bottom] = bounds;
  const position = { x: (left + right) / 2, y: (top + bottom) / 2 + (height * covered - bar) / 2 / scale };
  const animation = animated && !isCalm() ? { duration: 320, easingFunction: "easeInOutQuad" } : false;
  network.moveTo({ position, scale, animation });
}

function boundsOf(nodes, scale) {
  const bounds = [Infinity, Infinity, -Infinity, -Infinity];
  for (const node of nodes) {
    const [x, y] = places[node];
    const high = radii[node] + (isRole(node) ? 22 : 8) / scale;
    const [left, right] = reachOfName(node).map((reach) => radii[node] + reach / scale);
    bounds[0] = Math.min(bounds[0], x - left);
    bounds[1] = Math.min(bounds[1], y - high);
    bounds[2] = Math.max(bounds[2], x + right);
    bounds[3] = Math.max(bounds[3], y + high);
  }
  return bounds;
}

const fitAll = (options) => fit(NODES.flatMap((_, node) => (isShown(node) ? [node] : [])), options);
function centerOnSelection() {
  const wanted = focus();
  if (state.view === "map" && wanted) fit([...wanted.nodes], { animated: true });
}
const withinZoom = (scale) => Math.min(6, Math.max(0.05, scale));
const zoom = (factor) => network.moveTo({ scale: withinZoom(network.getScale() * factor) });
