import { onEach } from "./onload.js";

// Files dropped on a form land in its file field; what was sent is shown as it goes.
function wire(form) {
  const zone = form.matches("[data-zone]") ? form : form.querySelector("[data-zone]");
  const input = form.querySelector("input[type=file]");
  const bar = form.querySelector("progress");
  const error = form.querySelector("[data-error]");
  const chosen = form.querySelector("[data-chosen]");

  const over = (isOver) => zone.classList.toggle("is-over", isOver);
  zone.addEventListener("dragover", (event) => {
    event.preventDefault();
    over(true);
  });
  zone.addEventListener("dragleave", (event) => {
    if (!zone.contains(event.relatedTarget)) over(false);
  });
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    over(false);
    if (event.dataTransfer.files.length === 0) return;
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
    if (form.checkValidity()) form.requestSubmit();
  });
  if (chosen) {
    input.addEventListener("change", () => {
      chosen.textContent = [...input.files].map((file) => file.name).slice(0, 5).join(", ");
    });
  }
  form.addEventListener("htmx:xhr:progress", (event) => {
    if (!event.detail.lengthComputable) return;
    bar.hidden = false;
    bar.value = (event.detail.loaded / event.detail.total) * 100;
  });
  form.addEventListener("htmx:beforeRequest", () => {
    if (error) error.hidden = true;
  });
  form.addEventListener("htmx:responseError", (event) => {
    bar.hidden = true;
    if (!error) return;
    error.hidden = false;
    error.textContent = event.detail.xhr.responseText.slice(0, 400);
  });
}

export function startDrops() {
  onEach("[data-drop]", wire);
}
