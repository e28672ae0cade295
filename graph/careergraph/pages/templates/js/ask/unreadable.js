/* What is said of a phrase that cannot be read: which word, what could stand there instead. */

const MOST_LISTED = 4;
const MOST_MENDED = 20;
const MOST_QUOTED = 60;
const ANY_END = /(?<![\p{L}\p{N}_])(?:from|to|become)(?![\p{L}\p{N}_])/iu;
const END_HERE = /(?<![\p{L}\p{N}_])(?:from|to|become)(?![\p{L}\p{N}_])/iuy;
const ONE_EACH = "a question has one start and one goal; ask for another one by itself";
const short = (text) => {
  const letters = lettersOf(text);
  return letters.length <= MOST_QUOTED ? text : `${letters.slice(0, MOST_QUOTED).join("")}…`;
};
const beginningOf = (text) => lettersOf(text).slice(0, MOST_QUOTED).join("");
/* Where in the text, as people count: characters from 1. */
const placeOf = (text, at) => lettersOf(text.slice(0, at)).length + 1;
const isNumber = (letter) => /\p{Nd}/u.test(letter);

class Unread {
  constructor(scanner) {
    this.scanner = scanner;
    Object.assign(this, { grammar: scanner.grammar, names: scanner.names });
  }

  /* The fault of a text that was read as far as `reading`. */
  fault(reading) {
    const { text, position: at } = reading;
    const accepted = this.scanner.accepted(reading.tokens);
    const word = this.word(text, at);
    if (!word) return this.unfinished(reading, accepted);
    if (!(this.namesAnEnd(reading) || ANY_END.test(text.slice(at)))) return this.cannotRead(word, reading, this.expected);
    if ('"“'.includes(text[at]) && !/["”]/.test(text.slice(at + 1))) {
      return this.pointed(`the quotation mark at character ${placeOf(text, at)} is never closed`, at, 1);
    }
    const near = this.near(reading, word, accepted);
    if (near) {
      return this.pointed(`cannot read ${quoted(word)} (character ${placeOf(text, at)}); did you mean ${quoted(near)}?`, at, word.length, [near]);
    }
    return this.unknown(reading, accepted) || this.outOfPlace(reading, accepted) || this.unreadable(reading, accepted);
  }
  get expected() {
    return `expected 'from START to GOAL', as in ${quoted(this.grammar.example)}`;
  }
  pointed(message, at, length, suggestions = [], mends = []) {
    return new QuestionFault(message, { at, length, suggestions, mends });
  }
  /* A fault of a name or word at the place that could not be read; the word there is marked. */
  cannotRead(what, { text, position: at }, why) {
    return this.pointed(`cannot read ${quoted(short(what))} (character ${placeOf(text, at)}): ${why}`, at, this.word(text, at).length);
  }

  ofName(name, kinds, { text, tokens }, at) {
    const [hint, guesses] = this.hint(name, kinds, this.keyword(tokens));
    const message = `no ${this.oneOf(kinds)} ${quoted(short(name))} (character ${placeOf(text, at)}); ${hint}`;
    return this.pointed(message, at, Math.max(1, name.length), guesses);
  }
  /* What to say to a name that no node of `kinds` has, and the names that could be meant. */
  hint(name, kinds, after) {
    const { names, grammar } = this;
    const other = grammar.kinds.find((kind) => names.get(name, kind) !== null);
    if (other && !kinds.includes(other)) return [`that is ${withArticle(this.spoken(other))}${this.more(after, other, name)}`, []];
    if (kinds.length === 1 && kinds[0] === "Source") return [`there are ${this.sources()}`, []];
    const guesses = names.likely(beginningOf(name), kinds);
    return [guesses.length ? `did you mean ${guesses.map(quoted).join(" or ")}?` : "'careergraph search TEXT' looks for names", guesses];
  }
  /* What to say instead, where a name of this kind follows a keyword that wants another. */
  more(after, kind, name) {
    const { hints } = this.grammar;
    const key = `${after} ${kind}`;
    return Object.hasOwn(hints, key) ? hints[key].replaceAll("{name}", () => short(name)) : "";
  }
  /* The last terminal that was read and is no name. */
  keyword(tokens) {
    return tokens.findLast(({ type }) => !Object.hasOwn(this.grammar.names, type))?.type ?? "";
  }
  sources() {
    const titles = new Map(this.names.sources.map(({ node, text }) => [this.names.iris[node], text]));
    return [...titles].sort().map(([iri, title]) => `'${lastPart(iri)}' (${title})`).join(", ");
  }

  namesAnEnd({ tokens }) {
    const ends = [...Object.keys(this.grammar.names), "_FROM", "_TO", "_ROLES"];
    return tokens.some((token) => ends.includes(token.type));
  }

  /* The fault of a text that ends too early. */
  unfinished({ text, tokens }, accepted) {
    const last = tokens[tokens.length - 1];
    const ends = ["_FROM", "_TO"].filter((terminal) => accepted.has(terminal));
    const at = (message, mends = []) => this.pointed(message, text.length, 0, [], mends);
    if (last && !ends.length) {
      const [listed, mends] = this.listed(accepted);
      return at(`after ${quoted(short(text.slice(last.start).trim()))} there could stand ${listed}`, mends);
    }
    const said = quoted(short(text.trim()));
    if (last && same(ends, ["_TO"])) return at(`${said} does not say where to; ${this.expected}`, ["to GOAL"]);
    if (last && same(ends, ["_FROM"])) return at(`${said} does not say from where; ${this.expected}`, ["from START"]);
    return at(`cannot read ${said}: ${this.expected}`);
  }

  /* The fault of a name, where one is needed, or what stands there resembles one. */
  unknown(reading, accepted) {
    const { text, position: at, tokens } = reading;
    const kinds = this.kindsAmong(accepted);
    const amount = ["NUMBER", "MONEY", "EXPERIENCE"].some((terminal) => accepted.has(terminal));
    if (!kinds.length || (isNumber(text[at]) && amount)) return this.longerName(reading);
    const name = this.name(text, at);
    const needed = ![...this.grammar.whole, "NUMBER"].some((terminal) => accepted.has(terminal)) ||
      '"“'.includes(text[at]) || (!tokens.length && this.leadsSomewhere(text, at));
    if (this.beginsClause(text, at)) return null;
    if (needed || this.names.suggest(beginningOf(name), kinds).length) return this.ofName(name, kinds, reading, at);
    return this.longerName(reading);
  }
  kindsAmong(accepted) {
    const isAsked = (terminal) => accepted.has(terminal) && !(this.grammar.unasked[terminal] ?? []).some((other) => accepted.has(other));
    return Object.entries(this.grammar.names).filter(([terminal]) => isAsked(terminal)).map(([, kind]) => kind);
  }
  leadsSomewhere(text, at) {
    return this.scanner.endOf("_TO", text, this.boundary(text, at)) >= 0;
  }

  /* The fault of 'junior data analyst', of which 'junior' alone could be read. */
  longerName({ text, position, tokens }) {
    const last = tokens[tokens.length - 1];
    if (!last || !Object.hasOwn(this.grammar.names, last.type)) return null;
    if (/[^\s-]/u.test(text.slice(last.end, position))) return null;
    const kinds = this.kindsAmong(this.scanner.accepted(tokens.slice(0, -1)));
    const name = text.slice(last.start, this.boundary(text, position)).trim();
    const guesses = this.names.suggest(beginningOf(name), kinds);
    if (!guesses.length || guesses.includes(this.names.called(last.node))) return null;
    return this.ofName(name, kinds, { text, tokens: tokens.slice(0, -1) }, last.start);
  }

  /* The fault of a name that is known, but of a kind that is said otherwise. */
  outOfPlace(reading, accepted) {
    const { text, position: at, tokens } = reading;
    if (matchAt(END_HERE, text, at) && !accepted.has("ROLE")) return this.cannotRead(this.word(text, at), reading, ONE_EACH);
    for (const { kind, end } of this.names.at(text, at, this.grammar.kinds)) {
      const name = text.slice(at, end);
      const hint = this.more(this.keyword(tokens), kind, name);
      if (hint) return this.cannotRead(name, reading, `that is ${withArticle(this.spoken(kind))}${hint}`);
      if (["Role", "Level"].includes(kind) && !(accepted.has("_FROM") && accepted.has("_TO"))) return this.cannotRead(name, reading, ONE_EACH);
    }
    return null;
  }

  unreadable({ text, position: at, tokens }, accepted) {
    const word = this.word(text, at);
    const place = placeOf(text, at);
    let where = `cannot read ${quoted(word)} (character ${place}); there could stand`;
    if (tokens.length && !this.grammar.whole.some((terminal) => accepted.has(terminal))) {
      const begun = text.slice(tokens[tokens.length - 1].start, at);
      where = `cannot read ${quoted(begun + word)}: at ${quoted(word)} (character ${place}) could stand`;
    }
    const [listed, mends] = this.listed(accepted);
    return this.pointed(`${where} ${listed}`, at, word.length, [], mends);
  }

  /* The keyword of which a word seems to be a slip of the keys, and with which one reads on. */
  near(reading, word, accepted) {
    const plain = fold(word);
    const length = lettersOf(plain).length;
    if (length < 2 || length > MOST_MENDED) return null;
    const { words, synonyms } = this.grammar;
    let first = Object.keys(words).filter((t) => accepted.has(t) && words[t] && !this.isNoun(t)).map((t) => words[t].split(" ")[0]);
    first.push(...Object.keys(synonyms).filter((t) => accepted.has(t)).flatMap((t) => synonyms[t]));
    const letters = (text) => lettersOf(text).sort().join("");
    if (length < 4) first = first.filter((w) => (w[0] === plain[0] && length > 2) || letters(w) === letters(plain));
    const ranked = unique(first).map((w) => [slips(plain, w), w]).sort(compareAll);
    const near = ranked.filter(([distance]) => distance > 0 && distance <= (length < 6 ? 1 : 2));
    return near.find(([, w]) => this.scanner.readsOn(reading, w, word.length))?.[1] ?? null;
  }

  /* Whether a terminal is said by what it is, not by what is typed. */
  isNoun(terminal) {
    return /^(?:an?|the) /.test(this.grammar.words[terminal]);
  }
  /* What could stand somewhere, the likeliest few: in words, and what of it can be typed. */
  listed(accepted) {
    const { words, covered } = this.grammar;
    const shown = Object.keys(words).filter((t) => accepted.has(t) && words[t] && t !== "$END" && !accepted.has(covered[t]));
    const found = shown.map((t) => (this.isNoun(t) ? words[t] : quoted(words[t])));
    const mends = shown.slice(0, MOST_LISTED).filter((t) => !this.isNoun(t)).map((t) => words[t]);
    const more = accepted.has("_AT_MOST") ? "or another limit" : "or the like";
    return [found.length > MOST_LISTED ? `${found.slice(0, MOST_LISTED).join(", ")} ${more}` : enumerated(found, "or"), mends];
  }

  /* What seems to be meant as a name: quoted, or up to the next keyword or pause. */
  name(text, at) {
    const inQuotes = matchAt(/["“]([^"”]*)/uy, text, at);
    return inQuotes ? inQuotes[1] : iriAt(text, at) || text.slice(at, this.boundary(text, at)).trim();
  }
  boundary(text, start) {
    const span = text.slice(start, start + 1000);
    let count = 0;
    for (const word of span.matchAll(/\S+/gu)) {
      const at = start + word.index;
      if (count && (count > 12 || this.beginsClause(text, at))) return at;
      const pause = /[,;:!?"]|\.$/u.exec(word[0]);
      if (pause && pause.index) return at + pause.index;
      count += 1;
    }
    return text.length;
  }
  beginsClause(text, at) {
    return Boolean(matchAt(/(?:and|or|but|then)(?![\p{L}\p{N}_])/iuy, text, at)) ||
      this.grammar.starters.some((terminal) => this.scanner.endOf(terminal, text, at) >= 0);
  }

  word(text, at) {
    const found = matchAt(/\S+/uy, text, at);
    return found ? short(found[0].replace(/[,;.:!?]+$/, "") || found[0]) : "";
  }
  /* Industries are left out of it, being said as 'roles in'. */
  oneOf(kinds) {
    return enumerated(kinds.filter((kind) => kind !== "Industry" || !kinds.includes("Role")).map((kind) => this.spoken(kind)), "or");
  }
  spoken(kind) {
    return this.grammar.spoken[kind] ?? kind.replace(/(?!^)(?=[A-Z])/g, " ").toLowerCase();
  }
}

/* A question from its words. Throws QuestionFault. */
class Reader {
  constructor(grammar, names) {
    this.scanner = new Scanner(grammar, names);
    this.meaning = new Meaning(grammar, names);
    this.unread = new Unread(this.scanner);
  }
  read(phrase) {
    const text = unquoted(phrase);
    let tree;
    try {
      tree = this.scanner.read(text);
    } catch (error) {
      throw error instanceof Unreadable ? this.unread.fault(error.reading) : error;
    }
    return this.meaning.query(tree, text);
  }
}
/* A phrase that stands in quotation marks as a whole, without them; no place changes. */
function unquoted(text) {
  const bare = text.trim();
  const inside = /^"([^"“”]+)"$|^“([^"“”]+)”$/u.exec(bare);
  return inside && bare.includes(" ") ? text.replace(bare, () => ` ${inside[1] ?? inside[2]} `) : text;
}
