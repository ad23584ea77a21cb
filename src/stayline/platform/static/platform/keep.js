// Nothing typed is lost when a part of the page is drawn again: a field that was changed and not
// sent keeps its value, an opened <details> stays open, the list of lines stays at its end.
(() => {
  const isField = (node) => node instanceof HTMLElement && node.matches("input, textarea, select");
  const isChoice = (node) => node.type === "radio" || node.type === "checkbox";

  const changed = (node) => {
    if (node instanceof HTMLSelectElement) {
      return [...node.options].some((one) => one.selected !== one.defaultSelected);
    }
    return isChoice(node) ? node.checked !== node.defaultChecked : node.value !== node.defaultValue;
  };

  const carry = (from, to) => {
    if (from instanceof HTMLSelectElement) {
      for (const one of to.options) one.toggleAttribute("selected", one.value === from.value);
    } else if (isChoice(from)) {
      to.toggleAttribute("checked", from.checked);
    } else if (from instanceof HTMLTextAreaElement) {
      to.textContent = from.value;
    } else {
      to.setAttribute("value", from.value);
    }
  };

  // What was just sent by this form is the server's now: its fields are drawn as they come back.
  let sent = null;

  document.addEventListener("htmx:beforeSwap", (event) => {
    const source = event.detail.requestConfig && event.detail.requestConfig.elt;
    const good = event.detail.xhr.status < 400;
    sent = good && source ? source.closest("form") : null;
  });
  document.addEventListener("htmx:afterSwap", () => { sent = null; });

  Idiomorph.defaults.callbacks.beforeNodeMorphed = (from, to) => {
    if (!isField(from) || !isField(to) || from.tagName !== to.tagName) return true;
    if (from.type === "hidden" || from.id !== to.id || from.name !== to.name) return true;
    if (sent && sent.contains(from)) return true;
    if (changed(from)) carry(from, to);
    return true;
  };
  Idiomorph.defaults.callbacks.beforeAttributeUpdated = (name, node) =>
    !(name === "open" && node instanceof HTMLDetailsElement) && !(name === "hidden" && node.id === "offline");

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
