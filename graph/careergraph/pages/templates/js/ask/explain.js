/* What an answer says, in sentences: why a route has its status, what is uncertain, what it takes. */

class Explain {
  constructor(ladder) {
    this.ladder = ladder;
  }
  subject(subject) {
    const { ladder } = this;
    if (subject < ladder.roles.length) return ladder.roleLabel(subject);
    const { start, end } = ladder.steps[subject - ladder.roles.length];
    return `${ladder.roleLabel(start)} to ${ladder.roleLabel(end)}`;
  }
  need({ object, subject }) {
    return object < 0 ? this.subject(subject) : this.ladder.label(object);
  }
  speakers(claims) {
    const { ladder } = this;
    return unique(claims.flatMap(({ origin }) => origin.sources)).sort((a, b) => compare(ladder.iri(a), ladder.iri(b)));
  }
  voices(claims) {
    return enumerated(this.speakers(claims).map((source) => `'${this.ladder.label(source)}'`));
  }
  needed(claims) {
    return enumerated(unique(claims.map((claim) => lowered(this.need(claim)))).sort());
  }
  ends({ step }) {
    return this.subject(this.ladder.subjectOf(step));
  }

  /* The levels claimed for a role, lowest first and joined by 'or'; null when unknown. */
  level(role) {
    const { ladder } = this;
    const found = unique(ladder.links.level(role).map(({ object }) => object)).filter((level) => ladder.ranks.has(level));
    const ordered = found.sort((a, b) => ladder.ranks.get(a) - ladder.ranks.get(b));
    return ordered.map((level) => ladder.label(level).toLowerCase()).join(" or ") || null;
  }

  /* One plain sentence: why the route has its status, and on whose word. */
  account({ status, steps, roles, openUnder }) {
    const { ladder } = this;
    if (status === "supported") {
      const words = this.voices(steps.flatMap(({ possible }) => possible));
      const gained = steps.some(({ demands }) => demands.length) ? " who gains what it takes" : "";
      const silent = roles.slice(1).filter((role) => !ladder.requires(role).length);
      const unsaid = silent.length ? ` Nobody says what it takes to be ${silent.map((role) => ladder.roleLabel(role)).join(" or ")}.` : "";
      return `Every step is open even to a cautious reader${gained}, on the word of ${words}.${unsaid}`;
    }
    if (status === "unknown") {
      const guessed = steps.filter((step) => step.status === "unknown");
      return `Open, but ${enumerated(guessed.map((step) => this.ends(step)))} ${guessed.length === 1 ? "rests" : "rest"} on a curator's inference alone.`;
    }
    const disputed = steps.filter((step) => step.status === "contested");
    if (!disputed.length) {
      return `Contested: it answers the question to ${this.readers(openUnder)}, but not to a cautious reader.`;
    }
    return `Contested: ${enumerated(disputed.map((step) => this.dispute(step)))}.`;
  }

  /* Who stands against whom on a step. */
  dispute({ step, unmet, possible, denials }) {
    const end = this.ladder.roleLabel(this.ladder.steps[step].end);
    if (!unmet.length) {
      return possible.some((claim) => !claim.affirms)
        ? `sources differ on whether people move on to ${end}`
        : `the step to ${end} keeps the limits of the question in some readings only`;
    }
    const needs = this.needed(unmet);
    if (!denials.length) return `${end} needs ${needs}, says ${this.voices(unmet)}; the other sources are silent`;
    if (same(this.speakers(unmet), this.speakers(denials))) {
      return `${this.voices(unmet)} says that ${end} needs ${needs}, and elsewhere that it does not`;
    }
    return `${end} needs ${needs}, says ${this.voices(unmet)}; it does not, says ${this.voices(denials)}`;
  }

  weakness(step) {
    const ends = this.ends(step);
    if (step.status === "unknown") return `${ends}: inferred by a curator, stated by no source`;
    if (step.status === "contested") return `${ends}: ${this.dispute(step)}`;
    const count = this.speakers(step.possible).length;
    return `${ends}: supported by ${count === 1 ? "one source" : `${count} sources`}, ${this.voices(step.possible)}`;
  }

  shut(by) {
    if (!by.length) return "no claim that counts in this reading says that people make this step";
    return `${this.subject(by[0].subject)} needs ${this.needed(by)}, says ${this.voices(by)}`;
  }

  /* To whom a route is open, by the readings under which it is. */
  readers(readings) {
    return enumerated(readings.map(({ name, source }) => {
      if (source === null) return `a ${name} reader`;
      const title = `'${this.ladder.label(source)}'`;
      return name === "only" ? `one who believes ${title} alone` : `one who leaves out ${title}`;
    }));
  }

  change({ what, node }) {
    return node === undefined ? what : `${what} ${withArticle(lowered(this.ladder.label(node)))}`;
  }
}
