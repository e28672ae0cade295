/* Rows as a table: a thousand at a time, sorted and filtered over all that were read. */

import { compact, counted, h, link, whole } from "./dom.js";
import { fetched, label } from "./labels.js";

export const AT_ONCE = 1000;
const NUMBERS = /#(integer|decimal|double|float|int|long|short|byte|nonNegativeInteger|positiveInteger|gYear|unsignedInt)$/;

export const isNumber = (term) => term?.type.endsWith("literal") && NUMBERS.test(term.datatype ?? "") && term.value.trim() !== "" && Number.isFinite(Number(term.value));

/* What a term is read as; a triple of RDF 1.2 is its three terms. */
export function words(term) {
  if (!term) return "";
  if (term.type === "triple") return `<< ${["subject", "predicate", "object"].map((part) => words(term.value[part])).join(" ")} >>`;
  if (term.type === "uri") return label(term.value) || compact(term.value);
  return term.type === "bnode" ? `_:${term.value}` : term.value;
}

export class Table {
  constructor(host, { tell }) {
    Object.assign(this, { host, tell, rows: [], columns: [], shown: AT_ONCE, sorted: null, wanted: "" });
  }

  begin(columns) {
    Object.assign(this, { rows: [], columns, shown: AT_ONCE, sorted: null, wanted: "", drawn: 0 });
    this.head = h("tr", {}, columns.map((column, at) => this.heading(column, at)));
    this.body = h("tbody");
    this.more = h("div", { class: "more" });
    this.table = h("table", { "aria-label": "Answer" }, h("thead", {}, this.head), this.body);
    this.host.replaceChildren(h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "Rows of the answer" }, this.table), this.more);
  }

  heading(column, at) {
    const name = h("button", { type: "button", click: () => this.sort(at), title: `Sort by ${column}` }, column, h("span", { class: "arrow", "aria-hidden": "true" }));
    return h("th", { scope: "col" }, name);
  }

  /* Takes rows as they come; the first thousand are drawn at once. */
  add(rows) {
    for (const row of rows) this.rows.push(row);
    if (this.drawn < Math.min(this.shown, this.rows.length)) this.draw(this.drawn);
  }

  end() {
    this.draw(this.drawn);
    this.names();
  }

  get found() {
    if (this.view?.of === this.rows.length) return this.view.rows;
    let rows = this.rows;
    if (this.wanted) rows = rows.filter((row) => this.columns.some((column) => holds(row[column], this.wanted)));
    if (this.sorted) rows = ordered(rows, this.columns[this.sorted.at], this.sorted.down);
    this.view = { of: this.rows.length, rows };
    return rows;
  }

  filter(wanted) {
    Object.assign(this, { wanted: wanted.trim().toLowerCase(), shown: AT_ONCE, view: null });
    this.redraw();
    this.tell();
  }

  /* Up, then down, then as it came. */
  sort(at) {
    const was = this.sorted?.at === at ? this.sorted.down : null;
    this.sorted = was === true ? null : { at, down: was === false };
    [...this.head.children].forEach((cell, each) => {
      if (this.sorted?.at === each) cell.setAttribute("aria-sort", this.sorted.down ? "descending" : "ascending");
      else cell.removeAttribute("aria-sort");
    });
    this.view = null;
    this.redraw();
  }

  redraw() {
    this.body.replaceChildren();
    this.draw(0);
    this.names();
  }

  draw(from) {
    const rows = this.wanted || this.sorted ? this.found : this.rows;
    const piece = document.createDocumentFragment();
    const to = Math.min(rows.length, this.shown);
    for (let at = from; at < to; at++) piece.append(h("tr", {}, this.columns.map((column) => this.cell(rows[at][column], column))));
    this.body.append(piece);
    this.drawn = to;
    const left = rows.length - to;
    this.more.replaceChildren(...(left > 0 ? [
      h("p", {}, `The first ${whole(to)} of ${counted(rows.length, "row")} are shown; sorting and the filter see all of them.`),
      h("button", { type: "button", class: "plain", click: () => this.showMore() }, `Show ${whole(Math.min(AT_ONCE, left))} more`),
    ] : []));
  }

  showMore() {
    this.shown += AT_ONCE;
    this.draw(this.drawn);
    this.names();
  }

  cell(term, column) {
    if (!term) return h("td", { class: "none" });
    if (isNumber(term)) return h("td", { class: "number" }, Math.abs(term.value) >= 10000 && !term.datatype.endsWith("gYear") ? new Intl.NumberFormat("en", { maximumFractionDigits: 20 }).format(term.value) : term.value);
    return h("td", {}, this.term(term, column));
  }

  term(term, column) {
    if (term.type === "triple") return ["<< ", ...["subject", "predicate", "object"].flatMap((part) => [this.term(term.value[part]), " "]), ">>"].flat();
    if (term.type === "uri") return this.node(term.value, this.columns.includes(`${column}Label`));
    if (term.type === "bnode") return h("span", { class: "iri" }, `_:${term.value}`);
    return [term.value, term["xml:lang"] ? h("span", { class: "tag" }, term["xml:lang"]) : null];
  }

  /* The name with the IRI beside it; the IRI alone where a column beside has the name. */
  node(iri, isNamed) {
    const name = isNamed ? "" : label(iri);
    if (name) return [link(iri, name, true), h("span", { class: "iri" }, compact(iri))];
    const shown = link(iri, compact(iri));
    if (!isNamed) shown.dataset.iri = iri;
    shown.classList.add("bare");
    return shown;
  }

  async names() {
    const bare = [...this.body.querySelectorAll("[data-iri]")];
    if (!(await fetched(bare.map((each) => each.dataset.iri)))) return;
    for (const each of this.body.querySelectorAll("[data-iri]")) {
      const iri = each.dataset.iri;
      if (label(iri)) each.replaceWith(link(iri, label(iri), true), h("span", { class: "iri" }, compact(iri)));
    }
  }
}

/* Whether a term has these words in its name, its value or its short form. */
function holds(term, wanted) {
  if (!term) return false;
  const short = term.type === "uri" ? compact(term.value) : "";
  return `${words(term)}\n${short}\n${term.value}`.toLowerCase().includes(wanted);
}

function ordered(rows, column, down) {
  const keyed = rows.map((row, at) => ({ row, at, key: key(row[column]) }));
  const sign = down ? -1 : 1;
  keyed.sort((a, b) => {
    if (a.key === b.key) return a.at - b.at;
    if (a.key === null || b.key === null) return a.key === null ? 1 : -1; /* what is missing is last */
    if (typeof a.key !== typeof b.key) return typeof a.key === "number" ? -sign : sign;
    return a.key < b.key ? -sign : sign;
  });
  return keyed.map(({ row }) => row);
}

const key = (term) => (term ? (isNumber(term) ? Number(term.value) : words(term).toLowerCase()) : null);
