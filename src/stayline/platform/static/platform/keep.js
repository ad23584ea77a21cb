// Nothing typed is lost when a part of the page is drawn again: a field that was changed and not
// sent keeps its value, an opened <details> stays open, the list of lines stays at its end. Within
// `data-typed-stays` it outlives the page too: a reload, or a press that the browser sent by itself,
// puts it back. It is kept in this window alone, and signing out forgets it (`without.js`).
(() => {
  const isField = (node) => node instanceof HTMLElement && node.matches("input, textarea, select");
  const isChoice = (node) => node.type === "radio" || node.type === "checkbox";

  const changed = (node) => {
    if (node instanceof HTMLSelectElement) {
      const first = [...node.options].findIndex((one) => one.defaultSelected);
      return node.selectedIndex !== Math.max(first, 0);
    }
    return isChoice(node) ? node.checked !== node.defaultChecked : node.value !== node.defaultValue;
  };

  const stand = (node) => (isChoice(node) ? String(node.checked) : node.value);

  let reading = false; // the page is drawn again, and nobody pressed anything

  // A field that still holds what was sent, and was taken, is drawn as it comes back. What was
  // typed since, or was refused, stays.
  const sent = new Map();

  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.requestConfig.verb !== "post") return;
    for (const field of event.detail.elt.querySelectorAll("input, textarea, select")) {
      sent.set(field, stand(field));
    }
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (!event.detail.successful || event.detail.requestConfig.verb === "post") sent.clear();
  });

  // ── what outlives the page ──
  const TYPED = "stayline.typed";
  const KEPT_MS = 12 * 3600 * 1000;
  const owner = (document.body.dataset.liveTopics || "").split(" ")[0];
  const noted = () => {
    try {
      const all = JSON.parse(sessionStorage.getItem(TYPED)) || {};
      const one = all[location.pathname];
      return one && one.owner === owner && Date.now() - one.at < KEPT_MS ? one.fields : {};
    } catch { return {}; }
  };
  const note = (fields) => {
    try {
      const all = JSON.parse(sessionStorage.getItem(TYPED)) || {};
      if (Object.keys(fields).length) all[location.pathname] = { owner, at: Date.now(), fields };
      else delete all[location.pathname];
      sessionStorage.setItem(TYPED, JSON.stringify(all));
    } catch { /* full, or not allowed: it stays on screen */ }
  };
  const isNoted = (field) => isField(field) && field.id && field.closest("[data-typed-stays]") &&
    !["hidden", "password", "file"].includes(field.type);
  const follow = (event) => {
    if (!isNoted(event.target)) return;
    const fields = noted();
    const group = event.target.type === "radio" && event.target.form
      ? event.target.form.querySelectorAll(`input[type=radio][name="${CSS.escape(event.target.name)}"]`) : [event.target];
    for (const one of group) {
      if (!one.id) continue;
      if (changed(one)) fields[one.id] = { id: one.id, name: one.name, type: one.type, checked: one.checked, value: one.value };
      else delete fields[one.id];
    }
    note(fields);
  };
  document.addEventListener("input", follow);
  document.addEventListener("change", follow);
  const isGone = (kept, value) => kept && (kept.type === "radio" || kept.type === "checkbox" ? String(kept.checked) : kept.value) === value;
  const dropSent = () => {
    const fields = noted();
    for (const [field, value] of sent) if (isGone(fields[field.id], value)) delete fields[field.id];
    note(fields);
  };
  // The last to hear of it: whatever nobody took over is sent by the browser.
  addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    const fields = noted();
    for (const field of event.target.elements) delete fields[field.id];
    note(fields);
  });

  Idiomorph.defaults.callbacks.beforeNodeMorphed = (from, to) => {
    // What is said of a draft answers what stands in its field, so it stays as long as that does.
    if (reading && from instanceof HTMLElement && from.matches("[data-keep]")) return false;
    if (!isField(from) || !isField(to) || from.tagName !== to.tagName) return true;
    if (from.type === "hidden" || from.id !== to.id || from.name !== to.name) return true;
    // A reading that comes while a press is on its way knows nothing of it yet: nothing was taken.
    const taken = !reading && sent.has(from) && sent.get(from) === stand(from);
    return taken || !changed(from); // false: the field is left alone, with its words and its caret
  };
  Idiomorph.defaults.callbacks.beforeAttributeUpdated = (name, node) =>
    !(name === "open" && node instanceof HTMLDetailsElement) && !(name === "hidden" && node.id === "offline");

  // A part that is not recognised when it is drawn again comes as a new one. What was open in it
  // is opened again, by its card and its words, and what was typed and not sent is put back.
  let before = null;
  const nameOf = (one) => {
    const card = one.closest("section[aria-labelledby]");
    const words = one.querySelector(":scope > summary");
    return `${card ? card.getAttribute("aria-labelledby") : ""} ${words ? words.textContent.trim() : ""}`;
  };
  const remember = () => ({
    open: new Set([...document.querySelectorAll("details[open]")].map(nameOf)),
    typed: [...document.querySelectorAll("input[id], textarea[id], select[id]")].filter((field) =>
      !["hidden", "password", "file"].includes(field.type) && changed(field) && (reading || sent.get(field) !== stand(field)))
      .map((field) => ({ field, id: field.id, name: field.name, type: field.type, checked: field.checked, value: field.value })),
  });
  const putBack = ({ open, typed }) => {
    for (const one of document.querySelectorAll("details:not([open])")) {
      if (open.has(nameOf(one))) one.open = true;
    }
    for (const { field, id, name, type, checked, value } of typed) {
      if (field && field.isConnected && field.id === id) continue;
      const now = document.getElementById(id);
      if (!now || now.name !== name || now.type !== type || changed(now)) continue;
      if (isChoice(now)) now.checked = checked;
      else now.value = value;
      if (!field && now.closest("details")) now.closest("details").open = true;
      if (sent.has(field)) sent.set(now, sent.get(field)); // its press is still on its way
    }
  };
  const putBackNoted = () => putBack({ open: new Set(), typed: Object.values(noted()) });

  // What was asked for before a press was answered may show how things stood before it: it is not
  // drawn, and asked for again. Otherwise a slow answer takes away a step that was just reached.
  const begun = new WeakMap();
  let answered = 0;
  document.addEventListener("htmx:beforeSend", (event) => {
    begun.set(event.detail.xhr, performance.now());
  });
  const isPast = ({ xhr, requestConfig }) => {
    const live = requestConfig.triggeringEvent;
    if (!live || !live.type.startsWith("live:") || !(begun.get(xhr) < answered)) return false;
    document.body.dispatchEvent(new CustomEvent(live.type));
    return true;
  };

  // What was refused stays in sight until the next press, however often the page is drawn again.
  document.addEventListener("htmx:beforeSwap", (event) => {
    reading = event.detail.requestConfig.verb === "get";
    if (!reading) {
      answered = performance.now();
      if (event.detail.xhr.status < 400) dropSent();
    } else if (isPast(event.detail)) event.detail.shouldSwap = false;
    // A press draws the page too: what was typed elsewhere while it was on its way stays as well.
    before = event.detail.shouldSwap ? remember() : null;
  });
  document.addEventListener("htmx:afterSwap", () => {
    if (before) putBack(before);
    before = null;
    putBackNoted();
  });
  document.addEventListener("DOMContentLoaded", putBackNoted);
  Idiomorph.defaults.callbacks.beforeNodeRemoved = (node) =>
    !(reading && node instanceof HTMLElement && node.id === "refused");

  // The newest line is in sight unless the reader has scrolled up.
  let following = true;
  const scrollers = () => document.querySelectorAll("[data-follow]");
  const toEnd = () => scrollers().forEach((one) => { one.scrollTop = one.scrollHeight; });
  document.addEventListener("scroll", (event) => {
    const one = event.target;
    if (one instanceof HTMLElement && one.matches("[data-follow]")) {
      following = one.scrollHeight - one.scrollTop - one.clientHeight < 40;
    }
  }, true);
  document.addEventListener("htmx:afterSettle", () => { if (following) toEnd(); });
  document.addEventListener("DOMContentLoaded", toEnd);
})();
