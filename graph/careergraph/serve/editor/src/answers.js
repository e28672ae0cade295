/* Asking the service, and what it answers: as table, graph, pay, text, and as files. */

import * as code from "./code.js";
import { about, $, counted, h, kept, seconds, tabs, whole } from "./dom.js";
import { drawn as drawnPay, pay } from "./pay.js";
import { AnswerError, fault, MOST_KEPT, read } from "./stream.js";
import { AT_ONCE, Table } from "./table.js";

const ACCEPT = "application/sparql-results+json, application/n-triples;q=0.9, text/turtle;q=0.5, */*;q=0.1";
const FILES = { rows: ["csv", "tsv", "json", "xml"], truth: ["json", "xml"], graph: ["ttl", "nt", "jsonld"] };
const NAMED = { ttl: "Turtle", nt: "N-Triples", jsonld: "JSON-LD", csv: "CSV", tsv: "TSV", json: "JSON", xml: "XML" };
const TYPES = {
  csv: "text/csv", tsv: "text/tab-separated-values", json: "application/sparql-results+json", xml: "application/sparql-results+xml",
  ttl: "text/turtle", nt: "application/n-triples", jsonld: "application/ld+json",
};
const LONGEST = 6000; /* of an address, in characters */
const TEXT_SHOWN = 200_000;

let asked = null; /* what the answer on show is an answer to */
let running = null;
let table, view;
let chosen = "table"; /* the view people want, as long as the answer has it */

/* A question is {text} of SPARQL, or {recipe, parameters} of the cookbook. */
function target(question, format = "") {
  if (question.recipe) {
    const given = new URLSearchParams(question.parameters);
    return { url: `queries/${encodeURIComponent(question.recipe)}${format ? `.${format}` : ""}`, fields: given, mayPost: false };
  }
  const fields = new URLSearchParams(question.isUpdate ? { update: question.text } : { query: question.text });
  return { url: "sparql", fields, mayPost: true };
}

function request(question, accept, signal, format = "") {
  const { url, fields, mayPost } = target(question, format);
  const short = fields.toString();
  const headers = { accept };
  if (mayPost && (question.isUpdate || short.length > LONGEST)) return fetch(url, { method: "POST", headers, body: fields, signal });
  return fetch(short ? `${url}?${short}` : url, { headers, signal });
}

export function start({ done }) {
  table = new Table($("rows"), { tell: () => say() });
  view = tabs($("views"), shown);
  $("stop").addEventListener("click", stop);
  $("filter").addEventListener("input", later(() => table.filter($("filter").value), 150));
  return (question) => ask(question, done);
}

export function stop() {
  running?.abort();
}

export const wanted = (name) => {
  chosen = name || "table";
};

function later(what, wait) {
  let timer;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(what, wait);
  };
}

async function ask(question, done) {
  stop();
  const mine = (running = new AbortController());
  const began = performance.now();
  begin(question);
  try {
    const response = await request(question, ACCEPT, mine.signal);
    if (!response.ok) throw await fault(response);
    const end = await receive(question, response, mine, began);
    if (mine === running) done(question, { rows: end, milliseconds: performance.now() - began });
  } catch (error) {
    if (mine !== running) return;
    if (mine.signal.aborted) tell(`Stopped after ${seconds(performance.now() - began)}.`);
    else wrong(error instanceof AnswerError ? error.message : error.name === "TypeError" ? `the service does not answer: ${error.message}` : error.message);
  } finally {
    if (mine === running) {
      running = null;
      busy(false);
    }
  }
}

function begin(question) {
  asked = { question, kind: null };
  code.unmark();
  for (const id of ["fault", "answer", "truth", "empty"]) $(id).hidden = true;
  $("filter").value = "";
  $("downloads").replaceChildren();
  tell("Asking …");
  busy(true);
}

function busy(isBusy) {
  $("stop").hidden = !isBusy;
  $("run").setAttribute("aria-disabled", isBusy);
  $("answers").setAttribute("aria-busy", isBusy);
}

function tell(text) {
  $("told").textContent = text;
}

async function receive(question, response, mine, began) {
  if (question.isUpdate) {
    tell(`The graph was changed in ${seconds(performance.now() - began)}.`);
    return null;
  }
  const type = response.headers.get("content-type") ?? "";
  if (/turtle|trig|html|markdown|ld\+json/.test(type)) return asText(await response.text(), began);
  let isOpen = false;
  const reader = await read(response, (each, rows) => {
    if (mine !== running || mine.signal.aborted) return;
    if (!isOpen && (each.columns ?? rows.length)) {
      each.columns ??= [...new Set(rows.flatMap(Object.keys))];
      open(each);
      isOpen = true;
    }
    if (isOpen && rows.length) {
      table.add(rows);
      tell(`${counted(table.rows.length, "row")} so far …`);
    }
  }, () => mine.abort());
  asked.milliseconds = performance.now() - began;
  if (reader.truth !== null) return truth(reader.truth);
  if (!isOpen) open(Object.assign(reader, { columns: reader.columns ?? [] }));
  asked.isCut = reader.isCut;
  table.end();
  finish(reader);
  return table.rows.length;
}

/* The first rows are there: show the table while the rest is read. */
function open(reader) {
  asked.kind = reader.isGraph ? "graph" : "rows";
  table.begin(reader.columns);
  $("answer").hidden = false;
  $("views").hidden = $("table-tools").hidden = false;
  for (const name of ["graph", "pay", "text"]) $(`tab-${name}`).hidden = true;
  view("table");
}

function finish(reader) {
  const has = {
    graph: table.rows.length > 0,
    pay: asked.kind === "rows" && (asked.pay = pay(reader.columns, table.rows)) !== null,
    text: asked.kind === "graph",
  };
  for (const name of Object.keys(has)) {
    $(`tab-${name}`).hidden = !has[name];
    $(`view-${name}`).replaceChildren();
  }
  files(asked.kind);
  asked.isWhole = true;
  say();
  if (chosen !== "table") view(chosen);
}

function say() {
  const all = table.rows.length;
  const what = asked.kind === "graph" ? "triple" : "row";
  const found = table.wanted ? `${whole(table.found.length)} of ${counted(all, what)} match` : counted(all, what);
  const cut = asked.isCut ? `: the answer is longer, and only its first ${whole(MOST_KEPT)} were read; download it to have all` : "";
  const some = !asked.isCut && !table.wanted && all > AT_ONCE ? `; the first ${whole(AT_ONCE)} are shown` : "";
  tell(`${found} in ${seconds(asked.milliseconds)}${some}${cut}.`);
}

function truth(isTrue) {
  asked.kind = "truth";
  $("answer").hidden = false;
  $("views").hidden = $("table-tools").hidden = true;
  for (const name of ["table", "graph", "pay", "text"]) $(`view-${name}`).hidden = true;
  $("truth").hidden = false;
  $("truth").className = isTrue ? "truth yes" : "truth no";
  $("truth").textContent = isTrue ? "Yes" : "No";
  files("truth");
  tell(`The answer is ${isTrue ? "yes" : "no"}, in ${seconds(asked.milliseconds)}.`);
  return 1;
}

function asText(text, began) {
  asked.kind = "graph";
  $("answer").hidden = $("views").hidden = false;
  $("table-tools").hidden = true;
  for (const name of ["table", "graph", "pay"]) $(`tab-${name}`).hidden = true;
  $("tab-text").hidden = false;
  view("text");
  $("view-text").replaceChildren(written(text));
  files("graph");
  tell(`Answered in ${seconds(performance.now() - began)}.`);
  return null;
}

const written = (text) => h("pre", { tabindex: 0, "aria-label": "Turtle" }, text.length > TEXT_SHOWN ? `${text.slice(0, TEXT_SHOWN)}\n# … the rest is left out; download it to have all` : text);

/* A view was chosen; those that cost something are made when they are first looked at. */
function shown(name) {
  if (!asked?.isWhole) return;
  chosen = name;
  document.dispatchEvent(new CustomEvent("careergraph:view", { detail: name }));
  const host = $(`view-${name}`);
  if (host.childElementCount && name !== "table") return;
  if (name === "graph") graph(host);
  if (name === "pay") host.replaceChildren(drawnPay(asked.pay));
  if (name === "text") text(host);
}

/* Our page of the part of the graph that the answer names. It runs shut off from this one. */
function graph(host) {
  const { url, fields, mayPost } = target(asked.question, asked.question.recipe ? "html" : "");
  const frame = h("iframe", { sandbox: "allow-scripts allow-downloads allow-popups", title: "The part of the graph that the answer names", name: "graph" });
  const at = `#view=map&theme=${document.documentElement.dataset.theme}`;
  const open = h("form", { action: url + at, method: mayPost && fields.toString().length > LONGEST ? "post" : "get", target: "graph", hidden: true },
    [...fields].map(([name, value]) => h("input", { type: "hidden", name, value })), mayPost ? h("input", { type: "hidden", name: "format", value: "html" }) : null);
  host.replaceChildren(frame, open);
  $("answer").scrollIntoView(); /* a frame out of sight is not drawn */
  open.submit();
}

async function text(host) {
  host.replaceChildren(h("p", { class: "note" }, "Fetching …"));
  try {
    const response = await request(asked.question, "text/turtle");
    if (!response.ok) throw await fault(response);
    host.replaceChildren(written(await response.text()));
  } catch (error) {
    host.replaceChildren(h("p", { class: "note" }, error.message));
  }
}

function files(kind) {
  const question = asked.question;
  $("downloads").replaceChildren(h("span", { id: "downloads-name" }, "Download"), ...FILES[kind].map((format) =>
    h("button", { type: "button", class: "file", click: () => download(question, format) }, NAMED[format])));
}

/* As a file, whole: fetched, so that a fault is told and not saved. */
async function download(question, format) {
  const before = $("told").textContent;
  tell(`Fetching ${NAMED[format]} …`);
  try {
    const response = await request(question, TYPES[format]);
    if (!response.ok) throw await fault(response);
    const file = URL.createObjectURL(await response.blob());
    h("a", { href: file, download: `${question.recipe ?? "answer"}.${format}` }).click();
    setTimeout(() => URL.revokeObjectURL(file), 60_000);
    tell(before);
  } catch (error) {
    wrong(error.message);
  }
}

function wrong(said) {
  const hasPlace = !asked.question.recipe && code.mark(said);
  $("fault").replaceChildren(h("strong", {}, "This did not work: "), h("span", {}, said),
    hasPlace ? h("button", { type: "button", class: "link", click: () => code.goTo(said) }, "Go there") : "");
  $("fault").hidden = false;
  tell("");
}

export const isUpdate = (text) => about.writable && /^(?:\s|#[^\n]*\n|(?:PREFIX\s+[^\s:]*:|BASE)\s*<[^>]*>)*(?:INSERT|DELETE|LOAD|CLEAR|DROP|CREATE|ADD|MOVE|COPY|WITH)\b/i.test(text);

/* ---- what was asked before */

const MOST_PAST = 50;

export function remember(text, { rows, milliseconds }) {
  const others = kept.get("history", []).filter((each) => each.text !== text);
  kept.set("history", [{ text, rows, milliseconds: Math.round(milliseconds), at: Date.now() }, ...others].slice(0, MOST_PAST));
}

export function past(choose) {
  const all = kept.get("history", []).filter((each) => typeof each?.text === "string");
  const about = (each) => [new Date(each.at).toLocaleString(), each.rows === null ? "" : counted(each.rows, "row"), seconds(each.milliseconds)].filter(Boolean).join(" · ");
  $("past").replaceChildren(...all.map((each) => h("li", {}, h("button", { type: "button", class: "entry", click: () => choose(each.text) },
    h("code", {}, gist(each.text)), h("small", {}, about(each))))));
  $("no-past").hidden = all.length > 0;
  $("forget").hidden = all.length === 0;
}

/* A query without its first lines that say nothing new. */
function gist(text) {
  const lines = text.split("\n").filter((line) => line.trim() && !/^\s*(#|PREFIX\b|BASE\b)/i.test(line));
  return lines.join(" ").replace(/\s+/g, " ").slice(0, 120);
}
