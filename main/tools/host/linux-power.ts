// Mains or battery on Linux, from every power supply the kernel shows (Documentation/ABI/testing/sysfs-class-power),
// whatever its name: AC, ADP1, ACAD, a USB-C port, a UPS.
import type { HostFiles } from "./files.ts";
import type { Reading } from "./readings.ts";

const root = "/sys/class/power_supply";

interface Supply {
	readonly type: string;
	readonly online: boolean;
	readonly status: string;
}

/**
 * True while the PC drains a battery. A PC without one is on mains, whatever its USB-C ports say. Batteries of mice,
 * keyboards and phones (scope Device) say nothing about the PC. Unknown when the batteries' state cannot be told.
 */
export async function readLinuxPower(files: HostFiles): Promise<Reading<boolean>> {
	const names = await files.names(root);
	if (names === null) {
		const kernelShown = (await files.names("/sys/class")) !== null;
		return kernelShown ? { value: false, source: "no-battery" } : { value: null, source: "power-supply" };
	}
	const supplies = (await Promise.all(names.map((name) => readSupply(files, `${root}/${name}`)))).filter(
		(one) => one !== null,
	);
	return judge(supplies);
}

async function readSupply(files: HostFiles, path: string): Promise<Supply | null> {
	const read = (name: string) => files.text(`${path}/${name}`);
	const [type, online, status, scope, present] = await Promise.all(
		["type", "online", "status", "scope", "present"].map(read),
	);
	if (scope === "Device" || present === "0") return null;
	// online 2 is a programmable USB-C supply in use.
	return { type: type ?? "", online: online === "1" || online === "2", status: status ?? "" };
}

function judge(supplies: readonly Supply[]): Reading<boolean> {
	const from = (value: boolean | null): Reading<boolean> => ({ value, source: "power-supply" });
	const batteries = supplies.filter((one) => one.type === "Battery");
	const draining = batteries.some((one) => one.status === "Discharging");
	if (supplies.some((one) => one.type === "UPS" && one.status === "Discharging")) return from(true);
	if (batteries.length === 0) {
		// A supply of no readable type might be a battery.
		return supplies.some((one) => one.type === "") ? from(null) : { value: false, source: "no-battery" };
	}
	const chargers = supplies.filter((one) => one.type !== "Battery" && one.type !== "UPS");
	if (chargers.some((one) => one.type === "Mains" && one.online)) return from(false);
	// A USB charger too weak for the PC is online while the battery drains all the same.
	if (draining) return from(true);
	if (chargers.some((one) => one.online) || batteries.some((one) => one.status === "Charging")) return from(false);
	if (chargers.length > 0) return from(true);
	const resting = batteries.every((one) => one.status === "Full" || one.status === "Not charging");
	return from(resting ? false : null);
}
