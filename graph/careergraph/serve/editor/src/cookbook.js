/* The cookbook: a list to search in, and for each question a form of its parameters. */

import { names as fitting } from "./complete.js";
import { $, h } from "./dom.js";

let all = [];

export async function load(choose) {
  try {
    const response = await fetch("queries", { headers: { accept: "application/json" } });
    if (!response.ok) throw new Error();
    const answer = await response.json();
    all = Array.isArray(answer) ? answer : answer.queries;
  } catch {
    $("no-recipe").textContent = "The cookbook cannot be read.";
    $("no-recipe").hidden = false;
    return;
  }
  $("recipes").replaceChildren(...all.map((each) => h("li", { "data-words": `${each.name} ${each.title} ${each.summary}`.toLowerCase() },
    h("button", { type: "button", class: "entry", "data-recipe": each.name, click: () => choose(each) }, h("b", {}, each.title), h("small", {}, each.summary)))));
  $("find").addEventListener("input", find);
}

export const recipe = (name) => all.find((each) => each.name === name);

/* The text without its header, which the card and the form tell already. */
export const bare = (text) => text.replace(/^#\+.*\n/gm, "");

/* The question whose text this is. */
export const named = (text) => all.find((each) => bare(each.text) === text);

function find() {
  const words = $("find").value.toLowerCase().split(/\s+/).filter(Boolean);
  let count = 0;
  for (const item of $("recipes").children) {
    item.hidden = !words.every((word) => item.dataset.words.includes(word));
    count += !item.hidden;
  }
  $("no-recipe").hidden = count > 0;
}

export function mark(name) {
  for (const button of $("recipes").querySelectorAll("[data-recipe]")) {
    if (button.dataset.recipe === name) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
  }
}

/* Shows what a question answers and its form; `run` is given the values. */
export function show(each, values, run) {
  const fields = each.parameters.map((parameter) => field(each, parameter, values?.[parameter.name] ?? parameter.example ?? ""));
  const form = h("form", { class: "form", submit: (event) => {
    event.preventDefault();
    run(Object.fromEntries(new FormData(form)));
  } }, fields, fields.length ? h("button", { class: "primary", type: "submit" }, "Ask with these") : null);
  $("recipe").replaceChildren(h("div", { class: "headline" }, h("h2", {}, each.title), h("button", { type: "button", class: "icon", "aria-label": "Close this question", title: "Close", click: hide }, "×")),
    h("p", {}, each.summary), fields.length ? form : "");
  $("recipe").hidden = false;
  mark(each.name);
}

export function hide() {
  $("recipe").hidden = true;
  mark(null);
}

const isName = (kind) => kind && !kind.startsWith("xsd:");

function field(each, parameter, value) {
  const id = `of-${parameter.name}`;
  const input = h("input", { id, name: parameter.name, value: text(value), required: !parameter.optional, "aria-describedby": `${id}-about`,
    inputmode: /decimal|integer|double|gYear/.test(parameter.kind) ? "decimal" : null, autocomplete: "off", spellcheck: "false" });
  const names = isName(parameter.kind) ? listed(input, `${id}-names`, parameter.kind) : null;
  return h("div", { class: "field" }, h("label", { for: id }, parameter.name, parameter.optional ? h("i", {}, "optional") : null), input, names,
    h("small", { id: `${id}-about` }, parameter.meaning || parameter.kind));
}

/* A name as it stands in the text of a query is put into the form without quotes. */
const text = (value) => /^"(.*)"$/s.exec(value)?.[1] ?? value;

/* Names that fit what is typed, as a list that arrows walk. */
function listed(input, id, kinds) {
  const list = h("ul", { id, role: "listbox", class: "names", hidden: true, "aria-label": "Names" });
  let at = -1, asked = null;
  Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-controls": id, "aria-expanded": "false" }).forEach(([name, value]) => input.setAttribute(name, value));
  const close = () => {
    asked?.abort();
    list.hidden = true;
    at = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const move = (to) => {
    at = (to + list.children.length) % list.children.length;
    [...list.children].forEach((item, each) => item.setAttribute("aria-selected", each === at));
    input.setAttribute("aria-activedescendant", list.children[at].id);
    list.children[at].scrollIntoView({ block: "nearest" });
  };
  const take = (name) => {
    input.value = name;
    close();
  };
  const offer = async () => {
    asked?.abort();
    asked = new AbortController();
    const { signal } = asked;
    if (!input.value.trim()) return close();
    const found = await fitting(input.value.trim(), kinds.split(" or "), signal).catch(() => []);
    if (signal.aborted || document.activeElement !== input) return;
    list.replaceChildren(...found.slice(0, 12).map((each, number) => h("li", { role: "option", id: `${id}-${number}`, "aria-selected": "false", mousedown: (event) => (event.preventDefault(), take(each.text)) }, each.label, h("small", {}, each.text))));
    list.hidden = !found.length;
    input.setAttribute("aria-expanded", String(found.length > 0));
    at = -1;
  };
  let timer;
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(offer, 130);
  });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") move(at + (event.key === "ArrowDown" ? 1 : at < 0 ? 0 : -1));
    else if (event.key === "Enter" && at >= 0) list.children[at].dispatchEvent(new MouseEvent("mousedown", { cancelable: true }));
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  });
  return list;
}
