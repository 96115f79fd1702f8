// Selects that act at once, and addresses without empty words.
export function startForms() {
  document.addEventListener("change", (event) => {
    const control = event.target.closest("[data-submits]");
    if (control?.form && !control.form.hasAttribute("hx-get")) control.form.requestSubmit();
  });
  document.addEventListener("submit", (event) => {
    if (event.target.id !== "filters") return;
    for (const control of event.target.elements) {
      if (control.name && control.value === "") control.disabled = true;
    }
  });
  document.body.addEventListener("htmx:configRequest", (event) => {
    if (!event.detail.elt.matches("[data-sparse]")) return;
    const words = event.detail.parameters;
    for (const [name, value] of [...words.entries()]) {
      const isUsual = (name === "status" && value === "new") || (name === "order" && value === "risk");
      if (value === "" || isUsual) words.delete(name);
    }
  });
}
