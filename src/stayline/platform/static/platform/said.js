// What comes by itself is said once to whoever does not see it. An element with `data-said="NAME"` is
// read out when its words are others than before, from one place that is always there: a live region
// that is drawn again with its words in it is read twice by one screen reader, and not at all by the next.
// `data-said-now` interrupts; the rest waits until the reader has finished.
(() => {
  const MOST = 6;
  const wordsOf = (node) => node.textContent.replace(/\s+/g, " ").trim();
  const shown = () => new Map([...document.querySelectorAll("[data-said]")].map((node) => [node.dataset.said, node]));
  let before = new Map();

  const say = (words, place) => {
    const region = document.getElementById(place);
    if (!region || !words) return;
    const line = document.createElement("p");
    line.textContent = words;
    region.append(line);
    while (region.children.length > MOST) region.firstElementChild.remove();
  };

  const look = () => {
    const now = new Map();
    for (const [name, node] of shown()) {
      const words = wordsOf(node);
      now.set(name, words);
      if (before.get(name) !== words) say(words, "saidNow" in node.dataset ? "aloud-now" : "aloud");
    }
    before = now;
  };

  // What stands on the page when it comes is read with the page.
  document.addEventListener("DOMContentLoaded", () => {
    for (const [name, node] of shown()) before.set(name, wordsOf(node));
  });
  document.addEventListener("htmx:afterSettle", look);
  document.addEventListener("stayline:said", (event) => say(event.detail, "aloud"));
})();
