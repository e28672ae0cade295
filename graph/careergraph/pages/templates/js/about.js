/* About: what this is, who speaks in it, what it may be used for, and what it is made of. */

function renderAbout() {
  const stances = new Map();
  CLAIMS.forEach(({ evidence }) => {
    const { stance } = EVIDENCE[evidence];
    stances.set(stance, (stances.get(stance) || 0) + 1);
  });
  const told = [...stances].sort((a, b) => b[1] - a[1]).map(([stance, count]) => `${count.toLocaleString("en")} ${stance.toLowerCase()}`);
  byId("about").replaceChildren(
    make("h2", { text: `About ${PAGE.title}` }),
    make("p", { className: "lead", text: "A knowledge graph of careers: for every statement it keeps who makes it, where it stands, and for whom it holds. Sources may contradict each other, and both sides are kept. What no source speaks of is called not known, which is never “no”." }),
    MARKET ? marketAbout() : make("p", { text: `${counted(COUNT, "node")}, ${counted(STEPS.length, "step")} and ${counted(CLAIMS.length, "claim")}: ${joined(told)}. A claim is stated by a source, derived from other claims by a named rule, or inferred by a curator by a named rule; only the first is on a source's word alone.` }),
    ...partNote(),
    make("h3", { text: "Sources" }),
    make("ol", { className: "sources" }, SOURCES.map(sourceItem)),
    ...(RULES.length ? [make("h3", { text: "Rules" }), make("dl", { className: "rules" }, RULES.flatMap(({ label, definition }) =>
      [make("dt", { text: label }), make("dd", { text: definition })]))] : []),
    make("h3", { text: "How to read it" }),
    make("dl", { className: "rules" }, Object.entries(READING).flatMap(([term, words]) => [make("dt", { text: term }), make("dd", { text: words })])),
    make("h3", { text: "Licence" }),
    make("p", { text: "Code of careergraph: Apache-2.0. The facts are those of the sources named, whose words stay theirs; descriptions are in the curators' words." }),
    make("h3", { text: "What is in this file" }),
    MARKET ? marketMakers() : make("p", { text: "The network was built with pyvis 0.3.2 (BSD-3-Clause) and is drawn by vis-network 9.1.2 (Apache-2.0 or MIT), both inside this file; nothing else is vendored. The file asks nothing of the network, and its security policy forbids it to." }),
  );
}
function sourceItem({ title: words, claims, file, sha256 }) {
  return make("li", {}, [
    make("strong", { text: words }), make("span", { text: ` – ${counted(claims, "claim")}` }),
    ...(file || sha256 ? [make("details", { className: "word" }, [
      make("summary", { text: "To check it against the text" }),
      ...(file ? [make("div", { className: "fine", text: `Character offsets count in ${file}` })] : []),
      ...(sha256 ? [make("div", { className: "fine", text: `SHA-256 ${sha256}` })] : []),
    ])] : []),
  ]);
}
const READING = {
  Supported: "A source says it, or it follows from what sources say.",
  Contested: "Sources, or passages of one, say what cannot both hold. Both stand in the details.",
  "Path and needs": "Of a step two things are told: its path, whether people make it; and its needs, whether what it requires is disputed. A route over it may be contested for either.",
  "Inferred only": "No source says it; a curator infers it by a named rule.",
  "Not comparable": "Figures that differ in period, place, population or unit.",
  "Further degree": "One above what the start asks for; where nothing is known of that, above a bachelor's degree.",
};
