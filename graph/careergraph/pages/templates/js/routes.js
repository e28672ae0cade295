/* Answers to route questions: the question, its status, and each route as a numbered chain. */

function answerSections() {
  if (!ANSWERS.length) return [title("Start here")];
  return ANSWERS.map((answer, number) => make("section", { className: "answer" }, [
    make("p", { className: "kind-tag", text: "Question" }),
    title(capital(answer.question)),
    make("p", { className: "answer-status" }, [statusBadge(answer.status), make("span", { text: statusSentence(answer) })]),
    ...(answer.text ? [make("p", { className: "note", text: answer.text })] : []),
    ...routeLists(answer, number),
    ...whyNot(answer),
  ]));
}

function statusSentence({ status, routes = [] }) {
  const many = counted(routes.length, "route");
  return {
    supported: `${many}; the best rests on what sources say.`,
    contested: `${many}; every one is open only if one side of a dispute is right.`,
    unknown: `${many}; every one has a step that only a curator infers.`,
    none: "No way is known.",
  }[status] || many;
}

function routeLists(answer, number) {
  const list = make("ol", { className: "routes" }, (answer.routes || []).map((route, place) =>
    make("li", {}, [routeButton(route, number, place)])));
  return list.children.length ? [folded(list, 6)] : [];
}

function routeButton(route, answer, place) {
  const chain = make("span", { className: "chain" }, route.roles.flatMap((role, i) => [
    ...(i ? [make("span", { className: "arrow", text: " → " })] : []),
    make("span", { text: role.label }),
  ]));
  return button("route", [make("span", { className: "number", text: String(place + 1) }), chain, statusBadge(route.status)],
    () => selectRoute(answer, place, { center: true }));
}

function whyNot({ whyNot: changes }) {
  if (!changes || !changes.length) return [];
  const items = changes.filter(Boolean).map((text) => make("li", { text }));
  return [make("h4", { text: "What would open a way" }), make("ul", { className: "plain" }, items)];
}

function routeDetails(answer, place) {
  const route = ANSWERS[answer].routes[place];
  const stops = route.roles.map((role, i) => make("li", {}, [
    roleButton(role),
    ...(role.level ? [make("small", { text: `Level ${role.level.toLowerCase()}` })] : []),
    ...(i < route.steps.length ? [stepWords(route.steps[i], route.weakest)] : []),
  ]));
  return [
    back(),
    make("p", { className: "kind-tag", text: capital(ANSWERS[answer].question) }),
    title(`Route ${place + 1}: ${route.roles[0].label} to ${route.roles[route.roles.length - 1].label}`),
    make("p", { className: "answer-status" }, [statusBadge(route.status), make("span", { text: counted(route.steps.length, "step") })]),
    ...(route.text ? [make("p", { className: "note", text: route.text })] : []),
    make("ol", { className: "stops" }, stops),
  ];
}

const roleButton = ({ node, label }) => (node === undefined
  ? make("strong", { text: label })
  : button("stop", [label], () => selectNode(node, { center: true })));

/* How a step is known, in short; the whole of it opens with the step. */
function stepWords({ step, kind, status, text, requires }, weakest) {
  const words = [];
  const head = [make("span", { text: kind || (step !== undefined ? STEPS[step].kind : "") }), statusBadge(status)];
  if (step !== undefined && step === weakest) head.push(make("span", { className: "badge", text: "Weakest link" }));
  words.push(make("p", { className: "step-head" }, head));
  if (requires) words.push(make("p", { text: `Asks for: ${requires.join("; ")}` }));
  if (text) words.push(make("p", { text }));
  if (step !== undefined) {
    const possible = (STEPS[step].claims || []).filter((n) => MEASURES[CLAIMS[n].measure].id === "possible");
    grouped(possible).slice(0, 2).forEach(([n]) => words.push(evidenceOf(CLAIMS[n])));
    words.push(button("link", ["All that is said of this step"], () => selectStep(step, { center: true })));
  }
  return make("div", { className: "step-words" }, words);
}
