/* A Sankey diagram in SVG: groups where steps start on the left, where they end on the right, bands
   as wide as there are steps. The table below it says the same. */

const SANKEY = { bar: 12, gap: 10 };
const LETTERING = `400 13px ${FONT}`;
const sankeySize = () => (isPhone() ? { width: 380, side: 136 } : { width: 900, side: 250 });
/* A name in as many lines as it needs beside its bar, with its number in the last, or first. */
function inLines(text, room) {
  return text.split(" ").reduce((lines, word) => {
    const longer = `${lines[lines.length - 1]} ${word}`.trim();
    if (textWidth(longer, LETTERING) <= room) lines[lines.length - 1] = longer;
    else lines.push(word);
    return lines;
  }, [""]).filter(Boolean);
}

function sankey(cells, starts, ends) {
  const size = sankeySize();
  const total = Math.max(1, cells.reduce((sum, { steps }) => sum + steps.length, 0));
  const unit = Math.min(Math.max(1.2, Math.min(9, 300 / total)), 600 / total);
  const left = stacked(cells, starts, "start", { unit, room: size.side - 14 });
  const right = stacked(cells, ends, "end", { unit, room: size.side - 14 });
  const height = Math.max(left.height, right.height) + 8;
  const [x0, x1] = [size.side, size.width - size.side];
  const bands = cells
    .sort((a, b) => starts.indexOf(a.start) - starts.indexOf(b.start) || ends.indexOf(a.end) - ends.indexOf(b.end))
    .map((cell) => band(cell, x0 + SANKEY.bar, left.take(cell.start, cell), x1 - SANKEY.bar, right.take(cell.end, cell), unit));
  return draw("svg", { id: "sankey", viewBox: `0 0 ${size.width} ${Math.ceil(height)}`, role: "img", "aria-label": "Sankey diagram of the table below" }, [
    draw("g", { class: "bands" }, bands),
    ...bars(left, x0, -1), ...bars(right, x1 - SANKEY.bar, 1),
  ]);
}

/* The groups of one side, one below the other; `take` hands out their room from the top. */
function stacked(cells, names, side, { unit, room }) {
  const places = new Map();
  let y = 4;
  for (const name of names) {
    const count = cells.reduce((sum, cell) => sum + (cell[side] === name ? cell.steps.length : 0), 0);
    const lines = inLines(side === "start" ? `${name} · ${count}` : `${count} · ${name}`, room);
    places.set(name, { y, high: count * unit, used: 0, lines });
    y += Math.max(count * unit, 16 * lines.length) + SANKEY.gap;
  }
  const take = (name, { steps }) => {
    const place = places.get(name);
    place.used += steps.length * unit;
    return place.y + place.used - (steps.length * unit) / 2;
  };
  return { places, height: y, take };
}

function band(cell, x0, y0, x1, y1, unit) {
  const middle = (x0 + x1) / 2;
  const words = `${cell.start} to ${cell.end}: ${counted(cell.steps.length, "step")}`;
  const path = draw("path", {
    d: `M${x0} ${y0.toFixed(1)}C${middle} ${y0.toFixed(1)} ${middle} ${y1.toFixed(1)} ${x1} ${y1.toFixed(1)}`,
    "stroke-width": (cell.steps.length * unit).toFixed(1),
  }, [draw("title", { text: words })]);
  path.addEventListener("click", () => openFlow(cell));
  return path;
}

function bars({ places }, x, side) {
  return [...places.values()].flatMap(({ y, high, lines }) => [
    draw("rect", { x, y: y.toFixed(1), width: SANKEY.bar, height: Math.max(2, high).toFixed(1), rx: 2 }),
    ...lines.map((text, i) => draw("text", {
      x: side < 0 ? x - 8 : x + SANKEY.bar + 8, y: (y + Math.max(high, 16 * lines.length) / 2 + 4 + (i - (lines.length - 1) / 2) * 15).toFixed(1),
      "text-anchor": side < 0 ? "end" : "start", text,
    })),
  ]);
}
