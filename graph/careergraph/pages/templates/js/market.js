/* What the panel, the list and the exports say of a market: names, links and counts, and where the
   claims themselves are to be read. */

const shellWord = (text) => `'${text.replace(/'/g, "'\\''")}'`;
function commandNote(label) {
  const commands = [`careergraph show ${shellWord(label)} --graph FILE`, `careergraph claims ${shellWord(label)} --graph FILE`];
  return make("section", { className: "measure elsewhere" }, [
    make("h4", { text: "The claims themselves" }),
    make("p", { className: "note", text: `A graph of ${counted(MARKET.claims, "claim")} does not fit into one file. This one holds names, links, levels, pay and counts${CLAIMS.length ? `, and the ${counted(CLAIMS.length, "claim")} behind its answers` : ""}. Who says what, where and for whom is told by` }),
    ...commands.map((text) => make("code", { text })),
    make("p", { className: "note", text: "FILE is the graph that this page was made from." }),
  ]);
}

function regionButton(number) {
  const { label, colour, roles, nodes } = REGIONS[number];
  const spot = draw("svg", { viewBox: "-8 -8 16 16", class: "mark", "aria-hidden": "true" }, [draw("circle", { r: 6, fill: colour })]);
  return button("chip region", [spot, make("span", { text: label }), make("small", { text: roles ? counted(roles, "role") : counted(nodes, "node") })], () => {
    if (state.view !== "map") setView("map");
    if (hasSelection()) clearSelection();
    if (isPhone()) togglePanel("right", false);
    fitRegion(number);
    announce(`${label}, ${counted(nodes, "node")}`);
  });
}

/* ---- nothing is open: the regions ---- */
function marketStart() {
  const order = [...REGIONS.keys()].sort((a, b) => REGIONS[b].roles - REGIONS[a].roles || a - b);
  return [
    ...answerSections(),
    ...partNote(),
    make("p", { className: "note", text: `The map is divided ${BASIS}. Search for a role, or open a region and then a dot, to see where it leads and what it asks for.` }),
    startSection("Regions", folded(make("ul", { className: "chips regions" }, order.map((n) => make("li", {}, [regionButton(n)]))), 24)),
  ];
}

/* ---- a node ---- */
function marketDetails(number) {
  const node = NODES[number];
  const rows = [["Region", regionButton(node.region)]];
  if (node.levels) rows.push(["Level", node.levels.map(([, label]) => label).join(", ")]);
  for (const [amount, scope] of node.pay || []) rows.push(["Stated pay", scope ? `${amount}, ${scope}` : amount]);
  if (node.further) rows.push(["Further degree", { needed: "needed", contested: "disputed", denied: "not needed, a source says" }[node.further]]);
  rows.push(saidOf(node));
  return [
    back(), kindTag(node.kind), title(node.label), ...facts(rows), ...unknownOf(node),
    ...byMeasure(node.claims).map(([measure, claims]) => measureSection(measure, claims)),
    ...(isRole(number) ? stepSections(number) : []),
    ...linkSections(number), commandNote(node.label),
  ];
}
const saidOf = ({ said, by }) => ["Said of it", said ? `${counted(said, "claim")} by ${joined(by.map((n) => SOURCES[n].title))}` : "nothing by itself; the claims name it"];
/* What it names, and what names it, a section for each measure. */
function linkSections(number) {
  const groups = new Map();
  for (const [other, edge] of NEIGHBOURS[number]) {
    if (isStepEdge(edge)) continue;
    const isOut = EDGES[edge].from === number;
    const key = `${EDGES[edge].measure}|${isOut}`;
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(other);
  }
  return [...groups].map(([key, nodes]) => {
    const [measure, isOut] = key.split("|");
    const heading = make("h4", { text: linkWords(measure, isOut === "true") }, [make("small", { text: nodes.length.toLocaleString("en") })]);
    const order = [...nodes].sort((a, b) => RANK[a] - RANK[b]);
    return make("section", { className: "measure" }, [heading, folded(chipList(order.map((n) => nodeChip(n))), 12)]);
  });
}
function linkWords(measure, isOut) {
  if (measure === "broader") return isOut ? "Part of" : "Includes";
  const { label, incoming } = MEASURES[MEASURE[measure]];
  return capital(isOut ? label : incoming);
}

/* ---- steps among the hits and in the list: a step is named when it is looked at ---- */
const STEP_ENTRIES = [];
const stepEntry = (number) => (STEP_ENTRIES[number] ||= { kind: "Step", number, alt: [], get label() { return STEPS[number].label; } });

/* "A to B" finds the steps from roles like A to roles like B, "A to" all from A; a name alone those
   that start or end there, after the nodes themselves. */
function stepsLike(text, nodes) {
  const sides = text.replace(/^\s*from\s+/i, "").split(/\s+to(?:\s+|$)|\s*(?:→|->)\s*/i);
  if (sides.length > 2) return [];
  const [starts, ends] = sides.length === 2 ? sides.map(rolesLike) : [ranksOf(nodes), null];
  const rankOf = ends ? ({ from, to }) => Math.min(starts(from), ends(to)) - 15
    : ({ from, to }) => Math.max(starts(from), starts(to)) - 40;
  return [...STEPS.keys()].flatMap((number) => {
    const rank = rankOf(STEPS[number]);
    return rank > 0 ? [{ entry: stepEntry(number), rank, matched: STEPS[number].label }] : [];
  });
}
/* How well a role answers, by its number: as well as can be where nothing is asked for. */
function rolesLike(text) {
  const sought = plain(text);
  if (!sought) return () => 100;
  const exact = entriesLike(sought, true);
  return ranksOf(exact.length ? exact : entriesLike(sought, false));
}
function ranksOf(found) {
  const ranks = new Map(found.filter(({ entry }) => entry.kind === "Role").map(({ entry, rank }) => [entry.number, rank]));
  return (role) => ranks.get(role) ?? 0;
}

/* ---- exports: what is open with all it is linked to, or all that is shown ---- */
function marketSelection() {
  const edges = edgesOpen();
  const ends = edges.flatMap((edge) => [EDGES[edge].from, EDGES[edge].to]);
  const nodes = hasSelection() ? [...new Set(state.node === null ? ends : [state.node, ...ends])] : [...NODES.keys()].filter(isShown);
  const steps = edges.filter(isStepEdge).map((edge) => edge - LINKS.length);
  const claims = [...nodes.map((n) => NODES[n]), ...steps.map((s) => STEPS[s])].flatMap((row) => row.claims);
  return { ...withClaims(nodes.sort((a, b) => a - b), steps, claims), links: edges.filter((edge) => !isStepEdge(edge)) };
}
function edgesOpen() {
  if (state.node !== null) return [...new Set(NEIGHBOURS[state.node].map(([, edge]) => edge))].filter(isEdgeShown).sort((a, b) => a - b);
  if (hasSelection()) return [...focus().edges];
  return [...EDGES.keys()].filter(isEdgeShown);
}
/* The same triples as in the graph; a link that stands for one of several alternatives is none. */
function marketTurtle() {
  const { links, ...chosen } = marketSelection();
  const objects = new Map();
  for (const edge of links) {
    const { from, to, measure } = EDGES[edge];
    if (MARKET.unfolded.includes(measure)) continue;
    const property = measure === "broader" ? "skos:broader" : measureIri(MEASURES[MEASURE[measure]]);
    const key = `${term(NODES[from].iri)} ${term(property)}`;
    if (!objects.has(key)) objects.set(key, []);
    objects.get(key).push(term(NODES[to].iri));
  }
  const lines = [...objects].map(([key, found]) => `${key} ${found.join(" , ")} .\n`);
  return `# Names, steps and links. The claims that they rest on, with their sources, are written by\n# careergraph export part.ttl --around NAME --graph FILE\n${turtleText(chosen)}\n${lines.join("")}`;
}
function marketCsv() {
  const rows = marketSelection().nodes.map((number) => {
    const { iri, label, kind, levels = [], pay = [], said = 0, region } = NODES[number];
    return [iri, label, kindLabel(kind), levels.map(([, name]) => name).join("; "), pay.map(([amount]) => amount).join("; "), REGIONS[region].label, said];
  });
  return [["iri", "name", "kind", "level", "pay", "region", "claims"], ...rows].map((row) => row.map(cell).join(",")).join("\r\n");
}

/* The whole map as a picture: the regions, a path of dots for each, and their names. */
function marketPicture() {
  const [left, top, right, bottom] = BOUNDS;
  const shrink = 1400 / (right - left);
  const near = (value) => Math.round(value * 10) / 10;
  const parts = REGIONS.flatMap(({ outline, colour }, number) => {
    const corners = [];
    for (let i = 0; i < outline.length; i += 2) corners.push(`${near((outline[i] - left) * shrink)},${near((outline[i + 1] - top) * shrink)}`);
    const spots = REGION_NODES[number].filter(isShown).map((node) => {
      const r = near(radii[node] * shrink * 0.8);
      return `M${near((HOME[node][0] - left) * shrink - r)} ${near((HOME[node][1] - top) * shrink - r)}h${2 * r}v${2 * r}h${-2 * r}z`;
    });
    return [
      draw("polygon", { points: corners.join(" "), fill: colour, "fill-opacity": 0.1, stroke: colour, "stroke-opacity": 0.4, "stroke-linejoin": "round" }),
      draw("path", { d: spots.join(""), fill: colour, "fill-opacity": 0.7 }),
    ];
  });
  return framed([...parts, ...REGIONS.flatMap((region) => regionTitle(region, shrink))], 1400, Math.ceil((bottom - top) * shrink));
}
function regionTitle({ label, left, right, x, y }, shrink) {
  const size = 15;
  const lines = wrapped(label, `680 ${size}px ${FONT}`, (right - left) * shrink * 0.9);
  return lines.map((text, i) => draw("text", {
    x: Math.round((x - BOUNDS[0]) * shrink), y: Math.round((y - BOUNDS[1]) * shrink + (i - (lines.length - 1) / 2) * size * 1.16 + 5),
    "text-anchor": "middle", "font-size": size, "font-weight": 680, "font-family": FONT,
    fill: colours.ink, stroke: colours.bg, "stroke-width": 4, "paint-order": "stroke", text }));
}

/* ---- about ---- */
const marketAbout = () => make("p", { text: `${counted(COUNT, "node")}, ${counted(STEPS.length, "step")}, ${counted(LINKS.length, "other link")} and ${counted(MARKET.claims, "claim")}. The claims are counted here and not quoted: they would not fit into one file. To read them, ask the graph that this page was made from: careergraph show NAME --graph FILE.` });
const marketMakers = () => make("p", { text: `The map is divided ${BASIS}. It was laid out beforehand and is drawn by this page itself; the file was written with pyvis 0.3.2 (BSD-3-Clause), and no library is in it. The file asks nothing of the network, and its security policy forbids it to.` });
const marketKey = () => make("p", { className: "fine key-note", text: "On the map colour tells the region; shape tells the kind. From afar roles are round." });

/* ---- flows: in a market the regions, rather than every role or every group it belongs to ---- */
const regionName = (node) => [REGIONS[NODES[node].region].label];
function groupByRegion(groupings) {
  delete groupings.industry;
  groupings.group = {
    words: "Regions", start: ({ from }) => regionName(from), end: ({ to }) => regionName(to),
    note: `From the region of the map where a step starts to the one where it ends. The map is divided ${BASIS}.`,
  };
}
