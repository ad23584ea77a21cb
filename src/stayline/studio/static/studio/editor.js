// The editor of a draft. The text box of the page becomes an editor with findings on their lines;
// the server checks, draws and compares as one types. Nothing typed is lost: what is not saved is
// kept in this browser until it is, for this person and this draft alone.
(() => {
  "use strict";
  const form = document.getElementById("draft-form");
  const box = document.getElementById("source");
  if (!form || !box || !window.CodeMirror) return;
  const CM = window.CodeMirror;
  const place = (name) => form.querySelector(`[data-${name}]`);
  const field = (name) => form.elements.namedItem(name);
  const address = (what) => `${form.getAttribute("action")}${what}/`;
  const KEPT = `stayline.draft.${form.dataset.draft}.${form.dataset.person}`;
  const say = (words) => { place("told").textContent = words; };

  // ── what is typed and not saved is kept here ──
  let saved = box.defaultValue;
  const conflicted = document.getElementById("conflict").childElementCount > 0;
  const kept = () => {
    try { return JSON.parse(localStorage.getItem(KEPT)); } catch { return null; }
  };
  const keep = (text) => {
    try {
      if (text === saved) localStorage.removeItem(KEPT);
      else localStorage.setItem(KEPT, JSON.stringify({ text, expected: field("expected").value }));
    } catch { /* a full or closed store: the text still stands on the page */ }
  };

  // ── the editor ──
  const host = document.createElement("div");
  host.className = "sl-editor-host";
  const root = host.attachShadow({ mode: "open" }); // adopted style sheets need no inline style
  const setFindings = CM.StateEffect.define();

  class FindingWidget extends CM.WidgetType {
    constructor(finding) { super(); this.finding = finding; }
    eq(other) { return JSON.stringify(other.finding) === JSON.stringify(this.finding); }
    ignoreEvent() { return true; }
    toDOM() { return findingNode(this.finding); }
  }

  const node = (name, classes, ...inside) => {
    const made = document.createElement(name);
    if (classes) made.className = classes;
    made.append(...inside);
    return made;
  };

  const findingNode = (one) => {
    const line = node("div", `cm-finding cm-finding-${one.severity}`);
    const head = one.title || (one.severity === "error" ? "Fault" : "Advice");
    line.append(node("b", "", `${one.severity === "error" ? "⊗" : "△"} ${head}. `), `${one.message} `);
    if (one.explained) {
      const link = node("a", "", one.code);
      link.href = `${form.dataset.codes}#${one.code}`;
      link.target = "_blank";
      link.rel = "noopener";
      link.title = `What ${one.code} means`;
      line.append(link);
    }
    if (one.walk.length) {
      const story = node("details", "", node("summary", "", "How a contact comes there"));
      story.append(node("ol", "", ...one.walk.map((words) => node("li", "", words))));
      line.append(story);
    }
    return line;
  };

  const marks = (state, findings) => {
    const found = [];
    for (const one of findings) {
      const line = state.doc.line(Math.min(Math.max(one.line, 1), state.doc.lines));
      found.push(CM.Decoration.line({ class: `cm-line-${one.severity}` }).range(line.from));
      found.push(CM.Decoration.widget({ widget: new FindingWidget(one), block: true, side: 1 }).range(line.to));
    }
    return CM.Decoration.set(found, true);
  };

  const findingField = CM.StateField.define({
    create: () => CM.Decoration.none,
    update(value, change) {
      for (const effect of change.effects) if (effect.is(setFindings)) return marks(change.state, effect.value);
      return value.map(change.changes);
    },
    provide: (one) => CM.EditorView.decorations.from(one),
  });

  const diagnostics = (state, findings) => findings.map((one) => {
    const line = state.doc.line(Math.min(Math.max(one.line, 1), state.doc.lines));
    const from = Math.min(line.from + Math.max(one.column - 1, 0), line.to);
    const word = /^[^\s:,\[\]{}#]+/.exec(state.sliceDoc(from, line.to));
    return { from, to: from + (word ? word[0].length : 0), severity: one.severity, message: `${one.code} ${one.message}` };
  });

  const look = CM.EditorView.theme({
    "&": { height: "100%", fontSize: "14px", color: "var(--sl-ink)", backgroundColor: "var(--sl-surface)" },
    "&.cm-focused": { outline: "2px solid var(--sl-focus)", outlineOffset: "-2px" },
    ".cm-scroller": { fontFamily: "var(--sl-mono)", lineHeight: "1.55", overflow: "auto" },
    ".cm-content": { caretColor: "var(--sl-ink)" },
    ".cm-cursor": { borderLeftColor: "var(--sl-ink)", borderLeftWidth: "2px" },
    ".cm-gutters": { backgroundColor: "var(--sl-surface-2)", color: "var(--sl-ink-2)", borderRight: "1px solid var(--sl-line)" },
    ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "var(--sl-accent-soft)" },
    "&.cm-focused .cm-selectionBackground, .cm-selectionBackground": { backgroundColor: "var(--sl-mark-bg) !important" },
    ".cm-line-error": { backgroundColor: "var(--sl-danger-soft)", boxShadow: "inset 5px 0 0 var(--sl-danger)" },
    ".cm-line-warning": { backgroundColor: "var(--sl-amber-soft)", boxShadow: "inset 5px 0 0 var(--sl-amber)" },
    ".cm-finding": { fontFamily: "var(--sl-font)", fontSize: "15px", lineHeight: "1.45", padding: ".3rem .75rem .5rem 1rem", whiteSpace: "normal", color: "var(--sl-ink)" },
    ".cm-finding-error": { backgroundColor: "var(--sl-danger-soft)", boxShadow: "inset 5px 0 0 var(--sl-danger)" },
    ".cm-finding-warning": { backgroundColor: "var(--sl-amber-soft)", boxShadow: "inset 5px 0 0 var(--sl-amber)" },
    ".cm-finding a": { color: "var(--sl-accent-ink)", fontFamily: "var(--sl-mono)", fontSize: "13px" },
    ".cm-finding summary": { color: "var(--sl-accent-ink)", cursor: "pointer", fontWeight: "600" },
    ".cm-finding ol": { margin: ".25rem 0 0", paddingLeft: "1.5rem" },
    ".cm-tooltip, .cm-panels": { backgroundColor: "var(--sl-surface)", color: "var(--sl-ink)", border: "1px solid var(--sl-ctl)" },
    ".cm-tooltip-autocomplete ul li[aria-selected]": { backgroundColor: "var(--sl-accent-fill)", color: "#fff" },
    ".cm-textfield, .cm-button": { backgroundColor: "var(--sl-surface-2)", backgroundImage: "none", color: "var(--sl-ink)", border: "1px solid var(--sl-ctl)" },
  });
  const inks = CM.HighlightStyle.define([
    { tag: [CM.tags.propertyName, CM.tags.definition(CM.tags.propertyName)], color: "var(--sl-accent-ink)", fontWeight: "600" },
    { tag: CM.tags.string, color: "var(--sl-blue-ink)" },
    { tag: CM.tags.comment, color: "var(--sl-ink-2)", fontStyle: "italic" },
    { tag: [CM.tags.separator, CM.tags.punctuation], color: "var(--sl-ink-2)" },
  ]);

  const known = () => {
    const found = document.getElementById("editor-words");
    return found ? JSON.parse(found.textContent) : { keys: [], names: [], steps: [] };
  };
  const complete = (context) => {
    const typed = context.matchBefore(/[\w.-]+/);
    if (!typed && !context.explicit) return null;
    const words = known();
    const names = [...stepLines.keys()].map((label) => ({ label, type: "variable", detail: "step" }));
    const options = [
      ...words.keys.map((label) => ({ label, type: "keyword", detail: "key" })),
      ...words.names.map((label) => ({ label, type: "constant" })),
      ...names,
    ];
    return { from: typed ? typed.from : context.pos, options, validFor: /^[\w.-]*$/ };
  };

  const change = CM.EditorView.updateListener.of((update) => {
    if (update.docChanged) typedNow();
    if (update.selectionSet && !update.docChanged) chooseStep();
  });
  const before = kept();
  const start = before && !conflicted && before.text !== box.value ? before.text : box.value;
  const view = new CM.EditorView({
    parent: root,
    root,
    state: CM.EditorState.create({
      doc: start,
      extensions: [
        CM.lineNumbers(), CM.foldGutter(), CM.highlightActiveLineGutter(), CM.highlightActiveLine(),
        CM.highlightSpecialChars(), CM.history(), CM.drawSelection(), CM.indentOnInput(),
        CM.bracketMatching(), CM.closeBrackets(), CM.highlightSelectionMatches(),
        CM.EditorState.tabSize.of(2), CM.indentUnit.of("  "), CM.EditorView.lineWrapping,
        CM.EditorState.readOnly.of(box.readOnly), CM.yaml(), CM.syntaxHighlighting(inks),
        CM.autocompletion({ override: [complete] }), CM.lintGutter(), findingField, look, change,
        CM.EditorView.contentAttributes.of({ tabindex: "0", "aria-label": `The text of ${document.querySelector("label[for=source]").textContent}` }),
        CM.keymap.of([
          { key: "Mod-s", run: () => { save(); return true; } },
          { key: "F9", run: () => { checkNow("whole"); return true; } },
          ...CM.closeBracketsKeymap, ...CM.completionKeymap, ...CM.lintKeymap, ...CM.searchKeymap,
          ...CM.historyKeymap, ...CM.foldKeymap, ...CM.defaultKeymap,
        ]),
      ],
    }),
  });
  const text = () => view.state.doc.toString();
  place("editor").append(host);
  place("editor").setAttribute("data-ready", "");
  const replace = (now) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: now } });
  form.querySelector("label[for=source]").addEventListener("click", (event) => { event.preventDefault(); view.focus(); });

  // ── asking the server ──
  const send = (what, extra = {}) => {
    const body = new FormData(form);
    body.set("source", text());
    for (const [name, value] of Object.entries(extra)) body.set(name, value);
    return fetch(what, { method: "POST", body, headers: { "X-Studio": "editor" }, redirect: "manual" });
  };
  const lost = (answer) => {
    if (!answer) return say("Connection lost. What you type is kept in this browser.");
    if (answer.status === 429) return say("The checker is busy. It looks again in a moment.");
    return say("You are signed out, or this is no longer yours. What you type is kept in this browser: sign in and load the page again.");
  };

  let checking = 0, drawing = 0, asked = 0, drawnFor = null, stepLines = new Map();

  const checkNow = async (how = "quick") => {
    clearTimeout(checking);
    const mine = (asked += 1);
    const looked = text();
    const answer = await send(address("check"), { how }).catch(() => null);
    if (mine !== asked) return; // somebody typed on: another answer is on its way
    if (!answer || !answer.ok) {
      lost(answer);
      checking = setTimeout(checkNow, answer && answer.status === 429 ? 1500 : 8000);
      return;
    }
    const told = await answer.json();
    if (mine !== asked || looked !== text()) return;
    show(told);
    clearTimeout(drawing);
    drawing = setTimeout(drawNow, how === "whole" ? 0 : 1500);
  };

  const show = (told) => {
    view.dispatch({ effects: setFindings.of(told.findings) });
    view.dispatch(CM.setDiagnostics(view.state, diagnostics(view.state, told.findings)));
    place("found").innerHTML = told.found; // our own template, escaped by it
    place("counts").replaceChildren(...place("found").querySelector(".sl-counts").cloneNode(true).children);
    say(text() === saved ? "Saved." : "Not saved yet.");
    together(told);
  };

  const together = (told) => {
    const stale = Number(told.revision) > Number(field("expected").value);
    const names = told.others.join(", ");
    const words = stale
      ? `${told.saved_by} has saved this draft since you opened it. Your next save shows you both texts.`
      : names && `${names} is editing too. Whoever saves second is shown both texts.`;
    place("others").hidden = !words;
    place("others-words").textContent = words || "";
  };

  // The last picture stays while the text cannot be run.
  const part = async (what, where) => {
    const answer = await send(address(what)).catch(() => null);
    if (!answer || !answer.ok) return answer && answer.status === 429;
    const made = document.createElement("div");
    made.innerHTML = await answer.text(); // our own template, escaped by it
    const stays = what === "drawing" && !made.querySelector("[data-drawing]") && where.querySelector("[data-drawing]");
    if (stays) place("drawing-state").textContent = "As it was before the faults";
    else where.replaceChildren(...made.childNodes);
    return false;
  };

  const drawNow = async () => {
    const looked = text();
    if (looked === drawnFor) return;
    drawnFor = looked;
    const changes = place("changes"), picture = place("drawing-place"), state = place("drawing-state");
    if (state) state.textContent = "Drawing …";
    const busy = (await part("changes", changes)) || (picture && (await part("drawing", picture)));
    if (state && state.textContent === "Drawing …") state.textContent = "";
    if (busy) { drawnFor = null; drawing = setTimeout(drawNow, 3000); return; }
    const lines = document.getElementById("step-lines");
    stepLines = new Map(lines ? Object.entries(JSON.parse(lines.textContent)) : []);
    chooseStep();
  };

  const typedNow = () => {
    keep(text());
    say("Not saved yet.");
    asked += 1;
    clearTimeout(checking);
    clearTimeout(drawing);
    checking = setTimeout(checkNow, 600);
  };

  // ── the text and the drawing lead to each other ──
  const toLine = (line, column = 1) => {
    const at = view.state.doc.line(Math.min(Math.max(line, 1), view.state.doc.lines));
    view.dispatch({
      selection: { anchor: Math.min(at.from + column - 1, at.to) },
      effects: CM.EditorView.scrollIntoView(at.from, { y: "center" }),
    });
    view.focus();
  };
  const chooseStep = () => {
    const picture = place("drawing-place");
    if (!picture || !stepLines.size) return;
    const here = view.state.doc.lineAt(view.state.selection.main.head).number;
    let step = null, last = 0;
    for (const [name, line] of stepLines) if (line <= here && line > last) { step = name; last = line; }
    for (const one of picture.querySelectorAll("[data-step]")) one.toggleAttribute("data-chosen", one.dataset.step === step);
    const chosen = picture.querySelector("[data-chosen]");
    const frame = picture.querySelector("[data-drawing]");
    if (!chosen || !frame || document.activeElement === frame) return;
    const where = chosen.getBoundingClientRect(), round = frame.getBoundingClientRect();
    if (where.top < round.top || where.bottom > round.bottom) frame.scrollTop += where.top - round.top - 40;
    if (where.left < round.left || where.right > round.right) frame.scrollLeft += where.left - round.left - 20;
  };
  form.addEventListener("click", (event) => {
    const step = event.target.closest("[data-step]");
    if (step && stepLines.has(step.dataset.step)) toLine(stepLines.get(step.dataset.step));
    const link = event.target.closest("[data-step-link]");
    if (link && stepLines.has(link.dataset.stepLink)) { event.preventDefault(); toLine(stepLines.get(link.dataset.stepLink)); }
    const line = event.target.closest("a[data-line]");
    if (line) { event.preventDefault(); toLine(Number(line.dataset.line), Number(line.dataset.column)); }
    if (event.target.closest("[data-forget]")) { replace(saved); place("kept").hidden = true; }
  });

  // ── saving ──
  const save = async () => {
    const sent = text();
    say("Saving …");
    const answer = await send(form.getAttribute("action"), { what: "save" }).catch(() => null);
    const json = answer && (answer.headers.get("Content-Type") || "").includes("json");
    const told = json ? await answer.json() : null;
    if (told && told.conflict) {
      document.getElementById("conflict").innerHTML = told.conflict; // our own template, escaped by it
      field("expected").value = told.revision;
      keep(text());
      say("Not saved: compare with what stands, then save again.");
      document.getElementById("conflict").scrollIntoView({ block: "start" });
      return;
    }
    if (told && !answer.ok) {
      say(`Not saved. ${told.sentence} ${told.mend}`);
      if (told.address) {
        const link = node("a", "", "Open the notice");
        link.href = told.address;
        place("told").append(" ", link);
      }
      return;
    }
    if (!answer || !answer.ok || !told) return lost(answer);
    field("expected").value = told.revision;
    place("revision").textContent = told.revision;
    saved = sent;
    keep(text());
    document.getElementById("conflict").replaceChildren();
    place("others").hidden = true;
    place("kept").hidden = true;
    say(text() === saved ? "Saved." : "Not saved yet.");
  };

  form.addEventListener("submit", (event) => {
    const what = event.submitter ? event.submitter.value : "check";
    box.value = text();
    if (what === "check") { event.preventDefault(); checkNow("whole"); }
    if (what === "save") { event.preventDefault(); save(); }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "F9") { event.preventDefault(); checkNow("whole"); }
    if (event.key === "s" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); save(); }
  });
  document.getElementById("conflict").addEventListener("click", (event) => {
    const take = event.target.closest("[data-take-theirs]");
    if (!take) return;
    event.preventDefault();
    replace(document.getElementById("theirs").value);
    saved = text();
    keep(saved);
    document.getElementById("conflict").replaceChildren();
    say("This is what was saved.");
  });

  // Whoever only looks learns of the others as well.
  setInterval(async () => {
    if (document.hidden) return;
    const answer = await fetch(address("others"), { redirect: "manual" }).catch(() => null);
    if (answer && answer.ok) together(await answer.json());
  }, 15000);

  if (start !== box.value) {
    place("kept").hidden = false;
    field("expected").value = before.expected;
    say("Not saved yet.");
  }
  box.value = start;
  checkNow();
  window.addEventListener("pagehide", () => keep(text()));
})();
