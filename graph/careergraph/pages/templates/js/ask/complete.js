/* How a phrase that is being typed could go on: names and keywords that can stand at its end. */

const MOST_WORDS_OF_A_NAME = 4;
/* What is typed of a clause: 'holding CREDENTIAL' is 'holding '. */
const typedPart = (words) => words.replace(/(?:\bN\b|\$N|[A-Z]{2}).*$/, "");

class Completions {
  constructor(reader) {
    Object.assign(this, { scanner: reader.scanner, grammar: reader.scanner.grammar, names: reader.scanner.names });
  }

  /* Up to `most` whole phrases that begin as this one does. */
  of(text, { most = 8 } = {}) {
    const starts = [...text.matchAll(/(?<=^|\s)\S/gu)].map(({ index }) => index).slice(-MOST_WORDS_OF_A_NAME);
    if (/(?:^|\s)$/.test(text)) starts.push(text.length);
    const found = starts.flatMap((at) => this.after(text.slice(0, at), text.slice(at)));
    return unique(found).filter((phrase) => phrase.trim() !== text.trim()).slice(0, most);
  }

  after(before, begun) {
    const accepted = this.accepted(before);
    if (!accepted) return [];
    const sought = fold(begun);
    const candidates = [...this.namesAmong(accepted, sought), ...this.keywordsAmong(accepted)];
    return candidates.filter((words) => fold(words).startsWith(sought)).map((words) => before + words);
  }
  /* What can follow a beginning; null when it cannot be read itself. */
  accepted(before) {
    const parser = new Parser(this.scanner.automaton, [0], null);
    const reading = { text: before, position: 0, tokens: [] };
    try {
      for (;;) {
        const token = this.scanner.next(reading, new Set(parser.wanted));
        if (token.type === "$END") return parser.accepted;
        if (!parser.feed(token)) return null;
        reading.position = token.end;
      }
    } catch {
      return null;
    }
  }
  namesAmong(accepted, sought) {
    const kinds = Object.entries(this.grammar.names).filter(([terminal]) => accepted.has(terminal)).map(([, kind]) => kind);
    if (!sought && kinds.length > 2) return [];
    const found = this.names.all.filter((name) => kinds.includes(name.kind));
    const levels = found.filter((name) => name.kind === "Level").map((name) => `${name.text.toLowerCase()} roles`);
    return [...levels, ...found.filter((name) => name.kind !== "Level").map((name) => name.text)];
  }
  keywordsAmong(accepted) {
    const { words } = this.grammar;
    return Object.keys(words).filter((t) => accepted.has(t) && t !== "$END" && words[t] && !/^(?:an?|the) /.test(words[t])).map((t) => typedPart(words[t]));
  }
}
