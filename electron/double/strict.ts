// A double knows only what somebody doubled on purpose; anything else throws with its name, so that a test can never pass
// on a member that was not thought about.
import { EventEmitter } from "node:events";

/** Asked for by the language or a test's printer on any object. */
const alwaysAsked = new Set<string>([
	"then",
	"toJSON",
	"asymmetricMatch",
	"nodeType",
	"tagName",
	"$$typeof",
	"constructor",
]);

export function strict<T extends object>(name: string, members: T): T {
	return new Proxy(members, {
		get(target, key, receiver) {
			if (typeof key === "symbol" || key in target) return Reflect.get(target, key, receiver);
			if (alwaysAsked.has(key)) return undefined;
			throw new Error(`the double of electron has no ${name}.${key}`);
		},
		set(_target, key) {
			throw new Error(`nobody may set ${name}.${String(key)}`);
		},
	});
}

/** Like `strict`, with the methods of an event emitter. */
export function strictEmitter<T extends object>(name: string, members: T): T & EventEmitter {
	const emitter = Object.defineProperties(new EventEmitter(), Object.getOwnPropertyDescriptors(members));
	return new Proxy(emitter as T & EventEmitter, {
		get(target, key) {
			if (typeof key !== "symbol" && !(key in target)) {
				if (alwaysAsked.has(key)) return undefined;
				throw new Error(`the double of electron has no ${name}.${key}`);
			}
			const value: unknown = Reflect.get(target, key, target);
			return typeof value === "function" ? value.bind(target) : value;
		},
	});
}

/** An event whose default can be prevented, as Electron hands it to listeners. */
export function preventable<T extends object>(params: T) {
	let prevented = false;
	return {
		...params,
		preventDefault: () => {
			prevented = true;
		},
		get defaultPrevented() {
			return prevented;
		},
	};
}
