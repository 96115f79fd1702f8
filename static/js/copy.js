// Buttons that put the text of something on the clipboard, where the browser allows it.
export function startCopies() {
  const show = (root) => {
    for (const button of root.querySelectorAll("[data-copies][hidden]")) {
      button.hidden = !navigator.clipboard;
    }
  };
  show(document);
  document.body.addEventListener("htmx:load", (event) => show(event.target));
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copies]");
    if (!button) return;
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copies).textContent);
    button.textContent = button.dataset.done;
  });
}
