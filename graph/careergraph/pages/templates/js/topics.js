/* Where the page answers what is no question for routes: topics by the words people use for them, and
   the things that a text names. */

const listOf = (change) => {
  Object.assign(state.filter, noFilter(), change);
  field.value = "";
  setView("list");
  byId("list").focus();
};
/* A part of the start page, unfolded and in sight. */
function openStart(id) {
  clearSelection();
  openRight();
  const part = byId(id);
  if (!part) return;
  if (part.tagName === "DETAILS") part.open = true;
  part.scrollIntoView({ block: "start" });
  (part.querySelector("summary, button") || part).focus({ preventScroll: true });
}
const isSaid = (id) => CLAIMS.some(({ measure }) => MEASURES[measure].id === id);
const SAID_OF_KINDS = {
  Credential: "degree degrees master masters bachelor bachelors doctorate phd diploma certificate certificates certification certifications certified licence licences license qualification qualifications",
  Role: "job jobs position positions occupation occupations profession professions",
  Skill: "ability abilities competence competences knowledge learn",
  Industry: "sector sectors field branch",
};
const TOPICS = [
  { label: "Pay, side by side", said: "pay pays paid paying salary salaries wage wages earn earns earning earnings income money compensation", is: isSaid("pay") && !MARKET, open: () => openStart("pay") },
  { label: "Where the sources disagree", said: "dispute disputes disputed contested contest contradict contradiction contradictions conflict conflicts disagree disagreement controversial", is: PAGE.conflicts.length > 0 && !MARKET, open: () => openStart("disagreements") },
  { label: "Who says so: the sources", said: "source sources evidence proof cite citation citations reference references reliable trust who", is: SOURCES.length > 0, open: () => setView("about") },
  { label: "Steps between roles", said: "step steps promotion promotions move moves path paths ladder career progression transition transitions", is: STEPS.length > 0, open: () => setView("ladder") },
  ...Object.entries(KINDS).map(([kind, { label, plural }]) => ({
    label: `All ${plural.toLowerCase()}`, said: `${plain(label)} ${plain(plural)} ${SAID_OF_KINDS[kind] || ""}`, is: true, open: () => listOf({ off: allBut(kind) }),
  })),
  ...LEVELS.map(([rank, label]) => ({ label: `Roles at level ${label.toLowerCase()}`, said: plain(label), is: true, open: () => listOf({ off: allBut("Role"), levels: new Set([rank]) }) })),
].filter(({ is }) => is);
TOPICS.forEach((topic) => { topic.words = new Set(topic.said.split(" ")); });

/* The topics that some words name; of a word that is still being typed, its beginning counts. */
function topicsIn(text, isTyped = false) {
  const words = plain(text).split(" ").filter(Boolean);
  const isNamed = (topic) => words.some((word, i) => topic.words.has(word)
    || (isTyped && i === words.length - 1 && word.length > 2 && [...topic.words].some((each) => each.startsWith(word))));
  return TOPICS.filter(isNamed);
}

/* The things whose names stand in a text, longer names before those they contain. */
const singular = (words) => words.split(" ").map((word) => (word.length > 3 ? word.replace(/s$/, "") : word)).join(" ");
function namedIn(text) {
  let rest = ` ${singular(plain(text))} `;
  const names = ENTRIES.filter(({ kind }) => kind !== "Step").flatMap((entry) => namesOf(entry).map((name) => ({ entry, words: ` ${singular(name.plain)} ` })));
  const found = [];
  for (const { entry, words } of names.filter((name) => name.words.length > 3 && rest.includes(name.words)).sort((a, b) => b.words.length - a.words.length)) {
    if (!rest.includes(words)) continue;
    rest = rest.replace(words, " | ");
    if (!found.includes(entry)) found.push(entry);
  }
  return found;
}

/* A text without a way in it: links to what it mentions. Empty for one that asks for a route. */
const hasWay = (text) => /\bfrom\b/i.test(text) && /\b(?:to|into)\b/i.test(text);
function mentionsIn(text) {
  if (hasWay(text)) return [];
  return [
    ...topicsIn(text).map(({ label, open }) => button("chip topic", [label], open)),
    ...namedIn(text).slice(0, 12).map(({ number }) => nodeChip(number)),
  ];
}
