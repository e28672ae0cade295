/* The menu that saves: the view as a picture, the selection as data, the page on paper. */

const fileName = (ending) => {
  const words = hasSelection() ? `${PAGE.title} ${selectionWords()}` : PAGE.title;
  return `${plain(words).replace(/[^a-z0-9]+/g, "-").slice(0, 60).replace(/^-|-$/g, "") || "careers"}.${ending}`;
};
function saveFile(blob, name) {
  const url = URL.createObjectURL(blob);
  const link = make("a", { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
  announce(`Saved ${name}`);
}
const saveText = (text, type, ending) => saveFile(new Blob([text], { type }), fileName(ending));

const isFramed = window.self !== window.top; // in a notebook, where it has no address and may not print

function renderSave() {
  const words = clipped(selectionWords(), 40);
  const view = { map: "Map", ladder: "Ladder", flows: "Flows" }[state.view];
  const entry = (label, action) => button("", [label], () => {
    closeSave();
    action();
  });
  byId("save-items").replaceChildren(
    ...(view && hasPicture(state.view) ? [
      make("p", { text: `${view} as a picture` }),
      entry("PNG", () => pngBlob(state.view).then((blob) => saveFile(blob, fileName("png")), (error) => announce(error.message))),
      entry("SVG", () => saveText(svgText(state.view), "image/svg+xml", "svg")),
    ] : []),
    make("p", { text: `${MARKET ? "Nodes and links" : "Claims"} on ${words}` }),
    entry("CSV, for a spreadsheet", () => saveText(MARKET ? marketCsv() : csvText(), "text/csv", "csv")),
    entry("RDF data, as Turtle", () => saveText(MARKET ? marketTurtle() : turtleText(), "text/turtle", "ttl")),
    ...(isFramed ? [] : [
      make("p", { text: "This view" }), entry("Copy a link to it", copyLink), entry("Print", () => window.print()),
    ]),
  );
}
function copyLink() {
  const box = make("textarea", { "aria-hidden": "true" });
  box.value = location.href;
  document.body.append(box);
  box.select();
  document.execCommand("copy"); // the clipboard API is not there for a file opened from disk
  box.remove();
  byId("open-save").focus();
  announce("Link copied");
}

function openSave() {
  renderSave();
  byId("save-items").hidden = false;
  byId("open-save").setAttribute("aria-expanded", "true");
}
function closeSave() {
  byId("save-items").hidden = true;
  byId("open-save").setAttribute("aria-expanded", "false");
}
byId("open-save").addEventListener("click", () => (byId("save-items").hidden ? openSave() : closeSave()));
byId("save").addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || byId("save-items").hidden) return;
  event.stopPropagation();
  closeSave();
  byId("open-save").focus();
});
document.addEventListener("click", (event) => { if (!event.target.closest("#save")) closeSave(); });

/* On paper the map is a drawing too, since a canvas would print as a blur. */
window.addEventListener("beforeprint", () => {
  document.documentElement.dataset.theme = "light";
  readColours();
  colours.bg = "#fff";
  byId("details").querySelectorAll(".more").forEach((more) => more.open?.());
  for (const each of byId("details").querySelectorAll(".fold:not([open]), .cited:not([open])")) {
    each.open = true;
    each.dataset.printed = "";
  }
  byId("print").replaceChildren(...(state.view === "map" ? [withoutTitle(mapPicture())] : []));
});
/* The head of the page says what it is. */
function withoutTitle(picture) {
  const { width, height } = picture.viewBox.baseVal;
  picture.setAttribute("viewBox", `0 40 ${width} ${height - 40}`);
  picture.setAttribute("height", height - 40);
  return picture;
}
window.addEventListener("afterprint", () => {
  byId("print").replaceChildren();
  for (const each of byId("details").querySelectorAll("[data-printed]")) {
    each.open = false;
    delete each.dataset.printed;
  }
  applyTheme();
});
