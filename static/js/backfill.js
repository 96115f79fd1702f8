import { onEach } from "./onload.js";
import { canUnzip, membersOf } from "./unzip.js";

// History handed over in pieces. What the server has is asked for by hash first, so that the
// same folder chosen again goes on where it stopped, after a closed tab or a crash as well.
const SMALL = 64 * 1024 * 1024;
const FIRST_WAIT = 2;
const LONGEST_WAIT = 60;
const AT_ONCE = 8;
const NOT_MEANT = /(^|\/)(__MACOSX\/|\.|Thumbs\.db$|desktop\.ini$)/i;
const NAMED = 5;

const sleep = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));
const fill = (words, values) => words.replace(/%([a-z]+)/g, (_all, name) => values[name] ?? "");
const number = (value) => value.toLocaleString(document.documentElement.lang);

class RefusedError extends Error {}

async function listed(files, broken) {
  const found = [];
  for (const file of files) {
    const name = file.webkitRelativePath || file.name;
    if (NOT_MEANT.test(name)) continue;
    if (/\.zip$/i.test(name) && canUnzip()) {
      try {
        found.push(...(await membersOf(file)).filter((each) => !NOT_MEANT.test(each.name)));
      } catch {
        broken.push(name);
      }
    } else {
      found.push({ name, size: file.size, blob: async () => file });
    }
  }
  return found;
}

async function digest(blob) {
  const found = await crypto.subtle.digest("SHA-256", await blob.arrayBuffer());
  return [...new Uint8Array(found)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

// Opened and hashed, a few at once. Without a secure address there are no hashes: then all is
// sent, and the server passes over what it has.
async function opened(entry, broken) {
  try {
    const blob = await entry.blob();
    const isHashed = globalThis.crypto?.subtle && blob.size <= SMALL;
    return { name: entry.name, blob, digest: isHashed ? await digest(blob) : "" };
  } catch {
    broken.push(entry.name);
    return null;
  }
}

async function allOpened(entries, broken) {
  const found = [];
  for (let at = 0; at < entries.length; at += AT_ONCE) {
    const few = entries.slice(at, at + AT_ONCE).map((entry) => opened(entry, broken));
    found.push(...(await Promise.all(few)));
  }
  return found.filter(Boolean);
}

function* groups(entries, mostFiles, mostBytes) {
  let group = [];
  let bytes = 0;
  for (const entry of entries) {
    if (group.length > 0 && (group.length >= mostFiles || bytes + entry.size > mostBytes)) {
      yield group;
      [group, bytes] = [[], 0];
    }
    group.push(entry);
    bytes += entry.size;
  }
  if (group.length > 0) yield group;
}

class HandOver {
  constructor(part) {
    this.part = part;
    this.words = part.dataset;
    this.going = part.querySelector(".backfill-going");
    this.bar = part.querySelector("progress");
    this.button = part.querySelector("[data-pause]");
    this.store = part.querySelector("select");
    this.isRunning = false;
    this.isPaused = false;
    this.button.addEventListener("click", () => this.pause());
    for (const input of part.querySelectorAll("input[type=file]")) {
      input.addEventListener("change", () => this.choose(input));
    }
  }

  async choose(input) {
    const files = [...input.files];
    input.value = "";
    if (this.isRunning || files.length === 0 || !this.store.reportValidity()) return;
    this.isRunning = true;
    this.lock(true);
    const folder = files[0].webkitRelativePath.split("/")[0];
    try {
      await this.run(files, folder || files.map((file) => file.name).slice(0, 3).join(", "));
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error;
      this.wrong(error.message || this.words.refused);
    } finally {
      this.isRunning = false;
      this.lock(false);
    }
  }

  lock(isLocked) {
    this.button.hidden = !isLocked;
    for (const control of this.part.querySelectorAll("select, input")) control.disabled = isLocked;
  }

  async run(files, name) {
    this.broken = [];
    Object.assign(this, { sent: 0, known: 0, done: 0, all: files.length });
    this.going.hidden = false;
    this.wrong("");
    this.say(fill(this.words.looking, { n: number(files.length) }));
    const entries = await listed(files, this.broken);
    this.all = entries.length;
    if (entries.length === 0) return this.end(this.words.none);
    const form = new FormData();
    form.append("store", this.store.value);
    form.append("name", name);
    form.append("files", String(entries.length));
    const addresses = await this.ask(this.words.backfill, form);
    this.show(addresses.progress);
    for (const group of groups(entries, Number(this.words.asked), Number(this.words.pieceBytes))) {
      await this.handOver(group, addresses);
    }
    await this.ask(addresses.close, new FormData());
    return this.end(fill(this.words.done, this.numbers()));
  }

  async handOver(group, addresses) {
    const files = await allOpened(group, this.broken);
    const digests = files.map((file) => file.digest).filter(Boolean);
    const answer = digests.length > 0 ? await this.ask(addresses.known, JSON.stringify(digests)) : { known: [] };
    const known = new Set(answer.known);
    const fresh = files.filter((file) => !known.has(file.digest));
    this.known += files.length - fresh.length;
    this.done += group.length - fresh.length;
    this.tell();
    const sized = fresh.map((file) => ({ ...file, size: file.blob.size }));
    for (const piece of groups(sized, Number(this.words.pieceFiles), Number(this.words.pieceBytes))) {
      const form = new FormData();
      for (const file of piece) form.append("files", file.blob, file.name);
      const taken = await this.ask(addresses.files, form);
      this.sent += taken.taken;
      this.known += taken.known;
      this.done += piece.length;
      this.tell();
    }
  }

  // Asks until there is an answer: a server that is away comes back.
  async ask(address, body) {
    for (let wait = FIRST_WAIT; ; wait = Math.min(wait * 2, LONGEST_WAIT)) {
      await this.whilePaused();
      const answer = await this.tryOnce(address, body);
      if (answer?.ok) return answer.status === 204 ? {} : await answer.json();
      if (answer && answer.status < 500 && answer.status !== 429) throw await refusal(answer);
      for (let left = wait; left > 0; left -= 1) {
        this.say(fill(this.words.away, { s: left }));
        await sleep(1);
      }
    }
  }

  async tryOnce(address, body) {
    const token = JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
    try {
      return await fetch(address, {
        method: "POST",
        body,
        redirect: "manual",
        headers: { "X-CSRFToken": token, Accept: "application/json" },
      });
    } catch {
      return null;
    }
  }

  async whilePaused() {
    while (this.isPaused) await sleep(0.3);
  }

  pause() {
    this.isPaused = !this.isPaused;
    const words = this.button.dataset.other;
    this.button.dataset.other = this.button.textContent;
    this.button.textContent = words;
    if (this.isPaused) this.say(this.words.paused);
    else this.tell();
  }

  numbers() {
    const { done, all, sent, known } = this;
    return { done: number(done), all: number(all), sent: number(sent), known: number(known) };
  }

  tell() {
    this.bar.value = this.all ? (this.done / this.all) * 100 : 0;
    if (!this.isPaused) this.say(fill(this.words.sending, this.numbers()));
  }

  say(words) {
    this.part.querySelector("[data-said]").textContent = words;
  }

  wrong(words) {
    const place = this.part.querySelector("[data-wrong]");
    place.hidden = !words;
    place.textContent = words;
  }

  end(words) {
    this.bar.value = 100;
    this.say(words);
    if (this.broken.length === 0) return;
    const names = this.broken.slice(0, NAMED).join(", ");
    const left = this.broken.length - NAMED;
    this.wrong(fill(this.words.broken, { names: left > 0 ? `${names} (+${left})` : names }));
  }

  // The server's own account of it, which goes on by itself; once is enough.
  show(address) {
    if (document.querySelector(`[data-row^="${CSS.escape(address)}"]`)) return;
    window.htmx.ajax("GET", address, { target: "#backfill-rows", swap: "afterbegin" });
  }
}

async function refusal(answer) {
  const said = await answer.json().catch(() => ({}));
  return new RefusedError(said.why ?? "");
}

export function startBackfills() {
  onEach("[data-backfill]", (part) => new HandOver(part));
}
