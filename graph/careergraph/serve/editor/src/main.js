/* The page of the editor: what is asked is in the address, so that it can be shared. */

import * as answers from "./answers.js";
import * as code from "./code.js";
import * as cookbook from "./cookbook.js";
import { $, about, counted, kept, tabs } from "./dom.js";
import * as routes from "./routes.js";

const FIRST = `# Roles and their levels. Ctrl-Enter asks; Ctrl-Space completes.
SELECT ?role ?level
WHERE {
  ?role a career:Role ;
        career:level ?level .
}
LIMIT 50
`;

/* ---- the graph at hand */

$("name").textContent = about.name;
document.title = `${about.name}: SPARQL and routes`;
$("size").textContent = [about.size ?? (about.triples ? counted(about.triples, "triple") : ""), about.version ? `version ${String(about.version).slice(0, 19)}` : "", about.writable ? "can be changed" : ""].filter(Boolean).join(" · ");

/* ---- colours */

const dark = matchMedia("(prefers-color-scheme: dark)");
const theme = () => kept.get("theme", dark.matches ? "dark" : "light");
const paint = () => (document.documentElement.dataset.theme = theme());
paint();
dark.addEventListener("change", paint);
$("theme").addEventListener("click", () => {
  kept.set("theme", theme() === "dark" ? "light" : "dark");
  paint();
});

/* ---- asking */

const room = tabs($("rooms"), (name) => write({ room: name }));
const side = tabs($("sides"), (name) => name === "past" && showPast());
const put = answers.start({
  done(question, outcome) {
    if (question.text) answers.remember(question.text, outcome);
    if (!$("side-past").hidden) showPast();
  },
});
const askRoute = routes.start((phrase) => write({ room: "routes", route: phrase }));

code.open({ query: kept.get("draft", FIRST), run, changed });

function changed() {
  if (code.text().length < 200_000) kept.set("draft", code.text());
  queueMicrotask(code.unmark);
}

function run() {
  const text = code.text();
  if (text.trim()) ask({ text, isUpdate: answers.isUpdate(text) });
}

function ask(question) {
  const given = Object.entries(question.parameters ?? {}).map(([name, value]) => [`p.${name}`, value]);
  write({ room: "query", asked: question.recipe ? { recipe: question.recipe, ...Object.fromEntries(given) } : { query: question.text } });
  put(question);
}

$("run").addEventListener("click", run);

/* A question of the cookbook: its text can be read and changed, its form asks with other values. */
function choose(recipe, values = null) {
  const text = cookbook.bare(recipe.text);
  code.put(text);
  cookbook.show(recipe, values, (parameters) => ask({ recipe: recipe.name, parameters }));
  if (matchMedia("(max-width: 820px)").matches) $("side").open = false;
  if (values) ask({ recipe: recipe.name, parameters: values });
  else ask({ text });
}

function showPast() {
  answers.past((text) => {
    cookbook.hide();
    code.put(text);
    code.focus();
  });
}
$("forget").addEventListener("click", () => {
  kept.set("history", []);
  showPast();
});

$("share").addEventListener("click", async () => {
  const told = $("shared");
  try {
    await navigator.clipboard.writeText(location.href);
    told.textContent = "The link is copied";
  } catch {
    told.textContent = "The link is this page's address";
  }
  setTimeout(() => (told.textContent = ""), 4000);
});

/* ---- the address */

const shown = { room: "query", asked: {}, view: "table", route: "" };
let isReading = false;

/* Puts into the address what is shown, as a step that the browser's Back takes back. */
function write(changes) {
  Object.assign(shown, changes);
  if (isReading) return;
  const { room: at, asked, view, route } = shown;
  const isAsked = Object.keys(asked).length > 0;
  const fields = new URLSearchParams(at === "routes" ? (route ? { route } : { room: at }) : { ...asked, ...(isAsked && view !== "table" ? { view } : {}) });
  if (String(fields) !== String(new URLSearchParams(location.hash.slice(1)))) history.pushState(null, "", `#${fields}`);
}

document.addEventListener("careergraph:view", ({ detail }) => write({ view: detail }));

function readAddress() {
  const state = new URLSearchParams(location.hash.slice(1));
  const [query, phrase, recipe] = [state.get("query"), state.get("route"), cookbook.recipe(state.get("recipe"))];
  isReading = true;
  write({ view: ["graph", "pay", "text"].includes(state.get("view")) ? state.get("view") : "table" });
  answers.wanted(shown.view);
  room(phrase || state.get("room") === "routes" ? "routes" : "query");
  if (phrase) askRoute(phrase);
  else if (recipe) choose(recipe, values(recipe, state));
  else if (query) open(query);
  isReading = false;
}

/* The values of a form in the address, or null when it has none. */
function values(recipe, state) {
  const known = recipe.parameters.filter(({ name }) => state.has(`p.${name}`));
  return known.length ? Object.fromEntries(recipe.parameters.map(({ name }) => [name, state.get(`p.${name}`) ?? ""])) : null;
}

/* A query that came with a link. It may ask, but not change the graph. */
function open(query) {
  const named = cookbook.named(query);
  code.put(query);
  if (named) cookbook.show(named, null, (parameters) => ask({ recipe: named.name, parameters }));
  else cookbook.hide();
  if (!answers.isUpdate(query)) run();
}

addEventListener("popstate", readAddress);

/* "/" goes to the search of the cookbook, as in the page of the graph. */
addEventListener("keydown", (event) => {
  if (event.key === "/" && !event.ctrlKey && !event.metaKey && !/^(INPUT|TEXTAREA)$/.test(document.activeElement.tagName) && document.activeElement !== $("code")) {
    $("side").open = true;
    side("cookbook");
    room("query");
    $("find").focus();
    event.preventDefault();
  }
});

$("side").open = !matchMedia("(max-width: 820px)").matches;
cookbook.load((recipe) => choose(recipe)).then(() => {
  readAddress();
  document.documentElement.dataset.ready = "true";
});
