/* Pictures of the view: SVG from the map's positions, or from the SVG that is on screen; PNG from that. */

const XML_FORBIDS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
const forXml = (text) => text.replace(XML_FORBIDS, "\ufffd");

function pictureOf(view) {
  if (view === "map") return mapPicture();
  const source = view === "ladder" ? rungs : byId("sankey");
  return source ? copied(source) : null;
}
const hasPicture = (view) => view === "map" || (view === "ladder" && Boolean(rungs)) || (view === "flows" && Boolean(byId("sankey")));

/* What is on screen, with the looks that the style sheet gave it written into it. */
const LOOKS = ["fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-opacity", "stroke-linecap", "opacity",
  "font-size", "font-weight", "font-family", "text-anchor", "paint-order", "display", "visibility"];
function copied(source) {
  const copy = source.cloneNode(true);
  const before = [source, ...source.querySelectorAll("*")];
  [copy, ...copy.querySelectorAll("*")].forEach((element, i) => {
    if (before[i].classList.contains("hit")) {
      element.remove();
      return;
    }
    const style = getComputedStyle(before[i]);
    for (const name of LOOKS) element.setAttribute(name, style.getPropertyValue(name));
    for (const name of ["href", "class", "tabindex", "id", "data-node", "data-steps"]) element.removeAttribute(name);
  });
  const { width, height } = source.viewBox.baseVal;
  return framed([plainGroup(copy)], width, height);
}
function plainGroup(copy) {
  const group = draw("g");
  group.append(...copy.childNodes);
  return group;
}

/* Title and origin above and below, so that a picture on its own can be traced back. */
function framed(children, width, height) {
  const words = (x, y, size, weight, text) => draw("text", {
    x, y, "font-size": size, "font-weight": weight, "font-family": FONT, fill: colours.ink, text });
  const group = draw("g", { transform: "translate(16 48)" }, children);
  const credit = `${counted(MARKET ? MARKET.claims : CLAIMS.length, "claim")} from: ${SOURCES.map(({ title: name }) => name).join("; ")}`;
  return draw("svg", { xmlns: SVG, width: width + 32, height: height + 84, viewBox: `0 0 ${width + 32} ${height + 84}` }, [
    draw("rect", { width: "100%", height: "100%", fill: colours.bg }),
    words(16, 32, 19, 650, clipped(pictureTitle(), 110)), group,
    words(16, height + 70, 12, 400, clipped(credit, 160)),
  ]);
}
function pictureTitle() {
  const wanted = state.node !== null ? NODES[state.node].label : state.step !== null ? STEPS[state.step].label : "";
  return wanted ? `${PAGE.title}: ${wanted}` : PAGE.title;
}

/* ---- the map ---- */
function mapPicture() {
  const wanted = focus();
  if (MARKET && !wanted) return marketPicture();
  const nodes = IMPORTANCE.filter((node) => isShown(node) && (!wanted || wanted.nodes.has(node)));
  const edges = [...EDGES.keys()].filter((edge) => isEdgeShown(edge) && (!wanted || wanted.edges.has(edge)));
  const bounds = [Infinity, Infinity, -Infinity, -Infinity];
  for (const node of nodes) {
    const [x, y] = places[node];
    bounds.forEach((value, side) => {
      bounds[side] = side < 2 ? Math.min(value, [x, y][side] - 110 + side * 70) : Math.max(value, [x, y][side - 2] + 110 - (side - 2) * 70);
    });
  }
  if (!nodes.length) return framed([], 400, 100);
  const [left, top, right, bottom] = bounds;
  const [width, height] = [Math.ceil(right - left), Math.ceil(bottom - top)];
  const at = (node) => [places[node][0] - left, places[node][1] - top];
  const parts = [
    ...edges.map((edge) => edgePicture(edge, at, Boolean(wanted))),
    ...[...nodes].reverse().map((node) => markShape(NODES[node].kind, ...at(node), radii[node])),
    ...labelPictures(nodes, at, width, height),
    ...keyPicture(nodes, height + 8, Math.max(width, 620)),
  ];
  return framed(parts, Math.max(width, 620), height + 52);
}
const strokeOf = (step) => ([STEPS[step].status, STEP_NEEDS[step]].includes("contested") ? "#b45309" : "#3b82f6");
function edgePicture(edge, at, isStrong) {
  const { from, to, status } = EDGES[edge];
  const [[x0, y0], [x1, y1]] = [at(from), at(to)].map((point) => point.map(Math.round));
  const isStep = isStepEdge(edge);
  const dashes = { contested: "9 5", unknown: "2 4" }[status];
  return draw("path", {
    d: `M${x0} ${y0}L${x1} ${y1}`, fill: "none", stroke: isStep ? strokeOf(edge - LINKS.length) : "#94a3b8",
    "stroke-width": isStep ? 1.6 : 1, "stroke-opacity": isStrong ? 0.8 : isStep ? 0.6 : 0.25,
    ...(dashes ? { "stroke-dasharray": dashes } : {}),
  });
}
/* As on the map: names of roles first, then the names of the rest; none covers a mark. */
function labelPictures(nodes, at, width, height) {
  const taken = new Taken();
  for (const node of nodes) {
    const [x, y] = at(node);
    taken.add([x - radii[node], y - radii[node], x + radii[node], y + radii[node]]);
  }
  return [...nodes.filter(isRole), ...nodes.filter((node) => !isRole(node))]
    .flatMap((node) => labelPicture(node, at(node), [width, height], taken));
}
function labelPicture(node, [x, y], [width, height], taken) {
  const [size, weight] = isRole(node) ? [13, 600] : [12, 450];
  const text = shortened(NODES[node].label);
  const half = textWidth(text, `${weight} ${size}px ${FONT}`) / 2;
  const r = radii[node];
  for (const [middle, base] of [[x + r + half + 4, y + 4], [x, y + r + size], [x, y - r - 5], [x - r - half - 4, y + 4]]) {
    const area = [middle - half, base - size, middle + half, base + 3];
    if (area[0] < 0 || area[2] > width || area[1] < 0 || area[3] > height || taken.hits(area)) continue;
    taken.add(area);
    return [draw("text", {
      x: Math.round(middle), y: Math.round(base), "text-anchor": "middle", "font-size": size, "font-weight": weight,
      "font-family": FONT, fill: colours.ink, stroke: colours.bg, "stroke-width": 3, "paint-order": "stroke", text })];
  }
  return [];
}
function keyPicture(nodes, top, width) {
  const used = Object.keys(KINDS).filter((kind) => nodes.some((node) => NODES[node].kind === kind));
  let [x, y] = [8, top];
  return used.flatMap((kind) => {
    const wide = 34 + textWidth(KINDS[kind].plural, `400 12px ${FONT}`);
    if (x + wide > width) [x, y] = [8, y + 22];
    const parts = [markShape(kind, x, y, 6), draw("text", {
      x: x + 11, y: y + 4, "font-size": 12, "font-family": FONT, fill: colours.ink, text: KINDS[kind].plural })];
    x += wide;
    return parts;
  });
}

/* ---- as files ---- */
const svgText = (view) => {
  const picture = pictureOf(view);
  const texts = picture ? document.createNodeIterator(picture, NodeFilter.SHOW_TEXT) : null;
  for (let text = texts?.nextNode(); text; text = texts.nextNode()) text.data = forXml(text.data);
  return picture ? `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(picture)}\n` : "";
};
function pngBlob(view) {
  return new Promise((resolve, reject) => {
    const text = svgText(view);
    const image = new Image();
    image.addEventListener("load", () => {
      const scale = Math.min(2, 8000 / Math.max(image.width, image.height));
      const canvas = make("canvas", { width: Math.round(image.width * scale), height: Math.round(image.height * scale) });
      canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
      canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("the picture is too large"))), "image/png");
    });
    image.addEventListener("error", () => reject(new Error("the picture cannot be drawn")));
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  });
}
