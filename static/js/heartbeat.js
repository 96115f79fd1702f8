// Live parts ask again on these events, only while somebody looks. (htmx's own event
// filters need eval, which the content policy forbids.)
const TICK = 10_000;
const SOON = 2_000;

function beat(name) {
  if (!document.hidden && navigator.onLine) document.body.dispatchEvent(new Event(name));
}

export function startHeartbeat() {
  setInterval(() => beat("desk:tick"), TICK);
  setInterval(() => beat("desk:soon"), SOON);
  document.addEventListener("visibilitychange", () => beat("desk:tick"));
}
