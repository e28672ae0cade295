/* Pay as ranges beside each other: only figures of one scope and unit share a chart, since others
   cannot be compared. The charts of one unit share their axis, so that no bar looks longer than a
   smaller figure elsewhere. */

const PAY_GROUPS = (() => {
  const groups = new Map();
  CLAIMS.forEach((claim, number) => {
    if (claim.measure !== MEASURE.pay || claim.denied || claim.node === undefined) return;
    const key = JSON.stringify([claim.unitIri, claim.scope]);
    if (!groups.has(key)) groups.set(key, { unit: claim.unitIri, scope: claim.scope || [], numbers: [] });
    groups.get(key).numbers.push(number);
  });
  return [...groups.values()];
})();
const lowOf = ({ minimum, maximum }) => Number(minimum ?? maximum);
const highOf = ({ minimum, maximum }) => Number(maximum ?? minimum);

/* The axis of a unit: round numbers from nothing to beyond its highest figure. */
const payAxis = (unit) => {
  const top = Math.max(...PAY_GROUPS.filter((group) => group.unit === unit).flatMap(({ numbers }) => numbers.map((n) => highOf(CLAIMS[n]))));
  const power = 10 ** Math.floor(Math.log10(top / 4 || 1));
  const step = [1, 2, 5, 10].map((times) => times * power).find((each) => top / each <= 4) || top;
  return Array.from({ length: Math.ceil(top / step) + 1 }, (_, i) => i * step);
};

/* One row a claim: the name, the range as a bar, and the range in words below the bar. */
function payChart({ unit, numbers }, marked = null) {
  const ticks = payAxis(unit);
  const top = ticks[ticks.length - 1];
  const grid = ticks.map((tick) => draw("path", { class: "tick", d: `M${(tick / top) * 100} 0V8` }));
  const rows = [...numbers].sort((a, b) => highOf(CLAIMS[b]) - highOf(CLAIMS[a]) || lowOf(CLAIMS[b]) - lowOf(CLAIMS[a]));
  return [make("ul", { className: "pay-chart" }, rows.map((number) => {
    const claim = CLAIMS[number];
    const isOpen = claim.maximum === undefined;
    const start = (lowOf(claim) / top) * 100;
    const end = isOpen ? 100 : (highOf(claim) / top) * 100;
    const bar = draw("svg", { viewBox: "0 0 100 8", preserveAspectRatio: "none", "aria-hidden": "true" }, [
      draw("rect", { class: "track", width: 100, height: 8 }), ...grid.map((line) => line.cloneNode()),
      draw("rect", { class: isOpen ? "range open" : "range", x: Math.min(start, 98.5), width: Math.max(1.5, end - start), height: 8 }),
    ]);
    return make("li", { className: claim.node === marked ? "marked" : "" }, [
      nodeChip(claim.node), make("div", {}, [bar, make("span", { text: claim.amount || claim.value || "" })]),
    ]);
  })), make("div", { className: "pay-axis", "aria-hidden": "true" }, ticks.map((tick) =>
    make("span", { text: tick.toLocaleString("en", { notation: "compact" }) })))];
}

function speakersOf({ numbers }) {
  const titles = [...new Set(numbers.map((n) => SOURCES[sourceOf(n)].title))];
  if (numbers.length === 1) return `Said by “${titles[0]}” alone.`;
  return titles.length === 1
    ? `All ${numbers.length} from one source, “${titles[0]}”: no other gives figures of this scope, so none can be checked against another.`
    : `From ${joined(titles.map((words) => `“${words}”`))}.`;
}

const payGroup = (group, marked) => make("section", { className: "pay-group" }, [
  make("p", { className: "scope", text: group.scope.length ? capital(group.scope.join(", ")) : "Without a stated scope" }),
  ...payChart(group, marked),
  make("p", { className: "note", text: speakersOf(group) }),
]);

/* In the details: the figures that a node's pay may be held against. */
function payBeside(node) {
  const groups = PAY_GROUPS.filter(({ numbers }) => numbers.length > 1 && numbers.some((n) => CLAIMS[n].node === node));
  return groups.map((group) => make("details", { className: "word" }, [
    make("summary", { text: `Compare with ${counted(group.numbers.length - 1, "other")} said of the same people and place` }), payGroup(group, node)]));
}

/* On the start page: every figure on pay, one chart a scope. */
function paySection() {
  if (!PAY_GROUPS.length) return [];
  const groups = [...PAY_GROUPS].sort((a, b) => b.numbers.length - a.numbers.length);
  return [make("details", { className: "fold", id: "pay" }, [
    make("summary", { text: "Pay, side by side" }),
    make("p", { className: "note", text: "Each chart holds figures of one scope: of the same people and place, in the same sense. Charts in one unit share an axis. A bar spans the range that is said, and is pale where no upper end is; the highest upper end comes first. A figure of one chart cannot be held against one of another." }),
    ...groups.map((group) => payGroup(group)),
  ])];
}
