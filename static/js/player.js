import { onEach } from "./onload.js";
import { toFile, toReal } from "./time.js";

// Video, line of time, stills and the register's events, all at the same real moment.
const STEP = 5;
const FRAME = 1 / 15;
const COLUMNS = 3; // of the sheet of stills
let kept = null; // where the person was, when the player is brought anew

class Player {
  constructor(root) {
    this.root = root;
    this.videos = [...root.querySelectorAll("video")];
    this.start = Number(root.dataset.start);
    this.end = Number(root.dataset.end);
    this.moment = Number(root.dataset.moment);
    this.badge = root.querySelector("[data-badge]");
    this.subtitle = root.querySelector("[data-subtitle]");
    this.lines = [...document.querySelectorAll("[data-lights]")];
    for (const video of this.videos) this.wire(video);
    for (const track of root.querySelectorAll("[data-track]")) this.wireTrack(track);
    for (const sheet of root.querySelectorAll("[data-stills]")) this.wireSheet(sheet);
    root.addEventListener("click", (event) => this.clicked(event));
    if (this.videos.length > 0) this.show(this.videos[0].dataset.camera);
  }

  wire(video) {
    video.spans = JSON.parse(video.dataset.spans);
    if (video.readyState > 0) queueMicrotask(() => this.open(video));
    else video.addEventListener("loadedmetadata", () => this.open(video), { once: true });
    for (const name of ["timeupdate", "seeking", "seeked"]) {
      video.addEventListener(name, () => video === this.video && this.moved());
    }
    video.addEventListener("play", () => this.follow());
    video.addEventListener("error", () => this.renew(video));
  }

  open(video) {
    const real = this.at ?? kept?.real;
    video.currentTime = real ? toFile(video.spans, real) : Number(video.dataset.opens);
    if (kept?.isPlaying) video.play().catch(() => {});
    kept = null;
    this.moved();
  }

  // A link is good for a quarter of an hour; a page may be open for longer.
  async renew(video) {
    if (video.renewed) return;
    video.renewed = true;
    const answer = await fetch(video.dataset.links, { headers: { Accept: "application/json" } });
    if (!answer.ok) return;
    const at = video.currentTime || Number(video.dataset.opens);
    video.src = (await answer.json()).video;
    video.addEventListener("loadedmetadata", () => { video.currentTime = at; }, { once: true });
  }

  get real() {
    return this.video ? toReal(this.video.spans, this.video.currentTime) : null;
  }

  show(camera) {
    const next = this.videos.find((video) => video.dataset.camera === camera);
    if (!next || next === this.video) return;
    const was = this.video;
    if (was) {
      this.at = this.real;
      was.pause();
    }
    this.video = next;
    for (const video of this.videos) video.hidden = video !== next;
    for (const name of ["track", "about"]) {
      for (const part of this.root.querySelectorAll(`[data-${name}]`)) {
        part.toggleAttribute("hidden", part.dataset[name] !== camera);
      }
    }
    for (const button of this.root.querySelectorAll("[data-shows]")) {
      button.setAttribute("aria-pressed", String(button.dataset.shows === camera));
    }
    if (was) {
      next.preload = "metadata";
      if (next.readyState > 0) this.open(next);
    }
    this.moved();
  }

  seek(real) {
    if (!this.video) return;
    this.video.currentTime = toFile(this.video.spans, Math.min(Math.max(real, this.start), this.end));
    this.moved();
  }

  clicked(event) {
    const shows = event.target.closest("[data-shows]");
    if (shows) this.show(shows.dataset.shows);
    const does = event.target.closest("[data-does]");
    if (does && this.video) this.act(does.dataset.does);
  }

  act(what) {
    const { video } = this;
    const acts = {
      play: () => (video.paused ? video.play() : video.pause()),
      back: () => { video.currentTime -= STEP; },
      forward: () => { video.currentTime += STEP; },
      "step-back": () => { video.pause(); video.currentTime -= FRAME; },
      "step-forward": () => { video.pause(); video.currentTime += FRAME; },
      moment: () => this.seek(this.moment),
      full: () => (document.fullscreenElement ? document.exitFullscreen() : video.requestFullscreen()),
    };
    acts[what]?.();
  }

  wireTrack(track) {
    const to = (event) => {
      const box = track.getBoundingClientRect();
      this.seek(this.start + ((event.clientX - box.left) / box.width) * (this.end - this.start));
    };
    track.addEventListener("pointerdown", (event) => {
      track.setPointerCapture(event.pointerId);
      to(event);
    });
    track.addEventListener("pointermove", (event) => {
      if (track.hasPointerCapture(event.pointerId)) to(event);
    });
  }

  wireSheet(sheet) {
    const stills = JSON.parse(sheet.dataset.stills);
    const rows = sheet.querySelectorAll("img");
    for (const row of rows) {
      const fit = () => { row.style.aspectRatio = `${row.naturalWidth} / ${row.naturalHeight / rows.length}`; };
      if (row.complete && row.naturalWidth) fit();
      else row.addEventListener("load", fit, { once: true });
    }
    sheet.addEventListener("click", (event) => {
      const box = sheet.getBoundingClientRect();
      const index = Math.floor(((event.clientX - box.left) / box.width) * rows.length * COLUMNS);
      if (stills[index] !== undefined) this.seek(stills[index]);
    });
  }

  follow() {
    const beat = () => {
      if (!this.video || this.video.paused || !this.root.isConnected) return;
      this.moved();
      requestAnimationFrame(beat);
    };
    requestAnimationFrame(beat);
  }

  moved() {
    const { real } = this;
    if (real === null) return;
    const x = ((real - this.start) / (this.end - this.start)) * 1000;
    const head = this.root.querySelector(`[data-track="${this.video.dataset.camera}"] [data-head]`);
    if (head) {
      head.removeAttribute("hidden");
      head.setAttribute("x1", x);
      head.setAttribute("x2", x);
    }
    this.count(real);
    this.light(real);
  }

  count(real) {
    const left = Math.ceil((this.moment - real) / 1000);
    this.badge.hidden = left <= 0 || left > 60 || !("momentAt" in this.video.dataset);
    if (this.badge.hidden) return;
    const time = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    this.badge.textContent = `${this.root.dataset.word} ${this.root.dataset.in.replace("%t", time)}`;
  }

  light(real) {
    let lit = null;
    for (const line of this.lines) if (Number(line.dataset.lights) <= real) lit = line;
    if (lit === this.lit) return;
    this.lit?.classList.remove("is-lit");
    lit?.classList.add("is-lit");
    this.lit = lit;
    this.subtitle.textContent = lit ? lit.textContent.trim().replace(/\s+/g, " ") : "";
  }
}

let current = null;

export function startPlayers() {
  document.body.addEventListener("htmx:beforeSwap", (event) => {
    const stays = event.detail.target?.id === "player" && current?.video;
    kept = stays ? { real: current.real, isPlaying: !current.video.paused } : null;
  });
  onEach("[data-player]", (root) => { current = new Player(root); });
  document.addEventListener("click", (event) => {
    const line = event.target.closest("[data-at]");
    if (line) current?.seek(Number(line.dataset.at));
  });
}
