/* What the credentials change that a traveller holds: the same question is asked without them. */

function gainOf(ladder, query) {
  if (!query.holding.length) return null;
  const routesOf = (asked) => new Map(askOrNothing(ladder, asked).routes.map(({ path, status }) => [path.join(), status]));
  const [held, bare] = [routesOf(query), routesOf({ ...query, holding: [] })];
  const isBetter = ([path, status]) => bare.has(path) && STATUSES.indexOf(status) < STATUSES.indexOf(bare.get(path));
  return {
    held: query.holding.map((node) => ladder.label(node)),
    opened: [...held.keys()].filter((path) => !bare.has(path)).length,
    better: [...held].filter(isBetter).length,
    lost: [...bare.keys()].filter((path) => !held.has(path)).length,
    without: bare.size,
  };
}
