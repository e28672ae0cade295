/* The ladder is in the page as SVG; here it answers: a box opens its role, a line its steps, and
   the routes of an answer are drawn over it, numbered. */

const rungs = byId("rungs");
const boxes = new Map(rungs ? [...rungs.querySelectorAll("[data-node]")].map((box) => [Number(box.dataset.node), box]) : []);
const lines = rungs ? [...rungs.querySelectorAll("[data-steps]")].map((line) =>
  ({ line, steps: line.dataset.steps.split(" ").map(Number) })) : [];

/* What a line stands for, to be read where the pointer rests; and a line wide enough to be hit. */
for (const { line, steps } of lines) {
  const path = line.querySelector("path");
  if (path) line.prepend(draw("path", { d: path.getAttribute("d"), class: "hit" }));
  const [first] = steps.map((step) => STEPS[step]);
  const said = stepInWords(steps[0]);
  const words = steps.length > 1 ? counted(steps.length, "step") : first.label;
  if (!line.querySelector("title")) {
    line.prepend(draw("title", { text: `${words}: ${first.kind.toLowerCase()}; ${said}` }));
  }
}

function renderLadder() {
  if (!rungs || state.view !== "ladder") return;
  const wanted = ladderFocus();
  rungs.classList.toggle("focused", Boolean(wanted) && !wanted.isAll);
  rungs.classList.toggle("answered", Boolean(wanted?.isAll));
  for (const [node, box] of boxes) {
    box.classList.toggle("on", Boolean(wanted) && wanted.nodes.has(node));
    box.classList.toggle("chosen", node === state.node);
    box.classList.toggle("out", !isShown(node));
  }
  for (const { line, steps } of lines) {
    const isKnot = line.classList.contains("knot");
    line.classList.toggle("on", Boolean(wanted) && steps.some((step) => wanted.steps.has(step)) && !(isKnot && wanted.isRoute));
    line.classList.toggle("out", !steps.some(isStepShown));
  }
  drawRoutes(wanted);
  renderTall(wanted);
}

/* Of a role, everything it can lead to, and what leads to it; of all else, what it is made of. */
function ladderFocus() {
  if (state.node !== null) return boxes.has(state.node) ? reachOf(state.node) : stepsTouching(state.node);
  if (state.step !== null) return stepsFocus([state.step]);
  if (state.group) return stepsFocus(state.group.steps);
  if (state.route) return { ...routesFocus([ANSWERS[state.route[0]].routes[state.route[1]]]), isRoute: true };
  const answer = ANSWERS[state.answer];
  return answer?.routes?.length ? { ...routesFocus(answer.routes), isRoute: true, isAll: true } : null;
}
/* Of an industry the steps that are named for it, of a credential those it would count for. */
function stepsTouching(node) {
  const steps = [...STEPS.keys()].filter((step) => STEPS[step].industries.includes(node)
    || needsAt(STEPS[step].to).some((n) => !CLAIMS[n].denied && (CLAIMS[n].to || []).includes(node)));
  return steps.length ? stepsFocus(steps) : null;
}
function stepsFocus(steps) {
  return { steps: new Set(steps), nodes: new Set(steps.flatMap((s) => [STEPS[s].from, STEPS[s].to])) };
}
function routesFocus(routes) {
  const nodes = routes.flatMap(({ roles }) => roles.map(({ node }) => node));
  return { steps: new Set(routes.flatMap(stepsOf)), nodes: new Set(nodes) };
}
function reachOf(node) {
  const found = { nodes: new Set([node]), steps: new Set() };
  const waiting = [node];
  while (waiting.length) {
    const here = waiting.pop();
    for (const [to, edge] of NEIGHBOURS[here]) {
      const step = edge - LINKS.length;
      if (!isStepEdge(edge) || STEPS[step].from !== here || !isStepShown(step)) continue;
      found.steps.add(step);
      if (!found.nodes.has(to)) waiting.push(to);
      found.nodes.add(to);
    }
  }
  STEPS.forEach(({ from, to }, step) => {
    if (to !== node || !isStepShown(step)) return;
    found.steps.add(step);
    found.nodes.add(from);
  });
  return found;
}

/* What is in front is brought into sight, above the panel that covers half of a phone. */
function scrollLadder() {
  const wanted = state.view === "ladder" && rungs ? ladderFocus() : null;
  const first = wanted && [...boxes].find(([node, box]) => (state.node === null ? wanted.nodes.has(node) : node === state.node) && box.closest("svg"));
  if (!first) return;
  const host = byId("view-ladder");
  if (isPhone()) return void host.scrollTo(0, 0); // only what is in front stands there
  const [seen, spot] = [host.getBoundingClientRect(), first[1].getBoundingClientRect()];
  const bottom = isPhone() && byId("right").classList.contains("open") ? seen.top + seen.height * 0.3 : seen.bottom;
  const isInSight = spot.top >= seen.top && spot.bottom <= bottom && spot.left >= seen.left && spot.right <= seen.right;
  if (!isInSight) host.scrollBy(spot.left - seen.left - 30, spot.top - seen.top - Math.min(60, (bottom - seen.top) / 4));
}

/* ---- the routes, on top of everything else ---- */
function drawRoutes(wanted) {
  const [over, numbers] = [byId("overlay"), byId("numbers")];
  over.replaceChildren();
  numbers.replaceChildren();
  if (!wanted?.isRoute) return;
  for (const { line, steps } of lines) {
    if (!line.classList.contains("knot") && steps.some((step) => wanted.steps.has(step))) {
      const copy = line.cloneNode(true);
      copy.querySelector(".hit").remove();
      copy.classList.add("way");
      over.append(copy);
    }
  }
  numbers.append(...(wanted.isAll ? routeNumbers() : stopNumbers()));
}
/* One route: its stops are counted. */
function stopNumbers() {
  const { roles } = ANSWERS[state.route[0]].routes[state.route[1]];
  return roles.flatMap(({ node }, place) => (boxes.has(node) ? [numberAt(boxes.get(node), String(place + 1))] : []));
}
/* All routes of an answer: at each goal stand the numbers of the routes that end there. */
function routeNumbers() {
  return [...routesByGoal()].flatMap(([node, found]) => (boxes.has(node) ? [numberAt(boxes.get(node), ranges(found).join(", "), found)] : []));
}
function routesByGoal() {
  const ends = new Map();
  ANSWERS[state.answer].routes.forEach(({ roles }, place) => {
    const goal = roles[roles.length - 1].node;
    if (!ends.has(goal)) ends.set(goal, []);
    ends.get(goal).push(place + 1);
  });
  return ends;
}
const ranges = (numbers) => numbers.reduce((found, number) => {
  const last = found[found.length - 1];
  if (last && number === last[1] + 1) last[1] = number;
  else found.push([number, number]);
  return found;
}, []).map(([first, last]) => (first === last ? `${first}` : last === first + 1 ? `${first}, ${last}` : `${first}–${last}`));
function numberAt(box, text, routes) {
  const frame = box.querySelector("rect");
  const [x, y] = [Number(frame.getAttribute("x")), Number(frame.getAttribute("y"))];
  const wide = Math.max(20, 10 + text.length * 7);
  const mark = draw("g", { class: "number-mark" }, [
    draw("rect", { x: x - 9, y: y - 12, width: wide, height: 20, rx: 10 }),
    draw("text", { x: x - 9 + wide / 2, y: y + 2, text }),
  ]);
  if (routes) mark.append(draw("title", { text: routes.length > 1 ? `Routes ${text} end here` : `Route ${text} ends here` }));
  return mark;
}

function addAnswer(answer) {
  ANSWERS.push(answer);
  state.answer = ANSWERS.length - 1;
}
/* The way for other parts of the page to show an answer: in the panel, and over the ladder. It has
   the shape of the answers in the payload: nodes and steps by number, all else in words. */
function showRoutes(answer) {
  addAnswer(answer);
  return presentAnswer();
}
function presentAnswer() {
  const answer = ANSWERS[state.answer];
  select({}, { quiet: true });
  if (rungs && answer.routes?.length && state.view !== "ladder") setView("ladder");
  openRight();
  scrollLadder();
  announce(`${answer.question}: ${statusSentence(answer)}`);
  return state.answer;
}

/* ---- clicks ---- */
function openLine(steps) {
  const shown = steps.filter(isStepShown);
  if (shown.length === 1) selectStep(shown[0]);
  else if (shown.length) selectGroup({ title: counted(shown.length, "step"), note: "All of them run along this line.", steps: shown });
}
byId("view-ladder").addEventListener("click", (event) => {
  const box = event.target.closest("[data-node]");
  const line = event.target.closest("[data-steps]");
  if (box) {
    event.preventDefault();
    selectNode(Number(box.dataset.node));
  } else if (line) openLine(line.dataset.steps.split(" ").map(Number));
  else if (event.target.closest("#rungs") && hasSelection()) clearSelection();
});
byId("view-ladder").addEventListener("keydown", (event) => {
  if (event.key === "Escape" && hasSelection()) clearSelection();
});
