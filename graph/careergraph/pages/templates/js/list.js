/* The list: everything on the page as a table that can be sorted, filtered and read aloud. */

const makeRows = () => ENTRIES.map((entry) => {
  const row = entry.kind === "Step" ? STEPS[entry.number] : NODES[entry.number];
  const speakers = entry.kind === "Step" ? STEP_SPEAKERS[entry.number] : SPEAKERS[entry.number];
  return {
    entry,
    label: entry.label.toLowerCase(),
    kind: kindLabel(entry.kind),
    level: row.levels ? row.levels[0][0] : 99,
    levels: row.levels ? row.levels.map(([, label]) => label).join(", ") : "",
    pay: row.payUpTo || 0,
    pays: row.pay || [],
    needs: FURTHER_WORDS[row.further] || "",
    unknown: row.unknown || [],
    status: row.status,
    claims: row.said ?? row.claims.length,
    speakers: [...speakers].sort((a, b) => a - b),
    sources: speakers.size,
  };
});
let allRows = null; // made when the list is first opened
const AT_ONCE = MARKET ? 200 : Infinity;
let mostRows = AT_ONCE;
const COLUMNS = [
  ["label", "Name", true], ["kind", "Kind", true], ["level", "Level", true], ["pay", "Pay", false],
  ["needs", "Asks for", false], ["sources", "Sources", false], ["claims", "Claims", false],
];
const sorting = { by: "claims", ascending: false };

const listTable = make("table", {}, [
  make("caption", { className: "unseen", text: "Everything shown, as a table. Sources are numbered as in About." }),
  make("thead", {}, [make("tr", {}, COLUMNS.map(([sort, words, isUp]) => {
    const head = button("", [words], () => {
      sorting.ascending = sorting.by === sort ? !sorting.ascending : isUp;
      sorting.by = sort;
      renderList();
      announce(`Sorted by ${words.toLowerCase()}, ${sorting.ascending ? "ascending" : "descending"}`);
    });
    return make("th", { scope: "col", className: `col-${sort}` }, [head]);
  }))]),
  make("tbody"),
]);
const listEmpty = make("p", { className: "empty", text: "Nothing matches the search and the filters." });
const listMore = button("ghost list-more", [], () => {
  const next = mostRows;
  mostRows += AT_ONCE;
  renderList(true);
  listTable.tBodies[0].rows[next]?.querySelector("button").focus();
});
byId("list").append(listTable, listEmpty, listMore);
const alphabet = new Intl.Collator("en");

const isEntryShown = ({ kind, number }) => (kind === "Step" ? isStepShown(number) : isShown(number));
function renderList(isMore = false) {
  allRows ||= makeRows();
  if (isMore !== true) mostRows = AT_ONCE;
  const sought = field.value.trim() ? new Set(findEntries(field.value).map(({ entry }) => entry)) : null;
  const rows = allRows.filter(({ entry }) => isEntryShown(entry) && (!sought || sought.has(entry)));
  rows.sort((a, b) => {
    const order = a[sorting.by] < b[sorting.by] ? -1 : a[sorting.by] > b[sorting.by] ? 1 : 0;
    return (sorting.ascending ? order : -order) || alphabet.compare(a.label, b.label);
  });
  listTable.querySelectorAll("th").forEach((cell, place) => {
    const isSorted = COLUMNS[place]?.[0] === sorting.by;
    if (cell.scope === "col") cell.setAttribute("aria-sort", isSorted ? (sorting.ascending ? "ascending" : "descending") : "none");
  });
  listTable.tBodies[0].replaceChildren(...rows.slice(0, mostRows).map(tableRow));
  listMore.hidden = rows.length <= mostRows;
  listMore.textContent = `Show ${Math.min(AT_ONCE, rows.length - mostRows)} more of ${counted(rows.length, "row")}`;
  listTable.hidden = !rows.length;
  listEmpty.hidden = rows.length > 0;
  if (sought) announce(counted(rows.length, "row"));
}

function tableRow(row) {
  const { entry } = row;
  if (!row.made) row.made = madeRow(row);
  const isOpen = entry.kind === "Step" ? entry.number === state.step : entry.number === state.node;
  row.made.classList.toggle("chosen", isOpen);
  return row.made;
}
function madeRow({ entry, kind, levels, pays, needs, unknown, status, claims, speakers }) {
  const open = button("", [entry.label], () => {
    if (entry.kind === "Step") selectStep(entry.number);
    else selectNode(entry.number);
    renderList();
  });
  const isKnown = (word) => !unknown.includes(word);
  return make("tr", {}, [
    make("th", { scope: "row" }, [open]),
    make("td", {}, [make("span", { className: "kind-tag" }, [swatch(entry.kind), make("span", { text: kind })])]),
    make("td", {}, [levels || (isKnown("level") ? "" : notKnown())]),
    make("td", {}, payCell(pays, isKnown("pay"))),
    make("td", {}, [status ? stepBadges(entry.number) : needs || (isKnown("requires") ? "" : notKnown())]),
    make("td", {}, speakers.map((source, place) => make("span", { title: SOURCES[source].title, text: `${place ? ", " : ""}${source + 1}` }))),
    make("td", { className: "count", text: String(claims) }),
  ]);
}
const notKnown = () => make("span", { className: "not-known", text: "not known" });
function payCell(pays, isKnown) {
  if (!pays.length) return isKnown ? [] : [notKnown()];
  const cells = pays.slice(0, 2).map(([amount, scope]) => make("div", {}, [
    make("span", { text: amount }), ...(scope ? [make("small", { text: capital(scope), title: scope })] : [])]));
  if (pays.length > 2) cells.push(make("div", { text: `and ${pays.length - 2} more` }));
  return cells;
}
