/* What a tree asks for: the parts of a question, merged into one. The fields of a question are
   called as in Python and in SPARQL. */

const NOTHING_ASKED = {
  without_further_degree: false, without_further_credential: false, highest_degree: null,
  holding: [], skills: [], experience: null, most_steps: null, most_years: null,
  most_new_skills: null, pay_at_least: null, pay_never_drops: false, stay_in: [], through: [],
  avoid: [], avoid_licensed: false, kinds: [], unknown: "allow", reading: null,
  objectives: ["steps"], k: null, diverse: false, degree_share: 0.5, counted: false,
};
const CAUTIOUS = { name: "cautious", source: null };
const GENEROUS = { name: "generous", source: null };

const tokensOf = (tree) => tree.children.filter((child) => child.type);
const treesOf = (tree) => tree.children.filter((child) => child.name);
const nodesOf = (tree) => tokensOf(tree).flatMap(({ node, others = [] }) => [node, ...others]);

const always = (field, value) => () => [[field, value]];
const listing = (field) => (tree) => [[field, nodesOf(tree)]];
const belowOf = (field, of) => (tree) => [[field, amounts.below(tokensOf(tree)[0].text, of)]];
const counting = (field, of) => (tree) => [[field, amounts.whole(tokensOf(tree)[0].text, of)]];
const measuring = (field, read) => (tree) => [[field, read(tokensOf(tree)[0].text)]];
const trusting = (name) => (tree) => [["reading", { name, source: nodesOf(tree)[0] }]];

const MEANINGS = {
  most_steps: counting("most_steps", "steps"),
  most_years: measuring("most_years", amounts.number),
  most_months: measuring("most_years", amounts.months),
  a_year: measuring("most_years", amounts.years),
  fewer_steps: belowOf("most_steps", "steps"),
  fewer_new_skills: belowOf("most_new_skills", "skills"),
  no_experience: always("experience", 0),
  most_new_skills: counting("most_new_skills", "skills"),
  no_new_skills: always("most_new_skills", 0),
  experience: measuring("experience", amounts.years),
  pay_at_least: measuring("pay_at_least", amounts.money),
  pay_never_drops: always("pay_never_drops", true),
  degree_share: measuring("degree_share", (text) => amounts.number(text) / 100),
  highest_degree: (tree) => [["highest_degree", nodesOf(tree).at(-1)]],
  without_further_degree: always("without_further_degree", true),
  without_further_credential: always("without_further_credential", true),
  holding: listing("holding"),
  skills: listing("skills"),
  stay_in: listing("stay_in"),
  in_industry: listing("stay_in"),
  through: listing("through"),
  avoid: listing("avoid"),
  avoid_licensed: always("avoid_licensed", true),
  kinds: listing("kinds"),
  counted: always("counted", true),
  reading: (tree) => [["reading", tokensOf(tree)[0].type === "CAUTIOUS" ? CAUTIOUS : GENEROUS]],
  only: trusting("only"),
  leaving_out: trusting("without"),
  allow: always("unknown", "allow"),
  forbid: always("unknown", "forbid"),
  the_one: always("k", 1),
  k: counting("k", "routes"),
  diverse: always("diverse", true),
};

class Meaning {
  constructor(grammar, names) {
    const exact = grammar.exact.map((level) => names.iris.indexOf(level));
    Object.assign(this, { grammar, exact });
  }

  query(tree, text) {
    this.text = text;
    const asked = { ...NOTHING_ASKED, ...this.merged(this.question(tree)) };
    const fault = faultOf(asked, this.grammar);
    if (fault) throw new QuestionFault(fault);
    return asked;
  }

  question(tree) {
    const names = tree.name === "forth" ? ["start", "goal"] : ["goal", "start"];
    const found = [];
    let last = "";
    for (const child of treesOf(tree)) {
      if (Object.hasOwn(this.grammar.ends, child.name)) {
        last = names.shift();
        found.push([last, this.end(child, last === "goal")]);
      } else if (child.name === "in_industry" && last === "start" && found.length === 1) {
        throw new QuestionFault(
          "an industry after the start could be that of the start alone or of the whole route; say 'staying in INDUSTRY' after the goal, or 'from roles in INDUSTRY'");
      }
      found.push(...this.parts(child));
    }
    return found;
  }

  /* "Senior roles" takes higher ones in; to start from, an entry role is only that. */
  end(tree) {
    const [node = null, ...named] = nodesOf(tree);
    const others = tree.name === "role" ? named : [];
    const reachesUp = tree.name === "level_or_above" || (tree.name === "level" && !this.exact.includes(node));
    if (tree.name === "any_role") return { kind: "Any", node: null, at_least: false, others: [] };
    return { kind: this.grammar.ends[tree.name], node, at_least: reachesUp, others };
  }

  parts(tree) {
    if (tree.name === "objective") return [["objectives", [this.grammar.objectives[tokensOf(tree)[0].type]]]];
    if (this.grammar.papers.includes(tree.name)) return [[tree.name, tokensOf(tree)[0]]];
    if (Object.hasOwn(this.grammar.refused, tree.name)) throw this.refusal(tree.name, tokensOf(tree)[0]);
    if (tree.name === "lower_degree") return [["highest_degree", this.lowest(tokensOf(tree)).node]];
    const own = MEANINGS[tree.name]?.(tree) ?? [];
    if (MEANINGS[tree.name] && tree.name !== "the_one") return own;
    return [...own, ...treesOf(tree).flatMap((child) => this.parts(child))];
  }

  merged(found) {
    const fields = {};
    for (const [name, value] of found) {
      if (this.grammar.lists.includes(name)) fields[name] = [...(fields[name] ?? []), ...value];
      else if (!Object.hasOwn(fields, name)) fields[name] = value;
      else if (!same(plainOf(fields[name]), plainOf(value))) throw new QuestionFault(this.saidTwice(name, fields[name], value));
    }
    return this.withPapers(fields);
  }
  /* Certificates and degrees as such are ruled out together or not at all. */
  withPapers({ certificates, any_degree: degree, ...fields }) {
    if (certificates && (degree || fields.without_further_degree !== undefined)) fields.without_further_credential = true;
    if (!(certificates || degree) || fields.without_further_degree !== undefined || fields.without_further_credential !== undefined) return fields;
    throw certificates ? this.refusal("certificates", certificates) : this.refusal("any_degree", degree);
  }
  /* The lowest of the degrees that are ruled out, and each above it. */
  lowest(tokens) {
    const place = ({ type }) => Object.keys(this.grammar.below).indexOf(type);
    return tokens.reduce((a, b) => (place(b) < place(a) ? b : a));
  }
  /* The error for what can be said, but not answered. */
  refusal(rule, { text, start }) {
    return new QuestionFault(`${quoted(text)} (character ${placeOf(this.text, start)}): ${this.grammar.refused[rule]}`,
      { at: start, length: text.length });
  }

  saidTwice(name, one, other) {
    const what = this.grammar.fields[name] ?? name;
    if (typeof one === "number" && name !== "highest_degree") return `${what}: ${one} and ${other} are both asked for; say one`;
    return `${what}: two different things are asked for; say one`;
  }
}
const plainOf = (value) => value?.text ?? value; // of a word what it says, not where it stands
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

/* What contradicts itself in a question; the first thing is the one to mend first. */
function faultOf(query, { costs }) {
  const { start, goal } = query;
  if (same(start, goal) && start.kind === "Role") return "start and goal are the same role; name two different ones";
  if (same(start, goal) && start.kind === "Any") return "from any role to any role asks for everything; limit one of them";
  for (const [name, value] of [["steps", query.most_steps], ["years", query.most_years]]) {
    if (value !== null && value <= 0) return `at most ${value} ${name} leaves no route; allow 1 or more`;
  }
  for (const [name, value] of [["new skills", query.most_new_skills], ["pay", query.pay_at_least], ["years of experience", query.experience]]) {
    if (value !== null && value < 0) return `${name} cannot be below 0, and ${value} is`;
  }
  if (query.k !== null && query.k < 1) return `${query.k} routes are none; ask for 1 or more`;
  const isAvoided = ({ node, others }) => node !== null && [node, ...others].every((each) => query.avoid.includes(each));
  if ([start, goal].some(isAvoided)) {
    return "a role to start from or to reach cannot also be avoided";
  }
  const { degree_share: share } = query;
  if (!(share > 0 && share <= 1)) return `a share lies above 0 and up to 1 (100 %), and ${share} does not`;
  const unknown = query.objectives.find((each) => !costs.includes(each));
  return unknown === undefined ? null : `no objective ${quoted(unknown)}; there are ${costs.join(", ")}`;
}
