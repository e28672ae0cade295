/* A node of a market and what it is linked to: the ways in on the left, the ways on to the right,
   what it asks for above and below. While it is open these stand around it; then they go home. */

const MOST_BESIDE = 14; // on each side
const MOST_OTHERS = 20;
const ROW = 31;
const [FAR, NEAR] = [300, 22];
let arranged = { node: null, found: null };

function forgetArrangement() {
  for (const moved of arranged.found?.nodes || []) places[moved] = HOME[moved];
  arranged = { node: null, found: null };
}
function marketFocus() {
  const { node } = state;
  if (arranged.node !== node) {
    forgetArrangement();
    arranged = { node, found: node === null || !isShown(node) ? null : arrange(node) };
  }
  return arranged.found;
}

function arrange(centre) {
  const edges = NEIGHBOURS[centre].filter(([node, edge]) => node !== centre && isEdgeShown(edge));
  const on = firstOf(edges, ([, edge]) => isStepEdge(edge) && EDGES[edge].from === centre);
  const into = firstOf(edges, ([node, edge]) => isStepEdge(edge) && EDGES[edge].to === centre && !on.includes(node));
  const rest = firstOf(edges, ([node, edge]) => !isStepEdge(edge) && !on.includes(node) && !into.includes(node));
  const isRolesOnly = !on.length && !into.length; // a skill or a group: roles on both sides
  const roles = isRolesOnly ? rest.filter(isRole) : [];
  const columns = isRolesOnly
    ? [{ words: "Roles", all: roles.filter((_, i) => i % 2 === 0), at: -FAR }, { words: "Roles", all: roles.filter((_, i) => i % 2), at: FAR }]
    : [{ words: "Ways in", all: into, at: -FAR }, { words: "Ways on", all: on, at: FAR }];
  const others = rest.filter((node) => !roles.includes(node));
  const sides = new Map();
  for (const column of columns) column.shown = standBeside(centre, column.all, column.at, sides);
  const around = standAround(centre, others.slice(0, MOST_OTHERS), sides, 26 + ROW * Math.max(2, ...columns.map(({ shown }) => (shown.length + 1) / 2)));
  const nodes = new Set([centre, ...columns.flatMap(({ shown }) => shown), ...around]);
  const wanted = edges.filter(([node]) => nodes.has(node)).map(([, edge]) => edge);
  return { centre, nodes, edges: new Set(wanted), sides, columns };
}
const firstOf = (edges, passes) =>
  [...new Set(edges.filter(passes).map(([node]) => node))].sort((a, b) => RANK[a] - RANK[b]);
const RANK = new Int32Array(COUNT);
IMPORTANCE.forEach((node, rank) => { RANK[node] = rank; });

function standBeside(centre, all, across, sides) {
  const shown = all.slice(0, MOST_BESIDE);
  const [x, y] = HOME[centre];
  shown.forEach((node, i) => {
    const down = (i - (shown.length - 1) / 2) * ROW;
    places[node] = [x + across - Math.sign(across) * down * down * 0.0008, y + down];
    sides.set(node, Math.sign(across));
  });
  return shown;
}
/* How far the name of a node reaches to its side, in pixels of the screen. */
function reachInMarket(node) {
  if (state.node === null || isPhone()) return 12; // and the edge of the region
  return textWidth(shortened(NODES[node].label), `${isRole(node) ? 600 : 450} 13px ${FONT}`) + 18;
}

/* Two columns close to the middle, filled from the centre outwards, above and below by turns. */
function standAround(centre, others, sides, gap) {
  const [x, y] = HOME[centre];
  others.forEach((node, i) => {
    const side = i % 2 ? 1 : -1;
    const row = Math.floor(i / 4);
    const down = (Math.floor(i / 2) % 2 ? 1 : -1) * (gap + row * ROW);
    places[node] = [x + side * NEAR, y + down];
    sides.set(node, side);
  });
  return others;
}

/* Over each column its name, and how many of how many are shown. */
function drawColumnNames({ context, scale, wanted, taken }) {
  Object.assign(context, { font: `650 12.5px ${FONT}`, textAlign: "center", textBaseline: "bottom", fillStyle: colours["ink-soft"] });
  for (const { words, all, shown, at } of wanted.columns) {
    if (!shown.length) continue;
    const top = Math.min(...shown.map((node) => places[node][1]));
    const { x, y } = network.canvasToDOM({ x: HOME[wanted.centre][0] + at, y: top });
    const text = `${words}, ${all.length > shown.length ? `${shown.length} of ${all.length}` : all.length}`;
    context.fillText(text, x, y - radii[shown[0]] * scale - 12);
    taken.add([x - 60, y - 34, x + 60, y - 12]);
  }
}
