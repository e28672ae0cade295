/* The routes of an answer in the list: by status, and by the way they share. Every one is there. */

const MOST_CAUSES = 4;
const MOST_GOALS = 4; // of one way, before the rest is unfolded
const IN_WORDS = {
  supported: "open even to a cautious reader",
  contested: "open in one reading of the claims, closed to a cautious reader",
  unknown: "undisputed, but a curator infers a step that no source states",
};
const CAUSES = { supported: "Known only through weak mappings", contested: "What is disputed", unknown: "What a curator infers" };
const ROUTE_WORDS = { supported: "supported", contested: "contested", unknown: "inferred only" };

const countsOf = ({ counts, routes = [] }) =>
  counts || Object.fromEntries(Object.keys(IN_WORDS).map((status) => [status, routes.filter((route) => route.status === status).length]));

/* What is true of each group of routes, and of how many. */
function statusSentence(answer) {
  const { status, routes = [], total = routes.length, more: isMore } = answer;
  if (status === "none") return isMore ? "No route was found; the search stopped before it had tried every way." : "No route answers this question.";
  const all = `${isMore ? "At least " : ""}${counted(total, "route")}`;
  const best = total > routes.length ? `${all}, the best ${routes.length} are shown` : all;
  const counts = countsOf(answer);
  const parts = Object.keys(IN_WORDS).filter((each) => counts[each]).map((each) => `${counts[each]} ${ROUTE_WORDS[each]} (${IN_WORDS[each]}${each === "supported" ? doubtOf(routes) : ""})`);
  const known = routes[0]?.notKnown?.length ? "; the first as far as is known" : "";
  return `${[best, parts.join("; ")].filter(Boolean).join(": ")}${known}.`;
}

/* Of supported routes, whether something on them is known through weak mappings alone. */
function doubtOf(routes) {
  const supported = routes.filter(({ status }) => status === "supported");
  const doubted = supported.filter(({ weaklyKnown = [] }) => weaklyKnown.length);
  if (!doubted.length) return "";
  return doubted.length === supported.length ? ", as far as weak mappings hold" : ", some only as far as weak mappings hold";
}

function routeLists(answer, number) {
  const groups = new Map();
  (answer.routes || []).forEach((route, place) => {
    if (!groups.has(route.status)) groups.set(route.status, []);
    groups.get(route.status).push(place);
  });
  return [...groups].map(([status, places]) => statusGroup(answer, number, status, places));
}
function statusGroup(answer, number, status, places) {
  const all = countsOf(answer)[status] ?? places.length;
  const cause = causeOf(status, places.map((place) => answer.routes[place]));
  const most = ANSWERS.length > 1 && answersShown().length > 1 ? 4 : 6;
  const list = make("ul", { className: "ways" }, waysOf(answer.routes, places).map((way) => make("li", {}, wayLines(answer, number, way))));
  return make("section", { className: "route-group" }, [
    make("h4", {}, [statusBadge(status), make("small", { text: places.length < all ? `${places.length} of ${counted(all, "route")}` : counted(all, "route") })]),
    ...(cause ? [make("p", { className: "note", text: cause })] : []),
    folded(list, most),
  ]);
}

/* What the routes of one status turn on. */
function causeOf(status, routes) {
  const counts = new Map();
  const count = (words) => counts.set(words, (counts.get(words) || 0) + 1);
  for (const { roles, steps, weaklyKnown = [] } of routes) {
    const atFault = steps.flatMap((step, i) => (step.status === status && roles[i + 1] ? [`${roles[i].label} to ${roles[i + 1].label}`] : []));
    const turning = status === "supported" ? weaklyKnown : atFault;
    turning.forEach(count);
    if (status !== "supported" && !turning.length) count("a limit that is kept at one end of what is said");
  }
  if (!counts.size) return "";
  const causes = [...counts].sort((a, b) => b[1] - a[1]).map(([words, times]) => (routes.length > 1 ? `${words} (${times})` : words));
  const named = causes.slice(0, MOST_CAUSES);
  const more = causes.length > named.length ? [`${causes.length - named.length} more`] : [];
  return `${CAUSES[status]}: ${joined([...named, ...more])}.`;
}

/* Routes that have all their roles but the last in common go one way to several goals. */
function waysOf(routes, places) {
  const ways = new Map();
  for (const place of places) {
    const key = JSON.stringify(routes[place].roles.slice(0, -1).map(({ label, node }) => node ?? label));
    if (!ways.has(key)) ways.set(key, []);
    ways.get(key).push(place);
  }
  return [...ways.values()];
}
function wayLines({ routes, total = routes.length }, number, places) {
  if (places.length < 2) return places.map((place) => routeButton(routes[place], number, place));
  const goals = places.map((place) => routes[place].roles[routes[place].roles.length - 1]);
  const levels = new Set(goals.map(({ level }) => level || ""));
  const words = counted(new Set(goals.map(({ label }) => label)).size, `${levels.size === 1 ? [...levels][0] : ""} role`.trim()) + (total > routes.length ? ", among the routes shown" : "");
  const shared = routes[places[0]].roles.slice(0, -1);
  return [
    make("p", { className: "way" }, [chainOf([...shared, { label: words }])]),
    folded(make("ul", { className: "chips" }, places.map((place, i) => make("li", {}, [goalButton(goals[i], routes[place], number, place)]))), MOST_GOALS),
  ];
}

const chainOf = (roles) => make("span", { className: "chain" }, roles.flatMap((role, i) => [
  ...(i ? [make("span", { className: "arrow", text: " → " })] : []),
  make("span", { text: role.label }),
]));
const routeWords = ({ roles }, place) => `Route ${place + 1}: ${roles.map(({ label }) => label).join(", then ")}`;
function routeButton(route, answer, place) {
  return button("route", [make("span", { className: "number", text: String(place + 1) }), chainOf(route.roles), ...notSaid(route)],
    () => selectRoute(answer, place, { center: true }));
}
/* A limit that is kept only because nobody says more is no limit that is known to be kept. */
const notSaid = ({ notKnown = [] }) => (notKnown.length ? [make("small", { className: "not-said", text: "as far as is known", title: capital(notKnown.join("; ")) })] : []);
const goalButton = ({ label }, route, answer, place) =>
  button("chip route", [make("span", { className: "number", text: String(place + 1) }), make("span", { text: label }), ...notSaid(route)],
    () => selectRoute(answer, place, { center: true }), { "aria-label": routeWords(route, place) });

/* A page that can answer has all routes of a question whose answer it came with, too. */
const otherRoutes = ({ question, routes = [], total = routes.length }) => (canAsk && question && total > routes.length && state.asked !== question
  ? [button("link", [`All ${total} routes`], () => askPhrase(question))] : []);
