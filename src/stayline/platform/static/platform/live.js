// One live stream a page. Events hold nothing but a kind; each is handed to htmx as `live:KIND` on
// the body, and the parts of the page that show it fetch themselves again. Kinds that change the
// whole page (`data-live-whole`) are handed on as one `live:page`.
//
// The stream's address stands in the page (`data-live-url`, for `data-live-topics`). When a part
// is drawn again with other topics, as when an incident opens in a contact, the stream moves
// there and nothing typed is lost.
(() => {
  const KINDS = [
    "lines", "step", "coming", "form", "obligations", "help", "level", "closed", "log", "access",
    "ring", "accepted", "lost", "board", "contacts", "availability", "guidance", "command", "frame", "resync",
  ];
  const AT_ONCE = new Set(["ring", "accepted", "lost"]);
  const GATHER_MS = 30;
  const RETRY_MS = [500, 1000, 2000, 4000, 8000, 15000];

  let source = null;
  let topics = null;
  let tries = 0;
  let leaving = false;
  let waiting = new Set();
  let timer = 0;

  const tell = (kind) => document.body.dispatchEvent(new CustomEvent(`live:${kind}`));

  const say = (lost) => {
    const banner = document.getElementById("offline");
    if (!banner || leaving) return;
    if (!lost && !banner.hidden) {
      document.dispatchEvent(new CustomEvent("stayline:said", { detail: "Connected again." }));
    }
    banner.hidden = !lost;
    for (const word of document.querySelectorAll("[data-live-state]")) {
      word.textContent = lost ? "Offline" : "Live";
      word.classList.toggle("sl-live-off", lost);
    }
  };

  const handOn = () => {
    timer = 0;
    const kinds = waiting;
    waiting = new Set();
    const place = document.querySelector("[data-live-whole]");
    const whole = place ? new Set(place.dataset.liveWhole.split(" ")) : new Set();
    if ([...kinds].some((kind) => whole.has(kind))) tell("page");
    else kinds.forEach(tell);
    if (kinds.has("frame") || kinds.has("resync")) tell("ring");
  };

  const hear = (message) => {
    const kind = message.type;
    if (kind === "closed" && message.data === "{}") return ended();
    if (AT_ONCE.has(kind)) tell(kind);
    waiting.add(kind);
    timer ||= setTimeout(handOn, GATHER_MS);
  };

  // The hub took leave: signed out elsewhere, or no longer allowed. What is typed stays on screen.
  const ended = () => {
    source.close();
    source = null;
    const words = document.getElementById("left-template");
    document.getElementById("refusal").replaceChildren(words.content.cloneNode(true));
  };

  // Somebody is there: a hidden tab answers too, a closed laptop does not.
  const here = (ping) => {
    fetch(`/live/here?stream=${encodeURIComponent(ping.data)}`, { cache: "no-store" }).catch(() => {});
  };

  const open = (place) => {
    if (source) source.close();
    topics = place.dataset.liveTopics;
    source = new EventSource(place.dataset.liveUrl);
    for (const kind of KINDS) source.addEventListener(kind, hear);
    source.addEventListener("ping", here);
    source.onopen = () => { tries = 0; say(false); };
    source.onerror = () => {
      say(true);
      if (source.readyState !== EventSource.CLOSED) return; // the browser comes back by itself
      const pause = RETRY_MS[Math.min(tries, RETRY_MS.length - 1)];
      tries += 1;
      setTimeout(() => { if (source && source.readyState === EventSource.CLOSED) open(place); }, pause);
    };
  };

  const follow = () => {
    const place = [...document.querySelectorAll("[data-live-url]")].pop();
    if (place && place.dataset.liveUrl && place.dataset.liveTopics !== topics) open(place);
  };

  document.addEventListener("DOMContentLoaded", follow);
  document.addEventListener("htmx:afterSettle", follow);
  document.addEventListener("htmx:sendError", () => say(true));
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.xhr && event.detail.xhr.status) say(false);
  });
  addEventListener("offline", () => say(true));
  addEventListener("online", () => tell("page"));
  addEventListener("pagehide", () => { leaving = true; });
  addEventListener("pageshow", () => { leaving = false; });
})();
