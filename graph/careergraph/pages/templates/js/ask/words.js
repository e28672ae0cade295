/* Words: what two spellings of one name share, how alike two are, and how text is quoted. Strings
   are measured in characters as people count them, not in the units of UTF-16. */

const lettersOf = (text) => Array.from(text);
/* Without case: ß is ss, ﬁ is fi, and a dotless i stays one. */
const fold = (text) => text.replace(/[^\0-\x7fı]/gu, (letter) => letter.toUpperCase())
  .toLowerCase().replaceAll("ς", "σ");

function singular(word) {
  if (word.length > 3 && word.endsWith("ies")) return `${word.slice(0, -3)}y`;
  return word.length > 3 && /[^s]s$/.test(word) ? word.slice(0, -1) : word;
}

/* "Machine-Learning Engineers" and "machine learning engineer" have one key; so have American and
   British endings. */
function keyOf(text) {
  const plain = fold(text.normalize("NFKD")).replace(/['’]s/g, "s").replace(/\p{M}/gu, "");
  const words = plain.match(/[\p{L}\p{N}]+|[+#&]+/gu) || [];
  const found = words.filter((word) => word !== "&").map(singular).join(" ");
  return found.replaceAll("ization", "isation");
}

/* How alike two texts are, from 0 to 100, by their longest common subsequence. */
function ratio(one, other) {
  const [a, b] = [lettersOf(one), lettersOf(other)];
  if (!a.length && !b.length) return 100;
  let row = new Array(b.length + 1).fill(0);
  for (const letter of a) {
    const next = [0];
    for (let i = 0; i < b.length; i++) {
      next.push(letter === b[i] ? row[i] + 1 : Math.max(row[i + 1], next[i]));
    }
    row = next;
  }
  return (1 - (a.length + b.length - 2 * row[b.length]) / (a.length + b.length)) * 100;
}
const sortedWords = (text) => text.split(" ").sort().join(" ");

function resemblance(sought, candidate) {
  const score = Math.max(ratio(sought, candidate), ratio(sortedWords(sought), sortedWords(candidate)));
  if (!candidate.includes(sought)) return score;
  return Math.max(score, 90 + (10 * lettersOf(sought).length) / lettersOf(candidate).length);
}

/* Slips of the keys between two words: letters added, left out, changed or swapped. */
function slips(one, other) {
  const [a, b] = [lettersOf(one), lettersOf(other)];
  const rows = [Array.from({ length: b.length + 1 }, (_, i) => i)];
  a.forEach((letter, i) => {
    const row = [i + 1];
    b.forEach((against, j) => {
      const change = rows[i][j] + (letter === against ? 0 : 1);
      const swap = i && j && letter === b[j - 1] && a[i - 1] === against ? rows[i - 1][j - 1] + 1 : Infinity;
      row.push(Math.min(rows[i][j + 1] + 1, row[j] + 1, change, swap));
    });
    rows.push(row);
  });
  return rows[a.length][b.length];
}

/* In quotation marks, single ones unless these stand in the text. */
function quoted(text) {
  const mark = text.includes("'") && !text.includes('"') ? '"' : "'";
  const plain = text.replace(/\\/g, "\\\\").replaceAll(mark, `\\${mark}`)
    .replace(/\n/g, "\\n").replace(/\r/g, "\\r").replace(/\t/g, "\\t")
    .replace(/[\p{C}\p{Z}]/gu, escaped);
  return mark + plain + mark;
}
function escaped(letter) {
  if (letter === " ") return letter;
  const code = letter.codePointAt(0).toString(16);
  const [sign, digits] = code.length < 3 ? ["x", 2] : code.length < 5 ? ["u", 4] : ["U", 8];
  return `\\${sign}${code.padStart(digits, "0")}`;
}

/* 'a, b and c'. */
function enumerated(parts, last = "and") {
  const head = parts.slice(0, -1).join(", ");
  return [head, parts[parts.length - 1]].filter(Boolean).join(` ${last} `);
}
const isLower = (letter) => letter !== undefined && letter !== letter.toUpperCase() && letter === letter.toLowerCase();
/* Words that have no capital in a title either. */
const UNTITLED = new Set(["a", "an", "and", "as", "at", "by", "except", "for", "from", "in", "into", "not", "of", "on", "or",
  "other", "than", "the", "through", "to", "with"]);
const initialOf = (word) => lettersOf(word)[0] ?? "";
/* Whether a label keeps its first capital in the middle of a sentence: as an abbreviation, or as the
   title of several words that all have one, but for the small ones. */
function isTitle(text) {
  if (!isLower(text[1]) && text[1] !== " ") return true;
  const [first, ...others] = text.split(" ").filter((word) => initialOf(word).toLowerCase() !== initialOf(word).toUpperCase());
  const isLarge = others.filter((word) => !UNTITLED.has(word)).map((word) => initialOf(word) !== initialOf(word).toLowerCase());
  return isLarge.length > 0 && isLarge.every(Boolean) && !UNTITLED.has(first.toLowerCase());
}
/* A label for the middle of a sentence; abbreviations keep their capitals, and so do titles. */
const lowered = (text) => (isTitle(text) ? text : text.charAt(0).toLowerCase() + text.slice(1));
const withArticle = (noun) => `${"aeiou".includes(isLower(noun[1]) ? noun[0].toLowerCase() : noun[0]) ? "an" : "a"} ${noun}`;

const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
/* Lists are compared place by place, and a list inside a list alike. */
function compareAll(one, other) {
  for (let i = 0; i < Math.min(one.length, other.length); i++) {
    const found = Array.isArray(one[i]) ? compareAll(one[i], other[i]) : compare(one[i], other[i]);
    if (found) return found;
  }
  return one.length - other.length;
}
const unique = (items) => [...new Set(items)];

/* What is wrong with a question. `at` is where in the phrase, counted from 0, and `length` how much
   of it is meant; -1 where it is not one place. Suggestions are names and words to type as they are;
   mends have capitals for what is to be filled in. */
class QuestionFault extends Error {
  constructor(message, { at = -1, length = 0, suggestions = [], mends = [] } = {}) {
    super(message);
    Object.assign(this, { at, length, suggestions, mends });
  }
}
