/* From text to a tree. The automaton is the one that Python compiled from its grammar; at each
   place it says what can follow, and the longest keyword, amount or name of such a kind is taken.
   So 'Algorithm Governance Lead' is one role although 'lead' is a level. */

const [DROPPED, , SPLICED] = [0, 1, 2]; // what becomes of a part of a rule in the tree

class Automaton {
  constructor({ symbols, rules, moves, shifts, sets, states, end }) {
    this.rules = rules;
    this.end = end;
    this.rows = states.map(([shift, ...reduces]) => {
      const row = new Map(shifts[shift].map((move) => [symbols[moves[move][0]], { to: moves[move][1] }]));
      for (let i = 0; i < reduces.length; i += 2) {
        for (const symbol of sets[reduces[i + 1]]) row.set(symbols[symbol], { rule: reduces[i] });
      }
      return row;
    });
  }
}

class Parser {
  constructor(automaton, states = [0], trees = []) {
    Object.assign(this, { automaton, states, trees });
  }
  get row() {
    return this.automaton.rows[this.states[this.states.length - 1]];
  }
  /* What the automaton looks at here; some of it may turn out not to fit once it is taken. */
  get wanted() {
    return [...this.row.keys()].filter((symbol) => symbol === symbol.toUpperCase());
  }
  get accepted() {
    return new Set(this.wanted.filter((symbol) => new Parser(this.automaton, [...this.states], null).feed({ type: symbol })));
  }

  /* Take a token: false when it does not fit here, else true, with the tree where it was the end. */
  feed(token) {
    for (;;) {
      const act = this.row.get(token.type);
      if (!act) return false;
      if (act.to !== undefined) return this.shift(act.to, token);
      this.reduce(this.automaton.rules[act.rule]);
      if (token.type === "$END" && this.states[this.states.length - 1] === this.automaton.end) return true;
    }
  }
  shift(state, value) {
    this.states.push(state);
    this.trees?.push(value);
    return true;
  }
  reduce([symbol, name, parts, isSingle]) {
    this.states.length -= parts.length;
    const found = this.trees ? this.tree(name, parts, isSingle) : null;
    this.shift(this.row.get(symbol).to, found);
  }
  tree(name, parts, isSingle) {
    const values = parts.length ? this.trees.splice(-parts.length) : [];
    const children = values.flatMap((value, i) =>
      (parts[i] === DROPPED ? [] : parts[i] === SPLICED ? value.children : [value]));
    return isSingle && children.length === 1 ? children[0] : { name, children };
  }
}

class Unreadable extends Error {
  constructor(reading) {
    super("unreadable");
    this.reading = reading;
  }
}

class Scanner {
  constructor(grammar, names) {
    Object.assign(this, { grammar, names });
    this.automaton = new Automaton(grammar);
    const pattern = (text) => new RegExp(`(?:${text})(?!(?<=[\\p{L}\\p{N}_])[\\p{L}\\p{N}_])`, "iuy");
    this.keywords = new Map(Object.entries(grammar.terminals).map(([name, text]) => [name, pattern(text)]));
  }

  /* Whether a keyword stands at a place, and where it ends; -1 when it does not. */
  endOf(terminal, text, at) {
    const match = matchAt(this.keywords.get(terminal), text, at);
    return match ? at + match[0].length : -1;
  }

  /* The tree of a text. A token of a name holds the number of its node. */
  read(text) {
    const length = lettersOf(text).length;
    if (length > this.grammar.most) {
      const [is, most] = [length, this.grammar.most].map((n) => n.toLocaleString("en"));
      throw new QuestionFault(`a phrase of ${is} characters is too long; ${most} at most`);
    }
    return this.finish({ text, position: 0, tokens: [] });
  }
  /* The tree of a text from where it was read to; null when it is read up to a place only. */
  finish(reading, upto = Infinity) {
    const parser = new Parser(this.automaton);
    reading.tokens.forEach((token) => parser.feed(token));
    while (reading.position < upto) {
      const token = this.next(reading, new Set(parser.wanted));
      if (!parser.feed(token)) throw new Unreadable(reading);
      if (token.type === "$END") return parser.trees[0];
      reading.tokens.push(token);
      reading.position = token.end;
    }
    return null;
  }
  /* Whether a text can be read on with a mend in the place of the next `length` letters. */
  readsOn({ text, position, tokens }, mend, length) {
    const reading = { text: text.slice(0, position) + mend + text.slice(position + length), position, tokens: [...tokens] };
    const upto = position + mend.length;
    try {
      this.finish(reading, upto);
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      return reading.position >= upto;
    }
    return true;
  }

  /* What could follow a beginning; '$END' when the text may end there. */
  accepted(tokens) {
    const parser = new Parser(this.automaton, [0], null);
    tokens.forEach((token) => parser.feed(token));
    return parser.accepted;
  }

  next(reading, wanted) {
    const { text } = reading;
    while (reading.position < text.length) {
      const start = reading.position;
      const best = this.longest(text, start, wanted);
      if (best.end === start) throw new Unreadable(reading);
      if (best.type) return { ...best, start };
      reading.position = best.end;
    }
    return { type: "$END", start: text.length, end: text.length };
  }

  /* Of one length a keyword counts before a name, and both before what is ignored. */
  longest(text, start, wanted) {
    const { below } = this.grammar; // the degree that is left when one is ruled out
    let best = { end: start, type: "" };
    for (const terminal of this.keywords.keys()) {
      const end = wanted.has(terminal) ? this.endOf(terminal, text, start) : -1;
      if (end <= best.end) continue;
      const node = Object.hasOwn(below, terminal) ? this.names.get(below[terminal], "Credential") : undefined;
      if (node !== null) best = { end, type: terminal, text: text.slice(start, end), node };
    }
    const terminals = Object.keys(this.grammar.names).filter((terminal) => wanted.has(terminal));
    for (const { end, kind, node, others } of this.names.at(text, start, terminals.map((t) => this.grammar.names[t]))) {
      if (end > best.end) best = { end, type: terminals.find((t) => this.grammar.names[t] === kind), node, others };
    }
    for (const terminal of this.grammar.ignored) {
      const end = this.endOf(terminal, text, start);
      if (end > best.end) best = { end, type: "" };
    }
    return best;
  }
}
