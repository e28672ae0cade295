/* The phrase box: a question typed here is answered by this file alone, as the command would. */

const MOST_SHOWN = 10; // routes shown of an answer
const ASKED = ANSWERS.length; // where the answer to the last question stands among the answers
const canAsk = Boolean(PAGE.ask) && "DecompressionStream" in window;
let asker = null; // what answers, once it is open
let opening = null;
const phrase = make("input", {
  id: "ask-phrase", list: "ask-suggestions", autocomplete: "off", spellcheck: "false", enterkeyhint: "go",
  placeholder: "from Data Analyst to senior roles …", "aria-describedby": "ask-fault",
});

const EXAMPLES = [
  "from entry role to senior role without further degree",
  "from Data Analyst to lead roles without further degree",
  "3 different routes from Data Analyst to senior roles",
  "fastest, least contested from entry roles to senior roles in healthcare",
];

/* The script and the data that answer questions are packed, and opened when they are needed. */
const openAsker = () => (opening ??= unpackAsker());
async function unpackAsker() {
  const { script, grammar, ladder } = PAGE.ask;
  const [code, ...data] = await Promise.all([script, grammar, ladder].map(inflated));
  const element = make("script", { text: code }); // the page's policy names it by its hash
  document.head.append(element);
  element.remove(); // it has run
  asker = Ask.open({ grammar: JSON.parse(data[0]), ladder: JSON.parse(data[1]) }, NODES);
}
function inflated(text) {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return new Response(stream).text();
}

/* With `quiet` nothing is announced, and what is open stays open. */
async function askPhrase(text, { quiet = false } = {}) {
  phrase.value = text;
  state.asked = text.trim();
  await openAsker();
  if (state.asked !== text.trim()) return; // something else has been asked meanwhile
  answerPhrase();
  if (quiet) return;
  clearSelection();
  if (ANSWERS[ASKED]) announce(`${STATUS_WORDS[ANSWERS[ASKED].status]}. ${statusSentence(ANSWERS[ASKED])}`);
}
function answerPhrase() {
  clearAnswer();
  try {
    if (state.asked) takeAnswer(asShown(asker.route(state.asked, { k: MOST_SHOWN })));
  } catch (fault) {
    if (typeof fault.at !== "number") throw fault;
    showFault(fault);
  }
}

/* The answer to what was asked last, if there is any; else those that the page came with. */
const answersShown = () => [...ANSWERS.entries()].slice(state.asked ? ASKED : 0);

function clearAnswer() {
  ANSWERS.length = ASKED;
  byId("ask-fault").replaceChildren();
  phrase.removeAttribute("aria-invalid");
  byId("ask-examples").hidden = Boolean(state.asked);
}
function takeAnswer(answer) {
  ANSWERS[ASKED] = answer;
  state.answer = ASKED;
  if (answer.routes.length && answer.status !== "supported") setTimeout(() => explainAnswer(answer)); // it is shown before
}

/* What would open a supported way, where there are others. */
function explainAnswer(answer) {
  if (ANSWERS[ASKED] !== answer) return;
  Object.assign(answer, whyAsShown(asker.why(answer.question)));
  if (!hasSelection()) renderDetails();
}

/* The phrase with the word marked that could not be read, what is said of it, and ways to mend it. */
function showFault({ message, at, length, suggestions }) {
  const text = state.asked;
  phrase.setAttribute("aria-invalid", "true");
  const end = at + length;
  const marked = at < 0 ? [] : [make("p", { className: "ask-marked" }, [
    make("span", { text: text.slice(0, at) }), make("mark", { text: text.slice(at, end) || "…" }), make("span", { text: text.slice(end) })])];
  const mends = suggestions.map((name) => make("li", {}, [
    button("chip", [name], () => { askPhrase(text.slice(0, at) + name + text.slice(end)); phrase.focus(); })]));
  byId("ask-fault").replaceChildren(...marked, make("p", { text: capital(message) }),
    ...(mends.length ? [make("ul", { className: "chips", "aria-label": "Did you mean" }, mends)] : []));
}

/* ---- the answer in the form in which this page shows answers ---- */
const numberOf = (rows, iri) => {
  const number = rows.findIndex((row) => (asker.names.expand(row.iri) ?? row.iri) === iri);
  return number < 0 ? undefined : number;
};

function asShown(answer) {
  const { question, status, total, routes } = answer;
  return { question, status, total, routes: routes.map(routeAsShown), ...(routes.length ? {} : whyAsShown(answer)) };
}
function whyAsShown({ wanted, why_not: ways = [], why_not_complete: isWhole, cut }) {
  const closed = cut ? cut.readings.flatMap(({ steps }) => steps.map(({ from, to, by }) => `${from} to ${to}: ${by.map(({ text }) => text).join("; ")}`)) : [];
  const bounds = cut ? cut.bounds.map(({ text }) => capital(text)) : [];
  return {
    closed: wanted === "route" ? [...new Set([...closed, ...bounds])] : [],
    whyNot: ways.map(({ change, route: { status, roles } }) =>
      `${capital(change)} (${STATUS_WORDS[status].toLowerCase()}: ${roles.map(({ label }) => label).join(" → ")})`),
    ...(ways.length || !isWhole ? {} : { text: hopeless(wanted, cut) }),
  };
}
function hopeless(wanted, { entered, readings, bounds }) {
  const so = "so that no change to the question opens a route";
  if (!entered) return `No source says how one gets there: no step leads to the goal, ${so}.`;
  const isApart = !bounds.length && readings.every(({ steps }) => !steps.length);
  return isApart ? `No chain of steps leads from where the question starts to the goal, ${so}.` : `No change of up to three things opens a ${wanted}.`;
}
function routeAsShown({ status, roles, steps, why, weakest, new_skills: skills }) {
  return {
    status, why,
    weakest: numberOf(STEPS, weakest.iri),
    weakness: weakest.why,
    newSkills: skills.map(({ label }) => label),
    roles: roles.map(({ iri, label, level }) => ({ label, node: numberOf(NODES, iri), level })),
    steps: steps.map(({ iri, kind, industries, requires, ...step }) => ({
      step: numberOf(STEPS, iri), kind, status: step.status,
      ...(industries.length ? { industries } : {}),
      ...(requires.length ? { requires: requires.map(({ label, strength }) => (strength ? `${label} (${strength})` : label)) } : {}),
    })),
  };
}

/* The question that the address holds, answered before the route that it names is looked for. */
function restoreAsked(given) {
  const text = given || "";
  if (!canAsk || text === state.asked) return;
  phrase.value = text;
  state.asked = text;
  if (asker) return answerPhrase();
  const { hash } = location;
  openAsker().then(() => {
    answerPhrase();
    history.replaceState(null, "", hash);
    window.dispatchEvent(new HashChangeEvent("hashchange"));
  });
}

async function suggestPhrases() {
  await openAsker();
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
  const found = examplesHere().map((text) => make("li", {}, [button("chip", [text], () => askPhrase(text))]));
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
  phrase.addEventListener("input", suggestPhrases);
  phrase.addEventListener("focus", suggestPhrases);
}
if (canAsk) {
  buildAsking();
  byId("ask").hidden = false;
  setTimeout(() => openAsker().then(showExamples));
}
