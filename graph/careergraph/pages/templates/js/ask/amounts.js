/* Numbers in words or figures: '120k', '$120,000', 'six', 'half a year', '18 months'. */

const COUNTED = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
  "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"];
const HALF = /\s+and\s+a\s+half$/iu;
const PLAIN = /^-?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?$/;
const AMBIGUOUS = /^-?[0-9]{1,3}\.[0-9]{3}$/;
const MONEY = new RegExp("^([-−]?)[^0-9−-]*([0-9][0-9.,]*)\\s*(k|thousand)?(?:\\s*(?:us\\s*)?(?:\\$|usd|dollars?|bucks))?" +
  "(?:\\s*(?:a|an|per|each|/)\\s*(?:year|yr|annum)|\\s*(?:yearly|annually|p\\.?a\\.?))?$", "iu");
const LENGTH = /^(.+?)(?:\s+|(?<=[0-9]))(y|mo|mth)/su;
const AND_MONTHS = /ye?a?rs?,? (?:and )?(\S+) m(?:o|th)/u;
const MOST_DIGITS = 60;
const MOST_ROUND = 6; // the most digits of years that are a number of months

const amounts = {
  number(text) {
    const words = fold(text.trim()).replaceAll("−", "-");
    const half = HALF.exec(words);
    if (half) return amounts.number(words.slice(0, half.index)) + 0.5;
    if (COUNTED.includes(words)) return COUNTED.indexOf(words);
    const length = lettersOf(words).length;
    if (length > MOST_DIGITS) throw new QuestionFault(`a number of ${length} characters is too long to be meant`);
    if (!PLAIN.test(words)) {
      throw new QuestionFault(
        `cannot read ${quoted(text.trim())} as a number; write thousands with a comma and decimals with a point, as in 120,000 or 2.5`);
    }
    return Number(words.replaceAll(",", ""));
  },

  whole(text, of) {
    const value = amounts.number(text);
    if (Number.isInteger(value)) return value;
    throw new QuestionFault(`${value} ${of} cannot be counted; give a whole number`);
  },

  /* The most that is less than a number of what can be counted. */
  below: (text, of) => amounts.whole(text, of) - 1,

  /* US dollars a year. '120.000' is refused: it is 120 to some and 120,000 to others. */
  money(text) {
    const plain = text.trim().replace(/([0-9])[\s\u00a0\u202f](?=[0-9]{3}(?![0-9]))/gu, "$1");
    const match = MONEY.exec(plain);
    if (!match) throw new QuestionFault(`cannot read ${quoted(text.trim())} as an amount; write it as $120,000`);
    const figures = match[1] + match[2].replace(/[.,]+$/, "");
    if (match[3]) return Math.round(amounts.number(figures) * 1e6) / 1e3;
    if (AMBIGUOUS.test(figures)) {
      const [whole, decimals] = figures.split(".");
      throw new QuestionFault(
        `'${figures}' is ${whole} to some and ${whole},${decimals} to others; write ${whole} or ${whole},${decimals}`);
    }
    return amounts.number(figures);
  },

  years(text) {
    const words = fold(text.replaceAll("+", " ").trim().split(/\s+/u).join(" "));
    if (words.startsWith("half")) return 0.5;
    if (/^an?\s+year/.test(words)) return HALF.test(words) ? 1.5 : 1;
    const length = LENGTH.exec(words);
    if (!length) return amounts.number(words);
    if (length[2] !== "y") return amounts.months(length[1]);
    const more = AND_MONTHS.exec(words);
    return amounts.number(length[1]) + (more ? amounts.months(more[1]) : 0);
  },

  months: (text) => amounts.number(text) / 12,

  /* '2.5 years', or '7 months' where that is no round part of a year. */
  length(years) {
    const months = Math.round(years * 12);
    const isExact = String(years).replace(/\D/g, "").length > MOST_ROUND && months / 12 === years;
    return isExact ? inUnits(months, "month") : inUnits(years, "year");
  },
};
