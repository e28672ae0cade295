/* What a credential would open: by itself, only beside something else, and who says that it is not
   required. opening.py computes it from the claims. */

function opensSection(credential) {
  const rows = NODES[credential].opens || [];
  if (!rows.length) return [];
  const binding = rows.filter(({ helps }) => !helps);
  const steps = inOrder(binding.flatMap(({ node }) => [...STEPS.keys()].filter((s) => STEPS[s].to === node)));
  const items = steps.map((number) => make("li", {}, [stepButton(number, STEPS[number].label)]));
  return [make("section", { className: "measure opens" }, [
    make("h4", { text: "What it would open" }),
    make("p", { text: opensInWords(binding) }),
    make("ul", { className: "claims" }, rows.map((row) => make("li", { className: "claim" }, opensLines(row)))),
    ...(items.length
      ? [make("h4", { className: "wide", text: "Steps it would count for" }, [make("small", { text: String(items.length) })]), folded(make("ul", { className: "steps" }, items))]
      : binding.length ? [make("p", { className: "note", text: noWay("No step is known that leads there.") })] : []),
  ])];
}

/* The whole in a sentence: what it opens alone, and whether that is disputed. */
function opensInWords(rows) {
  const alone = rows.filter(({ besides }) => !besides);
  const undisputed = alone.filter(({ against }) => !against);
  const names = (some) => joined(some.map(({ node }) => NODES[node].label));
  if (!rows.length) return "No role requires it; where it is asked for, it only helps.";
  const others = alone.length < rows.length ? [`${names(rows.filter(({ besides }) => besides))} ${rows.length - alone.length > 1 ? "ask" : "asks"} for something else, too`] : [];
  if (!alone.length) return `By itself it opens no role: ${others[0]}.`;
  const own = undisputed.length
    ? `By itself it meets all that is said to be required of ${names(undisputed)}`
    : "By itself it opens no role for which it is undisputed that it is required";
  return `${[own, ...others].join("; ")}.`;
}

function opensLines({ node, asks, besides = [], against = [], helps }) {
  const required = joined([...new Set(asks.map(needLabel))]);
  const how = [...new Set(asks.map((n) => CLAIMS[n].strength).filter(Boolean))].join(" or ");
  const alone = helps ? "which helps and is not required" : besides.length ? `only together with ${joined([...new Set(besides.map(needLabel))])}` : "and nothing besides";
  return [
    make("div", { className: "value" }, [nodeChip(node)]),
    make("p", { text: `Asks for ${required}${how ? ` (${how})` : ""}, ${alone}; says ${voices(asks)}.` }),
    ...(against.length ? [make("p", {}, [make("span", { className: "badge contested", text: "Disputed" }), make("span", { text: ` ${againstInWords(asks, against)}` })])] : []),
  ];
}
/* What a requirement is called in the middle of a sentence. */
function needLabel(number) {
  const { value, to } = CLAIMS[number];
  const label = value || joined((to || []).map((node) => NODES[node].label));
  return /^[A-Z][a-z ]/.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label;
}
const voices = (numbers) => joined([...new Set(numbers.map((n) => `“${SOURCES[sourceOf(n)].title}”`))]);
function againstInWords(asks, against) {
  const what = [...new Set(against.map(needLabel))].join(" or ");
  const isSame = voices(asks) === voices(against);
  return isSame ? `The same source says elsewhere that ${what} is not required.` : `${voices(against)} says that ${what} is not required.`;
}
