/* The names of a graph inside running text: the longest one that begins at a place. */

const WORD = /[\p{L}\p{N}]+|[+#&]+/gu;
const QUOTED = /"([^"]*)"|“([^”]*)”/uy;
const IRI_TEXT = /<[^<>\s]*>|https?:\/\/[^\s,;"]*|[a-z][a-z0-9.-]*:[^\s,;"]+/uy;
const UNKNOWN = "level not known";
const LEVELLED = new RegExp(`\\s*\\((${UNKNOWN}|[a-z]+(?:,? or [a-z]+|, [a-z]+)*)\\)`, "iuy");
const SMALL = new Set(["a", "an", "the", "and", "of", "in", "with", "for", "to", "from", "by", "on"]);
const BY_SHORT_NAME = new Set(["Source", "StepKind"]);

/* The prefixed name or IRI at a place, without what closes a sentence; "" for none. */
function iriAt(text, start) {
  const [found] = matchAt(IRI_TEXT, text, start) ?? [""];
  return found.startsWith("<") ? found : found.replace(/[.:!?)]+$/, "");
}

const LONGEST_INITIALS = 5;
const MOST_SPELLED = 8;
const initials = (words) => words.map((word) => lettersOf(word)[0]).join("");
const wordsOf = (key) => key.split(" ").filter(Boolean);
/* The key of the first word. */
const firstOf = (text) => keyOf(text.match(WORD)?.[0] ?? "");
/* 'certification in ethic' the other way round: 'ethic certification'. */
function turned(key) {
  const [kind, ...subject] = key.split(" in ");
  return subject.length ? [`${subject.join(" in ")} ${kind}`] : [];
}
/* A key without one of its inner words, each in turn. */
const shortened = (key) => (key.includes(" in ") ? [] : wordsOf(key).slice(1, -1)
  .map((_, place) => wordsOf(key).filter((__, at) => at !== place + 1).join(" ")));
/* The abbreviations in one name that another writes out: 'BI Analyst' in 'Business Intelligence Analyst'. */
function explained(short, long) {
  const [words, full] = [short.match(WORD) ?? [], wordsOf(keyOf(long))];
  return words.flatMap((word, place) => {
    if (!/^\p{Lu}+$/u.test(word) || word.length < 2 || lettersOf(word).length > LONGEST_INITIALS) return [];
    const [head, tail] = [words.slice(0, place), words.slice(place + 1)].map((part) => wordsOf(keyOf(part.join(" "))));
    const end = full.length - tail.length;
    const middle = full.slice(head.length, end);
    const isSame = [...full.slice(0, head.length), ...full.slice(end)].join(" ") === [...head, ...tail].join(" ");
    return isSame && full.length >= head.length + tail.length && initials(middle) === fold(word) ? [[fold(word), middle.join(" ")]] : [];
  });
}
/* How many words of a name are left out by words that begin the others or are their initials; null
   when it is another name. */
function leftOut(words, name) {
  const full = wordsOf(name);
  let place = 0;
  for (const word of words) {
    const ends = full.map((_, start) => (start < place ? 0 : endAmong(word, full, start)));
    place = ends.find(Boolean) ?? 0;
    if (!place) return null;
  }
  return full.length - words.length;
}
function endAmong(word, full, start) {
  const { length } = lettersOf(word);
  if (full[start] === word || (length > 1 && full[start].startsWith(word))) return start + 1;
  return length > 1 && initials(full.slice(start, start + length)) === word ? start + length : 0;
}

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
  constructor(nodes, { kinds, prefixes, same: alike }) {
    this.alike = alike;
    this.kinds = kinds;
    this.prefixes = prefixes;
    this.iris = nodes.map(([, name]) => this.expand(name) ?? name);
    this.labels = nodes.map(([, , label]) => label);
    this.kindOf = nodes.map(([kind]) => (kind < 0 ? null : kinds[kind]));
    this.all = nodes.flatMap((row, node) => this.namesOf(row, node)).sort((a, b) => compareAll(a.order, b.order));
    this.abbreviations = this.abbreviated();
    [this.byKey, this.byIri, this.firsts, this.mostWords] = [new Map(), new Map(), new Map(), new Map()];
    this.variants = [new Map(), new Map()]; // names written out, and credentials without a word
    for (const name of this.all) this.add(name);
    this.sources = this.all.filter((name) => name.kind === "Source");
  }

  namesOf([kind, , label, others = [], preferred = [label]], node) {
    if (kind < 0) return [];
    const named = (text, isPreferred) => ({
      text, node, kind: this.kinds[kind], isPreferred, key: keyOf(text),
      order: [kind, isPreferred ? 0 : 1, text, this.iris[node]],
    });
    return [...preferred.map((text) => named(text, true)), ...others.map((text) => named(text, false))];
  }

  add(name) {
    this.keep(name);
    if (!this.byIri.has(this.iris[name.node])) this.byIri.set(this.iris[name.node], name);
    if (!BY_SHORT_NAME.has(name.kind)) return;
    const text = lastPart(this.iris[name.node]);
    this.keep({ ...name, text, isPreferred: false });
  }
  keep(name) {
    const put = (map, key) => map.set(key, [...(map.get(key) ?? []), name]);
    const key = keyOf(name.text);
    put(this.byKey, key);
    const whole = [this.expanded(name.text)];
    if (name.kind === "Credential") {
      whole.push(...turned(whole[0]));
      whole.flatMap(shortened).forEach((short) => put(this.variants[1], short));
    }
    whole.forEach((variant) => put(this.variants[0], variant));
    if (!this.firsts.has(name.kind)) this.firsts.set(name.kind, new Set());
    [name.text, ...whole].forEach((text) => this.firsts.get(name.kind).add(firstOf(text)));
    const most = Math.max(...[key, ...whole].map((text) => text.split(" ").length), this.mostWords.get(name.kind) ?? 0);
    this.mostWords.set(name.kind, most);
  }

  /* What each abbreviation stands for, where two names of one node say it and none otherwise. */
  abbreviated() {
    const called = new Map();
    for (const { node, text } of this.all) called.set(node, [...(called.get(node) ?? []), text]);
    const found = new Map();
    for (const texts of called.values()) {
      for (const [short, words] of texts.flatMap((one) => texts.flatMap((other) => (one === other ? [] : explained(one, other))))) {
        found.set(short, (found.get(short) ?? new Set()).add(words));
      }
    }
    return new Map([...found].filter(([, words]) => words.size === 1).map(([short, [words]]) => [short, words]));
  }
  writtenOut(key) {
    const words = wordsOf(key).map((word) => this.abbreviations.get(word) ?? word);
    return words.map((word) => this.same(word)).join(" ");
  }
  same(word) {
    return Object.hasOwn(this.alike, word) ? this.alike[word] : word;
  }
  expanded(text) {
    return this.writtenOut(keyOf(text));
  }
  /* Whether a name of one of these kinds begins with a word, or what it abbreviates. */
  begins(word, kinds) {
    const plain = firstOf(word);
    const begun = [plain, this.same(plain), ...wordsOf(this.abbreviations.get(plain) ?? "").slice(0, 1)];
    return kinds.some((kind) => begun.some((each) => this.firsts.get(kind)?.has(each)));
  }
  /* The names of these kinds that a text is, or else stands for without doubt. */
  meantBy(text, kinds) {
    const plain = keyOf(text);
    const found = (this.byKey.get(plain) ?? []).filter(({ kind }) => kinds.includes(kind));
    if (found.length) return found;
    const whole = this.writtenOut(plain);
    return kinds.flatMap((kind) => this.standsFor(whole, kind));
  }
  standsFor(whole, wanted) {
    const keys = [whole, ...(wanted === "Credential" ? turned(whole) : [])];
    for (const variants of this.variants) {
      const found = keys.flatMap((key) => variants.get(key) ?? []).filter(({ kind }) => kind === wanted);
      if (found.length) return found.every(({ node }) => node === found[0].node) ? found : [];
    }
    return [];
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
    const found = this.meantBy(text, [kind]);
    if (!found.length) return null;
    const rank = (name) => [name.isPreferred ? 0 : 1, name.text === text ? 0 : 1, this.iris[name.node]];
    return found.reduce((a, b) => (compareAll(rank(b), rank(a)) < 0 ? b : a)).node;
  }

  /* For each of `kinds` the longest name that begins at a place, longest first; after a role its
     levels may stand. */
  at(text, start, kinds) {
    return this.found(text, start, kinds).map((found) => ({ ...found, end: this.levelledEnd(text, found) }));
  }
  levelledEnd(text, { kind, end }) {
    const [after, levels] = (kind === "Role" && matchAt(LEVELLED, text, end)) || [];
    const known = levels?.toLowerCase().split(/,? or |, /).every((level) => level === UNKNOWN || this.get(level, "Level") !== null);
    return known ? end + after.length : end;
  }
  found(text, start, kinds) {
    const inQuotes = matchAt(QUOTED, text, start);
    if (inQuotes) return this.whole(inQuotes[1] || inQuotes[2] || "", kinds, start + inQuotes[0].length);
    const iri = iriAt(text, start);
    const whole = iri ? this.whole(iri, kinds, start + iri.length) : [];
    if (whole.length) return whole;
    const begun = kinds.includes("Source") && this.wordsFrom(text, start, 1)[0]?.start === start ? this.begun(text, start) : null;
    const found = [...this.longest(text, start, kinds), ...(begun ? [begun] : [])];
    return found.sort((a, b) => b.end - a.end || kinds.indexOf(a.kind) - kinds.indexOf(b.kind));
  }
  whole(name, kinds, end) {
    return kinds.map((kind) => ({ node: this.get(name, kind), kind, end })).filter(({ node }) => node !== null)
      .map((found) => this.shared(found, name));
  }
  /* What was found, or all the roles that are called so, where it is the own name of none. */
  shared(found, text) {
    const named = found.kind === "Role" ? (this.byKey.get(keyOf(text)) ?? []).filter(({ kind }) => kind === "Role") : [];
    if (named.some(({ isPreferred }) => isPreferred) || !named.some(({ node }) => node === found.node)) return found;
    const iri = (node) => [this.iris[node]];
    const [node, ...others] = unique(named.map((name) => name.node)).sort((a, b) => compareAll(iri(a), iri(b)));
    return { ...found, node, others };
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
    const [first] = this.wordsFrom(text, start, 1);
    if (!first || first.start !== start || !this.begins(first.text, kinds)) return [];
    const words = this.wordsFrom(text, start, Math.max(0, ...kinds.map((kind) => this.mostWords.get(kind) ?? 0)) + 2);
    for (const { end } of words) {
      const span = text.slice(start, end);
      for (const name of this.meantBy(span, kinds)) {
        if (!samePauses(span, name.text)) continue;
        const node = this.get(name.text, name.kind) ?? name.node;
        best.set(name.kind, this.shared({ node, kind: name.kind, end }, span));
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
    for (const word of this.wordsFrom(text, start, this.mostWords.get("Source") ?? 0)) {
      const node = this.title(text.slice(start, word.end));
      if (node !== null && !SMALL.has(fold(word.text))) best = { node, kind: "Source", end: word.end };
    }
    return best;
  }

  /* Up to `most` preferred names that may be meant: those first whose words a text abbreviates. */
  likely(text, kinds, most = 3) {
    const near = new Map();
    const words = wordsOf(this.expanded(text));
    for (const name of words.length && words.length <= MOST_SPELLED ? this.all : []) {
      const left = kinds.includes(name.kind) ? leftOut(words, this.expanded(name.text)) : null;
      if (left !== null) near.set(name.node, Math.min(left, near.get(name.node) ?? left));
    }
    const spelled = [...near].map(([node, left]) => [left, this.called(node)]).sort(compareAll);
    return unique([...spelled.map(([, label]) => label), ...this.suggest(text, kinds)]).slice(0, most);
  }

  /* Up to `most` preferred names that resemble a text, the nearest first. */
  suggest(text, kinds, { most = 3, cutoff = 68 } = {}) {
    const sought = keyOf(text);
    const best = new Map();
    if (!sought) return [];
    for (const name of this.all) {
      if (!kinds.includes(name.kind)) continue;
      const score = resemblance(sought, name.key);
      if (score >= cutoff && score > (best.get(name.node)?.score ?? 0)) best.set(name.node, { name, score });
    }
    const order = ({ name, score }) => [-score, name.key === sought ? 0 : 1, name.isPreferred ? 0 : 1, name.text, this.iris[name.node]];
    const found = [...best.values()].sort((a, b) => compareAll(order(a), order(b)));
    return unique(found.map(({ name }) => this.called(name.node))).slice(0, most);
  }
}
