// Rectangles drawn on a still of a clip; the text field holds them, so that typing works too.
const SVG = "http://www.w3.org/2000/svg";
const LEAST = 0.5; // percent: less is a slip of the hand

const read = (field) =>
  field.value
    .split("\n")
    .map((line) => line.replace(/[,%]/g, " ").trim().split(/\s+/).map(Number))
    .filter((four) => four.length === 4 && four.every(Number.isFinite));

const write = (field, all) => {
  field.value = all.map((four) => four.map((share) => Number(share.toFixed(2))).join(" ")).join("\n");
};

function rectangle([x, y, width, height]) {
  const drawn = document.createElementNS(SVG, "rect");
  Object.entries({ x, y, width, height }).forEach(([name, value]) => drawn.setAttribute(name, value));
  return drawn;
}

function startStage(form) {
  const field = form.querySelector("textarea[name=masks]");
  const sheet = form.querySelector("svg");
  const video = form.querySelector("video");
  const seek = form.querySelector("[type=range]");
  for (const part of form.querySelectorAll("[data-stage], [data-hint], [data-seek], [data-undo]")) {
    part.hidden = false;
  }
  const show = (extra = []) => sheet.replaceChildren(...[...read(field), ...extra].map(rectangle));
  const at = (event) => {
    const box = sheet.getBoundingClientRect();
    const share = (value, start, size) => Math.min(100, Math.max(0, ((value - start) / size) * 100));
    return [share(event.clientX, box.left, box.width), share(event.clientY, box.top, box.height)];
  };
  const between = ([a, b], [c, d]) => [Math.min(a, c), Math.min(b, d), Math.abs(a - c), Math.abs(b - d)];
  let from = null;
  sheet.addEventListener("pointerdown", (event) => {
    from = at(event);
    sheet.setPointerCapture(event.pointerId);
  });
  sheet.addEventListener("pointermove", (event) => from && show([between(from, at(event))]));
  sheet.addEventListener("pointerup", (event) => {
    const four = from && between(from, at(event));
    from = null;
    if (four && four[2] > LEAST && four[3] > LEAST) write(field, [...read(field), four]);
    show();
  });
  sheet.addEventListener("pointercancel", () => {
    from = null;
    show();
  });
  field.addEventListener("input", () => show());
  form.querySelector("[data-undo]").addEventListener("click", () => {
    write(field, read(field).slice(0, -1));
    show();
  });
  seek.addEventListener("input", () => {
    video.currentTime = seek.value / 1000;
  });
  show();
}

export function startMasks() {
  document.querySelectorAll("[data-masks]").forEach(startStage);
}
