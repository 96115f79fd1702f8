// Areas drawn on a camera's still: by mouse, by touch, by keys. What is drawn is kept as
// shares of width and height in the form's one field; the server checks it again.
import { Shape, STEP } from "./zones_shape.js";

const SVG = "http://www.w3.org/2000/svg";
const SIDE = 1000;
const MOST_CORNERS = 40;

class Editor {
  constructor(root) {
    this.root = root;
    this.svg = root.querySelector("[data-zones-canvas]");
    this.field = root.querySelector("[data-zones-field]");
    this.list = root.querySelector("[data-zones-list]");
    this.said = root.querySelector("[data-zones-said]");
    this.words = JSON.parse(root.dataset.words);
    this.height = SIDE * this.ratio();
    this.svg.setAttribute("viewBox", `0 0 ${SIDE} ${this.height}`);
    this.shapes = Shape.readAll(this.field.value);
    this.open = null;
    this.listen();
    this.draw();
  }

  ratio() {
    const image = this.root.querySelector("img");
    return image && image.naturalWidth ? image.naturalHeight / image.naturalWidth : 9 / 16;
  }

  kind() {
    return this.root.querySelector("[data-zones-kind]:checked")?.value ?? "drawer";
  }

  listen() {
    this.svg.addEventListener("pointerdown", (event) => this.press(event));
    this.svg.addEventListener("keydown", (event) => this.key(event));
    this.root.querySelector("[data-zones-add]").addEventListener("click", () => {
      this.close();
      this.shapes.push(Shape.middle(this.kind()));
      this.keep();
      this.focus(this.shapes.length - 1, 0);
      this.say("added");
    });
    this.root.querySelector("[data-zones-close]").addEventListener("click", () => this.close());
    this.list.addEventListener("click", (event) => {
      const index = event.target.closest("[data-zones-remove]")?.dataset.zonesRemove;
      if (index === undefined) return;
      this.shapes.splice(Number(index), 1);
      this.open = null;
      this.keep();
      this.say("removed");
    });
  }

  place(event) {
    const box = this.svg.getBoundingClientRect();
    return [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
  }

  press(event) {
    if (event.button) return;
    const corner = event.target.closest("[data-corner]");
    if (corner) {
      event.preventDefault();
      this.drag(event, Number(corner.dataset.shape), Number(corner.dataset.corner));
      return;
    }
    if (!this.open) {
      this.open = new Shape(this.kind(), []);
      this.shapes.push(this.open);
    }
    if (this.open.corners.length < MOST_CORNERS) this.open.add(this.place(event));
    this.keep();
    this.say("corner");
  }

  drag(event, index, corner) {
    const shape = this.shapes[index];
    if (shape === this.open && corner === 0 && shape.isArea()) {
      this.close();
      return;
    }
    this.svg.setPointerCapture(event.pointerId);
    const move = (moved) => {
      shape.moveTo(corner, this.place(moved));
      this.draw();
    };
    const end = () => {
      this.svg.removeEventListener("pointermove", move);
      this.svg.removeEventListener("pointerup", end);
      this.svg.removeEventListener("pointercancel", end);
      this.keep();
      this.focus(index, corner);
    };
    this.svg.addEventListener("pointermove", move);
    this.svg.addEventListener("pointerup", end);
    this.svg.addEventListener("pointercancel", end);
  }

  key(event) {
    const corner = event.target.closest("[data-corner]");
    if (event.key === "Escape" || (event.key === "Enter" && this.open)) {
      event.preventDefault();
      this.close(event.key === "Escape");
      return;
    }
    if (!corner) return;
    const index = Number(corner.dataset.shape);
    const at = Number(corner.dataset.corner);
    if (this.act(event, this.shapes[index], at)) {
      event.preventDefault();
      this.keep();
      this.focus(index, Math.min(at, (this.shapes[index]?.corners.length ?? 1) - 1));
    }
  }

  act(event, shape, at) {
    const step = STEP * (event.shiftKey ? 5 : 1);
    const moves = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] };
    if (moves[event.key]) shape.moveBy(at, moves[event.key]);
    else if (event.key === "+" && shape.corners.length < MOST_CORNERS) shape.split(at);
    else if (event.key === "Delete" || event.key === "Backspace") this.drop(shape, at);
    else return false;
    return true;
  }

  drop(shape, at) {
    shape.corners.splice(at, 1);
    if (shape !== this.open && !shape.isArea()) this.shapes.splice(this.shapes.indexOf(shape), 1);
  }

  close(forgets = false) {
    if (this.open && (forgets || !this.open.isArea())) {
      this.shapes.splice(this.shapes.indexOf(this.open), 1);
    }
    this.open = null;
    this.keep();
  }

  keep() {
    this.field.value = Shape.writeAll(this.shapes.filter((shape) => shape.isArea()));
    this.draw();
    this.drawList();
  }

  focus(index, corner) {
    this.svg.querySelector(`[data-shape="${index}"][data-corner="${corner}"]`)?.focus();
  }

  say(which) {
    this.said.textContent = this.words[which] ?? "";
  }

  draw() {
    const parts = [];
    this.shapes.forEach((shape, index) => {
      const tag = shape === this.open ? "polyline" : "polygon";
      const points = shape.corners.map(([x, y]) => `${x * SIDE},${y * this.height}`).join(" ");
      parts.push(this.part(tag, { points, class: `zone zone-${shape.kind}` }));
      shape.corners.forEach(([x, y], corner) => {
        parts.push(this.part("circle", {
          cx: x * SIDE, cy: y * this.height, r: 12, tabindex: 0, role: "button",
          class: `corner zone-${shape.kind}`, "data-shape": index, "data-corner": corner,
          "aria-label": `${this.words[shape.kind]} ${index + 1}, ${this.words.corner_word} ${corner + 1}`,
        }));
      });
    });
    this.svg.replaceChildren(...parts);
  }

  drawList() {
    const rows = this.shapes.map((shape, index) => {
      const row = document.createElement("li");
      const name = document.createElement("span");
      name.textContent = `${index + 1}. ${this.words[shape.kind]}`;
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button button-quiet";
      button.dataset.zonesRemove = index;
      button.textContent = `${this.words.remove} ${index + 1}`;
      row.append(name, button);
      return row;
    });
    this.list.replaceChildren(...rows);
  }

  part(tag, attributes) {
    const made = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    return made;
  }
}

export function startZones() {
  for (const root of document.querySelectorAll("[data-zones]")) {
    const image = root.querySelector("img");
    const begin = () => {
      const editor = new Editor(root);
      editor.drawList();
      root.dataset.ready = "1";
    };
    if (!image || image.complete) begin();
    else {
      image.addEventListener("load", begin, { once: true });
      image.addEventListener("error", begin, { once: true });
    }
  }
}
