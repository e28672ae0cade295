/* The query box: CodeMirror in a shadow root, which takes its styles without inline style sheets. */

import { acceptCompletion, autocompletion, closeCompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching, HighlightStyle, indentOnInput, LanguageSupport, syntaxHighlighting } from "@codemirror/language";
import { lintKeymap, setDiagnostics } from "@codemirror/lint";
import { EditorState } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers, placeholder } from "@codemirror/view";
import { styleTags, tags } from "@lezer/highlight";
import { SparqlLanguage } from "codemirror-lang-sparql";
import { $ } from "./dom.js";
import { suggestions } from "./complete.js";

const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.controlKeyword, tags.operatorKeyword, tags.definitionKeyword, tags.modifier], color: "var(--code-word)", fontWeight: "600" },
  { tag: [tags.variableName, tags.special(tags.variableName)], color: "var(--code-variable)" },
  { tag: [tags.string, tags.literal], color: "var(--code-text)" },
  { tag: [tags.number, tags.bool, tags.integer, tags.float], color: "var(--code-number)" },
  { tag: [tags.comment, tags.lineComment], color: "var(--ink-soft)", fontStyle: "italic" },
  { tag: [tags.url, tags.namespace, tags.labelName, tags.propertyName, tags.typeName, tags.name, tags.className], color: "var(--code-name)" },
]);

/* The grammar colours no prefixed names of itself. */
const language = new LanguageSupport(SparqlLanguage.configure({ props: [styleTags({ "Pname_ns Pname_ln PrefixedName PrefixedName/...": tags.namespace })] }));

const look = EditorView.theme({
  "&": { backgroundColor: "var(--panel)", color: "var(--ink)", fontSize: "13.5px", maxHeight: "36vh" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace", lineHeight: "1.55", overflow: "auto" },
  ".cm-content": { padding: "12px 0 16px", minHeight: "132px", caretColor: "var(--accent)" },
  ".cm-line": { padding: "0 14px 0 8px" },
  ".cm-gutters": { backgroundColor: "var(--panel)", color: "var(--ink-soft)", border: "none", paddingLeft: "6px" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "var(--here)" },
  ".cm-cursor": { borderLeftColor: "var(--accent)", borderLeftWidth: "2px" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": { background: "var(--chosen)" },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "var(--chosen)", outline: "1px solid var(--line-strong)" },
  ".cm-placeholder": { color: "var(--ink-soft)" },
  ".cm-tooltip": { backgroundColor: "var(--panel)", color: "var(--ink)", border: "1px solid var(--line-strong)", borderRadius: "10px", boxShadow: "var(--shadow)", overflow: "hidden" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "inherit", maxHeight: "18em", maxWidth: "min(560px, 92vw)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "5px 10px", display: "flex", gap: "12px", alignItems: "baseline" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { backgroundColor: "var(--accent)", color: "var(--on-accent)" },
  ".cm-completionLabel": { flex: "1", overflow: "hidden", textOverflow: "ellipsis" },
  ".cm-completionMatchedText": { textDecoration: "none", fontWeight: "700" },
  ".cm-completionDetail": { fontStyle: "normal", fontSize: "12px", color: "var(--ink-soft)", marginLeft: "0" },
  "li[aria-selected] .cm-completionDetail": { color: "inherit" },
  ".cm-lintRange-error": { backgroundImage: "none", textDecoration: "underline wavy var(--bad)", textDecorationThickness: "2px", textUnderlineOffset: "3px", backgroundColor: "var(--bad-bg)" },
  ".cm-lintPoint-error:after": { borderBottomColor: "var(--bad)" },
  ".cm-diagnostic-error": { borderLeft: "4px solid var(--bad)", padding: "6px 10px", whiteSpace: "pre-wrap", maxWidth: "min(560px, 88vw)" },
});

const KEYS = "Control and Enter asks. Control and Space completes names of the graph. Prefixes need no declaration. Tab leaves the box.";

let view;

export const text = () => view.state.doc.toString();

export const focus = () => view.focus();

export function put(query) {
  if (query === text()) return;
  view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: query }, selection: { anchor: 0 }, scrollIntoView: true });
}

/* Makes the box in #code. `run` is what Ctrl-Enter does, `changed` is told of every change. */
export function open({ query, run, changed }) {
  const host = $("code");
  const root = host.attachShadow({ mode: "open" });
  const extensions = [
    lineNumbers(), highlightActiveLine(), highlightActiveLineGutter(), history(), drawSelection(),
    indentOnInput(), bracketMatching(), closeBrackets(), language, syntaxHighlighting(colours), look,
    EditorState.tabSize.of(2),
    EditorView.lineWrapping,
    EditorView.contentAttributes.of({ "aria-label": "SPARQL query", "aria-description": KEYS, tabindex: "0", spellcheck: "false", autocapitalize: "off" }),
    placeholder("SELECT * WHERE { ?role a career:Role } LIMIT 10"),
    autocompletion({ override: [suggestions], icons: false, maxRenderedOptions: 60, activateOnTypingDelay: 120 }),
    keymap.of([
      { key: "Mod-Enter", run: () => (closeCompletion(view), run(), true) },
      { key: "Tab", run: acceptCompletion }, /* else it moves on, as everywhere */
      ...closeBracketsKeymap, ...completionKeymap, ...lintKeymap, ...historyKeymap,
      ...defaultKeymap.filter((each) => each.key !== "Mod-Enter"),
    ]),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) changed();
    }),
  ];
  view = new EditorView({ state: EditorState.create({ doc: query, extensions }), root, parent: root });
}

/* Where a message of the service says that it is: "line 3, column 5" counts characters from 1. */
export function place(said) {
  const found = /\bline (\d+)(?:,? column (\d+))?/i.exec(said);
  if (!found || Number(found[1]) > view.state.doc.lines || Number(found[1]) < 1) return null;
  const line = view.state.doc.line(Number(found[1]));
  const characters = [...line.text].slice(0, Math.max(0, Number(found[2] ?? 1) - 1));
  return Math.min(line.from + characters.join("").length, line.to);
}

export function mark(said) {
  const at = place(said);
  if (at === null) return false;
  const word = /^[\w?$:@"'-]+|^[^\s]/.exec(view.state.sliceDoc(at, at + 80));
  const to = Math.min(view.state.doc.length, at + (word ? word[0].length : 0));
  view.dispatch(setDiagnostics(view.state, [{ from: at, to, severity: "error", message: said }]));
  view.dispatch({ effects: EditorView.scrollIntoView(at, { y: "center" }) });
  return true;
}

export function unmark() {
  view.dispatch(setDiagnostics(view.state, []));
}

export function goTo(said) {
  const at = place(said);
  if (at === null) return;
  view.dispatch({ selection: { anchor: at }, scrollIntoView: true });
  view.focus();
}
