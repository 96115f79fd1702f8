// "12 s ago" counts on by itself, in the words the page brought along.
const HOUR = 3600;

function words(seconds) {
  const { seconds: s, minutes, hours } = document.body.dataset;
  if (seconds < 60) return s.replace("%n", Math.floor(seconds));
  if (seconds < HOUR) return minutes.replace("%n", Math.floor(seconds / 60));
  if (seconds < 48 * HOUR) return hours.replace("%n", Math.floor(seconds / HOUR));
  return null;
}

function refresh() {
  if (document.hidden) return;
  for (const time of document.querySelectorAll("time[data-ago]")) {
    const seconds = Math.max(0, (Date.now() - Date.parse(time.dateTime)) / 1000);
    const text = words(seconds);
    if (text !== null && time.textContent !== text) time.textContent = text;
  }
}

export function startAgo() {
  if (document.body.dataset.seconds) setInterval(refresh, 1000);
}
