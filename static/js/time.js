// Seconds of a file to real time (UTC milliseconds) and back. A span is [second of the
// file, real start, seconds]; what the recorder lacks is between spans.
export function toReal(spans, second) {
  let span = spans[0];
  for (const each of spans) if (each[0] <= second) span = each;
  return span ? span[1] + Math.min(second - span[0], span[2]) * 1000 : null;
}

export function toFile(spans, real) {
  let last = 0;
  for (const [at, start, seconds] of spans) {
    if (real < start) return at;
    if (real < start + seconds * 1000) return at + (real - start) / 1000;
    last = at + seconds;
  }
  return last;
}
