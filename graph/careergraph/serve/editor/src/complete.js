/* What may come next, as the graph knows it: names, terms, prefixes, variables, words of SPARQL. */

const AROUND = 2000; /* characters before the cursor that are sent when a query is long */

/* Asks the graph. Positions there count characters, here UTF-16 units. */
export async function complete(text, at, signal) {
  const begin = text.length > 2 * AROUND ? Math.max(0, at - AROUND) : 0;
  const sent = text.slice(begin, text.length > 2 * AROUND ? at + AROUND / 10 : undefined);
  const where = [...sent.slice(0, at - begin)].length;
  const response = await fetch(`complete?${new URLSearchParams({ text: sent, at: where })}`, { signal });
  if (!response.ok) return { from: at, to: at, suggestions: [] };
  const answer = await response.json();
  const units = (count) => begin + [...sent].slice(0, count).join("").length;
  return { from: units(answer.start), to: units(answer.end), suggestions: answer.suggestions };
}

/* While a word is written, or when it is asked for. */
export async function suggestions(context) {
  const word = context.matchBefore(/[\p{L}\p{N}_:.?$<"'-]+$/u);
  if (!context.explicit && !(word && (word.text.length > 1 || /[:?$]$/.test(word.text)))) return null;
  const asked = new AbortController();
  context.addEventListener("abort", () => asked.abort(), { onDocChange: true });
  const found = await complete(context.state.doc.toString(), context.pos, asked.signal).catch(() => null);
  if (!found?.suggestions.length) return null;
  return { from: found.from, to: found.to, options: found.suggestions.map(option), filter: false };
}

function option({ text, label, kind }) {
  const isNamed = label && label !== text;
  return { label: text, apply: text, displayLabel: isNamed ? label : text, detail: [isNamed ? text : "", kind ?? ""].filter(Boolean).join(" · ") };
}

/* Names of nodes of some kinds, as they are found where such a node may stand in a query. */
const PLACES = { Role: "career:from", Industry: "career:inIndustry", Skill: "career:essentialSkill" };

export async function names(typed, kinds, signal) {
  const query = `SELECT * { ?s ${PLACES[kinds[0]] ?? "?p"} ${typed}`;
  const { suggestions: found } = await complete(query, query.length, signal);
  return found.filter((each) => each.label && (kinds.includes("node") || kinds.includes(each.kind)));
}
