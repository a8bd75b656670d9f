// The place for the tools on a Linux that has none: downloaded, planned and installed with one question for an administrator.
import { join } from "node:path";
import type { PreflightReaders } from "../preflight/read-preflight.ts";
import { installationHere, plannerFor } from "../steps/linux/installation-here.ts";
import type { NixInstallRecordedParams } from "../steps/linux/nix-install.ts";

import { downloadOf, type Pin, pinFor } from "./pins.ts";
import type { WantedPart } from "./setup-plan.ts";

/** null where this version brings no installer along for this PC. Pure but for the readers. */
export function linuxBase(
	dataDirectory: string,
	{ arch, env, text, isThere }: PreflightReaders,
	pins: readonly Pin[],
): WantedPart | null {
	const pin = pinFor(pins, "linux-installer", arch);
	if (!pin) return null;
	const id = /^ID="?([^"\n]+)"?$/m.exec(text("/etc/os-release") ?? "")?.[1] ?? null;
	const planner = plannerFor({ id, ostree: isThere("/run/ostree-booted") });
	const { actions, changes } = installationHere({ planner, id, selinux: hasSelinux(isThere), isThere });
	const path = join(dataDirectory, "setup", `installer-${pin.sha256.slice(0, 16)}`);
	const params = {
		installer: { path, sha256: pin.sha256 },
		planner,
		settings: proxyOf(env),
		actions: [...actions],
		changes: [...changes],
	} satisfies NixInstallRecordedParams;
	const download = { ...downloadOf(pin), path };
	return {
		id: "base",
		needs: [],
		steps: [
			{ id: "download", type: "file.download", version: 1, params: download },
			{ id: "nix.install", type: "nix.install", version: 2, params },
		],
	};
}

/** As the installer itself looks: the kernel's part, and its tool on root's path. */
const hasSelinux = (isThere: PreflightReaders["isThere"]) =>
	isThere("/sys/fs/selinux") && ["/usr/sbin", "/usr/bin", "/sbin", "/bin"].some((one) => isThere(`${one}/sestatus`));

/** The person's way to the internet, which an administrator's programs do not know; one with a password is not handed on. */
function proxyOf(env: PreflightReaders["env"]): { proxy: string } | Record<string, never> {
	const proxy = env.https_proxy || env.HTTPS_PROXY;
	return proxy && /^https?:\/\/[A-Za-z0-9.[\]:-]+\/?$/.test(proxy) ? { proxy } : {};
}
