/* A claim on the page: its value, its limits, and on whose word, so that it can be looked up. */

function nodeChip(node, extra) {
  const children = [swatch(NODES[node].kind), make("span", { text: NODES[node].label })];
  if (extra) children.push(make("small", { text: extra }));
  return button("chip", children, () => selectNode(node, { center: true }));
}
function stepChip(step, text = STEPS[step].label) {
  return button("chip", [swatch("Step"), make("span", { text })], () => selectStep(step, { center: true }));
}
const chipList = (chips) => make("ul", { className: "chips" }, chips.map((chip) => make("li", {}, [chip])));

function valueOf(claim) {
  const chips = (claim.to || []).map((node) => nodeChip(node));
  const text = (chips.length && claim.amount) || capital(claim.value || "");
  return make("div", { className: "value" }, [
    ...(text ? [make("span", { className: claim.amount ? "" : "words", text })] : []),
    ...(chips.length ? [chipList(chips)] : []),
  ]);
}

function qualifiersOf(claim) {
  const marks = [];
  if (claim.denied) marks.push(make("span", { className: "badge denied", text: capital(MEASURES[claim.measure].denied) }));
  if (claim.strength) marks.push(make("span", { className: "badge", text: capital(claim.strength) }));
  if (claim.scope) marks.push(make("span", { className: "scope", text: capital(claim.scope.join(", ")) }));
  return marks.length ? [make("div", { className: "qualifiers" }, marks)] : [];
}

function evidenceOf(claim) {
  const { stance, source, says, places, rule } = EVIDENCE[claim.evidence];
  const lines = [make("p", {}, [
    make("span", { className: `stance ${stance.toLowerCase()}`, text: stance }),
    make("cite", { text: SOURCES[source].title }),
    ...(says ? [make("span", { text: `, says ${says}` })] : []),
  ])];
  if (rule !== undefined) {
    const { label, definition } = RULES[rule];
    lines.push(make("p", { text: `Rule “${label}”: ${definition}` }));
  }
  lines.push(...(places || []).map(placeOf));
  return make("div", { className: "evidence" }, lines);
}

/* Where a claim stands, for a reader; the characters, for who checks it against the file. */
const CHARACTERS = /(?:, | and )?characters \d+–\d+/g;
function placeOf(place) {
  const offsets = (place.match(CHARACTERS) || []).map((each) => each.replace(/^(?:, | and )/, ""));
  const words = capital(place.replace(CHARACTERS, ""));
  if (!offsets.length) return make("p", { text: words });
  return make("details", { className: "place" }, [make("summary", { text: words }), make("p", { text: `${capital(offsets.join(" and "))} of the source’s text` })]);
}

/* Claims that say alike of several things, in one place of one source, share their evidence. */
function grouped(numbers) {
  const groups = new Map();
  for (const number of numbers) {
    const { evidence, denied, strength, scope, remark, sure, to, value } = CLAIMS[number];
    const isChip = to && to.length === 1 && !value;
    const key = JSON.stringify([evidence, denied, strength, scope, remark, sure, isChip ? "" : number]);
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(number);
  }
  return [...groups.values()];
}

function claimItem(numbers, cite = evidenceOf) {
  const first = CLAIMS[numbers[0]];
  const value = numbers.length > 1
    ? make("div", { className: "value" }, [chipList(numbers.flatMap((n) => CLAIMS[n].to.map((node) => nodeChip(node))))])
    : valueOf(first);
  return make("li", { className: "claim" }, [
    value,
    ...qualifiersOf(first),
    ...(first.remark ? [make("p", { className: "remark", text: first.remark })] : []),
    ...(first.sure ? [make("p", { className: "remark sure", text: capital(first.sure) })] : []),
    cite(first),
  ]);
}

/* Figures of many things read from the highest, places in an order from the first. */
const isRank = ({ unitIri }) => unitIri === "career:rankOrder";
const isFigure = ({ maximum, to, value, objectIri }) => maximum !== undefined && Boolean(to || value || objectIri);
function byFigure(numbers) {
  if (!numbers.every((n) => isFigure(CLAIMS[n]))) return numbers;
  const figure = (n) => Number(CLAIMS[n].maximum) * (isRank(CLAIMS[n]) ? 1 : -1);
  return [...numbers].sort((a, b) => figure(a) - figure(b) || a - b);
}

/* A long list is written as far as it is read; the rest when it is asked for, or printed. */
const FEW_CLAIMS = 6;
function claimList(numbers) {
  const groups = grouped(numbers);
  const shown = groups.length > FEW_CLAIMS + 1 ? FEW_CLAIMS : groups.length;
  const list = make("ul", { className: "claims" }, groups.slice(0, shown).map((group) => claimItem(group)));
  if (shown < groups.length) {
    const more = make("li", { className: "more" });
    more.open = () => more.replaceWith(...groups.slice(shown).map((group) => claimItem(group)));
    more.append(button("link", [`Show ${groups.length - shown} more`], () => {
      more.open();
      list.children[shown].querySelector("button")?.focus();
    }));
    list.append(more);
  }
  return list;
}
/* The sides of a clash stand next to each other: what each says first, then who says it, and where
   only when that is opened. */
const citation = (claim) => make("details", { className: "cited" }, [
  make("summary", { text: SOURCES[EVIDENCE[claim.evidence].source].title }), evidenceOf(claim)]);
function clash({ sides }) {
  const isDenied = (side) => side.every((number) => CLAIMS[number].denied);
  const isYesOrNo = sides.some(isDenied) && !sides.every(isDenied);
  const head = (side) => make("h5", { text: isYesOrNo ? (isDenied(side) ? "Says no" : "Says yes") : "Says" });
  const ordered = isYesOrNo ? [...sides].sort((a, b) => isDenied(a) - isDenied(b)) : sides;
  return make("div", { className: "clash" }, [
    make("p", { className: "clash-head" }, [
      make("span", { className: "badge contested", text: "Contested" }),
      make("span", { text: "These claims cannot both hold as they stand." }),
    ]),
    make("div", { className: "sides" }, ordered.map((side) => make("div", { className: `side-of ${isYesOrNo && isDenied(side) ? "no" : "yes"}` }, [
      head(side), make("ul", { className: "side" }, grouped(side).map((group) => claimItem(group, citation)))]))),
  ]);
}

function measureSection(measure, numbers) {
  const clashes = [...new Set(numbers.flatMap((n) => (CONFLICT_OF.has(n) ? [CONFLICT_OF.get(n)] : [])))];
  const quiet = numbers.filter((n) => !CONFLICT_OF.has(n));
  const apart = numbers.map((n) => INCOMPARABLE_OF.get(n)).find(Boolean);
  const heading = make("h4", { text: MEASURES[measure].id === "possible" ? "Do people make this step?" : capital(MEASURES[measure].label) });
  if (numbers.length > 1) heading.append(make("small", { text: counted(numbers.length, "claim") }));
  const children = [heading, ...clashes.map(clash)];
  if (apart) {
    children.push(make("p", { className: "note", text: `Not comparable: these figures differ in ${joined(apart.differs)}.` }));
  }
  if (quiet.length) children.push(claimList(byFigure(quiet)));
  return make("section", { className: "measure" }, children);
}
/* Claims by measure, in the order of the measures. */
function byMeasure(numbers) {
  const groups = new Map();
  for (const number of numbers) {
    const { measure } = CLAIMS[number];
    if (!groups.has(measure)) groups.set(measure, []);
    groups.get(measure).push(number);
  }
  return [...groups].sort(([a], [b]) => a - b);
}
