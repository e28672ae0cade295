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
    ...routeLists(answer, number),
    ...(rungs && answer.routes?.length ? [button("link", ["See all on the ladder"], () => {
      state.answer = number;
      setView("ladder");
      clearSelection();
    })] : []),
    ...whyNot(answer),
  ]);
}

function statusSentence({ status, routes = [], total = routes.length, more: isMore }) {
  const known = routes[0]?.notKnown?.length ? ", as far as is known" : "";
  const all = `${isMore ? "At least " : ""}${counted(total, "route")}`;
  const best = total > routes.length ? `${all}, the best ${routes.length} are shown` : all;
  return {
    supported: `${best}; the first is open even to a cautious reader${known}.`,
    contested: `${best}; each is open only if one side of a dispute is right.`,
    unknown: `${best}; each has a step that only a curator infers.`,
    none: isMore ? "No route was found; the search stopped before it had tried every way." : "No route answers this question.",
  }[status] || best;
}

function routeLists(answer, number) {
  const list = make("ol", { className: "routes" }, (answer.routes || []).map((route, place) =>
    make("li", {}, [routeButton(route, number, place)])));
  return list.children.length ? [folded(list, ANSWERS.length > 1 ? 4 : 6)] : [];
}

function routeButton(route, answer, place) {
  const chain = make("span", { className: "chain" }, route.roles.flatMap((role, i) => [
    ...(i ? [make("span", { className: "arrow", text: " → " })] : []),
    make("span", { text: role.label }),
  ]));
  return button("route", [make("span", { className: "number", text: String(place + 1) }), chain, statusBadge(route.status)],
    () => selectRoute(answer, place, { center: true }));
}

function whyNot({ status, closed = [], whyNot: changes = [] }) {
  const part = (heading, texts) => (texts.length
    ? [make("h4", { text: heading }), folded(make("ul", { className: "plain" }, texts.map((text) => make("li", { text }))))]
    : []);
  return [...part("Every way ends here", closed), ...part(`What would open a ${status === "none" ? "way" : "supported way"}`, changes)];
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

function routeFacts({ roles, newSkills = [], weakness, notKnown = [] }) {
  const goal = roles[roles.length - 1].node;
  const pay = goal !== undefined && NODES[goal].pay;
  return [
    ["Pay at the goal", pay ? pay.map(([amount, scope]) => (scope ? `${amount} (${scope})` : amount)).join("; ") : "not known"],
    ["Skills to learn", newSkills.length ? newSkills.join(", ") : "none named"],
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
  const head = [make("span", { text: industries ? `${name} in ${joined(industries)}` : name }), statusBadge(status)];
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
    return `${how}${CLAIMS[n].denied ? ", denied" : ""} – ${SOURCES[source].title}${says ? `, says ${says}` : ""}`;
  });
  return [...new Set(lines)].map((line) => make("p", { className: "evidence", text: line }));
}
