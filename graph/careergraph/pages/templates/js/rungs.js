/* The ladder of a phone: levels one below the other, and of the roles those in front; the steps
   between them run from box to box and down the gaps beside the columns. */

const tall = make("div", { id: "tall" });
let showsAllRungs = false;
if (rungs) byId("ladder").prepend(tall);

const levelsOfLadder = () => {
  const levels = new Map();
  for (const [node, box] of boxes) {
    if (!box.closest("svg")) continue;
    const label = levelOf(node);
    if (!levels.has(label)) levels.set(label, []);
    levels.get(label).push(node);
  }
  return [...levels];
};

function renderTall(wanted) {
  if (!rungs || !isPhone()) return;
  const isIn = (node) => isShown(node) && (showsAllRungs || !wanted || wanted.nodes.has(node));
  const marks = wanted?.isRoute ? marksOfRoutes(wanted) : new Map();
  const left = [...boxes].filter(([node, box]) => box.closest("svg") && isShown(node) && !isIn(node)).length;
  tall.replaceChildren(...levelsOfLadder().flatMap(([label, roles]) => {
    const shown = roles.filter(isIn);
    return shown.length ? [make("section", {}, [make("h2", { text: label }), make("div", { className: "rung" }, shown.map((node) => tallBox(node, wanted, marks)))])] : [];
  }), ...(left || showsAllRungs ? [button("link all-rungs", [showsAllRungs ? "Only the roles in front" : `Show the ${counted(left, "other role")} too`], () => {
    showsAllRungs = !showsAllRungs;
    renderLadder();
    tall.querySelector(".all-rungs")?.focus();
  })] : []));
  tall.prepend(tallLines(wanted));
}
function tallBox(node, wanted, marks) {
  const { label, further } = NODES[node];
  const mark = marks.get(node);
  return button(`tall-box${wanted?.nodes.has(node) ? " on" : ""}${node === state.node ? " chosen" : ""}`, [
    ...(mark ? [make("span", { className: "tall-mark", text: mark })] : []),
    make("span", { text: label }),
    ...(further ? [make("small", { className: further, text: FURTHER_WORDS[further] })] : []),
  ], () => selectNode(node), { "data-tall": node });
}
/* The numbers that stand at roles: the stops of one route, or the routes that end there. */
function marksOfRoutes({ isAll }) {
  if (!isAll) {
    const { roles } = ANSWERS[state.route[0]].routes[state.route[1]];
    return new Map(roles.map(({ node }, place) => [node, String(place + 1)]));
  }
  return new Map([...routesByGoal()].map(([node, found]) => [node, ranges(found).join(", ")]));
}

/* Lines are laid out from where the boxes came to stand. */
function tallLines(wanted) {
  const picture = draw("svg", { "aria-hidden": "true" });
  const at = new Map([...tall.querySelectorAll("[data-tall]")].map((box) => [Number(box.dataset.tall), box]));
  const seen = new Set();
  for (const step of wanted?.steps || []) {
    const { from, to, status, further } = STEPS[step];
    const look = further === "needed" ? "degree" : further === "contested" ? "contested" : status;
    if (!at.has(from) || !at.has(to) || !isStepShown(step) || seen.has(`${from} ${to} ${look}`)) continue;
    seen.add(`${from} ${to} ${look}`);
    picture.append(tallLine(at.get(from), at.get(to), look));
  }
  return picture;
}
/* From the side of a box into the gap on its left, down or up it, and into the side of another. */
function tallLine(from, to, look) {
  const gap = { contested: 7, supported: 11 }[look] || 15; // lines of one look lie on each other
  const [x, y] = [from.offsetLeft, from.offsetTop + from.offsetHeight / 2];
  const [u, v] = [to.offsetLeft, to.offsetTop + to.offsetHeight / 2];
  const below = from.offsetTop + from.offsetHeight + 5;
  const turn = x === u ? "" : `L${x - gap} ${below}L${u - gap} ${below}`;
  const d = `M${x} ${y + 5}L${x - gap} ${y + 5}${turn}L${u - gap} ${v - 5}L${u - 7} ${v - 5}`;
  return draw("g", { class: `line ${look}` }, [draw("path", { d }), draw("path", { class: "head", d: `M${u} ${v - 5}l-8-4.5v9z` })]);
}
