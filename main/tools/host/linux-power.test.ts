import fc from "fast-check";
import { expect, test } from "vitest";
import { recordedFiles } from "./files.ts";
import { readLinuxPower } from "./linux-power.ts";

type Supplies = Record<string, Record<string, string>>;

function power(supplies: Supplies) {
	const texts: Record<string, string> = { "/sys/class/net/lo/operstate": "unknown\n" };
	for (const [name, files] of Object.entries(supplies)) {
		for (const [file, text] of Object.entries(files)) texts[`/sys/class/power_supply/${name}/${file}`] = `${text}\n`;
	}
	return readLinuxPower(recordedFiles(texts));
}

const battery = (status: string, more = {}) => ({ type: "Battery", status, present: "1", scope: "System", ...more });
const mouse = { type: "Battery", status: "Discharging", scope: "Device", online: "1" };
const known = (value: boolean) => ({ value, source: "power-supply" });
const noBattery = { value: false, source: "no-battery" };

test("a PC without a battery is on mains, and says why", async () => {
	expect(await power({})).toEqual(noBattery);
	expect(await power({ AC: { type: "Mains", online: "1" } })).toEqual(noBattery);
	const desktopPort = { "ucsi-source-psy-USBC000:001": { type: "USB", online: "0" } };
	expect(await power(desktopPort)).toEqual(noBattery);
	expect(await power({ hidpp_battery_0: mouse })).toEqual(noBattery);
});

test.each(["AC", "AC0", "ADP1", "ACAD", "macsmc-ac"])("an adapter named %s on a laptop is seen", async (name) => {
	expect(await power({ [name]: { type: "Mains", online: "1" }, BAT0: battery("Full") })).toEqual(known(false));
	expect(await power({ [name]: { type: "Mains", online: "0" }, BAT1: battery("Discharging") })).toEqual(known(true));
});

test("full but unplugged is on battery; charging without a visible charger is on mains", async () => {
	expect(await power({ ADP1: { type: "Mains", online: "0" }, BAT0: battery("Full") })).toEqual(known(true));
	expect(await power({ CMB0: battery("Charging") })).toEqual(known(false));
	expect(await power({ BAT0: battery("Not charging") })).toEqual(known(false));
});

test("USB-C powers a laptop, unless it is too weak and the battery drains", async () => {
	const port = { type: "USB", online: "1" };
	expect(await power({ "ucsi-1": port, BAT0: battery("Charging") })).toEqual(known(false));
	expect(await power({ "ucsi-1": { type: "USB", online: "2" }, BAT0: battery("Full") })).toEqual(known(false));
	expect(await power({ "ucsi-1": port, BAT0: battery("Discharging") })).toEqual(known(true));
});

test("two batteries: one that drains is enough; one taken out does not count", async () => {
	expect(await power({ BAT0: battery("Full"), BAT1: battery("Discharging") })).toEqual(known(true));
	expect(await power({ BAT0: battery("Full"), BAT1: battery("Discharging", { present: "0" }) })).toEqual(known(false));
});

test("a UPS on its battery is on battery, also while the mains adapter of the laptop is in it", async () => {
	expect(await power({ ups: { type: "UPS", status: "Discharging" } })).toEqual(known(true));
	expect(await power({ ups: { type: "UPS", status: "Charging" } })).toEqual(noBattery);
});

test("what cannot be told is unknown, never mains", async () => {
	expect(await power({ BAT0: battery("Unknown") })).toEqual({ value: null, source: "power-supply" });
	expect(await power({ odd: { uevent: "x" } })).toEqual({ value: null, source: "power-supply" });
	expect(await readLinuxPower(recordedFiles({}))).toEqual({ value: null, source: "power-supply" });
});

test("no tree with a draining battery of the PC and no mains online is ever called mains", async () => {
	const supply = fc.record({
		type: fc.constantFrom("Mains", "USB", "Battery", "UPS", "Wireless"),
		online: fc.constantFrom("0", "1", "2"),
		status: fc.constantFrom("Charging", "Discharging", "Full", "Not charging", "Unknown"),
		scope: fc.constantFrom("System", "Device", "Unknown"),
	});
	await fc.assert(
		fc.asyncProperty(fc.dictionary(fc.stringMatching(/^[a-zA-Z0-9]{1,5}$/), supply), async (others) => {
			fc.pre(!Object.values(others).some((one) => one.type === "Mains" && one.online !== "0"));
			expect((await power({ ...others, BAT0: battery("Discharging") })).value).toBe(true);
		}),
	);
});
