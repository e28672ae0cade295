/* Wires, the links of a market as runs of small numbers: market/wires.py tells how. */

function eachPair(wires, take) {
  let start = 0;
  for (let at = 0; at < wires.length;) {
    start += wires[at];
    const last = at + 2 + wires[at + 1];
    let end = 0;
    for (at += 2; at < last; at += 1) take(start, end += wires[at]);
  }
}
function linksOf(wires) {
  const found = [];
  for (const [measure, each] of Object.entries(wires)) {
    eachPair(each, (from, to) => found.push({ from, to, measure, broader: measure === "broader" }));
  }
  return found;
}
/* A step of a market is named by its ends, unless it has another name, and only when somebody asks. */
class MarketStep {
  get label() { return `${NODES[this.from].label} to ${NODES[this.to].label}`; }

  get iri() { return this.ownName ?? MARKET.step.replace(/\{(from|to)\}/g, (_, end) => local(NODES[this[end]].iri)); }

  set iri(name) { this.ownName = name; }
}
function stepsOfMarket({ steps, wires }) {
  const found = unpacked(steps, () => new MarketStep());
  let number = 0;
  eachPair(wires.steps, (from, to) => {
    const step = found[number];
    [step.from, step.to] = [from, to];
    step.industries ??= [];
    number += 1;
  });
  return found;
}

async function inflated(text) {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).text();
}
/* Who speaks of each row or names it; rows of which the same sources speak share one set. */
function whoSpeaks(rows) {
  const sets = new Map();
  return rows.map(({ by = [], named = [] }) => {
    const key = `${by}|${named}`;
    if (!sets.has(key)) sets.set(key, new Set([...by, ...named]));
    return sets.get(key);
  });
}
const linkedInMarket = (measure, from) => NEIGHBOURS[from].flatMap(([node, edge]) =>
  (EDGES[edge].measure === measure && EDGES[edge].from === from ? [node] : []));
