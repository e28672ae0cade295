/* Routes for a phrase, each with its status, what every step rests on, and who says so. */

import { $, compact, counted, h, kept, link, seconds, whole } from "./dom.js";
import { fetched, label } from "./labels.js";
import { fault } from "./stream.js";

const AT_ONCE = 5;
const MARKS = { supported: "✓", contested: "≠", unknown: "?", none: "∅" };
let running = null;

export function start(done) {
  const ask = (phrase) => {
    $("phrase").value = phrase;
    done(phrase);
    return answer(phrase);
  };
  $("route-form").addEventListener("submit", (event) => {
    event.preventDefault();
    if ($("phrase").value.trim()) ask($("phrase").value.trim());
  });
  $("route-stop").addEventListener("click", () => running?.abort());
  for (const button of $("phrases").querySelectorAll("button")) button.addEventListener("click", () => ask(button.textContent));
  return ask;
}

async function answer(phrase) {
  running?.abort();
  const mine = (running = new AbortController());
  const began = performance.now();
  $("routes").replaceChildren();
  $("route-fault").hidden = true;
  $("route-told").textContent = "Searching …";
  $("route-stop").hidden = false;
  try {
    const response = await fetch(`route?${new URLSearchParams({ q: phrase })}`, { headers: { accept: "application/json" }, signal: mine.signal });
    if (!response.ok) throw await fault(response);
    const found = await response.json();
    if (mine !== running) return;
    await names(found);
    show(found, phrase);
    $("route-told").textContent = `Answered in ${seconds(performance.now() - began)}.`;
  } catch (error) {
    if (mine !== running) return;
    $("route-told").textContent = mine.signal.aborted ? "Stopped." : "";
    if (mine.signal.aborted) return;
    $("route-fault").replaceChildren(h("strong", {}, "This did not work: "), error.message);
    $("route-fault").hidden = false;
  } finally {
    if (mine === running) $("route-stop").hidden = true;
  }
}

/* Units of pay are the only nodes that an answer gives without their names. */
const names = (found) => fetched(found.routes.flatMap((each) => (each.costs.pay ?? []).map((pay) => pay.unit)).filter(Boolean));

const badge = (status) => h("span", { class: `badge ${status in MARKS ? status : ""}` }, h("span", { "aria-hidden": "true" }, `${MARKS[status] ?? ""} `), status);

function show(found, phrase) {
  const sources = new Map(found.sources.map((each) => [each.iri, each.title]));
  const query = new URLSearchParams({ q: phrase });
  const parts = Object.entries(found.counts).filter(([, count]) => count).map(([status, count]) => `${whole(count)} ${status}`).join(", ");
  const head = h("div", { class: "verdict" }, h("h2", {}, badge(found.status), " ", found.status === "none" ? "No route" : `${counted(found.total, "route")}`, parts && found.total > 1 ? h("small", {}, ` ${parts}${shown(found)}`) : null),
    h("p", {}, h("a", { href: `route.html?${query}` }, "The whole answer as a page"), " · ", ...["json", "ttl", "md"].flatMap((each) => [h("a", { href: `route.${each}?${query}` }, { json: "JSON", ttl: "Turtle", md: "Markdown" }[each]), each === "md" ? "" : " · "])),
    ...found.notes.map((note) => h("p", {}, h("small", {}, note))));
  const list = h("ol", { class: "routes" });
  const more = h("button", { type: "button", class: "plain" });
  const draw = () => {
    const from = list.children.length;
    list.append(...found.routes.slice(from, from + AT_ONCE).map((each) => route(each, sources)));
    const left = found.routes.length - list.children.length;
    more.hidden = left === 0;
    more.textContent = `Show ${Math.min(AT_ONCE, left)} more of ${whole(left)}`;
  };
  more.addEventListener("click", draw);
  draw();
  $("routes").replaceChildren(head, list, more, found.status === "none" ? why(found, sources) : "", cited(found));
}

const shown = ({ routes, total }) => (routes.length < total ? `; the best ${whole(routes.length)} are shown` : "");

/* What an answer takes for granted, and what nobody says of it. */
function limits({ status, not_known: unknown = [], baseline }) {
  const assumed = baseline?.origin === "assumed" ? [h("p", { class: "note" }, "A further degree is one above a bachelor's degree, which is assumed.")] : [];
  if (!unknown.length) return assumed;
  return [...assumed, h("p", { class: "note" }, status === "none" ? "" : `${status[0].toUpperCase()}${status.slice(1)} as far as is known. `, `Not known: ${unknown.join("; ")}.`)];
}

function route(each, sources) {
  const stops = each.roles.map((role) => h("li", {}, link(role.iri, role.label), role.level ? h("small", {}, role.level) : null));
  return h("li", { class: "route" },
    h("div", { class: "chain" }, badge(each.status), h("ol", { class: "stops", "aria-label": "Roles on the way" }, stops)),
    each.why ? h("p", {}, each.why) : null,
    limits(each),
    h("dl", { class: "costs" }, costs(each).map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value)))),
    h("details", {}, h("summary", {}, `What its ${counted(each.steps.length, "step")} rest${each.steps.length === 1 ? "s" : ""} on`), h("ol", { class: "steps" }, each.steps.map((step) => stepOf(step, each, sources)))));
}

function costs({ costs: cost, weakest }) {
  return [
    ["Steps", whole(cost.steps)],
    ["Years", cost.years ? years(cost.years) : "not known"],
    ["Pay at the goal", cost.pay ? cost.pay.map(amount).join("; ") : "not known"],
    ["New skills", whole(cost.new_skills)],
    ["Weakest link", weakest?.why ?? ""],
  ].filter(([, value]) => value);
}

const years = ({ minimum, maximum }) => (maximum === null || maximum === undefined ? `${minimum} or more` : minimum === maximum ? `${minimum}` : `${minimum} to ${maximum}`);

function amount({ minimum, maximum, unit, scope }) {
  const [low, high] = [minimum, maximum].map((each) => (each === null || each === undefined ? null : whole(each)));
  const range = low && high && low !== high ? `${low} to ${high}` : high === null ? `${low} or more` : low === null ? `up to ${high}` : low;
  const where = Object.values(scope ?? {}).filter((each) => typeof each === "string").join(", ");
  return `${range}${unit ? ` ${label(unit) || compact(unit)}` : ""}${where ? ` (${where})` : ""}`;
}

function stepOf(step, { roles }, sources) {
  const name = (iri) => roles.find((role) => role.iri === iri)?.label ?? compact(iri);
  const where = step.industries?.length ? ` in ${step.industries.join(", ")}` : "";
  return h("li", {}, h("p", {}, link(step.iri, `${name(step.from)} → ${name(step.to)}`), ` ${step.kind ?? ""}${where} `, badge(step.status)),
    h("ul", {}, said(step, sources), (step.requires ?? []).map((each) => h("li", {}, "Needs ", link(each.iri, lower(each.label)), ` (${[each.strength, each.met].filter(Boolean).join(", ")})`)),
      (step.denies ?? []).map((each) => h("li", {}, "Does not need ", link(each.iri, lower(each.label)), ", a source says"))));
}

const lower = (text) => (/^[A-Z](?:[a-z]| [a-z])/.test(text) ? text[0].toLowerCase() + text.slice(1) : text);

/* The same basis said of several industries is one line. */
function said({ says = [] }, sources) {
  const seen = new Map();
  for (const each of says) {
    const key = JSON.stringify([each.affirms, each.basis, each.sources]);
    seen.set(key, { ...each, claims: [...(seen.get(key)?.claims ?? []), each.claim] });
  }
  return [...seen.values()].map(({ affirms, basis, sources: of, claims }) => h("li", {}, affirms ? "Possible, " : "Not possible, ", basis, ": ",
    of.flatMap((iri, at) => [at ? ", " : "", link(iri, sources.get(iri) ?? compact(iri))]), " ", claims.map((claim, at) => [at ? " " : "", link(claim, claims.length > 1 ? `[claim ${at + 1}]` : "[claim]")]).flat()));
}

function why(found) {
  if (!found.why_not?.length) return h("p", { class: "note" }, "No single change, and no two or three together, would open one.");
  return h("section", { class: "why" }, h("h3", {}, "What would open a route"), h("ul", {}, found.why_not.slice(0, 12).map((each) => h("li", {}, h("b", {}, each.change), each.route?.roles ? `: ${each.route.roles.map((role) => role.label).join(" → ")}` : ""))));
}

function cited({ sources, passages = [] }) {
  if (!sources.length) return "";
  const places = (iri) => passages.filter((each) => each.source === iri);
  return h("section", { class: "cited" }, h("h3", {}, "Where it is said"), h("ul", {}, sources.map((each) => h("li", {}, link(each.iri, each.title),
    places(each.iri).length ? h("details", {}, h("summary", {}, counted(places(each.iri).length, "place")), h("ul", {}, places(each.iri).slice(0, 60).map((place) => h("li", {}, place.place)))) : null))));
}
