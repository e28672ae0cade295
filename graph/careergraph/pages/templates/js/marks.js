/* The marks of the kinds: one outline for each shape, for the map, the legend and every export. */

const SVG = "http://www.w3.org/2000/svg";
function draw(tag, attributes = {}, children = []) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "text") element.textContent = value;
    else element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

function outline(shape, radius) {
  const regular = (corners, start, r) =>
    Array.from({ length: corners }, (_, i) => {
      const angle = start + (i * 2 * Math.PI) / corners;
      return [r * Math.cos(angle), r * Math.sin(angle)];
    });
  const r = radius;
  switch (shape) {
    case "square": return [[-r, -r], [r, -r], [r, r], [-r, r]];
    case "diamond": return [[0, -r], [r, 0], [0, r], [-r, 0]];
    case "hexagon": return regular(6, 0, r);
    case "triangle": return regular(3, -Math.PI / 2, r * 1.15);
    case "triangleDown": return regular(3, Math.PI / 2, r * 1.15);
    case "star":
      return regular(10, -Math.PI / 2, r * 0.82).map(([x, y], i) =>
        (i % 2 ? [x * 0.5, y * 0.5] : [x * 1.3, y * 1.3]));
    default: return null; // a dot
  }
}

/* The mark of a kind about a point, as SVG. */
function markShape(kind, x, y, radius) {
  const { shape, colour } = KINDS[kind];
  const points = outline(shape, radius);
  const near = (value) => Math.round(value * 10) / 10;
  if (!points) return draw("circle", { cx: near(x), cy: near(y), r: near(radius), fill: colour });
  return draw("polygon", { points: points.map(([dx, dy]) => `${near(x + dx)},${near(y + dy)}`).join(" "), fill: colour });
}

const swatches = {}; // one of each, to be copied: a page shows hundreds
const swatch = (kind) => (swatches[kind] ||= drawnSwatch(kind)).cloneNode(true);
function drawnSwatch(kind) {
  const shape = kind === "Step"
    ? draw("path", { d: "M-7-1.2H2V-5L7.5 0 2 5V1.2H-7Z", fill: "#3b82f6" })
    : markShape(kind, 0, 0, KINDS[kind].shape === "dot" ? 6 : 5.6);
  return draw("svg", { viewBox: "-8 -8 16 16", class: "mark", "aria-hidden": "true" }, [shape]);
}
