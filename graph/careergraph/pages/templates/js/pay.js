/* Pay as ranges beside each other: only figures of one scope and unit share a chart, since others
   cannot be compared. */

const PAY_GROUPS = (() => {
  const groups = new Map();
  CLAIMS.forEach((claim, number) => {
    if (claim.measure !== MEASURE.pay || claim.denied || claim.node === undefined) return;
    const key = JSON.stringify([claim.unitIri, claim.scope]);
    if (!groups.has(key)) groups.set(key, { scope: claim.scope || [], numbers: [] });
    groups.get(key).numbers.push(number);
  });
  return [...groups.values()];
})();
const lowOf = ({ minimum, maximum }) => Number(minimum ?? maximum);
const highOf = ({ minimum, maximum }) => Number(maximum ?? minimum);

/* One row a claim: the name, the range as a bar on the scale of the group, the range in words. */
function payChart({ numbers }, marked = null) {
  const top = Math.max(...numbers.map((n) => highOf(CLAIMS[n])));
  const rows = [...numbers].sort((a, b) => highOf(CLAIMS[b]) - highOf(CLAIMS[a]) || lowOf(CLAIMS[b]) - lowOf(CLAIMS[a]));
  return make("ul", { className: "pay-chart" }, rows.map((number) => {
    const claim = CLAIMS[number];
    const isOpen = claim.maximum === undefined;
    const start = (lowOf(claim) / top) * 100;
    const end = isOpen ? 100 : (highOf(claim) / top) * 100;
    const bar = draw("svg", { viewBox: "0 0 100 8", preserveAspectRatio: "none", "aria-hidden": "true" }, [
      draw("rect", { class: "track", width: 100, height: 8 }),
      draw("rect", { class: isOpen ? "range open" : "range", x: Math.min(start, 98.5), width: Math.max(1.5, end - start), height: 8 }),
    ]);
    return make("li", { className: claim.node === marked ? "marked" : "" }, [
      nodeChip(claim.node), bar, make("span", { text: claim.amount || claim.value || "" }),
    ]);
  }));
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
  payChart(group, marked),
  make("p", { className: "note", text: speakersOf(group) }),
]);

/* In the details: the figures that a node's pay may be held against. */
function payBeside(node) {
  const groups = PAY_GROUPS.filter(({ numbers }) => numbers.length > 1 && numbers.some((n) => CLAIMS[n].node === node));
  return groups.map((group) => make("details", { className: "word" }, [
    make("summary", { text: `Beside ${counted(group.numbers.length - 1, "other")} of the same scope` }), payGroup(group, node)]));
}

/* On the start page: every figure on pay, one chart a scope. */
function paySection() {
  if (!PAY_GROUPS.length) return [];
  const groups = [...PAY_GROUPS].sort((a, b) => b.numbers.length - a.numbers.length);
  return [make("details", { className: "fold", id: "pay" }, [
    make("summary", { text: "Pay, side by side" }),
    make("p", { className: "note", text: "Ranges stand in one chart only where scope and unit agree. Between charts nothing can be compared." }),
    ...groups.map((group) => payGroup(group)),
  ])];
}
