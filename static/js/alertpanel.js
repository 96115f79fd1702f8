// Alerts that came while one looks. What was there before, or was put aside, stays in the
// count alone. The mark lives as long as the tab.
const MARK = "desk-alerts-until";

const mark = () => Number(sessionStorage.getItem(MARK) ?? -1);

function show() {
  const panel = document.getElementById("alert-panel");
  if (!panel) return;
  if (mark() < 0) sessionStorage.setItem(MARK, panel.dataset.newest);
  let any = false;
  for (const card of panel.querySelectorAll("[data-alert]")) {
    card.hidden = Number(card.dataset.alert) <= mark();
    any ||= !card.hidden;
  }
  panel.hidden = !any;
  const said = panel.querySelector("[data-alert]:not([hidden]) a");
  document.getElementById("alert-said").textContent = any ? said.textContent : "";
}

export function startAlertPanel() {
  show();
  document.body.addEventListener("htmx:oobAfterSwap", (event) => {
    if (event.detail.target.id === "alert-panel" || event.detail.elt?.id === "alert-panel") show();
  });
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-puts-aside]")) return;
    const panel = document.getElementById("alert-panel");
    sessionStorage.setItem(MARK, panel.dataset.newest);
    show();
  });
}
