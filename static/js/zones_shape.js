// One area on a picture: its corners as shares of width and height.
export const STEP = 0.01;
const DIGITS = 4;

const within = (share) => Number(Math.min(1, Math.max(0, share)).toFixed(DIGITS));

export class Shape {
  constructor(kind, corners) {
    this.kind = kind;
    this.corners = corners;
  }

  static middle(kind) {
    return new Shape(kind, [[0.35, 0.35], [0.65, 0.35], [0.65, 0.65], [0.35, 0.65]]);
  }

  static readAll(text) {
    const kept = JSON.parse(text || "{}");
    return Object.entries(kept).flatMap(([kind, shapes]) =>
      shapes.map((corners) => new Shape(kind, corners.map(([x, y]) => [x, y]))),
    );
  }

  static writeAll(shapes) {
    const kept = {};
    for (const shape of shapes) (kept[shape.kind] ??= []).push(shape.corners);
    return JSON.stringify(kept);
  }

  isArea() {
    return this.corners.length >= 3;
  }

  add([x, y]) {
    this.corners.push([within(x), within(y)]);
  }

  moveTo(corner, [x, y]) {
    this.corners[corner] = [within(x), within(y)];
  }

  moveBy(corner, [across, down]) {
    const [x, y] = this.corners[corner];
    this.moveTo(corner, [x + across, y + down]);
  }

  // A new corner half way to the next one.
  split(corner) {
    const [x, y] = this.corners[corner];
    const [nextX, nextY] = this.corners[(corner + 1) % this.corners.length];
    this.corners.splice(corner + 1, 0, [within((x + nextX) / 2), within((y + nextY) / 2)]);
  }
}
