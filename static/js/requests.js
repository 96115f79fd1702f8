// What htmx should do when the answer is not a plain yes.
const SHOWN = new Set([409, 422]);

function say(which) {
  const trouble = document.getElementById("trouble");
  if (!trouble) return;
  trouble.hidden = !which;
  if (which) trouble.textContent = trouble.dataset[which];
}

export function startRequests() {
  const body = document.body;
  body.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr } = event.detail;
    if (SHOWN.has(xhr.status) && xhr.getResponseHeader("HX-Retarget")) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    }
  });
  body.addEventListener("htmx:responseError", (event) => {
    const { status } = event.detail.xhr;
    if (event.target.closest("[data-drop]")) return;
    say(status === 403 ? "refused" : status === 404 || status === 409 ? "gone" : "broken");
  });
  body.addEventListener("htmx:sendError", () => say("offline"));
  body.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.successful) say(null);
  });
  addEventListener("offline", () => say("offline"));
  addEventListener("online", () => say(null));
}
