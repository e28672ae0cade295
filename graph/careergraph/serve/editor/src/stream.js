/* Answers read while they arrive, so that the first rows are seen at once and nothing freezes. */

import { seconds } from "./dom.js";

export const MOST_KEPT = 100_000;

const [BACKSLASH, QUOTE, OPENING, CLOSING, BRACKET] = [92, 34, 123, 125, 93];

export class AnswerError extends Error {}

/* The rows of SPARQL's JSON, found by counting brackets; each piece is parsed when it is whole. */
export class Rows {
  constructor() {
    Object.assign(this, { text: "", at: 0, depth: 0, inText: false, escaped: false, started: false, ended: false, columns: null, truth: null });
  }

  /* The rows that became whole with this piece of text. */
  feed(piece) {
    if (this.ended) return [];
    this.text += piece;
    if (!this.started && !this.begin()) return [];
    return this.scan();
  }

  begin() {
    const found = /"bindings"\s*:\s*\[/.exec(this.text);
    if (!found) return false;
    const columns = /"vars"\s*:\s*(\[[^\]]*\])/.exec(this.text.slice(0, found.index));
    this.columns = columns ? JSON.parse(columns[1]) : null;
    this.text = this.text.slice(found.index + found[0].length);
    this.started = true;
    return true;
  }

  scan() {
    const text = this.text;
    let open = this.depth ? 0 : -1; /* where the row begins that is not whole yet */
    let first = open, end = -1;
    for (let at = this.at; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (this.inText) {
        if (this.escaped) this.escaped = false;
        else if (code === BACKSLASH) this.escaped = true;
        else if (code === QUOTE) this.inText = false;
      } else if (code === QUOTE) this.inText = true;
      else if (code === OPENING) {
        if (this.depth++ === 0) open = at;
        if (first < 0) first = at;
      } else if (code === CLOSING) {
        if (--this.depth === 0) end = at + 1;
      } else if (code === BRACKET && this.depth === 0) {
        this.ended = true;
        break;
      }
    }
    this.text = this.depth ? text.slice(open) : "";
    this.at = this.text.length;
    return end < 0 ? [] : JSON.parse(`[${text.slice(first, end)}]`);
  }

  /* Raises AnswerError when the answer was cut off. */
  end() {
    if (this.ended) return;
    try {
      const whole = JSON.parse(this.text);
      if (typeof whole.boolean === "boolean") {
        this.truth = whole.boolean;
        return;
      }
    } catch { /* said below */ }
    throw new AnswerError("the answer broke off before its end: the service stopped it, or the connection was lost");
  }
}

/* The triples of N-Triples, a line each. */
export class Lines {
  constructor() {
    Object.assign(this, { text: "", columns: ["subject", "predicate", "object"], truth: null, isGraph: true });
  }

  feed(piece) {
    const lines = (this.text + piece).split("\n");
    this.text = lines.pop();
    return lines.map(triple).filter(Boolean);
  }

  end() {
    if (this.text.trim()) throw new AnswerError("the answer broke off before its end: the service stopped it, or the connection was lost");
  }
}

const TERM = /\s*(?:<([^>]*)>|(_:[^\s]+)|"((?:[^"\\]|\\.)*)"(?:@([\w-]+)|\^\^<([^>]*)>)?)/y;
const ESCAPES = { t: "\t", b: "\b", n: "\n", r: "\r", f: "\f" };

function plain(text) {
  return text.replace(/\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))/g, (_, four, eight, one) =>
    one ? (ESCAPES[one] ?? one) : String.fromCodePoint(Math.min(parseInt(four ?? eight, 16), 0x10ffff)));
}

function triple(line) {
  if (!line.trim() || line.startsWith("#")) return null;
  const terms = [];
  TERM.lastIndex = 0;
  while (terms.length < 3) {
    const found = TERM.exec(line);
    if (!found) return { subject: { type: "literal", value: line } };
    const [, iri, blank, text, language, datatype] = found;
    if (iri !== undefined) terms.push({ type: "uri", value: plain(iri) });
    else if (blank) terms.push({ type: "bnode", value: blank.slice(2) });
    else terms.push({ type: "literal", value: plain(text), "xml:lang": language, datatype });
  }
  return { subject: terms[0], predicate: terms[1], object: terms[2] };
}

/* Reads an answer; `found` is given each portion of rows with the reader. Returns the reader. */
export async function read(response, found, stop) {
  const isLines = /n-triples|n-quads/.test(response.headers.get("content-type") ?? "");
  const reader = isLines ? new Lines() : new Rows();
  const decoder = new TextDecoder();
  const body = response.body.getReader();
  let count = 0, last = performance.now();
  for (;;) {
    const { done, value } = await body.read();
    const rows = reader.feed(done ? decoder.decode() : decoder.decode(value, { stream: true }));
    reader.isCut = count + rows.length > MOST_KEPT;
    found(reader, reader.isCut ? rows.slice(0, MOST_KEPT - count) : rows);
    count += rows.length;
    if (reader.isCut) {
      stop();
      return reader;
    }
    if (done) break;
    if (performance.now() - last > 40) {
      await new Promise((resolve) => setTimeout(resolve));
      last = performance.now();
    }
  }
  reader.end();
  return reader;
}

/* What the service says is wrong, in one line. */
export async function fault(response) {
  const text = (await response.text()).slice(0, 4000).trim();
  const said = message(text) || `the service answered ${response.status} ${response.statusText}`.trim();
  const wait = response.headers.get("retry-after");
  return new AnswerError(wait && response.status === 503 ? `${said} (try again in ${/^\d+$/.test(wait) ? seconds(wait * 1000) : "a while"})` : said);
}

function message(text) {
  try {
    const said = JSON.parse(text);
    const of = said.error?.message ?? said.message ?? said.detail ?? said.error ?? said.title;
    return typeof of === "string" ? of : text;
  } catch {
    return /^\s*</.test(text) ? "" : text;
  }
}
