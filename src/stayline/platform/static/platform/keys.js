// Single keys: F2 gets help, digits choose an answer, Enter records it, letters press the button
// that shows them. All but F2 are off while somebody types in a field or holds a modifier.
(() => {
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
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (press(key)) event.preventDefault();
  });

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
