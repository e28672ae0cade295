/* The list: the same content as a table that can be sorted, filtered and read aloud. */

const ROWS = ENTRIES.map((entry) => {
  const row = entry.kind === "Step" ? STEPS[entry.number] : NODES[entry.number];
  return {
    entry,
    label: entry.label.toLowerCase(),
    kind: kindLabel(entry.kind),
    level: row.levels ? row.levels[0][0] : 99,
    levels: row.levels ? row.levels.map(([, label]) => label).join(", ") : "",
    pay: row.payUpTo || 0,
    pays: row.pay || [],
    claims: (row.claims || []).length,
  };
});
const sorting = { by: "claims", ascending: false };

function renderList() {
  const sought = field.value.trim() ? new Set(findEntries(field.value).map(({ entry }) => entry)) : null;
  const rows = ROWS.filter(({ entry }) => !state.off.has(entry.kind) && (!sought || sought.has(entry)));
  rows.sort((a, b) => {
    const order = a[sorting.by] < b[sorting.by] ? -1 : a[sorting.by] > b[sorting.by] ? 1 : 0;
    return (sorting.ascending ? order : -order) || a.label.localeCompare(b.label, "en");
  });
  document.querySelectorAll("#list th").forEach((cell) => {
    const isSorted = cell.firstElementChild.dataset.sort === sorting.by;
    cell.setAttribute("aria-sort", isSorted ? (sorting.ascending ? "ascending" : "descending") : "none");
  });
  document.querySelector("#list tbody").replaceChildren(...rows.map(tableRow));
  byId("nothing").hidden = rows.length > 0;
  if (sought) announce(counted(rows.length, "row"));
}

function tableRow({ entry, kind, levels, pays, claims }) {
  const open = button("", [entry.label], () =>
    (entry.kind === "Step" ? selectStep(entry.number) : selectNode(entry.number)));
  const pay = pays.slice(0, 2).map(([amount, scope]) => make("div", {}, [
    make("span", { text: amount }), ...(scope ? [make("small", { text: capital(scope) })] : [])]));
  if (pays.length > 2) pay.push(make("div", { text: `and ${pays.length - 2} more` }));
  return make("tr", {}, [
    make("th", { scope: "row" }, [open]),
    make("td", {}, [make("span", { className: "kind-tag" }, [swatch(entry.kind), make("span", { text: kind })])]),
    make("td", { text: levels }),
    make("td", {}, pay),
    make("td", { className: "count", text: String(claims) }),
  ]);
}

document.querySelectorAll("#list th button").forEach((head) => {
  head.addEventListener("click", () => {
    const { sort } = head.dataset;
    sorting.ascending = sorting.by === sort ? !sorting.ascending : sort !== "claims" && sort !== "pay";
    sorting.by = sort;
    renderList();
  });
});
