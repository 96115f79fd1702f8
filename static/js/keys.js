// A key presses the element that says so with data-key. j and k walk a list without one.
const STORED = "desk-single-keys";

const isOn = () => localStorage.getItem(STORED) !== "off";

function isTyping(target) {
  if (target.matches("textarea, select, [contenteditable]")) return true;
  return target.matches("input") && !["checkbox", "radio", "button", "submit"].includes(target.type);
}

// Space and Enter belong to the button that has the focus; arrows to the native video bar.
function belongsToFocus(key, target) {
  if (key === " ") return target.matches("button, a, summary, input, video");
  return key.startsWith("arrow") && target.matches("video, [role=slider]");
}

function walk(step) {
  const rows = [...document.querySelectorAll("#list a.row, #list a.alert-link")];
  if (rows.length === 0) return false;
  const at = rows.indexOf(document.activeElement);
  const next = rows[Math.min(Math.max(at + step, 0), rows.length - 1)];
  next.focus();
  next.scrollIntoView({ block: "nearest" });
  return true;
}

function press(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (!isOn() || isTyping(event.target)) return;
  const key = event.key.toLowerCase();
  if (belongsToFocus(key, event.target)) return;
  const open = document.querySelector("dialog[open]");
  if (open) return;
  const wanted = document.querySelector(`[data-key="${CSS.escape(key)}"]:not([disabled])`);
  if (wanted) {
    event.preventDefault();
    wanted.click();
  } else if ((key === "j" && walk(1)) || (key === "k" && walk(-1))) {
    event.preventDefault();
  }
}

export function startKeys() {
  document.addEventListener("keydown", press);
  const show = () => document.documentElement.classList.toggle("no-keys", !isOn());
  for (const box of document.querySelectorAll("[data-keys-switch]")) {
    box.checked = isOn();
    box.addEventListener("change", () => {
      localStorage.setItem(STORED, box.checked ? "on" : "off");
      show();
    });
  }
  show();
}
