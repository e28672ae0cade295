/* Names of nodes, asked for once and put beside their IRIs when they come. */

const known = new Map();
const AT_ONCE = 500;

export const label = (iri) => known.get(iri);

/* Fetches the names of those not asked for yet; true when there is something new to show. */
export async function fetched(iris, signal) {
  const wanted = [...new Set(iris)].filter((iri) => !known.has(iri));
  for (const iri of wanted) known.set(iri, "");
  let isNew = false;
  for (let at = 0; at < wanted.length; at += AT_ONCE) {
    const portion = wanted.slice(at, at + AT_ONCE);
    try {
      const response = await fetch("labels", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ iris: portion }), signal });
      for (const [iri, name] of Object.entries(response.ok ? await response.json() : {})) {
        if (typeof name === "string" && name) known.set(iri, name), (isNew = true);
      }
    } catch {
      for (const iri of wanted.slice(at)) known.delete(iri); /* another time */
      return isNew;
    }
  }
  return isNew;
}
