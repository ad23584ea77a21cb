// Single keys: F2 gets help, digits choose an answer, Enter records it, letters press the button
// that shows them. All but F2 are off while somebody types in a field or holds a modifier. Whoever
// speaks to the computer, or strikes keys by accident, turns the digits and letters off in the
// footer (`data-single-keys`); the choice is kept on this machine.
(() => {
  const KEPT = "stayline-single-keys";
  let single = true;
  try { single = localStorage.getItem(KEPT) !== "off"; } catch { /* a private window: on */ }

  const show = () => {
    for (const button of document.querySelectorAll("[data-single-keys]")) {
      button.hidden = false;
      button.textContent = single ? "Single keys are on" : "Single keys are off";
      button.setAttribute("aria-pressed", String(single));
    }
  };

  const typing = (node) =>
    node instanceof HTMLElement &&
    (node.isContentEditable || node.matches("textarea, select, input:not([type=radio]):not([type=checkbox])"));

  const seen = (node) => node && node.getClientRects().length > 0;

  const press = (key) => {
    const found = [...document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)].find(seen);
    if (!found) return false;
    if (found.matches("input[type=radio], input[type=checkbox]")) {
      found.checked = found.type === "radio" ? true : !found.checked;
      found.focus();
      found.dispatchEvent(new Event("change", { bubbles: true }));
    } else {
      found.click();
      if (found.matches("summary")) found.scrollIntoView({ block: "nearest" });
    }
    return true;
  };

  document.addEventListener("keydown", (event) => {
    if (event.key === "F2") {
      if (press("F2")) event.preventDefault();
      return;
    }
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || typing(event.target)) return;
    if (event.target instanceof HTMLElement && event.key === "Enter") {
      if (event.target.matches("input[type=radio]")) return; // the form is sent by the browser
      if (event.target.closest("a, button, summary")) return;
    }
    if (event.key.length === 1 && !single) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (press(key)) event.preventDefault();
  });

  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element) || !event.target.closest("[data-single-keys]")) return;
    single = !single;
    try { localStorage.setItem(KEPT, single ? "on" : "off"); } catch { /* this page alone */ }
    show();
  });
  document.addEventListener("DOMContentLoaded", show);

  // Clocks of the floor: each runs on from when the server drew it.
  const tick = () => {
    for (const clock of document.querySelectorAll("time[data-age]")) {
      const seconds = Math.max(0, Math.floor((Date.now() - Date.parse(clock.dateTime)) / 1000));
      const hours = Math.floor(seconds / 3600);
      const minutes = String(Math.floor((seconds % 3600) / 60));
      const rest = String(seconds % 60).padStart(2, "0");
      clock.textContent = hours ? `${hours}:${minutes.padStart(2, "0")}:${rest}` : `${minutes}:${rest}`;
    }
  };
  setInterval(tick, 1000);
})();
