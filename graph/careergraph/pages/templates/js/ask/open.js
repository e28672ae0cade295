/* Everything together. `read` gives the question that a phrase asks, `route` the answer to it, `why`
   what would open a route (or a supported one), `gain` what is changed by what the traveller holds,
   `higher` which levels above would answer, `already` whether one is there from the start, and `complete` how a phrase that is not finished could go on. `drawn` are the nodes of the page. */
function openAsk({ grammar, ladder: data }, drawn = []) {
  const row = ({ iri, label, kind, alt = [] }) => [grammar.kinds.indexOf(kind), iri, label, alt];
  const names = new Names(data.nodes.map((node) => (typeof node === "number" ? row(drawn[node]) : node)), grammar);
  const ladder = new Ladder(data, names);
  const reader = new Reader(grammar, names);
  const [answers, completions] = [new Answers(ladder), new Completions(reader)];
  return {
    names,
    read: (phrase) => reader.read(phrase),
    route: (phrase, { k = null } = {}) => {
      const query = reader.read(phrase);
      const found = ask(ladder, query);
      const isNone = found.complete && !found.routes.length;
      return answers.answer(found, phrase, k, isNone ? new Why(ladder, query).answer() : null);
    },
    why: (phrase, { k = null } = {}) => answers.why(new Why(ladder, reader.read(phrase)).answer(), k),
    gain: (phrase) => gainOf(ladder, reader.read(phrase)),
    higher: (phrase) => higherOf(ladder, reader.read(phrase), grammar.exact),
    already: (phrase) => alreadyOf(ladder, reader.read(phrase)),
    complete: (text) => completions.of(text),
  };
}
