/* What the credentials change that a traveller holds: the same question is asked without them. */

function gainOf(ladder, query) {
  if (!query.holding.length) return null;
  const routesOf = (asked) => new Map(askOrNothing(ladder, asked).routes.map(({ path, status }) => [path.join(), status]));
  const [held, bare] = [routesOf(query), routesOf({ ...query, holding: [] })];
  const isBetter = ([path, status]) => bare.has(path) && STATUSES.indexOf(status) < STATUSES.indexOf(bare.get(path));
  const found = {
    held: query.holding.map((node) => ladder.iri(node)),
    opened: [...held.keys()].filter((path) => !bare.has(path)).length,
    better: [...held].filter(isBetter).length,
    lost: [...bare.keys()].filter((path) => !held.has(path)).length,
    without: bare.size,
  };
  return { ...found, text: gainInWords(found, query.holding.map((node) => lowered(ladder.label(node)))) };
}
const SPOKEN_GAINS = [
  ["opened", "route is there only with it", "routes are there only with it"],
  ["better", "route has a better status", "routes have a better status"],
  ["lost", "route is there only without it", "routes are there only without it"],
];
function gainInWords(found, held) {
  const { without } = found;
  const what = enumerated(held);
  const there = without === 1 ? "there is" : "there are";
  const changes = SPOKEN_GAINS.filter(([kind]) => found[kind]).map(([kind, one, more]) => `${found[kind]} ${found[kind] > 1 ? more : one}`);
  if (changes.length) return `Holding ${what}: ${enumerated(changes)}. Without it ${there} ${inUnits(without, "route")}.`;
  return `Holding ${what} changes nothing here: without it ${without ? `${there} the same ${inUnits(without, "route")}` : "there is none"}.`;
}
