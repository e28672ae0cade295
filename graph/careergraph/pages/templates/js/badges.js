/* Two things are told of a step, and never as one: whether people make it, which is its path, and
   whether what it needs is disputed. */

const PATH_WORDS = { supported: "supported", contested: "disputed", unknown: "inferred only" };
const NEED_WORDS = { contested: "disputed", said: "undisputed", unknown: "not known" };
const STEP_NEEDS = STEPS.map(({ to, further, claims }) => {
  const needs = [...claims.filter((n) => CLAIMS[n].measure === REQUIRES), ...needsAt(to)];
  const words = MARKET ? [further, NODES[to].further, NODES[to].certificate] : [];
  if (needs.some((n) => CONFLICT_OF.has(n)) || words.includes("contested")) return "contested";
  return needs.length || words.some(Boolean) ? "said" : "unknown";
});

const pathBadge = (status) => make("span", { className: `badge ${Object.hasOwn(PATH_WORDS, status) ? status : ""}`, text: `Path: ${PATH_WORDS[status] || status}` });
const needBadge = (word) => make("span", { className: `badge ${word === "contested" ? word : ""}`, text: `Needs: ${NEED_WORDS[word]}` });
const stepBadges = (number) =>
  make("span", { className: "badges" }, [pathBadge(STEPS[number].status), needBadge(STEP_NEEDS[number])]);

/* On a route a step may be closed to the cautious for what is asked, though neither is disputed. */
function badgesOnRoute(number, status) {
  if (number === undefined) return statusBadge(status);
  const badges = stepBadges(number);
  const isTold = [STEPS[number].status, STEP_NEEDS[number]].includes("contested");
  if (status === "contested" && !isTold) badges.append(make("span", { className: "badge contested", text: "For this question: contested" }));
  return badges;
}
const stepInWords = (number) => `path ${PATH_WORDS[STEPS[number].status] || STEPS[number].status}, needs ${NEED_WORDS[STEP_NEEDS[number]]}`;
