// The desk goes on when the server is gone. While all is well, the panel of the contact (the step,
// the minimum-safe path, the emergency words, who is coming) is fetched and kept in this window's
// session storage. When the server does not answer, it is shown; typed lines are kept with a name
// and a time of their own and sent once the server is back. Signing out forgets everything.
(() => {
  const PANELS = "stayline.panels";
  const UNSENT = "stayline.unsent";
  const TYPED = "stayline.typed"; // what keep.js puts back
  const CACHE = "stayline-without";
  const SHELL = "/desk/without/";
  const AWAY = new Set([502, 503, 504]);
  const LOOK_MS = 2000;
  const DRAW_MS = 2500;
  const KEPT_MS = 12 * 3600 * 1000;

  const here = (location.pathname.match(/^\/desk\/contacts\/[0-9a-f-]{36}\/$/) || [""])[0];
  const isShell = "withoutShell" in document.body.dataset;
  const owner = (document.body.dataset.liveTopics || "").split(" ")[0];

  // ── what this window keeps ──
  const read = (key) => {
    try { return JSON.parse(sessionStorage.getItem(key)) || {}; } catch { return {}; }
  };
  const write = (key, value) => {
    try { sessionStorage.setItem(key, JSON.stringify(value)); } catch { /* full: it stays on screen */ }
  };
  const panels = () => read(PANELS);
  const unsent = () => read(UNSENT)[here] || [];
  const keep = (lines) => {
    const all = read(UNSENT);
    if (lines.length) all[here] = lines;
    else delete all[here];
    write(UNSENT, all);
    list();
  };

  const forget = async () => {
    sessionStorage.removeItem(PANELS);
    sessionStorage.removeItem(UNSENT);
    sessionStorage.removeItem(TYPED);
    await caches?.delete(CACHE);
    for (const one of await navigator.serviceWorker?.getRegistrations() || []) await one.unregister();
  };

  // Somebody else's, or old: gone. A page without a person (sign-in) keeps lines not sent yet, for
  // the same person may come back; the panels go.
  const tidy = () => {
    const now = Date.now();
    const lines = read(UNSENT);
    for (const [place, found] of Object.entries(lines)) {
      const mine = found.filter((one) => now - Date.parse(one.at) < KEPT_MS && (!owner || one.owner === owner));
      if (mine.length) lines[place] = mine;
      else delete lines[place];
    }
    write(UNSENT, lines);
    if (!owner && !isShell) sessionStorage.removeItem(TYPED);
    if (!owner && !isShell) return sessionStorage.removeItem(PANELS);
    const shown = panels();
    for (const [place, one] of Object.entries(shown)) {
      if ((owner && one.owner !== owner) || now - one.at > KEPT_MS) delete shown[place];
    }
    write(PANELS, shown);
  };

  // ── the panel ──
  let panel = null;
  let way = [];

  const step = (number) => {
    for (const one of panel.querySelectorAll("[data-step]")) {
      one.hidden = one.dataset.step !== String(number);
      for (const back of one.querySelectorAll("[data-back]")) back.hidden = way.length === 0;
      if (!one.hidden) one.querySelector("h3").focus();
    }
    const all = panels();
    if (all[here]) {
      all[here].step = number;
      all[here].way = way;
      write(PANELS, all);
    }
  };

  const press = (event) => {
    const button = event.target.closest("[data-to], [data-back]");
    if (!button) return;
    const current = Number(button.closest("[data-step]").dataset.step);
    if (button.dataset.to) {
      way.push(current);
      step(Number(button.dataset.to));
    } else {
      step(way.pop());
    }
  };

  const list = () => {
    if (!panel) return;
    const lines = unsent();
    panel.querySelector("[data-waiting]").textContent = lines.length
      ? `${lines.length} typed line${lines.length > 1 ? "s" : ""} waiting to be sent:`
      : "What you type is kept, and sent when it is back.";
    panel.querySelector("[data-unsent]").replaceChildren(...lines.map((line) => {
      const item = document.createElement("li");
      item.className = "sl-line";
      item.textContent = `${new Date(line.at).toLocaleTimeString()} · ${line.who === "agent" ? "I" : "The caller"}: ${line.text}`;
      return item;
    }));
  };

  // The panel says what the banner says: it is neither seen nor read beside it.
  const stand = (aside) => {
    const banner = document.getElementById("offline");
    if (!banner) return;
    banner.classList.toggle("visually-hidden", aside);
    banner.toggleAttribute("inert", aside);
  };

  const show = () => {
    const kept = panels()[here];
    if (panel || !kept) return;
    const frame = document.createElement("template");
    frame.innerHTML = kept.html;
    panel = frame.content.querySelector("#without");
    panel.addEventListener("click", press);
    const form = panel.querySelector("[data-typed]");
    form.hidden = !isShell;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      hold({ text: form.elements.text.value, who: form.elements.who.value });
      form.elements.text.value = "";
    });
    for (const one of panel.querySelectorAll("[data-shell-only]")) one.hidden = !isShell;
    // On the desk the step stays where it is: the rest is one press away, and nothing jumps.
    panel.querySelector("[data-more]").open = isShell;
    if (isShell) document.querySelector("[data-place]").replaceWith(panel);
    else document.getElementById("contact").before(panel);
    stand(true);
    way = kept.way || [];
    if (kept.step && isShell) step(kept.step);
    list();
  };

  const hide = () => {
    stand(false);
    panel?.remove();
    panel = null;
  };

  // ── typed lines ──
  const name = (form) => {
    form.dataset.line ||= crypto.randomUUID();
    form.dataset.saidAt ||= new Date().toISOString();
    return { line: form.dataset.line, said_at: form.dataset.saidAt };
  };
  const unname = (form) => {
    delete form.dataset.line;
    delete form.dataset.saidAt;
  };
  const hold = ({ text, who, line = crypto.randomUUID(), said_at = new Date().toISOString() }) => {
    if (!text.trim()) return;
    const mine = owner || panels()[here]?.owner || "";
    keep([...unsent(), { owner: mine, line, at: said_at, who, text }]);
  };

  let sending = false;
  const send = async () => {
    const token = document.querySelector("input[name=csrfmiddlewaretoken]")?.value;
    if (sending || isShell || !token) return;
    sending = true;
    try {
      for (const one of unsent()) {
        const body = new URLSearchParams({ csrfmiddlewaretoken: token, text: one.text, who: one.who, line: one.line, said_at: one.at });
        const answer = await fetch(`${here}do/lines/`, { method: "POST", body, headers: { "HX-Request": "true" } });
        if (!answer.ok) return;
        keep(unsent().filter((line) => line.line !== one.line));
      }
    } catch {
      look(); // gone again: the rest is kept
    } finally {
      sending = false;
    }
  };

  // ── is the server there? ──
  let timer = 0;
  let gone = false;
  const answers = async () => {
    try { return (await fetch("/healthz", { cache: "no-store" })).ok; } catch { return false; }
  };
  const look = async () => {
    clearTimeout(timer);
    if (await answers()) {
      if (isShell) return location.reload();
      if (!gone) return;
      gone = false;
      hide();
      await send();
      document.body.dispatchEvent(new CustomEvent("live:page"));
      return;
    }
    gone = true;
    show();
    clearTimeout(timer);
    timer = setTimeout(look, LOOK_MS);
  };

  // ── while all is well ──
  let drawing = 0;
  const draw = () => {
    drawing ||= setTimeout(async () => {
      drawing = 0;
      try {
        const answer = await fetch(`${here}without/`, { headers: { "HX-Request": "true" } });
        const all = panels();
        if (answer.status === 204 || answer.status === 403) delete all[here];
        else if (answer.ok && !answer.redirected) all[here] = { owner, at: Date.now(), html: await answer.text() };
        if (!gone) write(PANELS, all);
      } catch {
        look();
      }
    }, drawing === 0 && !panels()[here] ? 0 : DRAW_MS);
  };

  const prepare = async () => {
    if (!navigator.serviceWorker || !window.caches) return; // plain http elsewhere than on this machine
    try {
      await navigator.serviceWorker.register("/desk/without-worker.js", { scope: "/desk/contacts/" });
      const files = [...document.querySelectorAll("link[rel=stylesheet], link[rel=icon], script[src]")];
      const cache = await caches.open(CACHE);
      await cache.addAll([SHELL, ...new Set(files.map((one) => one.href || one.src))]);
    } catch {
      // The page itself goes on all the same; only a reload without the server would be lost.
    }
  };

  const ours = (event) => event.detail.elt?.id === "type-line";

  document.addEventListener("submit", (event) => {
    if (event.target.matches?.('form[action$="/sign-out/"]')) forget();
  });

  tidy();
  if (isShell) {
    show();
    setTimeout(look, LOOK_MS);
    return;
  }
  if (!here || !owner) return;

  document.addEventListener("htmx:configRequest", (event) => {
    if (ours(event)) Object.assign(event.detail.parameters, name(event.detail.elt));
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const status = event.detail.xhr?.status || 0;
    const away = status === 0 || AWAY.has(status);
    if (away) look();
    else draw();
    if (!ours(event)) return;
    const form = event.detail.elt;
    if (away) {
      hold({ text: form.elements.text.value, who: form.elements.who.value, ...name(form) });
      form.elements.text.value = "";
      unname(form);
    } else if (event.detail.successful) {
      unname(form);
    }
  });
  const banner = document.getElementById("offline");
  if (banner) {
    new MutationObserver(() => { if (!banner.hidden) look(); }).observe(banner, { attributeFilter: ["hidden"] });
  }
  addEventListener("offline", look);
  draw();
  prepare();
  if (unsent().length) send();
})();
