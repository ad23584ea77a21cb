// Nothing typed is lost when a part of the page is drawn again: a field that was changed and not
// sent keeps its value, an opened <details> stays open, the list of lines stays at its end.
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

  Idiomorph.defaults.callbacks.beforeNodeMorphed = (from, to) => {
    // What is said of a draft answers what stands in its field, so it stays as long as that does.
    if (reading && from instanceof HTMLElement && from.matches("[data-keep]")) return false;
    if (!isField(from) || !isField(to) || from.tagName !== to.tagName) return true;
    if (from.type === "hidden" || from.id !== to.id || from.name !== to.name) return true;
    const taken = sent.has(from) && sent.get(from) === stand(from);
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
      !["hidden", "password", "file"].includes(field.type) && changed(field) && sent.get(field) !== stand(field))
      .map((field) => ({ field, id: field.id, name: field.name, type: field.type, checked: field.checked, value: field.value })),
  });
  const putBack = ({ open, typed }) => {
    for (const one of document.querySelectorAll("details:not([open])")) {
      if (open.has(nameOf(one))) one.open = true;
    }
    for (const { field, id, name, type, checked, value } of typed) {
      if (field.isConnected && field.id === id) continue;
      const now = document.getElementById(id);
      if (!now || now.name !== name || now.type !== type || changed(now)) continue;
      if (isChoice(now)) now.checked = checked;
      else now.value = value;
    }
  };

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
    if (!reading) answered = performance.now();
    else if (isPast(event.detail)) event.detail.shouldSwap = false;
    // A press draws the page too: what was typed elsewhere while it was on its way stays as well.
    before = event.detail.shouldSwap ? remember() : null;
  });
  document.addEventListener("htmx:afterSwap", () => {
    if (before) putBack(before);
    before = null;
  });
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
