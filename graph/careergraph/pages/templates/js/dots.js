/* The dots and links of a market. From afar both are pictures, made once for each theme and filter;
   near by the dots in view are drawn as they are, and the few hundred most important ones have names
   and lines. */

const SIDE = 1500; // pixels of the longer side of a picture
const LIVE = 320; // nodes that have names and lines at once
const BOUNDS = REGIONS.reduce(([left, top, right, bottom], r) =>
  [Math.min(left, r.left), Math.min(top, r.top), Math.max(right, r.right), Math.max(bottom, r.bottom)],
[Infinity, Infinity, -Infinity, -Infinity]);
const UNIT = SIDE / Math.max(BOUNDS[2] - BOUNDS[0], BOUNDS[3] - BOUNDS[1], 1);
const HOME = places.map(([x, y]) => [x, y]); // where nodes stand when nothing is arranged around one
const pictures = { dots: null, links: null };

function blank() {
  const picture = make("canvas", {
    width: Math.max(1, Math.ceil((BOUNDS[2] - BOUNDS[0]) * UNIT)), height: Math.max(1, Math.ceil((BOUNDS[3] - BOUNDS[1]) * UNIT)),
  });
  const context = picture.getContext("2d");
  context.setTransform(UNIT, 0, 0, UNIT, -BOUNDS[0] * UNIT, -BOUNDS[1] * UNIT);
  return [picture, context];
}
function refreshDots() {
  Object.assign(pictures, { dots: null, links: null });
}

/* One path for each colour: roles whole, all else paler. */
function drawDots(context, nodes, mark = shapeOf) {
  const batches = new Map();
  for (const node of nodes) {
    const key = `${isRole(node)}|${REGIONS[NODES[node].region].colour}`;
    if (!batches.has(key)) batches.set(key, []);
    batches.get(key).push(node);
  }
  for (const [key, batch] of [...batches].sort()) {
    const [role, colour] = key.split("|");
    context.fillStyle = colour;
    context.globalAlpha = role === "true" ? 1 : 0.55;
    context.beginPath();
    for (const node of batch) mark(context, node, radii[node]);
    context.fill();
  }
  context.globalAlpha = 1;
}
function dot(context, node, r) {
  const [x, y] = HOME[node];
  if (isRole(node)) {
    context.moveTo(x + r, y);
    context.arc(x, y, r, 0, 2 * Math.PI);
  } else context.rect(x - r * 0.8, y - r * 0.8, r * 1.6, r * 1.6);
}
/* Near by the shape tells the kind. */
function shapeOf(context, node, r) {
  const points = outline(KINDS[NODES[node].kind].shape, r);
  if (!points) return dot(context, node, r);
  const [x, y] = HOME[node];
  points.forEach(([dx, dy], i) => context[i ? "lineTo" : "moveTo"](x + dx, y + dy));
  return context.closePath();
}
function dotPicture() {
  const [picture, context] = blank();
  drawDots(context, [...NODES.keys()].filter(isShown), dot);
  return picture;
}

/* All links, a few thousand at a time, so that the page answers meanwhile. */
function linkPicture() {
  const [picture, context] = blank();
  const isDark = document.documentElement.dataset.theme === "dark";
  let next = 0;
  const draw = () => {
    if (pictures.links !== picture) return;
    const until = performance.now() + 8;
    while (next < EDGES.length && performance.now() < until) next = linkBatch(context, next, isDark);
    if (next < EDGES.length) setTimeout(draw, 12);
    else redraw();
  };
  setTimeout(draw, 60);
  return picture;
}
function linkBatch(context, first, isDark) {
  const last = Math.min(first + 120, EDGES.length);
  context.strokeStyle = isStepEdge(first) ? colours.accent : isDark ? "#94a3b8" : "#64748b";
  context.lineWidth = 0.7 / UNIT;
  context.globalAlpha = isStepEdge(first) ? Math.min(0.3, 1200 / STEPS.length) : Math.min(0.3, 2000 / LINKS.length);
  context.beginPath();
  for (let edge = first; edge < last; edge += 1) {
    if (!isEdgeShown(edge)) continue;
    context.moveTo(...HOME[EDGES[edge].from]);
    context.lineTo(...HOME[EDGES[edge].to]);
  }
  context.stroke();
  return last;
}

/* ---- what is in view ---- */
function viewport(scale, margin = 0) {
  const { x, y } = network.getViewPosition();
  const [wide, high] = [box.clientWidth / 2 / scale + margin, box.clientHeight / 2 / scale + margin];
  return ([left, top]) => Math.abs(left - x) < wide && Math.abs(top - y) < high;
}
function liveNodes(scale) {
  const found = [];
  const isInView = viewport(scale);
  for (const node of IMPORTANCE) {
    if (isShown(node) && isInView(HOME[node]) && found.push(node) === LIVE) break;
  }
  return found;
}
function drawLiveSteps(context, scale) {
  const live = new Set(liveNodes(scale).filter(isRole));
  context.strokeStyle = colours.accent;
  context.lineWidth = 1 / scale;
  context.globalAlpha = Math.max(0.1, Math.min(0.4, 30 / (live.size + 1)));
  context.beginPath();
  for (const node of live) {
    for (const [other, edge] of NEIGHBOURS[node]) {
      if (!isStepEdge(edge) || EDGES[edge].from !== node || !live.has(other) || !isEdgeShown(edge)) continue;
      context.moveTo(...HOME[node]);
      context.lineTo(...HOME[other]);
    }
  }
  context.stroke();
  context.globalAlpha = 1;
}

network.on("beforeDrawing", (context) => {
  const scale = network.getScale();
  drawGround(context, scale);
  if (focus()) return; // what lies behind an open node is only its ground
  const [left, top, right, bottom] = BOUNDS;
  const isFar = isOverview(scale);
  if (isFar) {
    pictures.links ??= linkPicture();
    context.drawImage(pictures.links, left, top, right - left, bottom - top);
    pictures.dots ??= dotPicture();
    context.drawImage(pictures.dots, left, top, right - left, bottom - top);
    return;
  }
  drawLiveSteps(context, scale);
  const isInView = viewport(scale, 20);
  drawDots(context, [...NODES.keys()].filter((node) => isShown(node) && isInView(HOME[node])));
});

/* ---- what lies under the pointer ---- */
const CELL = 60;
const cellKey = (x, y) => Math.floor(x / CELL) * 100_003 + Math.floor(y / CELL);
const cells = new Map();
HOME.forEach(([x, y], node) => {
  const key = cellKey(x, y);
  if (!cells.has(key)) cells.set(key, []);
  cells.get(key).push(node);
});
function nodeAt([x, y]) {
  const wanted = focus();
  const near = wanted ? [...wanted.nodes] : [-1, 0, 1].flatMap((column) =>
    [-1, 0, 1].flatMap((row) => cells.get(cellKey(x + column * CELL, y + row * CELL)) || []));
  let best = null;
  let least = Math.max(14, 16 / network.getScale());
  for (const node of near) {
    const far = Math.hypot(places[node][0] - x, places[node][1] - y);
    if (far < least && isShown(node)) [best, least] = [node, far];
  }
  return best;
}
network.on("press", (point) => {
  const region = !hasSelection() && isOverview(network.getScale()) ? regionAt(point) : -1;
  if (region >= 0) return fitRegion(region);
  const node = nodeAt(point);
  return node === null ? clearSelection() : selectNode(node, { center: true });
});
network.on("hover", (point) => {
  const isFar = isOverview(network.getScale()) && !hasSelection();
  const node = point && !isFar ? nodeAt(point) : null;
  box.style.cursor = node !== null || (point && isFar && regionAt(point) >= 0) ? "pointer" : "";
  if (node === state.hover) return;
  state.hover = node;
  redraw();
});

/* What a filter changes: the pictures from afar, and what stands around the node that is open. */
function refreshMarket() {
  refreshDots();
  forgetArrangement();
  redraw();
}
