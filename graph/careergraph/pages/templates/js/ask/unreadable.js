/* What is said of a phrase that cannot be read: which word, what could stand there instead. */

const MOST_LISTED = 9;
const MOST_QUOTED = 60;
const ANY_END = /(?<![\p{L}\p{N}_])(?:from|to|become)(?![\p{L}\p{N}_])/iu;
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
    if (!word || !(this.namesAnEnd(reading) || ANY_END.test(text.slice(at)))) {
      return this.tooLittle(reading, accepted);
    }
    if ('"“'.includes(text[at]) && !/["”]/.test(text.slice(at + 1))) {
      return this.pointed(`the quotation mark at character ${placeOf(text, at)} is never closed`, at, 1);
    }
    const near = this.near(word, accepted);
    if (near) {
      return this.pointed(`cannot read ${quoted(word)} (character ${placeOf(text, at)}); did you mean ${quoted(near)}?`, at, word.length, [near]);
    }
    return this.unknown(reading, accepted) || this.unreadable(reading, accepted);
  }
  pointed(message, at, length, suggestions = []) {
    return new QuestionFault(message, { at, length, suggestions });
  }

  unknownName(name, kinds, { text, at }) {
    const { names } = this;
    const other = this.grammar.kinds.find((kind) => names.get(name, kind) !== null);
    const guesses = names.suggest(beginningOf(name), kinds);
    let hint = guesses.length ? `did you mean ${guesses.map(quoted).join(" or ")}?` : "'careergraph search TEXT' looks for names";
    if (other && !kinds.includes(other)) hint = `that is ${withArticle(this.spoken(other))}`;
    else if (kinds.length === 1 && kinds[0] === "Source") hint = `there are ${this.sources()}`;
    const message = `no ${this.oneOf(kinds)} ${quoted(short(name))} (character ${placeOf(text, at)}); ${hint}`;
    return this.pointed(message, at, Math.max(1, name.length), guesses);
  }
  sources() {
    const titles = new Map(this.names.sources.map(({ node, text }) => [this.names.iris[node], text]));
    return [...titles].sort().map(([iri, title]) => `'${lastPart(iri)}' (${title})`).join(", ");
  }

  namesAnEnd({ tokens }) {
    const ends = [...Object.keys(this.grammar.names), "_FROM", "_TO", "_ROLES"];
    return tokens.some((token) => ends.includes(token.type));
  }

  tooLittle({ text, tokens, position }, accepted) {
    const last = tokens[tokens.length - 1];
    const incomplete = !this.namesAnEnd({ tokens }) || accepted.has("_FROM") || accepted.has("_TO");
    const [at, length] = position < text.length ? [position, this.word(text, position).length] : [text.length, 0];
    if (last && !["_FROM", "_TO"].includes(last.type) && !incomplete) {
      const soFar = short(text.slice(last.start).trim());
      return this.pointed(`after ${quoted(soFar)} there could stand ${this.listed(accepted)}`, at, length);
    }
    return this.pointed(
      `cannot read ${quoted(short(text.trim()))}: expected 'from START to GOAL', as in ${quoted(this.grammar.example)}`, at, length);
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
    if (needed || this.names.suggest(beginningOf(name), kinds).length) return this.unknownName(name, kinds, { text, at });
    return this.longerName(reading);
  }
  kindsAmong(accepted) {
    return Object.entries(this.grammar.names).filter(([terminal]) => accepted.has(terminal)).map(([, kind]) => kind);
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
    if (!guesses.length || guesses[0] === this.names.called(last.node)) return null;
    return this.unknownName(name, kinds, { text, at: last.start });
  }

  unreadable({ text, position: at, tokens }, accepted) {
    const word = this.word(text, at);
    const place = placeOf(text, at);
    let where = `cannot read ${quoted(word)} (character ${place}); there could stand`;
    if (tokens.length && !this.grammar.whole.some((terminal) => accepted.has(terminal))) {
      const begun = text.slice(tokens[tokens.length - 1].start, at);
      where = `cannot read ${quoted(begun + word)}: at ${quoted(word)} (character ${place}) could stand`;
    }
    return this.pointed(`${where} ${this.listed(accepted)}`, at, word.length);
  }

  /* The keyword of which a word seems to be a slip of the keys. */
  near(word, accepted) {
    const plain = fold(word);
    const length = lettersOf(plain).length;
    const { words, synonyms } = this.grammar;
    let first = Object.keys(words).filter((t) => accepted.has(t) && !this.isNoun(t)).map((t) => words[t].split(" ")[0]);
    first.push(...Object.keys(synonyms).filter((t) => accepted.has(t)).flatMap((t) => synonyms[t]));
    const letters = (text) => lettersOf(text).sort().join("");
    if (length < 4) first = first.filter((w) => w[0] === plain[0] || letters(w) === letters(plain));
    const ranked = first.map((w) => [slips(plain, w), w]).sort(compareAll);
    if (!ranked.length || length < 2) return null;
    const [distance, keyword] = ranked[0];
    return distance > 0 && distance <= (length < 6 ? 1 : 2) ? keyword : null;
  }

  /* Whether a terminal is said by what it is, not by what is typed. */
  isNoun(terminal) {
    return /^(?:an?|the) /.test(this.grammar.words[terminal]);
  }
  listed(accepted) {
    const { words } = this.grammar;
    const found = Object.keys(words).filter((t) => accepted.has(t) && t !== "$END")
      .map((t) => (this.isNoun(t) ? words[t] : quoted(words[t])));
    return found.length > MOST_LISTED ? `${found.slice(0, MOST_LISTED).join(", ")} or another limit` : enumerated(found, "or");
  }

  /* What seems to be meant as a name: quoted, or up to the next keyword or pause. */
  name(text, at) {
    const inQuotes = matchAt(/["“]([^"”]*)/uy, text, at);
    return inQuotes ? inQuotes[1] : text.slice(at, this.boundary(text, at)).trim();
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
  constructor(grammar, names, vocabulary) {
    this.scanner = new Scanner(grammar, names);
    this.meaning = new Meaning(grammar, vocabulary);
    this.unread = new Unread(this.scanner);
  }
  read(text) {
    let tree;
    try {
      tree = this.scanner.read(text);
    } catch (error) {
      throw error instanceof Unreadable ? this.unread.fault(error.reading) : error;
    }
    return this.meaning.query(tree);
  }
}
