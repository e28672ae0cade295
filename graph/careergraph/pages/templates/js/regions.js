/* The regions of a market: their ground in the colour of the group, and their names as on a map. */

const REGIONS = PAGE.regions.map((given) => {
  const outline = given.outline.flatMap((x, i) => (i % 2 ? [] : turned(x, given.outline[i + 1])));
  const [x, y] = turned(given.x, given.y);
  return { ...given, x, y, outline, path: roundedPath(outline), ...spanOf(outline) };
});
const REGION_NODES = REGIONS.map(() => []);
NODES.forEach(({ region }, node) => REGION_NODES[region].push(node));
const BASIS = {
  "role group": "by the role group that the graph names",
  industry: "by the industry in which the graph says people work",
  community: "by which roles lead to each other, since the graph names no groups",
}[MARKET.basis];

/* A region is left for its nodes when these stand far enough apart to be told from each other. */
const SPACING = 26;
const isOverview = (scale) => scale * SPACING < 11;

function spanOf(outline) {
  const side = (start) => outline.filter((_, i) => i % 2 === start);
  const [xs, ys] = [side(0), side(1)];
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  return { left, right, top, bottom };
}
/* The outline with its corners rounded: from the middle of each side to that of the next. */
function roundedPath(outline) {
  const path = new Path2D();
  const count = outline.length / 2;
  const at = (i) => [outline[2 * (i % count)], outline[2 * (i % count) + 1]];
  const middle = (i) => at(i).map((value, axis) => (value + at(i + 1)[axis]) / 2);
  path.moveTo(...middle(0));
  for (let i = 1; i <= count; i += 1) path.quadraticCurveTo(...at(i), ...middle(i));
  path.closePath();
  return path;
}

function drawGround(context, scale) {
  const isDark = document.documentElement.dataset.theme === "dark";
  for (const { path, colour } of REGIONS) {
    context.fillStyle = context.strokeStyle = colour;
    context.globalAlpha = isDark ? 0.15 : 0.1;
    context.fill(path);
    context.globalAlpha = isDark ? 0.5 : 0.38;
    context.lineWidth = 1.2 / scale;
    context.stroke(path);
  }
  context.globalAlpha = 1;
}

function regionAt([x, y]) {
  return REGIONS.findIndex((r) => x > r.left && x < r.right && y > r.top && y < r.bottom
    && ruler.isPointInPath(r.path, x, y));
}
const fitRegion = (region) => fit(REGION_NODES[region], { animated: true });

/* ---- names ---- */
function drawRegionNames(view) {
  REGIONS.forEach((region, number) => { // the largest first
    if (REGION_NODES[number].some(isShown)) drawRegionName(view, region);
  });
}
/* Whole with the number of its roles, else without, else in the smallest letters: where it fits. On a
   phone, where regions are small, the letters are smaller and may reach into a neighbour. */
function drawRegionName(view, region) {
  const { label, left, right, x, y, roles } = region;
  region.isNamed = false;
  const at = network.canvasToDOM({ x, y });
  const wide = (right - left) * view.scale;
  if (wide < 40 || at.x < -wide || at.x > view.width + wide || at.y < -wide || at.y > view.height + wide) return;
  const size = Math.max(12, Math.min(22, wide / 9));
  const note = roles && wide > 90 ? counted(roles, "role") : "";
  const ways = isPhone() && wide < 110 ? [[10, "", 1.5]] : [[size, note, 1.12], [size, "", 1.12], [12, "", 1.12]];
  for (const [letters, words, most] of ways) {
    const font = `680 ${letters}px ${FONT}`;
    const lines = wrapped(label, font, wide * 0.86);
    const high = lines.length * letters * 1.16 + (words ? 15 : 0);
    const half = Math.max(...lines.map((line) => textWidth(line, font))) / 2;
    if (half * 2 > wide * most || high > wide) continue; // it would stand on the neighbours
    const isInView = at.x > 0 && at.x < view.width;
    const middle = isInView ? Math.min(Math.max(at.x, half + 2), view.width - half - 2) : at.x;
    const inset = letters < 12 ? -1 : 1; // small letters stand close, and must not cover each other
    const area = [middle - half + inset, at.y - high / 2 + 2 * inset, middle + half - inset, at.y + high / 2 - 2 * inset];
    const shift = [0, -0.2, 0.2, -0.4, 0.4, -0.6, 0.6].find((part) => !view.taken.hits(moved(area, part * high)));
    if (shift === undefined) continue;
    view.taken.add(moved(area, shift * high));
    region.isNamed = true;
    writeRegionName(view.context, { lines, words, font, letters, x: middle, top: at.y - high / 2 + shift * high });
    return;
  }
}
function writeRegionName(context, { lines, words, font, letters, x, top }) {
  Object.assign(context, { textAlign: "center", textBaseline: "top", lineJoin: "round", strokeStyle: colours.bg });
  const write = (text, y, style, colour, halo) => {
    Object.assign(context, { font: style, lineWidth: halo, fillStyle: colour });
    context.strokeText(text, x, y);
    context.fillText(text, x, y);
  };
  lines.forEach((line, i) => write(line, top + i * letters * 1.16, font, colours.ink, letters < 12 ? 3 : 5));
  if (words) write(words, top + lines.length * letters * 1.16 + 2, `500 12px ${FONT}`, colours["ink-soft"], 4);
}
const moved = ([left, top, right, bottom], down) => [left, top + down, right, bottom + down];
function wrapped(text, font, most) {
  const lines = [];
  for (const word of text.split(" ")) {
    const longer = lines.length ? `${lines[lines.length - 1]} ${word}` : word;
    if (lines.length && textWidth(longer, font) <= most) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines.slice(0, 4);
}

/* Near by, at the top, where one is. */
function drawWhere({ context, width, taken }) {
  const { x, y } = network.getViewPosition();
  const here = REGIONS[regionAt([x, y])];
  if (!here) return;
  const font = `680 15px ${FONT}`;
  const half = textWidth(here.label, font) / 2;
  const area = [width / 2 - half - 14, 10, width / 2 + half + 14, 40];
  Object.assign(context, { font, textAlign: "center", textBaseline: "middle", fillStyle: colours.panel, strokeStyle: here.colour, lineWidth: 1.5 });
  context.beginPath();
  context.roundRect(area[0], area[1], area[2] - area[0], 30, 15);
  context.fill();
  context.stroke();
  context.fillStyle = colours.ink;
  context.fillText(here.label, width / 2, 26);
  taken.add(area);
}

/* From afar the regions have names; near by the most important nodes, and the region in small. */
function drawMarketLabels(view) {
  drawRings(view);
  const hovered = state.hover ?? state.cursor;
  if (hovered !== null && isShown(hovered)) drawLabel({ ...view, wanted: { centre: hovered } }, hovered);
  if (isOverview(view.scale)) return drawRegionNames(view);
  drawWhere(view);
  const live = liveNodes(view.scale);
  for (const group of [live.filter(isRole), live.filter((node) => !isRole(node))]) {
    group.forEach((node) => takeMark(view, node));
    group.forEach((node) => drawLabel(view, node));
  }
  return undefined;
}
