// The desk's own script: small modules, no framework, nothing inline.
import { startAgo } from "./ago.js";
import { startAlertPanel } from "./alertpanel.js";
import { startBackfills } from "./backfill.js";
import { startCopies } from "./copy.js";
import { startDialogs } from "./dialogs.js";
import { startDrops } from "./drops.js";
import { startEditor } from "./editor.js";
import { startForms } from "./forms.js";
import { startHeartbeat } from "./heartbeat.js";
import { startKeys } from "./keys.js";
import { startLineUps } from "./lineup.js";
import { startMasks } from "./masks.js";
import { startPlayers } from "./player.js";
import { startRequests } from "./requests.js";
import { startSwipes } from "./swipe.js";
import { startToasts } from "./toasts.js";
import { startZones } from "./zones.js";

for (const start of [
  startAgo,
  startAlertPanel,
  startBackfills,
  startCopies,
  startDialogs,
  startDrops,
  startEditor,
  startForms,
  startHeartbeat,
  startKeys,
  startLineUps,
  startMasks,
  startPlayers,
  startRequests,
  startSwipes,
  startToasts,
  startZones,
]) {
  start();
}
