import { onEach } from "./onload.js";

// On a phone the decisions can be thrown: left, right, up. The word shows before the
// finger lifts, and sliding back takes it back.
const FAR = 72;

function direction(dx, dy) {
  if (-dy > FAR && -dy > Math.abs(dx)) return "up";
  if (Math.abs(dx) > FAR && Math.abs(dx) > Math.abs(dy)) return dx < 0 ? "left" : "right";
  return "";
}

function wire(dock) {
  const label = dock.querySelector("[data-swipe-label]");
  let start = null;
  let wanted = null;

  const show = (button) => {
    wanted = button;
    if (!button) return dock.removeAttribute("data-swiping");
    label.textContent = button.querySelector(".decide-word").textContent;
    return dock.setAttribute("data-swiping", button.value);
  };
  dock.addEventListener("touchstart", (event) => {
    const [touch] = event.touches;
    start = event.touches.length === 1 ? { x: touch.clientX, y: touch.clientY } : null;
  }, { passive: true });
  dock.addEventListener("touchmove", (event) => {
    if (!start) return;
    const [touch] = event.touches;
    const to = direction(touch.clientX - start.x, touch.clientY - start.y);
    show(to ? dock.querySelector(`[data-swipe-to="${to}"]`) : null);
  }, { passive: true });
  dock.addEventListener("touchend", (event) => {
    const button = wanted;
    start = null;
    show(null);
    if (!button) return;
    event.preventDefault();
    button.click();
  });
  dock.addEventListener("touchcancel", () => {
    start = null;
    show(null);
  });
}

export function startSwipes() {
  onEach("[data-swipe]", wire);
}
