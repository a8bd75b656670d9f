// One person's home on one PC, as an entry of the household's list. Pure; what the list says already stays as it is.
import type { HostClass, Inventory } from "../../../main/contract/inventory.ts";
import { addClass, addHome, addHost, addPerson, type EditRefusal } from "../../../main/core/inventory-edit.ts";

export interface ThisHome {
	/** The account's name. */
	readonly user: string;
	/** The PC's name as the OS has it, with or without its domain. */
	readonly host: string;
	/** The account's home folder. */
	readonly directory: string;
	readonly kind: HostClass["kind"];
	readonly system: HostClass["system"];
}

export type WithThisHome =
	/** `key`: USER@HOST of the new entry. */
	| { readonly ok: true; readonly inventory: Inventory; readonly key: string }
	| { readonly ok: false; readonly refusals: readonly EditRefusal[] };

/** The release of Home Manager that the shipped flake names. */
export const homeRelease = "26.05";

/** A name as the list takes it, out of one that an OS takes; empty when nothing of it can stay. */
export function listName(name: string): string {
	const trim = (text: string) => text.replace(/^-+|-+$/g, "");
	return trim(trim(name.toLowerCase().replace(/[^a-z0-9]+/g, "-")).slice(0, 63));
}

/** USER@HOST, whether the list has it or not. */
export const homeKey = ({ user, host }: Pick<ThisHome, "user" | "host">) =>
	`${user}@${listName(host.split(".")[0] ?? "")}`;

/**
 * Adds the home, with its PC and its person where the list does not have them, and a class for the PC where none fits. A
 * person of the account's name is taken to be this one. Refused where the list has the home already, or a name does not fit.
 */
export function addThisHome(inventory: Inventory, here: ThisHome): WithThisHome {
	const key = homeKey(here);
	const host = key.slice(key.lastIndexOf("@") + 1);
	const person = listName(here.user);
	let at = inventory;
	const edits = [
		() => (Object.hasOwn(at.people, person) ? null : addPerson(at, person, { name: here.user })),
		() =>
			Object.hasOwn(at.hosts, host) || classFor(at, here) ? null : addClass(at, freeClass(at, here), classOf(here)),
		() => (Object.hasOwn(at.hosts, host) ? null : addHost(at, host, { class: classFor(at, here) ?? "" })),
		() => addHome(at, key, { person, directory: here.directory, parts: ["dev"], madeWith: homeRelease }),
	];
	for (const edit of edits) {
		const edited = edit();
		if (edited?.ok === false) return edited;
		if (edited) at = edited.inventory;
	}
	return { ok: true, inventory: at, key };
}

const classOf = ({ kind, system }: ThisHome): HostClass => ({ kind, system, parts: [] });

/** The first by name, so that the same list gives the same entry. */
function classFor({ classes }: Inventory, { kind, system }: ThisHome): string | null {
	const fits = Object.keys(classes).filter((name) => classes[name]?.kind === kind && classes[name]?.system === system);
	return fits.sort()[0] ?? null;
}

function freeClass({ classes }: Inventory, { kind, system }: ThisHome): string {
	const name = `${kind}-${system.startsWith("aarch64") ? "arm" : "pc"}`;
	for (let n = 1; ; n++) {
		const one = n === 1 ? name : `${name}-${n}`;
		if (!Object.hasOwn(classes, one)) return one;
	}
}
