// The rule editor: completions by keyboard, suggestions that put themselves into the text.
// Places come from the server in characters; the browser counts in UTF-16 units.
const units = (text, characters) => [...text].slice(0, characters).join("").length;
const characters = (text, units) => [...text.slice(0, units)].length;

const field = () => document.getElementById("rule-text");
const list = () => document.getElementById("rule-completions");
const options = () => [...list().querySelectorAll("[role=option]")];
// Not while the list is still about what was typed before.
const isFresh = () => list().dataset.text === field().value;
let wanted = 0;
const chosen = () => list().querySelector("[aria-selected=true]");

function choose(option) {
  for (const each of options()) each.setAttribute("aria-selected", String(each === option));
  if (option) {
    field().setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  } else {
    field().removeAttribute("aria-activedescendant");
  }
}

function step(by) {
  const all = options();
  if (!isFresh()) {
    wanted = by;
    return;
  }
  wanted = 0;
  if (all.length === 0) return;
  const at = all.indexOf(chosen());
  const next = at < 0 && by < 0 ? all.length - 1 : (at + by + all.length) % all.length;
  choose(all[next]);
}

// A completion is followed by a space, so that the next word can be typed at once.
function put({ fix, start, end }, isWord) {
  const input = field();
  const from = units(input.value, Number(start));
  const to = units(input.value, Number(end));
  const space = isWord && !input.value.slice(to).startsWith(" ") ? " " : "";
  input.setRangeText(fix + space, from, to, "end");
  input.focus();
  noteCursor();
  input.dispatchEvent(new Event("input", { bubbles: true }));
}

function noteCursor() {
  const input = field();
  const cursor = document.getElementById("rule-cursor");
  cursor.value = characters(input.value, input.selectionStart ?? input.value.length);
}

function pressed(event) {
  if (event.target.id !== "rule-text" || event.isComposing) return;
  const option = chosen();
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    step(event.key === "ArrowDown" ? 1 : -1);
  } else if ((event.key === "Enter" || event.key === "Tab") && option) {
    event.preventDefault();
    put(option.dataset, true);
  } else if (event.key === "Enter" && wanted) {
    event.preventDefault();
  } else if (event.key === "Escape" && option) {
    event.preventDefault();
    choose(null);
  }
}

export function startEditor() {
  if (!field()) return;
  document.addEventListener("keydown", pressed);
  // Before htmx takes the values of the form.
  document.addEventListener("input", (event) => {
    if (event.target.id !== "rule-text") return;
    noteCursor();
    choose(null);
    wanted = 0;
  }, true);
  document.addEventListener("focusin", (event) => {
    if (event.target.id === "rule-text") noteCursor();
  }, true);
  document.addEventListener("focusout", (event) => {
    if (event.target.id !== "rule-text") return;
    choose(null);
    wanted = 0;
  });
  // Before the field loses the focus to the list.
  document.addEventListener("mousedown", (event) => {
    const option = event.target.closest("#rule-completions [role=option]");
    if (!option) return;
    event.preventDefault();
    if (!isFresh()) return;
    put(option.dataset, true);
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-fix]");
    if (button) put(button.dataset, false);
    const trial = event.target.closest("[data-try-rule]");
    if (trial && field().value) trial.search = new URLSearchParams({ text: field().value });
  });
  document.body.addEventListener("htmx:configRequest", (event) => {
    const cause = event.detail.triggeringEvent?.target;
    if (event.detail.elt.id === "builder" && cause?.name === "shape") {
      event.detail.parameters.redraw = "1";
    }
  });
  document.body.addEventListener("htmx:afterSettle", () => {
    field().setAttribute("aria-expanded", String(options().length > 0));
    if (wanted && document.activeElement === field()) step(wanted);
  });
}
