/* The list: everything on the page as a table that can be sorted, filtered and read aloud. */

const makeRows = () => [...ENTRIES, ...(MARKET ? STEPS.map((_, number) => stepEntry(number)) : [])].map((entry) => {
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
    claims: row.said ?? (entry.kind === "Step" ? row.claims.length : new Set([...row.claims, ...NAMING[entry.number]]).size),
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

/* The rows are laid out as grids, so that only those in sight cost anything; the roles keep it a
   table for every reader of the screen. */
const listTable = make("table", { role: "table" }, [
  make("caption", { className: "unseen", text: "Everything shown, as a table. Sources are numbered as in About." }),
  make("thead", { role: "rowgroup" }, [make("tr", { role: "row" }, COLUMNS.map(([sort, words, isUp]) => {
    const head = button("", [words], () => {
      sorting.ascending = sorting.by === sort ? !sorting.ascending : isUp;
      sorting.by = sort;
      renderList();
      announce(`Sorted by ${words.toLowerCase()}, ${sorting.ascending ? "ascending" : "descending"}`);
    });
    return make("th", { role: "columnheader", scope: "col", className: `col-${sort}` }, [head]);
  }))]),
  make("tbody", { role: "rowgroup" }),
]);
const listEmpty = make("p", { className: "empty", text: COUNT ? "Nothing matches the search and the filters." : "This graph holds no nodes." });
const listMore = button("ghost list-more", [], () => {
  const next = mostRows;
  mostRows += AT_ONCE;
  renderList(true);
  listTable.tBodies[0].rows[next]?.querySelector("button").focus();
});
const listNote = make("p", { className: "note list-note", text: "Pay is sorted within each scope, since figures of different scopes cannot be compared; what is not known stands last." });
const listSources = make("p", { className: "fine list-sources", text: `Sources: ${SOURCES.map((source, place) => `${place + 1} ${source.title}`).join("; ")}.` });
byId("list").append(listNote, listTable, listEmpty, listMore, listSources);
const alphabet = new Intl.Collator("en");
const inAlphabet = MARKET ? (a, b) => (a < b ? -1 : Number(a > b)) : alphabet.compare; // a market is long

/* Where the scope of a row's pay comes: that of most rows first, and those without pay after all. */
const payScopes = new Map();
function countScopes(rows) {
  for (const { pays } of rows) {
    const scope = pays[0]?.[1];
    if (pays.length) payScopes.set(scope, (payScopes.get(scope) || 0) + 1);
  }
  [...payScopes].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).forEach(([scope], place) => payScopes.set(scope, place));
}
const scopePlace = ({ pays }) => (pays.length ? payScopes.get(pays[0][1]) : Infinity);

const isEntryShown = ({ kind, number }) => (kind === "Step" ? isStepShown(number) : isShown(number));
function renderList(isMore = false) {
  if (!allRows) countScopes(allRows = makeRows());
  if (isMore !== true) mostRows = AT_ONCE;
  const sought = field.value.trim() ? new Set(findEntries(field.value).map(({ entry }) => entry)) : null;
  const rows = allRows.filter(({ entry }) => isEntryShown(entry) && (!sought || sought.has(entry)));
  rows.sort((a, b) => {
    const order = a[sorting.by] < b[sorting.by] ? -1 : a[sorting.by] > b[sorting.by] ? 1 : 0;
    return (sorting.by === "pay" ? scopePlace(a) - scopePlace(b) : 0)
      || (sorting.ascending ? order : -order) || inAlphabet(a.label, b.label);
  });
  listTable.querySelectorAll("th").forEach((cell, place) => {
    const isSorted = COLUMNS[place]?.[0] === sorting.by;
    if (cell.scope === "col") cell.setAttribute("aria-sort", isSorted ? (sorting.ascending ? "ascending" : "descending") : "none");
  });
  showRows(rows.slice(0, mostRows).map((row) => (row.made ||= madeRow(row))));
  markOpenRow();
  listNote.hidden = sorting.by !== "pay" || !rows.length;
  listMore.hidden = rows.length <= mostRows;
  listMore.textContent = `Show ${Math.min(AT_ONCE, rows.length - mostRows)} more of ${counted(rows.length, "row")}`;
  listTable.hidden = !rows.length;
  listEmpty.hidden = rows.length > 0;
  if (sought) announce(counted(rows.length, "row"));
}

/* What stays where it is is not touched: its layout is still good, and so is the focus in it. */
function showRows(rows) {
  const body = listTable.tBodies[0];
  const wanted = new Set(rows);
  for (const row of [...body.rows]) if (!wanted.has(row)) row.remove();
  let next = body.firstElementChild;
  for (const row of rows) {
    if (row === next) next = next.nextElementSibling;
    else body.insertBefore(row, next);
  }
}
let openRow = null;
function markOpenRow() {
  const isOpen = ({ entry: { kind, number } }) => number === (kind === "Step" ? state.step : state.node);
  openRow?.classList.remove("chosen");
  openRow = allRows?.find(isOpen)?.made;
  openRow?.classList.add("chosen");
}
const emptyRow = make("tr", { role: "row" }, [
  make("th", { role: "rowheader", scope: "row" }, [make("button")]),
  ...COLUMNS.slice(1).map(() => make("td", { role: "cell" })),
]);
function madeRow({ entry, kind, levels, pays, needs, unknown, status, claims, speakers }) {
  const row = emptyRow.cloneNode(true);
  const isKnown = (word) => !unknown.includes(word);
  const cells = [
    [make("span", { className: "kind-tag" }, [swatch(entry.kind), make("span", { text: kind })])],
    [levels || (isKnown("level") ? "" : notKnown())],
    payCell(pays, isKnown("pay")),
    [status ? stepBadges(entry.number) : needs || (isKnown("requires") ? "" : notKnown())],
    speakers.map((source, place) => make("span", { title: SOURCES[source].title, text: `${place ? ", " : ""}${source + 1}` })),
    [String(claims)],
  ];
  cells.forEach((children, place) => row.cells[place + 1].append(...children));
  const open = row.querySelector("button");
  open.textContent = entry.label;
  open.addEventListener("click", () => {
    if (entry.kind === "Step") selectStep(entry.number);
    else selectNode(entry.number);
  });
  return row;
}
const notKnown = () => make("span", { className: "not-known", text: "not known" });
function payCell(pays, isKnown) {
  if (!pays.length) return isKnown ? [] : [notKnown()];
  const cells = pays.slice(0, 2).map(([amount, scope]) => make("div", {}, [
    make("span", { text: amount }), ...(scope ? [make("small", { text: capital(scope), title: scope })] : [])]));
  if (pays.length > 2) cells.push(make("div", { text: `and ${pays.length - 2} more` }));
  return cells;
}
