// ZIP archives read where they lie: the list at their end, then one member at a time. The
// archive itself is never held in memory, nor sent.
const END = 0x06054b50;
const END_64 = 0x06064b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
const UNKNOWN_32 = 0xffffffff;
const UNKNOWN_16 = 0xffff;
const STORED = 0;
const DEFLATED = 8;
const MOST_MEMBER = 512 * 1024 * 1024;
const MOST_DIRECTORY = 512 * 1024 * 1024;

export const canUnzip = () => typeof DecompressionStream === "function";

async function view(blob, start, end) {
  return new DataView(await blob.slice(start, end).arrayBuffer());
}

async function findEnd(file) {
  const start = Math.max(0, file.size - 22 - UNKNOWN_16);
  const tail = await view(file, start, file.size);
  for (let at = tail.byteLength - 22; at >= 0; at -= 1) {
    if (tail.getUint32(at, true) !== END) continue;
    const found = { count: tail.getUint16(at + 10, true), size: tail.getUint32(at + 12, true) };
    found.offset = tail.getUint32(at + 16, true);
    const isLarge = found.count === UNKNOWN_16 || found.size === UNKNOWN_32 || found.offset === UNKNOWN_32;
    return isLarge ? await findLargeEnd(file, start + at) : found;
  }
  throw new Error("no directory");
}

async function findLargeEnd(file, end) {
  const pointer = await view(file, end - 20, end);
  const at = Number(pointer.getBigUint64(8, true));
  const record = await view(file, at, at + 56);
  if (record.getUint32(0, true) !== END_64) throw new Error("no directory");
  return {
    count: Number(record.getBigUint64(32, true)),
    size: Number(record.getBigUint64(40, true)),
    offset: Number(record.getBigUint64(48, true)),
  };
}

// Sizes and places beyond 4 GB stand in an extra field, in this order, only those that need it.
function enlarge(entry, directory, start, end) {
  for (let at = start; at + 4 <= end; ) {
    const kind = directory.getUint16(at, true);
    const length = directory.getUint16(at + 2, true);
    let place = at + 4;
    if (kind === 1) {
      for (const name of ["size", "packed", "offset"]) {
        if (entry[name] !== UNKNOWN_32) continue;
        entry[name] = Number(directory.getBigUint64(place, true));
        place += 8;
      }
    }
    at += 4 + length;
  }
}

// Every member of the archive: name, size, and blob(), which unpacks that one.
export async function membersOf(file) {
  const end = await findEnd(file);
  if (end.size > MOST_DIRECTORY) throw new Error("directory too large");
  const directory = await view(file, end.offset, end.offset + end.size);
  const members = [];
  for (let at = 0; at + 46 <= directory.byteLength && directory.getUint32(at, true) === ENTRY; ) {
    const lengths = [28, 30, 32].map((place) => directory.getUint16(at + place, true));
    const nameEnd = at + 46 + lengths[0];
    const entry = {
      flags: directory.getUint16(at + 8, true),
      method: directory.getUint16(at + 10, true),
      packed: directory.getUint32(at + 20, true),
      size: directory.getUint32(at + 24, true),
      offset: directory.getUint32(at + 42, true),
      name: new TextDecoder().decode(new Uint8Array(directory.buffer, at + 46, lengths[0])),
    };
    enlarge(entry, directory, nameEnd, nameEnd + lengths[1]);
    if (!entry.name.endsWith("/")) {
      members.push({ name: entry.name, size: entry.size, blob: () => unpack(file, entry) });
    }
    at = nameEnd + lengths[1] + lengths[2];
  }
  if (members.length === 0 && end.count > 0) throw new Error("directory damaged");
  return members;
}

async function unpack(file, entry) {
  const isLocked = (entry.flags & 1) === 1;
  if (isLocked || ![STORED, DEFLATED].includes(entry.method) || entry.size > MOST_MEMBER) {
    throw new Error("member cannot be opened");
  }
  const head = await view(file, entry.offset, entry.offset + 30);
  if (head.getUint32(0, true) !== LOCAL) throw new Error("member damaged");
  const start = entry.offset + 30 + head.getUint16(26, true) + head.getUint16(28, true);
  const packed = file.slice(start, start + entry.packed);
  const plain = entry.method === STORED ? packed : await inflate(packed, entry.size);
  if (plain.size !== entry.size) throw new Error("member damaged");
  return plain;
}

// Stops at the size that was announced: what unpacks to more is a lie.
async function inflate(packed, size) {
  const reader = packed.stream().pipeThrough(new DecompressionStream("deflate-raw")).getReader();
  const pieces = [];
  let found = 0;
  for (let step = await reader.read(); !step.done; step = await reader.read()) {
    found += step.value.byteLength;
    if (found > size) {
      await reader.cancel();
      throw new Error("member larger than announced");
    }
    pieces.push(step.value);
  }
  return new Blob(pieces);
}
