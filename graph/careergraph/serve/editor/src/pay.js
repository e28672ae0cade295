/* Pay as ranges, by industry where the answer names one: a drawing, and the same as a table. */

import { counted, h, svg, whole } from "./dom.js";
import { isNumber, words } from "./table.js";

const ENDS = [["minimum", "maximum"], ["meanMinimum", "meanMaximum"], ["least", "most"], ["low", "high"], ["min", "max"]];
const GROUPS = ["industry", "sector"];
const NAMES = ["role", "occupation", "level", "subject", "group", "place"];
const SCOPE = ["statistic", "population", "stage", "place", "period", "source"];
const MONEY = /dollar|euro|pound|usd|eur|gbp|franc|krona|yen/i;
const MOST = 60;

/* What can be drawn of these rows, or null: {groups: [{name, bars: [{name, low, high, scope}]}], ...}. */
export function pay(columns, rows) {
  const ends = amounts(columns, rows);
  if (!ends) return null;
  const group = named(columns, GROUPS);
  const name = named(columns, NAMES);
  if (!group && !name) return null;
  const unit = named(columns, ["unit"]);
  const bars = rows.map((row) => bar(row, ends, { group, name, unit, columns })).filter(Boolean);
  const units = counts(bars.map((each) => each.unit));
  const most = [...units].sort((a, b) => b[1] - a[1])[0];
  if (!most || (unit ? !MONEY.test(most[0]) : !bars.some((each) => each.high >= 1000))) return null;
  const drawn = bars.filter((each) => each.unit === most[0]);
  const byIndustry = drawn.some((each) => each.group);
  return { unit: most[0], others: units.size - 1, byIndustry, by: byIndustry ? "industry" : (name ?? group).replace(/Label$/, ""), bars: drawn };
}

const named = (columns, names) => names.flatMap((name) => [`${name}Label`, name]).find((name) => columns.includes(name));

function amounts(columns, rows) {
  const isAmount = (column) => rows.some((row) => isNumber(row[column]));
  const pair = ENDS.find(([low, high]) => columns.includes(low) && columns.includes(high) && (isAmount(low) || isAmount(high)));
  const single = columns.find((column) => /pay|wage|salary|earning/i.test(column) && isAmount(column));
  return pair ?? (single ? [single, single] : null);
}

function bar(row, [from, to], { group, name, unit, columns }) {
  const [low, high] = [from, to].map((column) => (isNumber(row[column]) ? Number(row[column].value) : null));
  if (low === null && high === null) return null;
  const scope = SCOPE.map((each) => named(columns, [each])).filter((column) => column && column !== group && column !== name).map((column) => words(row[column])).filter(Boolean);
  return { low: low ?? high, high: high ?? low, group: words(row[group]), name: words(row[name]), unit: words(row[unit]), scope: scope.join(" · ") };
}

function counts(all) {
  const found = new Map();
  for (const each of all) found.set(each, (found.get(each) ?? 0) + 1);
  return found;
}

const amount = (number) => whole(Math.round(number));
const range = ({ low, high }) => (low === high ? amount(low) : `${amount(low)} to ${amount(high)}`);

export function drawn(found) {
  const sorted = grouped(found);
  const shown = sorted.slice(0, MOST);
  const title = `Pay by ${found.by}${found.unit ? `, ${found.unit}` : ""}`;
  const notes = [
    sorted.length > MOST ? `The first ${MOST} of ${counted(sorted.length, "range")} are drawn.` : "",
    found.others ? "Amounts in other units are left out." : "",
    "Ranges of different scope are not comparable.",
  ].filter(Boolean).join(" ");
  return h("div", { class: "pay" }, h("h3", {}, title), h("p", { class: "note" }, notes), picture(shown, found.byIndustry, title), list(shown, found.byIndustry, title));
}

/* Industries by the most that is paid in them, and in each the best paid first. */
function grouped({ bars, byIndustry }) {
  const best = new Map();
  for (const each of bars) best.set(each.group, Math.max(best.get(each.group) ?? 0, each.high));
  const order = (a, b) => b.high - a.high || b.low - a.low || (a.name < b.name ? -1 : 1);
  if (!byIndustry) return [...bars].sort(order);
  return [...bars].sort((a, b) => best.get(b.group) - best.get(a.group) || (a.group === b.group ? 0 : a.group < b.group ? -1 : 1) || order(a, b));
}

function picture(bars, byIndustry, title) {
  const [width, left, right, height] = [760, 236, 104, 24];
  const most = Math.max(...bars.map((each) => each.high), 1);
  const step = stepTo(most);
  const top = Math.ceil(most / step) * step;
  const x = (value) => left + (Math.max(0, value) / top) * (width - left - right);
  const parts = [];
  let y = 30, group = null;
  for (const each of bars) {
    if (byIndustry && each.group !== group) {
      group = each.group;
      parts.push(svg("text", { x: 0, y: y + 16, class: "group" }, short(group || "No industry stated", 60)));
      y += height;
    }
    const wide = Math.max(5, x(each.high) - x(each.low));
    parts.push(svg("g", { class: "bar" }, svg("title", {}, [each.group, each.name, range(each), each.scope].filter(Boolean).join(": ")),
      svg("text", { x: left - 10, y: y + 16, "text-anchor": "end" }, short(each.name || each.group, 31)),
      each.low === each.high ? svg("circle", { cx: x(each.low), cy: y + 12, r: 6 }) : svg("rect", { x: x(each.low), y: y + 6, width: wide, height: 12, rx: 6 }),
      svg("text", { x: x(each.low) + wide + 8, y: y + 16, class: "amount" }, each.low === each.high ? thousands(each.high) : `${thousands(each.low)}–${thousands(each.high)}`)));
    y += height;
  }
  const lines = [];
  for (let value = 0; value <= top; value += step) {
    lines.push(svg("line", { x1: x(value), x2: x(value), y1: 24, y2: y + 4 }), svg("text", { x: x(value), y: 16, "text-anchor": "middle", class: "amount" }, thousands(value)));
  }
  return h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": title },
    svg("svg", { viewBox: `0 0 ${width} ${y + 12}`, role: "img", "aria-label": `${title}: ${counted(bars.length, "range")}, told in the table below`, class: "picture" }, svg("g", { class: "grid" }, lines), parts));
}

const short = (text, length) => (text.length > length ? `${text.slice(0, length - 1)}…` : text);
const thousands = (value) => (value >= 10000 ? `${whole(Math.round(value / 1000))}k` : whole(Math.round(value * 10) / 10));

function stepTo(most) {
  const tenth = 10 ** Math.floor(Math.log10(most));
  return [0.2, 0.5, 1, 2].map((each) => each * tenth).find((step) => most / step <= 6) ?? tenth * 2;
}

function list(bars, byIndustry, title) {
  const columns = [byIndustry ? "Industry" : "", "Name", "From", "To", "Scope"].filter(Boolean);
  const row = (each) => h("tr", {}, byIndustry ? h("td", {}, each.group || "not stated") : null, h("td", {}, each.name), h("td", { class: "number" }, amount(each.low)), h("td", { class: "number" }, amount(each.high)), h("td", {}, each.scope));
  return h("details", { open: true }, h("summary", {}, "The same as a table"),
    h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "The drawing as a table" }, h("table", {}, h("caption", { class: "unseen" }, title), h("thead", {}, h("tr", {}, columns.map((each) => h("th", { scope: "col" }, each)))), h("tbody", {}, bars.map(row)))));
}
