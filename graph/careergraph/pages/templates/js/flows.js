/* Flows: how many of the named steps lead from one group of roles to another. They are steps that a
   source or a curator names; nobody was counted. */

const levelOf = (role) =>
  (NODES[role].levels || []).map(([, label], i) => (i ? label.toLowerCase() : label)).join(" or ") || "Level not known";
const GROUPINGS = {
  level: {
    words: "Levels", start: ({ from }) => [levelOf(from)], end: ({ to }) => [levelOf(to)],
    note: "A role that is held at two levels stands between them.",
  },
  industry: {
    words: "Industries",
    start: ({ industries: found }) => found.map((industry) => NODES[industry].label),
    end: ({ to }) => [NODES[to].label],
    note: "From the industry that a step is named for to the role it reaches. A step that is named for several industries is counted in each; one that names none is left out.",
  },
};
const levelRank = (label) => {
  const role = NODES.findIndex((_, number) => isRole(number) && levelOf(number) === label);
  const ranks = (NODES[role]?.levels || [[99]]).map(([rank]) => rank);
  return ranks.reduce((sum, rank) => sum + rank, 0) / ranks.length;
};
if (MARKET) groupByRegion(GROUPINGS);
let grouping = "level";

/* Cells: "from" then "to", each with its steps. */
function flowCells({ start: startsOf, end: endsOf }) {
  const cells = new Map();
  STEPS.forEach((step, number) => {
    if (!isStepShown(number)) return;
    for (const start of startsOf(step)) {
      for (const end of endsOf(step)) {
        const key = JSON.stringify([start, end]);
        if (!cells.has(key)) cells.set(key, { start, end, steps: [] });
        cells.get(key).steps.push(number);
      }
    }
  });
  return [...cells.values()];
}
function flowNames(cells, side) {
  const totals = new Map();
  for (const cell of cells) totals.set(cell[side], (totals.get(cell[side]) || 0) + cell.steps.length);
  const names = [...totals.keys()];
  return grouping === "level"
    ? names.sort((a, b) => levelRank(a) - levelRank(b))
    : names.sort((a, b) => totals.get(b) - totals.get(a) || a.localeCompare(b, "en"));
}

function renderFlows() {
  const cells = flowCells(GROUPINGS[grouping]);
  const [starts, ends] = [flowNames(cells, "start"), flowNames(cells, "end")];
  byId("flows").replaceChildren(
    make("h2", { text: "Flows of named steps" }),
    make("p", { className: "lead", text: `${counted(STEPS.filter((_, step) => isStepShown(step)).length, "step")} that a source states, or that a rule or a curator takes from what sources state, by where they start and where they end. The numbers count steps, not people: nobody was counted.` }),
    groupingSwitch(),
    ...(cells.length
      ? [...sumNote(cells), sankey(cells, starts, ends), heatTable(cells, starts, ends), ...(sumNote(cells).length ? [] : [make("p", { className: "note", text: GROUPINGS[grouping].note })])]
      : [make("p", { className: "empty", text: STEPS.length ? "No step passes these filters." : noWay("This graph names no steps.") })]),
  );
}
function groupingSwitch() {
  return make("fieldset", { className: "switch" }, [
    make("legend", { className: "unseen", text: "Group roles by" }),
    ...Object.entries(GROUPINGS).map(([key, { words }]) => {
      const input = make("input", { name: "grouping", value: key });
      input.type = "radio";
      input.checked = key === grouping;
      input.addEventListener("change", () => {
        grouping = key;
        renderFlows();
        byId("flows").querySelector("input:checked").focus();
        writeAddress();
      });
      return make("label", {}, [input, make("span", { text: words })]);
    }),
  ]);
}
/* Why the numbers of the cells do not add up to all steps, where they do not. */
function sumNote(cells) {
  const shown = STEPS.filter((_, step) => isStepShown(step)).length;
  const counts = new Map();
  for (const { steps } of cells) for (const step of steps) counts.set(step, (counts.get(step) || 0) + 1);
  const twice = [...counts.values()].filter((count) => count > 1).length;
  const sum = cells.reduce((total, { steps }) => total + steps.length, 0);
  if (sum === shown && !twice) return [];
  const left = counts.size < shown ? `${counts.size} of the ${counted(shown, "step")} are counted here` : `All ${counted(shown, "step")} are counted here`;
  const why = twice ? `, ${twice} of them more than once, so that the numbers add up to ${sum}` : "";
  return [make("p", { className: "note sum", text: `${left}${why}. ${GROUPINGS[grouping].note}` })];
}

const openFlow = ({ start, end, steps }) =>
  selectGroup({ title: `${start} to ${end}`, note: `${counted(steps.length, "named step")}, not people.`, steps });

function heatTable(cells, starts, ends) {
  const most = Math.max(...cells.map(({ steps }) => steps.length));
  const cellOf = new Map(cells.map((cell) => [JSON.stringify([cell.start, cell.end]), cell]));
  const body = starts.map((start) => {
    const row = ends.map((end) => heatCell(cellOf.get(JSON.stringify([start, end])), most));
    return make("tr", {}, [make("th", { scope: "row" }, [make("span", { text: start })]), ...row]);
  });
  const head = ends.map((end) => make("th", { scope: "col" }, [make("span", { text: end })]));
  return make("div", { className: "heat", tabindex: "0", role: "group", "aria-label": "Table of steps, may scroll" }, [make("table", {}, [
    make("caption", { text: "Number of named steps, from the row to the column" }),
    make("thead", {}, [make("tr", {}, [make("td", { text: "From ↓ to →" }), ...head])]),
    make("tbody", {}, body),
  ])]);
}
function heatCell(cell, most) {
  if (!cell) return make("td", {}, [make("span", { className: "unseen", text: "0" })]);
  const shade = most <= 6 ? cell.steps.length + 6 - most : Math.ceil((cell.steps.length / most) * 6);
  const words = `${counted(cell.steps.length, "step")} from ${cell.start} to ${cell.end}`;
  return make("td", { className: `heat-${shade}` }, [button("", [String(cell.steps.length)], () => openFlow(cell), { "aria-label": words })]);
}
