// Copies the agent's own words once they were read over, and not while they promise secrecy.
(() => {
  const field = (button) => document.getElementById(button.dataset.copy);
  const judged = () => document.querySelector("#words-judged > data");
  const say = (words) => {
    const status = document.getElementById("words-copied");
    if (status) status.textContent = words;
  };
  let wanted = null;

  const copy = async (text) => {
    wanted = null;
    if (judged()?.hasAttribute("data-held")) {
      say("Not copied: it promises secrecy. Change what is marked.");
      return;
    }
    try {
      await navigator.clipboard.writeText(text.value);
      say("Copied.");
    } catch {
      text.select();
      say("Press Ctrl+C to copy what is marked.");
    }
  };

  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element && event.target.closest("[data-copy]");
    if (!button) return;
    const text = field(button);
    if (!text || !text.value.trim()) return;
    if (judged()?.value === text.value) {
      copy(text);
    } else {
      wanted = text;
      htmx.trigger(text, "words-read");
    }
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    show();
    if (wanted && event.target.id === "words-judged") copy(wanted);
  });

  const show = () => {
    document.querySelectorAll("[data-copy]").forEach((one) => { one.hidden = false; });
    document.querySelectorAll("[data-checked-anyway]").forEach((one) => { one.hidden = true; });
  };
  document.addEventListener("DOMContentLoaded", show);
  if (document.readyState !== "loading") show();
})();
