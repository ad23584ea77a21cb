// Stands in for the desk of a contact that cannot be loaded: the shell, which holds nobody's data.
// What is kept of a contact lies in its own window (without.js), never here.
const CACHE = "stayline-without";
const SHELL = "/desk/without/";
const AWAY = new Set([502, 503, 504]); // a proxy says so when the server behind it is gone

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

const kept = async (request) => (await caches.open(CACHE)).match(request);

const desk = async (request) => {
  try {
    const answer = await fetch(request);
    if (!AWAY.has(answer.status)) return answer;
    return (await kept(SHELL)) || answer;
  } catch (fault) {
    const shell = await kept(SHELL);
    if (shell) return shell;
    throw fault;
  }
};

const asset = async (request) => {
  try {
    const answer = await fetch(request);
    if (answer.ok) return answer;
    return (await kept(request)) || answer;
  } catch (fault) {
    const file = await kept(request);
    if (file) return file;
    throw fault;
  }
};

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  const { origin, pathname } = new URL(request.url);
  if (origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(desk(request));
  else if (pathname.startsWith("/static/")) event.respondWith(asset(request));
});
