/* The names of a graph inside running text: the longest one that begins at a place. */

const WORD = /[\p{L}\p{N}]+|[+#&]+/gu;
const QUOTED = /"([^"]*)"|“([^”]*)”/uy;
const IRI_TEXT = /<[^<>\s]*>|https?:\/\/[^\s,;"]*|[a-z]+:[^\s,;"]+/uy;
const SMALL = new Set(["a", "an", "the", "and", "of", "in", "with", "for", "to", "from", "by", "on"]);
const BY_SHORT_NAME = new Set(["Source", "StepKind"]);

const matchAt = (pattern, text, at) => {
  pattern.lastIndex = at;
  return pattern.exec(text);
};
const lastPart = (iri) => iri.split(/[/#]/).pop();
const countOf = (text, letter) => text.split(letter).length - 1;

/* A name does not reach over a comma that is not its own: 'certification, in law' is two. */
const samePauses = (span, label) =>
  Array.from(',;:.!?()"“”').every((pause) => countOf(span, pause) <= countOf(label, pause));

class Names {
  constructor(nodes, { kinds, prefixes }) {
    this.kinds = kinds;
    this.prefixes = prefixes;
    this.iris = nodes.map(([, name]) => this.expand(name) ?? name);
    this.labels = nodes.map(([, , label]) => label);
    this.kindOf = nodes.map(([kind]) => (kind < 0 ? null : kinds[kind]));
    this.all = nodes.flatMap((row, node) => this.namesOf(row, node)).sort((a, b) => compareAll(a.order, b.order));
    this.byKey = new Map();
    this.byIri = new Map();
    for (const name of this.all) this.add(name);
    this.mostWords = Math.max(0, ...[...this.byKey.keys()].map((key) => key.split(" ").length));
    this.sources = this.all.filter((name) => name.kind === "Source");
  }

  namesOf([kind, , label, others = [], preferred = [label]], node) {
    if (kind < 0) return [];
    const named = (text, isPreferred) => ({
      text, node, kind: this.kinds[kind], isPreferred, key: keyOf(text, { endings: false }),
      order: [kind, isPreferred ? 0 : 1, text, this.iris[node]],
    });
    return [...preferred.map((text) => named(text, true)), ...others.map((text) => named(text, false))];
  }

  add(name) {
    this.keep(keyOf(name.text), name);
    if (!this.byIri.has(this.iris[name.node])) this.byIri.set(this.iris[name.node], name);
    if (!BY_SHORT_NAME.has(name.kind)) return;
    const text = lastPart(this.iris[name.node]);
    this.keep(keyOf(text), { ...name, text, isPreferred: false });
  }
  keep(key, name) {
    if (!this.byKey.has(key)) this.byKey.set(key, []);
    this.byKey.get(key).push(name);
  }

  /* The IRI that a prefixed name or <IRI> stands for, or null. */
  expand(name) {
    if (name.startsWith("<") && name.endsWith(">")) return name.slice(1, -1);
    const colon = name.indexOf(":");
    if (colon < 0) return null;
    const [prefix, local] = [name.slice(0, colon), name.slice(colon + 1)];
    if (Object.hasOwn(this.prefixes, prefix)) return this.prefixes[prefix] + local;
    return local.startsWith("//") ? name : null;
  }

  /* The preferred name, by which suggestions are made. */
  called(node) {
    const found = this.all.find((name) => name.node === node && name.isPreferred);
    return found ? found.text : this.labels[node];
  }

  get(text, kind) {
    const named = this.byIri.get(this.expand(text) ?? "");
    if (named && named.kind === kind) return named.node;
    const found = (this.byKey.get(keyOf(text)) || []).filter((name) => name.kind === kind);
    if (!found.length) return null;
    const rank = ({ isPreferred, node }) => [isPreferred ? 0 : 1, this.iris[node]];
    return found.reduce((a, b) => (compareAll(rank(b), rank(a)) < 0 ? b : a)).node;
  }

  /* For each of `kinds` the longest name that begins at a place, longest first. */
  at(text, start, kinds) {
    const inQuotes = matchAt(QUOTED, text, start);
    if (inQuotes) return this.whole(inQuotes[1] || inQuotes[2] || "", kinds, start + inQuotes[0].length);
    const iri = matchAt(IRI_TEXT, text, start);
    if (iri) {
      const plain = iri[0].startsWith("<") ? iri[0] : iri[0].replace(/[.:!?)]+$/, "");
      const found = this.whole(plain, kinds, start + plain.length);
      if (found.length) return found;
    }
    const begun = kinds.includes("Source") ? this.begun(text, start) : null;
    const found = [...this.longest(text, start, kinds), ...(begun ? [begun] : [])];
    return found.sort((a, b) => b.end - a.end || kinds.indexOf(a.kind) - kinds.indexOf(b.kind));
  }
  whole(name, kinds, end) {
    return kinds.map((kind) => ({ node: this.get(name, kind), kind, end })).filter(({ node }) => node !== null);
  }
  wordsFrom(text, start, most) {
    const found = [];
    WORD.lastIndex = start;
    for (let word; found.length < most && (word = WORD.exec(text));) {
      found.push({ text: word[0], start: word.index, end: word.index + word[0].length });
    }
    return found;
  }
  longest(text, start, kinds) {
    const best = new Map();
    const words = this.wordsFrom(text, start, this.mostWords + 2);
    if (!words.length || words[0].start !== start) return [];
    for (const { end } of words) {
      const span = text.slice(start, end);
      for (const name of this.byKey.get(keyOf(span)) || []) {
        if (!kinds.includes(name.kind) || !samePauses(span, name.text)) continue;
        best.set(name.kind, { node: this.get(name.text, name.kind) ?? name.node, kind: name.kind, end });
      }
    }
    return [...best.values()];
  }

  /* The source whose title begins with these words, the first of several, or null. */
  title(text) {
    const words = fold(text.trim());
    if (lettersOf(words).length <= 3) return null;
    const found = this.sources.find((name) => fold(name.text).startsWith(words));
    return found ? found.node : null;
  }
  begun(text, start) {
    let best = null;
    for (const word of this.wordsFrom(text, start, this.mostWords)) {
      const node = this.title(text.slice(start, word.end));
      if (node !== null && !SMALL.has(fold(word.text))) best = { node, kind: "Source", end: word.end };
    }
    return best;
  }

  /* Up to `most` preferred names that resemble a text, the nearest first. */
  suggest(text, kinds, { most = 3, cutoff = 68 } = {}) {
    const sought = keyOf(text, { endings: false });
    const best = new Map();
    if (!sought) return [];
    for (const name of this.all) {
      if (!kinds.includes(name.kind)) continue;
      const score = resemblance(sought, name.key);
      if (score >= cutoff && score > (best.get(name.node)?.score ?? 0)) best.set(name.node, { name, score });
    }
    const order = ({ name, score }) => [-score, name.text, this.iris[name.node]];
    const found = [...best.values()].sort((a, b) => compareAll(order(a), order(b)));
    return unique(found.map(({ name }) => this.called(name.node))).slice(0, most);
  }
}
