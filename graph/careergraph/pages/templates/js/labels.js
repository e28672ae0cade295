/* Labels on the map: drawn in screen pixels, the most important first, each in the first place
   where it touches neither another label nor a mark, in one line or in two; one that fits nowhere
   waits for zoom. Names of roles find their room on the right, where the layout left it. */

const FONT = 'Inter, system-ui, -apple-system, "Segoe UI", Roboto, sans-serif';
const ROLE_FONT = `600 13px ${FONT}`;
const IMPORTANCE = [...NODES.keys()].sort((a, b) =>
  (b === PAGE.centre) - (a === PAGE.centre) || isRole(b) - isRole(a) || NEIGHBOURS[b].length - NEIGHBOURS[a].length || a - b);

const ruler = document.createElement("canvas").getContext("2d");
const widths = new Map();
function textWidth(text, font) {
  const key = `${font}|${text}`;
  if (!widths.has(key)) {
    ruler.font = font;
    widths.set(key, ruler.measureText(text).width);
  }
  return widths.get(key);
}

/* Which parts of the screen are taken, in cells, so that a look-up touches only its neighbours. */
class Taken {
  constructor(cell = 64) {
    this.cell = cell;
    this.cells = new Map();
  }

  * keys([left, top, right, bottom]) {
    for (let x = Math.floor(left / this.cell); x <= right / this.cell; x += 1) {
      for (let y = Math.floor(top / this.cell); y <= bottom / this.cell; y += 1) yield x * 8192 + y;
    }
  }

  add(area) {
    for (const key of this.keys(area)) {
      if (!this.cells.has(key)) this.cells.set(key, []);
      this.cells.get(key).push(area);
    }
  }

  hits([left, top, right, bottom]) {
    for (const key of this.keys([left, top, right, bottom])) {
      for (const [l, t, r, b] of this.cells.get(key) || []) {
        if (left < r && right > l && top < b && bottom > t) return true;
      }
    }
    return false;
  }
}

let drawnLabels = new Map(); // the nodes whose names are on the map now, and the part of the screen that each takes
function drawLabels(context, wanted, scale) {
  const { x: centreX, y: centreY } = network.getViewPosition();
  const [width, height] = [context.canvas.clientWidth, context.canvas.clientHeight];
  const onScreen = (node) => [
    (places[node][0] - centreX) * scale + width / 2,
    (places[node][1] - centreY) * scale + height / 2,
  ];
  const view = { context, scale, width, height, onScreen, taken: new Taken(), major: new Taken(), wanted };
  const zoomBar = document.querySelector(".zoom");
  if (zoomBar.offsetWidth) view.taken.add([zoomBar.offsetLeft, zoomBar.offsetTop, width, height]);
  if (MARKET && !wanted) return drawMarketLabels(view);
  drawRings(view);
  if (wanted?.columns) drawColumnNames(view);
  const order = wanted
    ? IMPORTANCE.filter((n) => wanted.nodes.has(n)).sort((a, b) => (b === wanted.centre) - (a === wanted.centre))
    : IMPORTANCE.filter(isShown);
  order.forEach((node) => takeMark(view, node));
  order.filter(isMajor).forEach((node) => takeMark(view, node, view.major));
  drawnLabels = new Map();
  const [roles, others] = [order.filter(isRole), order.filter((node) => !isRole(node))];
  const name = (nodes, most, isPlate) => nodes.forEach((node) => {
    const area = drawnLabels.has(node) ? null : drawLabel(view, node, most, isPlate);
    if (area) drawnLabels.set(node, area);
  });
  if (!wanted) name(order.filter((node) => node === PAGE.centre), 4, true); // what the page is about
  if (!wanted) name(roles, 1); // in the room that is left for each, before any looks elsewhere
  name(roles);
  name(roles, 4, true);
  name(others);
  if (wanted && wanted.chain) wanted.chain.forEach((node, i) => drawNumber(view, node, i + 1));
  return undefined;
}

function drawRings({ context, scale, onScreen }) {
  for (const node of [state.node, state.cursor]) {
    if (node === null || !isShown(node)) continue;
    context.beginPath();
    context.arc(...onScreen(node), radii[node] * scale + 5, 0, 2 * Math.PI);
    context.strokeStyle = colours.accent;
    context.lineWidth = 2.5;
    context.stroke();
  }
}

/* What no name may lie on: roles, and what many are linked to. */
const isMajor = (node) => isRole(node) || NEIGHBOURS[node].length > 20;

function takeMark({ scale, onScreen, width, height, ...view }, node, taken = view.taken) {
  const [x, y] = onScreen(node);
  const r = Math.max(2.5, radii[node] * scale * (isRole(node) ? 0.95 : 0.85));
  if (x > -20 && x < width + 20 && y > -20 && y < height + 20) taken.add([x - r, y - r, x + r, y + r]);
}

/* The part of the screen where the label found a place among the first `most`, or null. On a small screen not every name of a role
   does; it then stands on a plate over lesser marks, so that it is not read as the name of one. */
function drawLabel(view, node, most = 4, isPlate = false) {
  const { context, width, height, onScreen, taken, major, wanted } = view;
  const [x, y] = onScreen(node);
  if (x < -40 || x > width + 40 || y < -20 || y > height + 20) return null;
  const isCentre = wanted && node === wanted.centre;
  const size = isCentre || (wanted && wanted.marked) ? 14 : isRole(node) && !isPhone() ? 13 : 12;
  const font = `${isRole(node) || isCentre ? 600 : 450} ${size}px ${FONT}`;
  const label = shortened(NODES[node].label);
  for (const lines of isCentre || !isRole(node) || most < 4 ? [[label]] : [[label], ...inTwo(label)]) {
    const half = Math.max(...lines.map((line) => textWidth(line, font))) / 2;
    for (const [middle, top] of labelSpots(view, node, [x, y], { half, size, high: size * 1.15 * lines.length - size * 0.15 }).slice(0, most)) {
      const area = [middle - half - 2, top - 1, middle + half + 2, top + size * 1.15 * lines.length + 1];
      const inside = area[0] > 2 && area[1] > 2 && area[2] < width - 2 && area[3] < height - 2;
      if (!inside || ((isPlate ? major : taken).hits(area) && !isCentre)) continue;
      taken.add(area);
      major.add(area);
      if (isPlate) drawPlate(context, area);
      lines.forEach((line, i) => writeLabel(context, { label: line, font, middle, top: top + i * size * 1.15, half, size, isCentre, isStrong: isRole(node) || Boolean(wanted) }));
      return area;
    }
  }
  return null;
}
function drawPlate(context, [left, top, right, bottom]) {
  context.fillStyle = colours.bg;
  context.beginPath();
  context.roundRect(left - 1, top - 1, right - left + 2, bottom - top + 2, 4);
  context.fill();
}
/* Where a label may stand, the best place first: the middle of its top. */
function labelSpots({ scale, wanted }, node, [x, y], { half, size, high }) {
  const r = radii[node] * scale;
  if (wanted && node === wanted.centre) return [[x, y - r - size - 12], [x, y + r + 10], [x + r + half + 14, y - size / 2]];
  const spots = [[x + r + half + 4, y - high / 2], [x, y + r + 3], [x, y - r - high - 4], [x - r - half - 4, y - high / 2]];
  if (wanted?.sides?.get(node) < 0) spots.unshift(spots.pop()); // on the left of the node in the middle, names stand on the left
  return spots;
}
/* A name in two lines, the first way the most even one. */
function inTwo(label) {
  const gaps = [...label.matchAll(/[ -]/g)].map(({ index }) => index + 1);
  return gaps.sort((a, b) => Math.abs(a - label.length / 2) - Math.abs(b - label.length / 2)).slice(0, 1)
    .map((at) => [label.slice(0, at).trim(), label.slice(at)]);
}

/* A label of any length is cut on the map; the details show the whole of it. */
const shortened = (label) => (label.length > 42 ? `${label.slice(0, 41)}…` : label);

function writeLabel(context, { label, font, middle, top, half, size, isCentre, isStrong }) {
  context.font = font;
  context.textAlign = "center";
  context.textBaseline = "top";
  context.lineJoin = "round";
  if (isCentre) {
    context.fillStyle = colours.panel;
    context.strokeStyle = colours.accent;
    context.lineWidth = 1.5;
    context.beginPath();
    context.roundRect(middle - half - 9, top - 5, half * 2 + 18, size + 10, 8);
    context.fill();
    context.stroke();
  } else {
    context.strokeStyle = colours.bg;
    context.lineWidth = 4;
    context.strokeText(label, middle, top);
  }
  context.fillStyle = isStrong ? colours.ink : colours["ink-soft"];
  context.fillText(label, middle, top);
}

function drawNumber({ context, scale, onScreen }, node, number) {
  const [x, y] = onScreen(node);
  const top = y - radii[node] * scale - 3;
  context.beginPath();
  context.arc(x, top, 10, 0, 2 * Math.PI);
  context.fillStyle = colours.accent;
  context.fill();
  context.lineWidth = 2;
  context.strokeStyle = colours.bg;
  context.stroke();
  context.fillStyle = colours.bg;
  context.font = `700 12px ${FONT}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillText(String(number), x, top + 0.5);
}
