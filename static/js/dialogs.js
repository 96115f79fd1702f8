// Buttons that open a dialog or put the cursor somewhere; menus that close by themselves.
function act(event) {
  const opener = event.target.closest("[data-opens]");
  if (opener) document.getElementById(opener.dataset.opens)?.showModal();
  const focuser = event.target.closest("[data-focuses]");
  if (focuser) {
    const target = document.getElementById(focuser.dataset.focuses);
    target?.scrollIntoView({ block: "center" });
    target?.focus({ preventScroll: true });
  }
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (!menu.contains(event.target) || opener) menu.open = false;
  }
}

function escape(event) {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details[data-menu][open], details[data-drawer][open]")) {
    if (menu.matches("[data-drawer]") && matchMedia("(min-width: 75rem)").matches) continue;
    menu.open = false;
    menu.querySelector("summary").focus();
  }
}

// The list beside a transaction stands open where there is room for it.
function drawers() {
  const wide = matchMedia("(min-width: 75rem)");
  const fit = () => {
    for (const drawer of document.querySelectorAll("details[data-drawer]")) {
      drawer.open = wide.matches;
    }
  };
  fit();
  wide.addEventListener("change", fit);
  document.body.addEventListener("htmx:load", fit);
}

export function startDialogs() {
  document.addEventListener("click", act);
  document.addEventListener("keydown", escape);
  drawers();
  for (const button of document.querySelectorAll("[data-opens][hidden]")) {
    button.hidden = !document.getElementById(button.dataset.opens);
  }
}
