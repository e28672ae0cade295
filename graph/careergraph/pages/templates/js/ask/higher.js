/* Whether levels above the one that is asked for would answer: few who ask for roles at a level mean
   to leave out those above it. */

const FEW_ROUTES = 3; // fewer than this are few, where the question does not say how many are wanted
const WANTED_ROUTES = 5; // how many are looked for, where it does not
const MOST_NAMED = 3; // how many roles are named before the rest is counted

function higherOf(ladder, query, exact) {
  const { goal, k } = query;
  if (goal.kind !== "Level" || goal.at_least || goal.node === null) return null;
  const found = ask(ladder, query);
  if (found.routes.length >= (k ?? FEW_ROUTES)) return null;
  const others = askOrNothing(ladder, { ...query, goal: { ...goal, at_least: true }, k: k ?? WANTED_ROUTES });
  const above = unique(others.routes.map(({ roles }) => roles[roles.length - 1])).filter((role) => !found.goals.includes(role));
  if (!above.length) return null;
  return { above: above.map((role) => ladder.iri(ladder.roles[role])), text: higherInWords(ladder, goal.node, above, exact) };
}
/* That the role a question starts from is one of those it asks for, in words; null where it is not. */
function alreadyOf(ladder, query) {
  const { start, goal } = query;
  if (start.kind !== "Role" || start.others.length || !["Level", "Industry"].includes(goal.kind)) return null;
  const role = ladder.roles.indexOf(start.node);
  return ask(ladder, query).goals.includes(role) ? `${ladder.roleLabel(role)} itself is one of the roles that are asked for.` : null;
}
function higherInWords(ladder, node, above, exact) {
  const level = ladder.label(node).toLowerCase();
  const phrase = `${level} roles${exact.includes(ladder.iri(node)) ? " or above" : ""}`;
  const more = above.length - MOST_NAMED;
  const names = above.map((role) => ladder.roleLabel(role));
  const told = more > 1 ? [...names.slice(0, MOST_NAMED), `${more} others`] : names;
  return `Exactly the level ${level} is asked for. 'to ${phrase}' takes higher ones in as well, and leads to ${enumerated(told)}.`;
}
