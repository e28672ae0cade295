/* The box for questions. Where the page can answer, a phrase typed here is answered by this file alone,
   as the command would; else it offers the questions whose answers were written into the file. */

const MOST_SHOWN = 400; // routes shown of an answer: nobody reads as many
const MOST_ASKED = 1000; // letters of a question: to read one takes the longer, the longer it is
const ASKED = ANSWERS.length; // where the answer to the last question stands among the answers
const canAsk = byId("asking") !== null;
let asker = null; // what answers, once it is open
const phrase = make("input", {
  id: "ask-phrase", maxlength: MOST_ASKED, list: "ask-suggestions", autocomplete: "off", spellcheck: "false", enterkeyhint: "go",
  placeholder: "from … to …", "aria-describedby": "ask-fault",
});

const EXAMPLES = PAGE.asked ?? [
  "fastest from Data Analyst to lead roles",
  "from entry roles to roles paying at least $120k",
  "from machine learning degree to senior roles",
];

const SHOWN_TOPICS = ["Pay, side by side", "Where the sources disagree"]; // asked for as often, and no routes

/* The script and the data that answer questions are opened when they are needed. */
function openAsker() {
  if (asker) return;
  const { script, grammar, ladder } = JSON.parse(whole(byId("asking").textContent));
  const element = make("script", { text: script }); // the page's policy names it by its hash
  document.head.append(element);
  element.remove(); // it has run
  asker = Ask.open({ grammar, ladder }, NODES);
}

function askPhrase(text) {
  phrase.value = text.slice(0, MOST_ASKED);
  state.asked = phrase.value.trim();
  const answer = answerPhrase();
  if (!answer) return clearSelection();
  showRoutes(answer);
  if (isPhone()) phrase.blur(); // the keyboard would cover the answer
}
/* The answer to what is asked, not shown yet; null when there is none, and it is said why. */
function answerPhrase() {
  openAsker();
  clearAnswer();
  try {
    if (!state.asked) return null;
    const answer = asShown(asker.route(state.asked, { k: MOST_SHOWN }));
    setTimeout(() => explainAnswer(answer)); // it is shown before
    return answer;
  } catch (fault) {
    if (typeof fault.at !== "number") throw fault;
    showFault(fault);
    return null;
  }
}

/* The answer to what was asked last, if there is any; else those that the page came with. */
const answersShown = () => [...ANSWERS.entries()].filter(([number]) => (canAsk ? number >= (state.asked ? ASKED : 0) : number === state.answer));

function clearAnswer() {
  ANSWERS.length = ASKED;
  state.answer = state.asked ? ASKED : 0;
  byId("ask-fault").replaceChildren();
  phrase.removeAttribute("aria-invalid");
  byId("ask-examples").hidden = Boolean(state.asked);
}
/* What would open a supported way, where there are others, what is changed by what is held, which
   levels above would answer, and whether the start is what is asked for. */
function explainAnswer(answer) {
  const { question, routes, status } = answer;
  if (state.asked !== question || ANSWERS[ASKED] !== answer) return;
  const [gain, higher, already] = [asker.gain(question), asker.higher(question), asker.already(question)];
  const isWeak = routes.length > 0 && status !== "supported";
  if (!gain && !higher && !already && !isWeak) return;
  if (already) answer.already = already;
  if (gain) answer.gain = gain.text;
  if (higher) answer.higher = higher.text;
  if (isWeak) Object.assign(answer, whyAsShown(asker.why(question)));
  if (!hasSelection()) renderDetails();
}
/* The phrase with the word marked that could not be read, what is said of it, and ways to mend it. */
function showFault({ message, at, length, suggestions, mends }) {
  const text = state.asked;
  const mentions = mentionsIn(text);
  if (mentions.length) return showMentions(mentions);
  phrase.setAttribute("aria-invalid", "true");
  const [before, after] = at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + length)];
  const marked = at < 0 ? [] : [make("p", { className: "ask-marked" }, [
    make("span", { text: before }), make("mark", { text: text.slice(at, at + length) || "…" }), make("span", { text: after })])];
  const chips = [
    ...suggestions.map((words) => button("chip", [words], () => { askPhrase(before + words + after); phrase.focus(); })),
    ...mends.map((words) => button("chip", [words], () => typeOn(before, typed(words), after))),
  ];
  byId("ask-fault").replaceChildren(...marked, make("p", { text: capital(message) }),
    ...(chips.length ? [make("ul", { className: "chips", "aria-label": "Ways to go on" }, chips.map((chip) => make("li", {}, [chip])))] : []));
}
/* No route is asked for: what the question mentions is here, too. */
function showMentions(mentions) {
  const example = examplesHere()[0];
  byId("ask-fault").replaceChildren(
    make("p", { text: `Only routes are answered in words${example ? `, as in “${example}”` : ""}. What you mention is here:` }),
    make("ul", { className: "chips", "aria-label": "What you mention" }, mentions.map((chip) => make("li", {}, [chip]))),
  );
}
/* What is typed of 'holding CREDENTIAL'; the rest is to be filled in. */
const typed = (words) => words.replace(/(?:\bN\b|\$N|[A-Z]{2}).*$/, "");
function typeOn(before, words, after) {
  phrase.value = `${before}${!before || before.endsWith(" ") ? "" : " "}${words}`;
  const at = phrase.value.length;
  phrase.value += after;
  phrase.focus();
  phrase.setSelectionRange(at, at);
  suggestPhrases();
}

/* ---- the answer in the form in which this page shows answers ---- */
const numberOf = (rows, iri) => {
  const number = rows.findIndex((row) => (asker.names.expand(row.iri) ?? row.iri) === iri);
  return number < 0 ? undefined : number;
};

function asShown(answer) {
  const { question, status, total, counts, routes } = answer;
  return { question, status, total, counts, routes: routes.map(routeAsShown), ...(routes.length ? {} : whyAsShown(answer)) };
}
function whyAsShown({ wanted, why_not: ways = [], why_not_complete: isWhole, cut }) {
  const closed = cut ? cut.readings.flatMap(({ steps }) => steps.map(({ from, to, by }) => `${from} to ${to}: ${by.map(({ text }) => text).join("; ")}`)) : [];
  const bounds = cut ? cut.bounds.map(({ text }) => capital(text)) : [];
  return {
    closed: wanted === "route" ? [...new Set([...closed, ...bounds])] : [],
    whyNot: ways.filter((way) => !allowsDegree(way)).map(wayInWords),
    degreeAllowed: ways.filter(allowsDegree).map(wayInWords),
    ...(ways.length || !isWhole ? {} : { text: hopeless(wanted, cut) }),
  };
}
/* A degree is to be held only where the question forbids to earn it, which is no answer to it. */
const DEGREE_CHANGES = ["hold degree", "without_further_degree", "without_further_credential", "highest_degree"];
const allowsDegree = ({ changes }) => changes.some(({ kind }) => DEGREE_CHANGES.includes(kind));
const wayInWords = ({ change, route: { status, roles } }) =>
  `${capital(change)} (${STATUS_WORDS[status].toLowerCase()}: ${roles.map(({ label }) => label).join(" → ")})`;
function hopeless(wanted, { entered, readings, bounds }) {
  const so = "so that no change to the question opens a route";
  if (!entered) return `No source says how one gets there: no step leads to the goal, ${so}.`;
  const isApart = !bounds.length && readings.every(({ steps }) => !steps.length);
  return isApart ? `No chain of steps leads from where the question starts to the goal, ${so}.` : `No change of up to three things opens a ${wanted}.`;
}
function routeAsShown({ status, roles, steps, costs, why, weakest, new_skills: skills, not_known: notKnown, weakly_known: weaklyKnown }) {
  return {
    status, why, notKnown, weaklyKnown,
    weakest: numberOf(STEPS, weakest.iri),
    weakness: weakest.why,
    newSkills: skills.map(({ label }) => label),
    ...(costs.counted ? { shares: costs.counted.text } : {}),
    roles: roles.map(({ iri, label, level }) => ({ label, node: numberOf(NODES, iri), level })),
    steps: steps.map(({ iri, kind, industries, requires, ...step }) => ({
      step: numberOf(STEPS, iri), kind, status: step.status,
      ...(numberOf(STEPS, iri) === undefined ? { says: [...new Set(step.says.map(wordIn))] } : {}),
      ...(industries.length ? { industries } : {}),
      ...(requires.length ? { requires: requires.map(({ label, strength }) => (strength ? `${label} (${strength})` : label)) } : {}),
    })),
  };
}

/* On whose word a step is made that the page does not draw: into a first role after a credential. */
const wordIn = ({ basis, sources }) => `${capital(basis)} – ${joined(sources.map((iri) => SOURCES[numberOf(SOURCES, iri)]?.title ?? iri))}`;

/* The question that the address holds, answered before the route that it names is looked for. */
function restoreAsked(given) {
  const text = (given || "").slice(0, MOST_ASKED).trim();
  if (!canAsk) return restorePicked(text);
  if (text === state.asked) return;
  phrase.value = text;
  state.asked = text;
  const answer = answerPhrase();
  if (answer) addAnswer(answer);
}

function suggestPhrases() {
  openAsker();
  const found = phrase.value.trim() ? asker.complete(phrase.value) : examplesHere();
  byId("ask-suggestions").replaceChildren(...found.map((value) => make("option", { value })));
}

/* Those examples that can be read in this graph. */
const examplesHere = () => EXAMPLES.filter((text) => {
  try {
    return asker.read(text);
  } catch {
    return false;
  }
});
function showExamples() {
  openAsker();
  const asked = examplesHere().map((text) => button("chip", [text], () => askPhrase(text)));
  const topics = TOPICS.filter(({ label }) => SHOWN_TOPICS.includes(label)).map(({ label, open }) => button("chip topic", [label], open));
  const found = [...asked, ...topics].map((chip) => make("li", {}, [chip]));
  byId("ask-examples").replaceChildren(make("ul", { className: "chips" }, found));
}

function buildAsking() {
  const form = make("form", { id: "ask-form" }, [
    make("label", { for: "ask-phrase", text: "Ask for routes" }),
    make("div", { className: "ask-line" }, [phrase, make("button", { className: "primary", type: "submit", text: "Ask" })]),
    make("datalist", { id: "ask-suggestions" }),
    make("div", { id: "ask-fault", "aria-live": "polite" }),
  ]);
  byId("ask").append(form, make("div", { id: "ask-examples" }));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    askPhrase(phrase.value);
  });
  phrase.addEventListener("input", () => {
    if (phrase.value.length > MOST_ASKED) phrase.value = phrase.value.slice(0, MOST_ASKED);
    suggestPhrases();
  });
  phrase.addEventListener("focus", suggestPhrases);
}

/* ---- a page that cannot answer by itself: the questions it was written with ---- */
function restorePicked(text) {
  const number = ANSWERS.findIndex(({ question }) => question === text);
  state.answer = Math.max(0, number);
}
const questionShown = () => (canAsk ? state.asked : state.answer ? ANSWERS[state.answer].question : "");
function pickAnswer(number) {
  restorePicked(ANSWERS[number].question);
  presentAnswer();
}
const hasPicks = !canAsk && (ANSWERS.length > 1 || Boolean(PAGE.asked));
const picks = !hasPicks ? [] : ANSWERS.map(({ question }, number) => button("chip", [capital(question || "Routes")], () => pickAnswer(number)));
/* They make room for what is open. */
function markPicked() {
  picks.forEach((pick, number) => pick.setAttribute("aria-pressed", String(number === state.answer)));
  if (hasPicks) byId("ask").hidden = hasSelection();
}

function buildPicking() {
  const source = PAGE.whole ? "the whole graph, of which this page shows a part" : "the graph that this page shows";
  const words = `Answered from ${source}, when the page was written. Another question is answered by`;
  byId("ask").append(
    make("h3", { text: "Questions this page answers" }),
    make("ul", { className: "chips", id: "ask-picks" }, picks.map((pick) => make("li", {}, [pick]))),
    make("p", { className: "note" }, [words, " ", make("code", { text: 'careergraph route "from … to …" --graph FILE' })]),
  );
}
if (canAsk) {
  buildAsking();
  setTimeout(showExamples);
} else if (hasPicks) buildPicking();
byId("ask").hidden = !byId("ask").children.length;
