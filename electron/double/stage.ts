// A doubled app for one unit test: nothing of it touches the disk or the network.
import { tmpdir } from "node:os";
import { sharedLock } from "./app.ts";
import { doubleElectron, noSurface } from "./electron.ts";
import type { MakeSurface } from "./window.ts";

interface StageOptions {
	readonly argv?: readonly string[];
	readonly lock?: ReturnType<ReturnType<typeof sharedLock>>;
	readonly makeSurface?: MakeSurface;
}

export function doubledApp({ argv = [], lock = sharedLock()(), makeSurface = noSurface }: StageOptions = {}) {
	const exits: number[] = [];
	const double = doubleElectron({
		argv,
		lock,
		makeSurface,
		packaged: true,
		paths: { userData: tmpdir(), appData: tmpdir() },
		exit: (code) => void exits.push(code),
	});
	return { ...double, exits: exits as readonly number[] };
}
