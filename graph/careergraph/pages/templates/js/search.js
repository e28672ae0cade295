/* Search as you type over labels and other names, forgiving of typos; a listbox by the book. */

const field = byId("search");
const hitList = byId("hits");
const plain = (text) =>
  text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[^\p{L}\p{N}+#]+/gu, " ").trim();

const ENTRIES = [
  ...NODES.map((node, number) => ({ kind: node.kind, label: node.label, number, alt: node.alt || [] })),
  ...(MARKET ? [] : STEPS).map((step, number) => ({ kind: "Step", label: step.label, number, alt: [] })),
];
/* The names of an entry as they are compared: made when they are first asked for. */
const namesOf = (entry) =>
  (entry.names ||= [entry.label, ...entry.alt].map((text) => ({ text, plain: plain(text) })));

/* The least number of letters to add, drop, change or swap; stops counting beyond `most`. */
function distance(a, b, most) {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let [before, last] = [[], Array.from({ length: b.length + 1 }, (_, i) => i)];
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const change = a[i - 1] === b[j - 1] ? 0 : 1;
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + change);
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (isSwap) row[j] = Math.min(row[j], before[j - 2] + 1);
    }
    if (Math.min(...row) > most) return most + 1;
    [before, last] = [last, row];
  }
  return last[b.length];
}

/* How well one name answers: 0 not at all, 100 exactly. */
function score(sought, name, isExact) {
  if (name === sought) return 100;
  if (name.startsWith(sought)) return 90;
  const at = name.indexOf(sought);
  if (at > 0) return name[at - 1] === " " ? 80 : 70;
  if (isExact) return 0;
  const words = name.split(" ");
  let total = 0;
  for (const word of sought.split(" ")) {
    const cost = Math.min(...words.map((candidate) => wordCost(word, candidate)));
    if (cost > 2) return 0;
    total += cost;
  }
  return Math.max(5, 60 - 12 * total);
}
function wordCost(sought, word) {
  if (word.startsWith(sought)) return 0;
  const most = sought.length < 4 ? 0 : sought.length < 7 ? 1 : 2;
  if (!most) return 3;
  const whole = distance(sought, word, most);
  const start = distance(sought, word.slice(0, sought.length), most);
  return Math.min(whole, start) <= most ? Math.min(whole, start) : 3;
}

function findEntries(text) {
  const sought = plain(text);
  if (!sought) return [];
  if (!MARKET) return entriesLike(sought, false);
  const exact = entriesLike(sought, true); // to compare letters takes long in a market
  const steps = stepsLike(text, exact);
  return exact.length || steps.length ? [...exact, ...steps].sort(byRank) : entriesLike(sought, false);
}
const byRank = (a, b) => b.rank - a.rank || a.entry.label.length - b.entry.label.length;
function entriesLike(sought, isExact) {
  return ENTRIES.map((entry) => {
    const scores = namesOf(entry).map((name) => score(sought, name.plain, isExact));
    const best = Math.max(...scores);
    const weight = entry.kind === "Role" ? 3 : entry.kind === "Step" ? -15 : 0;
    return { entry, rank: best ? best + weight : 0, matched: namesOf(entry)[scores.indexOf(best)].text };
  })
    .filter(({ rank }) => rank > 0)
    .sort(byRank);
}

let found = [];
let chosen = -1;
/* In the list view the table itself shows what was found, so no box opens over it but for topics. */
function renderHits() {
  const isOpen = plain(field.value) !== "" && (state.view !== "list" || found.some(({ entry }) => entry.open));
  hitList.replaceChildren(...found.map(hitItem));
  if (!found.length) {
    hitList.append(make("li", { text: "Nothing by that name", role: "option", "aria-selected": "false", "aria-disabled": "true" }));
  }
  hitList.hidden = !isOpen;
  field.setAttribute("aria-expanded", String(isOpen));
  if (isOpen && chosen >= 0) field.setAttribute("aria-activedescendant", `hit-${chosen}`);
  else field.removeAttribute("aria-activedescendant");
}
function hitItem({ entry, matched }, number) {
  const words = [make("span", { text: entry.label })];
  if (matched && matched !== entry.label) words.push(make("small", { text: matched }));
  const item = make("li", { role: "option", id: `hit-${number}`, "aria-selected": String(number === chosen) }, [
    entry.open ? make("span", { className: "mark", "aria-hidden": "true", text: "→" }) : swatch(entry.kind),
    make("div", {}, words), make("small", { className: "kind", text: entry.open ? "On this page" : kindLabel(entry.kind) }),
  ]);
  item.addEventListener("mousedown", (event) => {
    event.preventDefault();
    openHit(number);
  });
  return item;
}
function closeHits() {
  hitList.hidden = true;
  field.setAttribute("aria-expanded", "false");
  field.removeAttribute("aria-activedescendant");
}
function openHit(number) {
  if (!found[number]) return;
  const { entry } = found[number];
  closeHits();
  if (entry.open) {
    field.value = "";
    return entry.open();
  }
  if (state.view !== "list") field.value = entry.label;
  if (state.view === "about" || state.view === "flows") setView("map");
  if (entry.kind === "Step") return selectStep(entry.number, { center: true });
  return selectNode(entry.number, { center: true });
}

const MOST_TYPED = 200; // longer than any name
field.maxLength = MOST_TYPED;
field.addEventListener("input", () => {
  if (field.value.length > MOST_TYPED) field.value = field.value.slice(0, MOST_TYPED);
  const topics = topicsIn(field.value, true).map((entry) => ({ entry }));
  const entries = findEntries(field.value).slice(0, 10);
  const isTopic = plain(field.value).split(" ").every((word) => topicsIn(word, true).length > 0);
  const isName = !isTopic || entries.some(({ rank }) => rank >= 80); // the beginning of a name, or of a word in it
  if (state.view === "list") found = entries.length ? entries : topics;
  else found = isName ? [...entries, ...topics] : [...topics, ...entries];
  chosen = found.length ? 0 : -1;
  renderHits();
  if (state.view === "list") renderList();
});
field.addEventListener("keydown", (event) => {
  const { key } = event;
  if (key === "ArrowDown" || key === "ArrowUp") {
    event.preventDefault();
    if (found.length) chosen = (chosen + (key === "ArrowDown" ? 1 : -1) + found.length) % found.length;
    renderHits();
    hitList.children[chosen]?.scrollIntoView({ block: "nearest" });
  } else if (key === "Enter") {
    event.preventDefault(); // what is opened takes the focus, not the key
    openHit(chosen);
  } else if (key === "Escape") {
    field.value = "";
    field.dispatchEvent(new Event("input"));
  }
});
field.addEventListener("blur", closeHits);
document.addEventListener("keydown", (event) => {
  const isTyping = /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement?.tagName || "");
  if (event.key !== "/" || isTyping) return;
  event.preventDefault();
  field.focus();
  field.select();
});
