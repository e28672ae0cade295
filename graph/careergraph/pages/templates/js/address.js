/* The address carries what is looked at, so that a link opens the same view again:
   #node=role:data-scientist&view=ladder&off=Skill.Place&level=1.2&industry=industry:finance */

/* Going from one thing or view to another is a move: Back undoes it. All else only changes the
   address. What a move did besides goes into the history with it, since it has no address. */
const placeNow = () => JSON.stringify([state.view, state.node, state.step, state.link, state.route, state.group, state.asked]);
const besides = () => ({ link: state.link, group: state.group, trail: state.trail });
let placeBefore = null; // null until the page has opened
let isMoving = false; // a click that moves twice, to a view and to a thing, is one move
function remember(address) {
  const isMove = placeBefore !== null && placeBefore !== placeNow() && !isMoving;
  placeBefore = placeNow();
  if (isMove) {
    isMoving = true;
    setTimeout(() => { isMoving = false; });
  }
  history[isMove ? "pushState" : "replaceState"](besides(), "", address);
}
/* Back where a move came from. */
function recall() {
  const { link = null, group = null, trail = null } = history.state || {};
  const isThere = (number, rows) => Number.isInteger(number) && number < rows.length;
  if (!["node", "step", "route"].some((name) => state[name] !== null)) {
    Object.assign(state, {
      link: isThere(link, LINKS) ? link : null,
      group: group?.steps?.every((step) => isThere(step, STEPS)) ? group : null,
    });
  }
  state.trail = trail;
}

function writeAddress() {
  const parts = [];
  const put = (key, value) => parts.push(`${key}=${encodeURIComponent(value).replace(/%3A/g, ":")}`);
  const { off, levels, industry, needs, pay, statuses, stepNeeds, source } = state.filter;
  if (state.node !== null) put("node", NODES[state.node].iri);
  if (state.step !== null) put("node", STEPS[state.step].iri);
  if (state.route) put("route", state.route.map((n) => n + 1).join("."));
  if (questionShown()) put("ask", questionShown());
  if (state.view !== PAGE.view) put("view", state.view);
  if (state.view === "flows" && grouping !== "level") put("by", grouping);
  if (off.size) put("off", [...off].join("."));
  if (levels.size) put("level", [...levels].join("."));
  if (industry !== null) put("industry", NODES[industry].iri);
  if (needs) put("needs", needs);
  if (pay) put("pay", pay);
  if (statuses.size) put("without", [...statuses].join("."));
  if (stepNeeds.size) put("needless", [...stepNeeds].join("."));
  if (source !== null) put("source", SOURCES[source].iri);
  if (state.theme) put("theme", state.theme);
  try {
    remember(parts.length ? `#${parts.join("&")}` : location.href.split("#")[0]);
  } catch { /* a page inside a sandbox has no history: the view works without it */ }
}

function readAddress() {
  let given;
  try {
    given = new URLSearchParams(location.hash.slice(1));
  } catch {
    return;
  }
  restoreAsked(given.get("ask"));
  const theme = given.get("theme");
  state.theme = theme === "dark" || theme === "light" ? theme : state.theme;
  const view = given.get("view");
  state.view = VIEWS.includes(view) ? view : VIEWS.includes(PAGE.view) ? PAGE.view : "map";
  if (Object.hasOwn(GROUPINGS, given.get("by") || "")) grouping = given.get("by");
  state.filter = readFilter(given);
  Object.assign(state, NOTHING, addressed(given));
  recall();
  if (state.route) [state.answer] = state.route;
}

function readFilter(given) {
  const list = (key) => (given.get(key) || "").split(".").filter(Boolean);
  const at = (rows, iri) => {
    const found = iri ? rows.findIndex((row) => row.iri === iri) : -1;
    return found < 0 ? null : found;
  };
  const ranks = new Set([0, ...LEVELS.map(([rank]) => rank)]);
  const industry = at(NODES, given.get("industry"));
  const pay = Number(given.get("pay"));
  return {
    off: new Set(list("off").filter((kind) => Object.hasOwn(KINDS, kind) || kind === "Step")),
    levels: new Set(list("level").map(Number).filter((rank) => ranks.has(rank))),
    industry: industry !== null && NODES[industry].kind === "Industry" ? industry : null,
    needs: Object.hasOwn(NEEDS, given.get("needs") || "") ? given.get("needs") : "",
    pay: pay > 0 && pay <= TOP_PAY ? pay : 0,
    statuses: new Set(list("without").filter((status) => ["supported", "contested", "unknown"].includes(status))),
    stepNeeds: new Set(list("needless").filter((word) => Object.hasOwn(NEED_WORDS, word))),
    source: at(SOURCES, given.get("source")),
  };
}

function addressed(given) {
  const iri = given.get("node");
  const node = iri ? NODES.findIndex((n) => n.iri === iri) : -1;
  if (node >= 0) return { node };
  const step = iri ? STEPS.findIndex((s) => s.iri === iri) : -1;
  if (step >= 0) return { step };
  const route = /^(\d{1,4})\.(\d{1,4})$/.exec(given.get("route") || "");
  if (!route) return {};
  const [answer, number] = [Number(route[1]) - 1, Number(route[2]) - 1];
  return ANSWERS[answer]?.routes?.[number] ? { route: [answer, number] } : {};
}
