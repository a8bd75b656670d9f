// Whether the shell can be started on the real Electron on this machine.
import { fileURLToPath } from "node:url";
import { findElectron } from "../../scripts/electron-binary.ts";

/** The checkout: what Electron is given as the app. */
export const appFolder = fileURLToPath(new URL("../..", import.meta.url));

/** The binary that npm run electron:get unpacks; null when it is not there. */
export const electronBinary = findElectron(`${appFolder}/node_modules/electron`, process.platform, process.env);

const hasScreen = process.platform !== "linux" || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);

/** Why it cannot; empty when it can. */
export const noElectron = !electronBinary ? "no Electron binary (npm run electron:get)" : hasScreen ? "" : "no screen";
