/* The rows of a query, in the order in which they came until a heading is pressed. The table is in
   the file as HTML: the script sorts it and opens the nodes it names. */

const resultTable = byId("result");
if (resultTable) readyResult([...resultTable.tBodies[0].rows]);

function readyResult(rows) {
  const heads = [...resultTable.tHead.rows[0].cells];
  const sorted = { by: -1, ascending: true };
  const value = (row) => {
    const cell = row.cells[sorted.by];
    return cell.dataset.sort === undefined ? cell.textContent : Number(cell.dataset.sort);
  };
  const order = (a, b) => { // what is no number comes last among numbers, up and down
    if (typeof a !== typeof b) return typeof a === "number" ? -1 : 1;
    const up = sorted.ascending ? 1 : -1;
    return up * (typeof a === "number" ? a - b : a.localeCompare(b, "en"));
  };
  heads.forEach((head, place) => {
    const words = head.textContent;
    head.replaceChildren(button("", [words], () => {
      sorted.ascending = sorted.by === place ? !sorted.ascending : true;
      sorted.by = place;
      resultTable.tBodies[0].append(...[...rows].sort((a, b) => order(value(a), value(b))));
      const direction = sorted.ascending ? "ascending" : "descending";
      heads.forEach((each) => each.setAttribute("aria-sort", each === head ? direction : "none"));
      announce(`Sorted by ${words}, ${direction}`);
    }));
    head.setAttribute("aria-sort", "none");
  });
  resultTable.addEventListener("click", openNamed);
}

function openNamed(event) {
  const link = event.target.closest("a");
  if (!link) return;
  event.preventDefault();
  const { node, step } = addressed(new URLSearchParams(link.hash.slice(1)));
  if (step !== undefined) selectStep(step);
  else if (node !== undefined) selectNode(node);
}
