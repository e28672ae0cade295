/* Elements made from data. Text is only ever put in as text, and links lead to the web or to us. */

const SPACE = "http://www.w3.org/2000/svg";

export const about = JSON.parse(document.getElementById("about").textContent);

export const $ = (id) => document.getElementById(id);

/* An element with attributes (a function is a listener, null and false leave one out). */
export function h(tag, attributes = {}, ...children) {
  return filled(document.createElement(tag), attributes, children);
}

export function svg(tag, attributes = {}, ...children) {
  return filled(document.createElementNS(SPACE, tag), attributes, children);
}

function filled(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") node.addEventListener(name, value);
    else if (value !== null && value !== undefined && value !== false) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/* Where a node can be read about: here when it is ours or has a name here, else where its IRI
   leads, if to the web. */
function address(iri, isKnown) {
  const [id, ontology] = [about.id, about.ontology];
  if (iri.startsWith(id) && /^[\w.~-]+\/[\w.~%()'!*+,;=@:-]+$/.test(iri.slice(id.length))) return `id/${iri.slice(id.length)}`;
  if (iri.startsWith(ontology)) return `ontology#${encodeURIComponent(iri.slice(ontology.length))}`;
  if (!/^https?:\/\//i.test(iri)) return null;
  return isKnown ? `id/?iri=${encodeURIComponent(iri)}` : iri;
}

export function link(iri, text, isKnown = false) {
  const to = address(iri, isKnown);
  if (to === null) return h("span", { title: iri }, text);
  const isOurs = !/^https?:/i.test(to);
  return h("a", { href: to, title: iri, rel: isOurs ? null : "noreferrer noopener external" }, text);
}

const prefixes = Object.entries(about.prefixes).sort((a, b) => b[1].length - a[1].length);

const shortened = new Map();

/* The IRI as it is written in a query: role:data-scientist, or whole. */
export function compact(iri) {
  if (!shortened.has(iri)) shortened.set(iri, abbreviated(iri));
  return shortened.get(iri);
}

function abbreviated(iri) {
  for (const [prefix, space] of prefixes) {
    const rest = iri.slice(space.length);
    if (iri.startsWith(space) && /^[\w-][\w.-]*$/.test(rest) && !rest.endsWith(".")) return `${prefix}:${rest}`;
  }
  return iri;
}

export const whole = new Intl.NumberFormat("en").format;

export const counted = (number, one, many = `${one}s`) => `${whole(number)} ${number === 1 ? one : many}`;

export function seconds(milliseconds) {
  return milliseconds < 995 ? `${Math.max(1, Math.round(milliseconds))} ms` : `${(milliseconds / 1000).toFixed(2)} s`;
}

/* What is kept between visits; a browser that keeps nothing is none the worse. */
export const kept = {
  get(name, otherwise) {
    try {
      return JSON.parse(localStorage.getItem(`careergraph.${name}`)) ?? otherwise;
    } catch {
      return otherwise;
    }
  },
  set(name, value) {
    try {
      localStorage.setItem(`careergraph.${name}`, JSON.stringify(value));
    } catch { /* it is full, or refused */ }
  },
};

/* Buttons of a row of tabs: arrows move, and each names the panel that it shows. */
export function tabs(list, chosen) {
  const all = () => [...list.querySelectorAll("[role=tab]")].filter((tab) => !tab.hidden);
  const choose = (tab, { focus = false } = {}) => {
    for (const each of list.querySelectorAll("[role=tab]")) {
      const isIt = each === tab;
      each.setAttribute("aria-selected", isIt);
      each.tabIndex = isIt ? 0 : -1;
      $(each.getAttribute("aria-controls")).hidden = !isIt;
    }
    if (focus) tab.focus();
    chosen(tab.dataset.name);
  };
  list.addEventListener("click", (event) => {
    const tab = event.target.closest("[role=tab]");
    if (tab) choose(tab);
  });
  list.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const shown = all();
    choose(shown[(shown.indexOf(event.target) + step + shown.length) % shown.length], { focus: true });
    event.preventDefault();
  });
  return (name) => {
    const tab = all().find((each) => each.dataset.name === name);
    if (tab) choose(tab);
    return Boolean(tab);
  };
}
