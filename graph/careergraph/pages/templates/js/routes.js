/* Answers to route questions: the question, its status, and each route as a numbered chain. */

function answerSections() {
  if (!ANSWERS.length) return [title("Start here")];
  const order = answersShown().sort(([a], [b]) => (b === state.answer) - (a === state.answer) || a - b);
  return order.map(([number, answer]) => answerSection(answer, number));
}
function answerSection(answer, number) {
  return make("section", { className: "answer" }, [
    make("p", { className: "kind-tag", text: "Question" }),
    title(capital(answer.question || "")),
    make("p", { className: "answer-status" }, [statusBadge(answer.status), make("span", { text: statusSentence(answer) })]),
    ...(answer.text ? [make("p", { className: "note", text: answer.text })] : []),
    ...(answer.already ? [make("p", { className: "note already", text: answer.already })] : []),
    ...(answer.higher ? [make("p", { className: "note higher", text: answer.higher })] : []),
    ...(answer.gain ? [make("p", { className: "note gain", text: answer.gain })] : []),
    ...otherRoutes(answer),
    ...routeLists(answer, number),
    ...(rungs && answer.routes?.length ? [button(`link to-ladder${number === state.answer ? " current" : ""}`, ["See all on the ladder"], () => showOnLadder(number))] : []),
    ...whyNot(answer),
  ]);
}

/* The ladder with the routes of an answer; on a phone, out from under the sheet that covers it. */
function showOnLadder(number) {
  state.answer = number;
  renderDetails();
  if (isPhone()) togglePanel("right", false);
  setView("ladder");
  scrollLadder();
  byId("ladder").focus({ preventScroll: true });
  announce(statusSentence(ANSWERS[number]));
}

function whyNot({ status, closed = [], whyNot: changes = [], degreeAllowed = [] }) {
  const part = (heading, texts) => (texts.length
    ? [make("h4", { text: heading }), folded(make("ul", { className: "plain" }, texts.map((text) => make("li", { text }))))]
    : []);
  const wanted = status === "none" ? "way" : "supported way";
  return [
    ...part("Every way ends here", closed),
    ...part(`What would open a ${wanted}`, changes),
    ...part(`What would open a ${wanted}, if a degree is allowed after all`, degreeAllowed),
  ];
}

function routeDetails(answer, place) {
  const route = ANSWERS[answer].routes[place];
  const stops = route.roles.map((role, i) => make("li", {}, [
    roleButton(role),
    make("small", { text: isCredential(role) ? "The start" : role.level ? `${capital(role.level)} level` : "Level not known" }),
    ...(i < route.steps.length ? [stepWords(route.steps[i], route.weakest, isCredential(role))] : []),
  ]));
  return [
    back(),
    make("p", { className: "kind-tag", text: capital(ANSWERS[answer].question) }),
    title(`Route ${place + 1}: ${route.roles[0].label} to ${route.roles[route.roles.length - 1].label}`),
    make("p", { className: "answer-status" }, [statusBadge(route.status), make("span", { text: counted(route.steps.length, "step") })]),
    ...(route.why ? [make("p", { className: "why", text: route.why })] : []),
    make("ol", { className: "stops" }, stops),
    ...facts(routeFacts(route)),
  ];
}

function routeFacts({ roles, newSkills = [], shares, weakness, notKnown = [] }) {
  const goal = roles[roles.length - 1].node;
  const pay = goal !== undefined && NODES[goal].pay;
  return [
    ["Pay at the goal", pay ? pay.map(([amount, scope]) => (scope ? `${amount} (${scope})` : amount)).join("; ") : "not known"],
    ["Skills to learn", newSkills.length ? newSkills.join(", ") : "none named"],
    ...(shares ? [["By counted moves", capital(shares)]] : []),
    ...(weakness ? [["Weakest link", weakness]] : []),
    ...(notKnown.length ? [["Not known", capital(notKnown.join("; "))]] : []),
  ];
}

const roleButton = ({ node, label }) => (node === undefined
  ? make("strong", { text: label })
  : button("stop", [label], () => selectNode(node, { center: true })));

const isCredential = ({ node }) => node !== undefined && NODES[node].kind === "Credential";

/* How a step is known, in short; the whole of it opens with the step. */
function stepWords({ step, kind, status, text, requires, industries, says = [] }, weakest, isEntry = false) {
  const name = isEntry ? "A first role after it" : step !== undefined ? STEPS[step].kind : capital(kind || "");
  const head = [make("span", { text: industries ? `${name} in ${joined(industries)}` : name }), badgesOnRoute(step, status)];
  if (step !== undefined && step === weakest) head.push(make("span", { className: "badge", text: "Weakest link" }));
  const words = [make("p", { className: "step-head" }, head)];
  if (requires) words.push(make("p", { text: `Asks for: ${requires.join("; ")}` }));
  if (text) words.push(make("p", { text }));
  words.push(...says.map((line) => make("p", { className: "evidence", text: line })));
  if (step !== undefined) {
    words.push(...wordOf(step));
    words.push(button("link", ["All that is said of this step"], () => selectStep(step, { center: true })));
  }
  return make("div", { className: "step-words" }, words);
}

/* On whose word a step is possible: one line for each way in which it is known. */
function wordOf(step) {
  const possible = STEPS[step].claims.filter((n) => MEASURES[CLAIMS[n].measure].id === "possible");
  const lines = possible.map((n) => {
    const { stance, source, says, rule } = EVIDENCE[CLAIMS[n].evidence];
    const how = rule === undefined ? stance : `${stance} by the rule “${RULES[rule].label}”`;
    return `${how}${CLAIMS[n].denied ? ", says that people do not" : ""} – ${SOURCES[source].title}${says ? `, says ${says}` : ""}`;
  });
  return [...new Set(lines)].map((line) => make("p", { className: "evidence", text: line }));
}
