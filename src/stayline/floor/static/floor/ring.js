// What rings is heard and seen from another tab too: a gentle tone by Web Audio, again and again
// while somebody is needed, and the tab's title. A browser lets no page sound before one press; a
// button asks for it (`data-sound`), and the choice is kept on this machine. Of several tabs of
// one person one sounds. Silent or not, the ring stands on the page and the title says so.
(() => {
  const KEPT = "stayline-sound";
  const EVERY_MS = 4000;
  const NOTES = [659.26, 880]; // E5, A5: rising, soft
  const LOUD = 0.12;

  const title = document.title;
  let audio = null;
  let timer = 0;
  let release = null;

  const kept = () => {
    try { return localStorage.getItem(KEPT) === "on"; } catch { return false; }
  };

  const keep = (on) => {
    try { localStorage.setItem(KEPT, on ? "on" : "off"); } catch { /* a private window: this page alone */ }
    wanted = on;
  };

  let wanted = kept();

  const rings = () => [...document.querySelectorAll("#rings .sl-ring")];
  const awake = () => audio !== null && audio.state === "running";

  const note = (hertz, from) => {
    const voice = audio.createOscillator();
    const loud = audio.createGain();
    voice.type = "sine";
    voice.frequency.value = hertz;
    loud.gain.setValueAtTime(0.0001, from);
    loud.gain.exponentialRampToValueAtTime(LOUD, from + 0.06);
    loud.gain.exponentialRampToValueAtTime(0.0001, from + 0.7);
    voice.connect(loud).connect(audio.destination);
    voice.start(from);
    voice.stop(from + 0.75);
  };

  const sound = () => {
    if (!wanted || !awake()) return;
    NOTES.forEach((hertz, place) => note(hertz, audio.currentTime + 0.02 + place * 0.28));
  };

  // One tab of several holds the lock, and sounds; it goes to the next when that tab is closed.
  const begin = () => {
    if (timer || release) return;
    const ring = () => { sound(); timer = setInterval(sound, EVERY_MS); };
    if (!navigator.locks) return ring();
    release = () => {};
    navigator.locks.request("stayline-ring", () => new Promise((done) => {
      release = done;
      if (rings().length) ring(); else { release = null; done(); }
    }));
  };

  const end = () => {
    clearInterval(timer);
    timer = 0;
    if (release) release();
    release = null;
  };

  const say = () => {
    for (const button of document.querySelectorAll("[data-sound]")) {
      const on = wanted && (awake() || audio === null);
      const { ask = "Let it sound", on: yes = "Sound is on", off: no = "Sound is off" } = button.dataset;
      const words = wanted && !awake() && rings().length ? ask : on ? yes : no;
      button.hidden = false;
      if (button.textContent !== words) button.textContent = words;
      button.setAttribute("aria-pressed", String(wanted));
    }
  };

  const look = () => {
    const now = rings();
    const next = now.length ? `(${now.length}) ${document.body.dataset.ringWords || "Ringing"} · ${title}` : title;
    if (document.title !== next) document.title = next;
    document.documentElement.dataset.ringing = now.length ? (wanted && awake() ? "sound" : "silent") : "";
    if (now.length) begin(); else end();
    say();
  };

  const wake = () => {
    if (!wanted) return;
    audio ||= new AudioContext();
    if (audio.state === "suspended") audio.resume().then(() => { sound(); look(); });
  };

  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element && event.target.closest("[data-sound]");
    if (!button) return;
    const asks = wanted && !awake() && rings().length;
    keep(asks ? true : !wanted);
    wake();
    look();
  });
  document.addEventListener("pointerdown", wake, { passive: true });
  document.addEventListener("keydown", wake);
  document.addEventListener("DOMContentLoaded", () => {
    const place = document.getElementById("rings");
    if (!place) return;
    new MutationObserver(look).observe(place, { childList: true, subtree: true });
    look();
  });
  document.addEventListener("htmx:afterSettle", say);
})();
