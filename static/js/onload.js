// Runs a function on every matching element, now and whenever htmx brings a new one.
export function onEach(selector, run) {
  const visit = (root) => {
    if (root.matches?.(selector)) run(root);
    for (const found of root.querySelectorAll(selector)) run(found);
  };
  visit(document);
  document.body.addEventListener("htmx:load", (event) => {
    if (event.detail.elt !== document.body) visit(event.detail.elt);
  });
}
