// Proves that the checked-in stylesheet is what the sources build.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const CHECKED_IN = "static/css/desk.css";
const folder = mkdtempSync(join(tmpdir(), "desk-"));
const fresh = join(folder, "desk.css");
const built = spawnSync(
  "npx",
  ["--no-install", "tailwindcss", "--input", "styles/desk.css", "--output", fresh, "--minify"],
  { stdio: "inherit", shell: process.platform === "win32" },
);
const same = built.status === 0 && readFileSync(fresh).equals(readFileSync(CHECKED_IN));
rmSync(folder, { recursive: true });
if (!same) {
  process.stderr.write(`${CHECKED_IN} is not what styles/ and templates/ build: npm run build\n`);
  process.exit(1);
}
